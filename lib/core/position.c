#include "core/position.h"

static int64_t size_of(int64_t value) { return value < 0 ? -value : value; }

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
        closing = size_of(qty_lots) < size_of(held) ? qty_lots : -held; /* signed as the fill */

    if (closing != 0) {
        change.closed_lots = size_of(closing);
        bool is_whole = closing == -held;
        change.closed_cost =
            is_whole ? position->cost_cash
                     : (int64_t)decimal_divide((i128)position->cost_cash * size_of(closing),
                                               size_of(held), ROUND_ZERO);
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
