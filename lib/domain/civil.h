/*
 * civil.h — dates: days since 1 January 1970 <-> year, month, day of the Gregorian calendar.
 *
 * A day is an int64_t counted from the epoch, negative before it; dates before 1582 are those the
 * Gregorian rules would have given. Pure arithmetic: no zone (zone.h), no clock. The day formulas
 * are those of Howard Hinnant's "chrono-compatible low-level date algorithms" (public domain),
 * Easter's is the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
 */
#ifndef ARGOSY_DOMAIN_CIVIL_H
#define ARGOSY_DOMAIN_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

struct civil_date {
    int32_t year;
    int32_t month; /* 1..12 */
    int32_t day;   /* 1..31 */
};

enum weekday { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

/* The day of a date; the date must exist (civil_is_valid). */
int64_t civil_day(int32_t year, int32_t month, int32_t day);
struct civil_date civil_from_day(int64_t day);

bool civil_is_leap(int32_t year);
int32_t civil_month_days(int32_t year, int32_t month);
bool civil_is_valid(int32_t year, int32_t month, int32_t day);
enum weekday civil_weekday(int64_t day);

/* The first such weekday at or after a day, and the last one at or before it. */
int64_t civil_weekday_from(int64_t day, enum weekday weekday);
int64_t civil_weekday_until(int64_t day, enum weekday weekday);

/* The nth (1..5) such weekday of a month, and its last one. */
int64_t civil_weekday_nth(int32_t year, int32_t month, enum weekday weekday, int32_t nth);
int64_t civil_weekday_last(int32_t year, int32_t month, enum weekday weekday);

/* Easter Sunday of the western churches. */
int64_t civil_easter(int32_t year);

#endif
