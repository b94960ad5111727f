#include "format/resample.h"
#include "domain/civil.h"
#include "domain/interval.h"
#include "domain/time.h"
#include "support/csv.h"
#include "support/holds.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

static struct dataset resampled(const struct dataset *in, struct resample_options options)
{
    struct arena arena;
    struct dataset out;
    struct err err = { 0 };
    size_t size = resample_bytes(in);
    arena_init(&arena, csv_memory(size), size);
    ck_assert_msg(resample(&out, in, &options, &arena, &err) == ST_OK, "%s", err.text);
    return out;
}

static int64_t at(const char *text)
{
    int64_t ts_ns;
    ck_assert_int_eq(time_parse(&ts_ns, text_from(text)), ST_OK);
    return ts_ns;
}

/* A walk of `count` bars; some rows are missing, some stand twice. */
static struct dataset random_bars(uint64_t count, int64_t start_ns, int64_t interval_ns)
{
    int64_t *columns[COLUMN_COUNT];
    for (int i = 0; i < COLUMN_COUNT; i++) columns[i] = csv_memory(count * sizeof(int64_t));
    int64_t ts_ns = start_ns, price = 100000;
    for (uint64_t row = 0; row < count; row++) {
        uint64_t chance = rng_below(&test_rng, 20);
        if (row > 0 && chance > 0) ts_ns += interval_ns * (chance == 1 ? 7 : 1);
        int64_t moves[3];
        for (int i = 0; i < 3; i++) moves[i] = (int64_t)rng_below(&test_rng, 201) - 100;
        int64_t close = price + moves[0];
        int64_t high = price > close ? price : close, low = price + close - high;
        columns[COLUMN_TS][row] = ts_ns;
        columns[COLUMN_OPEN][row] = price;
        columns[COLUMN_HIGH][row] = high + abs((int)moves[1]);
        columns[COLUMN_LOW][row] = low - abs((int)moves[2]);
        columns[COLUMN_CLOSE][row] = close;
        columns[COLUMN_VOLUME][row] = (int64_t)rng_below(&test_rng, 1000000);
        price = close;
    }
    struct dataset data = {
        .interval_ns = interval_ns, .count = count, .tick_units = 1, .lot_units = 1
    };
    for (int i = 0; i <= COLUMN_VOLUME; i++) data.columns[i] = columns[i];
    return data;
}

static void expect_same(const struct dataset *a, const struct dataset *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        ck_assert_int_eq(!a->columns[i], !b->columns[i]);
        if (a->columns[i] && a->count > 0)
            ck_assert_int_eq(memcmp(a->columns[i], b->columns[i], a->count * sizeof(int64_t)), 0);
    }
}

TEST(resample, an_hour_of_minutes_is_the_hour_of_its_five_minutes)
{
    for (uint64_t round = 0; round < test_rounds / 50; round++) {
        int64_t start =
            at("2023-12-29T22:47:00Z") + NS_PER_MINUTE * (int64_t)rng_below(&test_rng, 99);
        struct dataset minutes = random_bars(4000, start, NS_PER_MINUTE);
        static const int64_t steps[][2] = { { 5 * NS_PER_MINUTE, NS_PER_HOUR },
                                            { 15 * NS_PER_MINUTE, NS_PER_DAY },
                                            { NS_PER_HOUR, 4 * NS_PER_HOUR },
                                            { NS_PER_DAY, 7 * NS_PER_DAY },
                                            { NS_PER_DAY, INTERVAL_MONTH } };
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            struct dataset step =
                resampled(&minutes, (struct resample_options){ .interval_ns = steps[i][0] });
            struct dataset nested =
                resampled(&step, (struct resample_options){ .interval_ns = steps[i][1] });
            struct dataset direct =
                resampled(&minutes, (struct resample_options){ .interval_ns = steps[i][1] });
            expect_same(&nested, &direct);
        }
    }
}

/* The model: every bar is looked for among all rows. */
TEST(resample, every_bar_is_what_its_rows_say)
{
    for (uint64_t round = 0; round < test_rounds / 50; round++) {
        struct dataset in = random_bars(500, at("2024-02-27T03:10:00Z"), 10 * NS_PER_MINUTE);
        struct dataset out =
            resampled(&in, (struct resample_options){ .interval_ns = NS_PER_HOUR });
        uint64_t seen = 0;
        for (uint64_t bar = 0; bar < out.count; bar++) {
            int64_t from = out.columns[COLUMN_TS][bar], volume = 0, high = INT64_MIN,
                    low = INT64_MAX;
            uint64_t first = in.count, last = 0;
            ck_assert_int_eq(from % NS_PER_HOUR, 0);
            for (uint64_t row = 0; row < in.count; row++) {
                int64_t ts = in.columns[COLUMN_TS][row];
                if (ts < from || ts >= from + NS_PER_HOUR) continue;
                if (first == in.count) first = row;
                last = row;
                volume += in.columns[COLUMN_VOLUME][row];
                if (in.columns[COLUMN_HIGH][row] > high) high = in.columns[COLUMN_HIGH][row];
                if (in.columns[COLUMN_LOW][row] < low) low = in.columns[COLUMN_LOW][row];
                seen++;
            }
            ck_assert_int_eq(out.columns[COLUMN_OPEN][bar], in.columns[COLUMN_OPEN][first]);
            ck_assert_int_eq(out.columns[COLUMN_CLOSE][bar], in.columns[COLUMN_CLOSE][last]);
            ck_assert_int_eq(out.columns[COLUMN_HIGH][bar], high);
            ck_assert_int_eq(out.columns[COLUMN_LOW][bar], low);
            ck_assert_int_eq(out.columns[COLUMN_VOLUME][bar], volume);
        }
        ck_assert_uint_eq(seen, in.count);
    }
}

/* R7's rule on finished days: an average of the last ten closes, half the cash a buy. Doubles: a
 * model. */
struct r7 {
    double cash, qty[2];
};

static void r7_day(struct r7 *it, int coin, const double *last_ten)
{
    double before = 0, close = last_ten[9];
    for (int i = 0; i < 9; i++) before += last_ten[i] / 9;
    double average = 0.2 * close + 0.8 * before;
    if (it->cash > 0 && close > average && last_ten[8] <= before) {
        it->qty[coin] += 0.5 * it->cash / close;
        it->cash -= 0.5 * it->cash;
    }
    if (it->qty[coin] > 0 && close <= average && last_ten[8] > before) {
        it->cash += it->qty[coin] * close;
        it->qty[coin] = 0;
    }
}

TEST(resample, recorded_hours_become_the_days_that_give_the_published_result)
{
    static const char *const names[] = { "market/binance-btcusdt-bars-1h-20201117-20210516.csv",
                                         "market/binance-ethusdt-bars-1h-20201118-20210517.csv" };
    struct dataset days[2];
    for (int i = 0; i < 2; i++) {
        struct dataset hours = csv_dataset(names[i], 6, 8);
        days[i] = resampled(&hours, (struct resample_options){ .interval_ns = NS_PER_DAY,
                                                               .is_start_aligned = true,
                                                               .is_end_complete = true });
        ck_assert_int_eq(days[i].columns[COLUMN_TS][0] % NS_PER_DAY, 0);
    }
    struct r7 r7 = { .cash = 10000 };
    int64_t day_ns = days[0].columns[COLUMN_TS][0];
    for (; day_ns < at("2021-05-18"); day_ns += NS_PER_DAY) {
        for (int coin = 0; coin < 2; coin++) {
            uint64_t row = dataset_find(&days[coin], day_ns);
            if (row < 9 || row == days[coin].count || days[coin].columns[COLUMN_TS][row] != day_ns)
                continue;
            double closes[10];
            for (int i = 0; i < 10; i++)
                closes[i] = (double)days[coin].columns[COLUMN_CLOSE][row - 9 + i] / 1e6;
            r7_day(&r7, coin, closes);
        }
    }
    ck_assert_double_eq_tol(r7.cash, 22930.9622, 1e-3);
    ck_assert(r7.qty[0] == 0 && r7.qty[1] == 0);
}

TEST(resample, incomplete_ends_are_left_out_only_when_asked)
{
    struct dataset hours = random_bars(3, at("2024-01-01T22:00:00Z"), NS_PER_HOUR);
    int64_t ts[5];
    for (int i = 0; i < 5; i++) ts[i] = at("2024-01-01T22:00:00Z") + i * NS_PER_HOUR;
    hours.columns[COLUMN_TS] = ts;
    struct resample_options daily = { .interval_ns = NS_PER_DAY };
    ck_assert_uint_eq(resampled(&hours, daily).count, 2);
    daily.is_start_aligned = true;
    ck_assert_uint_eq(resampled(&hours, daily).count, 1);
    daily.is_end_complete = true;
    ck_assert_uint_eq(resampled(&hours, daily).count, 0);
    daily.is_start_aligned = false;
    struct dataset out = resampled(&hours, daily);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_int_eq(out.columns[COLUMN_TS][0], at("2024-01-01"));
}

TEST(resample, weeks_start_on_monday_and_months_on_their_first_day)
{
    struct dataset days = random_bars(800, at("2023-11-15"), NS_PER_DAY);
    int64_t *ts = csv_memory(days.count * sizeof *ts);
    for (uint64_t i = 0; i < days.count; i++) ts[i] = at("2023-11-15") + (int64_t)i * NS_PER_DAY;
    days.columns[COLUMN_TS] = ts;
    struct dataset weeks =
        resampled(&days, (struct resample_options){ .interval_ns = 7 * NS_PER_DAY });
    for (uint64_t i = 0; i < weeks.count; i++)
        ck_assert_int_eq(civil_weekday(time_day(weeks.columns[COLUMN_TS][i])), MONDAY);
    struct dataset months =
        resampled(&days, (struct resample_options){ .interval_ns = INTERVAL_MONTH });
    for (uint64_t i = 0; i < months.count; i++)
        ck_assert_int_eq(civil_from_day(time_day(months.columns[COLUMN_TS][i])).day, 1);
    ck_assert_uint_eq(months.count, 27);
    struct dataset years =
        resampled(&days, (struct resample_options){ .interval_ns = 12 * INTERVAL_MONTH });
    ck_assert_uint_eq(years.count, 4);
    ck_assert_int_eq(years.columns[COLUMN_TS][1], at("2024-01-01"));
}

TEST(resample, what_cannot_be_made_is_refused_in_a_sentence)
{
    struct dataset hours = random_bars(10, at("2024-01-01"), NS_PER_HOUR);
    static const int64_t bad[] = { 0, 30 * NS_PER_MINUTE, 90 * NS_PER_MINUTE,
                                   INT64_C(200) * 366 * NS_PER_DAY };
    uint8_t bytes[64];
    struct arena arena;
    arena_init(&arena, bytes, sizeof bytes);
    struct dataset out;
    struct err err = { 0 };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct resample_options options = { .interval_ns = bad[i] };
        ck_assert_int_eq(resample(&out, &hours, &options, &arena, &err), ST_USAGE);
        ck_assert_uint_gt(strlen(err.text), 10);
    }
    struct resample_options daily = { .interval_ns = NS_PER_DAY };
    ck_assert_int_eq(resample(&out, &hours, &daily, &arena, &err), ST_FULL);
    ck_assert_uint_eq(arena.used, 0);

    int64_t huge[10] = { INT64_MAX, 1 };
    hours.columns[COLUMN_VOLUME] = huge;
    size_t size = resample_bytes(&hours);
    arena_init(&arena, csv_memory(size), size);
    ck_assert_int_eq(resample(&out, &hours, &daily, &arena, &err), ST_DATA);
    int64_t backwards[10] = { 5, 4 };
    hours.columns[COLUMN_TS] = backwards;
    ck_assert_int_eq(resample(&out, &hours, &daily, &arena, &err), ST_DATA);
    ck_assert_uint_eq(arena.used, 0);
}

TEST(resample, a_calendars_bars_are_stamped_and_counted_from_the_sessions_open)
{
    struct dataset minutes = csv_dataset("market/usa-spy-bars-1m-20131007-20131011.csv.gz", 4, 0);
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    struct resample_options options = { .interval_ns = NS_PER_DAY,
                                        .calendar = xnys,
                                        .is_start_aligned = true,
                                        .is_end_complete = true };
    struct dataset days = resampled(&minutes, options);
    ck_assert_uint_eq(days.count, 5);
    for (uint64_t i = 0; i < 5; i++)
        ck_assert_int_eq(days.columns[COLUMN_TS][i],
                         at("2013-10-07T13:30Z") + (int64_t)i * NS_PER_DAY);
    options.interval_ns = NS_PER_HOUR;
    struct dataset hours = resampled(&minutes, options);
    /* 04:00 to 20:00 cut at 09:30 makes buckets from 04:30 on and one of half an hour before. */
    ck_assert_int_eq(hours.columns[COLUMN_TS][0] % NS_PER_HOUR, 30 * NS_PER_MINUTE);
    options.interval_ns = 7 * NS_PER_DAY;
    struct dataset week = resampled(&minutes, options);
    ck_assert_uint_eq(week.count, 1);
    ck_assert_int_eq(week.columns[COLUMN_TS][0], at("2013-10-07T13:30Z"));
}
