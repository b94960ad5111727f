#include "fixture.h"

#include "report/index.h"
#include "support/test.h"

#include <string.h>

static size_t count_of(const char *bytes, const char *text)
{
    size_t count = 0;
    for (const char *at = bytes; (at = strstr(at, text)); at += strlen(text)) count++;
    return count;
}

TEST(index, every_report_has_a_card_with_its_curve_figures_and_link)
{
    static const char *const next[] = {
        "argosy strategies", "argosy backtest --data demo --strategy ema-cross --report my.html",
        "argosy data list"
    };
    struct index_extra extra = { .title = "The tour",
                                 .tagline = "Strategies on recorded markets, exact to the cent.",
                                 .version = "argosy 0.1.0",
                                 .next = next,
                                 .next_count = 3 };
    struct fixture_page page = { 0 };
    static struct index index;
    struct fixture *goog = fixture_goog(), *generated = fixture_generated(5, 3000, 24);
    index_open(&index, &extra, fixture_sink(&page));
    index_card(&index, &goog->result, &goog->extra, "goog.html");
    index_card(&index, &generated->result, &generated->extra, "generated.html");
    generated->extra.title = "<script>";
    index_card(&index, &generated->result, &generated->extra, "large.html");
    index_close(&index);

    ck_assert_uint_eq(count_of(page.bytes, "<article class=\"card\">"), 3);
    ck_assert_uint_eq(count_of(page.bytes, "<path class=\"equity\""), 3);
    ck_assert_uint_eq(count_of(page.bytes, ">Generated market<"), 2);
    ck_assert_uint_eq(count_of(page.bytes, "<script>"), 1);
    ck_assert_uint_eq(count_of(page.bytes, "<li><code>argosy "), 3);
    ck_assert_ptr_nonnull(strstr(page.bytes, "<a href=\"goog.html\">SMA cross on GOOG</a>"));
    ck_assert_ptr_nonnull(strstr(page.bytes, "<dt>Return</dt><dd class=\"up\">+414.2 %</dd>"));
    ck_assert_ptr_null(strstr(page.bytes, "http:"));
    ck_assert_ptr_null(strstr(page.bytes, "https:"));
    fixture_save(&page, "index.html");
}

TEST(index, an_index_without_reports_is_still_a_page)
{
    struct index_extra extra = { .title = "Reports" };
    struct fixture_page page = { 0 };
    static struct index index;
    index_open(&index, &extra, fixture_sink(&page));
    index_close(&index);
    ck_assert_ptr_nonnull(strstr(page.bytes, "</html>"));
}
