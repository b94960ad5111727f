/* What each strategy does with bars made for it. */
#include "strategy/registry.h"
#include "domain/time.h"
#include "strategy/schedule.h"
#include "support/fake_desk.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fake_run run_on(const char *name, const char *set, const struct fake_bars *bars,
                              uint32_t count, struct fake_options options)
{
    const struct argosy_strategy *strategy = strategy_find(text_from(name));
    ck_assert_msg(strategy != NULL, "no %s", name);
    return fake_run(strategy, set, bars, count, options);
}

#define BARS(...)                                                                                  \
    fake_bars_make((const double[]){ __VA_ARGS__ },                                                \
                   sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double))

static double qty(const struct fake_order *order) { return (double)order->qty_lots * 1e-8; }

/* ---- schedule -----------------------------------------------------------------------------------
 */

TEST(schedule, texts_become_stretches_and_slips_are_refused)
{
    struct schedule schedule;
    static const char *const bad[] = { "", "m", "x", "0d", "-1d", "1q", "1.5d", "d1", "99999999d" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(schedule_parse(&schedule, text_from(bad[i])) != ST_OK, "%s", bad[i]);
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("20 bars")), ST_OK);
    ck_assert(schedule.kind == SCHEDULE_BARS && schedule.length == 20);
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("4h")), ST_OK);
    ck_assert(schedule.kind == SCHEDULE_TIME && schedule.length == 4 * 3600000000000);
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("Monthly")), ST_OK);
    ck_assert(schedule.kind == SCHEDULE_MONTHS && schedule.length == 1);
}

static int64_t at(const char *text)
{
    int64_t ts_ns = 0;
    ck_assert_msg(time_parse(&ts_ns, text_from(text)) == ST_OK, "%s", text);
    return ts_ns;
}

TEST(schedule, weeks_begin_on_mondays_and_months_on_their_first)
{
    struct schedule schedule;
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("1w")), ST_OK);
    ck_assert(!schedule_turns(&schedule, at("2024-04-29"), at("2024-05-05T23:59:59")));
    ck_assert(schedule_turns(&schedule, at("2024-05-05T23:59:59"), at("2024-05-06")));
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("1mo")), ST_OK);
    ck_assert(schedule_turns(&schedule, at("2024-02-29"), at("2024-03-01")));
    ck_assert(!schedule_turns(&schedule, at("2024-03-01"), at("2024-03-31T23:59:59")));
    ck_assert(schedule_turns(&schedule, at("1969-12-31"), at("1970-01-01")));
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("quarterly")), ST_OK);
    ck_assert(!schedule_turns(&schedule, at("2024-04-01"), at("2024-06-30")));
    ck_assert(schedule_turns(&schedule, at("2024-06-30"), at("2024-07-01")));
}

/* ---- signals ------------------------------------------------------------------------------------
 */

TEST(signal, a_touch_is_no_cross_and_the_side_before_it_decides)
{
    /* fast=1 against slow=2: d = (close - close before) / 2, so up, flat, up is no cross. */
    struct fake_bars bars = BARS(10, 9, 9, 10, 10, 11, 11, 10);
    struct fake_run run =
        run_on("sma-cross", "fast=1;slow=2", &bars, 1, (struct fake_options){ .units = 1 });
    ck_assert_uint_eq(run.order_count, 2);
    ck_assert_uint_eq(run.orders[0].bar, 3);
    ck_assert_uint_eq(run.orders[1].bar, 7);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(signal, a_rise_out_of_a_flat_start_is_no_cross_for_nothing_was_below)
{
    struct fake_bars bars = BARS(10, 10, 10, 11, 12, 9, 9, 10);
    struct fake_run run =
        run_on("sma-cross", "fast=1;slow=2", &bars, 1, (struct fake_options){ .units = 1 });
    ck_assert_uint_eq(run.order_count, 1);
    ck_assert_uint_eq(run.orders[0].bar, 7);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(signal, an_entry_that_came_to_nothing_does_not_count)
{
    struct fake_bars bars = BARS(10, 9, 10, 9, 10, 9, 10);
    bars.open[3] = bars.high[3] = 11000000000; /* the gap makes the first entry too dear */
    struct fake_run run =
        run_on("sma-cross", "fast=1;slow=2", &bars, 1, (struct fake_options){ .cash = 10.5 });
    ck_assert_uint_ge(run.order_count, 2);
    ck_assert_uint_eq(run.orders[0].status, ARGOSY_ORDER_REFUSED);
    ck_assert_uint_eq(run.orders[1].bar, 4);
    ck_assert_uint_eq(run.orders[1].status, ARGOSY_ORDER_FILLED);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(signal, a_reversal_closes_first_and_opens_second)
{
    struct fake_bars bars = BARS(10, 9, 11, 12, 8, 7, 12, 13);
    struct fake_run run = run_on("sma-cross", "fast=1;slow=2;side=both", &bars, 1,
                                 (struct fake_options){ .units = 1 });
    ck_assert_uint_eq(run.order_count, 5);
    ck_assert_uint_eq(run.orders[1].asked.size_rule, ARGOSY_SIZE_POSITION);
    ck_assert_uint_eq(run.orders[2].asked.size_rule, ARGOSY_SIZE_DEFAULT);
    ck_assert_uint_eq(run.orders[1].bar, run.orders[2].bar);
    ck_assert_int_eq(run.held[0], 100000000);
    fake_run_free(&run);
    run = run_on("sma-cross", "fast=1;slow=2;side=both;exits=off", &bars, 1,
                 (struct fake_options){ .units = 1 });
    ck_assert_uint_eq(run.order_count, 1);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(signal, max_entries_counts_within_one_position)
{
    struct fake_bars bars = BARS(10, 9, 11, 12, 13, 14, 8, 7, 9, 10, 11, 12);
    static const struct {
        const char *set;
        uint64_t orders;
    } cases[] = { { "max_entries=1", 3 }, { "max_entries=2", 5 }, { "max_entries=0", 9 } };
    for (size_t i = 0; i < 3; i++) {
        char set[64];
        snprintf(set, sizeof set, "fast=1;slow=2;signal=above;%s", cases[i].set);
        struct fake_run run = run_on("sma-cross", set, &bars, 1,
                                     (struct fake_options){ .units = 1, .at_close = true });
        ck_assert_uint_eq(run.order_count, cases[i].orders);
        fake_run_free(&run);
    }
    fake_bars_free(&bars);
}

TEST(signal, parameters_that_do_not_go_together_are_refused_with_a_sentence)
{
    static const struct {
        const char *name, *set;
    } bad[] = { { "sma-cross", "fast=5;slow=5" },   { "sma-cross", "slow=30;window=30" },
                { "macd", "fast=26;slow=12" },      { "rsi", "low=70;high=30" },
                { "dca", "every=often" },           { "grid", "low=200;high=100" },
                { "safety-dca", "step=0.5;max=3" }, { "pairs", "leave=3;enter=2" },
                { "rebalance", "weights=0.6,x" },   { "rebalance", "weights=ABC=1" },
                { "rebalance", "weights=0.7,0.7" }, { "orders", "" },
                { "orders", "file=missing.csv" },   { "twap", "start=tomorrow" } };
    struct fake_bars bars[2] = { BARS(1, 2, 3), BARS(1, 2, 3) };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fake_run run =
            run_on(bad[i].name, bad[i].set, bars, 2, (struct fake_options){ .units = 1 });
        ck_assert_msg(run.started == -1, "%s %s started", bad[i].name, bad[i].set);
        ck_assert_msg(strlen(run.error) > 10, "%s %s said nothing", bad[i].name, bad[i].set);
        fake_run_free(&run);
    }
    fake_bars_free(&bars[0]);
    fake_bars_free(&bars[1]);
}

/* ---- savings, ladders, grids --------------------------------------------------------------------
 */

TEST(savings, dca_spends_the_same_every_time)
{
    struct fake_bars bars = BARS(10, 20, 40, 50, 25);
    struct fake_run run =
        run_on("dca", "amount=100;every=2", &bars, 1, (struct fake_options){ .at_close = true });
    ck_assert_uint_eq(run.order_count, 3);
    ck_assert_double_eq_tol(qty(&run.orders[0]), 10, 1e-9);
    ck_assert_double_eq_tol(qty(&run.orders[1]), 2.5, 1e-9);
    ck_assert_double_eq_tol(qty(&run.orders[2]), 4, 1e-9);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(savings, value_averaging_buys_what_is_missing_and_sells_what_is_too_much)
{
    struct fake_bars bars = BARS(10, 5, 50, 40);
    struct fake_run run = run_on("value-averaging", "target=100;every=1", &bars, 1,
                                 (struct fake_options){ .at_close = true });
    /* 100 / 10 = 10; worth 50, wanted 200: 30 more; worth 2000, wanted 300: 34 less; 240 of 400: 4.
     */
    ck_assert_uint_eq(run.order_count, 4);
    ck_assert_double_eq_tol(qty(&run.orders[1]), 30, 1e-6);
    ck_assert_uint_eq(run.orders[2].asked.side, ARGOSY_SELL);
    ck_assert_double_eq_tol(qty(&run.orders[2]), 34, 1e-6);
    ck_assert_double_eq_tol(qty(&run.orders[3]), 4, 1e-6);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(savings, safety_orders_rest_at_the_documented_prices_and_sizes)
{
    struct fake_bars bars = BARS(100, 100, 100, 97.5, 90, 120, 120);
    struct fake_run run =
        run_on("safety-dca", "base=100;step=0.02;scale=2;volume=2;max=2;target=0.05", &bars, 1,
               (struct fake_options){ 0 });
    /* base 1 at 100; safety at 98 (200) and 94 (400); the target moves with each and is met at
     * last. */
    ck_assert_uint_ge(run.order_count, 6);
    ck_assert_int_eq(run.orders[1].asked.limit_ticks, 98000000000);
    ck_assert_int_eq(run.orders[2].asked.limit_ticks, 94000000000);
    ck_assert_int_eq(run.orders[3].asked.limit_ticks, 105000000000);
    ck_assert_double_eq_tol((double)run.orders[1].asked.qty_lots * 1e-8, 200 / 98.0, 1e-7);
    ck_assert_double_eq_tol((double)run.orders[2].asked.qty_lots * 1e-8, 400 / 94.0, 1e-7);
    double held = 1 + 200 / 98.0 + 400 / 94.0, average = 700 / held;
    const struct fake_order *last = NULL;
    for (uint64_t i = 0; i < run.order_count; i++)
        if (run.orders[i].asked.side == ARGOSY_SELL && run.orders[i].qty_lots > 0)
            last = &run.orders[i];
    ck_assert_ptr_nonnull(last);
    ck_assert_double_eq_tol(qty(last), held, 1e-6);
    ck_assert_double_eq_tol((double)last->asked.limit_ticks * 1e-9, average * 1.05, 1e-6);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(grid, a_round_trip_earns_the_spacing_and_the_cell_buys_again)
{
    struct fake_bars bars = BARS(105, 99.5, 111, 99.5, 99.5, 111);
    struct fake_run run = run_on("grid", "low=90;high=110;levels=3;amount=1000", &bars, 1,
                                 (struct fake_options){ 0 });
    /* 100 is bought, 110 sold, twice: 10 × 10 each. */
    ck_assert_double_eq_tol(run.equity, 10200, 1e-6);
    ck_assert_int_eq(run.held[0], 0);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(grid, geometric_levels_are_a_factor_apart)
{
    struct fake_bars bars = BARS(900, 900);
    struct fake_run run = run_on("grid", "low=100;high=1600;levels=5;spacing=geometric;amount=100",
                                 &bars, 1, (struct fake_options){ 0 });
    static const double prices[] = { 800, 400, 200, 100 };
    ck_assert_uint_eq(run.order_count, 4);
    for (int i = 0; i < 4; i++)
        ck_assert_double_eq_tol((double)run.orders[i].asked.limit_ticks * 1e-9, prices[i], 1e-6);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(grid, no_cell_ever_holds_twice_however_the_price_wanders)
{
    for (int round = 0; round < 20; round++) {
        double closes[400];
        for (int i = 0; i < 400; i++) {
            double step = (rng_unit(&test_rng) - 0.5) * 12;
            closes[i] = i ? fmax(60, fmin(160, closes[i - 1] + step)) : 110;
        }
        struct fake_bars bars = fake_bars_make(closes, 400);
        struct fake_run run = run_on("grid", "low=80;high=140;levels=7;amount=100", &bars, 1,
                                     (struct fake_options){ .cash = 1e6 });
        uint64_t resting = 0;
        for (uint64_t i = 0; i < run.order_count; i++)
            resting += run.orders[i].status == ARGOSY_ORDER_OPEN;
        ck_assert_uint_le(resting, 6);
        ck_assert_int_ge(run.held[0], 0);
        ck_assert_double_le((double)run.held[0] * 1e-8, 100 / 80.0 * 6);
        fake_run_free(&run);
        fake_bars_free(&bars);
    }
}

TEST(rebalance, sells_come_first_and_the_weights_are_met)
{
    struct fake_bars bars[2] = { BARS(10, 20, 20), BARS(10, 5, 5) };
    struct fake_run run = run_on("rebalance", "weights=0.5,0.4;every=1;reserve=0", bars, 2,
                                 (struct fake_options){ .at_close = true });
    /* 500 and 400 units; then worth 10,000 and 2,000 of 13,000: 6,500 and 5,200 wanted. */
    ck_assert_uint_eq(run.order_count, 4);
    ck_assert_double_eq_tol(qty(&run.orders[0]), 500, 1e-6);
    ck_assert_double_eq_tol(qty(&run.orders[1]), 400, 1e-6);
    ck_assert_uint_eq(run.orders[2].asked.side, ARGOSY_SELL);
    ck_assert_double_eq_tol(qty(&run.orders[2]), 3500 / 20.0, 1e-6);
    ck_assert_uint_eq(run.orders[3].asked.side, ARGOSY_BUY);
    ck_assert_double_eq_tol(qty(&run.orders[3]), 3200 / 5.0, 1e-6);
    fake_run_free(&run);
    run = run_on("rebalance", "every=1;reserve=0;band=0.5", bars, 2,
                 (struct fake_options){ .at_close = true });
    ck_assert_uint_eq(run.order_count, 0); /* half of the equity is not more than the band */
    fake_run_free(&run);
    fake_bars_free(&bars[0]);
    fake_bars_free(&bars[1]);
}

/* ---- executors ----------------------------------------------------------------------------------
 */

/* The figures of the line an executor logs at its end, in basis points' cash. */
static void costs(const struct fake_run *run, double *figures)
{
    static const char *const names[] = { "shortfall ", "delay ", "spread ",
                                         "impact ",    "fee ",   "unfilled " };
    for (int i = 0; i < 6; i++) {
        const char *found = strstr(run->log, names[i]);
        ck_assert_msg(found != NULL, "%s in %s", names[i], run->log);
        figures[i] = strtod(found + strlen(names[i]), NULL);
    }
}

TEST(execution, twap_cuts_equal_children_and_catches_up_what_was_not_filled)
{
    struct fake_bars bars = BARS(10, 10, 10, 10, 10, 10, 10, 10);
    struct fake_run run = run_on("twap", "qty=9;slices=3", &bars, 1, (struct fake_options){ 0 });
    ck_assert_uint_eq(run.order_count, 3);
    for (int i = 0; i < 3; i++) ck_assert_double_eq_tol(qty(&run.orders[i]), 3, 1e-7);
    ck_assert_int_eq(run.held[0], 900000000);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(execution, the_parts_of_the_cost_add_up_to_the_distance_from_the_arrival)
{
    static const char *const names[] = { "twap", "vwap", "shortfall" };
    for (int round = 0; round < 30; round++) {
        double closes[60];
        for (int i = 0; i < 60; i++)
            closes[i] = i ? closes[i - 1] * (1 + (rng_unit(&test_rng) - 0.5) * 0.02) : 100;
        struct fake_bars bars = fake_bars_make(closes, 60);
        char set[96];
        bool is_buy = rng_below(&test_rng, 2);
        snprintf(set, sizeof set, "qty=12;side=%s;slices=%d", is_buy ? "buy" : "sell",
                 (int)(1 + rng_below(&test_rng, 40)));
        struct fake_run run =
            run_on(names[round % 3], set, &bars, 1,
                   (struct fake_options){
                       .fee_rate = 0.001, .slippage = 0.0005, .cash = 1e6, .part_lots = 70000000 });
        double figures[6], paid = 0, filled = 0, sign = is_buy ? 1 : -1;
        costs(&run, figures);
        filled = sign * (double)run.held[0] * 1e-8;
        paid = sign * (1e6 - run.cash); /* fees included, a seller's the other way round */
        double fee = figures[4];
        double slip = sign * (paid - sign * fee - filled * 100);
        ck_assert_double_eq_tol(figures[1] + figures[2] + figures[3], slip, 0.001);
        ck_assert_double_eq_tol(figures[5], sign * (closes[59] - 100) * (12 - filled), 0.001);
        ck_assert_double_eq_tol(
            figures[0], figures[1] + figures[2] + figures[3] + figures[4] + figures[5], 0.0004);
        fake_run_free(&run);
        fake_bars_free(&bars);
    }
}

TEST(execution, pov_takes_its_share_of_what_trades)
{
    struct fake_bars bars = BARS(10, 10, 10, 10, 10);
    for (int i = 0; i < 5; i++) bars.volume[i] = 90 * 100000000ll;
    struct fake_run run =
        run_on("pov", "qty=25;participation=0.1", &bars, 1, (struct fake_options){ 0 });
    /* 0.1 / 0.9 of 90 is 10 a bar. */
    ck_assert_uint_eq(run.order_count, 3);
    ck_assert_double_eq_tol(qty(&run.orders[0]), 10, 1e-6);
    ck_assert_double_eq_tol(qty(&run.orders[1]), 10, 1e-6);
    ck_assert_double_eq_tol(qty(&run.orders[2]), 5, 1e-6);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(execution, vwap_follows_the_hours_of_the_days_before)
{
    double closes[96];
    for (int i = 0; i < 96; i++) closes[i] = 10;
    struct fake_bars bars = fake_bars_make(closes, 96);
    for (int i = 0; i < 96; i++) bars.volume[i] = (i % 24 == 2 ? 3 : 1) * 100000000ll;
    /* It begins at the close of bar 48, so its children meet bars 49 (1), 50 (3) and 51 (1). */
    struct fake_run run =
        run_on("vwap", "qty=10;slices=3;days=2;warmup=48", &bars, 1, (struct fake_options){ 0 });
    ck_assert_uint_eq(run.order_count, 3);
    ck_assert_double_eq_tol(qty(&run.orders[0]), 2, 1e-6);
    ck_assert_double_eq_tol(qty(&run.orders[1]), 6, 1e-6);
    ck_assert_double_eq_tol(qty(&run.orders[2]), 2, 1e-6);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(execution, shortfall_follows_the_hyperbolic_sine)
{
    double closes[20];
    for (int i = 0; i < 20; i++) closes[i] = 10;
    struct fake_bars bars = fake_bars_make(closes, 20);
    struct fake_run run = run_on("shortfall", "qty=1000;slices=8;urgency=0.2", &bars, 1,
                                 (struct fake_options){ .cash = 1e6 });
    double kappa = acosh(1.2), done = 0;
    ck_assert_uint_eq(run.order_count, 8);
    for (int j = 1; j <= 8; j++) {
        done += qty(&run.orders[j - 1]);
        double left = 1000 * sinh(kappa * (8 - j)) / sinh(kappa * 8);
        ck_assert_double_eq_tol(1000 - done, left, 1e-6);
    }
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(execution, nothing_trades_beyond_the_limit)
{
    struct fake_bars bars = BARS(10, 11, 12, 9, 9, 9, 9);
    struct fake_run run =
        run_on("twap", "qty=6;slices=2;limit=10", &bars, 1, (struct fake_options){ 0 });
    for (uint64_t i = 0; i < run.order_count; i++)
        if (run.orders[i].qty_lots > 0) ck_assert_double_le(run.orders[i].price, 10);
    ck_assert_int_eq(run.held[0], 600000000);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

/* ---- pairs and orders ---------------------------------------------------------------------------
 */

TEST(pairs, the_leg_that_ran_ahead_is_sold_and_both_are_closed_when_it_is_back)
{
    double y[80], x[80];
    for (int i = 0; i < 80; i++) {
        x[i] = 100 + 10 * sin(i * 0.3);
        y[i] = 2 * x[i] * (1 + 0.002 * ((i * 7) % 5 - 2));
    }
    for (int i = 60; i < 63; i++) y[i] *= 1.05;
    struct fake_bars bars[2] = { fake_bars_make(y, 80), fake_bars_make(x, 80) };
    struct fake_run run = run_on("pairs", "lookback=40;enter=3;leave=1;stop=20", bars, 2,
                                 (struct fake_options){ .cash = 1e6 });
    ck_assert_uint_eq(run.order_count, 4);
    ck_assert_uint_eq(run.orders[0].bar, 60);
    ck_assert_uint_eq(run.orders[0].asked.instrument, 0);
    ck_assert_uint_eq(run.orders[0].asked.side, ARGOSY_SELL);
    ck_assert_uint_eq(run.orders[1].asked.side, ARGOSY_BUY);
    ck_assert_uint_ge(run.orders[2].bar, 61);
    ck_assert_int_eq(run.held[0], 0);
    ck_assert_int_eq(run.held[1], 0);
    ck_assert_double_gt(run.equity, 1e6);
    fake_run_free(&run);
    fake_bars_free(&bars[0]);
    fake_bars_free(&bars[1]);
}

TEST(orders, a_file_says_what_happens_when)
{
    static const char file[] =
        "# a comment\n"
        "ts,instrument,action,side,qty,type,limit,stop,stop_loss,take_profit,tif,id\n"
        "2020-09-13T12:26:40,TEST,open,buy,2,,,,,,,\n"
        "2020-09-13T13:26:40,0,open,sell,1.5,limit,12.5,,,,gtd:2020-10-01,tp\n"
        "2020-09-13T14:26:40,,amend,,,,13,,,,,tp\n"
        "2020-09-13T15:26:40,,cancel,,,,,,,,,tp\n"
        "2020-09-13T15:26:40,,open,buy,1,stop_limit,11,10.5,9,14,day,e\n"
        "2020-09-13T16:26:40,,close,,all,,,,,,,\n"
        "2021-01-01,,close,,all,,,,,,,\n";
    struct fake_bars bars = BARS(10, 10, 10, 10, 10, 10);
    struct fake_run run =
        run_on("orders", "file=a.csv", &bars, 1, (struct fake_options){ .file = file });
    ck_assert_msg(run.started == 0, "%s", run.error);
    ck_assert_uint_eq(run.order_count, 4);
    ck_assert_uint_eq(run.orders[0].bar, 0);
    ck_assert_double_eq_tol(qty(&run.orders[0]), 2, 1e-9);
    ck_assert_int_eq(run.orders[1].asked.qty_lots, 150000000);
    ck_assert_int_eq(run.orders[1].asked.limit_ticks, 13000000000);
    ck_assert_int_eq(run.orders[1].asked.tif, ARGOSY_GTD);
    ck_assert_int_eq(run.orders[1].asked.expire_ns, at("2020-10-01"));
    ck_assert_uint_eq(run.orders[1].status, ARGOSY_ORDER_CANCELLED);
    ck_assert_int_eq(run.orders[2].asked.type, ARGOSY_STOP_LIMIT);
    ck_assert_int_eq(run.orders[2].asked.stop_ticks, 10500000000);
    ck_assert_int_eq(run.orders[2].asked.stop_loss_ticks, 9000000000);
    ck_assert_int_eq(run.orders[2].asked.take_profit_ticks, 14000000000);
    ck_assert_int_eq(run.orders[2].asked.tif, ARGOSY_DAY);
    ck_assert_int_eq(run.orders[3].asked.size_rule, ARGOSY_SIZE_POSITION);
    ck_assert_int_eq(run.orders[3].asked.side, ARGOSY_SELL);
    ck_assert_ptr_nonnull(strstr(run.log, "line 9: no bar starts at its time"));
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(orders, a_wrong_line_is_named)
{
    static const struct {
        const char *file, *part;
    } bad[] = {
        { "ts,action,colour\n", "no column \"colour\"" },
        { "action,side\n", "ts and action among them" },
        { "\n\n", "empty" },
        { "ts,action\n2020-13-01,cancel\n", "line 2: ts" },
        { "ts,action\n2020-01-01,explode\n", "line 2: action" },
        { "ts,action,side\n2020-01-01,open,\n", "must be buy or sell" },
        { "ts,action,side,qty\n2020-01-01,open,buy,-1\n", "negative" },
        { "ts,action,side,qty\n2020-01-01,open,buy,1.0000000001\n", "lot" },
        { "ts,action,side,limit\n2020-01-01,open,buy,1.00000000001\n", "tick" },
        { "ts,action,side,limit\n2020-01-01,open,buy,1o2\n", "is not a number" },
        { "ts,action,side,type\n2020-01-01,open,buy,limit\n", "needs a limit" },
        { "ts,action,side,type\n2020-01-01,open,buy,stop\n", "needs a stop" },
        { "ts,action,side,tif\n2020-01-01,open,buy,gtd\n", "names no time" },
        { "ts,action,instrument\n2020-01-01,cancel,XYZ\n", "is not among the data" },
        { "ts,action\n2020-01-02,cancel\n2020-01-01,cancel\n", "line 3: ts" },
        { "ts,action\n2020-01-02,amend\n", "must name the order" },
    };
    struct fake_bars bars = BARS(10, 10);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fake_run run =
            run_on("orders", "file=a.csv", &bars, 1, (struct fake_options){ .file = bad[i].file });
        ck_assert_int_eq(run.started, -1);
        ck_assert_msg(strstr(run.error, bad[i].part) != NULL, "%s: %s", bad[i].file, run.error);
        fake_run_free(&run);
    }
    fake_bars_free(&bars);
}
