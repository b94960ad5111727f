#include "domain/civil.h"
#include "base/assert.h"

/* A 400-year era has 146,097 days; years run from March, so that the leap day is a year's last. */
enum { ERA_DAYS = 146097, EPOCH_SHIFT = 719468 };

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

int64_t civil_day(int32_t year, int32_t month, int32_t day)
{
    ASSERT(civil_is_valid(year, month, day));
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_SHIFT;
}

struct civil_date civil_from_day(int64_t day)
{
    int64_t shifted = day + EPOCH_SHIFT;
    int64_t era = floor_div(shifted, ERA_DAYS);
    int64_t day_of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    ASSERT(year >= INT32_MIN);
    ASSERT(year <= INT32_MAX);
    return (struct civil_date){ .year = (int32_t)year,
                                .month = (int32_t)month,
                                .day = (int32_t)(day_of_year - (153 * march_month + 2) / 5 + 1) };
}

bool civil_is_leap(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int32_t civil_month_days(int32_t year, int32_t month)
{
    ASSERT(month >= 1);
    ASSERT(month <= 12);
    if (month == 2) return civil_is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool civil_is_valid(int32_t year, int32_t month, int32_t day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= civil_month_days(year, month);
}

enum weekday civil_weekday(int64_t day)
{
    /* Day 0 was a Thursday. */
    int64_t shifted = (day % 7 + THURSDAY + 7) % 7;
    return (enum weekday)shifted;
}

int64_t civil_weekday_from(int64_t day, enum weekday weekday)
{
    return day + (int64_t)(((uint32_t)weekday + 7 - (uint32_t)civil_weekday(day)) % 7);
}

int64_t civil_weekday_until(int64_t day, enum weekday weekday)
{
    return day - (int64_t)(((uint32_t)civil_weekday(day) + 7 - (uint32_t)weekday) % 7);
}

int64_t civil_weekday_nth(int32_t year, int32_t month, enum weekday weekday, int32_t nth)
{
    ASSERT(nth >= 1);
    ASSERT(nth <= 5);
    return civil_weekday_from(civil_day(year, month, 1), weekday) + 7 * (nth - 1);
}

int64_t civil_weekday_last(int32_t year, int32_t month, enum weekday weekday)
{
    return civil_weekday_until(civil_day(year, month, civil_month_days(year, month)), weekday);
}

int64_t civil_easter(int32_t year)
{
    ASSERT(year > 0);
    int32_t golden = year % 19, century = year / 100, rest = year % 100;
    int32_t skipped = century / 4, moon_shift = (century - (century + 8) / 25 + 1) / 3;
    int32_t epact = (19 * golden + century - skipped - moon_shift + 15) % 30;
    int32_t to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    int32_t late = (golden + 11 * epact + 22 * to_sunday) / 451;
    int32_t sum = epact + to_sunday - 7 * late + 114;
    return civil_day(year, sum / 31, sum % 31 + 1);
}
