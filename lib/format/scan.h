/*
 * scan.h — plain decimal numbers read eight bytes at a time.
 *
 * For the hot loop of the text decoders only: a sign, digits, a point, digits. Whatever is not that
 * plain (an exponent, more decimals than asked for, more than 19 digits) answers NULL, and the
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

static const uint64_t scan_powers[20] = {
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
    10000000000000000000u,
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

/* The value of the first `count` (0..8) bytes of a word, all digits: they are moved to the top, so
 * that zeros stand before them, then pairs, fours and the eight are joined by multiplication. The
 * shift is done in two steps, because one by 64 has no meaning in C. */
static inline uint64_t scan_digits(uint64_t word, uint32_t count)
{
    word = (word ^ 0x3030303030303030u) << (32 - 4 * count) << (32 - 4 * count);
    word = word * 10 + (word >> 8);
    word = ((word & 0x000000ff000000ffu) * 0x000f424000000064u +
            ((word >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >>
           32;
    return word;
}

/* At most `room` digits into *value, which they extend. Answers how many there were, or more than
 * `room` when there are more. */
static inline uint32_t scan_run(const char *at, uint32_t room, uint64_t *value)
{
    uint32_t count = 0;
    for (;;) {
        uint64_t word = scan_load(at + count), marks = scan_marks(word);
        uint32_t here = marks ? (uint32_t)__builtin_ctzll(marks) / 8 : 8;
        if (count + here > room) return room + 1;
        *value = *value * scan_powers[here] + scan_digits(word, here);
        count += here;
        if (here < 8) return count;
    }
}

/* Numbers of any length that fits: nineteen digits fit 64 bits without a sign, and whether they fit
 * with one is asked at the end. */
static inline const char *scan_long(const char *at, uint32_t decimals, int64_t *value)
{
    bool is_negative = *at == '-';
    at += is_negative;
    uint64_t units = 0;
    uint32_t room = 19 - decimals, whole = scan_run(at, room, &units);
    if (UNLIKELY(whole == 0 || whole > room)) return NULL;
    at += whole;
    uint32_t behind = 0;
    if (*at == '.') {
        behind = scan_run(++at, decimals, &units);
        if (UNLIKELY(behind > decimals)) return NULL;
        at += behind;
    }
    units *= scan_powers[decimals - behind];
    if (UNLIKELY(units > INT64_MAX)) return NULL;
    *value = is_negative ? -(int64_t)units : (int64_t)units;
    return at;
}

/* The number at `at` in units of 10^-decimals (0..9). Answers where it ends, or NULL: not plain.
 * Up to seven digits on both sides of the point, as most prices have, take no loop. */
static inline const char *scan_number(const char *at, uint32_t decimals, int64_t *value)
{
    uint64_t word = scan_load(at), marks = scan_marks(word);
    uint32_t whole = marks ? (uint32_t)__builtin_ctzll(marks) / 8 : 0;
    if (UNLIKELY(whole == 0)) return scan_long(at, decimals, value);
    uint64_t units = scan_digits(word, whole) * scan_powers[decimals];
    const char *end = at + whole;
    if (*end == '.') {
        word = scan_load(end + 1);
        marks = scan_marks(word);
        uint32_t behind = marks ? (uint32_t)__builtin_ctzll(marks) / 8 : 8;
        if (UNLIKELY(behind == 8 || behind > decimals)) return scan_long(at, decimals, value);
        units += scan_digits(word, behind) * scan_powers[decimals - behind];
        end += 1 + behind;
    }
    *value = (int64_t)units;
    return end;
}

#endif
