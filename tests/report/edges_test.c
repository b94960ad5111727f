/* Reports of results that have little to say, or too much: nothing held, nothing given, ruin. */
#include "fixture.h"

#include "report/bench.h"
#include "report/csv.h"
#include "report/index.h"
#include "report/page.h"
#include "report/verdict.h"
#include "report/words.h"
#include "support/test.h"

#include <math.h>
#include <string.h>

static struct fixture_page page;
static struct out out;

static void begin(void)
{
    page = (struct fixture_page){ 0 };
    out_init(&out, fixture_sink(&page));
}

static const char *sentence(const struct fixture *it)
{
    begin();
    verdict_sentence(&out, &it->result, &it->extra);
    out_flush(&out);
    return page.bytes;
}

static const char *doubt(const struct fixture *it)
{
    begin();
    verdict_doubt(&out, &it->result);
    out_char(&out, '|');
    out_flush(&out);
    return page.bytes;
}

static struct fixture *small(void) { return fixture_generated(1, 48, 8); }

TEST(words, every_grade_has_a_sentence_of_its_own)
{
    static const char grades[] = { 'A', 'B', 'C', 'D', 'E', 'F', 0 };
    for (size_t i = 0; i < sizeof grades; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(words_grade(grades[i]), words_grade(grades[j]));
    ck_assert_str_eq(words_grade(0), "The run was not graded.");
    ck_assert_str_eq(words_side(ARGOSY_SELL), "sell");
    ck_assert_str_eq(words_direction(ARGOSY_BUY), "long");
    ck_assert_str_eq(words_direction(ARGOSY_SELL), "short");
}

TEST(bench, holding_nothing_is_the_cash_and_no_return)
{
    struct fixture *it = small();
    struct bench bench;
    it->result.instrument_count = 0;
    bench_init(&bench, &it->result);
    ck_assert_int_eq(bench_value(&bench, INT64_MAX), it->result.cash_start);
    it->result.equity_count = 0;
    ck_assert(isnan(bench_return(&it->result)));
    it = small();
    it->result.cash_start = 0;
    ck_assert(isnan(bench_return(&it->result)));
}

TEST(bench, adjusted_closes_count_where_there_are_some_and_a_price_of_zero_stays_cash)
{
    static int64_t adjusted[48];
    struct fixture *it = small();
    struct bench bench;
    for (int i = 0; i < 48; i++) adjusted[i] = 100 + i;
    it->instruments[0].data.columns[COLUMN_ADJ_CLOSE] = adjusted;
    bench_init(&bench, &it->result);
    int64_t cash = it->result.cash_start;
    ck_assert_int_eq(bench_value(&bench, INT64_MIN), cash); /* before its first bar */
    ck_assert_int_eq(bench_value(&bench, INT64_MAX), cash / 100 * 147);
    adjusted[0] = 0;
    bench_init(&bench, &it->result);
    ck_assert_int_eq(bench_value(&bench, INT64_MAX), cash);
    adjusted[0] = 1;
    adjusted[47] = INT64_MAX; /* beyond the ledger: at its edge */
    bench_init(&bench, &it->result);
    ck_assert_int_eq(bench_value(&bench, INT64_MAX), INT64_MAX);
}

TEST(verdict, a_run_without_a_fill_says_what_was_refused)
{
    struct fixture *it = small();
    it->result.fill_count = 0;
    it->result.rejected_count = 0;
    ck_assert_str_eq(sentence(it), "It never traded: no order was filled.");
    it->result.rejected_count = 3;
    ck_assert_str_eq(sentence(it), "It never traded: no order was filled, and 3 were refused.");
}

TEST(verdict, a_small_account_is_told_in_more_decimals_and_without_a_currency)
{
    struct fixture *it = small();
    it->result.currency = "";
    it->result.cash_start = 500000000;
    it->result.equity_end = 250000000;
    ck_assert_ptr_nonnull(strstr(sentence(it), "5.0000 became 2.5000 in "));
    it->result.currency = NULL;
    it->result.cash_start = 50000000;
    ck_assert_ptr_nonnull(strstr(sentence(it), "0.50000000 became 2.50000000 in "));
    it->result.cash_start = 0; /* a return of nothing is none, and there is nothing to compare */
    ck_assert_ptr_null(strstr(sentence(it), "Buying and holding"));
}

TEST(verdict, what_holding_made_is_compared_in_words)
{
    static int64_t adjusted[48];
    struct fixture *it = small();
    it->instruments[0].data.columns[COLUMN_ADJ_CLOSE] = adjusted;
    for (int i = 0; i < 48; i++) adjusted[i] = 100;
    it->result.equity_end = it->result.cash_start;
    ck_assert_ptr_nonnull(strstr(sentence(it), "made 0.00 %, about as much."));
    adjusted[47] = 50;
    ck_assert_ptr_nonnull(strstr(sentence(it), "lost 50.0 %: the strategy did better."));
    adjusted[47] = 150;
    ck_assert_ptr_nonnull(strstr(sentence(it), "made 50.0 %: the strategy did worse."));
}

TEST(verdict, the_harsher_runs_and_a_look_ahead_decide_how_far_to_believe_it)
{
    static struct harsher_row harsher[2] = { { .name = "costs doubled" }, { .name = "later" } };
    struct fixture *it = small();
    it->result.harsher = harsher;
    it->result.harsher_count = 2;
    it->result.lookahead = LOOKAHEAD_NONE;
    it->result.equity_end = it->result.cash_start + 1;
    harsher[0].equity_end = harsher[1].equity_end = it->result.cash_start + 1;
    ck_assert_ptr_nonnull(strstr(doubt(it), "also made money in every one"));
    harsher[1].equity_end = 0;
    ck_assert_ptr_nonnull(strstr(doubt(it), "made money in 1 of 2 harsher runs"));
    harsher[0].equity_end = 0;
    ck_assert_ptr_nonnull(strstr(doubt(it), "lost money in every one of the harsher runs"));
    it->result.equity_end = it->result.cash_start;
    ck_assert_str_eq(doubt(it), "|");
    it->result.lookahead = LOOKAHEAD_FOUND;
    ck_assert_ptr_nonnull(strstr(doubt(it), "it looks ahead"));
}

TEST(page, a_lonely_brace_is_text_and_an_unfilled_place_is_where_the_caller_goes_on)
{
    static const char html[] = "a{b}{{stop}}rest";
    struct page_place places[] = { { "other", page_css }, { "stop", NULL } };
    begin();
    size_t rest = page_fill(&out, (const unsigned char *)html, sizeof html - 1, places, 2, NULL);
    out_flush(&out);
    ck_assert_uint_eq(rest, 4);
    ck_assert_str_eq(page.bytes, "a{b}");
    begin();
    ck_assert_uint_eq(page_fill(&out, (const unsigned char *)html, 0, places, 2, NULL), 0);
}

static void fill_unknown(void *html)
{
    struct page_place place = { "known", NULL };
    begin();
    (void)page_fill(&out, html, 7, &place, 1, NULL);
}

TEST(page, a_place_that_nobody_knows_is_a_bug)
{
    char html[] = "{{lost}}";
    assert_dies(fill_unknown, html);
}

TEST(html, a_report_of_which_nothing_else_is_known_is_still_a_page)
{
    struct fixture *it = small();
    it->extra = (struct report_extra){ .title = "", .tagline = NULL };
    it->instruments[0].data.columns[COLUMN_VOLUME] = NULL;
    page = (struct fixture_page){ 0 };
    report_html(&it->result, &it->extra, fixture_sink(&page));
    ck_assert_ptr_nonnull(strstr(page.bytes, "<h1>Backtest</h1>"));
    ck_assert_ptr_null(strstr(page.bytes, "Made by"));
    ck_assert_ptr_null(strstr(page.bytes, "All reports"));
    ck_assert_ptr_null(strstr(page.bytes, "class=\"tagline\""));
}

TEST(html, lines_and_volumes_of_any_size_keep_their_figures)
{
    static double tiny[48], huge[48], none[48];
    static int64_t volumes[48];
    static struct plot_line plots[] = { { "tiny", 0, 1, tiny },
                                        { "huge", 0, 1, huge },
                                        { "none", 0, 1, none } };
    struct fixture *it = small();
    for (int i = 0; i < 48; i++) {
        tiny[i] = 1e-9 * i;
        huge[i] = i == 3 ? INFINITY : 1e14 * i;
        none[i] = i == 5 ? NAN : 0;
        volumes[i] = INT64_MAX;
    }
    it->instruments[0].data.columns[COLUMN_VOLUME] = volumes;
    it->result.plots = plots;
    it->result.plot_count = 3;
    page = (struct fixture_page){ 0 };
    report_html(&it->result, &it->extra, fixture_sink(&page));
    ck_assert_ptr_nonnull(strstr(page.bytes, "\"name\":\"tiny\""));
    ck_assert_ptr_nonnull(strstr(page.bytes, "\"name\":\"huge\""));
    ck_assert_ptr_nonnull(strstr(page.bytes, "\"name\":\"none\",\"pane\":1,\"scale\":1"));
}

TEST(index, cards_of_short_flat_and_rising_runs_are_drawn_as_far_as_they_go)
{
    static struct index index;
    struct index_extra extra = { .title = "", .created = "2024-02-29T12:00:00Z" };
    static struct equity_point points[3];
    struct fixture *it = small();
    it->extra = (struct report_extra){ .title = NULL, .tagline = "One sentence." };
    it->result.grade = 'B';
    page = (struct fixture_page){ 0 };
    index_open(&index, &extra, fixture_sink(&page));
    it->result.equity = points;
    for (uint64_t count = 0; count <= 3; count++) {
        for (int i = 0; i < 3; i++)
            points[i] = (struct equity_point){ .ts_ns = i, .equity = it->result.cash_start };
        if (count == 3) points[2].equity *= 2;
        it->result.equity_count = count;
        index_card(&index, &it->result, &it->extra, "a.html");
    }
    index_close(&index);
    ck_assert_ptr_nonnull(strstr(page.bytes, "<h1>Reports</h1>"));
    ck_assert_ptr_nonnull(strstr(page.bytes, ">Backtest</a>"));
    ck_assert_ptr_nonnull(strstr(page.bytes, "<p class=\"tagline\">One sentence.</p>"));
    ck_assert_ptr_nonnull(strstr(page.bytes, "on 2024-02-29T12:00:00Z"));
    int sparks = 0;
    for (const char *at = page.bytes; (at = strstr(at, "<svg class=\"spark\"")); at++) sparks++;
    ck_assert_int_eq(sparks, 2); /* a line needs two points */
}

TEST(csv, a_price_that_no_file_can_hold_is_left_out_and_one_below_zero_keeps_its_sign)
{
    struct err err;
    int64_t units;
    uint32_t decimals;
    struct instrument it = { .kind = INSTRUMENT_EQUITY,
                             .price_decimals = 2,
                             .lot_decimals = 0,
                             .ledger_decimals = 8,
                             .tick_units = 1,
                             .lot_units = 1,
                             .multiplier_units = 1,
                             .is_negative_allowed = true };
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
    ck_assert(!csv_price(&it, INT64_C(100000000), 0, &units, &decimals));
    ck_assert(csv_price(&it, INT64_C(-3743000000), 1, &units, &decimals));
    ck_assert_int_eq(units, -3743);
    ck_assert_uint_eq(decimals, 2);
    ck_assert(csv_price(&it, INT64_C(-3743000000), -1, &units, &decimals));
    ck_assert_int_eq(units, 3743);
    it.tick_units = INT64_MAX; /* the product does not fit 64 bits */
    ck_assert(!csv_price(&it, INT64_MAX, 1, &units, &decimals));
}
