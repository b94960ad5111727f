/*
 * big.h — an unsigned integer of at most 4,096 bits: as much as it takes to hold any double, or any
 * decimal text that could be one, exactly.
 *
 * The bound: 800 significant digits times 2^1,130, or 10^1,150 divided out of them, need fewer than
 * 4,000 bits (number.c shows the arithmetic). Growing past it is a bug.
 * Always true: the last word that counts is not 0; zero has no words.
 */
#ifndef ARGOSY_BASE_BIG_H
#define ARGOSY_BASE_BIG_H

#include <stdbool.h>
#include <stdint.h>

enum { BIG_WORDS = 64 };

struct big {
    uint64_t words[BIG_WORDS]; /* the lowest first; those from count on mean nothing */
    uint32_t count;
};

void big_set(struct big *big, uint64_t value);

/* big = big × factor + addend. */
void big_mul_add(struct big *big, uint64_t factor, uint64_t addend);

/* big = big × 10^exponent. */
void big_mul_power(struct big *big, uint32_t exponent);

/* big = big / divisor, rounded down; answers the rest. divisor > 0. */
uint64_t big_div(struct big *big, uint64_t divisor);

/* big = big / 10^exponent, rounded down; answers whether that lost nothing. */
bool big_div_power(struct big *big, uint32_t exponent);

void big_shift_up(struct big *big, uint32_t bits);

/* big = big / 2^bits, rounded down; answers whether that lost nothing. */
bool big_shift_down(struct big *big, uint32_t bits);

/* How many bits it takes: 0 for 0. */
uint32_t big_bits(const struct big *big);

#endif
