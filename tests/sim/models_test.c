/* What trading costs beside the price: margin, marks, funding, borrow, settlement, ruin, finer
 * bars; each run's cash is added up by hand. */
#include "sim/backtest.h"
#include "sim/models.h"
#include "support/test.h"

#include <string.h>

enum { BARS_MAX = 64 };
static const int64_t hour = INT64_C(3600000000000);

struct table {
    int64_t columns[6][BARS_MAX];
    struct dataset data;
};

static struct table bars, marks, fine;
static struct spec spec;
static struct backtest_input input;
static struct backtest_output output;
static struct argosy_order order;
static int order_bar;
static struct funding_rate rates[4];

static size_t state_bytes(const struct argosy_setup *setup) { return setup->size; }
static int start(void *state, const struct argosy_setup *setup) { return state && setup ? 0 : -1; }
static uint64_t lookback(const void *state) { return state ? 0 : 1; }
static void on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    ck_assert_ptr_nonnull(state);
    if ((int)view->series[instrument].count - 1 == order_bar)
        ck_assert_uint_ne(view->desk->submit(view->desk_self, &order), 0);
}

static const struct argosy_strategy one_order = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "one-order",
    .help = "one order",
    .state_bytes = state_bytes,
    .start = start,
    .lookback = lookback,
    .on_bar = on_bar,
};

static void open_table(struct table *table, int64_t interval)
{
    memset(table, 0, sizeof *table);
    table->data = (struct dataset){
        .symbol = "X", .price_decimals = 2, .tick_units = 1, .lot_units = 1, .interval_ns = interval
    };
    for (int i = 0; i < 5; i++) table->data.columns[i] = table->columns[i];
}

static void add(struct table *table, int64_t open, int64_t high, int64_t low, int64_t close)
{
    uint64_t i = table->data.count++;
    const int64_t row[] = { (int64_t)i * table->data.interval_ns, open, high, low, close };
    for (int c = 0; c < 5; c++) table->columns[c][i] = row[c];
}

static void flat(struct table *table, int count, int64_t price)
{
    while (count-- > 0) add(table, price, price, price, price);
}

/* A margin account of 1,000 with leverage 10, no fee and no slippage; buys or sells after bar 0. */
static void begin(int side, int64_t qty)
{
    open_table(&bars, hour);
    open_table(&marks, hour);
    open_table(&fine, hour / 4);
    memset(&spec, 0, sizeof spec);
    memset(&input, 0, sizeof input);
    spec.account.cash = 1000 * INT64_C(100000000);
    spec.account.type = ACCOUNT_MARGIN;
    spec.account.leverage_e12 = 10 * E12;
    spec.costs.fee.is_given = true;
    spec.costs.slippage_entry.kind = spec.costs.slippage_exit.kind = SLIP_TICKS;
    order = (struct argosy_order){ .size = sizeof order, .side = (uint8_t)side, .qty_lots = qty };
    order_bar = 0;
}

static const struct result *run(void)
{
    static uint8_t bytes[4][8 << 20];
    static struct instrument instrument;
    static struct fee_schedule fees;
    struct spec_data how = { 0 };
    struct err err;
    ck_assert_int_eq(
        spec_instrument(&instrument, &spec, &how, &bars.data, (struct asset_id){ 0 }, &err), ST_OK);
    fees = spec_fee_schedule(&spec);
    input.spec = &spec;
    input.instrument_count = 1;
    input.bars = &bars.data;
    input.instruments = &instrument;
    input.fees = &fees;
    input.strategy = &one_order;
    input.stop_ns = INT64_MAX;
    input.capture = CAPTURE_EQUITY | CAPTURE_ORDERS;
    if (marks.data.count > 0) input.marks = &marks.data;
    if (fine.data.count > 0) input.fine = &fine.data;
    struct backtest_memory memory = { 0 };
    arena_init(&memory.work, bytes[0], sizeof bytes[0]);
    arena_init(&memory.fills, bytes[1], sizeof bytes[1]);
    arena_init(&memory.orders, bytes[2], sizeof bytes[2]);
    arena_init(&memory.equity, bytes[3], sizeof bytes[3]);
    enum status status = backtest_run(&output, &input, &memory, &err);
    ck_assert_msg(status == ST_OK, "%s", err.text);
    /* Cash and its change are explained by profit, fees, funding, borrow and what was written off.
     */
    const struct result *result = &output.result;
    int64_t explained = result->instruments[0].pnl_cash - result->fees - result->funding -
                        result->borrow + result->bankruptcy;
    ck_assert_int_eq(result->equity_end - result->cash_start, explained);
    return result;
}

/* ---- margin and liquidation ---------------------------------------------------------------------
 */

TEST(models, a_long_is_liquidated_where_the_equity_meets_the_maintenance)
{
    begin(ARGOSY_BUY, 50); /* 50 at 100.00: 5,000 with 1,000 behind it */
    flat(&bars, 2, 10000);
    add(&bars, 10000, 10000, 7000, 7500);
    spec.account.maintenance_e12 = E12 / 20;
    const struct result *result = run();
    /* 1000 + 50 (p - 100) < 50 p × 5 %  <=>  p < 84.2105: 84.21 is the first price not borne */
    ck_assert_uint_eq(result->fill_count, 2);
    ck_assert_int_eq(result->fills[1].reason, REASON_LIQUIDATION);
    ck_assert_int_eq(result->fills[1].price_ticks, 8421);
    ck_assert_int_eq(result->cash_end, (1000 * INT64_C(100) + 50 * (8421 - 10000)) * 1000000);
}

TEST(models, where_a_mark_is_given_the_last_trade_liquidates_nobody)
{
    begin(ARGOSY_BUY, 50);
    flat(&bars, 2, 10000);
    add(&bars, 10000, 10000, 7000, 9900); /* a spike of the trades, not of the mark */
    flat(&bars, 1, 9900);
    flat(&marks, 4, 10000);
    spec.account.maintenance_e12 = E12 / 20;
    ck_assert_uint_eq(run()->fill_count, 1);
}

TEST(models, a_mark_liquidates_though_the_trades_stand_still)
{
    begin(ARGOSY_BUY, 50);
    flat(&bars, 2, 10000);
    add(&bars, 10000, 10000, 9000, 9500);
    flat(&marks, 2, 10000);
    add(&marks, 10000, 10000, 8000, 8200);
    spec.account.maintenance_e12 = E12 / 20;
    const struct result *result = run();
    ck_assert_uint_eq(result->fill_count, 2);
    ck_assert_int_eq(result->fills[1].reason, REASON_LIQUIDATION);
    ck_assert_int_eq(result->fills[1].price_ticks, 9000); /* 84.21 on the mark, inside the bar */
}

TEST(models, tiers_ask_for_more_margin_the_larger_the_position)
{
    begin(ARGOSY_BUY, 50);
    spec.account.tiers[0] = (struct margin_tier){ 0, E12 / 20, E12 / 50 };
    spec.account.tiers[1] = (struct margin_tier){ 4000 * INT64_C(100000000), E12 / 10, E12 / 10 };
    spec.account.tier_count = 2;
    /* 2 % of 4,000 and 10 % of the 1,000 above */
    ck_assert_int_eq(spec_maintenance(&spec, 5000 * INT64_C(100000000)), 180 * INT64_C(100000000));
    ck_assert_int_eq(spec_maintenance(&spec, 4000 * INT64_C(100000000)), 80 * INT64_C(100000000));
    flat(&bars, 2, 10000);
    add(&bars, 10000, 10000, 7000, 7500);
    const struct result *result = run();
    /* below 80.00 the notional is under 4,000: 1000 + 50 (p - 100) < p: p < 81.632 */
    ck_assert_uint_eq(result->fill_count, 2);
    int64_t price = result->fills[1].price_ticks;
    int64_t equity = (1000 * INT64_C(100) + 50 * (price - 10000)) * 1000000;
    ck_assert_int_lt(equity, spec_maintenance(&spec, 50 * price * 1000000));
    int64_t before = (1000 * INT64_C(100) + 50 * (price + 1 - 10000)) * 1000000;
    ck_assert_int_ge(before, spec_maintenance(&spec, 50 * (price + 1) * 1000000));
}

TEST(models, an_isolated_position_loses_its_own_margin_and_no_more)
{
    begin(ARGOSY_BUY, 50);
    spec.account.margin = MARGIN_ISOLATED;
    spec.account.maintenance_e12 = E12 / 20;
    flat(&bars, 2, 10000);
    add(&bars, 10000, 10000, 9400, 9400);
    const struct result *result = run();
    /* margin 500: 500 + 50 (p - 100) < 2.5 p  <=>  p < 94.7368 */
    ck_assert_uint_eq(result->fill_count, 2);
    ck_assert_int_eq(result->fills[1].price_ticks, 9473);
    begin(ARGOSY_BUY, 50); /* and over a gap that jumps past its margin */
    spec.account.margin = MARGIN_ISOLATED;
    spec.account.maintenance_e12 = E12 / 20;
    flat(&bars, 2, 10000);
    flat(&bars, 1, 5000);
    ck_assert_int_eq(run()->cash_end, 500 * INT64_C(100000000));
    ck_assert_int_eq(output.result.bankruptcy, 2000 * INT64_C(100000000));
}

TEST(models, a_loss_beyond_the_equity_is_written_off)
{
    begin(ARGOSY_BUY, 50);
    spec.account.ruin = RUIN_CLOSE;
    flat(&bars, 2, 10000);
    flat(&bars, 2, 5000);
    const struct result *result = run();
    ck_assert(output.is_ruined);
    ck_assert_int_eq(result->cash_end, 0);
    ck_assert_int_eq(result->equity_end, 0);
    ck_assert_int_eq(result->fills[1].reason, REASON_RUIN);
    ck_assert_int_eq(result->instruments[0].pnl_cash, -2500 * INT64_C(100000000));
    ck_assert_int_eq(result->bankruptcy, 1500 * INT64_C(100000000));
}

/* ---- what falls due -----------------------------------------------------------------------------
 */

TEST(models, funding_is_paid_on_the_mark_and_received_by_a_short)
{
    begin(ARGOSY_BUY, 10);
    flat(&bars, 10, 10000);
    flat(&marks, 10, 12000);
    spec.costs.funding_e12 = E12 / 1000;
    spec.costs.funding_every_ns = 4 * hour;
    ck_assert_int_eq(run()->funding, 2 * 120000000); /* at 4 and 8 o'clock: 0.1 % of 1,200 */
    spec.costs.funding_on = FUNDING_ON_LAST;
    ck_assert_int_eq(run()->funding, 2 * 100000000);
    order.side = ARGOSY_SELL;
    ck_assert_int_eq(run()->funding, -2 * 100000000);
}

TEST(models, published_funding_rates_fall_due_at_their_own_times)
{
    begin(ARGOSY_BUY, 10);
    flat(&bars, 10, 10000);
    rates[0] = (struct funding_rate){ -hour, E12 / 10 };          /* before the first bar */
    rates[1] = (struct funding_rate){ hour / 2, E12 / 10 };       /* before the position */
    rates[2] = (struct funding_rate){ 3 * hour, E12 / 1000 };     /* 0.1 % of 1,000 */
    rates[3] = (struct funding_rate){ 5 * hour + 1, -E12 / 500 }; /* received */
    input.funding = rates;
    input.funding_count = 4;
    ck_assert_int_eq(run()->funding, 100000000 - 200000000);
}

TEST(models, borrowing_is_charged_on_shorts_for_the_time_held)
{
    begin(ARGOSY_SELL, 10);
    flat(&bars, 11, 10000);
    spec.costs.borrow_e12 = E12 / 10; /* 10 % a year on 1,000: 100 / 8760 an hour */
    int64_t hourly = (int64_t)((__int128)E12 / 10 / 8760); /* a rate, rounded down */
    int64_t expected = 10 * (int64_t)(((__int128)100000000000 * hourly + E12 / 2) / E12);
    ck_assert_int_eq(run()->borrow, expected);
    order.side = ARGOSY_BUY;
    ck_assert_int_eq(run()->borrow, 0);
}

TEST(models, futures_are_settled_every_day_into_cash)
{
    begin(ARGOSY_BUY, 10);
    bars.data.interval_ns = 24 * hour;
    flat(&bars, 2, 10000);
    flat(&bars, 1, 10500);
    flat(&bars, 1, 9800);
    spec.account.type = ACCOUNT_FUTURES;
    spec.account.margin_per_contract = 20 * INT64_C(100000000);
    const struct result *result = run();
    ck_assert_uint_eq(result->equity_count, 4);
    /* 1,000 less ten margins of 20, and the day's difference in cash each day */
    ck_assert_int_eq(result->equity[1].cash, 800 * INT64_C(100000000));
    ck_assert_int_eq(result->equity[2].cash, 850 * INT64_C(100000000));
    ck_assert_int_eq(result->equity[3].cash, 780 * INT64_C(100000000));
    ck_assert_int_eq(result->equity_end, 980 * INT64_C(100000000));
}

TEST(models, the_end_closes_at_the_last_close_or_its_open_with_an_exits_costs)
{
    begin(ARGOSY_BUY, 10);
    flat(&bars, 2, 10000);
    add(&bars, 10100, 10300, 10100, 10200);
    spec.costs.slippage_exit.value = 3;
    spec.end = END_CLOSE_AT_CLOSE;
    ck_assert_int_eq(run()->fills[1].price_ticks, 10197);
    ck_assert_int_eq(output.result.fills[1].reason, REASON_END);
    spec.end = END_CLOSE_AT_OPEN;
    ck_assert_int_eq(run()->fills[1].price_ticks, 10097);
    spec.end = END_HOLD;
    ck_assert_uint_eq(run()->fill_count, 1);
}

/* ---- time and path ------------------------------------------------------------------------------
 */

TEST(models, milliseconds_of_latency_miss_the_bar_that_opens_meanwhile)
{
    begin(ARGOSY_BUY, 10);
    flat(&bars, 5, 10000);
    ck_assert_uint_eq(run()->fills[0].bar, 1);
    spec.costs.latency_ns =
        50 * INT64_C(1000000); /* the next bar has opened 50 ms before it is there */
    ck_assert_uint_eq(run()->fills[0].bar, 2);
    spec.costs.latency_ns = 2 * hour;
    ck_assert_uint_eq(run()->fills[0].bar, 3);
}

static void begin_ambiguous(void)
{
    begin(ARGOSY_BUY, 5);
    order.stop_loss_ticks = 9800;
    order.take_profit_ticks = 10200;
    flat(&bars, 2, 10000);
    add(&bars, 10000, 10300, 9700, 10000); /* both were reached */
}

TEST(models, an_ambiguous_bar_takes_the_stop_and_is_counted)
{
    begin_ambiguous();
    ck_assert_int_eq(run()->fills[1].reason, REASON_STOP_LOSS);
    ck_assert_uint_eq(output.result.ambiguous_bars, 1);
}

TEST(models, finer_bars_decide_an_ambiguous_one)
{
    begin_ambiguous();
    flat(&fine, 8, 10000);
    add(&fine, 10000, 10300, 10000, 10100); /* the target first */
    add(&fine, 10100, 10100, 9700, 9900);
    flat(&fine, 2, 10000);
    ck_assert_int_eq(run()->fills[1].reason, REASON_TAKE_PROFIT);
    ck_assert_uint_eq(output.result.ambiguous_bars, 0);
}

TEST(models, a_finer_bar_that_is_ambiguous_itself_takes_the_stop_and_is_counted)
{
    begin_ambiguous();
    flat(&fine, 9, 10000);
    add(&fine, 10000, 10300, 9700, 9900);
    flat(&fine, 2, 10000);
    ck_assert_int_eq(run()->fills[1].reason, REASON_STOP_LOSS);
    ck_assert_uint_eq(output.result.ambiguous_bars, 1);
}

TEST(models, finer_bars_that_do_not_reach_both_decide_nothing)
{
    begin_ambiguous();
    flat(&fine, 8, 10000);
    add(&fine, 10000, 10300, 10000, 10100);
    flat(&fine, 3, 10000);
    ck_assert_int_eq(run()->fills[1].reason, REASON_STOP_LOSS);
    ck_assert_uint_eq(output.result.ambiguous_bars, 1);
}

TEST(models, a_trigger_on_the_mark_does_not_see_the_trades)
{
    begin(ARGOSY_BUY, 5);
    order.type = ARGOSY_STOP;
    order.stop_ticks = 10500;
    order.flags = ARGOSY_TRIGGER_MARK;
    flat(&bars, 1, 10000);
    add(&bars, 10000, 11000, 10000, 10000); /* the trades reach it, the mark does not */
    add(&bars, 10000, 10100, 9900, 10050);
    flat(&bars, 1, 10000);
    flat(&marks, 2, 10000);
    add(&marks, 10000, 10600, 10000, 10400);
    flat(&marks, 1, 10400);
    const struct result *result = run();
    ck_assert_uint_eq(result->fill_count, 1);
    ck_assert_uint_eq(result->fills[0].bar, 2);
    ck_assert_int_eq(result->fills[0].price_ticks,
                     10050); /* at the close: it came inside the bar */
}
