/*
 * position.h — what a book holds of an instrument: a quantity and what it cost, in integers.
 *
 * Cost is the sum of the values of the fills that built the position, signed as the position.
 * Reducing takes its share of the cost, rounded towards zero, and what is left keeps the rest: no
 * unit is lost. The profit of a fill is its value less the cost it takes away. Always true, and
 * checked:
 *   1. a flat position costs nothing;
 *   2. value_cash is the value of qty_lots at the price it was last marked at.
 */
#ifndef ARGOSY_CORE_POSITION_H
#define ARGOSY_CORE_POSITION_H

#include "domain/instrument.h"

struct position {
    int64_t qty_lots;
    int64_t cost_cash;
    int64_t value_cash;    /* at the mark */
    int64_t margin_cash;   /* initial margin it ties up, at the mark */
    int64_t open_buy_lots; /* of open orders that could enlarge it; not the reduce-only ones */
    int64_t open_sell_lots;
    int64_t pnl_cash;                            /* realised, before fees */
    int64_t fee_cash, funding_cash, borrow_cash; /* paid */
    uint64_t entry_count;                        /* fills that opened or added */
    uint32_t open_orders;
    uint32_t spare;
};

/* What a fill does to a position. */
struct position_change {
    int64_t closed_cost; /* cost taken off, signed as the position was */
    int64_t opened_cost; /* cost put on, signed as the fill */
    int64_t pnl_cash;    /* realised */
    int64_t closed_lots; /* size of the part that closed */
};

/* Applies a fill of qty_lots (signed) at a price. */
struct position_change position_fill(struct position *position, const struct instrument *instrument,
                                     int64_t qty_lots, int64_t price_ticks);

static inline bool position_check(const struct position *position)
{
    return position->qty_lots != 0 || position->cost_cash == 0;
}

#endif
