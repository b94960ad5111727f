#include "base/number.h"
#include "base/big.h"

#include <string.h>

typedef unsigned __int128 u128;

enum {
    MANTISSA_BITS = 53,
    EXPONENT_LEAST = -1074, /* of the last mantissa bit of a subnormal */
    EXPONENT_MOST = 971,    /* of the last mantissa bit of the largest double */
    EXPONENT_BIAS = 1075,   /* from a mantissa's exponent to the stored one */
    DIGITS_KEPT = 800,      /* 768 tell any double and any midpoint apart; the rest breaks ties */
    DIGITS_IN_WORD = 19,
    DOUBLE_POWER_MAX = 22,  /* the largest power of ten that is a double */
    MAGNITUDE_MOST = 310,   /* 10^310 is beyond the largest double, */
    MAGNITUDE_LEAST = -330, /* and 10^-330 below half of the smallest */
    EXPONENT_TEXT_MAX = 1 << 28,
};

/* A number's text, read: the digits that count, as one integer × 10^exponent. */
struct parsed {
    bool is_negative;
    bool is_cut;   /* digits other than zero were left out behind the last kept */
    uint64_t word; /* the first 19 significant digits, */
    uint32_t word_digits;
    struct text digits; /* and where all of them stand; a point may be among them */
    uint32_t digit_count;
    int64_t exponent; /* of the last digit kept */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Reads the exponent behind an e. False: it is none. Beyond any sense it stays where it is. */
static bool read_exponent(struct text text, int64_t *exponent)
{
    size_t at = 0;
    bool is_down = false;
    if (at < text.length && (text.bytes[at] == '-' || text.bytes[at] == '+'))
        is_down = text.bytes[at++] == '-';
    if (at == text.length) return false;
    int64_t value = 0;
    for (; at < text.length; at++) {
        if (!is_digit(text.bytes[at])) return false;
        if (value < EXPONENT_TEXT_MAX) value = value * 10 + (text.bytes[at] - '0');
    }
    *exponent = is_down ? -value : value;
    return true;
}

static void take_digit(struct parsed *parsed, char c, const char *at, bool is_behind)
{
    if (parsed->digit_count == 0 && c == '0') {
        parsed->exponent -= is_behind; /* a leading zero counts for its place only */
        return;
    }
    if (parsed->digit_count == DIGITS_KEPT) {
        parsed->is_cut = parsed->is_cut || c != '0';
        parsed->exponent += !is_behind;
        return;
    }
    if (parsed->digit_count == 0) parsed->digits.bytes = at;
    parsed->digits.length = (size_t)(at - parsed->digits.bytes) + 1;
    parsed->digit_count++;
    parsed->exponent -= is_behind;
    if (parsed->word_digits == DIGITS_IN_WORD) return;
    parsed->word = parsed->word * 10 + (uint64_t)(c - '0');
    parsed->word_digits++;
}

static bool read_text(struct parsed *parsed, struct text text)
{
    *parsed = (struct parsed){ 0 };
    const char *at = text.bytes, *end = at + text.length;
    if (at < end && (*at == '-' || *at == '+')) parsed->is_negative = *at++ == '-';
    bool has_digit = false, has_point = false;
    for (; at < end; at++) {
        if (is_digit(*at)) {
            has_digit = true;
            take_digit(parsed, *at, at, has_point);
        } else if (*at == '.' && !has_point) {
            has_point = true;
        } else {
            break;
        }
    }
    if (!has_digit) return false;
    if (at == end) return true;
    if (*at != 'e' && *at != 'E') return false;
    int64_t exponent;
    if (!read_exponent((struct text){ at + 1, (size_t)(end - at) - 1 }, &exponent)) return false;
    parsed->exponent += exponent;
    return true;
}

/* ---- rounding ----------------------------------------------------------------------------------
 */

/* word × 2^exponent (and a little more when not exact) as the nearest double. word's first bit is
 * set. False: it is beyond the largest. */
static bool round_word(double *value, uint64_t word, int32_t exponent, bool is_exact)
{
    ASSERT(word >> 63 == 1);
    int32_t drop = 64 - MANTISSA_BITS;
    if (exponent + drop < EXPONENT_LEAST) drop = EXPONENT_LEAST - exponent;
    uint64_t bits = 0;
    if (drop <= 64) {
        uint64_t kept = drop == 64 ? 0 : word >> drop, half = (uint64_t)1 << (drop - 1);
        uint64_t rest = word - (drop == 64 ? 0 : kept << drop);
        bool is_tie = rest == half && is_exact;
        kept += is_tie ? kept & 1 : rest >= half;
        /* A carry out of the mantissa falls into the stored exponent, where it belongs. */
        int32_t stored = exponent + drop + EXPONENT_BIAS - 1;
        if (kept >> MANTISSA_BITS != 0) {
            kept >>= 1;
            stored++;
        }
        if (stored - EXPONENT_BIAS + 1 > EXPONENT_MOST) return false;
        bits = kept + ((uint64_t)stored << (MANTISSA_BITS - 1));
    }
    memcpy(value, &bits, sizeof bits);
    return true;
}

static bool round_wide(double *value, u128 wide, int32_t exponent, bool is_exact)
{
    uint64_t high = (uint64_t)(wide >> 64);
    int32_t up = high ? __builtin_clzll(high) : 64 + __builtin_clzll((uint64_t)wide);
    wide <<= up;
    return round_word(value, (uint64_t)(wide >> 64), exponent - up + 64,
                      is_exact && (uint64_t)wide == 0);
}

/* All digits in a big; the tail that was cut off is one more digit, which nothing can mistake for a
 * tie. */
static void digits_to_big(struct big *big, const struct parsed *parsed, int32_t *exponent)
{
    big_set(big, 0);
    for (size_t i = 0; i < parsed->digits.length; i++)
        if (parsed->digits.bytes[i] != '.')
            big_mul_add(big, 10, (uint64_t)(parsed->digits.bytes[i] - '0'));
    *exponent = (int32_t)parsed->exponent;
    if (parsed->is_cut) {
        big_mul_add(big, 10, 1);
        --*exponent;
    }
}

/*
 * The exact way. At most 801 digits take 2,661 bits; × 10^310 at most 1,030 more. Downwards the
 * digits are shifted up until, after the division by 10^k, 64 bits are left: k <= 801 + 330, which
 * is 3,757 bits and 65 more. Both stay below 4,096.
 */
static bool round_exact(double *value, const struct parsed *parsed)
{
    struct big big;
    int32_t power, shift = 0;
    bool is_exact = true;
    digits_to_big(&big, parsed, &power);
    if (power >= 0) {
        big_mul_power(&big, (uint32_t)power);
    } else {
        int32_t needed = -power * 1701 / 512 + 66; /* 1701 / 512 is a little over log2(10) */
        shift = needed - (int32_t)big_bits(&big);
        if (shift < 0) shift = 0;
        big_shift_up(&big, (uint32_t)shift);
        is_exact = big_div_power(&big, (uint32_t)-power);
    }
    int32_t drop = (int32_t)big_bits(&big) - 64;
    if (drop >= 0) is_exact = big_shift_down(&big, (uint32_t)drop) && is_exact;
    else big_shift_up(&big, (uint32_t)-drop);
    return round_word(value, big.words[0], drop - shift, is_exact);
}

/* ---- the three ways, the cheapest first ---------------------------------------------------- */

static bool round_parsed(double *value, const struct parsed *parsed)
{
    static const double powers[DOUBLE_POWER_MAX + 1] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,
                                                         1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                         1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
                                                         1e18, 1e19, 1e20, 1e21, 1e22 };
    int64_t power = parsed->exponent;
    *value = 0;
    if (parsed->digit_count == 0) return true;
    if (power + parsed->digit_count > MAGNITUDE_MOST) return false;
    if (power + parsed->digit_count < MAGNITUDE_LEAST) return true;
    if (parsed->digit_count > DIGITS_IN_WORD) return round_exact(value, parsed);
    /* Two doubles that are exact give a result rounded once (Clinger, 1990). */
    if (parsed->word >> MANTISSA_BITS == 0 && power >= -DOUBLE_POWER_MAX &&
        power <= DOUBLE_POWER_MAX) {
        double word = (double)parsed->word;
        *value = power < 0 ? word / powers[-power] : word * powers[power];
        return true;
    }
    if (power < -DIGITS_IN_WORD || power > DIGITS_IN_WORD) return round_exact(value, parsed);
    uint64_t factor = 1;
    for (int64_t i = power < 0 ? -power : power; i > 0; i--) factor *= 10;
    if (power >= 0) return round_wide(value, (u128)parsed->word * factor, 0, true);
    /* The word is shifted to the top of 128 bits, so that the quotient keeps 64 or more. */
    int32_t up = 64 + __builtin_clzll(parsed->word);
    u128 wide = (u128)parsed->word << up;
    return round_wide(value, wide / factor, -up, wide % factor == 0);
}

enum status number_parse(double *value, struct text text)
{
    struct parsed parsed;
    double size;
    if (text.length == 0 || !read_text(&parsed, text)) return ST_PARSE;
    if (!round_parsed(&size, &parsed)) return ST_RANGE;
    *value = parsed.is_negative ? -size : size;
    return ST_OK;
}
