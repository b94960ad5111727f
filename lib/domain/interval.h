/*
 * interval.h — how long a bar is: `250ms`, `30s`, `5m`, `1h`, `4h`, `1d`, `1w`, `1mo`, `1y`.
 *
 * An interval is an int64_t: above 0 nanoseconds, below 0 whole months (-1 is a month, -3 a
 * quarter, -12 a year), because a month has no length of its own. 0 is no interval. A week is seven
 * days; who aligns bars starts it on a Monday.
 */
#ifndef ARGOSY_DOMAIN_INTERVAL_H
#define ARGOSY_DOMAIN_INTERVAL_H

#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

enum { INTERVAL_MONTH = -1 };

/* A whole number and a unit: ns us ms s m min h d w mo y (letter case aside, but for `M`, which
 * some write for a month and others for a minute and which is refused). ST_PARSE: not of that form.
 * ST_RANGE: 0, or too long for 64 bits (months: over 1,200). */
MUST_USE enum status interval_parse(int64_t *interval_ns, struct text text);

/* Writes it with the largest unit that divides it: 3600 s is `1h`, seven days are `1w`, 0 is
 * `irregular`. */
void interval_format(struct writer *writer, int64_t interval_ns);

/* The most frequent length of such a bar: itself, or 31 days a month. */
int64_t interval_length_ns(int64_t interval_ns);

/* The first moment after `ts_ns` + one interval: months by the calendar, UTC. A day that the later
 * month does not have becomes its last. */
int64_t interval_add(int64_t ts_ns, int64_t interval_ns);

#endif
