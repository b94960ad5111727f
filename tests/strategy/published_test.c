/* The rules of published back-tests, held to their order lists. Prices, sizes and money are the
 * engine's business; which bar asks for which order is the strategy's. */
#include "strategy/registry.h"
#include "support/fake_desk.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct fake_bars load(const char *name, const char *symbol, const char *prefix)
{
    char path[256];
    snprintf(path, sizeof path, "market/%s", name);
    return fake_bars_load(test_data(path), symbol, prefix);
}

static FILE *expected(const char *name)
{
    char path[256], line[512];
    snprintf(path, sizeof path, "market/expected/%s", name);
    FILE *file = fopen(test_data(path), "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    return file;
}

static const char *day(int64_t ts_ns)
{
    static char text[16];
    time_t seconds = (time_t)(ts_ns / 1000000000);
    struct tm when;
    gmtime_r(&seconds, &when);
    strftime(text, sizeof text, "%Y-%m-%d", &when);
    return text;
}

static const struct argosy_strategy *strategy(const char *name)
{
    const struct argosy_strategy *found = strategy_find(text_from(name));
    ck_assert_msg(found != NULL, "no strategy %s", name);
    return found;
}

TEST(published, r1_sma_cross_on_goog_asks_on_the_bars_of_the_66_trades)
{
    struct fake_bars goog = load("nasdaq-goog-bars-1d-20040819-20130301.csv", "GOOG", "");
    struct fake_run run = fake_run(strategy("sma-cross"), "fast=10;slow=30;side=both", &goog, 1,
                                   (struct fake_options){ .units = 1 });
    FILE *trades = expected("goog-smacross-10-30-trades.csv");
    char line[512];
    uint64_t opened = 0;
    ck_assert_uint_eq(run.lookback, 30);
    for (uint64_t i = 0; i < run.order_count; i++) {
        const struct fake_order *order = &run.orders[i];
        if (order->asked.size_rule == ARGOSY_SIZE_POSITION) {
            /* A close stands in front of the entry that reverses it. */
            ck_assert_uint_lt(i + 1, run.order_count);
            ck_assert_uint_eq(run.orders[i + 1].bar, order->bar);
            ck_assert_uint_eq(run.orders[i + 1].asked.side, order->asked.side);
            ck_assert(order->asked.flags & ARGOSY_REDUCE_ONLY);
            continue;
        }
        int size = 0;
        unsigned long long entry_bar = 0;
        ck_assert_ptr_nonnull(fgets(line, sizeof line, trades));
        ck_assert_int_eq(sscanf(line, "%d,%llu,", &size, &entry_bar), 2);
        ck_assert_uint_eq(order->bar + 1, entry_bar);
        ck_assert_uint_eq(order->fill_bar, entry_bar);
        ck_assert_int_eq(order->asked.side, size > 0 ? ARGOSY_BUY : ARGOSY_SELL);
        opened++;
    }
    ck_assert_uint_eq(opened, 66);
    ck_assert_ptr_null(fgets(line, sizeof line, trades));
    fclose(trades);
    fake_run_free(&run);
    fake_bars_free(&goog);
}

TEST(published, r2_the_close_against_its_mean_on_the_euro_stoxx_50)
{
    struct fake_bars bars = load("index-estoxx50-bars-1d-20060102-20061229.csv", "ESTX", "");
    struct fake_run run = fake_run(strategy("sma-cross"), "fast=1;slow=15", &bars, 1,
                                   (struct fake_options){ .units = 1 });
    FILE *orders = expected("estoxx50-2006-sma15-orders.csv");
    char line[512], signal_ts[16], fill_ts[16], side[8];
    double price;
    ck_assert_uint_eq(run.order_count, 23);
    for (uint64_t i = 0; i < run.order_count; i++) {
        const struct fake_order *order = &run.orders[i];
        ck_assert_ptr_nonnull(fgets(line, sizeof line, orders));
        ck_assert_int_eq(
            sscanf(line, "%10[^,],%10[^,],%4[^,],%lf,", signal_ts, fill_ts, side, &price), 4);
        ck_assert_str_eq(day(order->ts_ns), signal_ts);
        ck_assert_str_eq(day(order->fill_ts_ns), fill_ts);
        ck_assert_str_eq(order->asked.side == ARGOSY_BUY ? "buy" : "sell", side);
        ck_assert_double_eq_tol(order->price, price, 1e-6);
    }
    ck_assert_ptr_null(fgets(line, sizeof line, orders));
    fclose(orders);
    ck_assert_double_eq_tol(run.equity, 10284.10, 0.005);
    ck_assert_double_eq_tol(run.cash, 6164.16, 0.005);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

TEST(published, r3_forty_periods_trade_their_first_cross_only)
{
    static const double values[40] = {
        14525.80, 14525.80, 15408.20, 15408.20, 14763.90, 14763.90, 14763.90, 14763.90,
        14763.90, 14763.90, 14763.90, 14763.90, 14763.90, 14763.90, 13187.10, 13187.10,
        13187.10, 13684.40, 13684.40, 13684.40, 13684.40, 13684.40, 13684.40, 13656.10,
        13656.10, 13656.10, 13656.10, 12988.10, 12988.10, 12988.10, 12988.10, 12988.10,
        12988.10, 12988.10, 12988.10, 12988.10, 12988.10, 12988.10, 12988.10, 12988.10,
    };
    struct fake_bars bars = load("index-estoxx50-bars-1d-20060102-20061229.csv", "ESTX", "");
    for (int period = 5; period <= 44; period++) {
        char set[64];
        snprintf(set, sizeof set, "fast=1;slow=%d;max_entries=1;exits=off;side=long", period);
        struct fake_run run =
            fake_run(strategy("sma-cross"), set, &bars, 1, (struct fake_options){ .units = 1 });
        ck_assert_uint_eq(run.order_count, 1);
        double value = 10000 - 2 + 10 * (4119.94 - run.orders[0].price);
        ck_assert_double_eq_tol(value, values[period - 5], 0.005);
        fake_run_free(&run);
    }
    fake_bars_free(&bars);
}

TEST(published, r4_above_and_below_the_mean_on_adjusted_oracle)
{
    struct fake_bars bars = load("nasdaq-orcl-bars-1d-20000103-20001229.csv", "ORCL", "adj_");
    struct fake_run run = fake_run(strategy("sma-cross"), "fast=1;slow=15;signal=above", &bars, 1,
                                   (struct fake_options){ .units = 10, .cash = 1000 });
    FILE *orders = expected("orcl-2000-sma15-orders.csv");
    char line[512], fill_ts[16], side[8];
    double price;
    /* The 44th is asked for on the last bar: there is no next open to fill it. */
    ck_assert_uint_eq(run.order_count, 44);
    ck_assert_uint_eq(run.orders[43].bar, bars.count - 1);
    ck_assert_uint_eq(run.orders[43].status, ARGOSY_ORDER_OPEN);
    for (uint64_t i = 0; i < 43; i++) {
        ck_assert_ptr_nonnull(fgets(line, sizeof line, orders));
        ck_assert_int_eq(sscanf(line, "%10[^,],%4[^,],10,%lf", fill_ts, side, &price), 3);
        ck_assert_str_eq(day(run.orders[i].fill_ts_ns), fill_ts);
        ck_assert_str_eq(run.orders[i].asked.side == ARGOSY_BUY ? "buy" : "sell", side);
        ck_assert_double_eq_tol(run.orders[i].price, price, 0.0051);
    }
    fclose(orders);
    ck_assert_double_eq_tol(run.equity, 974.8651, 0.00005);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

/* Raw prices × the price factor and the split factor valid through the day, as the adjustments file
 * states them. */
static void adjust(struct fake_bars *bars, const char *path)
{
    char line[256], until[16];
    double price_factor, split_factor;
    uint64_t next = 0;
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        ck_assert_int_eq(sscanf(line, "%10[^,],%lf,%lf", until, &price_factor, &split_factor), 3);
        for (; next < bars->count && strcmp(day(bars->ts_ns[next]), until) <= 0; next++) {
            double factor = price_factor * split_factor;
            bars->open[next] = llround((double)bars->open[next] * factor);
            bars->high[next] = llround((double)bars->high[next] * factor);
            bars->low[next] = llround((double)bars->low[next] * factor);
            bars->close[next] = llround((double)bars->close[next] * factor);
        }
    }
    fclose(file);
}

TEST(published, r5_macd_with_seeds_of_its_own_trades_spy_on_84_days)
{
    struct fake_bars all = load("usa-spy-bars-1d-19980102-20210331.csv.gz", "SPY", "");
    adjust(&all, test_data("market/usa-spy-adjustments-19980102-20501231.csv"));
    uint64_t first = 0, end = 0;
    while (strcmp(day(all.ts_ns[first]), "2004-01-02") < 0) first++;
    while (strcmp(day(all.ts_ns[end]), "2015-01-01") < 0) end++;
    struct fake_bars bars = { .count = end - first,
                              .ts_ns = all.ts_ns + first,
                              .open = all.open + first,
                              .high = all.high + first,
                              .low = all.low + first,
                              .close = all.close + first,
                              .volume = all.volume + first,
                              .symbol = "SPY" };
    struct fake_run run = fake_run(strategy("macd"), "threshold=0.0025;seed=own", &bars, 1,
                                   (struct fake_options){ .units = 1 });
    FILE *orders = expected("spy-macd-12-26-9-orders.csv");
    char line[512], fill_ts[16];
    int quantity;
    double price;
    ck_assert_uint_eq(run.order_count, 84);
    for (uint64_t i = 0; i < run.order_count; i++) {
        ck_assert_ptr_nonnull(fgets(line, sizeof line, orders));
        ck_assert_int_eq(sscanf(line, "%10[^,],%d,%lf", fill_ts, &quantity, &price), 3);
        ck_assert_str_eq(day(run.orders[i].fill_ts_ns), fill_ts);
        ck_assert_int_eq(run.orders[i].asked.side, quantity > 0 ? ARGOSY_BUY : ARGOSY_SELL);
        ck_assert_double_eq_tol(run.orders[i].price, price, 1e-6);
    }
    fclose(orders);
    fake_run_free(&run);
    fake_bars_free(&all);
}

TEST(published, r7_a_mean_restarted_every_day_trades_bitcoin_and_ether_from_one_account)
{
    struct fake_bars hours[2] = {
        load("binance-btcusdt-bars-1h-20201117-20210516.csv", "BTCUSDT", ""),
        load("binance-ethusdt-bars-1h-20201118-20210517.csv", "ETHUSDT", "")
    };
    struct fake_bars days[2] = { fake_bars_days(&hours[0]), fake_bars_days(&hours[1]) };
    struct fake_run run =
        fake_run(strategy("ema-cross"), "fast=1;slow=9;window=10;max_entries=0", days, 2,
                 (struct fake_options){ .at_close = true, .cash_share = 0.5 });
    FILE *orders = expected("btc-eth-1d-ema9-orders.csv");
    char line[512], ts[32], symbol[16], side[8];
    double quantity, price;
    ck_assert_uint_eq(run.order_count, 52);
    for (uint64_t i = 0; i < run.order_count; i++) {
        const struct fake_order *order = &run.orders[i];
        ck_assert_ptr_nonnull(fgets(line, sizeof line, orders));
        ck_assert_int_eq(sscanf(line, "%10[^T]%*[^,],%9[^,],%4[^,],%lf,%lf", ts, symbol, side,
                                &quantity, &price),
                         5);
        /* The list gives the end of the day; ours is its start. */
        ck_assert_str_eq(day(order->ts_ns + 86400000000000), ts);
        ck_assert_str_eq(days[order->asked.instrument].symbol, symbol);
        ck_assert_str_eq(order->asked.side == ARGOSY_BUY ? "buy" : "sell", side);
        ck_assert_double_eq_tol((double)order->qty_lots * 1e-8, quantity, 1e-6);
        ck_assert_double_eq_tol(order->price, price, 1e-6);
    }
    fclose(orders);
    ck_assert_double_eq_tol(run.cash, 22930.9622, 1e-3);
    fake_run_free(&run);
    for (int i = 0; i < 2; i++) {
        fake_bars_free(&hours[i]);
        fake_bars_free(&days[i]);
    }
}
