#include "domain/zone.h"
#include "domain/civil.h"
#include "domain/time.h"
#include "support/holds.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t at(const char *text)
{
    int64_t ts_ns;
    ck_assert_int_eq(time_parse(&ts_ns, text_from(text)), ST_OK);
    return ts_ns;
}

static const struct zone *zone(const char *name)
{
    const struct zone *found = zone_find(text_from(name));
    ck_assert_ptr_nonnull(found);
    return found;
}

/* The first year from which a table must agree with the system's database. */
static int32_t oracle_from(const struct zone *it)
{
    int32_t year = zone_year_from(it);
    return year > 1960 ? year : 1960;
}

TEST(zone, every_hour_to_2037_has_the_offset_of_the_systems_database)
{
    for (uint32_t i = 0; i < ZONE_COUNT; i++) {
        const struct zone *it = zone_get(i);
        char path[128];
        snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone_name(it));
        if (access(path, R_OK) != 0) test_skip("the system has no %s", path);
        setenv("TZ", zone_name(it), 1);
        tzset();
        int64_t end = time_from_day(civil_day(2037, 12, 31));
        for (int64_t ts_ns = time_from_day(civil_day(oracle_from(it), 1, 2)); ts_ns < end;
             ts_ns += NS_PER_HOUR) {
            time_t seconds = ts_ns / NS_PER_SECOND;
            struct tm local;
            localtime_r(&seconds, &local);
            HOLDS(zone_offset_ns(it, ts_ns) == local.tm_gmtoff * NS_PER_SECOND, "%s at %lld",
                  zone_name(it), (long long)seconds);
        }
    }
}

TEST(zone, the_second_of_each_american_change_is_right)
{
    const struct zone *new_york = zone("America/New_York");
    static const struct {
        const char *last_before; /* the next second has the other offset */
        int hours_before, hours_after;
    } changes[] = {
        { "1973-04-29T06:59:59Z", -5, -4 }, { "1974-01-06T06:59:59Z", -5, -4 },
        { "1974-10-27T05:59:59Z", -4, -5 }, { "1975-02-23T06:59:59Z", -5, -4 },
        { "1986-04-27T06:59:59Z", -5, -4 }, { "1987-04-05T06:59:59Z", -5, -4 },
        { "2006-10-29T05:59:59Z", -4, -5 }, { "2007-03-11T06:59:59Z", -5, -4 },
        { "2007-11-04T05:59:59Z", -4, -5 }, { "2026-03-08T06:59:59Z", -5, -4 },
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        int64_t ts_ns = at(changes[i].last_before);
        ck_assert_int_eq(zone_offset_ns(new_york, ts_ns), changes[i].hours_before * NS_PER_HOUR);
        ck_assert_int_eq(zone_offset_ns(new_york, ts_ns + NS_PER_SECOND),
                         changes[i].hours_after * NS_PER_HOUR);
    }
}

TEST(zone, a_wall_clock_leads_back_to_its_moment)
{
    for (uint32_t i = 0; i < ZONE_COUNT; i++) {
        const struct zone *it = zone_get(i);
        int64_t end = time_from_day(civil_day(2030, 1, 1));
        for (int64_t ts_ns = time_from_day(civil_day(1995, 1, 1)); ts_ns < end;
             ts_ns += 45 * NS_PER_MINUTE) {
            int64_t back = zone_to_utc(it, zone_from_utc(it, ts_ns));
            /* Of an hour that comes twice the first is meant; everywhere else the way back is
             * exact. */
            HOLDS(back == ts_ns || (back == ts_ns - NS_PER_HOUR &&
                                    zone_offset_ns(it, back) > zone_offset_ns(it, ts_ns)),
                  "%s at %lld", zone_name(it), (long long)ts_ns);
        }
    }
}

TEST(zone, an_hour_left_out_lands_behind_the_gap_and_one_that_came_twice_is_the_first)
{
    const struct zone *new_york = zone("America/New_York");
    ck_assert_int_eq(zone_to_utc(new_york, at("2024-03-10T02:30:00Z")), at("2024-03-10T07:30:00Z"));
    ck_assert_int_eq(zone_to_utc(new_york, at("2024-11-03T01:30:00Z")), at("2024-11-03T05:30:00Z"));
    const struct zone *berlin = zone("Europe/Berlin");
    ck_assert_int_eq(zone_to_utc(berlin, at("2024-03-31T02:30:00Z")), at("2024-03-31T01:30:00Z"));
    ck_assert_int_eq(zone_to_utc(berlin, at("2024-10-27T02:30:00Z")), at("2024-10-27T00:30:00Z"));
}

TEST(zone, names_are_found_whatever_their_case_and_others_are_not)
{
    ck_assert_ptr_eq(zone("us/eastern"), zone("America/New_York"));
    ck_assert_ptr_eq(zone("utc"), zone_utc());
    ck_assert_ptr_null(zone_find(TEXT("Mars/Olympus_Mons")));
    ck_assert_ptr_null(zone_find(TEXT("")));
}

TEST(zone, every_zone_answers_up_to_the_ends_of_its_range)
{
    int64_t ends[] = { at("1678-01-02T00:00:00Z"), at("2261-12-30T23:59:59.999999999Z") };
    ck_assert(zone_in_range(ends[0]) && !zone_in_range(ends[0] - 1));
    ck_assert(zone_in_range(ends[1]) && !zone_in_range(ends[1] + 1));
    for (uint32_t i = 0; i < ZONE_COUNT; i++)
        for (int j = 0; j < 2; j++) {
            int64_t local_ns = zone_from_utc(zone_get(i), ends[j]);
            ck_assert_int_eq(zone_to_utc(zone_get(i), local_ns), ends[j]);
        }
}
