/* Runs of a scripted strategy over a handful of bars: what fills where, and what is left. */
#include "sim/backtest.h"
#include "sim/models.h"
#include "support/test.h"

#include <string.h>

enum { BARS_MAX = 64, ORDERS_MAX = 32 };

/* One order of a script: made at the close of a bar. */
struct scripted {
    uint64_t bar;
    struct argosy_order order;
};

static struct scripted script[ORDERS_MAX];
static uint32_t script_count;
static struct argosy_fill fills[64];
static uint32_t fill_count;

static size_t state_bytes(const struct argosy_setup *setup) { return setup->size; }
static int start(void *state, const struct argosy_setup *setup) { return state && setup ? 0 : -1; }
static uint64_t lookback(const void *state) { return state ? 0 : 1; }

static void on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    ck_assert_ptr_nonnull(state);
    for (uint32_t i = 0; i < script_count; i++)
        if (script[i].bar == view->series[instrument].count - 1 &&
            script[i].order.instrument == instrument)
            view->desk->submit(view->desk_self, &script[i].order);
}

static void on_fill(void *state, const struct argosy_view *view, const struct argosy_fill *fill)
{
    ck_assert_ptr_nonnull(state);
    ck_assert_ptr_nonnull(view);
    if (fill_count < 64) fills[fill_count++] = *fill;
}

static const struct argosy_strategy scripted_strategy = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "scripted",
    .help = "orders made at given bars",
    .state_bytes = state_bytes,
    .start = start,
    .lookback = lookback,
    .on_bar = on_bar,
    .on_fill = on_fill,
};

static int64_t columns[6][BARS_MAX];
static struct dataset data;
static struct spec spec;
static struct backtest_output output;

static void begin(void)
{
    script_count = fill_count = 0;
    memset(&data, 0, sizeof data);
    data = (struct dataset){ .symbol = "X",
                             .price_decimals = 2,
                             .tick_units = 1,
                             .lot_decimals = 0,
                             .lot_units = 1,
                             .interval_ns = INT64_C(86400000000000) };
    for (int i = 0; i < 6; i++) data.columns[i] = columns[i];
    memset(&spec, 0, sizeof spec);
    spec.account.cash = 1000000000000; /* 10,000 */
    spec.account.leverage_e12 = E12;
    spec.account.is_overdraft_given = true;
    spec.account.overdraft = OVERDRAFT_CUT;
    spec.costs.fee.is_given = true;
    spec.costs.slippage_entry.kind = spec.costs.slippage_exit.kind = SLIP_TICKS;
    spec.orders.size = (struct spec_size){ SIZE_ALL, 0 };
    strcpy(spec.account.currency, "USD");
}

static void bar(int64_t open, int64_t high, int64_t low, int64_t close, int64_t volume)
{
    int64_t *row[6] = { &columns[0][data.count], &columns[1][data.count], &columns[2][data.count],
                        &columns[3][data.count], &columns[4][data.count], &columns[5][data.count] };
    *row[0] = (int64_t)data.count * data.interval_ns;
    *row[1] = open, *row[2] = high, *row[3] = low, *row[4] = close, *row[5] = volume;
    data.count++;
}

static struct argosy_order *order(uint64_t at_bar, int side, int type, int64_t qty)
{
    struct scripted *entry = &script[script_count++];
    *entry = (struct scripted){ .bar = at_bar };
    entry->order = (struct argosy_order){
        .size = sizeof entry->order, .side = (uint8_t)side, .type = (uint8_t)type, .qty_lots = qty
    };
    return &entry->order;
}

static void run_script(void)
{
    struct instrument instrument;
    struct spec_data how = { 0 };
    struct err err;
    struct fee_schedule fees = spec_fee_schedule(&spec);
    ck_assert_int_eq(spec_instrument(&instrument, &spec, &how, &data, (struct asset_id){ 0 }, &err),
                     ST_OK);
    struct backtest_input input = { .spec = &spec,
                                    .instrument_count = 1,
                                    .bars = &data,
                                    .instruments = &instrument,
                                    .fees = &fees,
                                    .strategy = &scripted_strategy,
                                    .stop_ns = INT64_MAX,
                                    .capture =
                                        CAPTURE_ORDERS | CAPTURE_EQUITY | CAPTURE_DECISIONS };
    struct backtest_memory memory;
    static uint8_t bytes[5][8 << 20];
    arena_init(&memory.work, bytes[0], sizeof bytes[0]);
    arena_init(&memory.fills, bytes[1], sizeof bytes[1]);
    arena_init(&memory.orders, bytes[2], sizeof bytes[2]);
    arena_init(&memory.equity, bytes[3], sizeof bytes[3]);
    arena_init(&memory.decisions, bytes[4], sizeof bytes[4]);
    enum status status = backtest_run(&output, &input, &memory, &err);
    ck_assert_msg(status == ST_OK, "%s", err.text);
}

static void check_fill(uint64_t index, uint64_t at_bar, int64_t price, int64_t qty)
{
    ck_assert_uint_lt(index, output.result.fill_count);
    const struct fill_row *row = &output.result.fills[index];
    ck_assert_uint_eq(row->bar, at_bar);
    ck_assert_int_eq(row->price_ticks, price);
    ck_assert_int_eq(row->qty_lots, qty);
}

TEST(script, a_market_order_fills_at_the_next_open)
{
    begin();
    bar(1000, 1100, 900, 1050, 100000);
    bar(1060, 1100, 1000, 1080, 100000);
    bar(1090, 1100, 1000, 1095, 100000);
    order(0, ARGOSY_BUY, ARGOSY_MARKET, 10);
    run_script();
    ck_assert_uint_eq(output.result.fill_count, 1);
    check_fill(0, 1, 1060, 10);
    ck_assert_int_eq(output.result.cash_end, 1000000000000 - 10600000000);
    ck_assert_int_eq(output.result.equity_end, 1000000000000 + 10 * 35000000);
}

TEST(script, a_resting_limit_needs_a_trade_through_it)
{
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1000, 1010, 950, 1000, 100000); /* touches 950 */
    bar(1000, 1010, 949, 1000, 100000); /* trades through it */
    order(0, ARGOSY_BUY, ARGOSY_LIMIT, 10)->limit_ticks = 950;
    run_script();
    ck_assert_uint_eq(output.result.fill_count, 1);
    check_fill(0, 2, 950, 10);
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1000, 1010, 950, 1000, 100000);
    order(0, ARGOSY_BUY, ARGOSY_LIMIT, 10)->limit_ticks = 950;
    spec.orders.limit_fill = LIMIT_TOUCH;
    run_script();
    check_fill(0, 1, 950, 10);
}

TEST(script, a_gap_over_a_limit_fills_at_the_open)
{
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(900, 1010, 890, 1000, 100000);
    order(0, ARGOSY_BUY, ARGOSY_LIMIT, 10)->limit_ticks = 950;
    run_script();
    check_fill(0, 1, 900, 10);
}

TEST(script, a_stop_fills_at_its_trigger_or_at_a_worse_open)
{
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1000, 1060, 990, 1050, 100000);
    order(0, ARGOSY_BUY, ARGOSY_STOP, 10)->stop_ticks = 1040;
    run_script();
    check_fill(0, 1, 1040, 10);
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1045, 1060, 990, 1050, 100000);
    order(0, ARGOSY_BUY, ARGOSY_STOP, 10)->stop_ticks = 1040;
    run_script();
    check_fill(0, 1, 1045, 10);
}

TEST(script, a_bar_with_stop_and_target_inside_is_ambiguous_and_the_stop_is_taken)
{
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1000, 1100, 900, 1000, 100000);
    bar(1000, 1000, 1000, 1000, 100000);
    struct argosy_order *entry = order(0, ARGOSY_BUY, ARGOSY_MARKET, 10);
    entry->stop_loss_ticks = 950;
    entry->take_profit_ticks = 1050;
    run_script();
    ck_assert_uint_eq(output.result.ambiguous_bars, 1);
    ck_assert_uint_eq(output.result.fill_count, 2);
    check_fill(0, 1, 1000, 10);
    check_fill(1, 1, 950, 10);
    ck_assert_uint_eq(output.result.fills[1].reason, REASON_STOP_LOSS);
    ck_assert_int_eq(output.result.equity_end, 1000000000000 - 10 * 50000000);
}

TEST(script, a_target_cancels_the_stop)
{
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1000, 1010, 990, 1000, 100000);
    bar(1000, 1060, 990, 1000, 100000);
    bar(1000, 1000, 900, 1000, 100000);
    struct argosy_order *entry = order(0, ARGOSY_BUY, ARGOSY_MARKET, 10);
    entry->stop_loss_ticks = 950;
    entry->take_profit_ticks = 1050;
    run_script();
    ck_assert_uint_eq(output.result.fill_count, 2);
    check_fill(1, 2, 1050, 10);
    ck_assert_uint_eq(output.result.fills[1].reason, REASON_TAKE_PROFIT);
}

TEST(script, no_more_than_a_share_of_the_volume_is_ours)
{
    begin();
    spec.costs.volume_share_e12 = E12 / 10;
    bar(1000, 1000, 1000, 1000, 100);
    bar(1000, 1000, 1000, 1000, 60);
    bar(1010, 1010, 1010, 1010, 0);
    bar(1020, 1020, 1020, 1020, 100);
    order(0, ARGOSY_BUY, ARGOSY_MARKET, 10);
    run_script();
    ck_assert_uint_eq(output.result.fill_count, 2);
    check_fill(0, 1, 1000, 6);
    check_fill(1, 3, 1020, 4);
}

TEST(script, a_trailing_stop_follows_and_never_goes_back)
{
    begin();
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1000, 1000, 1000, 1000, 100000);
    bar(1000, 1100, 1000, 1100, 100000);
    bar(1100, 1120, 1060, 1070, 100000);
    order(0, ARGOSY_BUY, ARGOSY_MARKET, 10);
    struct argosy_order *trail = order(1, ARGOSY_SELL, ARGOSY_TRAILING_STOP, 10);
    trail->stop_ticks = 50;
    trail->flags = ARGOSY_REDUCE_ONLY;
    run_script();
    ck_assert_uint_eq(output.result.fill_count, 2);
    check_fill(1, 3, 1070, 10);
}

TEST(script, all_is_sized_on_the_fill_price_and_includes_the_fee)
{
    begin();
    spec.orders.size_at = SIZE_AT_FILL;
    spec.costs.fee.rate_e12 = E12 / 100;
    bar(1000, 1000, 1000, 1000, 1000000);
    bar(2000, 2000, 2000, 2000, 1000000);
    order(0, ARGOSY_BUY, ARGOSY_MARKET, 0)->size_rule = ARGOSY_SIZE_ALL;
    run_script();
    check_fill(0, 1, 2000, 495); /* 495 × 20 × 1.01 = 9,999 */
    ck_assert_int_eq(output.result.cash_end, 100000000);
}
