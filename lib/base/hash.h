/*
 * hash.h — a fast 64-bit hash for state, results and tables. Not for secrets, not against an
 * adversary. The same bytes give the same value on every machine: words are read little-endian.
 * The mixing step is that of wyhash's 64×64→128 folding multiply.
 */
#ifndef ARGOSY_BASE_HASH_H
#define ARGOSY_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* One word into a running hash. */
static inline uint64_t hash_word(uint64_t hash, uint64_t word)
{
    unsigned __int128 product =
        (unsigned __int128)(hash ^ 0xa0761d6478bd642full) * (word ^ 0xe7037ed1a0b428dbull);
    return (uint64_t)product ^ (uint64_t)(product >> 64) ^ word;
}

/* size bytes into a running hash; the length counts too. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size);

#endif
