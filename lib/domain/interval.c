#include "domain/interval.h"
#include "domain/civil.h"
#include "domain/time.h"

enum { MONTHS_MAX = 1200 };

/* Longest first, so that formatting takes the largest unit that divides. Months are negative. */
static const struct unit {
    const char *name;
    int64_t ns;
} units[] = {
    { "y", -12 },
    { "mo", -1 },
    { "w", 7 * NS_PER_DAY },
    { "d", NS_PER_DAY },
    { "h", NS_PER_HOUR },
    { "m", NS_PER_MINUTE },
    { "s", NS_PER_SECOND },
    { "ms", 1000000 },
    { "us", 1000 },
    { "ns", 1 },
    { "min", NS_PER_MINUTE },
};
enum { UNIT_COUNT = sizeof units / sizeof *units };

static const struct unit *find_unit(struct text name)
{
    if (text_equal(name, TEXT("M"))) return NULL;
    for (uint32_t i = 0; i < UNIT_COUNT; i++)
        if (text_equal_fold(name, text_from(units[i].name))) return &units[i];
    return NULL;
}

enum status interval_parse(int64_t *interval_ns, struct text text)
{
    int64_t count = 0;
    size_t at = 0;
    bool is_large = false;
    for (; at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++)
        is_large |= __builtin_mul_overflow(count, 10, &count) ||
                    __builtin_add_overflow(count, text.bytes[at] - '0', &count);
    if (at == 0) return ST_PARSE;
    const struct unit *unit = find_unit((struct text){ text.bytes + at, text.length - at });
    if (!unit) return ST_PARSE;
    int64_t product;
    if (is_large || count == 0 || __builtin_mul_overflow(count, unit->ns, &product))
        return ST_RANGE;
    if (product < -MONTHS_MAX) return ST_RANGE;
    *interval_ns = product;
    return ST_OK;
}

void interval_format(struct writer *writer, int64_t interval_ns)
{
    if (interval_ns == 0) {
        writer_add(writer, TEXT("irregular"));
        return;
    }
    for (uint32_t i = 0; i < UNIT_COUNT; i++) {
        const struct unit *unit = &units[i];
        if ((unit->ns < 0) != (interval_ns < 0) || interval_ns % unit->ns != 0) continue;
        writer_format(writer, "%lld%s", (long long)(interval_ns / unit->ns), unit->name);
        return;
    }
}

int64_t interval_length_ns(int64_t interval_ns)
{
    ASSERT(interval_ns >= -MONTHS_MAX);
    return interval_ns >= 0 ? interval_ns : -interval_ns * 31 * NS_PER_DAY;
}

int64_t interval_add(int64_t ts_ns, int64_t interval_ns)
{
    if (interval_ns >= 0) {
        ASSERT(ts_ns <= INT64_MAX - interval_ns);
        return ts_ns + interval_ns;
    }
    int64_t day = time_day(ts_ns), rest_ns = ts_ns - time_from_day(day);
    struct civil_date date = civil_from_day(day);
    int64_t month = (int64_t)date.year * 12 + date.month - 1 - interval_ns;
    int32_t year = (int32_t)(month / 12), month_of_year = (int32_t)(month % 12) + 1;
    int32_t last = civil_month_days(year, month_of_year);
    return time_from_day(civil_day(year, month_of_year, date.day < last ? date.day : last)) +
           rest_ns;
}
