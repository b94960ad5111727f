#include "base/big.h"
#include "base/assert.h"

#include <string.h>

static const uint64_t power_19 = 10000000000000000000ull; /* the largest power of ten in a word */

static uint64_t small_power(uint32_t exponent)
{
    uint64_t power = 1;
    for (uint32_t i = 0; i < exponent; i++) power *= 10;
    return power;
}

static void trim(struct big *big)
{
    while (big->count > 0 && big->words[big->count - 1] == 0) big->count--;
}

void big_set(struct big *big, uint64_t value)
{
    big->words[0] = value;
    big->count = value != 0;
}

void big_mul_add(struct big *big, uint64_t factor, uint64_t addend)
{
    uint64_t carry = addend;
    for (uint32_t i = 0; i < big->count; i++) {
        unsigned __int128 product = (unsigned __int128)big->words[i] * factor + carry;
        big->words[i] = (uint64_t)product;
        carry = (uint64_t)(product >> 64);
    }
    if (carry != 0) {
        ASSERT(big->count < BIG_WORDS);
        big->words[big->count++] = carry;
    }
    trim(big);
}

void big_mul_power(struct big *big, uint32_t exponent)
{
    for (; exponent >= 19; exponent -= 19) big_mul_add(big, power_19, 0);
    if (exponent > 0) big_mul_add(big, small_power(exponent), 0);
}

uint64_t big_div(struct big *big, uint64_t divisor)
{
    ASSERT(divisor > 0);
    uint64_t rest = 0;
    for (uint32_t i = big->count; i-- > 0;) {
        unsigned __int128 part = (unsigned __int128)rest << 64 | big->words[i];
        big->words[i] = (uint64_t)(part / divisor);
        rest = (uint64_t)(part % divisor);
    }
    trim(big);
    return rest;
}

bool big_div_power(struct big *big, uint32_t exponent)
{
    bool is_exact = true;
    for (; exponent >= 19; exponent -= 19) is_exact = (big_div(big, power_19) == 0) && is_exact;
    if (exponent > 0) is_exact = (big_div(big, small_power(exponent)) == 0) && is_exact;
    return is_exact;
}

void big_shift_up(struct big *big, uint32_t bits)
{
    uint32_t words = bits / 64, rest = bits % 64;
    if (big->count == 0) return;
    ASSERT(big_bits(big) + bits <= BIG_WORDS * 64);
    memmove(big->words + words, big->words, big->count * sizeof big->words[0]);
    memset(big->words, 0, words * sizeof big->words[0]);
    big->count += words;
    if (rest == 0) return;
    uint64_t carry = 0;
    for (uint32_t i = words; i < big->count; i++) {
        uint64_t word = big->words[i];
        big->words[i] = word << rest | carry;
        carry = word >> (64 - rest);
    }
    if (carry != 0) big->words[big->count++] = carry;
}

bool big_shift_down(struct big *big, uint32_t bits)
{
    uint32_t words = bits / 64, rest = bits % 64;
    if (bits >= big_bits(big)) {
        bool was_zero = big->count == 0;
        big->count = 0;
        return was_zero;
    }
    uint64_t lost = 0;
    for (uint32_t i = 0; i < words; i++) lost |= big->words[i];
    big->count -= words;
    memmove(big->words, big->words + words, big->count * sizeof big->words[0]);
    if (rest == 0) return lost == 0;
    lost |= big->words[0] << (64 - rest);
    for (uint32_t i = 0; i < big->count; i++) {
        uint64_t above = i + 1 < big->count ? big->words[i + 1] : 0;
        big->words[i] = big->words[i] >> rest | above << (64 - rest);
    }
    trim(big);
    return lost == 0;
}

uint32_t big_bits(const struct big *big)
{
    if (big->count == 0) return 0;
    return big->count * 64 - (uint32_t)__builtin_clzll(big->words[big->count - 1]);
}
