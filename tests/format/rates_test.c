#include "format/rates.h"
#include "support/test.h"

#include <string.h>

static uint8_t memory[1 << 16];
static struct arena arena;
static const struct funding_rate *rates;
static uint64_t count;
static struct err err;

static enum status parse(const char *text)
{
    arena_init(&arena, memory, sizeof memory);
    memset(&err, 0, sizeof err);
    return rates_parse(&rates, &count, text_from(text), &arena, &err);
}

TEST(rates, a_file_of_times_and_rates_is_read)
{
    ck_assert_int_eq(parse("symbol,ts,rate\r\nX,2024-01-01T08:00:00Z,0.0001\r\n"
                           "X,2024-01-01T16:00:00Z,-0.000012345678949\r\n\r\n"),
                     ST_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(rates[0].ts_ns, INT64_C(1704096000000000000));
    ck_assert_int_eq(rates[0].rate_e12, 100000000);
    ck_assert_int_eq(rates[1].rate_e12, -12345679);
}

TEST(rates, what_is_wrong_is_told_with_its_line)
{
    ck_assert_int_eq(parse("time,rate\n"), ST_DATA);
    ck_assert_ptr_nonnull(strstr(err.text, "ts and rate"));
    ck_assert_int_eq(parse("ts,rate\n2024-01-01,x\n"), ST_DATA);
    ck_assert_ptr_nonnull(strstr(err.text, "line 2: rate is not a number"));
    ck_assert_int_eq(parse("ts,rate\n2024-01-02,1\n2024-01-01,1\n"), ST_DATA);
    ck_assert_ptr_nonnull(strstr(err.text, "line 3: ts does not rise"));
    ck_assert_int_eq(parse("ts,rate\n2024-01-02\n"), ST_DATA);
    ck_assert_int_eq(parse("ts,rate\n"), ST_DATA);
    ck_assert_int_eq(parse(""), ST_DATA);
}

TEST(rates, a_series_is_told_in_the_ticks_of_its_bars)
{
    static int64_t prices[3] = { 12345, 12355, -12345 };
    struct dataset marks = { .price_decimals = 3, .tick_units = 1, .count = 3 };
    struct dataset bars = { .price_decimals = 2, .tick_units = 1 }, out;
    for (int c = COLUMN_OPEN; c <= COLUMN_CLOSE; c++) marks.columns[c] = prices;
    arena_init(&arena, memory, sizeof memory);
    ck_assert_int_eq(dataset_align(&out, &marks, &bars, &arena, &err), ST_OK);
    ck_assert_int_eq(out.columns[COLUMN_HIGH][0], 1235); /* half away from zero */
    ck_assert_int_eq(out.columns[COLUMN_CLOSE][1], 1236);
    ck_assert_int_eq(out.columns[COLUMN_LOW][2], -1235);
    ck_assert_uint_eq(out.price_decimals, 2);
    bars.tick_units = 25; /* steps of a quarter */
    ck_assert_int_eq(dataset_align(&out, &marks, &bars, &arena, &err), ST_OK);
    ck_assert_int_eq(out.columns[COLUMN_OPEN][0], 49); /* 12.345 is nearest to 12.25 */
    prices[0] = INT64_MAX;
    bars = (struct dataset){ .price_decimals = 9, .tick_units = 1 };
    ck_assert_int_eq(dataset_align(&out, &marks, &bars, &arena, &err), ST_RANGE);
}
