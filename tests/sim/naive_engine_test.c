#include "sim/naive_engine.h"

#include <stdlib.h>
#include <string.h>

typedef __int128 wide;

static const wide e12 = 1000000000000;
static const int64_t never = INT64_MAX, day = INT64_C(86400000000000);

struct naive_order {
    int side, type, tif, rule, flags;
    int64_t qty, filled, limit, stop, stop_loss, take_profit, expire, value;
    int64_t arrive, trail, reserved, reserved_price;
    int ask;     /* -1: a leg */
    int parent;  /* of a leg; else -1 */
    int sibling; /* -1: none */
    int role;    /* 1: stop loss, 2: take profit */
    bool is_open, is_at_venue, is_sized, is_triggered, is_new, is_exit;
};

static const struct naive_config *config;
static const struct naive_bar *bar;
static struct naive_outcome *out;
static struct naive_order orders[NAIVE_ORDERS];
static int order_count, bar_index, order_of_ask[NAIVE_ASKS];
static int64_t cash, held, cost, mark, traded, volume_left, now;

/* ---- arithmetic --------------------------------------------------------------------------------
 */

static int64_t power10(int64_t n) { return n == 0 ? 1 : 10 * power10(n - 1); }
static int64_t magnitude(int64_t x) { return x < 0 ? -x : x; }
static int64_t sign_of(int side) { return side == N_BUY ? 1 : -1; }

static wide divide_half_away(wide n, wide d)
{
    return n < 0 ? -divide_half_away(-n, d) : (2 * n + d) / (2 * d);
}
static wide divide_up(wide n, wide d) /* n >= 0 */ { return (n + d - 1) / d; }
static wide divide_down(wide n, wide d) { return n >= 0 ? n / d : -divide_up(-n, d); }

/* price × quantity in ledger units, towards zero: ticks of 10^-2, lots of 10^-d, cash of 10^-8. */
static int64_t value_at(int64_t price, int64_t lots)
{
    return (int64_t)((wide)price * lots * 1000000 / power10(config->lot_decimals));
}

static int64_t fee_of(int64_t price, int64_t lots, bool is_maker)
{
    const struct naive_fee *f = &config->fee;
    wide notional = magnitude(value_at(price, lots));
    int tier = 0;
    while (tier + 1 < f->tiers && traded >= f->from[tier + 1]) tier++;
    wide fee = divide_half_away(notional * (is_maker ? f->maker[tier] : f->taker[tier]), e12);
    fee +=
        divide_half_away((wide)lots * f->per_unit_e4, (wide)power10(config->lot_decimals) * 10000);
    fee += f->fixed;
    if (fee < 0) return (int64_t)fee;
    if (fee < f->min) fee = f->min;
    wide most = divide_half_away(notional * f->max_rate, e12);
    if (f->max_rate > 0 && fee > most) fee = most;
    return (int64_t)fee;
}

static wide root_of(wide x)
{
    wide low = 0, high = (wide)1 << 62;
    while (high - low > 1) {
        wide middle = (low + high) / 2;
        if (middle * middle <= x) low = middle;
        else high = middle;
    }
    return low;
}

static int64_t slipped(const struct naive_order *o, int64_t price, int64_t lots)
{
    bool is_exit = o->is_exit;
    int kind = is_exit ? config->slip_exit : config->slip_entry;
    wide rate = is_exit ? config->slip_exit_value : config->slip_entry_value, part = e12, worse = 0;
    if (config->has_volume && bar->volume > 0) part = lots * e12 / bar->volume;
    if (part > e12) part = e12;
    if (kind == N_SLIP_DEFAULT) worse = divide_up(price * (e12 / 5000), e12);
    if (kind == N_SLIP_RATE) worse = divide_up(price * rate, e12);
    if (kind == N_SLIP_TICKS) worse = rate;
    if (kind == N_SLIP_VOLUME) worse = divide_up(price * (rate * part / e12), e12);
    if (kind == N_SLIP_SQRT) worse = divide_up(price * (rate * root_of(part * e12) / e12), e12);
    int64_t moved = price + (int64_t)worse * sign_of(o->side);
    return moved < 1 ? 1 : moved;
}

/* ---- money -------------------------------------------------------------------------------------
 */

static int64_t margin_of(int64_t notional)
{
    return config->is_margin ? (int64_t)divide_up((wide)notional * e12, config->leverage_e12) : 0;
}

static int64_t equity(void)
{
    return config->is_margin ? cash + value_at(mark, held) - cost : cash + value_at(mark, held);
}

static int64_t reserved_by_others(const struct naive_order *me)
{
    int64_t sum = 0;
    for (int i = 0; i < order_count; i++)
        if (orders[i].is_open && &orders[i] != me) sum += orders[i].reserved;
    return sum;
}

/* What may be used for an order, its own reservation included. */
static int64_t free_for(const struct naive_order *me)
{
    int64_t has = config->is_margin ? equity() - margin_of(magnitude(value_at(mark, held))) : cash;
    return has - reserved_by_others(me);
}

static bool has_limit(const struct naive_order *o)
{
    return o->type == N_LIMIT || o->type == N_STOP_LIMIT;
}

static int64_t left_of(const struct naive_order *o) { return o->qty - o->filled; }

static int64_t need_of(const struct naive_order *o, int64_t price)
{
    int64_t lots = left_of(o), against = held * sign_of(o->side);
    if (!config->is_margin && o->side == N_SELL) { /* what a market sale will bring */
        if (o->type != N_MARKET || held <= 0) return 0;
        if (lots > held) lots = held;
        return fee_of(price, lots, false) - value_at(price, lots);
    }
    if (o->flags & N_REDUCE_ONLY) return 0;
    if (config->is_margin && against < 0) lots = lots + against > 0 ? lots + against : 0;
    if (lots <= 0) return 0;
    int64_t notional = magnitude(value_at(price, lots)), fee = fee_of(price, lots, false);
    return (config->is_margin ? margin_of(notional) : notional) + (fee > 0 ? fee : 0);
}

static int64_t largest_for(int64_t price, int64_t amount, bool is_margin)
{
    int64_t step = config->is_whole ? power10(config->lot_decimals) : 1;
    int64_t low = 0, high = (INT64_C(1) << 56) / step;
    if (amount <= 0) return 0;
    while (high - low > 1) {
        int64_t middle = (low + high) / 2, lots = middle * step;
        wide exact = (wide)price * lots * 1000000 / power10(config->lot_decimals);
        if (exact > ((wide)1 << 61)) {
            high = middle;
            continue;
        }
        int64_t fee = fee_of(price, lots, false), notional = value_at(price, lots);
        wide needs = (wide)(is_margin ? margin_of(notional) : notional) + (fee > 0 ? fee : 0);
        if (needs <= amount) low = middle;
        else high = middle;
    }
    return low * step;
}

static int64_t size_of(const struct naive_order *o, int64_t price)
{
    int64_t step = config->is_whole ? power10(config->lot_decimals) : 1;
    switch (o->rule) {
    case N_POSITION: return magnitude(held);
    case N_ALL: return largest_for(price, free_for(o), config->is_margin);
    case N_CASH: return largest_for(price, o->value, false);
    case N_CASH_SHARE:
        return largest_for(price, (int64_t)divide_down((wide)cash * o->value, e12), false);
    case N_EQUITY_SHARE:
        return largest_for(price, (int64_t)divide_down((wide)equity() * o->value, e12), false);
    case N_RISK_SHARE: {
        wide risked = divide_down((wide)equity() * o->value, e12);
        int64_t distance = magnitude(price - o->stop_loss);
        if (o->stop_loss == 0 || distance == 0 || risked <= 0) return 0;
        int64_t lots =
            (int64_t)(risked * power10(config->lot_decimals) / (distance * (wide)1000000));
        int64_t most = largest_for(price, free_for(o), config->is_margin);
        return (lots < most ? lots : most) / step * step;
    }
    default: return o->qty;
    }
}

/* ---- asking ------------------------------------------------------------------------------------
 */

static int64_t open_sells(const struct naive_order *me)
{
    int64_t sum = 0;
    for (int i = 0; i < order_count; i++)
        if (orders[i].is_open && &orders[i] != me && orders[i].side == N_SELL &&
            !(orders[i].flags & N_REDUCE_ONLY))
            sum += left_of(&orders[i]);
    return sum;
}

static bool is_sound(const struct naive_order *o)
{
    bool has_trigger = o->type == N_STOP || o->type == N_STOP_LIMIT || o->type == N_TAKE_PROFIT;
    if (o->qty <= 0) return false;
    if (has_limit(o) && o->limit <= 0) return false;
    if ((has_trigger || o->type == N_TRAILING) && o->stop <= 0) return false;
    if ((o->flags & N_POST_ONLY) && (o->type != N_LIMIT || o->tif == N_IOC || o->tif == N_FOK))
        return false;
    if (o->tif == N_GTD && o->expire <= now) return false;
    if ((o->flags & N_REDUCE_ONLY) && held * sign_of(o->side) >= 0) return false;
    return true;
}

static bool is_allowed(const struct naive_order *o, int64_t reference)
{
    if (!is_sound(o)) return false;
    if (o->role) return true; /* a leg can only reduce */
    bool only_reduces = held * sign_of(o->side) < 0 && left_of(o) <= magnitude(held);
    if (!config->is_margin && o->side == N_SELL && !(o->flags & N_REDUCE_ONLY) &&
        left_of(o) > held - open_sells(o))
        return false;
    if (only_reduces) return true;
    return need_of(o, has_limit(o) ? o->limit : reference) <= free_for(o);
}

/* Judges a sized order and reserves for it. */
static bool admit(struct naive_order *o, int64_t reference)
{
    bool both = o->stop_loss && o->take_profit;
    if ((both && (o->take_profit - o->stop_loss) * sign_of(o->side) <= 0) ||
        !is_allowed(o, reference)) {
        o->is_open = false;
        out->refused++;
        return false;
    }
    o->reserved_price = has_limit(o) ? o->limit : reference;
    o->reserved = need_of(o, o->reserved_price);
    return true;
}

static struct naive_order *new_order(void)
{
    if (order_count == NAIVE_ORDERS) abort();
    struct naive_order *o = &orders[order_count++];
    *o = (struct naive_order){
        .ask = -1, .parent = -1, .sibling = -1, .is_open = true, .is_new = true, .expire = never
    };
    return o;
}

static void to_venue(struct naive_order *o)
{
    o->is_at_venue = true;
    o->is_exit = (o->flags & N_REDUCE_ONLY) || held * sign_of(o->side) < 0;
    o->arrive = now + config->latency;
}

static void submit(const struct naive_ask *ask, int ask_index)
{
    struct naive_order *o = new_order();
    o->ask = ask_index;
    o->side = ask->side, o->type = ask->type, o->tif = ask->tif, o->rule = ask->rule;
    o->flags = ask->flags, o->limit = ask->limit, o->stop = ask->stop, o->value = ask->value;
    o->stop_loss = ask->stop_loss, o->take_profit = ask->take_profit;
    if (o->tif == N_GTD) o->expire = ask->expire;
    if (o->tif == N_DAY) {
        o->expire = (now / day + 1) * day;
        o->tif = N_GTD;
    }
    if (o->rule == N_POSITION) o->flags |= N_REDUCE_ONLY;
    if (o->type == N_MARKET && config->is_fill_at_close) o->flags |= N_AT_CLOSE;
    order_of_ask[ask_index] = (int)(o - orders);
    if (o->rule == N_LOTS) {
        o->qty = ask->qty;
    } else if (o->rule != N_POSITION && o->type == N_MARKET && config->is_size_at_fill) {
        to_venue(o);
        return;
    } else {
        o->qty = size_of(o, has_limit(o) ? o->limit : mark);
    }
    o->is_sized = true;
    if (admit(o, mark)) to_venue(o);
}

static void end_order(struct naive_order *o)
{
    if (!o->is_open) return;
    o->is_open = false;
    out->ended++;
}

static void amend(struct naive_order *o, const struct naive_ask *ask)
{
    if (!o->is_open) return;
    if (!o->is_sized) { /* there is nothing yet to be changed */
        out->refused++;
        return;
    }
    struct naive_order before = *o;
    if (ask->qty > o->filled) o->qty = ask->qty;
    if (ask->limit) o->limit = ask->limit;
    if (ask->stop) o->stop = ask->stop;
    if (!is_allowed(o, mark)) {
        *o = before;
        out->refused++;
        return;
    }
    o->reserved_price = has_limit(o) ? o->limit : mark;
    o->reserved = need_of(o, o->reserved_price);
    bool is_repriced = has_limit(o) && o->limit != before.limit;
    if (is_repriced) o->is_new = true; /* a new price is met anew */
    if (is_repriced || o->stop != before.stop) o->arrive = now + config->latency;
}

/* ---- filling -----------------------------------------------------------------------------------
 */

static void add_leg(int parent, int role, int64_t lots, int *made)
{
    struct naive_order *leg = new_order(), *p = &orders[parent];
    leg->side = 1 - p->side;
    leg->parent = parent;
    leg->role = role;
    leg->flags = N_REDUCE_ONLY;
    leg->qty = lots;
    leg->is_sized = true;
    leg->type = role == 1 ? N_STOP : N_LIMIT;
    if (role == 1) leg->stop = p->stop_loss;
    else leg->limit = p->take_profit;
    *made = (int)(leg - orders);
    if (admit(leg, mark)) to_venue(leg);
}

static int open_leg(int parent, int role)
{
    for (int i = 0; i < order_count; i++)
        if (orders[i].is_open && orders[i].role == role && orders[i].parent == parent) return i;
    return -1;
}

static void grow_leg(struct naive_order *leg, int64_t lots) { leg->qty += lots; }

static void after_fill(int index, int64_t lots)
{
    struct naive_order *o = &orders[index];
    if (o->sibling >= 0 && orders[o->sibling].is_open) {
        struct naive_order *other = &orders[o->sibling];
        if (o->is_open && left_of(other) > lots) other->qty -= lots;
        else end_order(other);
    }
    for (int i = 0; i < order_count; i++) /* legs that have nothing left to reduce */
        if (orders[i].is_open && orders[i].role && held * sign_of(orders[i].side) >= 0)
            end_order(&orders[i]);
    if (!o->stop_loss && !o->take_profit) return;
    int stop = open_leg(index, 1), target = open_leg(index, 2), new_stop = -1, new_target = -1;
    if (stop >= 0) grow_leg(&orders[stop], lots);
    else if (o->stop_loss) add_leg(index, 1, lots, &new_stop);
    if (target >= 0) grow_leg(&orders[target], lots);
    else if (o->take_profit) add_leg(index, 2, lots, &new_target);
    if (new_stop >= 0 && new_target >= 0) {
        orders[new_stop].sibling = new_target;
        orders[new_target].sibling = new_stop;
    }
}

/* What the account takes of a fill. */
static int64_t borne(const struct naive_order *o, int64_t lots, int64_t price)
{
    if (o->flags & N_REDUCE_ONLY) {
        if (held * sign_of(o->side) >= 0) return 0;
        return lots < magnitude(held) ? lots : magnitude(held);
    }
    if (config->overdraft == N_ALLOW || config->is_margin || o->side == N_SELL) return lots;
    int64_t free = free_for(o) < cash ? free_for(o) : cash;
    if (value_at(price, lots) + fee_of(price, lots, false) <= free) return lots;
    if (config->overdraft == N_REFUSE) return 0;
    int64_t most = largest_for(price, free, false);
    return most < lots ? most : lots;
}

static void book(int index, int64_t lots, int64_t price, int64_t bare, bool is_maker)
{
    struct naive_order *o = &orders[index];
    int64_t fee = fee_of(price, lots, is_maker), signed_lots = lots * sign_of(o->side);
    if (out->fill_count == NAIVE_FILLS) abort();
    out->fills[out->fill_count++] = (struct naive_fill){ .bar = bar_index,
                                                         .side = o->side,
                                                         .is_maker = is_maker,
                                                         .qty = lots,
                                                         .price = price,
                                                         .fee = fee,
                                                         .bare = bare,
                                                         .asked = o->arrive,
                                                         .is_leg = o->role != 0 };
    int64_t closing = 0;
    if (held * sign_of(o->side) < 0) closing = lots < magnitude(held) ? signed_lots : -held;
    if (closing != 0) {
        int64_t off = (int64_t)((wide)cost * magnitude(closing) / magnitude(held));
        int64_t profit = -value_at(price, closing) - off;
        cash += profit + (config->is_margin ? 0 : off);
        cost -= off;
        held += closing;
    }
    if (signed_lots != closing) {
        int64_t on = value_at(price, signed_lots - closing);
        cost += on;
        cash -= config->is_margin ? 0 : on;
        held += signed_lots - closing;
    }
    cash -= fee;
    traded += magnitude(value_at(price, lots));
    o->filled += lots;
    if (left_of(o) == 0) o->is_open = false;
    else o->reserved = need_of(o, o->reserved_price);
    after_fill(index, lots);
}

static bool limit_allows(const struct naive_order *o, int64_t price)
{
    return o->side == N_BUY ? price <= o->limit : price >= o->limit;
}

static void take(int index, int64_t price, bool is_maker)
{
    struct naive_order *o = &orders[index];
    if (!o->is_sized) {
        int64_t pays = slipped(o, price, 0);
        o->qty = size_of(o, pays);
        o->is_sized = true;
        if (!admit(o, pays)) return;
    }
    int64_t lots = left_of(o) < volume_left ? left_of(o) : volume_left, pays = price;
    if (o->tif == N_FOK && lots < left_of(o)) {
        end_order(o);
        return;
    }
    if (lots == 0) return;
    if (!is_maker) {
        pays = slipped(o, price, lots);
        if (has_limit(o) && !limit_allows(o, pays)) pays = o->limit;
    }
    int64_t taken = borne(o, lots, pays);
    if (taken > 0) {
        if (volume_left != never) volume_left -= taken;
        book(index, taken, pays, price, is_maker);
    }
    if (taken < lots || o->tif == N_IOC) end_order(o);
}

/* ---- a bar -------------------------------------------------------------------------------------
 */

static bool waits(const struct naive_order *o)
{
    return o->type != N_MARKET && o->type != N_LIMIT && !o->is_triggered;
}

/* Whether its trigger is reached by prices that rise, rather than by falling ones. */
static bool wants_rise(const struct naive_order *o)
{
    return (o->side == N_BUY) != (o->type == N_TAKE_PROFIT);
}

static int64_t trigger_of(const struct naive_order *o)
{
    return o->type == N_TRAILING ? o->trail + o->stop * sign_of(o->side) : o->stop;
}

static bool is_reached(const struct naive_order *o, int64_t price)
{
    return wants_rise(o) ? price >= trigger_of(o) : price <= trigger_of(o);
}

static void meet(int index, int64_t price)
{
    struct naive_order *o = &orders[index];
    bool is_first = o->is_new, is_just_triggered = false;
    o->is_new = false;
    if (o->type == N_TRAILING && is_first) o->trail = price;
    if (waits(o)) {
        if (!is_reached(o, price)) return;
        o->is_triggered = is_just_triggered = true;
    }
    if (!has_limit(o)) {
        take(index, price, false);
    } else if (limit_allows(o, price)) {
        bool rests = !is_first && !is_just_triggered;
        if (is_first && (o->flags & N_POST_ONLY)) {
            end_order(o);
            return;
        }
        if (rests && price == o->limit && !config->is_touch) return;
        take(index, price, rests);
    }
    if (o->is_open && (o->tif == N_IOC || o->tif == N_FOK)) end_order(o);
}

static void meet_all(int64_t price, bool is_close)
{
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < order_count; i++) {
            struct naive_order *o = &orders[i];
            if (!o->is_open || !o->is_at_venue || o->is_exit != (pass == 0)) continue;
            if (((o->flags & N_AT_CLOSE) != 0) != is_close) continue;
            if (!is_close && o->arrive > bar->start) continue;
            if (!is_close && o->expire <= bar->start) {
                end_order(o);
                continue;
            }
            meet(i, price);
            if (is_close) o->flags &= ~N_AT_CLOSE;
        }
}

static bool is_live(const struct naive_order *o)
{
    if (!o->is_open || !o->is_at_venue || (o->flags & N_AT_CLOSE) || o->type == N_MARKET)
        return false;
    if (o->role && o->is_new && !config->is_next_bar) return true;
    return o->arrive <= bar->start;
}

static void trail_all(int64_t price)
{
    for (int i = 0; i < order_count; i++) {
        struct naive_order *o = &orders[i];
        if (o->type != N_TRAILING || !o->is_open) continue;
        if (o->trail == 0 || (o->side == N_SELL ? price > o->trail : price < o->trail))
            o->trail = price;
    }
}

/* Whether an order acts at a price the path stands at, on its way to `to`. */
static bool acts_at(const struct naive_order *o, int64_t price, int64_t to, bool is_up)
{
    if (!is_live(o)) return false;
    if (waits(o)) return wants_rise(o) == is_up && is_reached(o, price);
    if (volume_left <= 0) return false;
    if (!has_limit(o)) return true;
    int64_t beyond = config->is_touch ? 0 : 1;
    if (o->side == N_BUY) return !is_up && price <= o->limit && to <= o->limit - beyond;
    return is_up && price >= o->limit && to >= o->limit + beyond;
}

static void step_tick(int64_t price, int64_t to, bool is_up)
{
    for (int i = 0; i < order_count; i++) {
        struct naive_order *o = &orders[i];
        if (!acts_at(o, price, to, is_up)) continue;
        bool was_waiting = waits(o), is_born_beyond = o->is_new && price != o->limit;
        o->is_new = false;
        o->is_triggered |= was_waiting;
        if (!has_limit(o)) take(i, price, false);
        else if (!was_waiting) take(i, price, !is_born_beyond);
        else if (limit_allows(o, price)) take(i, price, false);
        i = -1; /* whoever came first is asked first again */
    }
}

static void walk(int64_t from, int64_t to)
{
    int64_t step = to > from ? 1 : -1;
    if (from == to) return;
    for (int64_t price = from;; price += step) {
        trail_all(price);
        step_tick(price, to, step > 0);
        if (price == to) return;
    }
}

/* The first stop whose target is reached by the same bar: 1 it lies above, -1 below, 0 none. */
static int find_ambiguous(void)
{
    int64_t beyond = config->is_touch ? 0 : 1;
    for (int i = 0; i < order_count; i++) {
        struct naive_order *stop = &orders[i];
        if (!stop->is_open || stop->role != 1 || !is_live(stop)) continue;
        int other = open_leg(stop->parent, 2);
        if (other < 0 || !is_live(&orders[other])) continue;
        bool is_short = stop->side == N_BUY;
        bool is_stopped = is_short ? bar->high >= stop->stop : bar->low <= stop->stop;
        bool is_won = is_short ? bar->low <= orders[other].limit - beyond
                               : bar->high >= orders[other].limit + beyond;
        if (is_stopped && is_won) return is_short ? 1 : -1;
    }
    return 0;
}

static void walk_bar(void)
{
    bool is_up_first = bar->high - bar->open < bar->open - bar->low;
    int ambiguous = find_ambiguous();
    if (ambiguous) {
        out->ambiguous++;
        is_up_first = ambiguous > 0;
    }
    int64_t first = is_up_first ? bar->high : bar->low, second = is_up_first ? bar->low : bar->high;
    trail_all(bar->open);
    walk(bar->open, first);
    walk(first, second);
    walk(second, bar->close);
    for (int i = 0; i < order_count; i++) {
        if (is_live(&orders[i]) && orders[i].role) orders[i].is_new = false;
        if (orders[i].is_open && orders[i].is_at_venue && orders[i].expire <= bar->end)
            end_order(&orders[i]);
    }
}

void naive_run(struct naive_outcome *outcome, const struct naive_config *how,
               const struct naive_bar *bars, int bar_count, const struct naive_ask *asks,
               int ask_count)
{
    memset(outcome, 0, sizeof *outcome);
    out = outcome;
    config = how;
    order_count = 0;
    cash = config->cash;
    held = cost = mark = traded = 0;
    for (int i = 0; i < NAIVE_ASKS; i++) order_of_ask[i] = -1;
    int next = 0;
    for (bar_index = 0; bar_index < bar_count; bar_index++) {
        bar = &bars[bar_index];
        bool is_limited = config->has_volume && config->share_e12 > 0;
        volume_left = is_limited ? (int64_t)((wide)bar->volume * config->share_e12 / e12) : never;
        now = bar->start;
        mark = bar->open;
        meet_all(bar->open, false);
        now = bar->end;
        walk_bar();
        mark = bar->close;
        for (; next < ask_count && asks[next].bar == bar_index; next++) {
            const struct naive_ask *ask = &asks[next];
            int target = ask->what == N_SUBMIT ? -1 : order_of_ask[ask->target];
            if (ask->what == N_SUBMIT) submit(ask, next);
            else if (target >= 0 && ask->what == N_CANCEL) end_order(&orders[target]);
            else if (target >= 0) amend(&orders[target], ask);
        }
        meet_all(bar->close, true);
        out->cash[bar_index] = cash;
        out->equity[bar_index] = equity();
    }
    out->position = held;
}
