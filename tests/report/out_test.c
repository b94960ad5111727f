#include "fixture.h"

#include "report/column.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct fixture_page page;
static struct out out;

static void begin(void)
{
    page.size = 0;
    out_init(&out, fixture_sink(&page));
}

static const char *end(void)
{
    out_flush(&out);
    return page.size > 0 ? page.bytes : "";
}

TEST(out, times_are_iso_in_utc_with_the_decimals_they_have)
{
    begin(), out_time(&out, 0);
    ck_assert_str_eq(end(), "1970-01-01T00:00:00Z");
    begin(), out_time(&out, INT64_C(1709208000000000001));
    ck_assert_str_eq(end(), "2024-02-29T12:00:00.000000001Z");
    begin(), out_time(&out, -500000000);
    ck_assert_str_eq(end(), "1969-12-31T23:59:59.5Z");
    begin(), out_time(&out, INT64_MIN);
    ck_assert_str_eq(end(), "1677-09-21T00:12:43.145224192Z");
    begin(), out_time(&out, INT64_MAX);
    ck_assert_str_eq(end(), "2262-04-11T23:47:16.854775807Z");
}

TEST(out, times_agree_with_the_systems_calendar)
{
    for (uint64_t round = 0; round < test_rounds; round++) {
        int64_t ts_ns = (int64_t)rng_next(&test_rng);
        time_t seconds = ts_ns / 1000000000 - (ts_ns % 1000000000 < 0);
        struct tm tm;
        char expected[64];
        ck_assert_ptr_nonnull(gmtime_r(&seconds, &tm));
        strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S", &tm);
        begin(), out_time(&out, ts_ns);
        ck_assert_int_eq(memcmp(end(), expected, strlen(expected)), 0);
    }
}

TEST(out, a_double_reads_back_to_ten_figures)
{
    begin(), out_double(&out, NAN);
    ck_assert_str_eq(end(), "null");
    begin(), out_double(&out, -INFINITY);
    ck_assert_str_eq(end(), "null");
    begin(), out_double(&out, 0);
    ck_assert_str_eq(end(), "0");
    for (uint64_t round = 0; round < test_rounds; round++) {
        double value =
            (rng_unit(&test_rng) - 0.5) * pow(10, (double)rng_below(&test_rng, 120) - 60);
        begin(), out_double(&out, value);
        ck_assert_msg(fabs(strtod(end(), NULL) - value) <= fabs(value) * 1e-9, "%.17g", value);
    }
}

TEST(out, numbers_for_people_have_groups_and_a_real_minus)
{
    begin(), out_grouped(&out, 1234567.891, 2, false);
    ck_assert_str_eq(end(), "1,234,567.89");
    begin(), out_grouped(&out, -1000, 0, false);
    ck_assert_str_eq(end(), "−1,000");
    begin(), out_grouped(&out, 0.5, 1, true);
    ck_assert_str_eq(end(), "+0.5");
    begin(), out_grouped(&out, -0.001, 2, true);
    ck_assert_str_eq(end(), "0.00");
    begin(), out_grouped(&out, NAN, 2, false);
    ck_assert_str_eq(end(), "–");
}

TEST(out, bytes_that_are_no_text_become_the_replacement_character)
{
    begin(), out_html(&out, "a\xff\xc0\xafz\xed\xa0\x80 <\xc3\xa9>");
    ck_assert_str_eq(end(), "a���z��� &lt;é&gt;");
    begin(), out_json(&out, "\"\\\n\x01</\xe2\x82");
    ck_assert_str_eq(end(), "\"\\u0022\\u005c\\u000a\\u0001\\u003c/��\"");
}

TEST(out, a_text_larger_than_the_buffer_arrives_whole_and_in_order)
{
    static char large[3 * OUT_BYTES];
    memset(large, 'x', sizeof large);
    begin();
    out_string(&out, "before ");
    out_text(&out, (struct text){ large, sizeof large });
    out_string(&out, " after");
    end();
    ck_assert_uint_eq(page.size, sizeof large + 13);
    ck_assert_int_eq(memcmp(page.bytes, "before x", 8), 0);
    ck_assert_int_eq(memcmp(page.bytes + page.size - 7, "x after", 7), 0);
}

TEST(out, a_column_is_its_differences)
{
    for (uint64_t round = 0; round < test_rounds; round++) {
        uint32_t order = 1 + (uint32_t)rng_below(&test_rng, 2);
        int64_t values[20], last = 0, step = 0;
        bool is_skipped[20];
        begin();
        struct column column = column_open(&out, "c", order);
        for (int i = 0; i < 20; i++) {
            values[i] = (int64_t)rng_below(&test_rng, 2000000) - 1000000;
            is_skipped[i] = rng_below(&test_rng, 5) == 0;
            if (is_skipped[i]) column_skip(&column);
            else column_add(&column, values[i]);
        }
        column_close(&column);
        const char *at = end() + strlen("\"c\":[");
        for (int i = 0; i < 20; i++) {
            char *rest;
            if (is_skipped[i]) {
                ck_assert_int_eq(memcmp(at, "null", 4), 0);
                at += 5;
                continue;
            }
            int64_t read = strtoll(at, &rest, 10);
            step = order == 2 ? step + read : read;
            last += step;
            ck_assert_int_eq(last, values[i]);
            at = rest + 1;
        }
    }
}
