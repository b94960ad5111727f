/*
 * resample.h — longer bars out of shorter ones.
 *
 * A new bar has the first open, the highest high, the lowest low, the last close and the sum of the
 * volumes of the rows that START in its bucket, in the order they come: a row that stands twice
 * counts twice. Quote bars do so on both sides; sizes and the adjusted close are the last row's. A
 * bucket without rows gives no bar.
 *
 * Buckets without a calendar are cut by the UTC clock: multiples of the interval since 1970, weeks
 * from Monday, months and years by date. With a calendar they are cut by its trading days:
 * intervals of whole days, weeks and months collect trading days and are stamped with the first
 * open of a session in them (their start where there is none); shorter ones start at the session's
 * open and are counted from there in both directions, but not across the turn of the day.
 *
 * A first bar is complete when its first row starts where the bucket does, a last bar when its last
 * row ends where the bucket ends; with a calendar the sessions' first open and last close are what
 * counts. Memory: the columns come from the caller's arena (resample_bytes says how much at most);
 * the source is not touched.
 */
#ifndef ARGOSY_FORMAT_RESAMPLE_H
#define ARGOSY_FORMAT_RESAMPLE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/calendar.h"
#include "domain/dataset.h"

struct resample_options {
    int64_t interval_ns;             /* as interval.h has them: below 0 months */
    const struct calendar *calendar; /* NULL: the UTC clock */
    bool is_start_aligned; /* rows before the first one that starts a bucket are left out */
    bool is_end_complete;  /* a last bar that lacks its end is left out */
};

/* ST_USAGE: the interval is shorter than the source's or not a whole number of its bars. ST_DATA:
 * the volumes of a bar do not fit, or times go backwards. ST_FULL: the arena is too small. */
MUST_USE enum status resample(struct dataset *out, const struct dataset *in,
                              const struct resample_options *options, struct arena *arena,
                              struct err *err);

/* What the arena needs at most for this source. */
size_t resample_bytes(const struct dataset *in);

#endif
