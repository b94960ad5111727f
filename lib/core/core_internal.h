/* core_internal.h — what the core's files share and nobody else may use. */
#ifndef ARGOSY_CORE_CORE_INTERNAL_H
#define ARGOSY_CORE_CORE_INTERNAL_H

#include "core/core.h"

/* core_account.c: money and marks */
struct book_funds *funds_of(const struct core *core, struct book_id book, struct asset_id asset);
struct ledger_account account_of(const struct core *core, struct book_id book,
                                 struct asset_id asset, enum account_kind kind);
/* Marks a position at the instrument's mark; keeps 4. */
void position_mark(struct core *core, struct book_id book, struct instrument_id instrument,
                   struct position *position);
void instrument_mark(struct core *core, struct instrument_id instrument);
/* The initial margin of a notional, by leverage or tier. */
int64_t margin_for(const struct core *core, const struct instrument *instrument, int64_t notional,
                   int64_t qty_lots);

/* core_fill.c: what a fill, a funding, a settlement does to the money */
void apply_fill(struct core *core, struct order *order, const struct event *in,
                const struct sink *out);
void apply_funding(struct core *core, const struct event *in);
void apply_settlement(struct core *core, const struct event *in);
void apply_transfer(struct core *core, const struct event *in);

/* core_order.c: the life of an order */
void order_intent(struct core *core, const struct event *in, const struct sink *out);
void order_amend(struct core *core, const struct event *in, const struct sink *out);
void order_cancel(struct core *core, struct order *order, const struct sink *out);
void order_size(struct core *core, const struct event *in, const struct sink *out);
void order_report(struct core *core, const struct event *in, const struct sink *out);
/* Takes the order's state one step and tells the sink; releases it when it has ended. */
void order_move(struct core *core, struct order *order, enum order_input input,
                const struct sink *out);
/* After a fill: legs come to life, siblings and orphans end. */
void order_after_fill(struct core *core, struct order *order, int64_t filled_lots,
                      const struct sink *out);

/* core_cross.c: several books */
/* Fills what the order would take of other books' resting orders; it may have ended afterwards. */
void order_cross(struct core *core, struct order *taker, const struct sink *out);
/* A reduce-only order is sent without the venue's flag where the account's net position would make
 * the venue refuse it. */
void order_mark_plain(const struct core *core, struct order *order);

/* Orders that can only reduce tie up nothing and cannot enlarge a position. */
static inline bool can_enlarge(const struct order *order)
{
    return !(order->flags & ORDER_REDUCE_ONLY);
}

static inline struct position *position_of(const struct core *core, const struct order *order)
{
    return core_position(core, order->book, order->instrument,
                         (order->flags & ORDER_HEDGE_SHORT) ? 1 : 0);
}

#endif
