/*
 * calendar_row.h — how a calendar is made: for the files that define one, nobody else.
 *
 * Hours are minutes of the zone's wall clock, counted from the trading day's midnight; below 0 is
 * the evening before. `hours` answers for one day, and false when the market is closed on it.
 */
#ifndef ARGOSY_DOMAIN_CALENDAR_ROW_H
#define ARGOSY_DOMAIN_CALENDAR_ROW_H

#include "domain/zone.h"

#include <stdbool.h>
#include <stdint.h>

struct day_hours {
    int32_t open_minute;
    int32_t close_minute;
    bool is_shortened;
};

struct calendar {
    const char *name;
    const char *aliases; /* joined by blanks */
    const char *help;
    enum zone_index zone;
    uint32_t sessions_a_year;
    int32_t turn_minute;                                 /* where the trading day starts */
    int32_t extended_open_minute, extended_close_minute; /* both 0: nothing around the session */
    bool is_always_open;
    bool (*hours)(int64_t day, struct day_hours *hours);
};

bool calendar_xnys_hours(int64_t day, struct day_hours *hours);

#endif
