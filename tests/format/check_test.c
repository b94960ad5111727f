#include "format/check.h"
#include "domain/civil.h"
#include "domain/time.h"
#include "domain/zone.h"
#include "format/guess.h"
#include "support/csv.h"
#include "support/holds.h"
#include "support/test.h"

#include <string.h>

static int64_t at(const char *text)
{
    int64_t ts_ns;
    ck_assert_int_eq(time_parse(&ts_ns, text_from(text)), ST_OK);
    return ts_ns;
}

static struct check_bar bar_at(int64_t ts_ns, int64_t close)
{
    return (struct check_bar){ .ts_ns = ts_ns,
                               .price = { close, close + 2, close - 2, close },
                               .volume = 10 };
}

/* A quiet market of minutes around 10,000 ticks, from a Monday noon on. */
static struct check quiet(uint64_t rows)
{
    struct check check;
    check_init(&check, (struct check_options){ .calendar = calendar_get(CALENDAR_ALWAYS),
                                               .interval_ns = NS_PER_MINUTE });
    for (uint64_t i = 0; i < rows; i++) {
        struct check_bar bar =
            bar_at(at("2024-01-01T12:00Z") + (int64_t)i * NS_PER_MINUTE, 10000 + (int64_t)(i % 5));
        check_row(&check, &bar);
    }
    ck_assert_uint_eq(check_total(&check), 0);
    return check;
}

static void expect_one(const struct check *check, enum fault_kind kind, const char *part)
{
    ck_assert_uint_eq(check->counts[kind], 1);
    ck_assert_uint_eq(check_total(check), 1);
    ck_assert_uint_eq(check->fault_count, 1);
    ck_assert_int_eq(check->faults[0].kind, kind);
    ck_assert_msg(strstr(check->faults[0].text, part) != NULL, "%s", check->faults[0].text);
}

TEST(check, each_fault_is_found_counted_once_and_told_in_a_sentence)
{
    struct check check = quiet(100);
    int64_t next_ns = check.last.ts_ns + NS_PER_MINUTE;
    struct check_bar bar = bar_at(next_ns + 2 * NS_PER_MINUTE, 10000);
    check_row(&check, &bar);
    expect_one(&check, FAULT_GAP, "2 bars of 1m missing between 2024-01-01T13:39:00Z and");
    ck_assert_uint_eq(check.bars_missing, 2);
    ck_assert_uint_eq(check.faults[0].row, 100);

    check = quiet(100);
    bar = check.last;
    check_row(&check, &bar);
    expect_one(&check, FAULT_DUPLICATE, "the same row");

    check = quiet(100);
    bar = check.last;
    bar.volume++;
    check_row(&check, &bar);
    expect_one(&check, FAULT_DUPLICATE, "other figures");

    check = quiet(100);
    bar = bar_at(next_ns - 60 * NS_PER_MINUTE, 10000);
    check_row(&check, &bar);
    expect_one(&check, FAULT_BACKWARDS, "behind a row of 2024-01-01T13:39:00Z");

    check = quiet(100);
    bar = bar_at(next_ns, 10000);
    bar.is_quote = true;
    memcpy(bar.ask, bar.price, sizeof bar.ask);
    bar.ask[1]--;
    check_row(&check, &bar);
    expect_one(&check, FAULT_CROSSED, "the bid's high of 10002 ticks is above the ask's of 10001");
}

TEST(check, a_row_out_of_its_place_goes_backwards_once_and_tears_no_gap)
{
    struct check check = quiet(100);
    int64_t last_ns = check.last.ts_ns;
    struct check_bar early = bar_at(last_ns - 50 * NS_PER_MINUTE, 10000);
    struct check_bar next = bar_at(last_ns + NS_PER_MINUTE, 10000);
    check_row(&check, &early);
    check_row(&check, &next);
    expect_one(&check, FAULT_BACKWARDS, "behind a row of 2024-01-01T13:39:00Z");
}

TEST(check, rows_that_no_market_can_show_are_bad)
{
    static const struct {
        struct check_bar bar;
        const char *part;
    } bad[] = {
        { { .price = { 10, 9, 8, 9 } }, "high" },
        { { .price = { 9, 10, 8, 11 } }, "high" },
        { { .price = { 9, 10, 9, 8 } }, "low" },
        { { .price = { 9, 10, 0, 9 } }, "not above 0" },
        { { .price = { 9, 10, 8, 9 }, .volume = -1 }, "volume" },
        { { .price = { 9, 10, 8, 9 }, .bid_size = -1 }, "size" },
        { { .price = { 9, 10, 8, 9 }, .is_quote = true, .ask = { 20, 19, 18, 19 } }, "high" },
        { { .ts_ns = INT64_MAX, .price = { 9, 10, 8, 9 } }, "time" },
        { { .ts_ns = INT64_MIN, .price = { 9, 10, 8, 9 } }, "time" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct check check;
        check_init(&check, (struct check_options){ .calendar = calendar_get(CALENDAR_XNYS),
                                                   .interval_ns = NS_PER_MINUTE });
        check_row(&check, &bad[i].bar);
        expect_one(&check, FAULT_BAD_ROW, bad[i].part);
    }
    struct check check;
    check_init(&check, (struct check_options){ .calendar = calendar_get(CALENDAR_CME),
                                               .is_negative_allowed = true });
    struct check_bar oil = { .price = { -10, 9, -3763, -3763 } };
    check_row(&check, &oil);
    ck_assert_uint_eq(check_total(&check), 0);
}

TEST(check, a_leap_that_is_taken_back_is_an_outlier_and_one_that_stays_is_a_market)
{
    static const struct {
        int64_t leap, after;
        uint64_t outliers;
    } cases[] = {
        { 11000, 10000, 1 }, { 9000, 10000, 1 },  { 11000, 11000, 0 },
        { 11000, 10600, 0 }, { 10100, 10000, 0 }, { 9000, 9200, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct check check = quiet(100);
        struct check_bar bar = bar_at(check.last.ts_ns + NS_PER_MINUTE, cases[i].leap);
        check_row(&check, &bar);
        for (int j = 0; j < 20; j++) {
            bar = bar_at(check.last.ts_ns + NS_PER_MINUTE, cases[i].after);
            check_row(&check, &bar);
        }
        ck_assert_uint_eq(check.counts[FAULT_OUTLIER], cases[i].outliers);
        ck_assert_uint_eq(check_total(&check), cases[i].outliers);
        if (cases[i].outliers) ck_assert_uint_eq(check.faults[0].row, 100);
    }
}

TEST(check, many_faults_of_one_kind_do_not_hide_another)
{
    struct check check = quiet(100);
    for (int i = 0; i < 1000; i++) {
        struct check_bar bar = bar_at(check.last.ts_ns + 2 * NS_PER_MINUTE, 10000);
        check_row(&check, &bar);
    }
    struct check_bar bar = check.last;
    check_row(&check, &bar);
    ck_assert_uint_eq(check.counts[FAULT_GAP], 1000);
    ck_assert_uint_eq(check.fault_count, FAULTS_A_KIND + 1);
    ck_assert_int_eq(check.faults[FAULTS_A_KIND].kind, FAULT_DUPLICATE);
}

/* The model walks minute by minute and asks whether the market was open. */
TEST(check, the_missing_bars_are_the_open_minutes_without_one)
{
    for (uint64_t round = 0; round < test_rounds / 10; round++) {
        const struct calendar *calendar =
            calendar_get((uint32_t)rng_below(&test_rng, CALENDAR_COUNT));
        int64_t ts_ns =
            time_from_day(civil_day(2004, 1, 1) + (int64_t)rng_below(&test_rng, 20 * 365));
        struct check check;
        check_init(&check,
                   (struct check_options){ .calendar = calendar, .interval_ns = NS_PER_MINUTE });
        uint64_t missing = 0, gaps = 0, pending = 0;
        bool has_row = false;
        uint64_t skip = 0;
        for (int minute = 0; minute < 6 * 24 * 60; minute++, ts_ns += NS_PER_MINUTE) {
            if (!calendar_is_open(calendar, ts_ns)) continue;
            if (skip == 0 && rng_below(&test_rng, 200) == 0)
                skip = 1 + rng_below(&test_rng, rng_below(&test_rng, 10) == 0 ? 3000 : 10);
            if (skip > 0) {
                skip--;
                pending++;
                continue;
            }
            if (has_row && pending > 0) gaps++, missing += pending;
            pending = 0;
            has_row = true;
            struct check_bar bar = bar_at(ts_ns, 10000);
            check_row(&check, &bar);
        }
        HOLDS(check.counts[FAULT_GAP] == gaps && check.bars_missing == missing,
              "%s: %d gaps, %d expected", calendar_name(calendar), (int)check.counts[FAULT_GAP],
              (int)gaps);
        HOLDS(check_total(&check) == gaps, "%s", calendar_name(calendar));
    }
}

/* What recorded files are known to hold: by their origin's notes (the minutes and repeats) or
 * counted by another program (the crossed quotes). */
TEST(check, recorded_files_have_the_faults_they_are_known_for)
{
    static const struct {
        const char *name;
        enum calendar_index calendar;
        uint64_t rows, gaps, duplicates, crossed;
    } files[] = {
        { "binance-btcusdt-bars-1h-20201117-20210516.csv", CALENDAR_ALWAYS, 4314, 7, 5, 0 },
        { "bitfinex-btcusd-bars-1m-20190101-20191231.csv.gz", CALENDAR_ALWAYS, 512727, 9955, 0, 0 },
        { "bittrex-ltcbtc-bars-5m-20180110-20180130.csv.gz", CALENDAR_ALWAYS, 5760, 0, 0, 0 },
        { "fx-eurusd-bars-1h-20170419-20180207.csv", CALENDAR_FX, 5000, 0, 0, 0 },
        { "index-estoxx50-bars-1d-20050103-20061229.csv", CALENDAR_EUREX, 512, 0, 0, 0 },
        { "nasdaq-goog-bars-1d-20040819-20130301.csv", CALENDAR_XNYS, 2148, 0, 0, 0 },
        { "nasdaq-orcl-bars-1d-19950103-20141231.csv.gz", CALENDAR_XNYS, 5036, 0, 0, 0 },
        { "usa-spy-bars-1d-19980102-20210331.csv.gz", CALENDAR_XNYS, 5849, 0, 0, 0 },
        { "usa-spy-bars-1m-20131007-20131011.csv.gz", CALENDAR_XNYS, 4128, 0, 0, 0 },
        { "usa-spy-quotebars-1m-20131007-20131011.csv.gz", CALENDAR_XNYS, 4557, 0, 0, 20 },
        { "coinbase-btcusd-quotebars-1d-20150427-20181224.csv.gz", CALENDAR_ALWAYS, 1332, 4, 0, 1 },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[128];
        snprintf(name, sizeof name, "market/%s", files[i].name);
        struct dataset in = csv_dataset(name, 8, 2);
        struct guess guess = calendar_guess(&in);
        ck_assert_str_eq(calendar_name(guess.calendar),
                         calendar_name(calendar_get(files[i].calendar)));
        struct check check;
        check_dataset(
            &check, &in,
            (struct check_options){ .calendar = guess.calendar, .interval_ns = in.interval_ns });
        ck_assert_uint_eq(check.rows, files[i].rows);
        ck_assert_msg(check.counts[FAULT_GAP] == files[i].gaps, "%s: %d gaps", name,
                      (int)check.counts[FAULT_GAP]);
        ck_assert_uint_eq(check.counts[FAULT_DUPLICATE], files[i].duplicates);
        ck_assert_uint_eq(check.counts[FAULT_CROSSED], files[i].crossed);
        ck_assert_uint_eq(check.counts[FAULT_BACKWARDS], 0);
        ck_assert_uint_eq(check.counts[FAULT_BAD_ROW], 0);
    }
}

TEST(check, wall_clock_stamps_put_right_are_recognised)
{
    /* Hours of New York, the first of a session stamped 09:00; minutes of Frankfurt stamped at
     * their end. */
    struct dataset spy = csv_dataset("market/usa-spy-bars-1h-19980102-20210331.csv.gz", 4, 0);
    struct dataset fesx = csv_dataset("market/eurex-fesx-bars-1m-20060102-20060227.csv.gz", 2, 0);
    int64_t *ts = csv_memory(spy.count * sizeof *ts);
    for (uint64_t i = 0; i < spy.count; i++)
        ts[i] = zone_to_utc(zone_get(ZONE_NEW_YORK), spy.columns[COLUMN_TS][i]);
    spy.columns[COLUMN_TS] = ts;
    ts = csv_memory(fesx.count * sizeof *ts);
    for (uint64_t i = 0; i < fesx.count; i++)
        ts[i] = zone_to_utc(zone_get(ZONE_BERLIN), fesx.columns[COLUMN_TS][i]) - NS_PER_MINUTE;
    fesx.columns[COLUMN_TS] = ts;
    ck_assert_str_eq(calendar_name(calendar_guess(&spy).calendar), "xnys");
    struct guess guess = calendar_guess(&fesx);
    char why[200];
    struct writer writer;
    writer_init(&writer, why, sizeof why);
    guess_format(&writer, &guess);
    ck_assert_msg(strstr(why, "eurex (Eurex index futures") && strstr(why, "guessed: 0.0 % of"),
                  "%s", why);
    struct check check;
    check_dataset(&check, &spy,
                  (struct check_options){ .calendar = calendar_get(CALENDAR_XNYS),
                                          .interval_ns = NS_PER_HOUR });
    /* The exchange opened late on the anniversary of the attacks, for one session. */
    ck_assert_uint_eq(check.counts[FAULT_GAP], 1);
    ck_assert_msg(strstr(check.faults[0].text, "and 2002-09-11T15:00:00Z"), "%s",
                  check.faults[0].text);
}

TEST(check, too_few_rows_to_tell_are_round_the_clock)
{
    int64_t ts[2] = { 0, NS_PER_HOUR };
    struct dataset in = { .count = 2, .interval_ns = NS_PER_HOUR };
    in.columns[COLUMN_TS] = ts;
    ck_assert_ptr_eq(calendar_guess(&in).calendar, calendar_get(CALENDAR_ALWAYS));
    in.count = 0;
    ck_assert_ptr_eq(calendar_guess(&in).calendar, calendar_get(CALENDAR_ALWAYS));
}
