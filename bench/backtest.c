/*
 * backtest.c — the program itself, from its start to its end: 2,000 daily bars of a CSV file
 * through `argosy backtest`, with nothing else and with a report and --quality fast.
 */
#include "bench/bench.h"

#include "base/json.h"
#include "os/file.h"
#include "os/process.h"

enum { BARS = 2000, FAST = 20, SLOW = 80, RUNS = 15, OUTPUT_BYTES = 1 << 20, ARGUMENTS = 40 };

static const int64_t day_ns = INT64_C(86400000000000);
static const int64_t start_ns = INT64_C(1420070400000000000); /* 2015-01-01 */

/* What a plain loop says: in at the open after a bar whose fast mean is above the slow one, out
 * after one below; one unit, 0.1 %, sums of ticks compared so that no mean is rounded. */
static int64_t expect(const struct dataset *data)
{
    const int64_t *open = data->columns[COLUMN_OPEN], *close = data->columns[COLUMN_CLOSE];
    int64_t cash = 100000 * decimal_power(LEDGER_DECIMALS), fast = 0, slow = 0;
    bool is_long = false, is_pending = false;
    for (uint64_t i = 0; i < data->count; i++) {
        if (is_pending) {
            int64_t notional = open[i] * 10000;
            cash += (is_long ? notional : -notional) - notional / 1000;
            is_long = !is_long;
            is_pending = false;
        }
        fast += close[i] - (i >= FAST ? close[i - FAST] : 0);
        slow += close[i] - (i >= SLOW ? close[i - SLOW] : 0);
        if (i + 1 < SLOW) continue;
        int64_t difference = fast * (SLOW / FAST) - slow;
        is_pending = is_long ? difference < 0 : difference > 0;
    }
    return cash + (is_long ? close[data->count - 1] * 10000 : 0);
}

struct work {
    const char *argv[ARGUMENTS];
    int64_t equity;
    const char *report; /* NULL: none is written */
    int64_t wall_ns;
    uint64_t peak_bytes; /* of that process */
};

static bool says(const char *output, int64_t equity)
{
    static struct json json;
    char expected[40];
    struct writer writer;
    struct text account, value;
    writer_init(&writer, expected, sizeof expected);
    writer_char(&writer, '"');
    decimal_format(&writer, equity, LEDGER_DECIMALS, true);
    writer_char(&writer, '"');
    return json_check(&json, text_from(output)) == ST_OK &&
           json_find(&json, text_from(output), TEXT("account"), &account) &&
           json_find(&json, account, TEXT("equity_end"), &value) &&
           text_equal(value, writer_text(&writer));
}

/* One start to end; its answer is compared every time, after the clock has stopped. */
static enum status start(struct work *work, struct err *err)
{
    static char output[OUTPUT_BYTES];
    struct process_run child = {
        .argv = work->argv, .is_silent = true, .output = output, .output_max = sizeof output
    };
    enum status status = process_run(&child, err);
    if (status != ST_OK) return status;
    work->wall_ns = child.wall_ns;
    work->peak_bytes = child.peak_bytes;
    if (child.exit_code != 0)
        return err_set(err, ST_DATA, "argosy backtest ended with %d", child.exit_code);
    if (!says(output, work->equity))
        return err_set(err, ST_DATA, "argosy backtest came to another equity than the loop");
    if (work->report && !file_exists(work->report))
        return err_set(err, ST_DATA, "argosy backtest wrote no report");
    return ST_OK;
}

static enum status measure(struct bench_sheet *sheet, struct work *work, struct bench_row row,
                           struct err *err)
{
    double times[RUNS];
    enum status status = start(work, err); /* warms up, and is checked */
    for (uint32_t i = 0; i < RUNS && status == ST_OK; i++) {
        status = start(work, err);
        times[i] = (double)work->wall_ns / 1e6;
    }
    if (status != ST_OK) return status;
    row.part = "backtest";
    row.unit = "ms";
    row.is_lower_better = true;
    row.value = bench_median(times, RUNS);
    bench_add(sheet, row)->peak_rss_bytes = work->peak_bytes;
    return ST_OK;
}

static enum status measure_both(struct bench_sheet *sheet, const struct dataset *data,
                                const char *path, struct err *err)
{
    char self[BENCH_PATH_MAX], home[BENCH_PATH_MAX + 32], report[BENCH_PATH_MAX + 32];
    enum status status = process_path(self, sizeof self, err);
    if (status != ST_OK) return status;
    text_format(home, sizeof home, "%s/home", sheet->folder);
    text_format(report, sizeof report, "%s/report.html", sheet->folder);
    struct work plain = {
        .argv = { self,         "backtest", "--data", path,      "--strategy", "sma-cross",
                  "--set",      "fast=20",  "--set",  "slow=80", "--set",      "signal=above",
                  "--size",     "units:1",  "--cash", "100000",  "--fee",      "0.001",
                  "--slippage", "0",        "--json", "--quiet", "--home",     home,
                  "--quality",  "off",      NULL },
        .equity = expect(data),
    };
    struct work full = plain;
    uint32_t count = 0;
    while (full.argv[count]) count++;
    full.argv[count - 1] = "fast";
    full.argv[count++] = "--overwrite";
    full.argv[count++] = "--report";
    full.argv[count++] = report;
    full.report = report;
    status = measure(sheet, &plain, (struct bench_row){ .name = "backtest", .goal = 20 }, err);
    if (status != ST_OK) return status;
    return measure(sheet, &full, (struct bench_row){ .name = "backtest-report", .goal = 60 }, err);
}

static enum status run(struct bench_sheet *sheet, struct err *err)
{
    static int64_t days[BARS];
    struct memory memory = { 0 };
    struct arena arena;
    struct dataset data;
    char path[BENCH_PATH_MAX + 32];
    for (uint32_t i = 0; i < BARS; i++) days[i] = start_ns + (int64_t)i * day_ns;
    struct walk walk = {
        .seed = 1, .count = BARS, .deviation = 0.01, .ts_ns = days, .interval_ns = day_ns
    };
    text_format(path, sizeof path, "%s/daily.csv", sheet->folder);
    enum status status = memory_arena(&memory, &arena, (size_t)1 << 22, err);
    if (status == ST_OK) status = walk_make(&data, &walk, &arena, err);
    if (status == ST_OK) status = walk_write(&data, path, err);
    if (status == ST_OK) status = measure_both(sheet, &data, path, err);
    memory_release(&memory);
    return status;
}

const struct bench_part bench_backtest = {
    .name = "backtest",
    .help = "argosy backtest on 2,000 daily bars, the process from start to end; with a report and "
            "--quality fast",
    .rows = "backtest, backtest-report",
    .run = run,
};
