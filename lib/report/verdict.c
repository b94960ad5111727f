#include "report/verdict.h"

#include "report/bench.h"

#include <math.h>

static double cash_of(int64_t units)
{
    return (double)units / (double)decimal_power(LEDGER_DECIMALS);
}

/* Two decimals of an account of thousands, more of a small one. */
static uint32_t cash_decimals(const struct result *result)
{
    double size = cash_of(result->cash_start);
    return size >= 1000 ? 2 : size >= 1 ? 4 : 8;
}

static double metric_value(const struct report_extra *extra, const char *name, double otherwise)
{
    const struct report_metric *metric = report_metric_find(extra, name);
    return metric ? metric->value : otherwise;
}

static double total_return(const struct result *result)
{
    if (result->cash_start <= 0) return NAN;
    return ((double)result->equity_end - (double)result->cash_start) / (double)result->cash_start;
}

static double years_of(const struct result *result)
{
    if (result->equity_count < 2) return 0;
    int64_t from = result->equity[0].ts_ns, to = result->equity[result->equity_count - 1].ts_ns;
    return (double)(to - from) / (365.25 * 86400e9);
}

static void out_percent(struct out *out, double share, bool is_signed)
{
    double size = fabs(share);
    out_grouped(out, share * 100, size < 0.0995 ? 2 : size < 100 ? 1 : 0, is_signed);
    out_text(out, TEXT(" %"));
}

static void out_span(struct out *out, double years)
{
    bool is_years = years >= 1.95, is_months = !is_years && years >= 0.25;
    double count = is_years ? years : is_months ? years * 12 : years * 365.25;
    bool is_whole = fabs(count - floor(count + 0.5)) < 0.05;
    out_grouped(out, count, is_whole ? 0 : 1, false);
    out_string(out, is_years ? " years" : is_months ? " months" : " days");
}

static void compare_to_holding(struct out *out, double made, double held, bool is_several)
{
    if (held - held != 0) return;
    out_text(out, TEXT(" Buying and holding the same market"));
    out_string(out, is_several ? "s in equal parts " : " ");
    out_string(out, held < 0 ? "lost " : "made ");
    out_percent(out, fabs(held), false);
    double gap = made - held;
    if (fabs(gap) < 0.005) out_text(out, TEXT(", about as much."));
    else out_string(out, gap > 0 ? ": the strategy did better." : ": the strategy did worse.");
}

void verdict_sentence(struct out *out, const struct result *result,
                      const struct report_extra *extra)
{
    double made = total_return(result), years = years_of(result);
    double yearly = metric_value(extra, "cagr", NAN);
    uint32_t decimals = cash_decimals(result);
    if (result->fill_count == 0) {
        out_text(out, TEXT("It never traded: no order was filled"));
        if (result->rejected_count > 0) {
            out_text(out, TEXT(", and "));
            out_int(out, (int64_t)result->rejected_count);
            out_text(out, TEXT(" were refused"));
        }
        out_char(out, '.');
        return;
    }
    out_grouped(out, cash_of(result->cash_start), decimals, false);
    if (result->currency && result->currency[0]) {
        out_char(out, ' ');
        out_html(out, result->currency);
    }
    out_text(out, TEXT(" became "));
    out_grouped(out, cash_of(result->equity_end), decimals, false);
    out_text(out, TEXT(" in "));
    out_span(out, years);
    out_text(out, TEXT(": "));
    out_percent(out, made, true);
    if (years >= 1 && yearly - yearly == 0) {
        out_text(out, TEXT(", or "));
        out_percent(out, yearly, true);
        out_text(out, TEXT(" a year"));
    }
    out_text(out, TEXT(". At its worst it stood "));
    out_percent(out, fabs(result->drawdown_max_share), false);
    out_text(out, TEXT(" below its peak."));
    compare_to_holding(out, made, bench_return(result), result->instrument_count > 1);
}

void verdict_doubt(struct out *out, const struct result *result)
{
    uint32_t profitable = 0;
    for (uint32_t i = 0; i < result->harsher_count; i++)
        profitable += result->harsher[i].equity_end > result->cash_start;
    if (result->lookahead == LOOKAHEAD_FOUND)
        out_text(out,
                 TEXT("Its decisions change when the future is taken away: it looks ahead, and "
                      "these figures prove nothing. "));
    if (result->harsher_count == 0 || result->equity_end <= result->cash_start) return;
    if (profitable == result->harsher_count) {
        out_text(out, TEXT("It also made money in every one of the harsher runs."));
    } else if (profitable == 0) {
        out_text(
            out,
            TEXT("It lost money in every one of the harsher runs: what it earned here hangs on "
                 "the assumptions."));
    } else {
        out_text(out, TEXT("It still made money in "));
        out_int(out, profitable);
        out_text(out, TEXT(" of "));
        out_int(out, result->harsher_count);
        out_text(out, TEXT(" harsher runs."));
    }
}

bool verdict_is_generated(const struct result *result)
{
    for (uint32_t i = 0; i < result->instrument_count; i++)
        if (result->instruments[i].data.is_generated) return true;
    return false;
}

static void figure_open(struct out *out, const char *label, double tone)
{
    out_text(out, TEXT("<div><dt>"));
    out_html(out, label);
    out_text(out, TEXT("</dt><dd"));
    if (tone != 0 && tone - tone == 0)
        out_string(out, tone > 0 ? " class=\"up\"" : " class=\"down\"");
    out_char(out, '>');
}

static void figure_close(struct out *out) { out_text(out, TEXT("</dd></div>")); }

static void figure_share(struct out *out, const char *label, double share, bool has_tone)
{
    figure_open(out, label, has_tone ? share : 0);
    if (share - share == 0) out_percent(out, share, has_tone);
    else out_text(out, TEXT("–"));
    figure_close(out);
}

static void figure_number(struct out *out, const char *label, double value)
{
    figure_open(out, label, 0);
    out_grouped(out, value, 2, false);
    figure_close(out);
}

void verdict_figures(struct out *out, const struct result *result, const struct report_extra *extra,
                     bool is_few)
{
    out_text(out, TEXT("<dl class=\"figures\">"));
    figure_share(out, "Return", total_return(result), true);
    if (is_few) figure_share(out, "Holding", bench_return(result), true);
    else figure_share(out, "Per year", metric_value(extra, "cagr", NAN), true);
    figure_number(out, "Sharpe", metric_value(extra, "sharpe", NAN));
    figure_share(out, "Deepest fall", result->drawdown_max_share, false);
    figure_open(out, "Trades", 0);
    out_grouped(out, (double)result->trade_count, 0, false);
    figure_close(out);
    if (!is_few) {
        figure_share(out, "Win rate", metric_value(extra, "win_rate", NAN), false);
        figure_number(out, "Profit factor", metric_value(extra, "profit_factor", NAN));
        figure_open(out, "Costs", 0);
        double costs = cash_of(result->fees) + cash_of(result->slippage) +
                       cash_of(result->funding) + cash_of(result->borrow);
        out_grouped(out, costs, cash_decimals(result), false);
        figure_close(out);
    }
    out_text(out, TEXT("</dl>"));
}
