#include "format/format.h"
#include "format/stamp.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

static struct import import;
static struct err err;
static struct arena arena;

static enum status decode_with(const char *text, struct import_options options)
{
    free(arena.bytes);
    size_t size = format_arena_bytes(strlen(text));
    arena_init(&arena, malloc(size), size);
    if (!options.name.bytes) options.name = TEXT("prices.csv");
    return format_decode(&import, &arena, text_from(text), &options, &err);
}

static const struct dataset *decoded(const char *text)
{
    enum status status = decode_with(text, (struct import_options){ 0 });
    ck_assert_msg(status == ST_OK, "%s", err.text);
    return &import.datasets[0];
}

static void refused(const char *text, const char *sentence)
{
    ck_assert_int_ne(decode_with(text, (struct import_options){ 0 }), ST_OK);
    ck_assert_str_eq(err.text, sentence);
}

static void said(const char *sentence)
{
    ck_assert_msg(strstr(import.report.text, sentence) != NULL, "\"%s\" is not in:\n%s", sentence,
                  import.report.text);
}

static void check_row(const struct dataset *dataset, uint64_t row, const char *ts, int64_t open,
                      int64_t high, int64_t low, int64_t close)
{
    char bytes[40];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    time_format(&writer, dataset->columns[COLUMN_TS][row]);
    ck_assert_str_eq(bytes, ts);
    ck_assert_int_eq(dataset->columns[COLUMN_OPEN][row], open);
    ck_assert_int_eq(dataset->columns[COLUMN_HIGH][row], high);
    ck_assert_int_eq(dataset->columns[COLUMN_LOW][row], low);
    ck_assert_int_eq(dataset->columns[COLUMN_CLOSE][row], close);
}

TEST(csv, a_header_names_the_columns_in_any_order)
{
    const struct dataset *dataset = decoded("Date,BTC.open,BTC.close,BTC.high,BTC.low,BTC.volume\n"
                                            "2017-10-01 00:00:00,4338.9,4326.2,4350,4325,203.5\n"
                                            "2017-10-01 00:30:00,4326.2,4330,4331.25,4320,100\n");
    ck_assert_int_eq(dataset->count, 2);
    ck_assert_int_eq(dataset->price_decimals, 2);
    ck_assert_int_eq(dataset->interval_ns, 1800 * NS_PER_SECOND);
    check_row(dataset, 0, "2017-10-01T00:00:00Z", 433890, 435000, 432500, 432620);
    ck_assert_int_eq(dataset->columns[COLUMN_VOLUME][0], INT64_C(20350000000));
    said("close from \"BTC.close\"");
}

TEST(csv, the_tick_is_the_finest_decimal_that_is_not_a_zero)
{
    const struct dataset *dataset = decoded("ts_s,open,high,low,close,volume,trades\n"
                                            "1605571200,16713.080000,16830.5,16683.630000,"
                                            "16806.090000,2861.4,51506\n");
    ck_assert_int_eq(dataset->price_decimals, 2);
    check_row(dataset, 0, "2020-11-17T00:00:00Z", 1671308, 1683050, 1668363, 1680609);
    ck_assert_int_eq(dataset->columns[COLUMN_VOLUME][0], INT64_C(286140000000));
}

TEST(csv, more_than_nine_decimals_are_rounded_and_the_largest_change_is_said)
{
    const struct dataset *dataset = decoded("ts_ms,open,high,low,close,volume\n"
                                            "1515560400000,0.09946999000000001,0.0997238,0.099,"
                                            "0.09969000000000001,2527.92100293\n"
                                            "1515560700000,0.0000000015,1,0.1,0.00000000251,1\n");
    ck_assert_int_eq(dataset->price_decimals, 9);
    check_row(dataset, 0, "2018-01-10T05:00:00Z", 99469990, 99723800, 99000000, 99690000);
    check_row(dataset, 1, "2018-01-10T05:05:00Z", 2, 1000000000, 100000000, 3);
    said("by at most 0.0000000005");
    ck_assert_double_eq(dataset->rounding_max, 5e-10);
}

TEST(csv, a_stated_tick_refuses_what_is_not_on_it)
{
    const char *text = "ts,open,high,low,close\n2020-01-02,1.25,1.50,1.00,1.25\n"
                       "2020-01-03,1.25,1.50,1.10,1.25\n";
    ck_assert_int_eq(decode_with(text, (struct import_options){ .tick = TEXT("0.25") }), ST_DATA);
    ck_assert_str_eq(err.text, "prices.csv:3: low 1.1 is not a whole number of ticks of 0.25; fix "
                               "the row or state a finer tick");
    ck_assert_int_eq(decode_with(text, (struct import_options){ .tick = TEXT("0.05") }), ST_OK);
    ck_assert_int_eq(import.datasets[0].columns[COLUMN_LOW][1], 22);
    ck_assert_int_eq(import.datasets[0].tick_units, 5);
}

TEST(csv, one_file_gives_the_same_columns_with_every_delimiter)
{
    static const char delimiters[] = ",;\t| ";
    for (int i = 0; i < 5; i++) {
        char text[] = "ts_s,open,high,low,close\n100,1,3,1,2\n160,2,4,2,3\n";
        for (char *at = text; *at; at++)
            if (*at == ',') *at = delimiters[i];
        const struct dataset *dataset = decoded(text);
        ck_assert_int_eq(dataset->count, 2);
        check_row(dataset, 1, "1970-01-01T00:02:40Z", 2, 4, 2, 3);
    }
}

TEST(csv, every_written_time_is_the_same_instant)
{
    static const char *const times[] = {
        "2017-04-19 09:00:00.250",
        "2017-04-19T09:00:00.25Z",
        "2017-04-19T11:00:00.25+02:00",
        "2017/04/19 09:00:00.25",
        "19.04.2017 09:00:00.250",
        "20170419 090000.25",
        "1492592400.25",
        "1492592400250",
        "1492592400250000",
        "1492592400250000000",
        "2017-04-19 05:30:00.25-0330",
        "\"2017-04-19 09:00:00.250\"",
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        char text[200];
        text_format(text, sizeof text, "time,open,high,low,close\n%s,1,1,1,1\n", times[i]);
        check_row(decoded(text), 0, "2017-04-19T09:00:00.25Z", 1, 1, 1, 1);
    }
}

TEST(csv, a_twelve_hour_clock_is_refused)
{
    refused("Date,Open,High,Low,Close\n2017-07-01 11-AM,1,2,1,2\n",
            "prices.csv:2: Date \"2017-07-01 11-AM\" is a twelve-hour clock, which is not read; "
            "write the time as 2017-04-19 09:00:00");
}

TEST(csv, newest_first_is_turned_round_and_said)
{
    const struct dataset *dataset = decoded("date,open,high,low,close\n2020-01-03,3,3,3,3\n"
                                            "2020-01-02,2,2,2,2\n2020-01-01,1,1,1,1\n");
    check_row(dataset, 0, "2020-01-01T00:00:00Z", 1, 1, 1, 1);
    check_row(dataset, 2, "2020-01-03T00:00:00Z", 3, 3, 3, 3);
    said("newest row first: turned round");
}

TEST(csv, time_going_backwards_is_an_error_with_its_line)
{
    refused("ts,open,high,low,close\n2020-01-01,1,1,1,1\n2020-01-03,1,1,1,1\n"
            "# a remark\n2020-01-02,1,1,1,1\n",
            "prices.csv:5: time goes backwards, from 2020-01-03T00:00:00Z to "
            "2020-01-02T00:00:00Z; sort the rows by time (1 such rows)");
}

TEST(csv, identical_rows_are_counted_and_taken)
{
    const struct dataset *dataset = decoded("ts,open,high,low,close\n2020-01-01,1,1,1,1\n"
                                            "2020-01-01,1,1,1,1\n2020-01-02,1,1,1,1\n");
    ck_assert_int_eq(dataset->count, 3);
    ck_assert_int_eq(dataset->duplicate_count, 1);
    said("1 rows repeat the one before them exactly: taken");
}

TEST(csv, a_symbol_column_gives_one_instrument_each)
{
    const char *text = "Ticker,Date,Open,High,Low,Close,Volume,Adj Close\n"
                       "AAPL,2000-03-01,118.56,132.06,118.5,130.31,38478000,31.68\n"
                       "IBM,2000-03-01,102.0,105.5,100.06,100.25,10807800,84.3\n"
                       "AAPL,2000-03-02,127,127.94,120.69,122,11136800,29.66\n";
    decoded(text);
    ck_assert_int_eq(import.count, 2);
    ck_assert_str_eq(import.datasets[0].symbol, "AAPL");
    ck_assert_int_eq(import.datasets[0].count, 2);
    check_row(&import.datasets[0], 1, "2000-03-02T00:00:00Z", 12700, 12794, 12069, 12200);
    ck_assert_str_eq(import.datasets[1].symbol, "IBM");
    ck_assert_int_eq(import.datasets[1].columns[COLUMN_ADJ_CLOSE][0], 8430);
    ck_assert_int_eq(decode_with(text, (struct import_options){ .symbol = TEXT("IBM") }), ST_OK);
    ck_assert_int_eq(import.count, 1);
    ck_assert_int_eq(decode_with(text, (struct import_options){ .symbol = TEXT("GE") }), ST_ABSENT);
}

TEST(csv, quote_bars_have_both_sides)
{
    const struct dataset *dataset =
        decoded("ts_ms,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,"
                "ask_close,ask_size\n1381132800000,167.27,167.27,167.15,167.25,300,168,168,167.26,"
                "167.27,20000\n");
    ck_assert_int_eq(dataset->kind, DATA_QUOTEBARS);
    ck_assert_int_eq(dataset->columns[COLUMN_ASK_LOW][0], 16726);
    ck_assert_int_eq(dataset->columns[COLUMN_ASK_SIZE][0], INT64_C(2000000000000));
}

TEST(csv, volumes_too_large_for_the_lot_make_it_coarser_and_say_so)
{
    const struct dataset *dataset = decoded("ts,open,high,low,close,volume\n"
                                            "2020-01-01,1,1,1,1,250000000000.5\n"
                                            "2020-01-02,1,1,1,1,1.5e7\n");
    ck_assert_int_eq(dataset->lot_decimals, 6);
    ck_assert_int_eq(dataset->columns[COLUMN_VOLUME][0], INT64_C(250000000000500000));
    ck_assert_int_eq(dataset->columns[COLUMN_VOLUME][1], INT64_C(15000000000000));
    said("lots have 6 decimals");
}

TEST(csv, a_date_and_a_clock_beside_it_make_a_time)
{
    const struct dataset *dataset = decoded("<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\n"
                                            "2020.01.02\t09:30:00\t1\t1\t1\t1\n");
    check_row(dataset, 0, "2020-01-02T09:30:00Z", 1, 1, 1, 1);
    check_row(decoded("2020.01.02,09:30,1,2,1,2,100\n"), 0, "2020-01-02T09:30:00Z", 1, 2, 1, 2);
}

TEST(csv, remarks_before_the_table_and_blank_lines_are_skipped)
{
    const struct dataset *dataset = decoded("https://example.com/data\n# remark, with a comma\n"
                                            "ts,open,high,low,close\r\n\r\n2020-01-02,1,1,1,1\r\n"
                                            "\n2020-01-03,2,2,2,2");
    ck_assert_int_eq(dataset->count, 2);
    check_row(dataset, 1, "2020-01-03T00:00:00Z", 2, 2, 2, 2);
}

TEST(csv, a_header_map_overrules_the_words)
{
    const char *text = "when,o1,h1,l1,c1,open\n2020-01-02,1,3,1,2,9\n";
    struct import_options options = { .header = TEXT("ts=when,open=o1,high=h1,low=l1,close=c1") };
    ck_assert_int_eq(decode_with(text, options), ST_OK);
    check_row(&import.datasets[0], 0, "2020-01-02T00:00:00Z", 1, 3, 1, 2);
    options.header = TEXT("ts=then");
    ck_assert_int_eq(decode_with(text, options), ST_USAGE);
    ck_assert_str_eq(err.text, "prices.csv: the header map names column \"then\"; the file has "
                               "when, o1, h1, l1, c1, open");
}

TEST(csv, a_bar_stamped_at_its_end_is_moved_to_its_start)
{
    const char *text = "ts_s,open,high,low,close\n60,1,1,1,1\n120,1,1,1,1\n180,1,1,1,1\n";
    ck_assert_int_eq(decode_with(text, (struct import_options){ .is_end_stamped = true }), ST_OK);
    check_row(&import.datasets[0], 0, "1970-01-01T00:00:00Z", 1, 1, 1, 1);
}

TEST(csv, a_price_that_is_no_number_is_named_with_line_and_mend)
{
    refused("ts,open,high,low,close\n2020-01-02,1,1,1,1o2.5\n",
            "prices.csv:2: close \"1o2.5\" is not a number; fix the row or pass --skip-bad-rows");
}

TEST(csv, a_time_longer_than_any_is_refused_and_cut_in_the_sentence)
{
    char text[400] = "ts,open,high,low,close\n2020-01-02,1,1,1,1\n2020";
    memset(text + strlen(text), 'x', 150);
    strcat(text, ",1,1,1,1\n");
    ck_assert_int_eq(decode_with(text, (struct import_options){ 0 }), ST_DATA);
    ck_assert_msg(strstr(err.text, "prices.csv:3: ts \"2020xxx") != NULL, "%s", err.text);
    ck_assert_int_lt(strlen(err.text), 200);
}

TEST(csv, nan_is_no_number)
{
    refused("ts,open,high,low,close\n2020-01-02,1,NaN,1,1\n",
            "prices.csv:2: high \"NaN\" is not a number; fix the row or pass --skip-bad-rows");
}

TEST(csv, a_negative_quantity_is_refused)
{
    refused("ts,open,high,low,close,volume\n2020-01-02,1,1,1,1,-5\n",
            "prices.csv:2: volume \"-5\" is below zero, which no quantity is; fix the row or pass "
            "--skip-bad-rows");
}

TEST(csv, a_negative_price_is_refused_unless_allowed)
{
    const char *text = "ts,open,high,low,close\n2020-04-20,-1,1,-40.32,-37.63\n";
    refused(text, "prices.csv:2: open \"-1\" is below zero, which this instrument may not be; fix "
                  "the row or pass --skip-bad-rows");
    struct import_options options = { .is_negative_allowed = true };
    ck_assert_int_eq(decode_with(text, options), ST_OK);
    check_row(&import.datasets[0], 0, "2020-04-20T00:00:00Z", -100, 100, -4032, -3763);
}

TEST(csv, a_missing_column_is_named_with_those_that_are_there)
{
    refused("ts,open,high,close\n2020-01-02,1,1,1\n",
            "prices.csv: there is no column for low; the file has ts, open, high, close; name it "
            "with --header low=COLUMN");
}

TEST(csv, an_empty_file_and_a_lonely_header_are_refused)
{
    refused("", "prices.csv: the file is empty; give a file with rows");
    refused("ts,open,high,low,close\n", "prices.csv: there is a header and no row");
}

TEST(csv, bytes_of_no_format_are_refused)
{
    refused("\x7f"
            "ELF\x01\x02",
            "prices.csv: the format is not recognised; name one of "
            "freqtrade-json, csv with --format");
    struct import_options options = { .format = TEXT("xls") };
    ck_assert_int_eq(decode_with("ts,open\n", options), ST_USAGE);
    ck_assert_str_eq(err.text, "format \"xls\" is unknown; the formats are freqtrade-json, csv");
}

TEST(csv, a_short_row_and_a_long_one_are_refused)
{
    refused("ts,open,high,low,close\n2020-01-02,1,1,1,1\n2020-01-03,1,1\n",
            "prices.csv:3: the row has 3 cells, the table 5 columns; fix the row or pass "
            "--skip-bad-rows");
    refused("ts,open,high,low,close\n2020-01-02,1,1,1,1\n2020-01-03,1,1,1,1,7\n",
            "prices.csv:3: the row has more cells than the table's 5 columns; fix the row or pass "
            "--skip-bad-rows");
}

TEST(csv, a_header_map_of_lines_names_columns_with_commas_and_equals_signs_in_them)
{
    struct import_options options = { .header =
                                          TEXT("ts=Day\nopen=O\nhigh=H\nlow=L\nclose=C, a=b\n") };
    ck_assert_int_eq(decode_with("Day;O;H;L;\"C, a=b\"\n2020-01-02;1;3;1;2\n", options), ST_OK);
    check_row(&import.datasets[0], 0, "2020-01-02T00:00:00Z", 1, 3, 1, 2);
}

TEST(csv, bad_rows_are_skipped_and_counted_when_told_so)
{
    struct import_options options = { .is_skipping_bad_rows = true };
    ck_assert_int_eq(decode_with("ts,open,high,low,close\n2020-01-02,1,1,1,1\nrubbish\n"
                                 "2020-01-03,1,,1,1\n2020-01-04,2,2,2,2\n",
                                 options),
                     ST_OK);
    ck_assert_int_eq(import.datasets[0].count, 2);
    ck_assert_int_eq(import.report.bad_row_count, 2);
    check_row(&import.datasets[0], 1, "2020-01-04T00:00:00Z", 2, 2, 2, 2);
}

TEST(csv, a_judge_is_given_every_row_where_it_stands_and_the_bad_ones_with_their_lines)
{
    struct import_options options = { .is_judging = true };
    ck_assert_int_eq(decode_with("ts,open,high,low,close\n"
                                 "2020-01-02,1,2,1,2\n"
                                 "2020-01-03,1,2,1,1o2.5\n"
                                 "# a remark\n"
                                 "2020-01-05,1,2,1,2\n"
                                 "2020-01-04,1,2,1,2\n"
                                 "2020-01-06,1,2,1\n",
                                 options),
                     ST_OK);
    static const uint32_t lines[] = { 2, 5, 6 };
    ck_assert_int_eq(import.datasets[0].count, 3);
    for (int row = 0; row < 3; row++) ck_assert_int_eq(import.lines[0][row], lines[row]);
    check_row(&import.datasets[0], 2, "2020-01-04T00:00:00Z", 1, 2, 1, 2);
    ck_assert_int_eq(import.report.bad_row_count, 2);
    ck_assert_int_eq(import.report.bad_rows[0].line, 3);
    ck_assert_str_eq(import.report.bad_rows[0].text, "close \"1o2.5\" is not a number");
    ck_assert_int_eq(import.report.bad_rows[1].line, 7);
    ck_assert_str_eq(import.report.bad_rows[1].text, "the row has 4 cells, the table 5 columns");
}

TEST(csv, a_judged_file_that_is_mostly_newest_first_is_turned_round_and_its_lines_with_it)
{
    struct import_options options = { .is_judging = true };
    ck_assert_int_eq(decode_with("symbol,ts,open,high,low,close\n"
                                 "B,2020-01-05,1,2,1,2\n"
                                 "A,2020-01-05,1,2,1,2\n"
                                 "B,2020-01-03,1,2,1,2\n"
                                 "B,2020-01-04,1,2,1,2\n"
                                 "B,2020-01-02,1,2,1,2\n",
                                 options),
                     ST_OK);
    static const uint32_t lines[] = { 6, 5, 4, 2 };
    ck_assert_int_eq(import.count, 2);
    ck_assert_int_eq(import.lines[1][0], 3);
    for (int row = 0; row < 4; row++) ck_assert_int_eq(import.lines[0][row], lines[row]);
    check_row(&import.datasets[0], 1, "2020-01-04T00:00:00Z", 1, 2, 1, 2);
}

TEST(csv, a_symbol_with_nothing_but_bad_rows_is_no_instrument)
{
    struct import_options options = { .is_skipping_bad_rows = true };
    ck_assert_int_eq(decode_with("symbol,ts,open,high,low,close\nAA,2020-01-02,1,1,1,1\n"
                                 "BB,2020-01-02,1,x,1,1\n",
                                 options),
                     ST_OK);
    ck_assert_int_eq(import.count, 1);
    ck_assert_str_eq(import.datasets[0].symbol, "AA");
}

TEST(freqtrade, candles_are_read)
{
    const struct dataset *dataset = decoded("[[1509836520000,0.00162008,0.0017,0.0016,0.00165,"
                                            "108.14853839],\n [1509836580000, 1e-3, 2, 1, 1, 0]]");
    ck_assert_str_eq(dataset->format, "freqtrade-json");
    ck_assert_int_eq(dataset->price_decimals, 8);
    check_row(dataset, 0, "2017-11-04T23:02:00Z", 162008, 170000, 160000, 165000);
    check_row(dataset, 1, "2017-11-04T23:03:00Z", 100000, 200000000, 100000000, 100000000);
}

TEST(freqtrade, a_broken_array_is_refused_where_it_breaks)
{
    refused("[[1,2,2,2,2,2],\n[1,2,x,2,2,2]]",
            "prices.csv:2: candle 2, high \"x\" is not a number; fix the file");
    refused("[[2,2,2,2,2,2],\n\n[1,2,2,2,2,2],[3,1,1,1,1,1]]",
            "prices.csv:3: time goes backwards, from 1970-01-01T00:00:00.002Z to "
            "1970-01-01T00:00:00.001Z; sort the rows by time (1 such rows)");
    refused("[[1,2,2,2,2,2]", "prices.csv:1: the array ends after candle 1 without a ]");
    refused("[[1,2,2,2,2]]", "prices.csv:1: candle 1 has not six numbers; fix the file");
}
