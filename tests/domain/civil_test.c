#include "domain/civil.h"
#include "support/holds.h"
#include "support/test.h"

/* The model: a calendar that only knows how to turn its page. */
static struct civil_date next_day(struct civil_date date)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
    int length = lengths[date.month - 1] + (date.month == 2 && is_leap);
    if (++date.day > length) date.day = 1, date.month++;
    if (date.month > 12) date.month = 1, date.year++;
    return date;
}

TEST(civil, every_day_from_1600_to_2400_has_its_number_and_its_weekday)
{
    /* 1 January 1600 was a Saturday, 135,140 days before the epoch. */
    struct civil_date date = { 1600, 1, 1 };
    int64_t day = -135140;
    int weekday = SATURDAY;
    for (; date.year < 2400; day++, date = next_day(date), weekday = (weekday + 1) % 7) {
        struct civil_date found = civil_from_day(day);
        HOLDS(found.year == date.year && found.month == date.month && found.day == date.day,
              "day %d", (int)day);
        HOLDS(civil_day(date.year, date.month, date.day) == day, "day %d", (int)day);
        HOLDS((int)civil_weekday(day) == weekday, "day %d", (int)day);
    }
    ck_assert_int_eq(civil_day(1970, 1, 1), 0);
    ck_assert_int_eq(civil_day(2400, 1, 1), day);
}

TEST(civil, dates_that_do_not_exist_are_not_valid)
{
    ck_assert(!civil_is_valid(2023, 2, 29));
    ck_assert(civil_is_valid(2024, 2, 29));
    ck_assert(!civil_is_valid(1900, 2, 29));
    ck_assert(civil_is_valid(2000, 2, 29));
    ck_assert(!civil_is_valid(2024, 4, 31));
    ck_assert(!civil_is_valid(2024, 0, 1));
    ck_assert(!civil_is_valid(2024, 13, 1));
    ck_assert(!civil_is_valid(2024, 1, 0));
}

TEST(civil, weekdays_are_found_in_both_directions)
{
    for (int64_t day = civil_day(2019, 12, 1); day < civil_day(2021, 2, 1); day++) {
        for (int weekday = SUNDAY; weekday <= SATURDAY; weekday++) {
            int64_t from = day, until = day;
            while ((int)civil_weekday(from) != weekday) from++;
            while ((int)civil_weekday(until) != weekday) until--;
            HOLDS(civil_weekday_from(day, (enum weekday)weekday) == from, "day %d", (int)day);
            HOLDS(civil_weekday_until(day, (enum weekday)weekday) == until, "day %d", (int)day);
        }
    }
    ck_assert_int_eq(civil_weekday_nth(2024, 11, THURSDAY, 4), civil_day(2024, 11, 28));
    ck_assert_int_eq(civil_weekday_last(2024, 5, MONDAY), civil_day(2024, 5, 27));
    ck_assert_int_eq(civil_weekday_last(2024, 3, SUNDAY), civil_day(2024, 3, 31));
}

TEST(civil, easter_is_where_the_almanacs_have_it)
{
    /* Published dates, the earliest (22 March) and the latest (25 April) possible among them. */
    static const struct civil_date easters[] = {
        { 1818, 3, 22 }, { 1943, 4, 25 }, { 1990, 4, 15 }, { 2000, 4, 23 }, { 2008, 3, 23 },
        { 2011, 4, 24 }, { 2016, 3, 27 }, { 2019, 4, 21 }, { 2020, 4, 12 }, { 2021, 4, 4 },
        { 2022, 4, 17 }, { 2023, 4, 9 },  { 2024, 3, 31 }, { 2025, 4, 20 }, { 2038, 4, 25 },
    };
    for (size_t i = 0; i < sizeof easters / sizeof *easters; i++)
        ck_assert_int_eq(civil_easter(easters[i].year),
                         civil_day(easters[i].year, easters[i].month, easters[i].day));
    for (int32_t year = 1583; year < 3000; year++)
        ck_assert_int_eq(civil_weekday(civil_easter(year)), SUNDAY);
}
