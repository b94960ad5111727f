/*
 * generate.h — a market drawn from a seed, for where there is no recorded one.
 *
 * Bars of a geometric random walk whose variance clusters: GARCH(1,1) with the usual daily-data
 * weights (a shock counts 0.09, the variance's memory 0.90), each bar made of eight steps, so that
 * high and low lie beyond open and close as they do in life. Steps are sums of twelve uniforms
 * (Irwin-Hall), which needs no logarithm; the same seed gives the same bars on every machine. It
 * has no trend, and no strategy has an edge in it. The dataset is named "generated market" and
 * marked is_generated.
 */
#ifndef ARGOSY_FORMAT_GENERATE_H
#define ARGOSY_FORMAT_GENERATE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/dataset.h"

struct generate_params {
    uint64_t seed;
    uint64_t count;      /* bars */
    int64_t from_ns;     /* start of the first */
    int64_t interval_ns; /* 24 hours a day */
    double price;        /* of the first open */
    double volatility;   /* standard deviation of a bar's return */
};

/* Two years of half-hourly bars that begin where the tour's recorded ones do. */
struct generate_params generate_defaults(uint64_t seed);

/* ST_FULL: the arena is too small. */
MUST_USE enum status generate_market(struct dataset *dataset, struct arena *arena,
                                     const struct generate_params *params, struct err *err);

#endif
