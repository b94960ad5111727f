#include "report/csv.h"

#include "report/words.h"

static i128 wide_abs(int64_t value) { return value < 0 ? -(i128)value : value; }

/* Linear: cash = ticks × lots × num / den. Inverse: cash = lots × num / (ticks × den). */
static bool price_ratio(const struct instrument *it, int64_t cash, int64_t qty_lots, i128 *num,
                        i128 *den)
{
    bool is_inverse = it->kind == INSTRUMENT_PERPETUAL_INVERSE, is_cut;
    i128 value = wide_abs(cash), lots = wide_abs(qty_lots);
    if (is_inverse) {
        is_cut = __builtin_mul_overflow(lots, it->cash_num, num);
        is_cut |= __builtin_mul_overflow(value, it->cash_den, den);
    } else {
        is_cut = __builtin_mul_overflow(value, it->cash_den, num);
        is_cut |= __builtin_mul_overflow(lots, it->cash_num, den);
    }
    is_cut |= __builtin_mul_overflow(*num, it->tick_units, num);
    return !is_cut && *den > 0;
}

bool csv_price(const struct instrument *instrument, int64_t cash, int64_t qty_lots, int64_t *units,
               uint32_t *decimals)
{
    i128 num, den;
    if (!price_ratio(instrument, cash, qty_lots, &num, &den)) return false;
    uint32_t more = 0;
    while (more < 8 && num % den != 0 && instrument->price_decimals + more < DECIMALS_MAX) {
        if (num > (((i128)1) << 123) || num / den > INT64_MAX / 100) break;
        num *= 10;
        more++;
    }
    i128 price = decimal_divide(num, den, ROUND_HALF_AWAY);
    if (price > INT64_MAX) return false;
    /* A price below zero is one where value and quantity point in different directions. */
    bool is_negative = instrument->is_negative_allowed && (cash < 0) != (qty_lots < 0);
    *units = is_negative ? -(int64_t)price : (int64_t)price;
    *decimals = instrument->price_decimals + more;
    return true;
}

static void out_price(struct out *out, const struct instrument *instrument, int64_t cash,
                      int64_t qty_lots)
{
    int64_t units;
    uint32_t decimals;
    if (csv_price(instrument, cash, qty_lots, &units, &decimals))
        out_decimal(out, units, decimals, true);
}

/* Ticks of an instrument as decimal text; 0 where an order has no such price. */
static void out_ticks(struct out *out, const struct instrument *instrument, int64_t ticks)
{
    if (ticks == 0) return;
    out_decimal(out, ticks * instrument->tick_units, instrument->price_decimals, true);
}

static void out_lots(struct out *out, const struct instrument *instrument, int64_t lots)
{
    out_decimal(out, lots * instrument->lot_units, instrument->lot_decimals, true);
}

static const struct instrument *instrument_of(const struct result *result, uint32_t index)
{
    ASSERT(index < result->instrument_count);
    return &result->instruments[index].instrument;
}

static void trade_line(struct out *out, const struct trade_row *trade,
                       const struct instrument *instrument)
{
    int64_t qty = trade->qty_lots < 0 ? -trade->qty_lots : trade->qty_lots;
    int64_t held = trade->side == ARGOSY_SELL ? -qty : qty;
    out_time(out, trade->entry_ts_ns);
    out_char(out, ',');
    if (!trade->is_open) out_time(out, trade->exit_ts_ns);
    out_char(out, ',');
    out_csv(out, instrument->symbol);
    out_char(out, ',');
    out_string(out, words_direction(trade->side));
    out_char(out, ',');
    out_lots(out, instrument, qty);
    out_char(out, ',');
    out_price(out, instrument, trade->entry_cash, held);
    out_char(out, ',');
    out_price(out, instrument, trade->exit_cash, held);
    out_char(out, ',');
    out_decimal(out, trade->fees_cash, instrument->ledger_decimals, true);
    out_char(out, ',');
    out_decimal(out, trade->pnl_cash, instrument->ledger_decimals, true);
    out_char(out, ',');
    if (trade->entry_cash != 0) {
        i128 share = (i128)trade->pnl_cash * decimal_power(12);
        out_decimal(out,
                    (int64_t)decimal_divide(share, wide_abs(trade->entry_cash), ROUND_HALF_AWAY),
                    12, true);
    }
    out_char(out, ',');
    out_string(out, trade->is_open ? "open" : words_reason(trade->reason));
    out_char(out, '\n');
}

void csv_trades(const struct result *result, struct report_sink sink)
{
    struct out out;
    out_init(&out, sink);
    out_string(&out, "entry_ts,exit_ts,instrument,side,qty,entry_price,exit_price,fees,pnl,return,"
                     "reason\n");
    for (uint64_t i = 0; i < result->trade_count; i++) {
        const struct trade_row *trade = &result->trades[i];
        trade_line(&out, trade, instrument_of(result, trade->instrument));
    }
    out_flush(&out);
}

static void order_line(struct out *out, const struct order_row *order,
                       const struct instrument *instrument)
{
    out_time(out, order->ts_ns);
    out_char(out, ',');
    out_csv(out, instrument->symbol);
    out_char(out, ',');
    out_string(out, words_side(order->side));
    out_char(out, ',');
    out_string(out, words_type(order->type));
    out_char(out, ',');
    if (order->qty_lots != 0) out_lots(out, instrument, order->qty_lots);
    out_char(out, ',');
    out_ticks(out, instrument, order->limit_ticks);
    out_char(out, ',');
    out_ticks(out, instrument, order->stop_ticks);
    out_char(out, ',');
    out_string(out, words_status(order->status));
    out_char(out, ',');
    out_lots(out, instrument, order->filled_lots);
    out_char(out, ',');
    out_price(out, instrument, order->filled_cash, order->filled_lots);
    out_char(out, ',');
    out_decimal(out, order->fee_cash, instrument->ledger_decimals, true);
    out_char(out, ',');
    out_csv(out, order->reason ? order->reason : "");
    out_char(out, '\n');
}

void csv_orders(const struct result *result, struct report_sink sink)
{
    struct out out;
    out_init(&out, sink);
    out_string(&out,
               "ts,instrument,side,type,qty,limit,stop,status,filled_qty,avg_price,fee,reason\n");
    for (uint64_t i = 0; i < result->order_count; i++) {
        const struct order_row *order = &result->orders[i];
        order_line(&out, order, instrument_of(result, order->instrument));
    }
    out_flush(&out);
}

void csv_equity(const struct result *result, struct report_sink sink)
{
    struct out out;
    out_init(&out, sink);
    out_string(&out, "ts,equity,cash\n");
    for (uint64_t i = 0; i < result->equity_count; i++) {
        const struct equity_point *point = &result->equity[i];
        out_time(&out, point->ts_ns);
        out_char(&out, ',');
        out_decimal(&out, point->equity, LEDGER_DECIMALS, true);
        out_char(&out, ',');
        out_decimal(&out, point->cash, LEDGER_DECIMALS, true);
        out_char(&out, '\n');
    }
    out_flush(&out);
}
