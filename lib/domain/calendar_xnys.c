/*
 * The New York Stock Exchange from its own rules: 09:30 to 16:00, holidays by rule 7.2, shortened
 * days by the exchange's practice of each era, and the closures nobody could foresee as a list.
 * Exact from 1990 (held against a published list of all sessions to January 2023); the future is as
 * the rules stand, and the years before 1990 lack their one-off closures.
 */
#include "domain/calendar_row.h"
#include "domain/civil.h"

enum { OPEN = 9 * 60 + 30, CLOSE = 16 * 60, CLOSE_EARLY = 13 * 60, CLOSE_EARLY_1992 = 14 * 60 };

/* Days without a session that no rule gives. */
static const struct civil_date closures[] = {
    { 1994, 4, 27 }, /* mourning for President Nixon */
    { 2001, 9, 11 },  { 2001, 9, 12 },  { 2001, 9, 13 }, { 2001, 9, 14 }, /* the attacks */
    { 2004, 6, 11 },                    /* mourning for President Reagan */
    { 2007, 1, 2 },                     /* mourning for President Ford */
    { 2012, 10, 29 }, { 2012, 10, 30 }, /* hurricane Sandy */
    { 2018, 12, 5 },                    /* mourning for President Bush */
    { 2025, 1, 9 },                     /* mourning for President Carter */
};

/* Days that closed early and that no rule gives. */
static const struct civil_date shortened[] = { { 1997, 12, 26 },
                                               { 1999, 12, 31 },
                                               { 2003, 12, 26 } };

static bool is_listed(const struct civil_date *list, uint32_t count, struct civil_date date)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i].year == date.year && list[i].month == date.month && list[i].day == date.day)
            return true;
    return false;
}

/* Whether this is the workday on which a fixed holiday is kept: Friday for a Saturday, Monday for a
 * Sunday. */
static bool is_kept(int64_t day, int32_t year, int32_t month, int32_t day_of_month)
{
    int64_t holiday = civil_day(year, month, day_of_month);
    enum weekday weekday = civil_weekday(holiday);
    return day == holiday - (weekday == SATURDAY) + (weekday == SUNDAY);
}

/* New Year's Day on a Saturday is not made up for: the Friday ends the accounting year. */
static bool is_new_year(int64_t day, int32_t year)
{
    int64_t holiday = civil_day(year, 1, 1);
    return day == holiday + (civil_weekday(holiday) == SUNDAY);
}

static bool is_holiday(int64_t day, struct civil_date date)
{
    int32_t year = date.year;
    switch (date.month) {
    case 1:
        return is_new_year(day, year) ||
               (year >= 1998 && day == civil_weekday_nth(year, 1, MONDAY, 3));
    case 2: return day == civil_weekday_nth(year, 2, MONDAY, 3);
    case 3:
    case 4: return day == civil_easter(year) - 2;
    case 5: return day == civil_weekday_last(year, 5, MONDAY);
    case 6: return year >= 2022 && is_kept(day, year, 6, 19);
    case 7: return is_kept(day, year, 7, 4);
    case 9: return day == civil_weekday_nth(year, 9, MONDAY, 1);
    case 11: return day == civil_weekday_nth(year, 11, THURSDAY, 4);
    case 12: return is_kept(day, year, 12, 25);
    default: return false;
    }
}

/* The day before Independence Day; until 2012 the Friday after it where the holiday was a Thursday.
 */
static bool is_shortened_july(struct civil_date date, enum weekday weekday)
{
    if (date.day == 3 && weekday == WEDNESDAY) return date.year >= 2013;
    if (date.day == 3) return date.year >= 1995;
    return date.day == 5 && weekday == FRIDAY && date.year >= 1995 && date.year <= 2012;
}

static int32_t close_minute(int64_t day, struct civil_date date)
{
    bool is_short = false;
    if (date.month == 7) is_short = is_shortened_july(date, civil_weekday(day));
    if (date.month == 11 && date.year >= 1992)
        is_short = day == civil_weekday_nth(date.year, 11, THURSDAY, 4) + 1;
    if (date.month == 12 && date.day == 24 && date.year >= 1990) is_short = true;
    if (is_listed(shortened, sizeof shortened / sizeof *shortened, date)) is_short = true;
    if (!is_short) return CLOSE;
    return date.year <= 1992 ? CLOSE_EARLY_1992 : CLOSE_EARLY;
}

bool calendar_xnys_hours(int64_t day, struct day_hours *hours)
{
    enum weekday weekday = civil_weekday(day);
    if (weekday == SATURDAY || weekday == SUNDAY) return false;
    struct civil_date date = civil_from_day(day);
    if (is_holiday(day, date)) return false;
    if (is_listed(closures, sizeof closures / sizeof *closures, date)) return false;
    int32_t close = close_minute(day, date);
    *hours = (struct day_hours){ OPEN, close, close != CLOSE };
    return true;
}
