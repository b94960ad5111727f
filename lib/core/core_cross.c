/*
 * core_cross.c — several books, one account: own orders that would meet, and what the venue is told
 * of orders that only reduce.
 *
 * The venue sees one net position, and may not let an account trade with itself. An order that
 * would take another book's resting limit fills it here instead: at the limit's price, without a
 * fee, both books told. The venue then hears that the resting order is smaller or gone. A fill that
 * was on its way by then is booked when it comes, and raises the alarm of an overfill.
 */
#include "core/core_internal.h"

static bool is_limit_that_rests(const struct order *order)
{
    if (order->type != ORDER_LIMIT || (order->flags & ORDER_AT_CLOSE)) return false;
    if (order->tif == TIF_IOC || order->tif == TIF_FOK) return false;
    return order->state == ORDER_SENT || order->state == ORDER_ACKED ||
           order->state == ORDER_PARTIAL;
}

/* Post-only must not take, all-or-none must not take in part, and a closeout belongs to whoever
 * forces it. */
static bool can_take(const struct order *order)
{
    if (order->type != ORDER_LIMIT && order->type != ORDER_MARKET) return false;
    return !(order->flags & (ORDER_AT_CLOSE | ORDER_POST_ONLY)) && order->tif != TIF_FOK &&
           order->role == ROLE_ORDER;
}

/* Whether the taker would meet the resting order before anybody else's: its price is as good as the
 * touch, the quote where it is known, else the reference. */
static bool would_meet(const struct core *core, const struct order *taker,
                       const struct order *resting)
{
    const struct market *market = &core->markets[taker->instrument.v];
    bool is_buy = taker->side == SIDE_BUY;
    int64_t touch, price = resting->limit_ticks;
    if (market->flags & (is_buy ? PRICE_ASK : PRICE_BID))
        touch = is_buy ? market->ask_ticks : market->bid_ticks;
    else if (!core_reference(core, taker->instrument, &touch)) return false; /* cannot happen */
    if (is_buy ? price > touch : price < touch) return false;
    if (taker->type == ORDER_MARKET) return true;
    return is_buy ? price <= taker->limit_ticks : price >= taker->limit_ticks;
}

/* The best of the other books' orders that would be met; of equal ones the oldest. */
static struct order *find_opposite(const struct core *core, const struct order *taker)
{
    struct order *best = NULL;
    for (struct order *other = order_table_first(&core->orders, taker->instrument); other;
         other = order_table_next(&core->orders, other)) {
        if (other->side == taker->side || other->book.v == taker->book.v) continue;
        if (!is_limit_that_rests(other) || !would_meet(core, taker, other)) continue;
        bool is_better = best && (taker->side == SIDE_BUY ? other->limit_ticks < best->limit_ticks
                                                          : other->limit_ticks > best->limit_ticks);
        if (!best || is_better) best = other;
    }
    return best;
}

/* How much of an order its book can bear at a price. */
static int64_t bearable(const struct core *core, const struct order *order, int64_t price_ticks)
{
    int64_t lots = order_left_lots(order);
    if (order->flags & ORDER_REDUCE_ONLY) {
        int64_t held = position_of(core, order)->qty_lots;
        if (held * side_sign(order->side) >= 0) return 0;
        if (lots > decimal_size(held)) lots = decimal_size(held);
    }
    bool is_paid =
        core->config.account == CORE_CASH && order->side == SIDE_BUY && can_enlarge(order);
    if (is_paid && !core->config.is_overdraft_allowed) {
        int64_t most = core_affordable(core, order, price_ticks);
        if (lots > most) lots = most;
    }
    return lots;
}

static void fill_inside(struct core *core, struct order_id id, int64_t lots, int64_t price_ticks,
                        bool is_maker, const struct sink *out)
{
    struct event fill = { .ts_venue_ns = core->now_ns,
                          .ts_received_ns = core->now_ns,
                          .kind = EV_FILL };
    fill.report = (struct event_report){ .order = id.v,
                                         .qty_lots = lots,
                                         .price_ticks = price_ticks,
                                         .is_maker = is_maker,
                                         .is_crossed = 1 };
    order_report(core, &fill, out);
}

void order_cross(struct core *core, struct order *taker, const struct sink *out)
{
    if (core->config.book_count == 1 || core->is_crossing || !can_take(taker)) return;
    struct order_id taker_id = taker->id;
    core->is_crossing =
        true; /* what the fills bring to life goes to the venue: no chains of crosses */
    while (taker && order_is_open(taker)) {
        struct order *resting = find_opposite(core, taker);
        if (!resting) break;
        struct order before = *resting;
        int64_t price = before.limit_ticks, lots = bearable(core, taker, price);
        int64_t most = bearable(core, resting, price);
        if (lots > most) lots = most;
        if (lots <= 0) break;
        fill_inside(core, before.id, lots, price, true, out);
        fill_inside(core, taker_id, lots, price, false, out);
        struct order *rest = order_table_find(&core->orders, before.id);
        if (rest && order_is_open(rest)) out->amend(out->self, risk_approve_smaller(rest));
        else out->cancel(out->self, &before);
        taker = order_table_find(&core->orders, taker_id);
    }
    core->is_crossing = false;
}

void order_mark_plain(const struct core *core, struct order *order)
{
    order->flags &= (uint16_t)~ORDER_SENT_PLAIN;
    if (core->config.book_count == 1 || can_enlarge(order)) return;
    uint32_t slot = (order->flags & ORDER_HEDGE_SHORT) ? 1 : 0;
    int64_t net = 0;
    for (uint16_t book = 0; book < core->config.book_count; book++)
        net += core_position(core, (struct book_id){ book }, order->instrument, slot)->qty_lots;
    if (net * side_sign(order->side) >= 0 || decimal_size(net) < order_left_lots(order))
        order->flags |= ORDER_SENT_PLAIN;
}
