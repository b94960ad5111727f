/*
 * desk.h — small talk with the desk: asking for the usual orders, and sizes from money.
 *
 * Every helper answers the order's reference, or 0 when it was refused or there was nothing to ask
 * for.
 */
#ifndef ARGOSY_STRATEGY_DESK_H
#define ARGOSY_STRATEGY_DESK_H

#include <argosy/strategy.h>

#include "base/assert.h"

#include <math.h>
#include <stdbool.h>

static inline uint64_t desk_submit(const struct argosy_view *view, const struct argosy_order *order)
{
    return view->desk->submit(view->desk_self, order);
}

/* A market order of the run's own size. */
static inline uint64_t desk_open(const struct argosy_view *view, uint32_t instrument,
                                 enum argosy_side side, const char *tag)
{
    return desk_submit(view, &(struct argosy_order){ .size = sizeof(struct argosy_order),
                                                     .instrument = instrument,
                                                     .side = (uint8_t)side,
                                                     .size_rule = ARGOSY_SIZE_DEFAULT,
                                                     .tag = tag });
}

/* A market order that closes what is held; nothing when flat. */
static inline uint64_t desk_close(const struct argosy_view *view, uint32_t instrument,
                                  const char *tag)
{
    int64_t held = view->holdings[instrument].qty_lots;
    if (held == 0) return 0;
    return desk_submit(view, &(struct argosy_order){ .size = sizeof(struct argosy_order),
                                                     .instrument = instrument,
                                                     .side = held > 0 ? ARGOSY_SELL : ARGOSY_BUY,
                                                     .size_rule = ARGOSY_SIZE_POSITION,
                                                     .flags = ARGOSY_REDUCE_ONLY,
                                                     .tag = tag });
}

static inline uint64_t desk_market(const struct argosy_view *view, uint32_t instrument,
                                   enum argosy_side side, int64_t qty_lots, const char *tag)
{
    if (qty_lots <= 0) return 0;
    return desk_submit(view, &(struct argosy_order){ .size = sizeof(struct argosy_order),
                                                     .instrument = instrument,
                                                     .side = (uint8_t)side,
                                                     .qty_lots = qty_lots,
                                                     .tag = tag });
}

static inline uint64_t desk_limit(const struct argosy_view *view, uint32_t instrument,
                                  enum argosy_side side, int64_t qty_lots, int64_t limit_ticks,
                                  const char *tag)
{
    if (qty_lots <= 0 || limit_ticks <= 0) return 0;
    return desk_submit(view, &(struct argosy_order){ .size = sizeof(struct argosy_order),
                                                     .instrument = instrument,
                                                     .side = (uint8_t)side,
                                                     .type = ARGOSY_LIMIT,
                                                     .qty_lots = qty_lots,
                                                     .limit_ticks = limit_ticks,
                                                     .tag = tag });
}

/* A market order for so much cash (in units of the currency, not of the ledger). */
uint64_t desk_market_cash(const struct argosy_view *view, uint32_t instrument,
                          enum argosy_side side, double cash, const char *tag);

/* Cash in units of the currency -> ledger units, to the nearest. */
int64_t desk_cash_units(const struct argosy_wallet *wallet, double cash);
double desk_cash(const struct argosy_wallet *wallet, int64_t units);

/* What a quantity of lots amounts to, in units. */
static inline double desk_qty(const struct argosy_series *series, int64_t lots)
{
    return (double)lots * series->lot_units / series->qty_scale;
}

/* The lots that make up a quantity, rounded down to the lot step; 0 when it is not positive or
 * beyond what a lot count can hold. */
int64_t desk_lots(const struct argosy_series *series, double qty);

/* The tick at or below a price, and the one at or above it. */
int64_t desk_ticks_below(const struct argosy_series *series, double price);
int64_t desk_ticks_above(const struct argosy_series *series, double price);

static inline void desk_plot(const struct argosy_view *view, uint32_t instrument, uint32_t pane,
                             const char *name, double value)
{
    if (!isnan(value)) view->desk->plot(view->desk_self, instrument, pane, name, value);
}

void desk_log(const struct argosy_view *view, const char *format, ...) PRINTF(2, 3);

/* Says why a strategy cannot start; answers -1, as `start` does. */
int desk_refuse(const struct argosy_setup *setup, const char *format, ...) PRINTF(2, 3);

#endif
