#include "support/csv.h"

#include "domain/time.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

/* Pieces hang on a list, so that they count as held. */
struct piece {
    struct piece *next;
    int64_t bytes[];
};
static struct piece *pieces;

void *csv_memory(size_t bytes)
{
    struct piece *piece = calloc(1, sizeof *piece + bytes);
    ck_assert_ptr_nonnull(piece);
    piece->next = pieces;
    pieces = piece;
    return piece->bytes;
}

static void split(struct csv *csv)
{
    csv->line[strcspn(csv->line, "\r\n")] = 0;
    csv->cell_count = 0;
    for (char *at = csv->line; at && csv->cell_count < CSV_CELLS_MAX;) {
        csv->cells[csv->cell_count++] = at;
        at = strchr(at, ',');
        if (at) *at++ = 0;
    }
}

void csv_open(struct csv *csv, const char *name)
{
    const char *path = test_data(name);
    size_t length = strlen(path);
    csv->is_pipe = length > 3 && strcmp(path + length - 3, ".gz") == 0;
    if (csv->is_pipe) {
        char command[1200];
        snprintf(command, sizeof command, "gzip -dc '%s'", path);
        csv->file = popen(command, "r");
    } else {
        csv->file = fopen(path, "r");
    }
    ck_assert_ptr_nonnull(csv->file);
    ck_assert(csv_read(csv));
}

bool csv_read(struct csv *csv)
{
    if (!fgets(csv->line, sizeof csv->line, csv->file)) return false;
    split(csv);
    return true;
}

void csv_close(struct csv *csv)
{
    ck_assert_int_eq(csv->is_pipe ? pclose(csv->file) : fclose(csv->file), 0);
}

static int column_of(const char *word)
{
    static const struct {
        const char *word;
        enum data_column column;
    } words[] = {
        { "ts", COLUMN_TS },           { "ts_s", COLUMN_TS },           { "ts_ms", COLUMN_TS },
        { "bid_open", COLUMN_OPEN },   { "bid_high", COLUMN_HIGH },     { "bid_low", COLUMN_LOW },
        { "bid_close", COLUMN_CLOSE }, { "volume_btc", COLUMN_VOLUME },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0) return (int)words[i].column;
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (strcmp(data_column_name((enum data_column)i), word) == 0) return i;
    return -1;
}

static int64_t read_cell(int column, const char *header, const char *cell, uint32_t price_decimals,
                         uint32_t lot_decimals)
{
    int64_t value = 0;
    bool is_exact;
    if (column == COLUMN_TS && strcmp(header, "ts") == 0) {
        ck_assert_int_eq(time_parse(&value, text_from(cell)), ST_OK);
        return value;
    }
    if (column == COLUMN_TS)
        return atoll(cell) * (strcmp(header, "ts_ms") == 0 ? 1000000 : NS_PER_SECOND);
    bool is_lots =
        column == COLUMN_VOLUME || column == COLUMN_BID_SIZE || column == COLUMN_ASK_SIZE;
    if (*cell == 0) return 0;
    ck_assert_int_eq(decimal_parse_round(&value, &is_exact, text_from(cell),
                                         is_lots ? lot_decimals : price_decimals),
                     ST_OK);
    return value;
}

int64_t csv_interval(const int64_t *ts_ns, uint64_t count)
{
    int64_t best = 0;
    uint64_t best_count = 0;
    for (uint64_t i = 1; i < count && i < 200; i++) {
        uint64_t same = 0;
        for (uint64_t j = 1; j < count; j++)
            same += ts_ns[j] - ts_ns[j - 1] == ts_ns[i] - ts_ns[i - 1];
        if (same <= best_count) continue;
        best_count = same;
        best = ts_ns[i] - ts_ns[i - 1];
        if (best_count > count / 2) break;
    }
    return best;
}

/* Doubles the columns; answers how many rows they hold now. */
static uint64_t grow(int64_t **columns, uint64_t capacity)
{
    uint64_t wanted = 2 * capacity;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (!columns[i]) continue;
        int64_t *wider = csv_memory(wanted * sizeof *wider);
        memcpy(wider, columns[i], capacity * sizeof *wider);
        columns[i] = wider;
    }
    return wanted;
}

struct dataset csv_dataset(const char *name, uint32_t price_decimals, uint32_t lot_decimals)
{
    static struct csv csv;
    int64_t *columns[COLUMN_COUNT] = { 0 };
    int column[CSV_CELLS_MAX];
    char header[CSV_CELLS_MAX][24];
    uint64_t count = 0, capacity = 4096;
    csv_open(&csv, name);
    int width = csv.cell_count;
    for (int i = 0; i < width; i++) {
        column[i] = column_of(csv.cells[i]);
        if (column[i] >= 0) columns[column[i]] = csv_memory(capacity * sizeof(int64_t));
        snprintf(header[i], sizeof header[i], "%s", csv.cells[i]);
    }
    for (; csv_read(&csv); count++) {
        if (count == capacity) capacity = grow(columns, capacity);
        ck_assert_int_eq(csv.cell_count, width);
        for (int i = 0; i < width; i++)
            if (column[i] >= 0)
                columns[column[i]][count] =
                    read_cell(column[i], header[i], csv.cells[i], price_decimals, lot_decimals);
    }
    csv_close(&csv);
    struct dataset data = { .kind = columns[COLUMN_ASK_OPEN] ? DATA_QUOTEBARS : DATA_BARS,
                            .price_decimals = price_decimals,
                            .lot_decimals = lot_decimals,
                            .tick_units = 1,
                            .lot_units = 1,
                            .interval_ns = csv_interval(columns[COLUMN_TS], count),
                            .count = count };
    snprintf(data.name, sizeof data.name, "%s", "recorded");
    for (int i = 0; i < COLUMN_COUNT; i++) data.columns[i] = columns[i];
    data.hash = dataset_hash(&data);
    return data;
}
