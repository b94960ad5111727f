#include "domain/interval.h"
#include "domain/time.h"
#include "support/test.h"

static int64_t parsed(const char *text)
{
    int64_t interval_ns = 0;
    ck_assert_msg(interval_parse(&interval_ns, text_from(text)) == ST_OK, "%s", text);
    return interval_ns;
}

static const char *printed(int64_t interval_ns)
{
    static char bytes[32];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    interval_format(&writer, interval_ns);
    return bytes;
}

TEST(interval, text_becomes_a_length_and_text_again)
{
    ck_assert_int_eq(parsed("250ms"), 250000000);
    ck_assert_int_eq(parsed("30s"), 30 * NS_PER_SECOND);
    ck_assert_int_eq(parsed("5m"), 5 * NS_PER_MINUTE);
    ck_assert_int_eq(parsed("5min"), 5 * NS_PER_MINUTE);
    ck_assert_int_eq(parsed("1H"), NS_PER_HOUR);
    ck_assert_int_eq(parsed("1d"), NS_PER_DAY);
    ck_assert_int_eq(parsed("1w"), 7 * NS_PER_DAY);
    ck_assert_int_eq(parsed("1mo"), INTERVAL_MONTH);
    ck_assert_int_eq(parsed("1y"), 12 * INTERVAL_MONTH);
    ck_assert_str_eq(printed(parsed("90s")), "90s");
    ck_assert_str_eq(printed(parsed("60m")), "1h");
    ck_assert_str_eq(printed(parsed("24h")), "1d");
    ck_assert_str_eq(printed(parsed("7d")), "1w");
    ck_assert_str_eq(printed(parsed("18mo")), "18mo");
    ck_assert_str_eq(printed(parsed("24mo")), "2y");
    ck_assert_str_eq(printed(0), "irregular");
    for (uint64_t i = 0; i < test_rounds; i++) {
        int64_t interval_ns = (int64_t)(rng_next(&test_rng) >> (1 + rng_below(&test_rng, 60)));
        if (interval_ns > 0) ck_assert_int_eq(parsed(printed(interval_ns)), interval_ns);
    }
}

TEST(interval, what_is_none_is_refused)
{
    const char *bad[] = { "", "m", "5", "5x", "1M", "-5m", "5 m", "1.5h", "5mm", "m5" };
    int64_t interval_ns = 42;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(interval_parse(&interval_ns, text_from(bad[i])) == ST_PARSE, "%s", bad[i]);
    const char *far[] = { "0m", "99999999999999999999s", "1000000w", "1201mo", "101y" };
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        ck_assert_msg(interval_parse(&interval_ns, text_from(far[i])) == ST_RANGE, "%s", far[i]);
    ck_assert_int_eq(interval_ns, 42);
}

TEST(interval, a_month_is_added_by_the_calendar)
{
    int64_t from, to;
    ck_assert_int_eq(time_parse(&from, TEXT("2024-01-31T10:00")), ST_OK);
    ck_assert_int_eq(time_parse(&to, TEXT("2024-02-29T10:00")), ST_OK);
    ck_assert_int_eq(interval_add(from, INTERVAL_MONTH), to);
    ck_assert_int_eq(time_parse(&to, TEXT("2025-01-31T10:00")), ST_OK);
    ck_assert_int_eq(interval_add(from, 12 * INTERVAL_MONTH), to);
    ck_assert_int_eq(interval_add(from, NS_PER_HOUR), from + NS_PER_HOUR);
    ck_assert_int_eq(interval_length_ns(INTERVAL_MONTH), 31 * NS_PER_DAY);
    ck_assert_int_eq(interval_length_ns(NS_PER_HOUR), NS_PER_HOUR);
}
