/*
 * time.h — moments: nanoseconds since 1970 in UTC <-> ISO 8601 text.
 *
 * An int64_t of nanoseconds reaches from 1677-09-21 to 2262-04-11; what lies outside is refused,
 * never wrapped. There are no leap seconds: second 60 is out of range.
 *
 * Read are a date (`2024-03-10`: its first moment) and a date and time joined by `T`, `t` or one
 * blank: `2024-03-10T09:30[:00[.123456789]]`, then nothing, `Z` or an offset (`+02:00`, `+0200`,
 * `+02`). The end of a range is exclusive wherever Argosy takes one, so a date as an end leaves
 * that day out.
 */
#ifndef ARGOSY_DOMAIN_TIME_H
#define ARGOSY_DOMAIN_TIME_H

#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

struct zone;

#define NS_PER_SECOND INT64_C(1000000000)
#define NS_PER_MINUTE (60 * NS_PER_SECOND)
#define NS_PER_HOUR   (60 * NS_PER_MINUTE)
#define NS_PER_DAY    (24 * NS_PER_HOUR)

/* The moment a text names; without an offset it is UTC. ST_PARSE: not of the forms above. ST_RANGE:
 * of the form, but there is no such date or time, or it lies outside what 64 bits hold. */
MUST_USE enum status time_parse(int64_t *ts_ns, struct text text);

/* The same; without an offset it is the wall clock of a zone (zone_to_utc). */
MUST_USE enum status time_parse_in(int64_t *ts_ns, struct text text, const struct zone *zone);

/* Writes `2024-03-10T09:30:00Z`, with as many decimals of the second as the moment has. */
void time_format(struct writer *writer, int64_t ts_ns);

/* Writes the UTC date only: `2024-03-10`. */
void time_format_date(struct writer *writer, int64_t ts_ns);

/* The UTC day a moment falls in (days since 1970), and the first moment of a day. The day must lie
 * in the range of moments. */
int64_t time_day(int64_t ts_ns);
int64_t time_from_day(int64_t day);

/* ts_ns rounded down to a multiple of step_ns (> 0), also before 1970. ASSERTs that it fits. */
int64_t time_floor(int64_t ts_ns, int64_t step_ns);

#endif
