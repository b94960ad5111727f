/*
 * rng.h — seeded chance: xoshiro256++ (Blackman and Vigna, 2019), seeded by splitmix64. The same
 * seed gives the same numbers on every machine. Never for keys.
 */
#ifndef ARGOSY_BASE_RNG_H
#define ARGOSY_BASE_RNG_H

#include <stdint.h>

struct rng {
    uint64_t words[4];
};

void rng_init(struct rng *rng, uint64_t seed);
uint64_t rng_next(struct rng *rng);
uint64_t rng_below(struct rng *rng, uint64_t bound); /* 0..bound-1, without bias; bound > 0 */
double rng_unit(struct rng *rng);                    /* [0, 1), 53 bits */

#endif
