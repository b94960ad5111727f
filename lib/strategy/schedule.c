#include "strategy/schedule.h"

#include <string.h>

#define SECOND_NS INT64_C(1000000000)
#define DAY_NS    (86400 * SECOND_NS)

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Days since 1970-01-01 of a proleptic Gregorian date, and back: the year begins in March, so that
 * the leap day is its last; an era is 400 years of 146,097 days. */
static int64_t days_from_date(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = floor_divide(year, 400), of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_from_days(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    days += 719468;
    int64_t era = floor_divide(days, 146097), of_era = days - era * 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
    int64_t place = (5 * of_year + 2) / 153;
    *day = of_year - (153 * place + 2) / 5 + 1;
    *month = place + (place < 10 ? 3 : -9);
    *year = years + era * 400 + (*month <= 2);
}

static int64_t month_of(int64_t ts_ns)
{
    int64_t year, month, day;
    date_from_days(floor_divide(ts_ns, DAY_NS), &year, &month, &day);
    return year * 12 + month - 1;
}

static int64_t stretch_of(const struct schedule *schedule, int64_t ts_ns)
{
    if (schedule->kind == SCHEDULE_MONTHS) return floor_divide(month_of(ts_ns), schedule->length);
    return floor_divide(ts_ns - schedule->origin_ns, schedule->length);
}

bool schedule_turns(const struct schedule *schedule, int64_t before_ns, int64_t now_ns)
{
    ASSERT(schedule->kind != SCHEDULE_BARS);
    return stretch_of(schedule, before_ns) != stretch_of(schedule, now_ns);
}

bool schedule_is_due(const struct schedule *schedule, const struct argosy_series *series,
                     uint64_t warmup)
{
    uint64_t count = series->count;
    if (count <= warmup) return false;
    if (count == warmup + 1) return true;
    if (schedule->kind == SCHEDULE_BARS)
        return (count - 1 - warmup) % (uint64_t)schedule->length == 0;
    return schedule_turns(schedule, series->ts_ns[count - 2], series->ts_ns[count - 1]);
}

struct unit {
    const char *name;
    enum schedule_kind kind;
    int64_t length;
};

static const struct unit units[] = {
    { "", SCHEDULE_BARS, 1 },
    { "bars", SCHEDULE_BARS, 1 },
    { "bar", SCHEDULE_BARS, 1 },
    { "s", SCHEDULE_TIME, SECOND_NS },
    { "m", SCHEDULE_TIME, 60 * SECOND_NS },
    { "h", SCHEDULE_TIME, 3600 * SECOND_NS },
    { "hourly", SCHEDULE_TIME, 3600 * SECOND_NS },
    { "d", SCHEDULE_TIME, DAY_NS },
    { "days", SCHEDULE_TIME, DAY_NS },
    { "daily", SCHEDULE_TIME, DAY_NS },
    { "w", SCHEDULE_TIME, 7 * DAY_NS },
    { "weekly", SCHEDULE_TIME, 7 * DAY_NS },
    { "mo", SCHEDULE_MONTHS, 1 },
    { "monthly", SCHEDULE_MONTHS, 1 },
    { "quarterly", SCHEDULE_MONTHS, 3 },
    { "y", SCHEDULE_MONTHS, 12 },
    { "yearly", SCHEDULE_MONTHS, 12 },
};

enum { STRETCH_MAX = 1000000, WEEK_DAYS = 7, MONDAY_DAYS = 4 /* 1970-01-05 was a Monday */ };

enum status schedule_parse(struct schedule *schedule, struct text text)
{
    int64_t count = 0;
    size_t digits = 0;
    text = text_trim(text);
    for (; digits < text.length; digits++) {
        char c = text.bytes[digits];
        if (c < '0' || c > '9') break;
        count = count * 10 + (c - '0');
        if (count > STRETCH_MAX) return ST_PARSE;
    }
    struct text name = text_trim((struct text){ text.bytes + digits, text.length - digits });
    if (digits == 0 && name.length < 5) return ST_PARSE; /* a bare "m" is a slip, "daily" is not */
    if (digits == 0) count = 1;
    if (count == 0) return ST_PARSE;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!text_equal_fold(name, text_from(units[i].name))) continue;
        bool is_week = units[i].length == WEEK_DAYS * DAY_NS;
        schedule->kind = units[i].kind;
        schedule->length = count * units[i].length;
        schedule->origin_ns = is_week ? MONDAY_DAYS * DAY_NS : 0;
        return ST_OK;
    }
    return ST_PARSE;
}

/* Reads `digits` digits and moves behind them; -1: they are not there. */
static int64_t take_number(struct text *text, size_t digits)
{
    int64_t number = 0;
    if (text->length < digits) return -1;
    for (size_t i = 0; i < digits; i++) {
        char c = text->bytes[i];
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    text->bytes += digits;
    text->length -= digits;
    return number;
}

static bool take_char(struct text *text, const char *any_of)
{
    if (text->length == 0 || !strchr(any_of, text->bytes[0]) || text->bytes[0] == 0) return false;
    text->bytes++;
    text->length--;
    return true;
}

static enum status take_clock(int64_t *ns, struct text *text)
{
    int64_t hour = take_number(text, 2);
    if (!take_char(text, ":")) return ST_PARSE;
    int64_t minute = take_number(text, 2), second = 0, fraction = 0, unit = SECOND_NS;
    if (take_char(text, ":")) {
        second = take_number(text, 2);
        if (take_char(text, ".,"))
            while (text->length > 0 && text->bytes[0] >= '0' && text->bytes[0] <= '9' && unit > 1) {
                unit /= 10;
                fraction += take_number(text, 1) * unit;
            }
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return ST_PARSE;
    *ns = ((hour * 60 + minute) * 60 + second) * SECOND_NS + fraction;
    return ST_OK;
}

enum status stamp_parse(int64_t *ts_ns, struct text text)
{
    static const int8_t month_days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t clock_ns = 0;
    text = text_trim(text);
    int64_t year = take_number(&text, 4);
    if (year < 1700 || year > 2261 || !take_char(&text, "-")) return ST_PARSE;
    int64_t month = take_number(&text, 2);
    if (month < 1 || month > 12 || !take_char(&text, "-")) return ST_PARSE;
    int64_t day = take_number(&text, 2);
    if (day < 1 || day > month_days[month - 1]) return ST_PARSE;
    int64_t days = days_from_date(year, month, day);
    if (days_from_date(year, month, day + 1) == days_from_date(year, 3, 2) && month == 2)
        return ST_PARSE; /* February 29th of a year that has none */
    if (take_char(&text, "T ") && take_clock(&clock_ns, &text) != ST_OK) return ST_PARSE;
    if (take_char(&text, "Zz")) (void)0;
    if (text.length > 0) return ST_PARSE;
    *ts_ns = days * DAY_NS + clock_ns;
    return ST_OK;
}

void stamp_format(struct writer *writer, int64_t ts_ns)
{
    int64_t year, month, day, days = floor_divide(ts_ns, DAY_NS);
    int64_t second = floor_divide(ts_ns - days * DAY_NS, SECOND_NS);
    date_from_days(days, &year, &month, &day);
    writer_format(writer, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)year, (int)month, (int)day,
                  (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}
