#include "domain/calendar.h"
#include "domain/calendar_row.h"
#include "domain/civil.h"
#include "domain/time.h"
#include "domain/zone.h"

enum { MINUTES_A_DAY = 24 * 60 };

static bool is_weekend(int64_t day)
{
    enum weekday weekday = civil_weekday(day);
    return weekday == SATURDAY || weekday == SUNDAY;
}

static bool is_date(struct civil_date date, int32_t month, int32_t day)
{
    return date.month == month && date.day == day;
}

static bool always_hours(int64_t day, struct day_hours *hours)
{
    (void)day;
    *hours = (struct day_hours){ 0, MINUTES_A_DAY, false };
    return true;
}

static bool fx_hours(int64_t day, struct day_hours *hours)
{
    struct civil_date date = civil_from_day(day);
    if (is_weekend(day) || is_date(date, 12, 25) || is_date(date, 1, 1)) return false;
    *hours = (struct day_hours){ 17 * 60 - MINUTES_A_DAY, 17 * 60, false };
    return true;
}

/* Days on which Globex halts equity index futures at noon, Chicago, because New York is closed. */
static bool is_cme_half_day(int64_t day, struct civil_date date)
{
    struct day_hours new_york;
    return date.month != 3 && date.month != 4 && !is_weekend(day) &&
           !calendar_xnys_hours(day, &new_york);
}

static bool cme_hours(int64_t day, struct day_hours *hours)
{
    struct civil_date date = civil_from_day(day);
    int64_t new_year = civil_day(date.year, 1, 1), christmas = civil_day(date.year, 12, 25);
    if (is_weekend(day) || day == civil_easter(date.year) - 2) return false;
    if (day == new_year || (day == new_year + 1 && civil_weekday(new_year) == SUNDAY)) return false;
    enum weekday weekday = civil_weekday(christmas);
    if (day == christmas - (weekday == SATURDAY) + (weekday == SUNDAY)) return false;

    /* Where New York closes early, Globex does at 12:15 Chicago, a quarter of an hour behind it. */
    struct day_hours new_york;
    int32_t close = 16 * 60;
    if (is_cme_half_day(day, date)) close = 12 * 60;
    else if (calendar_xnys_hours(day, &new_york) && new_york.is_shortened) close = 12 * 60 + 15;
    *hours = (struct day_hours){ 17 * 60 - MINUTES_A_DAY, close, close != 16 * 60 };
    return true;
}

/* Until 21 November 2005 trading ended at 20:00; since 10 December 2018 it starts in Asia's
 * morning, at 00:10 UTC, which the wall clock of Frankfurt shows as 01:10 or 02:10. */
static bool eurex_hours(int64_t day, struct day_hours *hours)
{
    struct civil_date date = civil_from_day(day);
    int64_t easter = civil_easter(date.year);
    if (is_weekend(day) || day == easter - 2 || day == easter + 1) return false;
    if (is_date(date, 1, 1) || is_date(date, 5, 1) || is_date(date, 12, 24) ||
        is_date(date, 12, 25) || is_date(date, 12, 26) || is_date(date, 12, 31))
        return false;
    int32_t open = 9 * 60, close = 22 * 60;
    if (day < civil_day(2005, 11, 21)) close = 20 * 60;
    if (day >= civil_day(2018, 12, 10)) {
        bool is_summer = day >= civil_weekday_last(date.year, 3, SUNDAY) &&
                         day < civil_weekday_last(date.year, 10, SUNDAY);
        open = is_summer ? 130 : 70;
    }
    *hours = (struct day_hours){ open, close, false };
    return true;
}

/* In the order of enum calendar_index. */
static const struct calendar calendars[CALENDAR_COUNT] = {
    { "24/7", "always crypto", "every day, round the clock", ZONE_UTC, 365, 0, 0, 0, true,
      always_hours },
    { "fx", "forex", "Sunday 17:00 to Friday 17:00 New York", ZONE_NEW_YORK, 260,
      17 * 60 - MINUTES_A_DAY, 0, 0, false, fx_hours },
    { "xnys", "nyse xnas nasdaq us", "New York Stock Exchange, 09:30 to 16:00 New York",
      ZONE_NEW_YORK, 252, 0, 4 * 60, 20 * 60, false, calendar_xnys_hours },
    { "cme", "globex xcme", "CME Globex equity index futures, 17:00 to 16:00 Chicago", ZONE_CHICAGO,
      252, 17 * 60 - MINUTES_A_DAY, 0, 0, false, cme_hours },
    { "eurex", "xeur", "Eurex index futures, 09:00 (since 2018: 01:10) to 22:00 Frankfurt",
      ZONE_BERLIN, 252, 0, 0, 0, false, eurex_hours },
};

const struct calendar *calendar_get(uint32_t index)
{
    ASSERT(index < CALENDAR_COUNT);
    return &calendars[index];
}

const struct calendar *calendar_find(struct text name)
{
    for (uint32_t i = 0; i < CALENDAR_COUNT; i++) {
        if (text_equal_fold(name, text_from(calendars[i].name))) return &calendars[i];
        struct text rest = text_from(calendars[i].aliases);
        while (rest.length > 0)
            if (text_equal_fold(name, text_cut(&rest, ' '))) return &calendars[i];
    }
    return NULL;
}

uint32_t calendar_index_of(const struct calendar *calendar)
{
    return (uint32_t)(calendar - calendars);
}

const char *calendar_name(const struct calendar *calendar) { return calendar->name; }
const char *calendar_help(const struct calendar *calendar) { return calendar->help; }
bool calendar_is_always_open(const struct calendar *calendar) { return calendar->is_always_open; }

uint32_t calendar_sessions_a_year(const struct calendar *calendar)
{
    return calendar->sessions_a_year;
}

const struct zone *calendar_zone(const struct calendar *calendar)
{
    return zone_get(calendar->zone);
}

const struct calendar *calendar_for_kind(enum instrument_kind kind)
{
    switch (kind) {
    case INSTRUMENT_FUTURE: return &calendars[CALENDAR_CME];
    case INSTRUMENT_EQUITY: return &calendars[CALENDAR_XNYS];
    case INSTRUMENT_FX: return &calendars[CALENDAR_FX];
    default: return &calendars[CALENDAR_ALWAYS];
    }
}

bool calendar_in_range(int64_t ts_ns)
{
    static const int64_t first_day = -98615, last_day = 102633; /* 1 January of 1700 and of 2251 */
    int64_t day = time_day(ts_ns);
    return day >= first_day && day < last_day;
}

/* The moment a wall clock shows a minute counted from a day's midnight. */
static int64_t moment(const struct calendar *calendar, int64_t day, int32_t minute)
{
    int64_t local_ns = time_from_day(day) + minute * NS_PER_MINUTE;
    return zone_to_utc(calendar_zone(calendar), local_ns);
}

int64_t calendar_day(const struct calendar *calendar, int64_t ts_ns)
{
    int64_t local_ns = zone_from_utc(calendar_zone(calendar), ts_ns);
    return time_day(local_ns - calendar->turn_minute * NS_PER_MINUTE);
}

int64_t calendar_day_start(const struct calendar *calendar, int64_t day)
{
    return moment(calendar, day, calendar->turn_minute);
}

bool calendar_session(const struct calendar *calendar, int64_t day, struct session *session)
{
    struct day_hours hours;
    if (!calendar->hours(day, &hours)) return false;
    *session = (struct session){ .day = day,
                                 .open_ns = moment(calendar, day, hours.open_minute),
                                 .close_ns = moment(calendar, day, hours.close_minute),
                                 .is_shortened = hours.is_shortened };
    return true;
}

bool calendar_session_at(const struct calendar *calendar, int64_t ts_ns, struct session *session)
{
    struct session found;
    if (!calendar_session(calendar, calendar_day(calendar, ts_ns), &found)) return false;
    if (ts_ns < found.open_ns || ts_ns >= found.close_ns) return false;
    *session = found;
    return true;
}

bool calendar_is_open(const struct calendar *calendar, int64_t ts_ns)
{
    struct session session;
    return calendar_session_at(calendar, ts_ns, &session);
}

struct session calendar_session_next(const struct calendar *calendar, int64_t ts_ns)
{
    enum { DAYS_CLOSED_MAX = 14 };
    int64_t day = calendar_day(calendar, ts_ns);
    struct session session;
    for (int64_t i = 0; i <= DAYS_CLOSED_MAX; i++)
        if (calendar_session(calendar, day + i, &session) && session.open_ns >= ts_ns)
            return session;
    assert_failed(__FILE__, __LINE__, "a session within two weeks");
}

struct session calendar_session_from(const struct calendar *calendar, int64_t ts_ns)
{
    struct session session;
    if (calendar_session_at(calendar, ts_ns, &session)) return session;
    return calendar_session_next(calendar, ts_ns);
}

int64_t calendar_bar_day(const struct calendar *calendar, int64_t ts_ns, int64_t interval_ns)
{
    if (interval_ns >= NS_PER_DAY && ts_ns % NS_PER_DAY == 0) return time_day(ts_ns);
    return calendar_day(calendar, ts_ns);
}

uint64_t calendar_session_count(const struct calendar *calendar, int64_t day_from, int64_t day_to)
{
    if (day_to <= day_from) return 0;
    if (calendar->is_always_open) return (uint64_t)(day_to - day_from);
    uint64_t count = 0;
    struct day_hours hours;
    for (int64_t day = day_from; day < day_to; day++) count += calendar->hours(day, &hours);
    return count;
}

void calendar_extend(const struct calendar *calendar, struct session *session)
{
    if (calendar->extended_close_minute == 0) return;
    session->open_ns = moment(calendar, session->day, calendar->extended_open_minute);
    if (!session->is_shortened)
        session->close_ns = moment(calendar, session->day, calendar->extended_close_minute);
}
