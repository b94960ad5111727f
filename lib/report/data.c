#include "report/data.h"

#include "report/csv.h"
#include "report/curve.h"
#include "report/market.h"
#include "report/words.h"

static const int64_t ms_ns = 1000000;

static void write_named(struct out *out, const char *name, const char *text)
{
    out_char(out, '"');
    out_string(out, name);
    out_text(out, TEXT("\":"));
    if (text) out_json(out, text);
    else out_text(out, TEXT("null"));
    out_char(out, ',');
}

static void write_cash(struct out *out, const char *name, int64_t cash)
{
    out_char(out, '"');
    out_string(out, name);
    out_text(out, TEXT("\":\""));
    out_decimal(out, cash, LEDGER_DECIMALS, true);
    out_text(out, TEXT("\","));
}

static void write_count(struct out *out, const char *name, uint64_t count)
{
    out_char(out, '"');
    out_string(out, name);
    out_text(out, TEXT("\":"));
    out_int(out, (int64_t)count);
    out_char(out, ',');
}

static void write_metrics(struct out *out, const struct report_extra *extra)
{
    static const char *const units[] = { "number", "share", "money", "count", "days" };
    out_text(out, TEXT("\"metrics\":["));
    for (uint32_t i = 0; i < extra->metric_count; i++) {
        const struct report_metric *metric = &extra->metrics[i];
        if (i > 0) out_char(out, ',');
        out_char(out, '{');
        write_named(out, "name", metric->name);
        write_named(out, "label", metric->label);
        write_named(out, "group", metric->group);
        write_named(out, "formula", metric->formula);
        write_named(out, "unit", units[metric->unit]);
        out_text(out, TEXT("\"value\":"));
        out_double(out, metric->value);
        out_char(out, '}');
    }
    out_text(out, TEXT("],"));
}

static void write_price(struct out *out, const struct instrument *instrument, int64_t cash,
                        int64_t qty_lots)
{
    int64_t units;
    uint32_t decimals;
    if (csv_price(instrument, cash, qty_lots, &units, &decimals))
        out_decimal(out, units, decimals, true);
    else out_text(out, TEXT("null"));
}

/* [instrument, entry, exit, side, reason, quantity, entry price, exit price, fees, profit, return,
 *  open]: exact decimals, but for the return, which is a fraction at ten figures. */
static void write_trade(struct out *out, const struct trade_row *trade, const struct instrument *it)
{
    int64_t qty = trade->qty_lots < 0 ? -trade->qty_lots : trade->qty_lots;
    int64_t held = trade->side == ARGOSY_SELL ? -qty : qty;
    out_char(out, '[');
    out_int(out, trade->instrument);
    out_char(out, ',');
    out_int(out, trade->entry_ts_ns / ms_ns);
    out_char(out, ',');
    out_int(out, trade->exit_ts_ns / ms_ns);
    out_char(out, ',');
    out_int(out, trade->side);
    out_char(out, ',');
    out_int(out, trade->reason);
    out_char(out, ',');
    out_decimal(out, qty * it->lot_units, it->lot_decimals, true);
    out_char(out, ',');
    write_price(out, it, trade->entry_cash, held);
    out_char(out, ',');
    write_price(out, it, trade->exit_cash, held);
    out_char(out, ',');
    out_decimal(out, trade->fees_cash, LEDGER_DECIMALS, true);
    out_char(out, ',');
    out_decimal(out, trade->pnl_cash, LEDGER_DECIMALS, true);
    out_char(out, ',');
    double entry = (double)trade->entry_cash;
    out_double(out, entry == 0 ? 0 : (double)trade->pnl_cash / (entry < 0 ? -entry : entry));
    out_string(out, trade->is_open ? ",1]" : ",0]");
}

static void write_trades(struct out *out, const struct result *result)
{
    out_text(out, TEXT("\"trades\":["));
    for (uint64_t i = 0; i < result->trade_count && i < SHOWN_TRADES_MAX; i++) {
        const struct trade_row *trade = &result->trades[i];
        ASSERT(trade->instrument < result->instrument_count);
        if (i > 0) out_char(out, ',');
        write_trade(out, trade, &result->instruments[trade->instrument].instrument);
    }
    out_text(out, TEXT("],"));
}

static void write_judgement(struct out *out, const struct result *result)
{
    char grade[2] = { result->grade, 0 };
    static const char *const lookahead[] = { "not checked", "none", "found" };
    write_named(out, "grade", grade);
    write_named(out, "gradeText", words_grade(result->grade));
    write_named(out, "lookahead", lookahead[result->lookahead]);
    write_named(out, "lookaheadText", result->lookahead_text);
    out_text(out, TEXT("\"assumptions\":["));
    for (uint32_t i = 0; i < result->assumption_count; i++) {
        if (i > 0) out_char(out, ',');
        out_char(out, '{');
        write_named(out, "what", result->assumptions[i].what);
        write_named(out, "text", result->assumptions[i].text);
        out_text(out, TEXT("\"weight\":"));
        out_int(out, result->assumptions[i].weight);
        out_char(out, '}');
    }
    out_text(out, TEXT("],\"harsher\":["));
    for (uint32_t i = 0; i < result->harsher_count; i++) {
        const struct harsher_row *row = &result->harsher[i];
        if (i > 0) out_char(out, ',');
        out_char(out, '{');
        write_named(out, "name", row->name);
        write_cash(out, "end", row->equity_end);
        write_count(out, "fills", row->fills);
        out_text(out, TEXT("\"sharpe\":"));
        out_double(out, row->sharpe);
        out_char(out, '}');
    }
    out_text(out, TEXT("],"));
}

/* What the instruments' figures do not explain of the profit; interest, dust, a bankruptcy's share.
 */
static int64_t unattributed(const struct result *result)
{
    i128 rest = (i128)result->equity_end - result->cash_start;
    for (uint32_t i = 0; i < result->instrument_count; i++) {
        const struct instrument_result *it = &result->instruments[i];
        rest -= (i128)it->pnl_cash - it->fees_cash - it->funding_cash - it->borrow_cash;
    }
    ASSERT(rest >= INT64_MIN);
    ASSERT(rest <= INT64_MAX);
    return (int64_t)rest;
}

void data_write(struct out *out, const struct result *result, const struct report_extra *extra)
{
    out_char(out, '{');
    write_named(out, "title", extra->title);
    write_named(out, "currency", result->currency ? result->currency : "");
    write_named(out, "command", extra->command);
    write_named(out, "spec", extra->spec);
    write_count(out, "decimals", curve_decimals(result));
    write_cash(out, "start", result->cash_start);
    write_cash(out, "end", result->equity_end);
    write_cash(out, "profit", result->equity_end - result->cash_start);
    write_cash(out, "other", unattributed(result));
    write_count(out, "tradeCount", result->trade_count);
    write_count(out, "fillCount", result->fill_count);
    write_count(out, "orderCount", result->order_count);
    write_count(out, "rejected", result->rejected_count);
    write_count(out, "ambiguous", result->ambiguous_bars);
    write_count(out, "barCount", result->bar_count);
    char hash[20];
    text_format(hash, sizeof hash, "%016llx", (unsigned long long)result->state_hash);
    write_named(out, "stateHash", hash);
    write_judgement(out, result);
    write_metrics(out, extra);
    write_trades(out, result);
    curve_write(out, result);
    out_char(out, ',');
    market_write(out, result);
    out_char(out, '}');
}
