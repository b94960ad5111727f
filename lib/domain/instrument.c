#include "domain/instrument.h"

#include <string.h>

static const char *const kind_names[INSTRUMENT_KIND_COUNT] = { "spot",   "perpetual", "inverse",
                                                               "future", "equity",    "fx" };

const char *instrument_kind_name(enum instrument_kind kind)
{
    ASSERT(kind < INSTRUMENT_KIND_COUNT);
    return kind_names[kind];
}

enum status instrument_kind_parse(enum instrument_kind *kind, struct text name)
{
    for (int i = 0; i < INSTRUMENT_KIND_COUNT; i++) {
        if (!text_equal_fold(name, text_from(kind_names[i]))) continue;
        *kind = (enum instrument_kind)i;
        return ST_OK;
    }
    return ST_ABSENT;
}

static u128 gcd(u128 a, u128 b)
{
    while (b != 0) {
        u128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* 10^exponent in 128 bits; exponent <= 36. */
static u128 power_wide(uint32_t exponent)
{
    u128 power = 1;
    for (uint32_t i = 0; i < exponent; i++) power *= 10;
    return power;
}

/* cash units = ticks × lots × (tick × lot × multiplier × 10^ledger) / 10^(price + lot + multiplier
 * decimals). For an inverse contract: lots × (lot × multiplier × 10^(ledger + price)) / (ticks ×
 * tick × 10^(lot + mult)), so the ratio leaves price out of the numerator. */
static bool find_ratio(const struct instrument *it, i128 *num, i128 *den)
{
    bool is_inverse = it->kind == INSTRUMENT_PERPETUAL_INVERSE;
    uint32_t up = it->ledger_decimals + (is_inverse ? it->price_decimals : 0);
    uint32_t down =
        it->lot_decimals + it->multiplier_decimals + (is_inverse ? 0 : it->price_decimals);
    uint32_t common = up < down ? up : down;
    if (up - common > 36 || down - common > 36) return false;
    u128 units = (u128)it->lot_units * (u128)it->multiplier_units, n, d = power_wide(down - common);
    if (is_inverse) {
        if (__builtin_mul_overflow(d, (u128)it->tick_units, &d)) return false;
    } else if (__builtin_mul_overflow(units, (u128)it->tick_units, &units)) {
        return false;
    }
    if (__builtin_mul_overflow(units, power_wide(up - common), &n)) return false;
    u128 divisor = gcd(n, d);
    n /= divisor;
    d /= divisor;
    if (n > INT64_MAX || d > INT64_MAX) return false;
    *num = (i128)n;
    *den = (i128)d;
    return true;
}

enum status instrument_prepare(struct instrument *it, struct err *err)
{
    if (it->price_decimals > DECIMALS_MAX || it->lot_decimals > DECIMALS_MAX ||
        it->multiplier_decimals > DECIMALS_MAX || it->ledger_decimals > DECIMALS_MAX)
        return err_set(err, ST_RANGE, "%s: more than %d decimals", it->symbol, DECIMALS_MAX);
    if (it->tick_units <= 0 || it->lot_units <= 0 || it->multiplier_units <= 0)
        return err_set(err, ST_RANGE, "%s: tick, lot and multiplier must be above 0", it->symbol);
    i128 num, den;
    if (!find_ratio(it, &num, &den))
        return err_set(err, ST_RANGE,
                       "%s: tick, lot and multiplier together are too fine for the ledger; state a "
                       "coarser lot or tick",
                       it->symbol);
    it->cash_num = (int64_t)num;
    it->cash_den = (int64_t)den;
    if (it->qty_lots_min < 1) it->qty_lots_min = 1;
    return ST_OK;
}

bool instrument_check(const struct instrument *it)
{
    i128 num, den;
    return it->tick_units > 0 && it->lot_units > 0 && it->multiplier_units > 0 &&
           find_ratio(it, &num, &den) && it->cash_num == num && it->cash_den == den;
}

/* What 64 bits do not hold: the exact product in 128, divided as stated. */
static int64_t cash_wide(const struct instrument *it, int64_t price_ticks, int64_t qty_lots,
                         enum rounding rounding)
{
    i128 cash;
    if (it->kind != INSTRUMENT_PERPETUAL_INVERSE) {
        i128 product = (i128)price_ticks * qty_lots;
        ASSERT(product <= ((i128)1 << 126) / it->cash_num);
        ASSERT(product >= -((i128)1 << 126) / it->cash_num);
        cash = decimal_divide(product * it->cash_num, it->cash_den, rounding);
    } else {
        ASSERT(price_ticks > 0);
        cash = decimal_divide(-(i128)qty_lots * it->cash_num, (i128)price_ticks * it->cash_den,
                              rounding);
    }
    ASSERT(cash >= INT64_MIN);
    ASSERT(cash <= INT64_MAX);
    return (int64_t)cash;
}

int64_t instrument_cash(const struct instrument *it, int64_t price_ticks, int64_t qty_lots,
                        enum rounding rounding)
{
    int64_t product;
    bool is_narrow = it->kind != INSTRUMENT_PERPETUAL_INVERSE &&
                     !__builtin_mul_overflow(price_ticks, qty_lots, &product) &&
                     !__builtin_mul_overflow(product, it->cash_num, &product);
    if (UNLIKELY(!is_narrow)) return cash_wide(it, price_ticks, qty_lots, rounding);
    if (it->cash_den == 1) return product;
    if (rounding == ROUND_ZERO) return product / it->cash_den;
    return (int64_t)decimal_divide(product, it->cash_den, rounding);
}

int64_t instrument_notional(const struct instrument *it, int64_t price_ticks, int64_t qty_lots)
{
    int64_t cash = instrument_cash(it, price_ticks, qty_lots, ROUND_ZERO);
    return cash < 0 ? -cash : cash;
}

/* The step that five significant figures leave at a price, in units of 10^-price_decimals. Whole
 * units are always allowed. */
static int64_t figure_step(const struct instrument *it, int64_t units)
{
    int64_t size = units < 0 ? -units : units, step = 1, whole = decimal_power(it->price_decimals);
    while (size / step >= 100000) step *= 10;
    return step < whole ? step : whole;
}

bool instrument_price_valid(const struct instrument *it, int64_t price_ticks)
{
    if (price_ticks <= 0 && !it->is_negative_allowed) return false;
    if (it->tick_rule == TICK_FIXED) return true;
    int64_t units;
    if (__builtin_mul_overflow(price_ticks, it->tick_units, &units)) return false;
    return units % figure_step(it, units) == 0;
}

int64_t instrument_price_round(const struct instrument *it, int64_t price_ticks,
                               enum rounding rounding)
{
    if (it->tick_rule == TICK_FIXED) return price_ticks;
    i128 units = (i128)price_ticks * it->tick_units;
    ASSERT(units <= INT64_MAX);
    ASSERT(units >= INT64_MIN);
    i128 step = figure_step(it, (int64_t)units);
    i128 rounded = decimal_divide(units, step, rounding) * step;
    return (int64_t)decimal_divide(rounded, it->tick_units, rounding);
}

void instrument_price_format(const struct instrument *it, struct writer *writer,
                             int64_t price_ticks)
{
    decimal_format(writer, price_ticks * it->tick_units, it->price_decimals, true);
}

void instrument_qty_format(const struct instrument *it, struct writer *writer, int64_t qty_lots)
{
    decimal_format(writer, qty_lots * it->lot_units, it->lot_decimals, true);
}
