#include "base/decimal.h"

#include <string.h>

static const int64_t powers[DECIMALS_MAX + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

int64_t decimal_power(uint32_t exponent)
{
    ASSERT(exponent <= DECIMALS_MAX);
    return powers[exponent];
}

/* A number's text taken apart: digits without point, and where the point stands. */
struct parts {
    bool is_negative;
    struct text digits; /* from the first digit or the point to the last */
    int64_t places;     /* digits behind the point, once the exponent is applied; may be negative */
};

/* An exponent beyond this is as good as infinite: no text is long enough to bring it back. */
enum { EXPONENT_MAX = 1 << 30 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Takes a sign off the front of a text; answers whether it is a minus. */
static bool take_sign(struct text *rest)
{
    if (rest->length == 0 || (rest->bytes[0] != '-' && rest->bytes[0] != '+')) return false;
    bool is_minus = rest->bytes[0] == '-';
    rest->bytes++;
    rest->length--;
    return is_minus;
}

static enum status read_exponent(int64_t *exponent, struct text text)
{
    bool is_down = take_sign(&text);
    int64_t value = 0;
    if (text.length == 0) return ST_PARSE;
    for (size_t i = 0; i < text.length; i++) {
        if (!is_digit(text.bytes[i])) return ST_PARSE;
        if (value < EXPONENT_MAX) value = value * 10 + (text.bytes[i] - '0');
    }
    *exponent = is_down ? -value : value;
    return ST_OK;
}

static enum status take_apart(struct parts *parts, struct text rest)
{
    *parts = (struct parts){ 0 };
    parts->is_negative = take_sign(&rest);
    size_t at = 0, digit_count = 0, point = SIZE_MAX;
    for (; at < rest.length; at++) {
        if (is_digit(rest.bytes[at])) digit_count++;
        else if (rest.bytes[at] == '.' && point == SIZE_MAX) point = at;
        else break;
    }
    if (digit_count == 0) return ST_PARSE;
    parts->digits = (struct text){ rest.bytes, at };
    if (point != SIZE_MAX) parts->places = (int64_t)(at - point) - 1;
    if (at == rest.length) return ST_OK;
    if (rest.bytes[at] != 'e' && rest.bytes[at] != 'E') return ST_PARSE;
    int64_t exponent = 0;
    at++;
    enum status status =
        read_exponent(&exponent, (struct text){ rest.bytes + at, rest.length - at });
    parts->places -= exponent;
    return status;
}

/* The value in units of 10^-decimals: the digits up to that place, and whether what follows rounds
 * up or is nothing at all. */
static enum status read_units(int64_t *units, bool *is_exact, const struct parts *parts,
                              int64_t decimals)
{
    uint64_t value = 0;
    bool is_up = false, is_rest = false;
    int64_t place = parts->places; /* of the last digit: units of 10^-place */
    size_t digits = parts->digits.length;
    if (memchr(parts->digits.bytes, '.', digits)) digits--;
    place -= (int64_t)digits; /* of the place before the first */
    for (size_t i = 0; i < parts->digits.length; i++) {
        char c = parts->digits.bytes[i];
        if (c == '.') continue;
        place++;
        if (place <= decimals) {
            if (__builtin_mul_overflow(value, 10u, &value) ||
                __builtin_add_overflow(value, (uint64_t)(c - '0'), &value))
                return ST_RANGE;
        } else { /* behind the last place kept */
            if (place == decimals + 1) is_up = c >= '5';
            is_rest = is_rest || c != '0';
        }
    }
    for (; place < decimals && value != 0; place++)
        if (__builtin_mul_overflow(value, 10u, &value)) return ST_RANGE;
    uint64_t most = (uint64_t)INT64_MAX + parts->is_negative;
    if (value > most || (value == most && is_up)) return ST_RANGE;
    value += is_up;
    *units = parts->is_negative ? (int64_t)(0 - value) : (int64_t)value;
    *is_exact = !is_rest;
    return ST_OK;
}

enum status decimal_parse(struct decimal *decimal, struct text text)
{
    struct parts parts;
    enum status status = take_apart(&parts, text);
    if (status != ST_OK) return status;
    int64_t decimals = parts.places > 0 ? parts.places : 0;
    if (decimals > DECIMALS_MAX) return ST_RANGE;
    bool is_exact;
    int64_t units;
    status = read_units(&units, &is_exact, &parts, decimals);
    if (status == ST_OK) *decimal = (struct decimal){ units, (uint32_t)decimals };
    return status;
}

enum status decimal_parse_round(int64_t *units, bool *is_exact, struct text text, uint32_t decimals)
{
    ASSERT(decimals <= DECIMALS_MAX);
    struct parts parts;
    enum status status = take_apart(&parts, text);
    if (status != ST_OK) return status;
    return read_units(units, is_exact, &parts, decimals);
}

enum status decimal_parse_exact(int64_t *units, struct text text, uint32_t decimals)
{
    bool is_exact;
    int64_t value;
    enum status status = decimal_parse_round(&value, &is_exact, text, decimals);
    if (status != ST_OK) return status;
    if (!is_exact) return ST_RANGE;
    *units = value;
    return ST_OK;
}

i128 decimal_divide(i128 numerator, i128 denominator, enum rounding rounding)
{
    ASSERT(denominator > 0);
    if (rounding == ROUND_ZERO && numerator == (int64_t)numerator &&
        denominator == (int64_t)denominator)
        return (int64_t)numerator /
               (int64_t)denominator; /* the common case, several times faster */
    i128 quotient = numerator / denominator, rest = numerator % denominator;
    if (rest == 0) return quotient;
    switch (rounding) { /* another value is a bug: cannot happen */
    case ROUND_ZERO: return quotient;
    case ROUND_FLOOR: return quotient - (rest < 0);
    case ROUND_CEIL: return quotient + (rest > 0);
    case ROUND_HALF_AWAY: {
        i128 size = rest < 0 ? -rest : rest;
        bool is_up = size >= denominator - size;
        return quotient + (is_up ? (numerator < 0 ? -1 : 1) : 0);
    }
    }
    assert_failed(__FILE__, __LINE__, "the rounding is known");
}

enum status decimal_rescale(int64_t *out, int64_t units, uint32_t from, uint32_t to,
                            enum rounding rounding)
{
    ASSERT(from <= DECIMALS_MAX);
    ASSERT(to <= DECIMALS_MAX);
    i128 value = units;
    if (to >= from) value *= powers[to - from];
    else value = decimal_divide(value, powers[from - to], rounding);
    if (value > INT64_MAX || value < INT64_MIN) return ST_RANGE;
    *out = (int64_t)value;
    return ST_OK;
}

void decimal_format(struct writer *writer, int64_t units, uint32_t decimals, bool is_trimmed)
{
    ASSERT(decimals <= DECIMALS_MAX);
    uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    uint64_t whole = size / (uint64_t)powers[decimals], part = size % (uint64_t)powers[decimals];
    if (units < 0) writer_char(writer, '-');
    writer_format(writer, "%llu", (unsigned long long)whole);
    while (is_trimmed && decimals > 0 && part % 10 == 0) part /= 10, decimals--;
    if (decimals > 0) writer_format(writer, ".%0*llu", (int)decimals, (unsigned long long)part);
}

uint64_t decimal_sqrt(u128 value)
{
    u128 root = 0, bit = (u128)1 << 126;
    while (bit > value) bit >>= 2;
    for (; bit != 0; bit >>= 2) {
        if (value >= root + bit) {
            value -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (uint64_t)root;
}
