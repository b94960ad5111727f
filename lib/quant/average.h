/*
 * average.h — means: simple, exponential, weighted; and what other rows build on: a sum that
 * slides.
 *
 * The exponential mean is open, for strategies that update one on every bar: seeded by the simple
 * mean of its first `period` values, then value += k (x - value) with k = 2 / (period + 1). A
 * period of 1 is the value itself.
 */
#ifndef ARGOSY_QUANT_AVERAGE_H
#define ARGOSY_QUANT_AVERAGE_H

#include "quant/indicator.h"

#include <math.h>

extern const struct indicator indicator_sma;
extern const struct indicator indicator_ema;
extern const struct indicator indicator_wma;

struct ema {
    double value; /* meaningful once seen == period */
    double k;
    double sum;
    uint32_t period;
    uint32_t seen; /* counts up to period */
};

static inline void ema_init(struct ema *ema, uint32_t period)
{
    *ema = (struct ema){ .k = 2.0 / ((double)period + 1.0), .period = period };
}

/* The mean including x, or NaN while fewer than `period` values were seen. */
static inline double ema_update(struct ema *ema, double x)
{
    if (LIKELY(ema->seen == ema->period)) {
        /* k is 1 for a period of 1, but value + (x - value) need not be x. */
        ema->value = ema->period == 1 ? x : ema->value + ema->k * (x - ema->value);
        return ema->value;
    }
    ema->sum += x;
    ema->seen++;
    if (ema->seen < ema->period) return (double)NAN;
    ema->value = ema->sum / (double)ema->period;
    return ema->value;
}

/* The sum of the last `period` values and the sum of the same weighted 0 (the oldest) to period
 * - 1. */
struct slide {
    double sum;
    double weighted;
    uint32_t period;
    uint32_t phase; /* counts values modulo the period; at 0 the sums are taken afresh */
    uint64_t seen;
};

void slide_init(struct slide *slide, uint32_t period);
void slide_step(struct slide *slide, const double *past);

/* How many of the last values lie in a window of `period`. */
static inline uint64_t window_count(uint64_t seen, uint32_t period)
{
    return seen < period ? seen : period;
}

/* False for NaN and infinities. */
static inline bool number_is_finite(double x) { return x - x == 0; }

/* Lookback and history of rows whose first parameter is the period of a sliding window. */
uint64_t window_lookback(const double *params);
uint64_t window_history(const double *params);

#endif
