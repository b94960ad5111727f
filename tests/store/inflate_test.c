#include "store/inflate.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

static struct err err;
static struct plain plain;

/* Memory for as long as the test's process lives. */
static char *keep(size_t size)
{
    static void *kept[64];
    static int count;
    ck_assert_int_lt(count, 64);
    return kept[count++] = malloc(size);
}

static struct text random_text(size_t size)
{
    char *bytes = keep(size + 1);
    for (size_t i = 0; i < size; i++) bytes[i] = (char)('0' + rng_below(&test_rng, 12));
    return (struct text){ bytes, size };
}

static struct text deflated(struct text text, int window)
{
    z_stream stream = { 0 };
    deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    uLong bound = deflateBound(&stream, text.length) + 64;
    char *bytes = keep(bound);
    stream.next_in = (Bytef *)(uintptr_t)text.bytes, stream.avail_in = (uInt)text.length;
    stream.next_out = (Bytef *)bytes, stream.avail_out = (uInt)bound;
    ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t size = stream.total_out;
    deflateEnd(&stream);
    return (struct text){ bytes, size };
}

static struct text joined(struct text a, struct text b)
{
    char *bytes = keep(a.length + b.length + 1);
    memcpy(bytes, a.bytes, a.length);
    memcpy(bytes + a.length, b.bytes, b.length);
    return (struct text){ bytes, a.length + b.length };
}

TEST(inflate, gzip_gives_back_what_went_in_members_in_a_row_too)
{
    struct text text = random_text(100000), more = random_text(7);
    struct text packed = joined(deflated(text, 31), deflated(more, 31)), both = joined(text, more);
    ck_assert_int_eq(inflate_any(&plain, packed, &err), ST_OK);
    ck_assert(text_equal(plain.bytes, both));
    plain_release(&plain);
}

TEST(inflate, gzip_cut_anywhere_is_refused)
{
    struct text packed = deflated(random_text(500), 31);
    for (size_t length = 3; length < packed.length; length++) {
        ck_assert_int_eq(gzip_inflate(&plain, (struct text){ packed.bytes, length }, &err),
                         ST_DATA);
        ck_assert_msg(strstr(err.text, "it ends too early; fetch it again") != NULL, "%s",
                      err.text);
    }
}

TEST(inflate, gzip_with_a_flipped_byte_is_refused_or_unharmed)
{
    struct text text = random_text(300), packed = deflated(text, 31);
    for (size_t i = 0; i < packed.length; i++) {
        ((char *)(uintptr_t)packed.bytes)[i] ^= 0x10;
        /* Flags, time and system of the header carry no content. */
        if (inflate_any(&plain, packed, &err) == ST_OK) {
            ck_assert(i < 10);
            plain_release(&plain);
        }
        ((char *)(uintptr_t)packed.bytes)[i] ^= 0x10;
    }
}

TEST(inflate, zstd_gives_back_what_went_in_and_cut_it_is_refused)
{
    struct text text = random_text(5000);
    size_t bound = ZSTD_compressBound(text.length);
    char *bytes = keep(bound);
    size_t size = ZSTD_compress(bytes, bound, text.bytes, text.length, 3);
    ck_assert_int_eq(inflate_any(&plain, (struct text){ bytes, size }, &err), ST_OK);
    ck_assert(text_equal(plain.bytes, text));
    plain_release(&plain);
    for (size_t length = 5; length < size; length += 7)
        ck_assert_int_eq(zstd_inflate(&plain, (struct text){ bytes, length }, &err), ST_DATA);
}

/* ---- zip ------------------------------------------------------------------------------------ */

struct archive {
    char bytes[1 << 16];
    size_t size;
    char directory[1 << 12];
    size_t directory_size;
    uint32_t count;
};

static void put(char *bytes, size_t *size, uint32_t value, int count)
{
    for (int i = 0; i < count; i++) bytes[(*size)++] = (char)(value >> 8 * i);
}

static void archive_add(struct archive *archive, const char *name, struct text text, int method)
{
    struct text packed = method == 8 ? deflated(text, -15) : text;
    uint32_t crc = deflate_crc(text), offset = (uint32_t)archive->size;
    for (int is_directory = 0; is_directory < 2; is_directory++) {
        char *bytes = is_directory ? archive->directory : archive->bytes;
        size_t *size = is_directory ? &archive->directory_size : &archive->size;
        put(bytes, size, is_directory ? 0x02014b50 : 0x04034b50, 4);
        if (is_directory) put(bytes, size, 20, 2);
        put(bytes, size, 20, 2), put(bytes, size, 0, 2), put(bytes, size, (uint32_t)method, 2);
        put(bytes, size, 0, 4), put(bytes, size, crc, 4);
        put(bytes, size, (uint32_t)packed.length, 4), put(bytes, size, (uint32_t)text.length, 4);
        put(bytes, size, (uint32_t)strlen(name), 2), put(bytes, size, 0, 2);
        if (is_directory) {
            put(bytes, size, 0, 4), put(bytes, size, 0, 2), put(bytes, size, 0, 4);
            put(bytes, size, offset, 4);
        }
        memcpy(bytes + *size, name, strlen(name));
        *size += strlen(name);
    }
    memcpy(archive->bytes + archive->size, packed.bytes, packed.length);
    archive->size += packed.length;
    archive->count++;
}

static struct text archive_end(struct archive *archive, const char *comment)
{
    uint32_t offset = (uint32_t)archive->size;
    memcpy(archive->bytes + archive->size, archive->directory, archive->directory_size);
    archive->size += archive->directory_size;
    put(archive->bytes, &archive->size, 0x06054b50, 4), put(archive->bytes, &archive->size, 0, 4);
    put(archive->bytes, &archive->size, archive->count, 2);
    put(archive->bytes, &archive->size, archive->count, 2);
    put(archive->bytes, &archive->size, (uint32_t)archive->directory_size, 4);
    put(archive->bytes, &archive->size, offset, 4);
    put(archive->bytes, &archive->size, (uint32_t)strlen(comment), 2);
    memcpy(archive->bytes + archive->size, comment, strlen(comment));
    archive->size += strlen(comment);
    return (struct text){ archive->bytes, archive->size };
}

static struct archive archive;

TEST(zip, members_are_found_by_path_stored_or_deflated)
{
    struct text a = random_text(3000), b = random_text(40);
    archive_add(&archive, "data/a.csv", a, 8);
    archive_add(&archive, "b.csv", b, 0);
    struct text bytes = archive_end(&archive, "a remark");
    ck_assert(zip_sniff(bytes));
    ck_assert_int_eq(zip_inflate(&plain, bytes, TEXT("data/a.csv"), &err), ST_OK);
    ck_assert(text_equal(plain.bytes, a));
    plain_release(&plain);
    ck_assert_int_eq(zip_inflate(&plain, bytes, TEXT("b.csv"), &err), ST_OK);
    ck_assert(text_equal(plain.bytes, b));
    plain_release(&plain);
    ck_assert_int_eq(zip_inflate(&plain, bytes, TEXT("data/b.csv"), &err), ST_ABSENT);
    ck_assert_str_eq(err.text, "the archive of 2 members has none named data/b.csv; nearest: "
                               "data/a.csv, b.csv");
}

TEST(zip, a_damaged_member_is_refused_by_its_checksum)
{
    struct text text = random_text(50);
    archive_add(&archive, "a", text, 0);
    archive.bytes[40] ^= 1;
    struct text bytes = archive_end(&archive, "");
    ck_assert_int_eq(zip_inflate(&plain, bytes, TEXT("a"), &err), ST_DATA);
    ck_assert_str_eq(err.text,
                     "the zip archive is damaged: a member's checksum differs; fetch it again");
}

TEST(zip, a_member_larger_than_its_archive_says_is_refused)
{
    archive_add(&archive, "a", random_text(5000), 8);
    archive.directory[24] = 10, archive.directory[25] = 0; /* says 10 bytes */
    struct text bytes = archive_end(&archive, "");
    ck_assert_int_eq(zip_inflate(&plain, bytes, TEXT("a"), &err), ST_DATA);
}

TEST(zip, an_archive_cut_anywhere_is_refused_and_never_read_past)
{
    archive_add(&archive, "a", random_text(200), 8);
    struct text bytes = archive_end(&archive, "");
    for (size_t length = 0; length < bytes.length; length++) {
        char *copy = malloc(length + 1); /* its own block, so that reading past it is seen */
        memcpy(copy, bytes.bytes, length);
        ck_assert_int_eq(zip_inflate(&plain, (struct text){ copy, length }, TEXT("a"), &err),
                         ST_DATA);
        free(copy);
    }
}
