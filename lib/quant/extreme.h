/*
 * extreme.h — the highest and the lowest of the last values.
 *
 * The extreme is remembered with its place; only when it leaves the window is the window searched
 * again, which a random series makes rare.
 */
#ifndef ARGOSY_QUANT_EXTREME_H
#define ARGOSY_QUANT_EXTREME_H

#include "quant/indicator.h"

extern const struct indicator indicator_donchian;
extern const struct indicator indicator_max;
extern const struct indicator indicator_min;

#endif
