/*
 * csv_import.c — CSV text in memory into columns of integers: the import's hot path. MB are 10^6
 * bytes of text. The columns must be those the text was written from, to the last digit.
 */
#include "bench/bench.h"

#include "format/csv_write.h"
#include "format/format.h"
#include "os/file.h"
#include "os/process.h"

#include <string.h>

enum { ROWS = 1500000 };

struct work {
    struct text text;
    struct memory memory;
    struct import import;
};

static enum status decode(void *self, struct err *err)
{
    struct work *work = self;
    struct arena arena;
    struct import_options options = { .name = TEXT("bench.csv") };
    arena_init(&arena, work->memory.bytes, work->memory.size);
    return format_decode(&work->import, &arena, work->text, &options, err);
}

static enum status check(const struct work *work, const struct dataset *source, struct err *err)
{
    const struct import *import = &work->import;
    if (import->count != 1 || import->datasets[0].count != source->count)
        return err_set(err, ST_DATA, "%llu rows came out of %llu",
                       (unsigned long long)(import->count ? import->datasets[0].count : 0),
                       (unsigned long long)source->count);
    const struct dataset *got = &import->datasets[0];
    for (int column = 0; column <= COLUMN_VOLUME; column++) {
        bool is_price = column != COLUMN_TS && column != COLUMN_VOLUME;
        int64_t theirs = is_price ? decimal_power(got->price_decimals) / got->tick_units
                                  : decimal_power(got->lot_decimals) / got->lot_units;
        int64_t ours = is_price ? 10000 : decimal_power(source->lot_decimals);
        if (column == COLUMN_TS) theirs = ours = 1;
        for (uint64_t i = 0; i < source->count; i++)
            if ((i128)got->columns[column][i] * ours != (i128)source->columns[column][i] * theirs)
                return err_set(err, ST_DATA, "row %llu of %s is not what was written",
                               (unsigned long long)i, data_column_name((enum data_column)column));
    }
    return ST_OK;
}

/* The text of a dataset, in the arena. */
static enum status write_text(struct text *text, const struct dataset *data, struct arena *arena,
                              struct err *err)
{
    size_t size = (size_t)data->count * 96;
    char *bytes = arena_take(arena, size, 1);
    if (!bytes) return err_set(err, ST_FULL, "the text does not fit");
    struct writer writer;
    writer_init(&writer, bytes, size);
    csv_write_header(data, &writer);
    if (csv_write_rows(data, &writer, 0) != data->count)
        return err_set(err, ST_FULL, "the text does not fit");
    *text = writer_text(&writer);
    return ST_OK;
}

/* The sum of the closes in ticks is what a peer is checked by, beside the rows. */
static void compare(const struct bench_sheet *sheet, struct bench_row *row, const struct work *work,
                    const struct dataset *data)
{
    static struct file_writer file;
    char path[BENCH_PATH_MAX + 32];
    struct err err;
    if (!sheet->wants_peers) return;
    text_format(path, sizeof path, "%s/import.csv", sheet->folder);
    if (file_writer_open(&file, path, true, &err) != ST_OK) return;
    file_writer_add(&file, work->text.bytes, work->text.length);
    if (file_writer_commit(&file, &err) != ST_OK) return;
    int64_t sum = 0;
    for (uint64_t i = 0; i < data->count; i++) sum += data->columns[COLUMN_CLOSE][i];
    struct peer_work peers = { .script = "csv",
                               .data = path,
                               .equity = (double)sum / 10000,
                               .orders = data->count,
                               .amount = (double)work->text.length / 1e6 };
    peers_run(sheet, row, &peers);
}

static enum status run(struct bench_sheet *sheet, struct err *err)
{
    struct memory memory = { 0 };
    struct arena arena;
    struct dataset data;
    struct work work = { 0 };
    double seconds = 0;
    struct walk walk = { .seed = 1, .count = ROWS, .deviation = 0.0005 };
    enum status status = memory_arena(&memory, &arena, (size_t)1 << 30, err);
    if (status == ST_OK) status = walk_make(&data, &walk, &arena, err);
    if (status == ST_OK) status = write_text(&work.text, &data, &arena, err);
    if (status == ST_OK)
        status = memory_reserve(&work.memory, format_arena_bytes(work.text.length), err);
    process_peak_reset();
    if (status == ST_OK) status = decode(&work, err);
    if (status == ST_OK) status = check(&work, &data, err);
    if (status == ST_OK) status = bench_time(&seconds, decode, &work, BENCH_RUNS, err);
    if (status == ST_OK) {
        struct bench_row row = { .name = "csv-import",
                                 .part = "csv-import",
                                 .unit = "MB/s",
                                 .goal = 400,
                                 .value = (double)work.text.length / 1e6 / seconds };
        compare(sheet, bench_add(sheet, row), &work, &data);
    }
    memory_release(&work.memory);
    memory_release(&memory);
    return status;
}

const struct bench_part bench_csv_import = {
    .name = "csv-import",
    .help = "1.5 x 10^6 rows of CSV text in memory into columns of integers",
    .rows = "csv-import",
    .run = run,
};
