/*
 * momentum.h — how fast a price moves: rate of change, relative strength, convergence of two means.
 *
 * RSI smooths gains and losses as Wilder does and starts from their simple means. A series that has
 * not moved at all is at 50 (TA-Lib 0.6 says 0). MACD's means may start in two ways: with a common
 * seed the fast mean is seeded by the values that end where the slow one's seed ends (TA-Lib); with
 * seeds of their own each is seeded by the first values of the series.
 */
#ifndef ARGOSY_QUANT_MOMENTUM_H
#define ARGOSY_QUANT_MOMENTUM_H

#include "quant/average.h"

extern const struct indicator indicator_macd;
extern const struct indicator indicator_roc;
extern const struct indicator indicator_rsi;

struct rsi {
    double last, gain, loss;
    uint32_t period;
    uint32_t seen; /* counts up to period + 1 */
};

void rsi_init(struct rsi *rsi, uint32_t period);
double rsi_update(struct rsi *rsi, double x); /* 0..100, or NaN before period + 1 values */

enum macd_seed { MACD_SEED_COMMON, MACD_SEED_OWN };

struct macd {
    struct ema fast, slow, signal;
    uint32_t fast_wait; /* values the fast mean still lets pass */
};

struct macd_value {
    double macd, signal, fast; /* NaN until all are known; `fast` is the fast mean */
};

/* Swaps fast and slow when fast > slow. */
void macd_init(struct macd *macd, uint32_t fast, uint32_t slow, uint32_t signal,
               enum macd_seed seed);
struct macd_value macd_update(struct macd *macd, double x);

#endif
