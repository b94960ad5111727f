/*
 * state_hash.c — prints what seeded runs come to, as lines of a name and a hash.
 *
 * Every line is a run of the whole machine (core, venue, costs, a strategy) or a table of figures
 * over a market drawn from a seed. tests/determinism.sh compares the lines of builds by different
 * compilers at different levels of optimisation: one bit of difference anywhere is a failure.
 */
#include "base/hash.h"
#include "base/rng.h"
#include "format/generate.h"
#include "quant/indicator.h"
#include "quant/metrics.h"
#include "sim/backtest.h"
#include "sim/models.h"
#include "strategy/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BARS = 6000, MARKETS = 2, PARAMS_MAX = 32 };

static struct dataset markets[MARKETS];

static void die(const char *what, const char *why)
{
    fprintf(stderr, "state_hash: %s: %s\n", what, why);
    exit(1);
}

static void need_arena(struct arena *arena, size_t size)
{
    void *bytes = calloc(1, size);
    if (!bytes) die("memory", "there is not enough");
    arena_init(arena, bytes, size);
}

/* Not-a-number has many spellings, and which one comes out is the compiler's business. */
static uint64_t hash_number(uint64_t hash, double value)
{
    uint64_t word = UINT64_C(0x7ff8000000000000);
    if (value == value) memcpy(&word, &value, sizeof word);
    return hash_word(hash, word);
}

/* ---- a strategy that does everything ------------------------------------------------------------
 */

struct storm {
    struct rng rng;
    uint64_t last[8];
    uint32_t count;
};

static size_t storm_bytes(const struct argosy_setup *setup)
{
    (void)setup;
    return sizeof(struct storm);
}

static int storm_start(void *state, const struct argosy_setup *setup)
{
    (void)setup;
    struct storm *storm = state;
    rng_init(&storm->rng, 2026);
    return 0;
}

static uint64_t storm_lookback(const void *state)
{
    (void)state;
    return 0;
}

static int64_t about(struct rng *rng, int64_t price)
{
    int64_t ticks = price + (int64_t)rng_below(rng, (uint64_t)price / 25 + 1) - price / 50;
    return ticks > 1 ? ticks : 1;
}

static void storm_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct storm *storm = state;
    struct rng *rng = &storm->rng;
    const struct argosy_series *series = &view->series[instrument];
    int64_t price = series->close[series->count - 1];
    uint64_t dice = rng_below(rng, 8);
    if (dice == 0) view->desk->cancel_all(view->desk_self, instrument);
    if (dice == 1) view->desk->cancel(view->desk_self, storm->last[rng_below(rng, 8)]);
    if (dice == 2) {
        uint64_t order_id = storm->last[rng_below(rng, 8)];
        int64_t limit = about(rng, price), stop = about(rng, price);
        view->desk->amend(view->desk_self, order_id, 0, limit, stop);
    }
    if (dice < 5) return;
    struct argosy_order order = { .size = sizeof order, .instrument = instrument };
    order.side = (uint8_t)rng_below(rng, 2);
    order.type = (uint8_t)rng_below(rng, 6);
    order.tif = (uint8_t)rng_below(rng, 5);
    order.size_rule = (uint8_t)rng_below(rng, 8);
    order.qty_lots = (int64_t)rng_below(rng, 300000000) + 1;
    order.size_value = (int64_t)rng_below(rng, 200000000000) + 1;
    order.limit_ticks = about(rng, price);
    order.stop_ticks = order.type == ARGOSY_TRAILING_STOP ? price / 100 + 1 : about(rng, price);
    order.expire_ns = view->now_ns + (int64_t)rng_below(rng, 20) * INT64_C(1800000000000);
    order.flags = rng_below(rng, 4) == 0 ? (uint32_t)rng_below(rng, 32) : 0;
    if (rng_below(rng, 2)) {
        int64_t room = price / 60 + 1;
        order.stop_loss_ticks = order.side == ARGOSY_BUY ? price - room : price + room;
        order.take_profit_ticks = order.side == ARGOSY_BUY ? price + room : price - room;
    }
    storm->last[storm->count++ % 8] = view->desk->submit(view->desk_self, &order);
}

static void storm_fill(void *state, const struct argosy_view *view, const struct argosy_fill *fill)
{
    struct storm *storm = state;
    (void)view;
    storm->rng.words[0] ^= (uint64_t)fill->price_ticks; /* what it is told matters too */
}

static const struct argosy_strategy storm_strategy = {
    .size = sizeof storm_strategy,
    .abi = ARGOSY_ABI,
    .name = "storm",
    .help = "orders of every kind, by chance",
    .state_bytes = storm_bytes,
    .start = storm_start,
    .lookback = storm_lookback,
    .on_bar = storm_bar,
    .on_fill = storm_fill,
};

/* ---- runs ---------------------------------------------------------------------------------------
 */

static uint64_t hash_fills(const struct result *result)
{
    uint64_t hash = hash_word(0, result->fill_count);
    for (uint64_t i = 0; i < result->fill_count; i++) {
        const struct fill_row *row = &result->fills[i];
        const int64_t words[] = { row->ts_ns,        (int64_t)row->order, (int64_t)row->bar,
                                  row->instrument,   row->side,           row->reason,
                                  row->is_maker,     row->qty_lots,       row->price_ticks,
                                  row->fee_cash,     row->slippage_cash,  row->pnl_cash,
                                  row->position_lots };
        hash = hash_bytes(hash, words, sizeof words);
    }
    return hash;
}

/* The figures of a run: floats, computed from its curve. */
static uint64_t hash_metrics(const struct result *result, struct arena *arena)
{
    uint64_t count = result->equity_count;
    int64_t *ts = ARENA_ARRAY(arena, int64_t, count);
    double *equity = ARENA_ARRAY(arena, double, count),
           *exposure = ARENA_ARRAY(arena, double, count);
    double *benchmark = ARENA_ARRAY(arena, double, count);
    if (!ts || !equity || !exposure || !benchmark) die("metrics", "the memory is too small");
    for (uint64_t i = 0; i < count; i++) {
        const struct equity_point *point = &result->equity[i];
        ts[i] = point->ts_ns;
        equity[i] = (double)point->equity / 1e8;
        exposure[i] = point->equity > 0 ? (double)point->exposure / (double)point->equity : 0;
        benchmark[i] = (double)markets[0].columns[COLUMN_CLOSE][i % markets[0].count];
    }
    uint64_t hash = 0;
    for (uint32_t convention = 0; convention < METRICS_CONVENTION_COUNT; convention++) {
        struct metric_input input = { .convention = (enum metric_convention)convention,
                                      .equity_start = (double)result->cash_start / 1e8,
                                      .count = count,
                                      .ts_ns = ts,
                                      .equity = equity,
                                      .exposure = exposure,
                                      .benchmark = benchmark,
                                      .days_per_year = 365 };
        double out[METRIC_COUNT];
        struct err err = { 0 };
        if (metrics_compute(out, &input, arena, &err) != ST_OK) {
            hash = hash_word(hash, err.status); /* a ruined run has no figures: that too is fixed */
            continue;
        }
        for (uint32_t i = 0; i < METRIC_COUNT; i++) hash = hash_number(hash, out[i]);
    }
    return hash;
}

static void print(const char *name, const char *what, uint64_t hash)
{
    printf("%s %s %016llx\n", name, what, (unsigned long long)hash);
}

static void run(const char *name, const struct argosy_strategy *strategy, const struct spec *spec)
{
    static struct backtest_memory memory;
    static struct arena figures;
    static struct argosy_value values[PARAMS_MAX];
    static struct backtest_output output;
    struct instrument instruments[MARKETS];
    struct fee_schedule fees[MARKETS];
    struct err err = { 0 };
    if (!memory.work.bytes) {
        need_arena(&memory.work, 32 << 20);
        need_arena(&memory.fills, 32 << 20);
        need_arena(&memory.orders, 32 << 20);
        need_arena(&memory.equity, 8 << 20);
        need_arena(&memory.decisions, 8 << 20);
        need_arena(&figures, 32 << 20);
    }
    memory.work.used = memory.fills.used = memory.orders.used = 0;
    memory.equity.used = memory.decisions.used = figures.used = 0;
    for (uint32_t i = 0; i < MARKETS; i++) {
        struct spec_data how = { 0 };
        if (spec_instrument(&instruments[i], spec, &how, &markets[i], (struct asset_id){ 0 }, &err))
            die(name, err.text);
        fees[i] = spec_fee_schedule(spec);
    }
    if (strategy->param_count > PARAMS_MAX) die(name, "too many parameters");
    for (uint32_t i = 0; i < strategy->param_count; i++)
        values[i] =
            (struct argosy_value){ strategy->params[i].initial, strategy->params[i].initial_text };
    struct backtest_input input = { .spec = spec,
                                    .instrument_count = MARKETS,
                                    .bars = markets,
                                    .instruments = instruments,
                                    .fees = fees,
                                    .strategy = strategy,
                                    .values = values,
                                    .capture = CAPTURE_ORDERS | CAPTURE_EQUITY,
                                    .stop_ns = INT64_MAX };
    if (backtest_run(&output, &input, &memory, &err) != ST_OK) {
        if (err.status != ST_USAGE) die(name, err.text);
        print(name, "not-started", hash_bytes(0, err.text, strlen(err.text)));
        return;
    }
    const struct result *result = &output.result;
    if (strategy == &storm_strategy && result->fill_count < 100)
        die(name, "next to nothing filled");
    print(name, "state", result->state_hash);
    print(name, "fills", hash_fills(result));
    print(name, "curve",
          hash_bytes(0, result->equity, result->equity_count * sizeof *result->equity));
    print(name, "metrics", hash_metrics(result, &figures));
}

static void run_storms(void)
{
    static struct spec spec;
    spec_defaults(&spec);
    run("storm/cash", &storm_strategy, &spec);
    spec.account.type = ACCOUNT_MARGIN;
    spec.account.leverage_e12 = 5 * E12;
    spec.account.maintenance_e12 = E12 / 20;
    spec.costs.borrow_e12 = E12 / 50;
    spec.costs.funding_e12 = E12 / 10000;
    spec.costs.funding_every_ns = INT64_C(28800000000000);
    spec.costs.slippage_entry = spec.costs.slippage_exit =
        (struct spec_slippage){ SLIP_SQRT, E12 / 100 };
    spec.costs.latency_ns = INT64_C(2000000000);
    run("storm/margin", &storm_strategy, &spec);
    spec.account.type = ACCOUNT_FUTURES;
    spec.account.margin_per_contract = 200000 * INT64_C(100000000);
    spec.account.cash = 10000000 * INT64_C(100000000);
    spec.orders.legs_live = LEGS_NEXT_BAR;
    spec.orders.limit_fill = LIMIT_TOUCH;
    spec.account.ruin = RUIN_CLOSE;
    spec.end = END_CLOSE_AT_CLOSE;
    run("storm/futures", &storm_strategy, &spec);
}

static void run_strategies(void)
{
    static struct spec spec;
    spec_defaults(&spec);
    spec.account.overdraft = OVERDRAFT_CUT;
    for (uint32_t i = 0; strategy_at(i); i++) run(strategy_at(i)->name, strategy_at(i), &spec);
}

/* ---- indicators ---------------------------------------------------------------------------------
 */

static const double *column_of(const char *input, double *out)
{
    static const struct {
        const char *name;
        enum data_column column;
    } names[] = {
        { "open", COLUMN_OPEN },   { "high", COLUMN_HIGH },     { "low", COLUMN_LOW },
        { "close", COLUMN_CLOSE }, { "volume", COLUMN_VOLUME }, { "value", COLUMN_CLOSE }
    };
    enum data_column column = COLUMN_OPEN; /* a second series, whatever it is called */
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i].name, input)) column = names[i].column;
    for (uint64_t i = 0; i < BARS; i++) out[i] = (double)markets[0].columns[column][i] / 100;
    return out;
}

static void run_indicators(void)
{
    static double in[INDICATOR_INPUTS_MAX][BARS], out[INDICATOR_OUTPUTS_MAX][BARS];
    for (uint32_t i = 0; indicator_at(i); i++) {
        const struct indicator *row = indicator_at(i);
        const double *inputs[INDICATOR_INPUTS_MAX];
        double *outputs[INDICATOR_OUTPUTS_MAX], params[INDICATOR_PARAMS_MAX];
        for (uint32_t j = 0; j < row->input_count; j++)
            inputs[j] = column_of(row->inputs[j], in[j]);
        for (uint32_t j = 0; j < row->output_count; j++) outputs[j] = out[j];
        indicator_params_init(row, params);
        indicator_batch(row, params, inputs, BARS, outputs);
        uint64_t hash = 0;
        for (uint32_t j = 0; j < row->output_count; j++)
            for (uint64_t k = 0; k < BARS; k++) hash = hash_number(hash, out[j][k]);
        print("indicator", row->name, hash);
    }
}

int main(void)
{
    struct arena arena;
    struct err err = { 0 };
    need_arena(&arena, 16 << 20);
    for (uint32_t i = 0; i < MARKETS; i++) {
        struct generate_params params = generate_defaults(7 + i);
        params.count = BARS;
        if (generate_market(&markets[i], &arena, &params, &err) != ST_OK) die("market", err.text);
        text_format(markets[i].symbol, sizeof markets[i].symbol, "M%u", i);
        print(markets[i].symbol, "market", dataset_hash(&markets[i]));
    }
    run_indicators();
    run_strategies();
    run_storms();
    return 0;
}
