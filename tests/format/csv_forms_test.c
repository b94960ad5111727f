/* The forms in which people's files differ: delimiters, quotes, words, times, missing headers. */
#include "domain/time.h"
#include "format/csv_write.h"
#include "format/format.h"
#include "format/stamp.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

static struct import import;
static struct err err;
static struct arena arena;

static enum status decode_as(const char *text, struct import_options options)
{
    free(arena.bytes);
    size_t size = format_arena_bytes(strlen(text));
    arena_init(&arena, malloc(size), size);
    options.name = TEXT("bars.csv");
    if (!options.format.bytes) options.format = TEXT("csv");
    return format_decode(&import, &arena, text_from(text), &options, &err);
}

static const struct dataset *taken(const char *text, struct import_options options)
{
    enum status status = decode_as(text, options);
    ck_assert_msg(status == ST_OK, "%s\n%s", err.text, text);
    return &import.datasets[0];
}

static void refused(const char *text, struct import_options options, const char *why)
{
    ck_assert_msg(decode_as(text, options) != ST_OK, "%s", text);
    ck_assert_msg(strstr(err.text, why) != NULL, "\"%s\" is not in: %s", why, err.text);
}

#define NONE ((struct import_options){ 0 })

/* The one row that every form below says: 2024-05-01 12:30 UTC, 1 4 0.5 2, 7 traded. */
static void check_one(const struct dataset *dataset)
{
    ck_assert_uint_eq(dataset->count, 1);
    ck_assert_uint_eq(dataset->price_decimals, 1);
    ck_assert_int_eq(dataset->columns[COLUMN_TS][0], INT64_C(1714566600) * NS_PER_SECOND);
    ck_assert_int_eq(dataset->columns[COLUMN_OPEN][0], 10);
    ck_assert_int_eq(dataset->columns[COLUMN_HIGH][0], 40);
    ck_assert_int_eq(dataset->columns[COLUMN_LOW][0], 5);
    ck_assert_int_eq(dataset->columns[COLUMN_CLOSE][0], 20);
    ck_assert_int_eq(dataset->columns[COLUMN_VOLUME][0], INT64_C(700000000));
}

TEST(csv_forms, every_spelling_of_one_row_is_that_row)
{
    static const char *const forms[] = {
        "\xef\xbb\xbfts,open,high,low,close,volume\r\n2024-05-01 12:30,1,4,0.5,2,7\r\n",
        "ts,open,high,low,close,volume\n2024-05-01T12:30:00.000Z,1,4,0.5,2,7",
        "ts,open,high,low,close,volume\n2024-05-01 12:30:00 UTC,1,4,0.5,2,7\n",
        "ts,open,high,low,close,volume\n2024-05-01 14:30:00 +0200,1,4,0.5,2,7\n",
        "ts,open,high,low,close,volume\n2024-05-01 14:30:00+02,1,4,0.5,2,7\n",
        "ts,open,high,low,close,volume\n2024-05-01T07:00:00-05:30,1,4,0.5,2,7\n",
        "ts;open;high;low;close;volume\n01.05.2024 12:30;1;4;0.5;2;7\n",
        "ts|open|high|low|close|volume\n20240501 123000|1|4|0.5|2|7\n",
        "ts\topen\thigh\tlow\tclose\tvolume\n2024/05/01 12:30:00\t1\t4\t0.5\t2\t7\n",
        "ts_s open high low close volume\n1714566600   1 4  0.5 2 7\n",
        "\"ts\",\"open\",\"high\",\"low\",\"close\",\"volume\"\n"
        "\"2024-05-01 12:30\",\"1\",\"4\",\"0.5\",\"2\",\"7\"\n",
        "ts_ns,1_open,2_high,3_low,4_close,5_volume\n1714566600000000000,1,4,0.5,2,7\n",
        "open_time_us,X.open,X.high,X.low,X.close,volume_btc\n1714566600000000,1,4,0.5,2,7\n",
        ",Open,High,Low,Close,Volume\n2024-05-01 12:30,1,4,0.5,2,7\n",
        "note,ts,open,high,low,close,volume\n\"a \"\"b\"\", c\",2024-05-01 12:30,1,4,0.5,2,7\n",
        "ts,open,high,low,close,volume,\n2024-05-01 12:30,1,4,5e-1,2,7,\n",
        "# made by hand\n// twice\n\nts,open,high,low,close,volume\n2024-05-01 12:30,1,4,.5,2,7\n",
        "2024-05-01 12:30,1,4,0.5,2,7\n",
        "2024-05-01,12:30,1,4,0.5,2,7\n",
        "BTC,2024-05-01 12:30,1,4,0.5,2,7\n",
        "1714566600000,1,4,0.5,2,7,8,9,10,11\n",
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) check_one(taken(forms[i], NONE));
}

TEST(csv_forms, a_map_names_columns_by_their_words_by_our_words_and_by_place)
{
    struct import_options by_word = {
        .header = TEXT("date=D, clock=C, symbol=S, open=a, high=b, low=c, close=d, volume=e")
    };
    check_one(taken("S,D,C,a,b,c,d,e\nX,2024-05-01,12:30,1,4,0.5,2,7\n", by_word));
    struct import_options by_place = { .header =
                                           TEXT("ts=1,open=2,high=3,low=4,close=5,volume=6") };
    check_one(taken("2024-05-01 12:30,1,4,0.5,2,7\n", by_place));
    struct import_options by_synonym = { .header = TEXT("timestamp=a,open=b,high=c,low=d,"
                                                        "close=e,qty=f") };
    check_one(taken("a,b,c,d,e,f\n2024-05-01 12:30,1,4,0.5,2,7\n", by_synonym));
    refused("a,b\n1,2\n", (struct import_options){ .header = TEXT("colour=a") },
            "header map: \"colour\" is no column of ours");
    refused("a,b\n1,2\n", (struct import_options){ .header = TEXT("open=3") }, "3");
}

TEST(csv_forms, a_zone_given_holds_for_times_without_one)
{
    struct import_options east = { .zone = TEXT("+02:00") };
    check_one(taken("ts,open,high,low,close,volume\n2024-05-01 14:30,1,4,0.5,2,7\n", east));
    check_one(taken("ts,open,high,low,close,volume\n2024-05-01 12:30Z,1,4,0.5,2,7\n", east));
    static const char *const bad[] = { "2",     "+2",      "+24:00", "+02:60",
                                       "+02:0", "+02:00 ", "X",      "+00:00:00:00:00:00" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused("ts,open,high,low,close\n2024-05-01 14:30,1,4,0.5,2\n",
                (struct import_options){ .zone = text_from(bad[i]) }, "is not an offset");
}

/* A file whose one row has this time. */
static void refused_time(const char *time, const char *why)
{
    char text[256];
    text_format(text, sizeof text, "ts,open,high,low,close\n%s,1,4,0.5,2\n", time);
    refused(text, NONE, why);
}

TEST(csv_forms, a_time_that_strays_from_every_form_is_refused)
{
    static const char *const bad[] = { "2024-05-01 1x:30",
                                       "2024-05-01 12:3",
                                       "2024-05-01 12:30:5",
                                       "2024-05-01 12:60",
                                       "2024-05-01 24:00",
                                       "2024-05-01 12:30:60",
                                       "2024-05-01 12:30:15.",
                                       "2024-05-01 12:30+1",
                                       "2024-05-01 12:30+24:00",
                                       "2024-05-01 12:30 CET",
                                       "2024-05-01 1230x",
                                       "20240501 12",
                                       "2024-13-01",
                                       "2024-00-01",
                                       "2024-04-31",
                                       "2024-04-00",
                                       "1500-01-01",
                                       "2024-05/01",
                                       "31.02.2024",
                                       "2024x501",
                                       "yesterday",
                                       "1.5.24" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) refused_time(bad[i], "is not a time");
}

TEST(csv_forms, a_day_and_a_clock_that_do_not_fit_together_are_refused)
{
    refused("date,time,open,high,low,close\n2024-05-01,12:30 PM,1,4,0.5,2\n", NONE, "12:30 PM");
    refused(
        "date,time,open,high,low,close\n2024-05-01,12:30,1,4,0.5,2\n2024-05-02,noon,1,4,0.5,2\n",
        NONE, "is not a time of the form the first row has");
    refused("date,time,open,high,low,close\n2024-05-01,12:30,1,4,0.5,2\n2024-05-02,,1,4,0.5,2\n",
            NONE, "is not a time of the form");
    refused("date,time,open,high,low,close\nnever,12:30,1,4,0.5,2\n", NONE, "is not a time");
    refused("ts,open,high,low,close\n2024-05-01,1,4,0.5,2\n2024-05-02 01:00 pm,1,4,0.5,2\n", NONE,
            "is a twelve-hour clock");
}

TEST(csv_forms, a_cell_that_is_no_number_too_large_or_empty_is_named)
{
#define ROW "ts,open,high,low,close,volume,note\n2024-05-01,"
    refused(ROW ",4,0.5,2,7\n", NONE, "open \"\" is empty");
    refused(ROW "1,4,0.5,2,seven,\n", NONE, "volume \"seven\" is not a number");
    refused(ROW "9999999999999999999999,1,1,1,1,\n", NONE, "is too large");
    refused(ROW "1,1,1,1,9999999999999999999999,\n", NONE, "is too large");
    refused("ts,high,low,close\n2024-05-01,1,1,1\n", NONE, "there is no column for open");
    refused("open,high,low,close\n1,1,1,1\n", NONE, "there is no column for ts");
    refused("ts,open,high,low,close,ask_open\n2024-05-01,1,1,1,1,1\n", NONE,
            "there is no column for ask_");
    const struct dataset *dataset = taken(ROW "1,4,0.5,2,,x\n", NONE);
    ck_assert_int_eq(dataset->columns[COLUMN_VOLUME][0], 0);
    ck_assert_uint_eq(import.report.empty_qty_count, 1);
}

TEST(csv_forms, a_symbol_that_is_none_or_not_in_the_file_is_refused)
{
    static const char text[] = "symbol,ts,open,high,low,close\nA,2024-05-01,1,1,1,1\n";
    refused("symbol,ts,open,high,low,close\n,2024-05-01,1,1,1,1\n", NONE, "is no symbol");
    refused("symbol,ts,open,high,low,close\n"
            "a-symbol-of-more-than-thirty-one-letters,2024-05-01,1,1,1,1\n",
            NONE, "is no symbol");
    refused(text, (struct import_options){ .symbol = TEXT("B") }, "B");
    ck_assert_str_eq(taken(text, (struct import_options){ .symbol = TEXT("A") })->symbol, "A");
}

TEST(csv_forms, a_stated_step_divides_every_value_or_the_row_is_named)
{
    static const char text[] = "ts,open,high,low,close,volume,adj_close\n"
                               "2024-05-01,1.50,2,1,1.5,100,1.333\n";
    struct import_options told = { .tick = TEXT("0.250"), .lot = TEXT("10") };
    const struct dataset *dataset = taken(text, told);
    ck_assert_int_eq(dataset->tick_units, 25);
    ck_assert_uint_eq(dataset->price_decimals, 2);
    ck_assert_int_eq(dataset->columns[COLUMN_OPEN][0], 6);
    ck_assert_int_eq(dataset->columns[COLUMN_VOLUME][0], 10);
    ck_assert_int_eq(dataset->columns[COLUMN_ADJ_CLOSE][0], 5); /* rounded: it is on no tick */
    refused(text, (struct import_options){ .tick = TEXT("0.4") }, "not a whole number of ticks");
    refused(text, (struct import_options){ .lot = TEXT("30") }, "not a whole number of lots");
    static const char *const bad[] = { "0", "-1", "x" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        refused(text, (struct import_options){ .tick = text_from(bad[i]) }, "not a number above");
        refused(text, (struct import_options){ .lot = text_from(bad[i]) }, "not a number above");
    }
    refused("ts,open,high,low,close\n2024-05-01,900000000000,900000000000,1,1\n",
            (struct import_options){ .tick = TEXT("0.000000000000001") }, "too large");
}

TEST(csv_forms, what_is_nearly_newest_first_is_refused_at_the_step_up)
{
    refused("ts,open,high,low,close\n2024-05-05,1,1,1,1\n2024-05-04,1,1,1,1\n2024-05-03,1,1,1,1\n"
            "2024-05-04,1,1,1,1\n2024-05-02,1,1,1,1\n",
            NONE, "bars.csv:5");
}

TEST(csv_forms, markup_and_json_are_not_taken_for_a_table)
{
    static const char *const others[] = { "<!DOCTYPE html>",      "<?xml?>",
                                          "<html>,<body>\n1,2\n", "{\"a\": 1, \"b\": 2}\n",
                                          "one\ntwo\n",           "" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_int_ne(decode_as(others[i], (struct import_options){ .format = TEXT("") }),
                         ST_OK);
}

TEST(csv_forms, quotes_of_both_sides_below_zero_and_beyond_64_bits_are_written_and_read_back)
{
    static const int64_t ts[] = { 0, 1000000000 }, tiny[] = { -15, 25 };
    static const int64_t huge[] = { INT64_MAX, INT64_MAX - 1 };
    char text[4096];
    struct writer writer;
    struct dataset dataset = {
        .kind = DATA_QUOTEBARS, .price_decimals = 1, .tick_units = 1, .lot_units = 1000, .count = 2
    };
    dataset.columns[COLUMN_TS] = ts;
    for (int c = COLUMN_OPEN; c <= COLUMN_CLOSE; c++) dataset.columns[c] = tiny;
    for (int c = COLUMN_ASK_OPEN; c <= COLUMN_ASK_CLOSE; c++) dataset.columns[c] = tiny;
    dataset.columns[COLUMN_BID_SIZE] = huge;
    writer_init(&writer, text, sizeof text);
    csv_write_header(&dataset, &writer);
    ck_assert_uint_eq(csv_write_rows(&dataset, &writer, 0), 2);
    ck_assert_ptr_nonnull(strstr(text, "ts,bid_open,bid_high,bid_low,bid_close,ask_open"));
    ck_assert_ptr_nonnull(strstr(text, ",-1.5,"));
    ck_assert_ptr_nonnull(strstr(text, ",9223372036854775807000\n"));
    /* A page that is nearly full takes no row rather than half of one. */
    writer_init(&writer, text, 64);
    ck_assert_uint_eq(csv_write_rows(&dataset, &writer, 1), 1);
    ck_assert_uint_eq(writer.length, 0);
}
