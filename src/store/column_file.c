#include "store/column_file.h"

#include "base/hash.h"

#include <string.h>

enum { PAGE = 4096, VERSION = 1, COLUMNS_ON_DISK = 16 };

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "columns lie on disk as in memory");
static_assert((int)COLUMN_COUNT <= (int)COLUMNS_ON_DISK, "the header has room for every column");

static const char magic[8] = { 'A', 'R', 'G', 'O', 'C', 'O', 'L', '\n' };

struct header {
    char magic[8];
    uint32_t version;
    uint32_t kind;
    uint32_t price_decimals;
    uint32_t lot_decimals;
    int64_t tick_units;
    int64_t lot_units;
    uint32_t is_tick_stated;
    uint32_t is_generated;
    double rounding_max;
    uint64_t duplicate_count;
    int64_t interval_ns;
    uint64_t count;
    uint64_t hash; /* the dataset's */
    uint64_t source_hash;
    uint64_t offsets[COLUMNS_ON_DISK]; /* 0: not there */
    uint64_t hashes[COLUMNS_ON_DISK];
    char name[64];
    char symbol[32];
    char source[512];
    char format[32];
    uint64_t group_count;
    char unused[PAGE - 1008];
    uint64_t header_hash; /* of all before it */
};
static_assert(sizeof(struct header) == PAGE, "a header is a page, without padding");
static_assert(sizeof(((struct dataset *)0)->symbol) == 32, "as on disk");
static_assert(sizeof(((struct dataset *)0)->source) == 512, "as on disk");

static uint64_t header_hash(const struct header *header)
{
    return hash_bytes(0, header, offsetof(struct header, header_hash));
}

static uint64_t column_hash(const void *column, uint64_t count)
{
    return hash_bytes(1, column, count * sizeof(int64_t));
}

static uint64_t round_to_page(uint64_t size) { return (size + PAGE - 1) / PAGE * PAGE; }

static void fill_header(struct header *header, const struct dataset *dataset,
                        struct column_origin origin)
{
    memcpy(header->magic, magic, sizeof magic);
    header->version = VERSION;
    header->kind = dataset->kind;
    header->price_decimals = dataset->price_decimals;
    header->lot_decimals = dataset->lot_decimals;
    header->tick_units = dataset->tick_units;
    header->lot_units = dataset->lot_units;
    header->is_tick_stated = dataset->is_tick_stated;
    header->is_generated = dataset->is_generated;
    header->rounding_max = dataset->rounding_max;
    header->duplicate_count = dataset->duplicate_count;
    header->interval_ns = dataset->interval_ns;
    header->count = dataset->count;
    header->hash = dataset->hash;
    header->source_hash = origin.source_hash;
    header->group_count = origin.group_count;
    text_format(header->name, sizeof header->name, "%s", dataset->name);
    text_format(header->symbol, sizeof header->symbol, "%s", dataset->symbol);
    text_format(header->source, sizeof header->source, "%s", dataset->source);
    text_format(header->format, sizeof header->format, "%s", dataset->format);
    uint64_t offset = PAGE;
    for (uint32_t c = 0; c < COLUMN_COUNT; c++) {
        if (!dataset->columns[c]) continue;
        header->offsets[c] = offset;
        header->hashes[c] = column_hash(dataset->columns[c], dataset->count);
        offset += round_to_page(dataset->count * sizeof(int64_t));
    }
    header->header_hash = header_hash(header);
}

enum status column_file_write(struct file_writer *writer, const char *path,
                              const struct dataset *dataset, struct column_origin origin,
                              struct err *err)
{
    static const char zeros[PAGE];
    struct header header;
    ASSERT(dataset->count > 0);
    ASSERT(dataset->columns[COLUMN_TS]);
    memset(&header, 0, sizeof header);
    fill_header(&header, dataset, origin);
    enum status status = file_writer_open(writer, path, false, err);
    if (status != ST_OK) return status;
    file_writer_add(writer, &header, sizeof header);
    uint64_t size = dataset->count * sizeof(int64_t);
    for (uint32_t c = 0; c < COLUMN_COUNT; c++) {
        if (!dataset->columns[c]) continue;
        file_writer_add(writer, dataset->columns[c], size);
        file_writer_add(writer, zeros, round_to_page(size) - size);
    }
    return ST_OK;
}

static bool is_terminated(const char *bytes, size_t size) { return memchr(bytes, 0, size) != NULL; }

/* Whether the header can be believed, short of the columns' hashes. */
static bool header_check(const struct header *header, uint64_t file_size)
{
    if (header->kind >= DATA_KIND_COUNT) return false;
    if (header->price_decimals > DECIMALS_MAX || header->lot_decimals > DECIMALS_MAX) return false;
    if (header->tick_units <= 0 || header->lot_units <= 0) return false;
    if (header->count == 0 || header->count > file_size / sizeof(int64_t)) return false;
    if (header->offsets[COLUMN_TS] == 0) return false;
    for (uint32_t c = 0; c < COLUMNS_ON_DISK; c++) {
        uint64_t offset = header->offsets[c];
        if (offset == 0) continue;
        if (c >= COLUMN_COUNT || offset % PAGE != 0 || offset > file_size) return false;
        if (header->count * sizeof(int64_t) > file_size - offset) return false;
    }
    return is_terminated(header->name, sizeof header->name) &&
           is_terminated(header->symbol, sizeof header->symbol) &&
           is_terminated(header->source, sizeof header->source) &&
           is_terminated(header->format, sizeof header->format);
}

static void fill_dataset(struct dataset *dataset, const struct header *header, const uint8_t *bytes)
{
    *dataset = (struct dataset){ .kind = header->kind,
                                 .price_decimals = header->price_decimals,
                                 .lot_decimals = header->lot_decimals,
                                 .tick_units = header->tick_units,
                                 .lot_units = header->lot_units,
                                 .is_tick_stated = header->is_tick_stated != 0,
                                 .is_generated = header->is_generated != 0,
                                 .rounding_max = header->rounding_max,
                                 .duplicate_count = header->duplicate_count,
                                 .interval_ns = header->interval_ns,
                                 .count = header->count,
                                 .hash = header->hash };
    memcpy(dataset->name, header->name, sizeof dataset->name);
    memcpy(dataset->symbol, header->symbol, sizeof dataset->symbol);
    memcpy(dataset->source, header->source, sizeof dataset->source);
    memcpy(dataset->format, header->format, sizeof dataset->format);
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (header->offsets[c] > 0)
            dataset->columns[c] = (const int64_t *)(const void *)(bytes + header->offsets[c]);
}

static enum status verify_columns(const struct header *header, const struct dataset *dataset,
                                  const char *path, struct err *err)
{
    for (uint32_t c = 0; c < COLUMN_COUNT; c++) {
        if (!dataset->columns[c]) continue;
        if (column_hash(dataset->columns[c], dataset->count) == header->hashes[c]) continue;
        return err_set(err, ST_DATA, "%s: column %s is damaged; remove it and import it again",
                       path, data_column_name(c));
    }
    return ST_OK;
}

enum status column_file_open(struct column_file *file, const char *path, bool is_verified,
                             struct err *err)
{
    *file = (struct column_file){ 0 };
    enum status status = file_map_open(&file->map, path, err);
    if (status != ST_OK) return status;
    const struct header *header = (const struct header *)(const void *)file->map.bytes;
    if (file->map.size < PAGE || memcmp(header->magic, magic, sizeof magic) != 0)
        status = err_set(err, ST_DATA, "%s: it is no column file; import the source again", path);
    else if (header->version != VERSION)
        status = err_set(err, ST_DATA,
                         "%s: it is of version %u, this program reads %d; import the "
                         "source again",
                         path, header->version, (int)VERSION);
    else if (header->header_hash != header_hash(header) || !header_check(header, file->map.size))
        status =
            err_set(err, ST_DATA, "%s: the header is damaged; remove it and import it again", path);
    if (status == ST_OK) {
        fill_dataset(&file->dataset, header, file->map.bytes);
        file->origin = (struct column_origin){ header->source_hash, header->group_count };
        if (is_verified) status = verify_columns(header, &file->dataset, path, err);
    }
    if (status != ST_OK) column_file_close(file);
    return status;
}

void column_file_close(struct column_file *file)
{
    file_map_close(&file->map);
    *file = (struct column_file){ 0 };
}
