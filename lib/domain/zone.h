/*
 * zone.h — wall clocks of the places whose markets we know, as tables of rules.
 *
 * A zone is a standard offset and the years' rules for summer time. The rules are those of the IANA
 * time zone database (public domain), from the first year a table states; in earlier years only the
 * standard offset is applied, which is wrong for moments in those summers. The last rule holds for
 * ever after.
 */
#ifndef ARGOSY_DOMAIN_ZONE_H
#define ARGOSY_DOMAIN_ZONE_H

#include "base/text.h"

#include <stdint.h>

struct zone;

enum zone_index {
    ZONE_UTC,
    ZONE_NEW_YORK,
    ZONE_CHICAGO,
    ZONE_BERLIN,
    ZONE_LONDON,
    ZONE_TOKYO,
    ZONE_COUNT
};

/* A zone by its IANA name or a common alias (`UTC`, `America/New_York`, `US/Eastern`), letter case
 * aside; NULL when it is not in the table. */
const struct zone *zone_find(struct text name);
const struct zone *zone_utc(void);
const char *zone_name(const struct zone *zone);
const struct zone *zone_get(uint32_t index);
int32_t zone_year_from(const struct zone *zone); /* the first year whose summers are in the table */

/* Whether a moment lies in 1678..2261, but for their outermost days: elsewhere 64 bits do not hold
 * everything its wall clock depends on, and asking is a bug. */
bool zone_in_range(int64_t ns);

/* What the wall clock is ahead of UTC at a moment. */
int64_t zone_offset_ns(const struct zone *zone, int64_t ts_ns);

/* The wall clock, as if it were UTC. */
int64_t zone_from_utc(const struct zone *zone, int64_t ts_ns);

/* The moment a wall clock showed a time. An hour that came twice is the first of the two; an hour
 * that was left out is read with the offset before the change, so it lands behind the gap. */
int64_t zone_to_utc(const struct zone *zone, int64_t local_ns);

#endif
