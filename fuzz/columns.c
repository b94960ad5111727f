/*
 * columns.c — a column file that was written by us and changed by somebody: it is refused, or its
 * dataset lies inside the file and may be used by whoever asks for its kind.
 *
 * The input is a list of changes to a sound file of quote bars: two bytes of place, one of length,
 * the bytes. A place of 0xffff cuts the file at so many bytes times 97. Half of the inputs (the
 * first byte's lowest bit) have the header's hash made right again, since a stranger can do that
 * too.
 */
#define _GNU_SOURCE /* memfd_create */
#include "base/hash.h"
#include "store/column_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { PAGE = 4096, ROWS = 3, FILE_MAX = (1 + COLUMN_COUNT) * PAGE, CUT = 0xffff, CUT_STEP = 97 };

static uint8_t sound[FILE_MAX];
static size_t sound_size;

/* A file of every column, as column_file_write lays it out. */
static void sound_make(void)
{
    static struct file_writer writer;
    static int64_t columns[COLUMN_COUNT][ROWS];
    char folder[] = "/tmp/columns-XXXXXX", path[64];
    struct dataset dataset = { .name = "fuzz",
                               .symbol = "FUZZ",
                               .source = "made",
                               .format = "csv",
                               .kind = DATA_QUOTEBARS,
                               .price_decimals = 2,
                               .lot_decimals = 0,
                               .tick_units = 1,
                               .lot_units = 1,
                               .count = ROWS };
    struct file_map map;
    struct err err;
    for (int c = 0; c < COLUMN_COUNT; c++) {
        for (int i = 0; i < ROWS; i++) columns[c][i] = c == COLUMN_TS ? i : 100 + c;
        dataset.columns[c] = columns[c];
    }
    dataset.hash = dataset_hash(&dataset);
    ASSERT(mkdtemp(folder));
    text_format(path, sizeof path, "%s/sound", folder);
    ASSERT(column_file_write(&writer, path, &dataset, (struct column_origin){ 1, 1 }, &err) ==
           ST_OK);
    ASSERT(file_writer_commit(&writer, &err) == ST_OK);
    ASSERT(file_map_open(&map, path, &err) == ST_OK);
    ASSERT(map.size <= sizeof sound);
    memcpy(sound, map.bytes, map.size);
    sound_size = map.size;
    file_map_close(&map);
    ASSERT(file_remove(path, &err) == ST_OK);
    ASSERT(rmdir(folder) == 0);
}

static size_t change(uint8_t *file, const uint8_t *bytes, size_t size)
{
    size_t file_size = sound_size;
    memcpy(file, sound, sound_size);
    while (size >= 3) {
        size_t place = bytes[0] | (size_t)bytes[1] << 8, length = bytes[2];
        bytes += 3;
        size -= 3;
        if (place == CUT) {
            if (length * CUT_STEP < file_size) file_size = length * CUT_STEP;
            continue;
        }
        if (length > size) length = size;
        for (size_t i = 0; i < length && place + i < file_size; i++) file[place + i] = bytes[i];
        bytes += length;
        size -= length;
    }
    return file_size;
}

static void dataset_check(const struct dataset *dataset, const struct file_map *map)
{
    ASSERT(dataset->count > 0);
    ASSERT(dataset->kind < DATA_KIND_COUNT);
    ASSERT(dataset->tick_units > 0);
    ASSERT(dataset->lot_units > 0);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        const int64_t *column = dataset->columns[c];
        bool is_ask = c >= COLUMN_ASK_OPEN && c <= COLUMN_ASK_CLOSE;
        if (c <= COLUMN_CLOSE || (is_ask && dataset->kind == DATA_QUOTEBARS)) ASSERT(column);
        if (!column) continue;
        ASSERT((const uint8_t *)column >= map->bytes + PAGE);
        ASSERT((const uint8_t *)(column + dataset->count) <= map->bytes + map->size);
    }
    (void)dataset_hash(dataset); /* every value can be read */
    ASSERT(memchr(dataset->name, 0, sizeof dataset->name));
    ASSERT(memchr(dataset->symbol, 0, sizeof dataset->symbol));
    ASSERT(memchr(dataset->source, 0, sizeof dataset->source));
    ASSERT(memchr(dataset->format, 0, sizeof dataset->format));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t changed[FILE_MAX];
    static int fd = -1;
    char path[64];
    if (size == 0) return 0;
    if (fd < 0) {
        sound_make();
        fd = memfd_create("columns", 0);
        ASSERT(fd >= 0);
    }
    size_t changed_size = change(changed, bytes + 1, size - 1);
    if (bytes[0] & 1) {
        uint64_t hash = hash_bytes(0, changed, PAGE - sizeof hash);
        memcpy(changed + PAGE - sizeof hash, &hash, sizeof hash);
    }
    ASSERT(ftruncate(fd, 0) == 0);
    ASSERT(pwrite(fd, changed, changed_size, 0) == (ssize_t)changed_size);
    text_format(path, sizeof path, "/proc/self/fd/%d", fd);
    for (int is_verified = 0; is_verified < 2; is_verified++) {
        struct column_file file;
        struct err err = { 0 };
        if (column_file_open(&file, path, is_verified, &err) == ST_OK) {
            dataset_check(&file.dataset, &file.map);
            column_file_close(&file);
        } else {
            ASSERT(err.status == ST_DATA);
            ASSERT(err.text[0]);
        }
    }
    return 0;
}
