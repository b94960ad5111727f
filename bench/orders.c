/*
 * orders.c — an order on every bar: what an order costs from the strategy's wish to the ledger, and
 * whether the millionth costs what the first did.
 */
#include "bench/bench.h"

#include "os/clock.h"
#include "os/process.h"

enum { BARS = 1000000, TENTH = BARS / 10 };

/* Buys a unit when flat, sells it when long. Being a bench's, it may look at the clock. */
struct turner {
    uint64_t bar;
};

static int64_t marks_ns[4]; /* when bars 1, TENTH, BARS - TENTH and BARS were told */

static size_t turner_bytes(const struct argosy_setup *setup)
{
    (void)setup;
    return sizeof(struct turner);
}

static int turner_start(void *state, const struct argosy_setup *setup)
{
    (void)state;
    (void)setup;
    return 0;
}

static uint64_t turner_lookback(const void *state)
{
    (void)state;
    return 0;
}

static void turner_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct turner *turner = state;
    turner->bar++;
    if (turner->bar == 1) marks_ns[0] = clock_cpu_ns();
    if (turner->bar == TENTH) marks_ns[1] = clock_cpu_ns();
    if (turner->bar == BARS - TENTH) marks_ns[2] = clock_cpu_ns();
    if (turner->bar == BARS) marks_ns[3] = clock_cpu_ns();
    bool is_long = view->holdings[instrument].qty_lots > 0;
    struct argosy_order order = { .size = sizeof order,
                                  .instrument = instrument,
                                  .side = is_long ? ARGOSY_SELL : ARGOSY_BUY,
                                  .size_rule = ARGOSY_SIZE_DEFAULT };
    view->desk->submit(view->desk_self, &order);
}

static const struct argosy_strategy turner = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "turner",
    .help = "buys when flat, sells when long, on every bar",
    .state_bytes = turner_bytes,
    .start = turner_start,
    .lookback = turner_lookback,
    .on_bar = turner_on_bar,
};

/* Bought and sold in turn at every open but the first; the last order has no bar to fill in. */
static enum status check(const struct result *result, const struct dataset *data, struct err *err)
{
    const int64_t *open = data->columns[COLUMN_OPEN], *close = data->columns[COLUMN_CLOSE];
    int64_t gain = 0;
    bool is_long = false;
    for (uint64_t i = 1; i < data->count; i++) {
        int64_t notional = open[i] * 10000;
        gain += (is_long ? notional : -notional) - notional / 1000;
        is_long = !is_long;
    }
    if (is_long) gain += close[data->count - 1] * 10000;
    if (result->equity_end - result->cash_start == gain && result->order_count == BARS &&
        result->fill_count == BARS - 1 && result->rejected_count == 0)
        return ST_OK;
    return err_set(err, ST_DATA, "gain %lld after %llu orders and %llu fills; the loop says %lld",
                   (long long)(result->equity_end - result->cash_start),
                   (unsigned long long)result->order_count, (unsigned long long)result->fill_count,
                   (long long)gain);
}

struct timing {
    struct engine engine;
    double whole[BENCH_RUNS], first[BENCH_RUNS], last[BENCH_RUNS]; /* orders a second */
};

static enum status measure(struct timing *timing, struct err *err)
{
    struct engine *engine = &timing->engine;
    enum status status = engine_run(engine, err);
    if (status == ST_OK) status = check(&engine->output.result, engine->input.bars, err);
    for (uint32_t i = 0; i < BENCH_RUNS && status == ST_OK; i++) {
        int64_t start = clock_cpu_ns();
        status = engine_run(engine, err);
        timing->whole[i] = BARS * 1e9 / (double)(clock_cpu_ns() - start);
        timing->first[i] = TENTH * 1e9 / (double)(marks_ns[1] - marks_ns[0]);
        timing->last[i] = TENTH * 1e9 / (double)(marks_ns[3] - marks_ns[2]);
    }
    if (status == ST_OK) status = check(&engine->output.result, engine->input.bars, err);
    return status;
}

static void compare(const struct bench_sheet *sheet, struct bench_row *row,
                    const struct engine *engine)
{
    char path[BENCH_PATH_MAX + 32];
    struct err err;
    const struct result *result = &engine->output.result;
    text_format(path, sizeof path, "%s/orders.csv", sheet->folder);
    if (!sheet->wants_peers || walk_write(engine->input.bars, path, &err) != ST_OK) return;
    struct peer_work work = { .script = "orders",
                              .data = path,
                              .equity = (double)result->equity_end / 1e8,
                              .orders = result->fill_count,
                              .amount = (double)result->fill_count };
    peers_run(sheet, row, &work);
}

static void add_rows(struct bench_sheet *sheet, struct timing *timing)
{
    struct bench_row row = { .part = "orders", .unit = "orders/s", .goal = 4e6 };
    row.name = "orders";
    row.value = bench_median(timing->whole, BENCH_RUNS);
    struct bench_row *whole = bench_add(sheet, row);
    row.name = "orders-first-tenth";
    row.value = bench_median(timing->first, BENCH_RUNS);
    bench_add(sheet, row);
    row.name = "orders-last-tenth";
    row.value = bench_median(timing->last, BENCH_RUNS);
    bench_add(sheet, row);
    compare(sheet, whole, &timing->engine);
}

static enum status run(struct bench_sheet *sheet, struct err *err)
{
    static struct timing timing;
    struct memory memory = { 0 };
    struct arena arena;
    struct dataset data;
    struct walk walk = { .seed = 1, .count = BARS, .deviation = 0.0005 };
    enum status status = memory_arena(&memory, &arena, (size_t)1 << 28, err);
    if (status == ST_OK) status = walk_make(&data, &walk, &arena, err);
    process_peak_reset();
    if (status == ST_OK) status = engine_open(&timing.engine, &data, 1, &turner, &arena, err);
    if (status == ST_OK) status = measure(&timing, err);
    if (status == ST_OK) add_rows(sheet, &timing);
    engine_close(&timing.engine);
    memory_release(&memory);
    return status;
}

const struct bench_part bench_orders = {
    .name = "orders",
    .help = "an order on every bar, 10^6 bars; the last tenth beside the first",
    .rows = "orders, orders-first-tenth, orders-last-tenth",
    .run = run,
};
