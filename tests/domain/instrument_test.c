/* What is traded: units, values and rules, against arithmetic with no bounds. */
#include "domain/instrument.h"
#include "support/test.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct instrument plain(void)
{
    return (struct instrument){ .symbol = "T",
                                .price_decimals = 2,
                                .lot_decimals = 3,
                                .ledger_decimals = 8,
                                .tick_units = 1,
                                .lot_units = 1,
                                .multiplier_units = 1,
                                .is_tradable = true };
}

static struct instrument prepared(struct instrument it)
{
    struct err err;
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
    ck_assert(instrument_check(&it));
    return it;
}

TEST(instrument, the_ratio_is_what_a_tick_and_a_lot_are_worth_in_lowest_terms)
{
    struct instrument it = prepared(plain()); /* 10^8 / 10^5 */
    ck_assert_int_eq(it.cash_num, 1000);
    ck_assert_int_eq(it.cash_den, 1);
    it = plain();
    it.price_decimals = 4;
    it.lot_decimals = 8; /* 10^8 / 10^12 */
    it = prepared(it);
    ck_assert_int_eq(it.cash_num, 1);
    ck_assert_int_eq(it.cash_den, 10000);
    it.tick_units = 25;
    it.multiplier_units = 50;
    it.multiplier_decimals = 1; /* 25 × 5 / 10^4 = 1 / 80 */
    it = prepared(it);
    ck_assert_int_eq(it.cash_num, 1);
    ck_assert_int_eq(it.cash_den, 80);
}

TEST(instrument, preparing_gives_a_least_order_of_a_lot)
{
    struct instrument it = prepared(plain());
    ck_assert_int_eq(it.qty_lots_min, 1);
    it.qty_lots_min = 7;
    it = prepared(it);
    ck_assert_int_eq(it.qty_lots_min, 7);
}

TEST(instrument, what_cannot_be_is_refused_with_a_sentence)
{
    struct err err;
    uint32_t offsets[] = { offsetof(struct instrument, price_decimals),
                           offsetof(struct instrument, lot_decimals),
                           offsetof(struct instrument, multiplier_decimals),
                           offsetof(struct instrument, ledger_decimals) };
    for (int i = 0; i < 4; i++) {
        struct instrument it = plain();
        uint32_t decimals = 19;
        memcpy((char *)&it + offsets[i], &decimals, sizeof decimals);
        ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
        ck_assert_ptr_nonnull(strstr(err.text, "decimals"));
        it = plain();
        decimals = 18;
        memcpy((char *)&it + offsets[i], &decimals, sizeof decimals);
        ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
    }
    for (int i = 0; i < 6; i++) {
        struct instrument it = plain();
        *(i % 3 == 0   ? &it.tick_units
          : i % 3 == 1 ? &it.lot_units
                       : &it.multiplier_units) = i < 3 ? 0 : -1;
        ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
        ck_assert(!instrument_check(&it));
    }
}

TEST(instrument, units_too_fine_for_the_ledger_are_refused)
{
    struct err err;
    struct instrument it = plain(); /* 10^-54 of a coin: more than 128 bits divide by */
    it.price_decimals = it.lot_decimals = it.multiplier_decimals = 18;
    it.ledger_decimals = 0;
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
    ck_assert_ptr_nonnull(strstr(err.text, "too fine"));
    it.price_decimals = 0; /* 10^-36, a divisor beyond 64 bits */
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
    it.lot_decimals = 0;
    it.multiplier_decimals = 0;
    it.ledger_decimals = 18;
    it.tick_units = it.lot_units = it.multiplier_units = INT64_MAX; /* beyond 128 bits */
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
    it.multiplier_units = 1; /* 2^126 × 10^18 */
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
    it.lot_units = 1; /* 2^63 × 10^18: fits 128 bits, not 64 */
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
    it.ledger_decimals = 0;
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);

    it = plain();
    it.kind = INSTRUMENT_PERPETUAL_INVERSE;
    it.price_decimals = it.ledger_decimals = 18;
    it.lot_decimals = 0;
    it.lot_units = 1;
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE); /* 10^36 */
    it.lot_decimals = it.multiplier_decimals = 18;
    it.tick_units = INT64_MAX;
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
    it.price_decimals = it.ledger_decimals = 0; /* 10^36 × 2^63 */
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_RANGE);
}

TEST(instrument, the_check_finds_a_ratio_that_does_not_belong)
{
    struct instrument good = prepared(plain()), it = good;
    it.cash_num++;
    ck_assert(!instrument_check(&it));
    it = good;
    it.cash_den++;
    ck_assert(!instrument_check(&it));
    it = good;
    it.price_decimals++;
    ck_assert(!instrument_check(&it));
    it = good;
    it.price_decimals = it.lot_decimals = it.multiplier_decimals = 18;
    it.ledger_decimals = 0;
    ck_assert(!instrument_check(&it));
}

static __int128 power(uint32_t n)
{
    __int128 p = 1;
    while (n--) p *= 10;
    return p;
}

/* floor, then moved as the rounding says: nothing of base/decimal.h. */
static __int128 rounded(__int128 n, __int128 d, enum rounding rounding)
{
    __int128 floor = n / d - (n % d != 0 && n < 0), rest = n - floor * d;
    if (rest == 0) return floor;
    switch (rounding) {
    case ROUND_FLOOR: return floor;
    case ROUND_CEIL: return floor + 1;
    case ROUND_ZERO: return n < 0 ? floor + 1 : floor;
    default:
        if (rest * 2 == d) return n < 0 ? floor : floor + 1;
        return rest * 2 > d ? floor + 1 : floor;
    }
}

TEST(instrument, linear_values_equal_wide_arithmetic_at_every_rounding)
{
    for (uint64_t i = 0; i < test_rounds * 20; i++) {
        struct instrument it = plain();
        it.kind =
            (enum instrument_kind)(rng_below(&test_rng, 2) ? INSTRUMENT_FUTURE : INSTRUMENT_SPOT);
        it.price_decimals = (uint32_t)rng_below(&test_rng, 7);
        it.lot_decimals = (uint32_t)rng_below(&test_rng, 9);
        it.multiplier_decimals = (uint32_t)rng_below(&test_rng, 3);
        it.tick_units = 1 + (int64_t)rng_below(&test_rng, 30);
        it.lot_units = 1 + (int64_t)rng_below(&test_rng, 5);
        it.multiplier_units = 1 + (int64_t)rng_below(&test_rng, 60);
        it.is_negative_allowed = true;
        it = prepared(it);
        int64_t price =
            (int64_t)rng_below(&test_rng, UINT64_C(1) << (1 + i % 30)) - (INT64_C(1) << i % 29);
        int64_t qty =
            (int64_t)rng_below(&test_rng, UINT64_C(1) << (1 + i % 20)) - (INT64_C(1) << i % 20);
        __int128 n =
            (__int128)price * qty * it.tick_units * it.lot_units * it.multiplier_units * power(8);
        __int128 d = power(it.price_decimals + it.lot_decimals + it.multiplier_decimals);
        for (int r = ROUND_ZERO; r <= ROUND_HALF_AWAY; r++) {
            __int128 cash = rounded(n, d, (enum rounding)r);
            if (cash > INT64_MAX || cash < INT64_MIN) continue;
            ck_assert_int_eq(instrument_cash(&it, price, qty, (enum rounding)r), (int64_t)cash);
        }
        __int128 size = rounded(n < 0 ? -n : n, d, ROUND_ZERO);
        if (size <= INT64_MAX)
            ck_assert_int_eq(instrument_notional(&it, price, qty), (int64_t)size);
    }
}

TEST(instrument, inverse_values_equal_wide_arithmetic_and_profit_is_exit_less_entry)
{
    for (uint64_t i = 0; i < test_rounds * 20; i++) {
        struct instrument it = plain();
        it.kind = INSTRUMENT_PERPETUAL_INVERSE;
        it.price_decimals = (uint32_t)rng_below(&test_rng, 4);
        it.lot_decimals = (uint32_t)rng_below(&test_rng, 3);
        it.tick_units = 1 + (int64_t)rng_below(&test_rng, 5);
        it.multiplier_units = 100; /* a contract is worth 100 of the quote */
        it = prepared(it);
        int64_t entry = 1 + (int64_t)rng_below(&test_rng, 10000000);
        int64_t exit = 1 + (int64_t)rng_below(&test_rng, 10000000);
        int64_t qty = (int64_t)rng_below(&test_rng, 2000000) - 1000000;
        __int128 n = -(__int128)qty * 100 * power(8) * power(it.price_decimals);
        __int128 d = (__int128)entry * it.tick_units * power(it.lot_decimals);
        for (int r = ROUND_ZERO; r <= ROUND_HALF_AWAY; r++)
            ck_assert_int_eq(instrument_cash(&it, entry, qty, (enum rounding)r),
                             (int64_t)rounded(n, d, (enum rounding)r));
        /* contracts × (1 / entry - 1 / exit): what the venue's page says, to a unit either side */
        long double scale = powl(10, it.price_decimals);
        long double profit = (long double)qty / powl(10, it.lot_decimals) * 100 *
                             (scale / (long double)(entry * it.tick_units) -
                              scale / (long double)(exit * it.tick_units)) *
                             1e8L;
        int64_t told = instrument_cash(&it, exit, qty, ROUND_ZERO) -
                       instrument_cash(&it, entry, qty, ROUND_ZERO);
        ck_assert(fabsl((long double)told - profit) < 1.5L + fabsl(profit) * 1e-15L);
    }
}

TEST(instrument, a_worked_inverse_contract)
{
    struct instrument it = plain(); /* one contract of 100 dollars, settled in coins */
    it.kind = INSTRUMENT_PERPETUAL_INVERSE;
    it.price_decimals = 1;
    it.lot_decimals = 0;
    it.multiplier_units = 100;
    it = prepared(it);
    /* 50 contracts at 40000.0: 5000 / 40000 = 0.125 coins */
    ck_assert_int_eq(instrument_cash(&it, 400000, 50, ROUND_ZERO), -12500000);
    ck_assert_int_eq(instrument_cash(&it, 400000, -50, ROUND_ZERO), 12500000);
    ck_assert_int_eq(instrument_notional(&it, 400000, 50), 12500000);
    /* sold at 50000.0: -0.1 + 0.125 = 0.025 coins of profit */
    ck_assert_int_eq(instrument_cash(&it, 500000, 50, ROUND_ZERO) -
                         instrument_cash(&it, 400000, 50, ROUND_ZERO),
                     2500000);
}

TEST(instrument, either_direction_is_worth_the_same)
{
    struct instrument it = plain();
    it.lot_decimals = 8;
    it = prepared(it);
    for (uint64_t i = 0; i < test_rounds; i++) {
        int64_t price = 1 + (int64_t)rng_below(&test_rng, 1000000);
        int64_t qty = 1 + (int64_t)rng_below(&test_rng, 1000000);
        ck_assert_int_eq(instrument_cash(&it, price, qty, ROUND_ZERO),
                         -instrument_cash(&it, price, -qty, ROUND_ZERO));
    }
}

static void value_beyond(void *argument) { instrument_cash(argument, INT64_MAX, 2, ROUND_ZERO); }
static void value_far_beyond(void *argument)
{
    instrument_cash(argument, INT64_MAX, INT64_MAX, ROUND_ZERO);
}
static void value_far_below(void *argument)
{
    instrument_cash(argument, -INT64_MAX, INT64_MAX, ROUND_ZERO);
}
static void value_below(void *argument) { instrument_cash(argument, INT64_MAX, -2, ROUND_ZERO); }
static void inverse_at_nought(void *argument) { instrument_cash(argument, 0, 1, ROUND_ZERO); }
static void round_beyond(void *argument)
{
    instrument_price_round(argument, INT64_MAX, ROUND_FLOOR);
}
static void round_below(void *argument)
{
    instrument_price_round(argument, INT64_MIN, ROUND_FLOOR);
}

TEST(instrument, a_value_beyond_64_bits_is_a_bug)
{
    struct instrument it = prepared(plain());
    assert_dies(value_beyond, &it);
    assert_dies(value_far_beyond, &it);
    assert_dies(value_far_below, &it);
    assert_dies(value_below, &it);
    it.kind = INSTRUMENT_PERPETUAL_INVERSE;
    it = prepared(it);
    assert_dies(inverse_at_nought, &it);
    it.tick_rule = TICK_FIVE_FIGURES;
    it.tick_units = 2;
    assert_dies(round_beyond, &it);
    assert_dies(round_below, &it);
}

/* Hyperliquid's rule, by text: at most five significant figures, or a whole number. */
static bool five_figures(int64_t units, uint32_t decimals)
{
    char digits[32];
    int64_t size = units < 0 ? -units : units;
    if (size % (int64_t)power(decimals) == 0) return true;
    int length = snprintf(digits, sizeof digits, "%lld", (long long)size);
    while (length > 1 && digits[length - 1] == '0') length--;
    return length <= 5;
}

TEST(instrument, five_figures_as_the_text_shows_them)
{
    struct instrument it = plain();
    it.tick_rule = TICK_FIVE_FIGURES;
    for (uint32_t decimals = 0; decimals <= 6; decimals++) {
        it.price_decimals = decimals;
        it = prepared(it);
        for (int64_t ticks = 1; ticks < 2000; ticks++)
            ck_assert_int_eq(instrument_price_valid(&it, ticks), five_figures(ticks, decimals));
        for (uint64_t i = 0; i < test_rounds * 5; i++) {
            int64_t ticks =
                1 + (int64_t)rng_below(&test_rng, UINT64_C(1) << (1 + rng_below(&test_rng, 45)));
            ck_assert_int_eq(instrument_price_valid(&it, ticks), five_figures(ticks, decimals));
            int64_t below = instrument_price_round(&it, ticks, ROUND_FLOOR);
            int64_t above = instrument_price_round(&it, ticks, ROUND_CEIL);
            ck_assert_int_le(below, ticks);
            ck_assert_int_ge(above, ticks);
            ck_assert(five_figures(above, decimals));
            ck_assert(below == 0 || five_figures(below, decimals));
            if (five_figures(ticks, decimals)) ck_assert_int_eq(below, above);
        }
    }
}

TEST(instrument, named_prices_and_the_five_figures)
{
    struct instrument it = plain();
    it.tick_rule = TICK_FIVE_FIGURES;
    it.price_decimals = 2;
    it = prepared(it);
    ck_assert(instrument_price_valid(&it, 99999));     /* 999.99 */
    ck_assert(!instrument_price_valid(&it, 100001));   /* 1000.01 */
    ck_assert(instrument_price_valid(&it, 100010));    /* 1000.1 */
    ck_assert(instrument_price_valid(&it, 12345600));  /* 123456: whole */
    ck_assert(!instrument_price_valid(&it, 12345650)); /* 123456.5 */
    ck_assert_int_eq(instrument_price_round(&it, 100001, ROUND_FLOOR), 100000);
    ck_assert_int_eq(instrument_price_round(&it, 100001, ROUND_CEIL), 100010);
    ck_assert_int_eq(instrument_price_round(&it, 12345650, ROUND_HALF_AWAY), 12345700);
}

TEST(instrument, signs_of_prices_and_a_fixed_tick)
{
    struct instrument it = prepared(plain());
    ck_assert(!instrument_price_valid(&it, 0));
    ck_assert(!instrument_price_valid(&it, -5));
    ck_assert(instrument_price_valid(&it, 1));
    ck_assert(instrument_price_valid(&it, 123456789));
    ck_assert_int_eq(instrument_price_round(&it, 123456789, ROUND_CEIL), 123456789);
    it.is_negative_allowed = true;
    ck_assert(instrument_price_valid(&it, 0));
    ck_assert(instrument_price_valid(&it, -3763));
    it.tick_rule = TICK_FIVE_FIGURES;
    ck_assert(instrument_price_valid(&it, -3763));
    ck_assert(!instrument_price_valid(&it, -1234567));
    it.tick_units = 4;
    ck_assert(!instrument_price_valid(&it, INT64_MAX)); /* its units do not fit */
}

TEST(instrument, prices_and_quantities_are_written_without_needless_noughts)
{
    struct instrument it = plain();
    it.tick_units = 5;
    it.lot_units = 25;
    it = prepared(it);
    char bytes[64];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    instrument_price_format(&it, &writer, 2401);
    writer_char(&writer, ' ');
    instrument_qty_format(&it, &writer, -40);
    writer_char(&writer, ' ');
    instrument_qty_format(&it, &writer, 1);
    ck_assert_str_eq(bytes, "120.05 -1 0.025");
    ck_assert(instrument_price(&it, 2401) == 120.05);
}

TEST(instrument, kinds_have_names_and_names_kinds)
{
    for (int i = 0; i < INSTRUMENT_KIND_COUNT; i++) {
        enum instrument_kind kind = INSTRUMENT_KIND_COUNT;
        const char *name = instrument_kind_name((enum instrument_kind)i);
        ck_assert_int_eq(instrument_kind_parse(&kind, text_from(name)), ST_OK);
        ck_assert_int_eq(kind, i);
    }
    enum instrument_kind kind = INSTRUMENT_FX;
    ck_assert_int_eq(instrument_kind_parse(&kind, TEXT("Equity")), ST_OK);
    ck_assert_int_eq(kind, INSTRUMENT_EQUITY);
    ck_assert_int_eq(instrument_kind_parse(&kind, TEXT("option")), ST_ABSENT);
    ck_assert_int_eq(kind, INSTRUMENT_EQUITY);
    ck_assert_str_eq(instrument_kind_name(INSTRUMENT_PERPETUAL_INVERSE), "inverse");
}

static void name_beyond(void *argument)
{
    (void)argument;
    instrument_kind_name(INSTRUMENT_KIND_COUNT);
}

TEST(instrument, a_kind_that_does_not_exist_is_a_bug) { assert_dies(name_beyond, NULL); }
