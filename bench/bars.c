/*
 * bars.c — bars through the whole engine: the built-in ema-cross (20/80, acting on the sign), one
 * unit, orders through risk, venue and ledger. On one instrument and on eight on one clock.
 */
#include "bench/bench.h"

#include "os/process.h"
#include "strategy/registry.h"
#include "strategy/signal.h"

enum { BARS = 1000000, INSTRUMENTS = 8, FAST = 20, SLOW = 80 };

/* What the run must come to, by a loop that shares nothing with the engine. */
struct expected {
    int64_t gain; /* in ledger units */
    uint64_t orders, fills;
};

struct mean {
    double value, sum, k;
    uint32_t period, seen;
};

/* Exponential, seeded by the simple mean of the first `period` values. */
static bool mean_add(struct mean *mean, double x)
{
    if (mean->seen < mean->period) {
        mean->sum += x;
        mean->value = mean->sum / mean->period;
        return ++mean->seen == mean->period;
    }
    mean->value += mean->k * (x - mean->value);
    return true;
}

/* A price of 4 decimals × 1 unit is ticks × 10^4 ledger units, and 0.1 % of that has no rest. */
static void expect(struct expected *expected, const struct dataset *data)
{
    struct mean fast = { .k = 2.0 / (FAST + 1), .period = FAST };
    struct mean slow = { .k = 2.0 / (SLOW + 1), .period = SLOW };
    const int64_t *open = data->columns[COLUMN_OPEN], *close = data->columns[COLUMN_CLOSE];
    bool is_long = false, is_pending = false;
    for (uint64_t i = 0; i < data->count; i++) {
        if (is_pending) { /* yesterday's order fills at this open */
            int64_t notional = open[i] * 10000;
            expected->gain += (is_long ? notional : -notional) - notional / 1000;
            expected->fills++;
            is_long = !is_long;
            is_pending = false;
        }
        double price = (double)close[i] / 10000;
        mean_add(&fast, price);
        if (!mean_add(&slow, price)) continue;
        if (is_long ? fast.value < slow.value : fast.value > slow.value) {
            is_pending = true;
            expected->orders++;
        }
    }
    if (is_long) expected->gain += close[data->count - 1] * 10000;
}

static enum status check(const struct engine *engine, struct err *err)
{
    struct expected expected = { 0 };
    for (uint32_t i = 0; i < engine->input.instrument_count; i++)
        expect(&expected, &engine->input.bars[i]);
    const struct result *result = &engine->output.result;
    if (result->equity_end - result->cash_start == expected.gain &&
        result->order_count == expected.orders && result->fill_count == expected.fills)
        return ST_OK;
    return err_set(err, ST_DATA,
                   "the engine's result is not the loop's: gain %lld, %llu orders, %llu fills "
                   "instead of %lld, %llu, %llu",
                   (long long)(result->equity_end - result->cash_start),
                   (unsigned long long)result->order_count, (unsigned long long)result->fill_count,
                   (long long)expected.gain, (unsigned long long)expected.orders,
                   (unsigned long long)expected.fills);
}

static enum status measure(double *seconds, struct engine *engine, const struct dataset *sets,
                           uint32_t count, struct arena *arena, struct err *err)
{
    const struct argosy_strategy *strategy = strategy_find(TEXT("ema-cross"));
    ASSERT(strategy);
    enum status status = engine_open(engine, sets, count, strategy, arena, err);
    if (status != ST_OK) return status;
    engine_set(engine, "fast", FAST);
    engine_set(engine, "slow", SLOW);
    engine_set(engine, "signal", SIGNAL_ABOVE);
    status = engine_run(engine, err);
    if (status == ST_OK) status = check(engine, err);
    if (status == ST_OK) status = bench_time(seconds, engine_run, engine, BENCH_RUNS, err);
    if (status == ST_OK) status = check(engine, err); /* the last run as the first */
    return status;
}

static void compare(const struct bench_sheet *sheet, struct bench_row *row,
                    const struct engine *engine, uint32_t count)
{
    char path[BENCH_PATH_MAX + 32];
    struct err err;
    if (!sheet->wants_peers || count > 1) return;
    text_format(path, sizeof path, "%s/bars.csv", sheet->folder);
    if (walk_write(&engine->input.bars[0], path, &err) != ST_OK) return;
    const struct result *result = &engine->output.result;
    struct peer_work work = { .script = "bars",
                              .data = path,
                              .equity = (double)result->equity_end / 1e8,
                              .orders = result->order_count,
                              .amount = BARS };
    peers_run(sheet, row, &work);
}

static enum status run(struct bench_sheet *sheet, uint32_t count, struct bench_row row,
                       struct err *err)
{
    struct memory memory = { 0 };
    struct arena arena;
    struct engine engine = { 0 };
    struct dataset sets[INSTRUMENTS];
    double seconds = 0;
    enum status status = memory_arena(&memory, &arena, (size_t)1 << 30, err);
    for (uint32_t i = 0; i < count && status == ST_OK; i++)
        status =
            walk_make(&sets[i], &(struct walk){ .seed = i + 1, .count = BARS, .deviation = 0.0005 },
                      &arena, err);
    process_peak_reset();
    if (status == ST_OK) status = measure(&seconds, &engine, sets, count, &arena, err);
    if (status == ST_OK) {
        row.value = (double)BARS * count / seconds;
        compare(sheet, bench_add(sheet, row), &engine, count);
    }
    engine_close(&engine);
    memory_release(&memory);
    return status;
}

static enum status run_one(struct bench_sheet *sheet, struct err *err)
{
    return run(
        sheet, 1,
        (struct bench_row){ .name = "bars-ema", .part = "bars", .unit = "bars/s", .goal = 15e6 },
        err);
}

static enum status run_eight(struct bench_sheet *sheet, struct err *err)
{
    return run(
        sheet, INSTRUMENTS,
        (struct bench_row){ .name = "bars-8", .part = "bars-8", .unit = "bars/s", .goal = 10e6 },
        err);
}

const struct bench_part bench_bars = {
    .name = "bars",
    .help = "one instrument, EMA 20/80 cross, orders through risk and ledger, 10^6 bars",
    .rows = "bars-ema",
    .run = run_one,
};

const struct bench_part bench_bars_8 = {
    .name = "bars-8",
    .help = "the same on 8 instruments x 10^6 bars on one clock",
    .rows = "bars-8",
    .run = run_eight,
};
