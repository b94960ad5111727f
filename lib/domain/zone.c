#include "domain/zone.h"
#include "domain/civil.h"
#include "domain/time.h"

/* Every change in the tables falls on a Sunday: the first at or after a day, or (day 0) the month's
 * last. */
struct edge {
    uint8_t month;
    uint8_t day;
};

enum clock { CLOCK_UTC, CLOCK_WALL };

/* Summer time of the years from year_from on: from edge to edge at that hour of that clock. */
struct rule {
    int16_t year_from;
    struct edge start, end;
    uint8_t hour;
    uint8_t clock;
};

struct zone {
    const char *name;
    const char *aliases; /* joined by blanks */
    int32_t standard_s;
    const struct rule *rules; /* newest first */
    uint32_t rule_count;
};

/* United States: Uniform Time Act of 1966, the oil crisis of 1974/75, the Acts of 1986 and 2005. */
static const struct rule rules_us[] = {
    { 2007, { 3, 8 }, { 11, 1 }, 2, CLOCK_WALL }, { 1987, { 4, 1 }, { 10, 0 }, 2, CLOCK_WALL },
    { 1976, { 4, 0 }, { 10, 0 }, 2, CLOCK_WALL }, { 1975, { 2, 23 }, { 10, 0 }, 2, CLOCK_WALL },
    { 1974, { 1, 6 }, { 10, 0 }, 2, CLOCK_WALL }, { 1967, { 4, 0 }, { 10, 0 }, 2, CLOCK_WALL },
};

/* Germany under the rules of the European Union and its forerunner. */
static const struct rule rules_berlin[] = {
    { 1996, { 3, 0 }, { 10, 0 }, 1, CLOCK_UTC },
    { 1981, { 3, 0 }, { 9, 0 }, 1, CLOCK_UTC },
    { 1980, { 4, 1 }, { 9, 0 }, 1, CLOCK_UTC },
};

/* Great Britain, since British Standard Time ended in 1971. */
static const struct rule rules_london[] = {
    { 1996, { 3, 0 }, { 10, 0 }, 1, CLOCK_UTC },
    { 1990, { 3, 0 }, { 10, 22 }, 1, CLOCK_UTC },
    { 1981, { 3, 0 }, { 10, 23 }, 1, CLOCK_UTC },
    { 1972, { 3, 16 }, { 10, 23 }, 2, CLOCK_UTC },
};

#define RULES(table) table, sizeof(table) / sizeof *(table)

/* In the order of enum zone_index. */
static const struct zone zones[ZONE_COUNT] = {
    { "UTC", "Z GMT Etc/UTC Etc/GMT", 0, NULL, 0 },
    { "America/New_York", "US/Eastern New_York EST5EDT", -5 * 3600, RULES(rules_us) },
    { "America/Chicago", "US/Central Chicago CST6CDT", -6 * 3600, RULES(rules_us) },
    { "Europe/Berlin", "Berlin Europe/Frankfurt CET", 3600, RULES(rules_berlin) },
    { "Europe/London", "London GB", 0, RULES(rules_london) },
    { "Asia/Tokyo", "Tokyo Japan", 9 * 3600, NULL, 0 },
};

const struct zone *zone_utc(void) { return &zones[0]; }
const char *zone_name(const struct zone *zone) { return zone->name; }
const struct zone *zone_get(uint32_t index)
{
    ASSERT(index < ZONE_COUNT);
    return &zones[index];
}

int32_t zone_year_from(const struct zone *zone)
{
    return zone->rule_count == 0 ? INT32_MIN : zone->rules[zone->rule_count - 1].year_from;
}

const struct zone *zone_find(struct text name)
{
    for (uint32_t i = 0; i < ZONE_COUNT; i++) {
        if (text_equal_fold(name, text_from(zones[i].name))) return &zones[i];
        struct text rest = text_from(zones[i].aliases);
        while (rest.length > 0)
            if (text_equal_fold(name, text_cut(&rest, ' '))) return &zones[i];
    }
    return NULL;
}

/* The year's changes must be moments too, so moments are those of whole years, 1678 to 2261,
 * without their outermost days: the margin for the wall clock. */
enum { DAY_FIRST = -106650 + 1, DAY_END = 106651 - 1 };

bool zone_in_range(int64_t ns) { return time_day(ns) >= DAY_FIRST && time_day(ns) < DAY_END; }

static int64_t edge_day(struct edge edge, int32_t year)
{
    if (edge.day == 0) return civil_weekday_last(year, edge.month, SUNDAY);
    return civil_weekday_from(civil_day(year, edge.month, edge.day), SUNDAY);
}

static const struct rule *find_rule(const struct zone *zone, int32_t year)
{
    for (uint32_t i = 0; i < zone->rule_count; i++)
        if (year >= zone->rules[i].year_from) return &zone->rules[i];
    return NULL;
}

int64_t zone_offset_ns(const struct zone *zone, int64_t ts_ns)
{
    int64_t standard_ns = zone->standard_s * NS_PER_SECOND;
    if (zone->rule_count == 0) return standard_ns;
    ASSERT(time_day(ts_ns) >= DAY_FIRST - 1);
    ASSERT(time_day(ts_ns) < DAY_END + 1);

    /* No table has a change within a day of New Year, so the standard clock's year is the year. */
    int32_t year = civil_from_day(time_day(ts_ns + standard_ns)).year;
    const struct rule *rule = find_rule(zone, year);
    if (!rule) return standard_ns;
    int64_t start = time_from_day(edge_day(rule->start, year)) + rule->hour * NS_PER_HOUR;
    int64_t end = time_from_day(edge_day(rule->end, year)) + rule->hour * NS_PER_HOUR;
    if (rule->clock == CLOCK_WALL) {
        start -= standard_ns;
        end -= standard_ns + NS_PER_HOUR;
    }
    return standard_ns + (ts_ns >= start && ts_ns < end ? NS_PER_HOUR : 0);
}

int64_t zone_from_utc(const struct zone *zone, int64_t ts_ns)
{
    return ts_ns + zone_offset_ns(zone, ts_ns);
}

int64_t zone_to_utc(const struct zone *zone, int64_t local_ns)
{
    if (zone->rule_count == 0) return local_ns - zone->standard_s * NS_PER_SECOND;

    /* Summer time first: of an hour that came twice it is the earlier. Where neither reading shows
     * this wall clock, it was left out, and the standard offset was the one before the change. */
    int64_t standard_ns = zone->standard_s * NS_PER_SECOND;
    int64_t summer = local_ns - standard_ns - NS_PER_HOUR;
    if (zone_from_utc(zone, summer) == local_ns) return summer;
    return local_ns - standard_ns;
}
