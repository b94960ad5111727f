/*
 * sum.h — sums of doubles that do not drift: Neumaier's compensated sum (1974). The order is the
 * caller's, always the first value first, so a sum is the same on every machine.
 */
#ifndef ARGOSY_QUANT_SUM_H
#define ARGOSY_QUANT_SUM_H

#include <math.h>

struct sum {
    double total;
    double carry; /* what the roundings of total lost */
};

static inline void sum_add(struct sum *sum, double value)
{
    double next = sum->total + value;
    if (fabs(sum->total) >= fabs(value)) sum->carry += (sum->total - next) + value;
    else sum->carry += (value - next) + sum->total;
    sum->total = next;
}

/* The sum; where it overflowed there is no carry to trust. */
static inline double sum_value(const struct sum *sum)
{
    return isfinite(sum->total) ? sum->total + sum->carry : sum->total;
}

#endif
