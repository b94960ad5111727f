/*
 * volatility.h — how far a price swings: standard deviation, bands, z-score, true range.
 *
 * The deviation is the population's (ddof 0), as TA-Lib's. It is summed around a shift, a value of
 * the window itself, so that a small swing on a large price is not lost in cancellation, and a
 * constant series has a deviation of exactly 0.
 */
#ifndef ARGOSY_QUANT_VOLATILITY_H
#define ARGOSY_QUANT_VOLATILITY_H

#include "quant/indicator.h"

extern const struct indicator indicator_bbands;
extern const struct indicator indicator_stddev;
extern const struct indicator indicator_zscore;
extern const struct indicator indicator_atr;
extern const struct indicator indicator_trange;

#endif
