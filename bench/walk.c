/* walk.c — a seeded market: the same bars for every run, build and machine. */
#include "bench/bench.h"

#include "base/rng.h"
#include "format/csv_write.h"
#include "os/file.h"

#include <math.h>
#include <string.h>

static const int64_t minute_ns = INT64_C(60000000000);
static const int64_t start_ns = INT64_C(1577836800000000000); /* 2020-01-01 */
static const double price_scale = 10000;
static const int64_t lots_per_unit = 100000000;

/* All but normal: the sum of twelve uniforms (Irwin-Hall), which needs no transcendental. */
static double deviate(struct rng *rng)
{
    double sum = 0;
    for (int i = 0; i < 12; i++) sum += rng_unit(rng);
    return sum - 6;
}

enum status walk_make(struct dataset *dataset, const struct walk *walk, struct arena *arena,
                      struct err *err)
{
    int64_t *columns[COLUMN_VOLUME + 1];
    for (int i = 0; i <= COLUMN_VOLUME; i++) {
        columns[i] = ARENA_ARRAY(arena, int64_t, walk->count);
        if (!columns[i]) return err_set(err, ST_FULL, "the bench's market does not fit");
    }
    struct rng rng;
    rng_init(&rng, walk->seed);
    double price = 100;
    int64_t last = (int64_t)(price * price_scale);
    for (uint64_t i = 0; i < walk->count; i++) {
        price *= 1 + walk->deviation * deviate(&rng);
        int64_t close = (int64_t)floor(price * price_scale + 0.5);
        double reach = (0.1 + 0.9 * rng_unit(&rng)) * walk->deviation * price * price_scale;
        columns[COLUMN_TS][i] = walk->ts_ns ? walk->ts_ns[i] : start_ns + (int64_t)i * minute_ns;
        columns[COLUMN_OPEN][i] = last;
        columns[COLUMN_HIGH][i] = (last > close ? last : close) + (int64_t)reach;
        columns[COLUMN_LOW][i] = (last < close ? last : close) - (int64_t)reach;
        columns[COLUMN_CLOSE][i] = close;
        columns[COLUMN_VOLUME][i] = (int64_t)(100 + rng_below(&rng, 9900)) * lots_per_unit;
        last = close;
    }
    *dataset = (struct dataset){ .kind = DATA_BARS,
                                 .price_decimals = 4,
                                 .lot_decimals = 8,
                                 .tick_units = 1,
                                 .lot_units = 1,
                                 .is_generated = true,
                                 .interval_ns = walk->ts_ns ? walk->interval_ns : minute_ns,
                                 .count = walk->count };
    text_format(dataset->symbol, sizeof dataset->symbol, "W%llu", (unsigned long long)walk->seed);
    memcpy(dataset->name, dataset->symbol, sizeof dataset->symbol);
    for (int i = 0; i <= COLUMN_VOLUME; i++) dataset->columns[i] = columns[i];
    return ST_OK;
}

enum status walk_write(const struct dataset *dataset, const char *path, struct err *err)
{
    static struct file_writer file;
    static char bytes[1 << 16];
    struct writer writer;
    enum status status = file_writer_open(&file, path, true, err);
    if (status != ST_OK) return status;
    writer_init(&writer, bytes, sizeof bytes);
    csv_write_header(dataset, &writer);
    uint64_t row = 0;
    do {
        row = csv_write_rows(dataset, &writer, row);
        file_writer_add(&file, bytes, writer.length);
        writer_init(&writer, bytes, sizeof bytes);
    } while (row < dataset->count);
    return file_writer_commit(&file, err);
}
