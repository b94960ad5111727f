#include "domain/calendar.h"
#include "domain/civil.h"
#include "domain/time.h"
#include "domain/zone.h"
#include "support/csv.h"
#include "support/holds.h"
#include "support/test.h"

static int64_t at(const char *text)
{
    int64_t ts_ns;
    ck_assert_int_eq(time_parse(&ts_ns, text_from(text)), ST_OK);
    return ts_ns;
}

TEST(calendar, xnys_has_every_session_of_the_published_list_and_no_other)
{
    static struct csv csv;
    csv_open(&csv, "market/xnys-calendar-sessions-19900102-20230113.csv.gz");
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    int64_t day = civil_day(1990, 1, 1);
    int rows = 0;
    for (; csv_read(&csv); rows++) {
        struct session session;
        int64_t listed = time_day(at(csv.cells[0]));
        for (; day < listed; day++)
            ck_assert_msg(!calendar_session(xnys, day, &session), "a session too many before %s",
                          csv.cells[0]);
        ck_assert_msg(calendar_session(xnys, day, &session), "no session on %s", csv.cells[0]);
        ck_assert_msg(session.open_ns == at(csv.cells[1]), "open of %s", csv.cells[0]);
        ck_assert_msg(session.close_ns == at(csv.cells[2]), "close of %s", csv.cells[0]);
        day++;
    }
    csv_close(&csv);
    ck_assert_int_eq(rows, 8324);
    ck_assert_uint_eq(calendar_session_count(xnys, civil_day(1990, 1, 1), civil_day(2023, 1, 14)),
                      8324);
}

TEST(calendar, xnys_keeps_the_announced_holidays_after_the_list_ends)
{
    /* The exchange's own announcements for 2023 to 2026. */
    static const char *const closed[] = {
        "2023-01-16", "2023-02-20", "2023-04-07", "2023-05-29", "2023-06-19", "2023-07-04",
        "2023-09-04", "2023-11-23", "2023-12-25", "2024-01-01", "2024-01-15", "2024-02-19",
        "2024-03-29", "2024-05-27", "2024-06-19", "2024-07-04", "2024-09-02", "2024-11-28",
        "2024-12-25", "2025-01-01", "2025-01-09", "2025-01-20", "2025-02-17", "2025-04-18",
        "2025-05-26", "2025-06-19", "2025-07-04", "2025-09-01", "2025-11-27", "2025-12-25",
        "2026-01-01", "2026-01-19", "2026-02-16", "2026-04-03", "2026-05-25", "2026-06-19",
        "2026-07-03", "2026-09-07", "2026-11-26", "2026-12-25",
    };
    static const char *const early[] = { "2023-07-03", "2023-11-24", "2024-07-03", "2024-11-29",
                                         "2024-12-24", "2025-07-03", "2025-11-28", "2025-12-24",
                                         "2026-11-27", "2026-12-24" };
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    size_t closed_at = 0, early_at = 0;
    for (int64_t day = civil_day(2023, 1, 14); day < civil_day(2027, 1, 1); day++) {
        if (civil_weekday(day) == SATURDAY || civil_weekday(day) == SUNDAY) continue;
        struct session session;
        bool is_open = calendar_session(xnys, day, &session);
        bool is_listed = closed_at < 40 && time_day(at(closed[closed_at])) == day;
        closed_at += is_listed;
        ck_assert_int_eq(is_open, !is_listed);
        if (!is_open) continue;
        bool is_early = early_at < 10 && time_day(at(early[early_at])) == day;
        early_at += is_early;
        ck_assert_int_eq(session.is_shortened, is_early);
        ck_assert_int_eq(session.close_ns - session.open_ns,
                         (is_early ? 7 : 13) * 30 * NS_PER_MINUTE);
    }
    ck_assert_uint_eq(closed_at, 40);
    ck_assert_uint_eq(early_at, 10);
}

TEST(calendar, a_year_of_xnys_has_about_252_sessions_up_to_2050)
{
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    for (int32_t year = 1990; year <= 2050; year++) {
        uint64_t count =
            calendar_session_count(xnys, civil_day(year, 1, 1), civil_day(year + 1, 1, 1));
        ck_assert_msg(count >= 248 && count <= 254, "%d: %d", year, (int)count);
    }
}

/* What must hold of every calendar, tried at every hour and at both sides of every edge. */
static void walk(const struct calendar *calendar, int64_t from_day, int64_t to_day)
{
    struct session session, found;
    int64_t last_close = INT64_MIN;
    for (int64_t day = from_day; day < to_day; day++) {
        int64_t start = calendar_day_start(calendar, day);
        int64_t next = calendar_day_start(calendar, day + 1);
        int64_t hours = (next - start) / NS_PER_HOUR;
        ck_assert(hours >= 23 && hours <= 25 && (next - start) % NS_PER_HOUR == 0);
        ck_assert_int_eq(calendar_day(calendar, start), day);
        ck_assert_int_eq(calendar_day(calendar, start - 1), day - 1);
        bool has_session = calendar_session(calendar, day, &session);
        for (int64_t ts = start; ts < next; ts += NS_PER_HOUR) {
            bool is_open = has_session && ts >= session.open_ns && ts < session.close_ns;
            HOLDS(calendar_is_open(calendar, ts) == is_open, "day %d", (int)day);
        }
        if (!has_session) continue;
        ck_assert(start <= session.open_ns && session.open_ns < session.close_ns &&
                  session.close_ns <= next && last_close <= session.open_ns);
        ck_assert_int_eq(session.day, day);
        ck_assert(calendar_session_at(calendar, session.open_ns, &found) && found.day == day);
        ck_assert(calendar_session_at(calendar, session.close_ns - 1, &found) && found.day == day);
        ck_assert_int_eq(calendar_session_next(calendar, session.open_ns).day, day);
        if (last_close != INT64_MIN)
            ck_assert_int_eq(calendar_session_next(calendar, last_close).day, day);
        last_close = session.close_ns;
        calendar_extend(calendar, &found);
        ck_assert(found.open_ns <= session.open_ns && found.close_ns >= session.close_ns);
    }
}

TEST(calendar, sessions_lie_in_their_days_in_order_and_never_overlap)
{
    for (uint32_t i = 0; i < CALENDAR_COUNT; i++)
        walk(calendar_get(i), civil_day(2004, 12, 1), civil_day(2027, 1, 1));
}

TEST(calendar, days_with_a_change_of_clocks_have_23_and_25_hours)
{
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    int64_t spring = civil_day(2024, 3, 10), autumn = civil_day(2024, 11, 3);
    ck_assert_int_eq(calendar_day_start(xnys, spring + 1) - calendar_day_start(xnys, spring),
                     23 * NS_PER_HOUR);
    ck_assert_int_eq(calendar_day_start(xnys, autumn + 1) - calendar_day_start(xnys, autumn),
                     25 * NS_PER_HOUR);
    struct session before, after;
    ck_assert(calendar_session(xnys, spring - 2, &before) &&
              calendar_session(xnys, spring + 1, &after));
    ck_assert_int_eq(after.open_ns - before.open_ns, 71 * NS_PER_HOUR);
}

TEST(calendar, forex_trades_from_sunday_to_friday_seventeen_oclock_new_york)
{
    const struct calendar *fx = calendar_get(CALENDAR_FX);
    ck_assert(!calendar_is_open(fx, at("2024-06-09T20:59:59Z")));
    ck_assert(calendar_is_open(fx, at("2024-06-09T21:00:00Z")));
    ck_assert(calendar_is_open(fx, at("2024-06-14T20:59:59Z")));
    ck_assert(!calendar_is_open(fx, at("2024-06-14T21:00:00Z")));
    ck_assert(calendar_is_open(fx, at("2024-01-12T21:59:59Z")));
    ck_assert(!calendar_is_open(fx, at("2024-01-12T22:00:00Z")));
    ck_assert(!calendar_is_open(fx, at("2024-12-25T12:00:00Z")));
    ck_assert_int_eq(calendar_day(fx, at("2024-06-09T21:00:00Z")), civil_day(2024, 6, 10));
}

TEST(calendar, globex_pauses_an_hour_a_day_and_halts_at_noon_on_holidays)
{
    const struct calendar *cme = calendar_get(CALENDAR_CME);
    ck_assert(calendar_is_open(cme, at("2024-01-17T21:59:59Z")));
    ck_assert(!calendar_is_open(cme, at("2024-01-17T22:30:00Z")));
    ck_assert(calendar_is_open(cme, at("2024-01-17T23:00:00Z")));
    ck_assert(calendar_is_open(cme, at("2024-01-15T17:59:59Z"))); /* Martin Luther King's day */
    ck_assert(!calendar_is_open(cme, at("2024-01-15T18:00:00Z")));
    ck_assert(!calendar_is_open(cme, at("2024-03-29T15:00:00Z"))); /* Good Friday */
    struct session session;
    ck_assert(calendar_session(cme, civil_day(2024, 11, 29), &session));
    ck_assert_int_eq(session.close_ns, at("2024-11-29T18:15:00Z"));
}

TEST(calendar, eurex_has_the_days_of_a_recorded_year_and_its_minutes)
{
    static struct csv csv;
    const struct calendar *eurex = calendar_get(CALENDAR_EUREX);
    csv_open(&csv, "market/index-estoxx50-bars-1d-20060102-20061229.csv");
    uint64_t rows = 0;
    for (; csv_read(&csv); rows++) {
        struct session session;
        ck_assert_msg(calendar_session(eurex, time_day(at(csv.cells[0])), &session), "%s",
                      csv.cells[0]);
    }
    csv_close(&csv);
    ck_assert_uint_eq(
        rows, calendar_session_count(eurex, civil_day(2006, 1, 2), civil_day(2006, 12, 30)));

    csv_open(&csv, "market/eurex-fesx-bars-1m-20060102-20060227.csv.gz");
    while (csv_read(&csv)) {
        int64_t end_ns;
        ck_assert_int_eq(
            time_parse_in(&end_ns, text_from(csv.cells[0]), zone_find(TEXT("Europe/Berlin"))),
            ST_OK);
        ck_assert_msg(calendar_is_open(eurex, end_ns - NS_PER_MINUTE), "%s", csv.cells[0]);
    }
    csv_close(&csv);
}

TEST(calendar, names_and_kinds_lead_to_their_calendar)
{
    ck_assert_ptr_eq(calendar_find(TEXT("XNYS")), calendar_get(CALENDAR_XNYS));
    ck_assert_ptr_eq(calendar_find(TEXT("nyse")), calendar_get(CALENDAR_XNYS));
    ck_assert_ptr_eq(calendar_find(TEXT("24/7")), calendar_get(CALENDAR_ALWAYS));
    ck_assert_ptr_null(calendar_find(TEXT("moon")));
    ck_assert_ptr_eq(calendar_for_kind(INSTRUMENT_FX), calendar_get(CALENDAR_FX));
    ck_assert_ptr_eq(calendar_for_kind(INSTRUMENT_EQUITY), calendar_get(CALENDAR_XNYS));
    ck_assert_ptr_eq(calendar_for_kind(INSTRUMENT_FUTURE), calendar_get(CALENDAR_CME));
    ck_assert_ptr_eq(calendar_for_kind(INSTRUMENT_PERPETUAL), calendar_get(CALENDAR_ALWAYS));
    ck_assert_uint_eq(calendar_sessions_a_year(calendar_get(CALENDAR_ALWAYS)), 365);
    ck_assert_uint_eq(calendar_sessions_a_year(calendar_get(CALENDAR_FX)), 260);
    ck_assert_uint_eq(calendar_sessions_a_year(calendar_get(CALENDAR_XNYS)), 252);
    for (uint32_t i = 0; i < CALENDAR_COUNT; i++)
        ck_assert_uint_eq(calendar_index_of(calendar_get(i)), i);
}

TEST(calendar, every_calendar_answers_up_to_the_ends_of_its_years)
{
    int64_t ends[] = { time_from_day(civil_day(1700, 1, 1)),
                       time_from_day(civil_day(2251, 1, 1)) - 1 };
    ck_assert(calendar_in_range(ends[0]) && !calendar_in_range(ends[0] - 1));
    ck_assert(calendar_in_range(ends[1]) && !calendar_in_range(ends[1] + 1));
    ck_assert(!calendar_in_range(INT64_MIN) && !calendar_in_range(INT64_MAX));
    for (uint32_t i = 0; i < CALENDAR_COUNT; i++)
        for (int j = 0; j < 2; j++) {
            struct session session = calendar_session_from(calendar_get(i), ends[j]);
            ck_assert(session.close_ns > ends[j]);
            ck_assert(session.open_ns < ends[j] + 14 * NS_PER_DAY);
        }
}
