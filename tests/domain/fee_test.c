/* Fees: each part of a schedule by hand, and all of them against wide arithmetic. */
#include "domain/fee.h"
#include "support/test.h"

static struct instrument shares(void)
{
    struct instrument it = { .symbol = "T",
                             .price_decimals = 2,
                             .lot_decimals = 3,
                             .ledger_decimals = 8,
                             .tick_units = 1,
                             .lot_units = 1,
                             .multiplier_units = 1 };
    struct err err;
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
    return it;
}

static const int64_t bp = 100000000; /* of 10^12 */

TEST(fee, a_flat_rate_is_the_same_for_both_sides_and_rounds_half_away)
{
    struct instrument it = shares();
    struct fee_schedule flat = fee_schedule_flat(10 * bp); /* 0.1 % */
    ck_assert(fee_schedule_check(&flat));
    ck_assert_int_eq(fee_compute(&flat, &it, 1000000, 1, 0, false), 1000);
    ck_assert_int_eq(fee_compute(&flat, &it, 1000000, 1, 0, true), 1000);
    ck_assert_int_eq(fee_compute(&flat, &it, 499, 1, 0, false), 0);
    ck_assert_int_eq(fee_compute(&flat, &it, 500, 1, 0, false), 1);
    ck_assert_int_eq(fee_compute(&flat, &it, 1499, 1, 0, false), 1);
    ck_assert_int_eq(fee_compute(&flat, &it, 0, 0, 0, false), 0);
}

TEST(fee, a_rebate_is_negative_and_knows_no_minimum)
{
    struct instrument it = shares();
    struct fee_schedule s = { .tiers = { { 0, -2 * bp, 5 * bp } }, .tier_count = 1, .min = 100 };
    ck_assert_int_eq(fee_compute(&s, &it, 1000000, 1, 0, true), -200);
    ck_assert_int_eq(fee_compute(&s, &it, 2500, 1, 0, true), -1);
    ck_assert_int_eq(fee_compute(&s, &it, 2499, 1, 0, true), 100); /* comes to 0: the minimum */
    ck_assert_int_eq(fee_compute(&s, &it, 1000000, 1, 0, false), 500);
}

TEST(fee, the_tier_is_that_of_the_volume_before)
{
    struct instrument it = shares();
    struct fee_schedule s = {
        .tiers = { { 0, 3 * bp, 6 * bp }, { 1000, 2 * bp, 5 * bp }, { 2000, -bp, 4 * bp } },
        .tier_count = 3
    };
    ck_assert(fee_schedule_check(&s));
    static const int64_t volumes[] = { 0, 999, 1000, 1999, 2000, INT64_MAX };
    static const int64_t takers[] = { 600, 600, 500, 500, 400, 400 };
    static const int64_t makers[] = { 300, 300, 200, 200, -100, -100 };
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(fee_compute(&s, &it, 1000000, 1, volumes[i], false), takers[i]);
        ck_assert_int_eq(fee_compute(&s, &it, 1000000, 1, volumes[i], true), makers[i]);
    }
}

TEST(fee, a_share_costs_its_part_with_a_floor_and_a_cap)
{
    struct instrument it = shares(); /* 1000 lots are a share */
    struct fee_schedule s = { .tiers = { { 0, 0, 0 } },
                              .tier_count = 1,
                              .per_unit_e4 = INT64_C(500000) * 10000, /* half a cent */
                              .min = 100000000,                       /* 1.00 */
                              .max_rate_e12 = 100 * bp };             /* 1 % */
    ck_assert_int_eq(fee_compute(&s, &it, INT64_C(1000000000000), 1000000, 0, false), 500000000);
    ck_assert_int_eq(fee_compute(&s, &it, INT64_C(100000000000), 10000, 0, false), 100000000);
    ck_assert_int_eq(fee_compute(&s, &it, INT64_C(5000000000), 10000, 0, false), 50000000);
    ck_assert_int_eq(fee_compute(&s, &it, INT64_C(10000000000), 10000, 0, false), 100000000);
    ck_assert_int_eq(fee_compute(&s, &it, INT64_C(10000000050), 10000, 0, false), 100000000);
    ck_assert_int_eq(fee_compute(&s, &it, INT64_C(9999999950), 10000, 0, false), 100000000);
    ck_assert_int_eq(fee_compute(&s, &it, INT64_C(9999999949), 10000, 0, false), 99999999);
}

TEST(fee, part_of_a_unit_is_rounded_half_away)
{
    struct instrument it = shares();
    struct fee_schedule s = { .tiers = { { 0, 0, 0 } }, .tier_count = 1, .per_unit_e4 = 10000 };
    ck_assert_int_eq(fee_compute(&s, &it, 1, 499, 0, false), 0);
    ck_assert_int_eq(fee_compute(&s, &it, 1, 500, 0, false), 1);
    it.lot_units = 2;
    ck_assert_int_eq(fee_compute(&s, &it, 1, 250, 0, false), 1);
    ck_assert_int_eq(fee_compute(&s, &it, 1, 249, 0, false), 0);
}

TEST(fee, a_fixed_part_is_added_once)
{
    struct instrument it = shares();
    struct fee_schedule s = fee_schedule_flat(10 * bp);
    s.fixed = 77;
    ck_assert_int_eq(fee_compute(&s, &it, 1000000, 1, 0, false), 1077);
    ck_assert_int_eq(fee_compute(&s, &it, 0, 0, 0, false), 77);
}

TEST(fee, a_schedule_that_makes_no_sense_is_not_valid)
{
    struct fee_schedule good = { .tiers = { { 0, 1, 1 }, { 10, 1, 1 } }, .tier_count = 2 }, s;
    ck_assert(fee_schedule_check(&good));
    s = good;
    s.tier_count = 0;
    ck_assert(!fee_schedule_check(&s));
    s.tier_count = FEE_TIERS_MAX + 1;
    ck_assert(!fee_schedule_check(&s));
    s = good;
    s.tiers[0].volume_from = 1;
    ck_assert(!fee_schedule_check(&s));
    s = good;
    s.tiers[1].volume_from = 0;
    ck_assert(!fee_schedule_check(&s));
    s = good;
    s.min = -1;
    ck_assert(!fee_schedule_check(&s));
    s = good;
    s.max_rate_e12 = -1;
    ck_assert(!fee_schedule_check(&s));
    s = good;
    s.tier_count = FEE_TIERS_MAX;
    for (int i = 0; i < FEE_TIERS_MAX; i++) s.tiers[i].volume_from = i * 10;
    ck_assert(fee_schedule_check(&s));
}

static __int128 half_away(__int128 numerator, __int128 denominator)
{
    __int128 size = numerator < 0 ? -numerator : numerator;
    __int128 whole = size / denominator, rest = size % denominator;
    if (rest >= denominator - rest) whole++;
    return numerator < 0 ? -whole : whole;
}

TEST(fee, random_schedules_equal_wide_arithmetic)
{
    const __int128 e12 = INT64_C(1000000000000);
    for (uint64_t i = 0; i < test_rounds * 20; i++) {
        struct instrument it = shares();
        it.lot_decimals = (uint32_t)rng_below(&test_rng, 9);
        it.lot_units = 1 + (int64_t)rng_below(&test_rng, 100);
        int64_t rate = (int64_t)rng_below(&test_rng, 20000000000) - 5000000000;
        struct fee_schedule s = fee_schedule_flat(rate);
        if (rng_below(&test_rng, 2)) s.per_unit_e4 = (int64_t)rng_below(&test_rng, 10000000);
        if (rng_below(&test_rng, 2)) s.fixed = (int64_t)rng_below(&test_rng, 1000);
        if (rng_below(&test_rng, 2)) s.min = (int64_t)rng_below(&test_rng, 100000);
        if (rng_below(&test_rng, 2)) s.max_rate_e12 = (int64_t)rng_below(&test_rng, 20000000000);
        /* Small values, ordinary ones, and those whose product leaves 64 bits. */
        int64_t notional =
            (int64_t)rng_below(&test_rng, UINT64_C(1) << (1 + rng_below(&test_rng, 60)));
        int64_t qty = (int64_t)rng_below(&test_rng, 1000000000);
        __int128 fee = half_away((__int128)notional * rate, e12);
        __int128 scale = 10000;
        for (uint32_t d = 0; d < it.lot_decimals; d++) scale *= 10;
        fee += half_away((__int128)qty * it.lot_units * s.per_unit_e4, scale) + s.fixed;
        if (fee >= 0) {
            if (fee < s.min) fee = s.min;
            __int128 cap = half_away((__int128)notional * s.max_rate_e12, e12);
            if (s.max_rate_e12 && fee > cap) fee = cap;
        }
        ck_assert_int_eq(fee_compute(&s, &it, notional, qty, 0, i % 2 == 0), (int64_t)fee);
    }
}

static void negative_notional(void *argument)
{
    struct instrument it = shares();
    fee_compute(argument, &it, -1, 1, 0, false);
}
static void negative_quantity(void *argument)
{
    struct instrument it = shares();
    fee_compute(argument, &it, 1, -1, 0, false);
}

TEST(fee, a_notional_has_no_sign)
{
    struct fee_schedule s = fee_schedule_flat(1);
    assert_dies(negative_notional, &s);
    assert_dies(negative_quantity, &s);
}
