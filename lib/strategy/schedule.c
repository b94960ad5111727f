#include "strategy/schedule.h"
#include "domain/civil.h"
#include "domain/time.h"

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t month_of(int64_t ts_ns)
{
    struct civil_date date = civil_from_day(time_day(ts_ns));
    return (int64_t)date.year * 12 + date.month - 1;
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
    { "s", SCHEDULE_TIME, NS_PER_SECOND },
    { "m", SCHEDULE_TIME, NS_PER_MINUTE },
    { "h", SCHEDULE_TIME, NS_PER_HOUR },
    { "hourly", SCHEDULE_TIME, NS_PER_HOUR },
    { "d", SCHEDULE_TIME, NS_PER_DAY },
    { "days", SCHEDULE_TIME, NS_PER_DAY },
    { "daily", SCHEDULE_TIME, NS_PER_DAY },
    { "w", SCHEDULE_TIME, 7 * NS_PER_DAY },
    { "weekly", SCHEDULE_TIME, 7 * NS_PER_DAY },
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
        if (count > INT64_MAX / units[i].length)
            return ST_PARSE; /* weeks: 292 years are the most */
        bool is_week = units[i].length == WEEK_DAYS * NS_PER_DAY;
        schedule->kind = units[i].kind;
        schedule->length = count * units[i].length;
        schedule->origin_ns = is_week ? MONDAY_DAYS * NS_PER_DAY : 0;
        return ST_OK;
    }
    return ST_PARSE;
}

/* Reads `digits` digits and moves behind them; -1: they are not there. */
