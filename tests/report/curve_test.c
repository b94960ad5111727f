#include "fixture.h"

#include "report/bench.h"
#include "report/curve.h"
#include "report/market.h"
#include "support/test.h"

#include <math.h>

TEST(curve, decimating_loses_no_peak_no_fall_and_no_end)
{
    static uint64_t picks[SHOWN_EQUITY_MAX];
    struct fixture *it = fixture_generated(1, 123457, 50);
    const struct result *result = &it->result;
    uint32_t shown = curve_pick(result, picks);
    ck_assert_uint_le(shown, SHOWN_EQUITY_MAX);
    ck_assert_uint_gt(shown, SHOWN_EQUITY_MAX / 2);
    ck_assert_uint_eq(picks[0], 0);
    ck_assert_uint_eq(picks[shown - 1], result->equity_count - 1);
    int64_t low = INT64_MAX, high = 0, low_shown = INT64_MAX, high_shown = 0;
    for (uint64_t i = 0; i < result->equity_count; i++) {
        low = result->equity[i].equity < low ? result->equity[i].equity : low;
        high = result->equity[i].equity > high ? result->equity[i].equity : high;
    }
    for (uint32_t i = 0; i < shown; i++) {
        int64_t equity = result->equity[picks[i]].equity;
        if (i > 0) ck_assert_uint_lt(picks[i - 1], picks[i]);
        low_shown = equity < low_shown ? equity : low_shown;
        high_shown = equity > high_shown ? equity : high_shown;
    }
    ck_assert_int_eq(low, low_shown);
    ck_assert_int_eq(high, high_shown);
}

TEST(curve, every_length_around_the_limit_fits)
{
    static uint64_t picks[SHOWN_EQUITY_MAX];
    struct fixture *it = fixture_generated(1, 3 * SHOWN_EQUITY_MAX, 50);
    for (uint64_t count = SHOWN_EQUITY_MAX - 3; count < 3 * SHOWN_EQUITY_MAX;
         count += 1 + count / 200) {
        it->result.equity_count = count;
        uint32_t shown = curve_pick(&it->result, picks);
        ck_assert_uint_le(shown, SHOWN_EQUITY_MAX);
        ck_assert_uint_eq(picks[shown - 1], count - 1);
    }
}

TEST(curve, a_small_account_is_shown_with_more_decimals)
{
    struct result result = { .cash_start = INT64_C(1000000000000) };
    ck_assert_uint_eq(curve_decimals(&result), 2);
    result.cash_start = 100000000; /* one bitcoin */
    ck_assert_uint_eq(curve_decimals(&result), 5);
    result.cash_start = 0;
    ck_assert_uint_eq(curve_decimals(&result), 8);
}

TEST(bench, holding_is_the_mean_of_the_instruments_growth)
{
    struct fixture *it = fixture_generated(4, 500, 20);
    static struct bench bench;
    bench_init(&bench, &it->result);
    for (uint64_t i = 0; i < 500; i += 7) {
        double mean = 0;
        for (uint32_t k = 0; k < 4; k++) {
            const int64_t *close = it->instruments[k].data.columns[COLUMN_CLOSE];
            mean += (double)close[i] / (double)close[0] / 4;
        }
        int64_t value = bench_value(&bench, it->result.equity[i].ts_ns);
        ck_assert(fabs((double)value - mean * 1e12) <= 1);
    }
}

TEST(market, the_busiest_instruments_get_the_charts)
{
    struct fixture *it = fixture_generated(FIXTURE_INSTRUMENTS_MAX, 40, 8);
    uint32_t charts[SHOWN_CHARTS_MAX];
    for (uint32_t i = 0; i < FIXTURE_INSTRUMENTS_MAX; i++)
        it->instruments[i].turnover_cash = (int64_t)rng_below(&test_rng, 50);
    ck_assert_uint_eq(market_charts(&it->result, charts), SHOWN_CHARTS_MAX);
    for (uint32_t i = 0; i < FIXTURE_INSTRUMENTS_MAX; i++) {
        uint32_t busier = 0, is_shown = 0;
        for (uint32_t k = 0; k < FIXTURE_INSTRUMENTS_MAX; k++) {
            int64_t a = it->instruments[i].turnover_cash, b = it->instruments[k].turnover_cash;
            busier += b > a || (b == a && k < i);
        }
        for (uint32_t k = 0; k < SHOWN_CHARTS_MAX; k++) is_shown |= charts[k] == i;
        ck_assert_uint_eq(is_shown, busier < SHOWN_CHARTS_MAX);
    }
}
