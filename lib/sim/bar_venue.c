#include "sim/bar_orders.h"
#include "base/hash.h"

/* ---- the list of orders ------------------------------------------------------------------------
 */

static int64_t arrival(const struct bar_venue *venue, int64_t now_ns)
{
    return now_ns + venue->config.latency_ns;
}

static bool has_limit(const struct venue_order *order)
{
    return order->type == ORDER_LIMIT || order->type == ORDER_STOP_LIMIT;
}

void bar_venue_submit(struct bar_venue *venue, const struct order *order, bool is_exit,
                      int64_t now_ns)
{
    uint32_t slot = venue->free_head;
    ASSERT(slot != VENUE_NONE); /* as many as the core can have open */
    struct venue_order *mine = &venue->orders[slot];
    venue->free_head = mine->next;
    *mine = (struct venue_order){
        .id = order->id,
        .parent = order->parent,
        .sibling = order->sibling,
        .arrive_ns = arrival(venue, now_ns),
        .expire_ns = order->tif == TIF_GTD ? order->expire_ns : INT64_MAX,
        .left_lots = (order->flags & ORDER_SIZED) ? order_left_lots(order) : 0,
        .limit_ticks = order->limit_ticks,
        .stop_ticks = order->stop_ticks,
        .instrument = order->instrument.v,
        .next = VENUE_NONE,
        .flags = order->flags,
        .side = order->side,
        .type = order->type,
        .tif = order->tif,
        .role = order->role,
        .is_exit = is_exit,
        .is_new = true,
    };
    uint32_t tail = venue->tails[order->instrument.v];
    if (tail == VENUE_NONE) venue->heads[order->instrument.v] = slot;
    else venue->orders[tail].next = slot;
    venue->tails[order->instrument.v] = slot;
    venue_index_add(venue, slot);
}

void bar_venue_amend(struct bar_venue *venue, const struct order *order, int64_t now_ns)
{
    struct venue_order *mine = venue_find(venue, order->id);
    if (!mine || mine->is_dead) return;
    bool is_new = mine->limit_ticks != order->limit_ticks && has_limit(mine);
    bool has_moved = is_new || mine->stop_ticks != order->stop_ticks;
    mine->is_new |= is_new; /* a new price may take, like a new order; a new size keeps its place */
    if (has_moved) mine->arrive_ns = arrival(venue, now_ns);
    mine->left_lots = order_left_lots(order);
    mine->limit_ticks = order->limit_ticks;
    mine->stop_ticks = order->stop_ticks;
}

static void kill(struct bar_venue *venue, struct venue_order *order)
{
    if (!order->is_dead) venue->dead_count++;
    order->is_dead = true;
}

void bar_venue_cancel(struct bar_venue *venue, struct order_id id)
{
    struct venue_order *mine = venue_find(venue, id);
    if (!mine || mine->is_dead) return;
    kill(venue, mine);
    venue->port.end(venue->port.self, mine, EV_CANCELLED, 0);
}

/* ---- filling -----------------------------------------------------------------------------------
 */

static bool is_taker_type(const struct venue_order *order) { return !has_limit(order); }

/* Whether a limit allows a price. */
static bool limit_allows(const struct venue_order *order, int64_t price)
{
    return order->side == SIDE_BUY ? price <= order->limit_ticks : price >= order->limit_ticks;
}

/* The first to look at a bar's volume finds our share of it whole. */
static void start_volume(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar)
{
    if (venue->volume_bar[instrument] == bar->index + 1) return;
    venue->volume_bar[instrument] = bar->index + 1;
    bool is_limited = venue->config.volume_share_e12 > 0 && bar->has_volume;
    venue->volume_left[instrument] =
        is_limited ? (int64_t)((i128)bar->volume_lots * venue->config.volume_share_e12 / E12)
                   : INT64_MAX;
}

/* Fills what the bar's volume allows at a price without slippage; a taker's price gets it here. */
static void fill(struct bar_venue *venue, struct venue_order *order, int64_t price_ticks,
                 bool is_maker, const struct venue_bar *bar)
{
    const struct instrument *it = &venue->config.instruments[order->instrument];
    int64_t price = price_ticks;
    if (order->left_lots == 0) { /* sized on the price it will pay, slippage included */
        struct taking taking = { price_ticks, bar->ask_ticks - bar->bid_ticks, 0, bar->volume_lots,
                                 order->side == SIDE_BUY };
        if (!is_maker)
            price = slippage_price(order->is_exit ? &venue->config.slippage_exit
                                                  : &venue->config.slippage_entry,
                                   it, &taking);
        order->left_lots = venue->port.size(venue->port.self, order, price);
        if (order->left_lots == 0) {
            kill(venue, order);
            return;
        }
    }
    int64_t step = it->qty_lots_min;
    int64_t most = venue->volume_left[order->instrument] / step * step;
    int64_t qty = order->left_lots < most ? order->left_lots : most;
    if (order->tif == TIF_FOK && qty < order->left_lots) {
        kill(venue, order);
        venue->port.end(venue->port.self, order, EV_REFUSE, REFUSAL_FOK);
        return;
    }
    if (qty == 0) return;
    if (!is_maker) {
        struct taking taking = { price_ticks, bar->ask_ticks - bar->bid_ticks, qty,
                                 bar->volume_lots, order->side == SIDE_BUY };
        price = slippage_price(order->is_exit ? &venue->config.slippage_exit
                                              : &venue->config.slippage_entry,
                               it, &taking);
        if (has_limit(order) && !limit_allows(order, price)) price = order->limit_ticks;
    }
    int64_t worse = order->side == SIDE_BUY ? price - price_ticks : price_ticks - price;
    int64_t left = order->left_lots;
    int64_t taken = venue->port.fill(venue->port.self, order, qty, price, worse, is_maker, bar);
    ASSERT(taken <= qty);
    if (venue->volume_left[order->instrument] != INT64_MAX)
        venue->volume_left[order->instrument] -= taken;
    order->left_lots = left - taken;
    if (order->left_lots == 0 || taken < qty) { /* filled, or cut to what the account bears */
        bool is_cut = order->left_lots != 0;
        kill(venue, order);
        if (is_cut) venue->port.end(venue->port.self, order, EV_CANCELLED, REFUSAL_BUYING_POWER);
    } else if (order->tif == TIF_IOC) {
        kill(venue, order);
        venue->port.end(venue->port.self, order, EV_CANCELLED, 0);
    }
}

static bool has_arrived(const struct bar_venue *venue, const struct venue_order *order,
                        const struct venue_bar *bar)
{
    int64_t extra = (int64_t)venue->config.latency_bars * (bar->end_ns - bar->start_ns);
    return order->arrive_ns + extra <= bar->start_ns;
}

static bool has_expired(struct bar_venue *venue, struct venue_order *order, int64_t now_ns)
{
    if (order->expire_ns > now_ns) return false;
    kill(venue, order);
    venue->port.end(venue->port.self, order, EV_EXPIRED, 0);
    return true;
}

/* A stop whose trigger the price has reached (or passed). */
static bool is_reached(const struct venue_order *order, int64_t price)
{
    bool is_upwards = (order->side == SIDE_BUY) != (order->type == ORDER_TAKE_PROFIT);
    int64_t trigger = order->type == ORDER_TRAILING_STOP
                          ? order->trail_ticks +
                                (order->side == SIDE_BUY ? order->stop_ticks : -order->stop_ticks)
                          : order->stop_ticks;
    return is_upwards ? price >= trigger : price <= trigger;
}

/* Whether its trigger looks at another series than the trades, and that series is given. */
static bool is_watching(const struct bar_venue *venue, const struct venue_order *order)
{
    if (!venue->config.watched) return false;
    uint32_t given = venue->config.watched[order->instrument];
    return ((order->flags & ORDER_TRIGGER_MARK) && (given & PRICE_MARK)) ||
           ((order->flags & ORDER_TRIGGER_INDEX) && (given & PRICE_INDEX));
}

static bool waits_for_trigger(const struct venue_order *order)
{
    return order->type != ORDER_MARKET && order->type != ORDER_LIMIT && !order->is_triggered;
}

/* A new order meets its first price: post-only must not take, IOC and FOK live for this moment
 * only. */
static void meet_open(struct bar_venue *venue, struct venue_order *order,
                      const struct venue_bar *bar, int64_t price)
{
    bool was_new = order->is_new, is_resting = !was_new;
    order->is_new = false;
    if (order->type == ORDER_TRAILING_STOP && was_new && !is_watching(venue, order))
        order->trail_ticks = price;
    order->waits_for_close = false;
    if (waits_for_trigger(order)) {
        if (is_watching(venue, order) || !is_reached(order, price)) return;
        order->is_triggered = true; /* it has gapped over the trigger */
        is_resting = false;
    }
    if (is_taker_type(order)) {
        fill(venue, order, price, false, bar);
    } else if (limit_allows(order, price)) {
        if (was_new && (order->flags & ORDER_POST_ONLY)) {
            kill(venue, order);
            venue->port.end(venue->port.self, order, EV_REFUSE, REFUSAL_POST_ONLY);
            return;
        }
        if (is_resting && price == order->limit_ticks && venue->config.limit_fill == LIMIT_THROUGH)
            return;
        fill(venue, order, price, is_resting, bar);
    }
    if (!order->is_dead && (order->tif == TIF_IOC || order->tif == TIF_FOK)) {
        kill(venue, order);
        venue->port.end(venue->port.self, order, EV_CANCELLED, REFUSAL_FOK);
    }
}

/* The price a bar's order meets: the trade's, or the side of the quote it takes. */
static int64_t price_for(const struct bar_venue *venue, const struct venue_order *order,
                         const struct venue_bar *bar, int64_t traded)
{
    if (venue->config.price_from == PRICE_BARS) return traded;
    int64_t quoted = order->side == SIDE_BUY ? bar->ask_ticks : bar->bid_ticks;
    return quoted ? quoted : traded;
}

void bar_venue_open(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar,
                    enum open_pass pass)
{
    start_volume(venue, instrument, bar);
    for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
         slot = venue->orders[slot].next) {
        struct venue_order *order = &venue->orders[slot];
        if (order->is_dead || order->is_exit != (pass == OPEN_EXITS)) continue;
        if (order->flags & ORDER_AT_CLOSE) continue;
        if (!has_arrived(venue, order, bar) || has_expired(venue, order, bar->start_ns)) continue;
        meet_open(venue, order, bar, price_for(venue, order, bar, bar->open_ticks));
    }
    venue_sweep(venue, instrument);
}

/* ---- the path ----------------------------------------------------------------------------------
 */

/* Where along a stretch from one price to another an order acts first: the price, or none. */
static bool acts_between(const struct bar_venue *venue, const struct venue_order *order, bool is_up,
                         int64_t from, int64_t to, int64_t *price)
{
    if (waits_for_trigger(order)) {
        if (is_watching(venue, order)) return false;
        int64_t trigger = order->stop_ticks;
        bool is_upwards = (order->side == SIDE_BUY) != (order->type == ORDER_TAKE_PROFIT);
        if (order->type == ORDER_TRAILING_STOP) {
            int64_t best = order->trail_ticks;
            trigger = order->side == SIDE_BUY ? best + order->stop_ticks : best - order->stop_ticks;
        }
        if (is_upwards != is_up) return false;
        if (is_up ? to < trigger : to > trigger) return false;
        *price = is_up ? (trigger > from ? trigger : from) : (trigger < from ? trigger : from);
        return true;
    }
    if (!has_limit(order)) { /* triggered, and cut short by the volume: takes what comes */
        *price = from;
        return true;
    }
    int64_t need = venue->config.limit_fill == LIMIT_THROUGH ? 1 : 0;
    if (order->side == SIDE_BUY) {
        if (is_up || to > order->limit_ticks - need) return false;
        *price = order->limit_ticks < from ? order->limit_ticks : from;
    } else {
        if (!is_up || to < order->limit_ticks + need) return false;
        *price = order->limit_ticks > from ? order->limit_ticks : from;
    }
    return true;
}

/* In the harsher set a resting limit fills a quarter as often: by lot, the same for every run. */
static bool is_passed_over(const struct bar_venue *venue, const struct venue_order *order,
                           const struct venue_bar *bar)
{
    if (!venue->config.limit_quarter || !has_limit(order)) return false;
    return hash_word(hash_word(venue->config.seed, order->id.v), bar->index) % 4 != 0;
}

static bool is_live_in(const struct bar_venue *venue, const struct venue_order *order,
                       const struct venue_bar *bar)
{
    if (order->is_dead || (order->flags & ORDER_AT_CLOSE) || order->type == ORDER_MARKET ||
        order->waits_for_close)
        return false;
    bool is_leg = order->role == ROLE_STOP_LOSS || order->role == ROLE_TAKE_PROFIT;
    if (is_leg && order->is_new && venue->config.legs_live == LEGS_SAME_BAR &&
        order->arrive_ns - venue->config.latency_ns <= bar->end_ns &&
        venue->config.latency_bars == 0)
        return true; /* it came to life inside this bar */
    return has_arrived(venue, order, bar) && !is_passed_over(venue, order, bar);
}

static void trail(struct bar_venue *venue, uint32_t instrument, int64_t price)
{
    for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
         slot = venue->orders[slot].next) {
        struct venue_order *order = &venue->orders[slot];
        if (order->type != ORDER_TRAILING_STOP || order->is_dead || is_watching(venue, order))
            continue;
        bool is_better =
            order->side == SIDE_SELL ? price > order->trail_ticks : price < order->trail_ticks;
        if (is_better || order->trail_ticks == 0) order->trail_ticks = price;
    }
}

static bool can_take(const struct bar_venue *venue, uint32_t instrument)
{
    return venue->volume_left[instrument] >= venue->config.instruments[instrument].qty_lots_min;
}

/* One stretch of the path: the order reached first acts, then the walk goes on from there. */
static void walk_stretch(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar,
                         int64_t from, int64_t to)
{
    if (from == to) return;
    bool is_up = to > from;
    for (;;) {
        struct venue_order *first = NULL;
        int64_t first_price = to;
        for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
             slot = venue->orders[slot].next) {
            struct venue_order *order = &venue->orders[slot];
            int64_t price;
            if (!is_live_in(venue, order, bar) ||
                !acts_between(venue, order, is_up, from, to, &price))
                continue;
            bool is_nearer = is_up ? price < first_price : price > first_price;
            if (first && !is_nearer) continue;
            bool can_act = waits_for_trigger(order) || can_take(venue, instrument);
            if (!can_act) continue; /* a trigger needs no volume of ours, a fill does */
            first = order;
            first_price = price;
        }
        if (!first) break;
        trail(venue, instrument, first_price);
        from = first_price;
        /* A leg born beyond its own limit takes at once; all others have been resting. */
        bool is_resting = has_limit(first) && !(first->is_new && first_price != first->limit_ticks);
        first->is_new = false;
        if (waits_for_trigger(first)) {
            first->is_triggered = true;
            if (has_limit(first)) {
                if (!limit_allows(first, first_price)) continue;
                fill(venue, first, first_price, false, bar);
                continue;
            }
        }
        fill(venue, first, first_price, is_resting, bar);
    }
    trail(venue, instrument, to);
}

/* A stop and a target of one position that this bar reaches both: the order they were reached in is
 * not known. Answers the side of the stop: true when it lies above (a short's). */
static bool find_ambiguity(const struct bar_venue *venue, uint32_t instrument,
                           const struct venue_bar *bar, bool *is_above)
{
    for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
         slot = venue->orders[slot].next) {
        const struct venue_order *stop = &venue->orders[slot];
        if (stop->role != ROLE_STOP_LOSS || is_watching(venue, stop) ||
            !is_live_in(venue, stop, bar))
            continue;
        const struct venue_order *target = NULL;
        for (uint32_t other = venue->heads[instrument]; other != VENUE_NONE && !target;
             other = venue->orders[other].next)
            if (venue->orders[other].role == ROLE_TAKE_PROFIT &&
                venue->orders[other].parent.v == stop->parent.v)
                target = &venue->orders[other];
        if (!target || !is_live_in(venue, target, bar)) continue;
        int64_t need = venue->config.limit_fill == LIMIT_THROUGH ? 1 : 0;
        bool is_short = stop->side == SIDE_BUY;
        bool stop_hit =
            is_short ? bar->high_ticks >= stop->stop_ticks : bar->low_ticks <= stop->stop_ticks;
        bool target_hit = is_short ? bar->low_ticks <= target->limit_ticks - need
                                   : bar->high_ticks >= target->limit_ticks + need;
        if (!stop_hit || !target_hit) continue;
        *is_above = is_short;
        return true;
    }
    return false;
}

/* The whole path of a bar: open, one extreme, the other, close. */
static void walk_path(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar,
                      bool is_up_first)
{
    int64_t high = bar->high_ticks, low = bar->low_ticks;
    trail(venue, instrument, bar->open_ticks);
    walk_stretch(venue, instrument, bar, bar->open_ticks, is_up_first ? high : low);
    walk_stretch(venue, instrument, bar, is_up_first ? high : low, is_up_first ? low : high);
    walk_stretch(venue, instrument, bar, is_up_first ? low : high, bar->close_ticks);
}

static bool is_up_first(const struct venue_bar *bar)
{
    return bar->high_ticks - bar->open_ticks < bar->open_ticks - bar->low_ticks;
}

/* A finer bar as a part of this one: another source's prices stay inside its range. */
static struct venue_bar fine_bar(const struct venue_bar *bar, uint64_t index)
{
    static const enum data_column columns[] = { COLUMN_OPEN, COLUMN_HIGH, COLUMN_LOW,
                                                COLUMN_CLOSE };
    struct venue_bar part = *bar;
    int64_t *const ticks[] = { &part.open_ticks, &part.high_ticks, &part.low_ticks,
                               &part.close_ticks };
    for (uint32_t i = 0; i < 4; i++) {
        int64_t price = bar->fine->columns[columns[i]][bar->fine_first + index];
        *ticks[i] = price > bar->high_ticks  ? bar->high_ticks
                    : price < bar->low_ticks ? bar->low_ticks
                                             : price;
    }
    return part;
}

/* Finer bars decide only when they too reach the stop and the target. */
static bool fine_decides(const struct bar_venue *venue, uint32_t instrument,
                         const struct venue_bar *bar)
{
    if (bar->fine_count == 0) return false;
    struct venue_bar all = fine_bar(bar, 0);
    for (uint64_t i = 1; i < bar->fine_count; i++) {
        struct venue_bar part = fine_bar(bar, i);
        if (part.high_ticks > all.high_ticks) all.high_ticks = part.high_ticks;
        if (part.low_ticks < all.low_ticks) all.low_ticks = part.low_ticks;
    }
    bool is_above;
    return find_ambiguity(venue, instrument, &all, &is_above);
}

/* Walks an ambiguous bar by its finer ones; answers whether one of them is ambiguous itself. */
static bool walk_fine(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar)
{
    bool is_ambiguous = false, is_above;
    int64_t from = bar->open_ticks;
    trail(venue, instrument, from);
    for (uint64_t i = 0; i < bar->fine_count; i++) {
        struct venue_bar part = fine_bar(bar, i);
        walk_stretch(venue, instrument, bar, from, part.open_ticks);
        bool is_up = is_up_first(&part);
        if (find_ambiguity(venue, instrument, &part, &is_above)) {
            is_ambiguous = true;
            is_up = is_above;
        }
        walk_path(venue, instrument, &part, is_up);
        from = part.close_ticks;
    }
    walk_stretch(venue, instrument, bar, from, bar->close_ticks);
    return is_ambiguous;
}

/* Orders that another series triggered inside this bar meet its close. */
static void act_at_close(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar)
{
    for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
         slot = venue->orders[slot].next) {
        struct venue_order *order = &venue->orders[slot];
        if (order->is_dead || !order->waits_for_close) continue;
        order->waits_for_close = false;
        int64_t price = price_for(venue, order, bar, bar->close_ticks);
        if (is_taker_type(order) || limit_allows(order, price))
            fill(venue, order, price, false, bar);
    }
}

void bar_venue_walk(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar)
{
    start_volume(venue, instrument, bar);
    bool is_above;
    if (!find_ambiguity(venue, instrument, bar, &is_above)) {
        walk_path(venue, instrument, bar, is_up_first(bar));
    } else if (fine_decides(venue, instrument, bar)) {
        venue->ambiguous_count += walk_fine(venue, instrument, bar);
    } else {
        venue->ambiguous_count++;
        walk_path(venue, instrument, bar, is_above);
    }
    act_at_close(venue, instrument, bar);
    for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
         slot = venue->orders[slot].next) {
        struct venue_order *order = &venue->orders[slot];
        bool is_leg = order->role == ROLE_STOP_LOSS || order->role == ROLE_TAKE_PROFIT;
        if (is_leg && is_live_in(venue, order, bar))
            order->is_new = false; /* it has been resting */
        if (!order->is_dead) has_expired(venue, order, bar->end_ns);
    }
    venue_sweep(venue, instrument);
}

void bar_venue_trigger(struct bar_venue *venue, uint32_t instrument, uint32_t series,
                       const struct venue_bar *range)
{
    uint32_t flag = series == PRICE_MARK ? ORDER_TRIGGER_MARK : ORDER_TRIGGER_INDEX;
    for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
         slot = venue->orders[slot].next) {
        struct venue_order *order = &venue->orders[slot];
        if (order->is_dead || !(order->flags & flag) || !waits_for_trigger(order)) continue;
        if (order->arrive_ns > range->start_ns) continue;
        bool is_sell = order->side == SIDE_SELL;
        if (order->type == ORDER_TRAILING_STOP && order->trail_ticks == 0)
            order->trail_ticks = range->open_ticks;
        bool is_hit = is_reached(order, range->low_ticks) || is_reached(order, range->high_ticks);
        if (order->type == ORDER_TRAILING_STOP &&
            !is_hit) { /* the far side first, then its close */
            int64_t best = is_sell ? range->high_ticks : range->low_ticks;
            if (is_sell ? best > order->trail_ticks : best < order->trail_ticks)
                order->trail_ticks = best;
            is_hit = is_reached(order, range->close_ticks);
        }
        if (!is_hit) continue;
        order->is_triggered = true;
        order->waits_for_close = true;
        order->is_new = false;
    }
}

static bool has_at_close(const struct bar_venue *venue, uint32_t instrument)
{
    for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
         slot = venue->orders[slot].next)
        if (venue->orders[slot].flags & ORDER_AT_CLOSE) return true;
    return false;
}

void bar_venue_close(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar)
{
    if (!has_at_close(venue, instrument)) return;
    start_volume(venue, instrument, bar);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t slot = venue->heads[instrument]; slot != VENUE_NONE;
             slot = venue->orders[slot].next) {
            struct venue_order *order = &venue->orders[slot];
            if (order->is_dead || !(order->flags & ORDER_AT_CLOSE)) continue;
            if (order->is_exit != (pass == 0)) continue;
            meet_open(venue, order, bar, price_for(venue, order, bar, bar->close_ticks));
            if (!order->is_dead) order->flags &= (uint16_t)~ORDER_AT_CLOSE; /* the rest goes on */
        }
    venue_sweep(venue, instrument);
}

void bar_venue_closeout(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar,
                        struct order_id id)
{
    struct venue_order *order = venue_find(venue, id);
    if (!order || order->is_dead) return;
    int64_t volume = venue->volume_left[instrument];
    venue->volume_left[instrument] = INT64_MAX;
    fill(venue, order, price_for(venue, order, bar, bar->close_ticks), false, bar);
    venue->volume_left[instrument] = volume;
    venue_sweep(venue, instrument);
}

void bar_venue_forget(struct bar_venue *venue, struct order_id id)
{
    struct venue_order *order = venue_find(venue, id);
    if (!order) return;
    kill(venue, order);
    venue_sweep(venue, order->instrument);
}
