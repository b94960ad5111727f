/*
 * maths_kernel.h — what the files of maths share: exponential and logarithm with more bits than a
 * double has. Only maths.c and maths_normal.c include it.
 */
#ifndef ARGOSY_QUANT_MATHS_KERNEL_H
#define ARGOSY_QUANT_MATHS_KERNEL_H

#include "quant/twofold.h"

#include <stdint.h>

/* 2^k, -1022 <= k <= 1023. */
double maths_power_of_two(int32_t k);

/* e^x = (1 + answer) × 2^*k with |answer| < 0.42, good to about 2^-60; |x.hi| < 1,100. */
struct twofold maths_exp_parts(struct twofold x, int32_t *k);

/* e^x rounded once, gently into the subnormal numbers; |x.hi| < 1,100. */
double maths_exp_twofold(struct twofold x);

/* log(x), x.hi finite and above 2^-1022, relative error about 2^-68. */
struct twofold maths_log_twofold(struct twofold x);

#endif
