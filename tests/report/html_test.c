#include "fixture.h"

#include "support/test.h"

#include <string.h>
#include <time.h>

static struct fixture_page page_of(struct fixture *it)
{
    struct fixture_page page = { 0 };
    report_html(&it->result, &it->extra, fixture_sink(&page));
    return page;
}

static void must_have(const struct fixture_page *page, const char *text)
{
    ck_assert_msg(strstr(page->bytes, text) != NULL, "the page lacks: %s", text);
}

static void must_lack(const struct fixture_page *page, const char *text)
{
    ck_assert_msg(strstr(page->bytes, text) == NULL, "the page has: %s", text);
}

static double seconds_of(struct fixture *it, struct fixture_page *page)
{
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    report_html(&it->result, &it->extra, fixture_sink(page));
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9;
}

TEST(html, a_report_says_what_happened_before_any_script_runs)
{
    struct fixture_page page = page_of(fixture_goog());
    must_have(&page, "<h1>SMA cross on GOOG</h1>");
    must_have(&page, "10,000.00 USD became 51,422.99 in 8.5 years: +414.2 %, or +21.2 % a year.");
    must_have(&page, "At its worst it stood 48.0 % below its peak.");
    /* 806.19 / 100.34 - 1: the last and the first close of the recorded bars. */
    must_have(&page, "Buying and holding the same market made 703.5 %: the strategy did worse.");
    must_have(&page, "It still made money in 2 of 3 harsher runs.");
    must_have(&page, "<dt>Profit factor</dt><dd>2.17</dd>");
    must_have(&page, "<b>C</b>");
    must_lack(&page, "Generated market");
    fixture_save(&page, "goog.html");
}

TEST(html, a_report_asks_for_nothing_from_anywhere)
{
    struct fixture_page page = page_of(fixture_goog());
    must_have(&page, "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                     "img-src data:");
    const char *foreign[] = { "src=\"http", "href=\"http", "src=\"//", "href=\"//",        "url(",
                              "http://",    "https://",    "@import",  "<link rel=\"style" };
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) must_lack(&page, foreign[i]);
}

TEST(html, two_thousand_bars_are_less_than_300_kb)
{
    struct fixture_page page = page_of(fixture_goog());
    ck_assert_uint_lt(page.size, 300 * 1000);
}

TEST(html, half_a_million_bars_are_less_than_4_mb)
{
    struct fixture *it = fixture_generated(1, 500000, 20);
    struct fixture_page page = { 0 };
    double seconds = seconds_of(it, &page);
    ck_assert_uint_lt(page.size, 4 * 1000 * 1000);
    ck_assert_msg(seconds < 5, "it took %.3f s", seconds);
    must_have(&page, "\"of\":500000");
    must_have(&page, "\"every\":25");
    must_have(&page, "\"tradeCount\":25000");
    fixture_save(&page, "large.html");
}

TEST(html, what_a_venue_or_a_user_wrote_is_never_markup)
{
    struct fixture *it = fixture_generated(1, 200, 20);
    const char *evil = "</script><script>alert(1)</script><!--\"'&\n";
    strcpy(it->instruments[0].instrument.symbol, "<script>x</script>");
    strcpy(it->instruments[0].data.source, evil);
    it->result.currency = "<b>";
    it->extra.title = it->extra.tagline = it->extra.command = it->extra.spec = evil;
    it->extra.created = it->extra.version = evil;
    it->extra.index = "\"><script>";
    struct fixture_page page = page_of(it);
    must_lack(&page, "alert(1)</script>");
    must_lack(&page, "<script>alert");
    must_lack(&page, "<script>x");
    must_lack(&page, "\"><script>");
    must_lack(&page, "<b>.");
    must_have(&page, "&lt;script&gt;x&lt;/script&gt;");
    must_have(&page, "\\u003cscript\\u003ex\\u003c/script\\u003e");
    size_t count = 0;
    for (const char *at = page.bytes; (at = strstr(at, "</script>")); at++) count++;
    ck_assert_uint_eq(count, 2); /* the data's and the page's own */
    fixture_save(&page, "evil.html");
}

TEST(html, a_generated_market_says_so)
{
    struct fixture_page page = page_of(fixture_generated(5, 3000, 24));
    must_have(&page, "<strong>Generated market.</strong>");
    must_have(&page, "GEN-01, GEN-02, GEN-03 and 2 more");
    must_have(&page, "Buying and holding the same markets in equal parts ");
    fixture_save(&page, "generated.html");
}

TEST(html, a_span_of_whole_years_is_told_in_years)
{
    struct fixture *it = fixture_generated(1, 50, 20);
    struct equity_point points[2] = { it->result.equity[0], it->result.equity[1] };
    /* Half a day short of two years of 365.25 days. */
    points[1].ts_ns = points[0].ts_ns + INT64_C(730) * 86400 * 1000000000;
    it->result.equity = points;
    it->result.equity_count = 2;
    struct fixture_page page = page_of(it);
    must_have(&page, " in 2 years: ");
}

TEST(html, a_run_without_a_bar_or_a_trade_has_a_report)
{
    struct fixture *it = fixture_generated(1, 50, 20);
    it->result.trade_count = it->result.fill_count = it->result.equity_count = 0;
    it->result.rejected_count = 3;
    it->instruments[0].data.count = 0;
    it->result.grade = 0;
    struct fixture_page page = page_of(it);
    must_have(&page, "It never traded: no order was filled, and 3 were refused.");
    must_have(&page, "The run was not graded.");
    fixture_save(&page, "empty.html");
}

TEST(html, an_account_without_a_named_currency_reads_well)
{
    struct fixture *it = fixture_goog();
    it->result.currency = "";
    struct fixture_page page = page_of(it);
    must_have(&page, "10,000.00 became 51,422.99 in 8.5 years");
    it->result.currency = NULL;
    page = page_of(it);
    must_have(&page, "10,000.00 became 51,422.99 in 8.5 years");
}

TEST(html, the_same_result_gives_the_same_bytes)
{
    struct fixture_page a = page_of(fixture_generated(3, 2000, 16));
    struct fixture_page b = page_of(fixture_generated(3, 2000, 16));
    ck_assert_uint_eq(a.size, b.size);
    ck_assert_int_eq(memcmp(a.bytes, b.bytes, a.size), 0);
}
