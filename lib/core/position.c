#include "core/position.h"

/* The value of a signed quantity, the same for either direction but for its sign. */
static int64_t value_of(const struct instrument *instrument, int64_t price_ticks, int64_t qty_lots)
{
    return instrument_cash(instrument, price_ticks, qty_lots, ROUND_ZERO);
}

struct position_change position_fill(struct position *position, const struct instrument *instrument,
                                     int64_t qty_lots, int64_t price_ticks)
{
    ASSERT(qty_lots != 0);
    struct position_change change = { 0 };
    int64_t held = position->qty_lots;
    bool is_reducing = (held > 0 && qty_lots < 0) || (held < 0 && qty_lots > 0);
    int64_t closing = 0;
    if (is_reducing)
        closing =
            decimal_size(qty_lots) < decimal_size(held) ? qty_lots : -held; /* signed as the fill */

    if (closing != 0) {
        change.closed_lots = decimal_size(closing);
        bool is_whole = closing == -held;
        change.closed_cost =
            is_whole ? position->cost_cash
                     : (int64_t)decimal_divide((i128)position->cost_cash * decimal_size(closing),
                                               decimal_size(held), ROUND_ZERO);
        change.pnl_cash = -value_of(instrument, price_ticks, closing) - change.closed_cost;
        position->cost_cash -= change.closed_cost;
        position->qty_lots += closing;
        position->pnl_cash += change.pnl_cash;
    }
    int64_t opening = qty_lots - closing;
    if (opening != 0) {
        change.opened_cost = value_of(instrument, price_ticks, opening);
        position->cost_cash += change.opened_cost;
        position->qty_lots += opening;
        position->entry_count++;
    }
    VERIFY(position_check(position));
    return change;
}
