#include "base/number.h"
#include "base/big.h"

#include <string.h>

typedef unsigned __int128 u128;

enum {
    MANTISSA_BITS = 52,
    EXPONENT_LEAST = -1074, /* of the last mantissa bit of a subnormal */
    EXPONENT_INFINITE = 2047,
    DIGITS_IN_WORD = 19,
    FAST_POWER_MAX = 21, /* a mantissa of 55 bits × 10^21 < 2^125 */
    FAST_SHIFT_MAX = 127,
};

static const uint64_t powers[DIGITS_IN_WORD + 1] = {
    1ull,
    10ull,
    100ull,
    1000ull,
    10000ull,
    100000ull,
    1000000ull,
    10000000ull,
    100000000ull,
    1000000000ull,
    10000000000ull,
    100000000000ull,
    1000000000000ull,
    10000000000000ull,
    100000000000000ull,
    1000000000000000ull,
    10000000000000000ull,
    100000000000000000ull,
    1000000000000000000ull,
    10000000000000000000ull,
};

static u128 power(int32_t exponent)
{
    if (exponent <= DIGITS_IN_WORD) return powers[exponent];
    return (u128)powers[DIGITS_IN_WORD] * powers[exponent - DIGITS_IN_WORD];
}

/* ---- a double taken apart -------------------------------------------------------------------- */

/* mantissa × 2^exponent, without the sign. */
struct binary {
    uint64_t mantissa;
    int32_t exponent;
    bool is_negative;
    bool is_power; /* the gap below it is half the gap above */
};

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

bool number_is_finite(double value)
{
    return (bits_of(value) >> MANTISSA_BITS & EXPONENT_INFINITE) != EXPONENT_INFINITE;
}

static struct binary binary_from(double value)
{
    uint64_t bits = bits_of(value), fraction = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
    int32_t biased = (int32_t)(bits >> MANTISSA_BITS & EXPONENT_INFINITE);
    ASSERT(biased != EXPONENT_INFINITE);
    bool is_normal = biased > 0;
    return (struct binary){
        .mantissa = fraction | (uint64_t)is_normal << MANTISSA_BITS,
        .exponent = EXPONENT_LEAST + (is_normal ? biased - 1 : 0),
        .is_negative = bits >> 63,
        .is_power = fraction == 0 && biased > 1,
    };
}

/* ---- the shortest text ------------------------------------------------------------------------
 */

/* floor(mantissa × 2^exponent × 10^decimals), and whether that lost nothing. The caller has chosen
 * decimals so that the result fits in a word. */
struct scaled {
    uint64_t value;
    bool is_exact;
};

static struct scaled scale(uint64_t mantissa, int32_t exponent, int32_t decimals)
{
    if (decimals >= 0 && decimals <= FAST_POWER_MAX && exponent <= 0 &&
        exponent >= -FAST_SHIFT_MAX) {
        u128 product = mantissa * power(decimals), value = product >> -exponent;
        return (struct scaled){ (uint64_t)value, value << -exponent == product };
    }
    struct big big;
    bool is_exact = true;
    big_set(&big, mantissa);
    if (decimals > 0) big_mul_power(&big, (uint32_t)decimals);
    if (exponent > 0) big_shift_up(&big, (uint32_t)exponent);
    if (exponent < 0) is_exact = big_shift_down(&big, (uint32_t)-exponent);
    if (decimals < 0) is_exact = big_div_power(&big, (uint32_t)-decimals) && is_exact;
    ASSERT(big.count <= 1);
    return (struct scaled){ big.count ? big.words[0] : 0, is_exact };
}

/* The place of the value's first bit: 2^place <= value < 2^(place + 1). */
static int32_t binary_place(const struct binary *it)
{
    return 63 - __builtin_clzll(it->mantissa) + it->exponent;
}

/* The exponent of the first decimal digit, or one less: floor(log10(2^place)), log10(2) taken a
 * little short above one and a little long below, so that over 1,100 places it errs by less than
 * 0.3, and downwards. */
static int32_t guess_exponent(const struct binary *it)
{
    int32_t place = binary_place(it);
    return place >= 0 ? place * 1233 / 4096 : -((-place * 1234 + 4095) / 4096);
}

/* digits × 10^exponent */
struct decimal_digits {
    uint64_t digits;
    int32_t exponent;
};

/*
 * Every decimal between the middles to the two neighbours reads back to this double (the middles
 * too when the mantissa is even). Scaled by 10^decimals that interval holds at least ten integers,
 * 18 or 19 digits long. Digits are dropped from its ends as long as an integer is left inside; of
 * those left, the one nearest to the value is taken. Steele and White (1990) state the problem;
 * cutting both ends at once is how Ryu (Adams, 2018) looks at it.
 */
static struct decimal_digits shortest(const struct binary *it)
{
    int32_t decimals = 17 - guess_exponent(it), exponent = it->exponent - 2;
    bool is_even = (it->mantissa & 1) == 0;
    struct scaled below = scale(it->mantissa * 4 - (it->is_power ? 1 : 2), exponent, decimals);
    struct scaled middle = scale(it->mantissa * 4, exponent, decimals);
    struct scaled above = scale(it->mantissa * 4 + 2, exponent, decimals);
    uint64_t low = below.value + !(below.is_exact && is_even);
    uint64_t high = above.value - (above.is_exact && !is_even);
    ASSERT(low <= high);
    uint64_t unit = 1;
    while ((low + 9) / 10 <= high / 10) {
        low = (low + 9) / 10;
        high /= 10;
        unit *= 10;
        decimals--;
    }
    /* The nearest integer to value / unit. The interval was at least ten wide, so a digit has been
     * dropped, and half a unit is a whole number. */
    ASSERT(unit > 1);
    uint64_t digits = middle.value / unit, rest = middle.value % unit;
    bool is_tie = rest == unit / 2 && middle.is_exact;
    if (is_tie ? (digits & 1) != 0 : rest >= unit / 2) digits++;
    if (digits < low) digits = low;
    if (digits > high) digits = high;
    return (struct decimal_digits){ digits, -decimals };
}

/* Writes a number's digits into a buffer's end, and answers them. */
static struct text spell(char bytes[static 24], uint64_t value)
{
    size_t at = 24;
    do bytes[--at] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    return (struct text){ bytes + at, 24 - at };
}

static void add_zeros(struct writer *writer, int32_t count)
{
    for (int32_t i = 0; i < count; i++) writer_char(writer, '0');
}

static void add_exponent_form(struct writer *writer, struct text digits, int32_t point)
{
    char bytes[24];
    writer_char(writer, digits.bytes[0]);
    if (digits.length > 1) {
        writer_char(writer, '.');
        writer_add(writer, (struct text){ digits.bytes + 1, digits.length - 1 });
    }
    int32_t exponent = point - 1;
    writer_add(writer, exponent < 0 ? TEXT("e-") : TEXT("e+"));
    writer_add(writer, spell(bytes, (uint64_t)(exponent < 0 ? -exponent : exponent)));
}

void number_format(struct writer *writer, double value)
{
    struct binary it = binary_from(value);
    if (it.is_negative) writer_char(writer, '-');
    if (it.mantissa == 0) {
        writer_char(writer, '0');
        return;
    }
    struct decimal_digits found = shortest(&it);
    char bytes[24];
    struct text digits = spell(bytes, found.digits);
    int32_t count = (int32_t)digits.length, point = count + found.exponent;
    if (point > 21 || point < -5) {
        add_exponent_form(writer, digits, point);
    } else if (point <= 0) {
        writer_add(writer, TEXT("0."));
        add_zeros(writer, -point);
        writer_add(writer, digits);
    } else if (point >= count) {
        writer_add(writer, digits);
        add_zeros(writer, point - count);
    } else {
        writer_add(writer, (struct text){ digits.bytes, (size_t)point });
        writer_char(writer, '.');
        writer_add(writer, (struct text){ digits.bytes + point, (size_t)(count - point) });
    }
}

/* ---- fixed decimals ---------------------------------------------------------------------------
 */

/* A value's digits as units of 10^-decimals, from the right end of the buffer; none for zero. */
struct fixed {
    char bytes[310 + NUMBER_DECIMALS_MAX + DIGITS_IN_WORD];
    size_t first;
};

static void fixed_push(struct fixed *fixed, uint64_t part, bool is_last)
{
    for (int i = 0; is_last ? part > 0 : i < DIGITS_IN_WORD; i++, part /= 10)
        fixed->bytes[--fixed->first] = (char)('0' + part % 10);
}

/* Twice the value is asked for: its lowest bit is the half, and what was lost is less than that. */
static bool is_rounded_up(uint64_t doubled, bool is_exact)
{
    bool is_half = (doubled & 1) != 0, is_odd = (doubled & 2) != 0;
    return is_half && (!is_exact || is_odd);
}

static void fixed_fill_big(struct fixed *fixed, const struct binary *it, uint32_t decimals)
{
    int32_t exponent = it->exponent + 1;
    struct big big;
    bool is_exact = true;
    big_set(&big, it->mantissa);
    big_mul_power(&big, decimals);
    if (exponent > 0) big_shift_up(&big, (uint32_t)exponent);
    else is_exact = big_shift_down(&big, (uint32_t)-exponent);
    bool is_up = big.count > 0 && is_rounded_up(big.words[0], is_exact);
    (void)big_shift_down(&big, 1);
    if (is_up) big_mul_add(&big, 1, 1);
    while (big.count > 0) {
        uint64_t part = big_div(&big, powers[DIGITS_IN_WORD]);
        fixed_push(fixed, part, big.count == 0);
    }
}

static void fixed_fill(struct fixed *fixed, const struct binary *it, uint32_t decimals)
{
    if (it->mantissa == 0) return;
    /* 10^d takes less than 10 d / 3 + 1 bits; doubled, the value must stay within a word. */
    if (binary_place(it) + (int32_t)decimals * 10 / 3 + 3 >= 64) {
        fixed_fill_big(fixed, it, decimals);
        return;
    }
    struct scaled doubled = scale(it->mantissa, it->exponent + 1, (int32_t)decimals);
    fixed_push(fixed, (doubled.value >> 1) + is_rounded_up(doubled.value, doubled.is_exact), true);
}

static void add_fixed(struct writer *writer, double value, uint32_t decimals, bool is_grouped)
{
    ASSERT(decimals <= NUMBER_DECIMALS_MAX);
    struct binary it = binary_from(value);
    struct fixed fixed = { .first = sizeof fixed.bytes };
    fixed_fill(&fixed, &it, decimals);
    size_t length = sizeof fixed.bytes - fixed.first;
    const char *digits = fixed.bytes + fixed.first;
    if (it.is_negative && !(is_grouped && length == 0)) writer_char(writer, '-');
    size_t whole = length > decimals ? length - decimals : 0;
    if (whole == 0) writer_char(writer, '0');
    for (size_t i = 0; i < whole; i++) {
        if (is_grouped && i > 0 && (whole - i) % 3 == 0) writer_char(writer, ',');
        writer_char(writer, digits[i]);
    }
    if (decimals == 0) return;
    writer_char(writer, '.');
    add_zeros(writer, (int32_t)(length < decimals ? decimals - length : 0));
    writer_add(writer, (struct text){ digits + whole, length - whole });
}

void number_format_fixed(struct writer *writer, double value, uint32_t decimals)
{
    add_fixed(writer, value, decimals, false);
}

void number_format_grouped(struct writer *writer, double value, uint32_t decimals)
{
    add_fixed(writer, value, decimals, true);
}
