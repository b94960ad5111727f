/*
 * scan.h — plain decimal numbers read eight bytes at a time.
 *
 * For the hot loop of the text decoders only: a sign, digits, a point, digits. Whatever is not that
 * plain (an exponent, more decimals than asked for, more than 18 digits) answers NULL, and the
 * caller asks base/decimal.h, which understands all of it. Both give the same units where both
 * answer.
 *
 * A read may look up to SCAN_SLACK bytes past the number: the caller owns that many behind its
 * text.
 */
#ifndef ARGOSY_FORMAT_SCAN_H
#define ARGOSY_FORMAT_SCAN_H

#include "base/assert.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SCAN_SLACK = 32 };

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first digit is the lowest byte");

static const int64_t scan_powers[19] = {
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

static inline uint64_t scan_load(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* A word whose byte is >= 0x80 where `word` has no digit. A carry can spoil only bytes behind the
 * first such one, and only the first is asked for. */
static inline uint64_t scan_marks(uint64_t word)
{
    uint64_t digits = word ^ 0x3030303030303030u;
    return ((digits + 0x7676767676767676u) | digits) & 0x8080808080808080u;
}

/* The value of the first `count` (1..8) bytes of a word, all digits: they are moved to the top, so
 * that zeros stand before them, then pairs, fours and the eight are joined by multiplication. */
static inline int64_t scan_digits(uint64_t word, uint32_t count)
{
    word = (word ^ 0x3030303030303030u) << (64 - 8 * count);
    word = word * 10 + (word >> 8);
    word = ((word & 0x000000ff000000ffu) * 0x000f424000000064u +
            ((word >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >>
           32;
    return (int64_t)word;
}

/* At most `room` digits into *value, which they extend. Answers how many there were, or room + 1
 * when there are more. */
static inline uint32_t scan_run(const char *at, uint32_t room, int64_t *value)
{
    uint32_t count = 0;
    for (;;) {
        uint64_t word = scan_load(at + count), marks = scan_marks(word);
        uint32_t here = marks ? (uint32_t)__builtin_ctzll(marks) / 8 : 8;
        if (here == 0) return count;
        if (count + here > room) return room + 1;
        *value = *value * scan_powers[here] + scan_digits(word, here);
        count += here;
        if (here < 8) return count;
    }
}

/* The number at `at` in units of 10^-decimals (0..9). Answers where it ends, or NULL: not plain. */
static inline const char *scan_number(const char *at, uint32_t decimals, int64_t *value)
{
    bool is_negative = *at == '-';
    at += is_negative;
    int64_t units = 0;
    uint32_t whole = scan_run(at, 18 - decimals, &units);
    if (UNLIKELY(whole == 0 || whole > 18 - decimals)) return NULL;
    at += whole;
    uint32_t behind = 0;
    if (*at == '.') {
        behind = scan_run(++at, decimals, &units);
        if (UNLIKELY(behind > decimals)) return NULL;
        at += behind;
    }
    units *= scan_powers[decimals - behind];
    *value = is_negative ? -units : units;
    return at;
}

#endif
