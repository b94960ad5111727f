#include "app/result_table.h"

#include "base/number.h"
#include "domain/time.h"

#include <math.h>
#include <string.h>

enum { LABEL = 22 };

static void row(struct writer *writer, const char *label, const char *value, const char *note)
{
    writer_format(writer, "  %-*s%14s%s%s\n", LABEL, label, value, note[0] ? "   " : "", note);
}

static void show(struct writer *writer, const struct execution *x, enum metric metric,
                 const char *note)
{
    char text[48];
    struct writer value;
    writer_init(&value, text, sizeof text);
    double number = x->metrics[metric];
    if (isnan(number)) {
        writer_format(&value, "-");
    } else if (metric_table[metric].unit == UNIT_FRACTION) {
        number_format_fixed(&value, number * 100, 2);
        writer_format(&value, " %%");
    } else if (metric_table[metric].unit == UNIT_COUNT || metric_table[metric].unit == UNIT_DAYS) {
        number_format_grouped(&value, number, 0);
    } else {
        number_format_grouped(&value, number, 2);
    }
    row(writer, metric_table[metric].label, text, note);
}

static void show_money(struct writer *writer, const char *label, int64_t cash, const char *currency)
{
    char text[48];
    struct writer value;
    writer_init(&value, text, sizeof text);
    number_format_grouped(&value, (double)cash / (double)decimal_power(LEDGER_DECIMALS), 2);
    row(writer, label, text, currency);
}

static void show_data(struct writer *writer, const struct execution *x)
{
    for (uint32_t i = 0; i < x->load.count && i < 5; i++) {
        const struct dataset *data = &x->load.bars[i];
        writer_format(writer, "%s%s: %llu bars, ", data->is_generated ? "generated market " : "",
                      data->symbol, (unsigned long long)data->count);
        time_format_date(writer, data->columns[COLUMN_TS][0]);
        writer_format(writer, " to ");
        time_format_date(writer, data->columns[COLUMN_TS][data->count - 1]);
        writer_char(writer, '\n');
    }
    if (x->load.count > 5) writer_format(writer, "and %u more instruments\n", x->load.count - 5);
}

static void show_quality(struct writer *writer, const struct result *result)
{
    writer_format(writer, "\nRealism grade %c\n", result->grade);
    for (uint32_t i = 0; i < result->assumption_count; i++)
        writer_format(writer, "  %-10s %s\n", result->assumptions[i].what,
                      result->assumptions[i].text);
    if (result->lookahead == LOOKAHEAD_NONE)
        writer_format(writer,
                      "  look-ahead none found: decisions do not change when the future does\n");
    if (result->lookahead == LOOKAHEAD_FOUND)
        writer_format(writer, "  LOOK-AHEAD FOUND: %s\n", result->lookahead_text);
    if (result->harsher_count > 0) writer_format(writer, "\nUnder harsher conditions\n");
    for (uint32_t i = 0; i < result->harsher_count; i++) {
        char value[48], note[64] = "";
        struct writer text;
        writer_init(&text, value, sizeof value);
        double change = result->cash_start
                            ? (double)(result->harsher[i].equity_end - result->cash_start) /
                                  (double)result->cash_start
                            : 0;
        number_format_fixed(&text, change * 100, 2);
        writer_format(&text, " %%");
        writer_init(&text, note, sizeof note);
        if (!isnan(result->harsher[i].sharpe)) {
            writer_format(&text, "Sharpe ");
            number_format_fixed(&text, result->harsher[i].sharpe, 2);
        }
        writer_format(writer, "  %-34s%14s   %s\n", result->harsher[i].name, value, note);
    }
}

void result_table_write(struct writer *writer, const struct execution *x)
{
    const struct result *result = x->result;
    char note[80];
    writer_format(writer, "%s on ", x->strategy->name);
    show_data(writer, x);
    writer_char(writer, '\n');
    show_money(writer, "Start", result->cash_start, result->currency);
    show_money(writer, "End", result->equity_end, result->currency);
    show(writer, x, METRIC_RETURN, "");
    show(writer, x, METRIC_BENCHMARK_RETURN, "buying and holding");
    show(writer, x, METRIC_CAGR, "a year");
    show(writer, x, METRIC_SHARPE, "");
    show(writer, x, METRIC_SORTINO, "");
    show(writer, x, METRIC_MAX_DRAWDOWN, "");
    text_format(note, sizeof note, "%llu still open", (unsigned long long)result->trade_open_count);
    show(writer, x, METRIC_TRADES, result->trade_open_count ? note : "");
    show(writer, x, METRIC_WIN_RATE, "");
    show(writer, x, METRIC_PROFIT_FACTOR, "");
    show(writer, x, METRIC_EXPOSURE, "of the equity, over time");
    show_money(writer, "Fees", result->fees, result->currency);
    show_money(writer, "Slippage", result->slippage, result->currency);
    if (result->funding) show_money(writer, "Funding", result->funding, result->currency);
    if (result->borrow) show_money(writer, "Borrow", result->borrow, result->currency);
    if (result->ambiguous_bars)
        writer_format(writer,
                      "  %llu bars reached both a stop and its target; the stop was taken\n",
                      (unsigned long long)result->ambiguous_bars);
    if (result->rejected_count)
        writer_format(writer, "  %llu orders were refused\n",
                      (unsigned long long)result->rejected_count);
    show_quality(writer, result);
    writer_format(writer, "\n%llu bars in %.*s", (unsigned long long)result->bar_count, 0, "");
    char time[32];
    struct writer text;
    writer_init(&text, time, sizeof time);
    number_format_grouped(&text, x->wall_s * 1000, 1);
    writer_format(writer, "%s ms; state %016llx\n", time, (unsigned long long)result->state_hash);
}
