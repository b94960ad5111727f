/*
 * rates.h — a file of published funding rates, and a series of prices in another's ticks.
 *
 * A rates file is CSV with the columns ts and rate named on its first line (others are passed
 * over): a time as time.h reads it, rising, and a rate as a plain number (0.0001 is one basis
 * point), at most 12 decimals kept.
 */
#ifndef ARGOSY_FORMAT_RATES_H
#define ARGOSY_FORMAT_RATES_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/dataset.h"
#include "domain/rate.h"

/* ST_DATA with the line; ST_FULL. Refused, the arena is as it was. */
MUST_USE enum status rates_parse(const struct funding_rate **rates, uint64_t *count,
                                 struct text text, struct arena *arena, struct err *err);

/* The prices of `in` in the ticks of `like`, rounded half away from zero: marks and finer bars are
 * told beside the trades they belong to. ST_RANGE: a price does not fit. */
MUST_USE enum status dataset_align(struct dataset *out, const struct dataset *in,
                                   const struct dataset *like, struct arena *arena,
                                   struct err *err);

#endif
