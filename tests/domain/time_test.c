#include "domain/time.h"
#include "domain/civil.h"
#include "domain/zone.h"
#include "support/holds.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

static int64_t parsed(const char *text)
{
    int64_t ts_ns = -77;
    HOLDS(time_parse(&ts_ns, text_from(text)) == ST_OK, "\"%s\" was refused", text);
    return ts_ns;
}

static const char *printed(int64_t ts_ns)
{
    static char bytes[64];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    time_format(&writer, ts_ns);
    return bytes;
}

TEST(time, text_becomes_a_moment_and_text_again)
{
    ck_assert_int_eq(parsed("1970-01-01T00:00:00Z"), 0);
    ck_assert_int_eq(parsed("2001-09-09T01:46:40Z"), INT64_C(1000000000) * NS_PER_SECOND);
    ck_assert_str_eq(printed(INT64_C(1234567890) * NS_PER_SECOND), "2009-02-13T23:31:30Z");
    ck_assert_str_eq(printed(-1), "1969-12-31T23:59:59.999999999Z");
    ck_assert_str_eq(printed(INT64_MAX), "2262-04-11T23:47:16.854775807Z");
    ck_assert_str_eq(printed(INT64_MIN), "1677-09-21T00:12:43.145224192Z");
    ck_assert_int_eq(parsed("2262-04-11T23:47:16.854775807Z"), INT64_MAX);
    ck_assert_int_eq(parsed("1677-09-21T00:12:43.145224192Z"), INT64_MIN);
}

TEST(time, the_forms_people_write_mean_the_same)
{
    int64_t noon = parsed("2024-03-10T12:00:00Z");
    const char *forms[] = { "2024-03-10 12:00",          "2024-03-10T12:00",
                            "2024-03-10t12:00:00z",      "2024-03-10T12:00:00.000000000000Z",
                            "2024-03-10T14:00:00+02:00", "2024-03-10T14:00+02",
                            "2024-03-10 07:30:00-0430",  "2024-03-11T00:00:00.0+12:00" };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        ck_assert_msg(parsed(forms[i]) == noon, "%s", forms[i]);
    ck_assert_int_eq(parsed("2024-03-10"), noon - 12 * NS_PER_HOUR);
    ck_assert_int_eq(parsed("2024-03-10T12:00:00,5Z"), noon + NS_PER_SECOND / 2);
}

TEST(time, a_moment_is_printed_with_as_many_decimals_as_it_has)
{
    ck_assert_str_eq(printed(parsed("2013-01-01T22:00:00.295000Z")), "2013-01-01T22:00:00.295Z");
    ck_assert_str_eq(printed(parsed("2013-01-01T22:00:00.000000001Z")),
                     "2013-01-01T22:00:00.000000001Z");
    ck_assert_str_eq(printed(parsed("2013-01-01T22:00:00.1Z")), "2013-01-01T22:00:00.1Z");
    char bytes[16];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    time_format_date(&writer, parsed("2013-01-01T22:00:00.1Z"));
    ck_assert_str_eq(bytes, "2013-01-01");
}

TEST(time, what_is_not_a_time_is_refused_and_changes_nothing)
{
    static const struct {
        const char *text;
        enum status status;
    } bad[] = {
        { "", ST_PARSE },
        { "2024", ST_PARSE },
        { "2024-3-10", ST_PARSE },
        { "2024-03-10T", ST_PARSE },
        { "2024-03-10T12", ST_PARSE },
        { "2024-03-10T12:00:00.Z", ST_PARSE },
        { "2024-03-10T12:00:00ZZ", ST_PARSE },
        { "2024-03-10T12:00:00+2", ST_PARSE },
        { "2024-03-10  12:00", ST_PARSE },
        { "10.03.2024", ST_PARSE },
        { "2024-03-10 12:00 PM", ST_PARSE },
        { "2024-02-30", ST_RANGE },
        { "2023-02-29", ST_RANGE },
        { "2024-13-01", ST_RANGE },
        { "2024-03-10T24:00", ST_RANGE },
        { "2024-03-10T23:59:60Z", ST_RANGE },
        { "2024-03-10T12:60", ST_RANGE },
        { "2024-03-10T12:00:00+24:00", ST_RANGE },
        { "2024-03-10T12:00:00.0000000001Z", ST_RANGE },
        { "1677-09-21T00:12:43.145224191Z", ST_RANGE },
        { "2262-04-11T23:47:16.854775808Z", ST_RANGE },
        { "9999-12-31", ST_RANGE },
        { "0000-01-01", ST_RANGE },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t ts_ns = 42;
        ck_assert_msg(time_parse(&ts_ns, text_from(bad[i].text)) == bad[i].status, "%s",
                      bad[i].text);
        ck_assert_int_eq(ts_ns, 42);
    }
}

TEST(time, every_day_from_1900_to_2100_survives_the_round_trip)
{
    for (int64_t day = civil_day(1900, 1, 1); day <= civil_day(2100, 12, 31); day++) {
        int64_t ts_ns = time_from_day(day);
        HOLDS(parsed(printed(ts_ns)) == ts_ns, "%lld", (long long)ts_ns);
        HOLDS(time_day(ts_ns) == day, "%lld", (long long)ts_ns);
        HOLDS(time_day(ts_ns - 1) == day - 1, "%lld", (long long)ts_ns);
        char date[16];
        struct writer writer;
        writer_init(&writer, date, sizeof date);
        time_format_date(&writer, ts_ns + NS_PER_DAY - 1);
        HOLDS(parsed(date) == ts_ns, "%lld", (long long)ts_ns);
    }
}

TEST(time, any_moment_survives_the_round_trip)
{
    for (uint64_t i = 0; i < 20 * test_rounds; i++) {
        int64_t ts_ns = (int64_t)rng_next(&test_rng);
        HOLDS(parsed(printed(ts_ns)) == ts_ns, "%lld", (long long)ts_ns);
        int64_t step_ns = (int64_t)(1 + rng_below(&test_rng, NS_PER_DAY));
        ts_ns /= 2;
        int64_t floor_ns = time_floor(ts_ns, step_ns);
        HOLDS(floor_ns <= ts_ns && ts_ns - floor_ns < step_ns && floor_ns % step_ns == 0, "%lld",
              (long long)ts_ns);
    }
}

TEST(time, without_an_offset_a_time_is_the_wall_clock_of_the_zone)
{
    const struct zone *berlin = zone_find(TEXT("Europe/Berlin"));
    int64_t ts_ns;
    ck_assert_int_eq(time_parse_in(&ts_ns, TEXT("2006-01-02T09:01:00"), berlin), ST_OK);
    ck_assert_str_eq(printed(ts_ns), "2006-01-02T08:01:00Z");
    ck_assert_int_eq(time_parse_in(&ts_ns, TEXT("2006-07-02T09:01:00"), berlin), ST_OK);
    ck_assert_str_eq(printed(ts_ns), "2006-07-02T07:01:00Z");
    ck_assert_int_eq(time_parse_in(&ts_ns, TEXT("2006-07-02T09:01:00Z"), berlin), ST_OK);
    ck_assert_str_eq(printed(ts_ns), "2006-07-02T09:01:00Z");
    ck_assert_int_eq(time_parse_in(&ts_ns, TEXT("1677-09-21T01:00:00"), berlin), ST_RANGE);
    /* The end of that year's summer time lies behind the last moment there is. */
    ck_assert_int_eq(time_parse_in(&ts_ns, TEXT("2262-04-01T23:47:16.41"), berlin), ST_RANGE);
    ck_assert_int_eq(time_parse_in(&ts_ns, TEXT("2261-12-30T23:59:59"), berlin), ST_OK);
}

/* Every digit group and mark may be the one that is missing. */
TEST(time, a_text_that_stops_or_strays_anywhere_is_no_time)
{
    static const char whole[] = "2024-03-10T09:30:15.25+05:30";
    static const size_t complete[] = { 10, 16, 19, 21, 22, 25, 28 };
    int64_t ts_ns;
    for (size_t length = 0, next = 0; length < sizeof whole; length++) {
        bool is_complete = next < sizeof complete / sizeof *complete && length == complete[next];
        next += is_complete;
        enum status status = time_parse(&ts_ns, (struct text){ whole, length });
        ck_assert_msg((status == ST_OK) == is_complete, "%.*s", (int)length, whole);
    }
    for (size_t at = 0; at + 1 < sizeof whole; at++) {
        char strayed[sizeof whole];
        memcpy(strayed, whole, sizeof whole);
        strayed[at] = '?';
        ck_assert_msg(time_parse(&ts_ns, text_from(strayed)) == ST_PARSE, "%s", strayed);
    }
}

TEST(time, an_offset_or_a_wall_clock_beyond_all_zones_is_out_of_range)
{
    int64_t ts_ns;
    ck_assert_int_eq(time_parse(&ts_ns, TEXT("2024-03-10T09:30+24:00")), ST_RANGE);
    ck_assert_int_eq(time_parse(&ts_ns, TEXT("2024-03-10T09:30+05:60")), ST_RANGE);
    ck_assert_int_eq(time_parse(&ts_ns, TEXT("2024-03-10T24:00")), ST_RANGE);
    ck_assert_int_eq(time_parse(&ts_ns, TEXT("2024-03-10T09:60")), ST_RANGE);
    ck_assert_int_eq(time_parse(&ts_ns, TEXT("2024-03-10T09:30:60")), ST_RANGE);
    /* A zone's rules do not reach the ends of time; an offset in the text does. */
    for (uint32_t i = 0; i < ZONE_COUNT; i++) {
        const struct zone *zone = zone_get(i);
        enum status status = time_parse_in(&ts_ns, TEXT("2262-04-11T23:00"), zone);
        ck_assert_int_eq(status, zone == zone_utc() ? ST_OK : ST_RANGE);
        ck_assert_int_eq(time_parse_in(&ts_ns, TEXT("2262-04-11T23:00Z"), zone), ST_OK);
    }
}
