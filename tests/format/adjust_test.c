#include "format/adjust.h"
#include "domain/calendar.h"
#include "domain/time.h"
#include "format/resample.h"
#include "support/csv.h"
#include "support/holds.h"
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t at(const char *text)
{
    int64_t ts_ns;
    ck_assert_int_eq(time_parse(&ts_ns, text_from(text)), ST_OK);
    return ts_ns;
}

static struct arena memory(size_t size)
{
    struct arena arena;
    arena_init(&arena, csv_memory(size), size);
    return arena;
}

static struct factors parsed(const char *text)
{
    struct arena arena = memory(factors_bytes(text_from(text)));
    struct factors factors;
    struct err err = { 0 };
    ck_assert_msg(factors_parse(&factors, text_from(text), &arena, &err) == ST_OK, "%s", err.text);
    return factors;
}

static struct factors recorded_factors(const char *name)
{
    char *text = csv_memory(65536);
    FILE *file = fopen(test_data(name), "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_gt(fread(text, 1, 65535, file), 100);
    fclose(file);
    return parsed(text);
}

static struct dataset by_factors(const struct dataset *in, struct factors factors,
                                 const struct calendar *calendar)
{
    struct arena arena = memory(adjust_bytes(in));
    struct dataset out;
    struct err err = { 0 };
    ck_assert_msg(adjust_by_factors(&out, in, &factors, calendar, &arena, &err) == ST_OK, "%s",
                  err.text);
    return out;
}

static struct dataset in_sessions(const struct dataset *in, const struct calendar *calendar)
{
    struct arena arena = memory(adjust_bytes(in));
    struct dataset out;
    struct err err = { 0 };
    ck_assert_int_eq(adjust_to_sessions(&out, in, calendar, &arena, &err), ST_OK);
    return out;
}

TEST(adjust, an_adjusted_close_carries_the_row_with_it_to_nine_decimals)
{
    struct dataset in = csv_dataset("market/nasdaq-orcl-bars-1d-20000103-20001229.csv", 9, 0);
    struct arena arena = memory(adjust_bytes(&in));
    struct dataset out;
    struct err err = { 0 };
    ck_assert_int_eq(adjust_by_adj_close(&out, &in, &arena, &err), ST_OK);
    ck_assert_ptr_null(out.columns[COLUMN_ADJ_CLOSE]);
    ck_assert_uint_eq(out.price_decimals, 9);

    static struct csv csv;
    csv_open(&csv, "market/nasdaq-orcl-bars-1d-20000103-20001229.csv");
    for (uint64_t row = 0; csv_read(&csv); row++) {
        /* The file's own adjusted open, high, low and close. */
        for (int i = 0; i < 4; i++)
            ck_assert_double_eq_tol((double)out.columns[COLUMN_OPEN + i][row] * 1e-9,
                                    atof(csv.cells[8 + i]), 5e-9);
        ck_assert_int_eq(out.columns[COLUMN_CLOSE][row], in.columns[COLUMN_ADJ_CLOSE][row]);
    }
    csv_close(&csv);
}

TEST(adjust, factors_of_a_file_give_each_day_the_first_line_that_reaches_it)
{
    struct dataset in = csv_dataset("market/usa-aapl-bars-1d-19980102-20210331.csv.gz", 4, 0);
    struct factors factors = recorded_factors("market/usa-aapl-adjustments-19980102-20501231.csv");
    ck_assert_uint_eq(factors.count, 41);
    struct dataset out = by_factors(&in, factors, calendar_get(CALENDAR_XNYS));
    for (uint64_t row = 0; row < in.count; row++) {
        int64_t day = time_day(in.columns[COLUMN_TS][row]);
        uint64_t line = 0;
        while (factors.rows[line].day_through < day) line++;
        double price = (double)factors.rows[line].price_factor.units /
                       (double)decimal_power(factors.rows[line].price_factor.decimals);
        double split = (double)factors.rows[line].split_factor.units /
                       (double)decimal_power(factors.rows[line].split_factor.decimals);
        for (int i = COLUMN_OPEN; i <= COLUMN_CLOSE; i++)
            HOLDS(fabs((double)out.columns[i][row] * 1e-9 -
                       (double)in.columns[i][row] * 1e-4 * price * split) < 1.1e-9,
                  "row %d", (int)row);
        HOLDS(fabs((double)out.columns[COLUMN_VOLUME][row] -
                   (double)in.columns[COLUMN_VOLUME][row] / split) <= 0.5 + 1e-5,
              "row %d", (int)row);
    }
    /* Splits of 2000, 2005, 2014 and 2020 are gone: no close moves by more than a half a day. */
    for (uint64_t row = 1; row < out.count; row++) {
        double move =
            (double)out.columns[COLUMN_CLOSE][row] / (double)out.columns[COLUMN_CLOSE][row - 1];
        HOLDS(move > 0.45 && move < 1.5, "row %d: %g", (int)row, move);
    }
}

TEST(adjust, the_published_factor_of_a_day_is_applied_to_its_minutes)
{
    struct dataset in = csv_dataset("market/usa-spy-bars-1m-20131007-20131011.csv.gz", 4, 0);
    struct factors factors = recorded_factors("market/usa-spy-adjustments-19980102-20501231.csv");
    struct dataset out = by_factors(&in, factors, calendar_get(CALENDAR_XNYS));
    uint64_t row = dataset_find(&out, at("2013-10-07T13:30Z"));
    /* 167.44 × 0.8646266, exactly. */
    ck_assert_int_eq(in.columns[COLUMN_CLOSE][row], 1674400);
    ck_assert_int_eq(out.columns[COLUMN_CLOSE][row], INT64_C(144773077904));
    ck_assert_int_eq(out.columns[COLUMN_VOLUME][row], in.columns[COLUMN_VOLUME][row]);
}

TEST(adjust, a_regular_session_keeps_its_390_minutes)
{
    struct dataset in = csv_dataset("market/usa-spy-bars-1m-20131007-20131011.csv.gz", 4, 0);
    struct dataset quotes =
        csv_dataset("market/usa-spy-quotebars-1m-20131007-20131011.csv.gz", 4, 0);
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    struct dataset out = in_sessions(&in, xnys);
    ck_assert_uint_eq(out.count, 5 * 390);
    for (uint64_t row = 0; row < out.count; row++) {
        int64_t minute = out.columns[COLUMN_TS][row] % NS_PER_DAY / NS_PER_MINUTE;
        ck_assert(minute >= 13 * 60 + 30 && minute < 20 * 60);
    }
    ck_assert_uint_eq(in_sessions(&quotes, xnys).count, 5 * 390);
    ck_assert_uint_eq(in_sessions(&in, calendar_get(CALENDAR_ALWAYS)).count, in.count);

    struct dataset days = csv_dataset("market/usa-spy-bars-1d-19980102-20210331.csv.gz", 4, 0);
    ck_assert_uint_eq(in_sessions(&days, xnys).count, days.count);
}

TEST(adjust, the_minutes_of_a_session_resample_to_the_published_day)
{
    struct dataset minutes = csv_dataset("market/usa-spy-bars-1m-20131007-20131011.csv.gz", 4, 0);
    struct dataset days = csv_dataset("market/usa-spy-bars-1d-19980102-20210331.csv.gz", 4, 0);
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    struct dataset regular = in_sessions(&minutes, xnys);
    struct arena arena = memory(resample_bytes(&regular));
    struct resample_options options = { .interval_ns = NS_PER_DAY, .calendar = xnys };
    struct dataset made;
    struct err err = { 0 };
    ck_assert_int_eq(resample(&made, &regular, &options, &arena, &err), ST_OK);
    ck_assert_uint_eq(made.count, 5);
    uint64_t row = dataset_find(&days, at("2013-10-07"));
    for (uint64_t i = 0; i < 5; i++) {
        static const int exact[] = { COLUMN_OPEN, COLUMN_HIGH, COLUMN_CLOSE, COLUMN_VOLUME };
        for (int j = 0; j < 4; j++)
            ck_assert_int_eq(made.columns[exact[j]][i], days.columns[exact[j]][row + i]);
        /* On 8 October the recorded day's low is a cent above that of its minutes. */
        ck_assert_int_eq(days.columns[COLUMN_LOW][row + i] - made.columns[COLUMN_LOW][i],
                         i == 1 ? 100 : 0);
    }
}

TEST(adjust, a_factor_file_is_refused_with_the_line_that_is_wrong)
{
    static const struct {
        const char *text, *part;
    } bad[] = {
        { "", "first line" },
        { "date,price_factor,split_factor\n", "first line" },
        { "valid_through,price_factor,split_factor\n", "no factor" },
        { "valid_through,price_factor,split_factor\n2020-01-01,1,1\nx,1,1\n", "line 3: valid" },
        { "valid_through,price_factor,split_factor\n2020-01-01,0,1\n", "line 2: price_factor" },
        { "valid_through,price_factor,split_factor\n2020-01-01,1,-1\n", "line 2: split_factor" },
        { "valid_through,price_factor,split_factor\n2020-01-01,0.0123456789,1\n", "line 2: price" },
        { "valid_through,price_factor,split_factor\n2020-01-01,1\n", "line 2: split_factor" },
        { "valid_through,price_factor,split_factor\n2020-01-02,1,1\n\n2020-01-02,1,1", "line 4" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena arena = memory(4096);
        struct factors factors;
        struct err err = { 0 };
        ck_assert_int_eq(factors_parse(&factors, text_from(bad[i].text), &arena, &err), ST_DATA);
        ck_assert_msg(strstr(err.text, bad[i].part) != NULL, "%s", err.text);
        ck_assert_uint_eq(arena.used, 0);
    }
    struct factors factors = parsed("split_factor,note,valid_through,price_factor\r\n"
                                    "0.5,a,2020-01-01,0.900\r\n\r\n1,b,2021-01-01,1\r\n");
    ck_assert_uint_eq(factors.count, 2);
    ck_assert_int_eq(factors.rows[0].price_factor.units, 9);
    ck_assert_uint_eq(factors.rows[0].price_factor.decimals, 1);
}

TEST(adjust, prices_too_large_for_nine_decimals_get_fewer_and_hopeless_ones_are_refused)
{
    int64_t ts[2] = { at("2020-01-01"), at("2020-01-02") };
    int64_t close[2] = { INT64_C(40000000000) * 100, 500 }, adj[2] = { 200, 250 };
    int64_t volume[2] = { INT64_MAX / 2, 10 };
    struct dataset in = {
        .count = 2, .interval_ns = NS_PER_DAY, .price_decimals = 2, .tick_units = 1, .lot_units = 1
    };
    in.columns[COLUMN_TS] = ts;
    in.columns[COLUMN_CLOSE] = close;
    in.columns[COLUMN_VOLUME] = volume;
    struct arena arena = memory(4096);
    struct dataset out;
    struct err err = { 0 };
    ck_assert_int_eq(adjust_by_adj_close(&out, &in, &arena, &err), ST_USAGE);
    struct factors whole = parsed("valid_through,price_factor,split_factor\n2030-01-01,1,1\n");
    ck_assert_int_eq(adjust_by_factors(&out, &in, &whole, NULL, &arena, &err), ST_OK);
    ck_assert_uint_eq(out.price_decimals, 8);
    ck_assert_int_eq(out.columns[COLUMN_CLOSE][1], 500000000);

    size_t used = arena.used;
    struct factors tenth = parsed("valid_through,price_factor,split_factor\n2030-01-01,1,0.1\n");
    ck_assert_int_eq(adjust_by_factors(&out, &in, &tenth, NULL, &arena, &err), ST_DATA);
    struct factors old = parsed("valid_through,price_factor,split_factor\n2020-01-01,1,1\n");
    ck_assert_int_eq(adjust_by_factors(&out, &in, &old, NULL, &arena, &err), ST_DATA);
    ck_assert_ptr_nonnull(strstr(err.text, "2020-01-02"));
    in.columns[COLUMN_ADJ_CLOSE] = adj;
    close[1] = 0;
    ck_assert_int_eq(adjust_by_adj_close(&out, &in, &arena, &err), ST_DATA);
    ck_assert_uint_eq(arena.used, used);
}

TEST(adjust, times_no_calendar_knows_are_refused)
{
    int64_t ts[1] = { INT64_MAX }, close[1] = { 1 };
    struct dataset in = { .count = 1, .interval_ns = NS_PER_HOUR, .tick_units = 1 };
    in.columns[COLUMN_TS] = ts;
    in.columns[COLUMN_CLOSE] = close;
    struct factors factors = parsed("valid_through,price_factor,split_factor\n2250-01-01,1,1\n");
    const struct calendar *xnys = calendar_get(CALENDAR_XNYS);
    struct arena arena = memory(4096);
    struct dataset out;
    struct err err = { 0 };
    ck_assert_int_eq(adjust_to_sessions(&out, &in, xnys, &arena, &err), ST_DATA);
    ck_assert_int_eq(adjust_by_factors(&out, &in, &factors, xnys, &arena, &err), ST_DATA);
    ck_assert_uint_eq(arena.used, 0);
}
