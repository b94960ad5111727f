#include "report/index.h"

#include "report/bench.h"
#include "report/page.h"
#include "report/verdict.h"

static bool is_given(const char *text) { return text && text[0]; }

static void fill_title(struct out *out, const void *context)
{
    const struct index_extra *extra = context;
    out_html(out, is_given(extra->title) ? extra->title : "Reports");
}

static void fill_tagline(struct out *out, const void *context)
{
    const struct index_extra *extra = context;
    if (!is_given(extra->tagline)) return;
    out_text(out, TEXT("<p class=\"tagline\">"));
    out_html(out, extra->tagline);
    out_text(out, TEXT("</p>"));
}

static void fill_next(struct out *out, const void *context)
{
    const struct index_extra *extra = context;
    if (extra->next_count == 0) return;
    out_text(out, TEXT("<section class=\"next\"><div class=\"head\"><h2>Next</h2></div><ol>"));
    for (uint32_t i = 0; i < extra->next_count; i++) {
        out_text(out, TEXT("<li><code>"));
        out_html(out, extra->next[i]);
        out_text(out, TEXT("</code></li>"));
    }
    out_text(out, TEXT("</ol></section>"));
}

static void fill_made(struct out *out, const void *context)
{
    const struct index_extra *extra = context;
    if (is_given(extra->version)) {
        out_text(out, TEXT("Made by "));
        out_html(out, extra->version);
    }
    if (is_given(extra->created)) {
        out_text(out, TEXT(" on "));
        out_html(out, extra->created);
    }
}

static void fill_js(struct out *out, const void *context)
{
    (void)context;
    out_text(out, (struct text){ (const char *)report_page_index_js, report_page_index_js_size });
}

static const struct page_place places[] = {
    { "title", fill_title }, { "tagline", fill_tagline }, { "cards", NULL }, { "next", fill_next },
    { "made", fill_made },   { "css", page_css },         { "js", fill_js },
};

static void fill_on(struct index *index)
{
    const unsigned char *at = report_page_index + (report_page_index_size - index->rest);
    index->rest = page_fill(&index->out, at, index->rest, places, sizeof places / sizeof *places,
                            index->extra);
}

void index_open(struct index *index, const struct index_extra *extra, struct report_sink sink)
{
    out_init(&index->out, sink);
    index->extra = extra;
    index->rest = report_page_index_size;
    fill_on(index);
    ASSERT(index->rest > 0);
}

enum { SPARK_POINTS = 160, SPARK_WIDTH = 320, SPARK_HEIGHT = 88 };

struct spark {
    uint32_t count;
    int64_t equity[SPARK_POINTS], held[SPARK_POINTS];
    int64_t low, high;
};

static void spark_sample(struct spark *spark, const struct result *result)
{
    uint64_t count = result->equity_count;
    struct bench bench;
    bench_init(&bench, result);
    spark->count = count < SPARK_POINTS ? (uint32_t)count : SPARK_POINTS;
    spark->low = spark->high = result->cash_start;
    for (uint32_t i = 0; i < spark->count; i++) {
        uint64_t at = spark->count > 1 ? i * (count - 1) / (spark->count - 1) : 0;
        int64_t equity = result->equity[at].equity;
        int64_t held = bench_value(&bench, result->equity[at].ts_ns);
        spark->equity[i] = equity;
        spark->held[i] = held;
        if (equity < spark->low) spark->low = equity;
        if (held < spark->low) spark->low = held;
        if (equity > spark->high) spark->high = equity;
        if (held > spark->high) spark->high = held;
    }
}

/* Tenths of a pixel from the top. */
static int64_t spark_y(const struct spark *spark, int64_t value)
{
    i128 span = (i128)spark->high - spark->low, over = (i128)spark->high - value;
    return span > 0 ? (int64_t)(over * (SPARK_HEIGHT * 10) / span) : SPARK_HEIGHT * 5;
}

static void spark_path(struct out *out, const struct spark *spark, const int64_t *values,
                       const char *name)
{
    out_text(out, TEXT("<path class=\""));
    out_string(out, name);
    out_text(out, TEXT("\" d=\"M"));
    for (uint32_t i = 0; i < spark->count; i++) {
        if (i > 0) out_char(out, 'L');
        out_decimal(out, (int64_t)i * SPARK_WIDTH * 10 / (spark->count - 1), 1, true);
        out_char(out, ' ');
        out_decimal(out, spark_y(spark, values[i]), 1, true);
    }
    out_text(out, TEXT("\"/>"));
}

static void card_spark(struct out *out, const struct result *result)
{
    struct spark spark;
    spark_sample(&spark, result);
    if (spark.count < 2) return;
    out_text(out,
             TEXT("<svg class=\"spark\" viewBox=\"0 0 320 88\" preserveAspectRatio=\"none\" "
                  "role=\"img\" aria-label=\"Equity over time, against buying and holding\">"));
    int64_t start = spark_y(&spark, result->cash_start);
    out_text(out, TEXT("<line x1=\"0\" x2=\"320\" y1=\""));
    out_decimal(out, start, 1, true);
    out_text(out, TEXT("\" y2=\""));
    out_decimal(out, start, 1, true);
    out_text(out, TEXT("\"/>"));
    spark_path(out, &spark, spark.held, "held");
    spark_path(out, &spark, spark.equity, "equity");
    out_text(
        out,
        TEXT("</svg><p class=\"legend\"><span><i></i>Equity</span><span class=\"held\"><i></i>Buy "
             "and hold</span></p>"));
}

static void card_kicker(struct out *out, const struct result *result)
{
    out_text(out, TEXT("<p class=\"kicker\">"));
    for (uint32_t i = 0; i < result->instrument_count && i < 3; i++) {
        if (i > 0) out_text(out, TEXT(", "));
        out_html(out, result->instruments[i].instrument.symbol);
    }
    if (result->instrument_count > 3) {
        out_text(out, TEXT(" and "));
        out_int(out, result->instrument_count - 3);
        out_text(out, TEXT(" more"));
    }
    if (result->equity_count > 0) {
        out_text(out, TEXT(" <span>"));
        out_date(out, result->equity[0].ts_ns);
        out_text(out, TEXT(" – "));
        out_date(out, result->equity[result->equity_count - 1].ts_ns);
        out_text(out, TEXT("</span>"));
    }
    out_text(out, TEXT("</p>"));
}

void index_card(struct index *index, const struct result *result, const struct report_extra *extra,
                const char *link)
{
    struct out *out = &index->out;
    char grade[2] = { result->grade, 0 };
    out_text(out, TEXT("<article class=\"card\">"));
    card_kicker(out, result);
    out_text(out, TEXT("<h2><a href=\""));
    out_html(out, link);
    out_text(out, TEXT("\">"));
    out_html(out, is_given(extra->title) ? extra->title : "Backtest");
    out_text(out, TEXT("</a></h2>"));
    if (grade[0]) {
        out_text(out, TEXT("<p class=\"grade\"><b title=\"Realism grade\">"));
        out_html(out, grade);
        out_text(out, TEXT("</b></p>"));
    }
    if (is_given(extra->tagline)) {
        out_text(out, TEXT("<p class=\"tagline\">"));
        out_html(out, extra->tagline);
        out_text(out, TEXT("</p>"));
    }
    if (verdict_is_generated(result))
        out_text(out, TEXT("<p class=\"banner\">Generated market</p>"));
    card_spark(out, result);
    verdict_figures(out, result, extra, true);
    out_text(out, TEXT("</article>\n"));
}

void index_close(struct index *index)
{
    fill_on(index);
    ASSERT(index->rest == 0);
    out_flush(&index->out);
}
