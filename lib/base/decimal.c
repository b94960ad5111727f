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
    const char *digits; /* from the first digit or the point to the last */
    size_t length;
    int32_t exponent; /* what follows the e */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static enum status take_apart(struct parts *parts, struct text text)
{
    *parts = (struct parts){ 0 };
    size_t at = 0;
    if (at < text.length && (text.bytes[at] == '-' || text.bytes[at] == '+'))
        parts->is_negative = text.bytes[at++] == '-';
    parts->digits = text.bytes + at;
    size_t start = at, digit_count = 0;
    bool has_point = false;
    for (; at < text.length; at++) {
        if (is_digit(text.bytes[at]))
            digit_count++;
        else if (text.bytes[at] == '.' && !has_point)
            has_point = true;
        else
            break;
    }
    parts->length = at - start;
    if (digit_count == 0) return ST_PARSE;
    if (at == text.length) return ST_OK;
    if (text.bytes[at] != 'e' && text.bytes[at] != 'E') return ST_PARSE;
    at++;
    bool is_down = false;
    if (at < text.length && (text.bytes[at] == '-' || text.bytes[at] == '+'))
        is_down = text.bytes[at++] == '-';
    if (at == text.length) return ST_PARSE;
    for (; at < text.length; at++) {
        if (!is_digit(text.bytes[at])) return ST_PARSE;
        parts->exponent = parts->exponent * 10 + (text.bytes[at] - '0');
        if (parts->exponent > 400) return ST_RANGE;
    }
    if (is_down) parts->exponent = -parts->exponent;
    return ST_OK;
}

/* The value in units of 10^-decimals: the digits up to that place, and whether what follows rounds
 * up or is nothing at all. */
static enum status read_units(int64_t *units, bool *is_exact, const struct parts *parts,
                              int32_t decimals)
{
    uint64_t value = 0;
    bool has_point = false, is_up = false, is_rest = false;
    int32_t place = parts->exponent; /* counts down behind the point */
    for (size_t i = 0; i < parts->length; i++)
        if (parts->digits[i] == '.')
            break;
        else
            place++;
    /* place: how many digits stand before the point once the exponent is applied */
    for (size_t i = 0; i < parts->length; i++) {
        if (parts->digits[i] == '.') {
            has_point = true;
            continue;
        }
        uint64_t digit = (uint64_t)(parts->digits[i] - '0');
        place--;
        if (place < -decimals) { /* behind the last place kept */
            if (place == -decimals - 1) is_up = digit >= 5;
            is_rest = is_rest || digit > 0;
            continue;
        }
        if (__builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, digit, &value) || value > INT64_MAX)
            return ST_RANGE;
    }
    (void)has_point;
    for (; place > -decimals; place--) {
        if (value == 0) break;
        if (__builtin_mul_overflow(value, 10u, &value) || value > INT64_MAX) return ST_RANGE;
    }
    value += is_up;
    if (value > INT64_MAX) return ST_RANGE;
    *units = parts->is_negative ? -(int64_t)value : (int64_t)value;
    *is_exact = !is_rest;
    return ST_OK;
}

enum status decimal_parse(struct decimal *decimal, struct text text)
{
    struct parts parts;
    enum status status = take_apart(&parts, text);
    if (status != ST_OK) return status;
    int32_t decimals = 0;
    const char *point = memchr(parts.digits, '.', parts.length);
    if (point) decimals = (int32_t)(parts.digits + parts.length - point) - 1;
    decimals -= parts.exponent;
    if (decimals < 0) decimals = 0;
    if (decimals > DECIMALS_MAX) return ST_RANGE;
    bool is_exact;
    status = read_units(&decimal->units, &is_exact, &parts, decimals);
    decimal->decimals = (uint32_t)decimals;
    return status;
}

enum status decimal_parse_round(int64_t *units, bool *is_exact, struct text text, uint32_t decimals)
{
    ASSERT(decimals <= DECIMALS_MAX);
    struct parts parts;
    enum status status = take_apart(&parts, text);
    if (status != ST_OK) return status;
    return read_units(units, is_exact, &parts, (int32_t)decimals);
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
    if (rounding == ROUND_ZERO && numerator == (int64_t)numerator && denominator == (int64_t)denominator)
        return (int64_t)numerator / (int64_t)denominator; /* the common case, several times faster */
    i128 quotient = numerator / denominator, rest = numerator % denominator;
    if (rest == 0) return quotient;
    switch (rounding) {
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
    if (to >= from)
        value *= powers[to - from];
    else
        value = decimal_divide(value, powers[from - to], rounding);
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
