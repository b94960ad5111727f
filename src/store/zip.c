/*
 * zip.c — members of zip archives, wheels among them.
 *
 * Read from the end, as PKWARE's APPNOTE says: the end record names the directory, whose entries
 * name their local headers. Members are stored or deflated; encrypted and 64-bit archives are
 * refused.
 */
#include "store/inflate.h"

#include <string.h>

enum { END_BYTES = 22, ENTRY_BYTES = 46, LOCAL_BYTES = 30, COMMENT_MAX = 65535 };

static uint32_t read_u16(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    return bytes[0] | (uint32_t)bytes[1] << 8;
}

static uint32_t read_u32(const char *at) { return read_u16(at) | read_u16(at + 2) << 16; }

bool zip_sniff(struct text bytes)
{
    return text_starts(bytes, TEXT("PK\x03\x04")) || text_starts(bytes, TEXT("PK\x05\x06"));
}

struct entry {
    struct text name;
    uint32_t flags;
    uint32_t method;
    uint32_t crc;
    uint32_t packed_bytes;
    uint32_t plain_bytes;
    uint32_t offset;
};

static enum status damaged(struct err *err, const char *what)
{
    return err_set(err, ST_DATA, "the zip archive is damaged: %s; fetch it again", what);
}

/* The directory: where it begins and how many entries it has. */
static enum status find_directory(struct text archive, struct text *directory, uint32_t *count,
                                  struct err *err)
{
    if (archive.length < END_BYTES) return damaged(err, "it has no end record");
    size_t lowest =
        archive.length > END_BYTES + COMMENT_MAX ? archive.length - END_BYTES - COMMENT_MAX : 0;
    for (size_t at = archive.length - END_BYTES + 1; at-- > lowest;) {
        const char *end = archive.bytes + at;
        if (memcmp(end, "PK\x05\x06", 4) != 0) continue;
        if (at + END_BYTES + read_u16(end + 20) != archive.length) continue;
        size_t size = read_u32(end + 12), offset = read_u32(end + 16);
        if (offset == UINT32_MAX)
            return err_set(err, ST_DATA, "the zip archive is a 64-bit one, which is not read");
        if (offset > at || size > at - offset) return damaged(err, "its directory lies outside");
        *directory = (struct text){ archive.bytes + offset, size };
        *count = read_u16(end + 10);
        return ST_OK;
    }
    return damaged(err, "it has no end record");
}

/* The next entry of the directory; false at its end or where it is damaged. */
static bool next_entry(struct text *directory, struct entry *entry)
{
    const char *at = directory->bytes;
    if (directory->length < ENTRY_BYTES || memcmp(at, "PK\x01\x02", 4) != 0) return false;
    size_t name_bytes = read_u16(at + 28);
    size_t size = ENTRY_BYTES + name_bytes + read_u16(at + 30) + read_u16(at + 32);
    if (size > directory->length) return false;
    *entry = (struct entry){ .name = { at + ENTRY_BYTES, name_bytes },
                             .flags = read_u16(at + 8),
                             .method = read_u16(at + 10),
                             .crc = read_u32(at + 16),
                             .packed_bytes = read_u32(at + 20),
                             .plain_bytes = read_u32(at + 24),
                             .offset = read_u32(at + 42) };
    directory->bytes += size;
    directory->length -= size;
    return true;
}

static enum status unpack(struct plain *plain, struct text archive, const struct entry *entry,
                          struct err *err)
{
    if (entry->flags & 1)
        return err_set(err, ST_DATA, "the member %.*s is encrypted", TEXT_ARG(entry->name));
    if (archive.length < LOCAL_BYTES || entry->offset > archive.length - LOCAL_BYTES)
        return damaged(err, "a member lies outside");
    const char *local = archive.bytes + entry->offset;
    if (memcmp(local, "PK\x03\x04", 4) != 0) return damaged(err, "a member has no header");
    size_t start =
        (size_t)entry->offset + LOCAL_BYTES + read_u16(local + 26) + read_u16(local + 28);
    if (start > archive.length || entry->packed_bytes > archive.length - start)
        return damaged(err, "a member lies outside");
    struct text packed = { archive.bytes + start, entry->packed_bytes };
    enum status status = ST_OK;
    if (entry->method == 8) status = deflate_inflate(plain, packed, entry->plain_bytes, err);
    else if (entry->method == 0) *plain = (struct plain){ .bytes = packed };
    else
        return err_set(err, ST_DATA, "the member %.*s is packed by method %u, which is not read",
                       TEXT_ARG(entry->name), entry->method);
    if (status != ST_OK) return status;
    if (deflate_crc(plain->bytes) == entry->crc) return ST_OK;
    plain_release(plain);
    return damaged(err, "a member's checksum differs");
}

/* The names most like the one asked for, three at most. */
static void list_nearest(struct text directory, struct text member, struct writer *writer)
{
    enum { NEAREST = 3, LIMIT = 12 };
    struct entry entry;
    uint32_t told = 0;
    for (uint32_t edits = 0; edits < LIMIT && told < NEAREST; edits++) {
        struct text rest = directory;
        while (told < NEAREST && next_entry(&rest, &entry))
            if (text_distance(entry.name, member, LIMIT) == edits)
                writer_format(writer, "%s%.*s",
                              told++ ? ", " : "; nearest: ", TEXT_ARG(entry.name));
    }
}

enum status zip_inflate(struct plain *plain, struct text archive, struct text member,
                        struct err *err)
{
    struct text directory = { 0 };
    uint32_t count = 0;
    *plain = (struct plain){ 0 };
    enum status status = find_directory(archive, &directory, &count, err);
    if (status != ST_OK) return status;
    struct text rest = directory;
    struct entry entry;
    while (next_entry(&rest, &entry))
        if (text_equal(entry.name, member)) return unpack(plain, archive, &entry, err);
    char nearest[300];
    struct writer writer;
    writer_init(&writer, nearest, sizeof nearest);
    list_nearest(directory, member, &writer);
    return err_set(err, ST_ABSENT, "the archive of %u members has none named %.*s%s", count,
                   TEXT_ARG(member), nearest);
}
