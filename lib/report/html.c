#include "report/html.h"

#include "report/data.h"
#include "report/page.h"
#include "report/verdict.h"
#include "report/words.h"

struct html_context {
    const struct result *result;
    const struct report_extra *extra;
};

static bool is_given(const char *text) { return text && text[0]; }

const struct report_metric *report_metric_find(const struct report_extra *extra, const char *name)
{
    for (uint32_t i = 0; i < extra->metric_count; i++)
        if (text_equal(text_from(extra->metrics[i].name), text_from(name)))
            return &extra->metrics[i];
    return NULL;
}

static void fill_title(struct out *out, const void *context)
{
    const struct html_context *html = context;
    out_html(out, is_given(html->extra->title) ? html->extra->title : "Backtest");
}

static void fill_tagline(struct out *out, const void *context)
{
    const struct html_context *html = context;
    if (!is_given(html->extra->tagline)) return;
    out_text(out, TEXT("<p class=\"tagline\">"));
    out_html(out, html->extra->tagline);
    out_text(out, TEXT("</p>"));
}

static void fill_kicker(struct out *out, const void *context)
{
    const struct html_context *html = context;
    const struct result *result = html->result;
    for (uint32_t i = 0; i < result->instrument_count && i < 3; i++) {
        if (i > 0) out_text(out, TEXT(", "));
        out_html(out, result->instruments[i].instrument.symbol);
    }
    if (result->instrument_count > 3) {
        out_text(out, TEXT(" and "));
        out_int(out, result->instrument_count - 3);
        out_text(out, TEXT(" more"));
    }
    if (result->equity_count == 0) return;
    out_text(out, TEXT(" <span>"));
    out_date(out, result->equity[0].ts_ns);
    out_text(out, TEXT(" – "));
    out_date(out, result->equity[result->equity_count - 1].ts_ns);
    out_text(out, TEXT("</span>"));
}

static void fill_banner(struct out *out, const void *context)
{
    const struct html_context *html = context;
    if (!verdict_is_generated(html->result)) return;
    out_text(out,
             TEXT("<p class=\"banner\" role=\"note\"><strong>Generated market.</strong> These "
                  "prices were drawn from a seed, not recorded anywhere: the report shows how the "
                  "engine works, not what a strategy earns.</p>"));
}

static void fill_verdict(struct out *out, const void *context)
{
    const struct html_context *html = context;
    verdict_sentence(out, html->result, html->extra);
}

static void fill_doubt(struct out *out, const void *context)
{
    const struct html_context *html = context;
    verdict_doubt(out, html->result);
}

static void fill_figures(struct out *out, const void *context)
{
    const struct html_context *html = context;
    verdict_figures(out, html->result, html->extra, false);
}

static void fill_grade(struct out *out, const void *context)
{
    const struct html_context *html = context;
    char grade[2] = { html->result->grade, 0 };
    out_text(out, TEXT("<p class=\"grade\"><b>"));
    out_html(out, grade[0] ? grade : "–");
    out_text(out, TEXT("</b><span><i>Realism</i> "));
    out_html(out, words_grade(html->result->grade));
    out_text(out, TEXT("</span></p>"));
}

static void fill_back(struct out *out, const void *context)
{
    const struct html_context *html = context;
    if (!is_given(html->extra->index)) return;
    out_text(out, TEXT("<a class=\"back\" href=\""));
    out_html(out, html->extra->index);
    out_text(out, TEXT("\">All reports</a>"));
}

static void fill_made(struct out *out, const void *context)
{
    const struct html_context *html = context;
    if (is_given(html->extra->version)) {
        out_text(out, TEXT("Made by "));
        out_html(out, html->extra->version);
    }
    if (is_given(html->extra->created)) {
        out_text(out, TEXT(" on "));
        out_html(out, html->extra->created);
    }
}

static void fill_data(struct out *out, const void *context)
{
    const struct html_context *html = context;
    data_write(out, html->result, html->extra);
}

void report_html(const struct result *result, const struct report_extra *extra,
                 struct report_sink sink)
{
    static const struct page_place places[] = {
        { "title", fill_title },     { "tagline", fill_tagline }, { "kicker", fill_kicker },
        { "banner", fill_banner },   { "verdict", fill_verdict }, { "doubt", fill_doubt },
        { "figures", fill_figures }, { "grade", fill_grade },     { "back", fill_back },
        { "made", fill_made },       { "data", fill_data },       { "css", page_css },
        { "js", page_js },
    };
    struct html_context context = { result, extra };
    struct out out;
    out_init(&out, sink);
    size_t rest = page_fill(&out, report_page_template, report_page_template_size, places,
                            sizeof places / sizeof *places, &context);
    ASSERT(rest == 0);
    out_flush(&out);
}
