/*
 * Random order flow against a model too simple to be wrong. The model shares no code with the core:
 * it keeps every order and sums everything up again from nothing after each operation.
 */
#include "core/core.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

enum { INSTRUMENTS = 2, BOOKS = 2, ORDERS = 64, KEPT = 512 };

struct model_order {
    uint64_t id, age;
    int instrument, book, side;
    bool is_open, is_unknown, reduces, has_limit;
    int64_t qty, filled, limit, reserved_price;
};

struct model_position {
    int64_t qty, cost, pnl;
};

static struct model {
    struct model_order orders[KEPT];
    int order_count;
    struct model_position positions[BOOKS][INSTRUMENTS];
    int64_t cash[BOOKS], fees[BOOKS], funding[BOOKS], world[BOOKS], dust;
    int64_t last[INSTRUMENTS];
    bool has_last[INSTRUMENTS];
    bool is_margin, is_halted, is_reduce_only;
} m;

/* What the core said during one step. */
static struct heard {
    uint64_t submitted[8], cancelled[64];
    struct order submitted_orders[8];
    int submit_count, cancel_count, amend_count, fill_count, refuse_count, alarm_count;
    uint64_t filled_order; /* the last */
    enum refusal refusal;
} heard;
static int cross_count;

static void on_submit(void *self, const struct approved_order *approved)
{
    (void)self;
    ck_assert_int_lt(heard.submit_count, 8);
    heard.submitted_orders[heard.submit_count] = *approved_order_get(approved);
    heard.submitted[heard.submit_count++] = approved_order_get(approved)->id.v;
}

static void on_cancel(void *self, const struct order *order)
{
    (void)self;
    ck_assert_int_lt(heard.cancel_count, 64);
    heard.cancelled[heard.cancel_count++] = order->id.v;
}

static void on_amend(void *self, const struct approved_order *approved)
{
    (void)self;
    (void)approved;
    heard.amend_count++;
}

static void on_notice(void *self, const struct notice *notice)
{
    (void)self;
    if (notice->kind == NOTICE_REFUSED) heard.refuse_count++, heard.refusal = notice->refusal;
    if (notice->kind == NOTICE_ALARM) heard.alarm_count++;
    if (notice->kind == NOTICE_FILL) heard.fill_count++, heard.filled_order = notice->order->id.v;
}

static const struct sink sink = { NULL, on_submit, on_cancel, on_amend, on_notice };

/* Instrument 0: 2 price decimals, 3 lot decimals; 1: 4 and 8. Ledger 8. */
static int64_t model_value(int instrument, int64_t price, int64_t qty)
{
    __int128 product = (__int128)price * qty;
    return instrument == 0 ? (int64_t)(product * 1000) : (int64_t)(product / 10000);
}

static int64_t magnitude(int64_t x) { return x < 0 ? -x : x; }

static int64_t model_fee(int instrument, int64_t price, int64_t qty) /* 0.1 %, half away */
{
    int64_t notional = magnitude(model_value(instrument, price, qty));
    return (int64_t)(((__int128)notional * 2 + 1000) / 2000);
}

static int64_t model_left(const struct model_order *order) { return order->qty - order->filled; }

static int64_t model_need(const struct model_order *order, int64_t price)
{
    if (order->reduces) return 0;
    int64_t lots = model_left(order);
    const struct model_position *position = &m.positions[order->book][order->instrument];
    if (!m.is_margin) {
        if (order->side == SIDE_SELL) return 0;
    } else {
        int64_t against = order->side == SIDE_BUY ? -position->qty : position->qty;
        if (against > 0) lots = lots > against ? lots - against : 0;
    }
    if (lots == 0) return 0;
    int64_t notional = magnitude(model_value(order->instrument, price, lots));
    int64_t tied =
        m.is_margin ? (int64_t)(((__int128)notional + 1) / 2) : notional; /* leverage 2 */
    return tied + model_fee(order->instrument, price, lots);
}

/* Reservations are remembered as they were last judged: the model keeps them as an amount. */
static int64_t reserved[KEPT];

static int64_t model_equity(int book)
{
    int64_t equity = m.cash[book];
    for (int i = 0; i < INSTRUMENTS; i++) {
        const struct model_position *position = &m.positions[book][i];
        int64_t value = m.has_last[i] ? model_value(i, m.last[i], position->qty) : 0;
        equity += m.is_margin ? value - position->cost : value;
    }
    return equity;
}

static int64_t model_free(int book)
{
    int64_t held = 0, free_cash = m.is_margin ? model_equity(book) : m.cash[book];
    for (int i = 0; i < m.order_count; i++)
        if (m.orders[i].is_open && m.orders[i].book == book) held += reserved[i];
    if (m.is_margin)
        for (int i = 0; i < INSTRUMENTS; i++) {
            int64_t value = m.has_last[i] ? model_value(i, m.last[i], m.positions[book][i].qty) : 0;
            held += (magnitude(value) + 1) / 2;
        }
    return free_cash - held;
}

static void model_fill(struct model_order *order, int index, int64_t qty, int64_t price,
                       int64_t fee)
{
    struct model_position *position = &m.positions[order->book][order->instrument];
    int64_t signed_qty = order->side == SIDE_BUY ? qty : -qty;
    int64_t closing = 0;
    if ((position->qty > 0) != (signed_qty > 0) && position->qty != 0)
        closing = qty < magnitude(position->qty) ? qty : magnitude(position->qty);
    if (closing) {
        int64_t part =
            closing == magnitude(position->qty)
                ? position->cost
                : (int64_t)((__int128)position->cost * closing / magnitude(position->qty));
        int64_t proceeds =
            model_value(order->instrument, price, signed_qty > 0 ? -closing : closing);
        int64_t pnl = proceeds - part;
        position->cost -= part;
        position->qty += signed_qty > 0 ? closing : -closing;
        position->pnl += pnl;
        m.cash[order->book] += m.is_margin ? pnl : part + pnl;
    }
    int64_t opening = qty - closing;
    if (opening) {
        int64_t value = model_value(order->instrument, price, signed_qty > 0 ? opening : -opening);
        position->cost += value;
        position->qty += signed_qty > 0 ? opening : -opening;
        if (!m.is_margin) m.cash[order->book] -= value;
    }
    m.cash[order->book] -= fee;
    m.fees[order->book] += fee;
    order->is_unknown = false;
    order->filled += qty;
    if (order->filled > order->qty) order->qty = order->filled;
    if (order->filled == order->qty) order->is_open = false;
    reserved[index] = order->is_open ? model_need(order, order->reserved_price) : 0;
}

static void compare(const struct core *core)
{
    for (int book = 0; book < BOOKS; book++) {
        struct book_id b = { (uint16_t)book };
        ck_assert_int_eq(core_cash(core, b, (struct asset_id){ 0 }), m.cash[book]);
        ck_assert_int_eq(core_equity(core, b), model_equity(book));
        ck_assert_int_eq(core_free(core, b, (struct asset_id){ 0 }), model_free(book));
        for (uint32_t i = 0; i < INSTRUMENTS; i++) {
            const struct position *position =
                core_position(core, b, (struct instrument_id){ i }, 0);
            ck_assert_int_eq(position->qty_lots, m.positions[book][i].qty);
            ck_assert_int_eq(position->cost_cash, m.positions[book][i].cost);
            ck_assert_int_eq(position->pnl_cash, m.positions[book][i].pnl);
            int64_t buys = 0, sells = 0;
            uint32_t open = 0;
            for (int k = 0; k < m.order_count; k++) {
                const struct model_order *order = &m.orders[k];
                if (!order->is_open || order->book != book || order->instrument != (int)i) continue;
                open++;
                if (order->reduces) continue;
                *(order->side == SIDE_BUY ? &buys : &sells) += model_left(order);
            }
            ck_assert_int_eq(position->open_buy_lots, buys);
            ck_assert_int_eq(position->open_sell_lots, sells);
            ck_assert_uint_eq(position->open_orders, open);
        }
        /* the ledger: every account of the book, summed by hand, is nothing */
        const int64_t *kinds = &core->ledger.balances[book * LEDGER_KIND_COUNT];
        ck_assert_int_eq(kinds[LEDGER_FEE], m.fees[book]);
        ck_assert_int_eq(kinds[LEDGER_FUNDING], m.funding[book]);
        ck_assert_int_eq(kinds[LEDGER_WORLD], m.world[book]);
    }
    __int128 sum = 0;
    for (int i = 0; i < BOOKS * LEDGER_KIND_COUNT; i++) sum += core->ledger.balances[i];
    ck_assert(sum == 0);
    ck_assert_int_eq(core->ledger.balances[LEDGER_DUST], m.dust);
    ck_assert(core_check(core));
}

/* ---- operations ---------------------------------------------------------------------------------
 */

/* Other books' limits that the new order would take fill it first: the best price, then the oldest.
 */
static int64_t model_bears(const struct model_order *order, int index, int64_t price)
{
    int64_t lots = model_left(order);
    int64_t held = m.positions[order->book][order->instrument].qty;
    if (order->reduces) {
        if (order->side == SIDE_BUY ? held >= 0 : held <= 0) return 0;
        if (lots > magnitude(held)) lots = magnitude(held);
    }
    if (m.is_margin || order->reduces || order->side == SIDE_SELL) return lots;
    int64_t money = model_free(order->book) + reserved[index], none = 0, all = lots + 1;
    while (all - none > 1) {
        int64_t middle = none + (all - none) / 2;
        int64_t cost = model_value(order->instrument, price, middle) +
                       model_fee(order->instrument, price, middle);
        if (cost <= money) none = middle;
        else all = middle;
    }
    return none;
}

static int model_cross(int index)
{
    struct model_order *order = &m.orders[index];
    int crossed = 0;
    while (order->is_open) {
        int best = -1;
        for (int i = 0; i < m.order_count; i++) {
            const struct model_order *other = &m.orders[i];
            if (!other->is_open || other->is_unknown || !other->has_limit ||
                other->instrument != order->instrument || other->book == order->book ||
                other->side == order->side)
                continue;
            int64_t last = m.last[order->instrument], price = other->limit;
            bool meets = order->side == SIDE_BUY
                             ? price <= last && (!order->has_limit || price <= order->limit)
                             : price >= last && (!order->has_limit || price >= order->limit);
            if (!meets) continue;
            bool is_better = best < 0 || (order->side == SIDE_BUY ? price < m.orders[best].limit
                                                                  : price > m.orders[best].limit);
            bool is_older =
                best >= 0 && price == m.orders[best].limit && other->age < m.orders[best].age;
            if (is_better || is_older) best = i;
        }
        if (best < 0) break;
        struct model_order *other = &m.orders[best];
        int64_t price = other->limit, lots = model_bears(order, index, price);
        int64_t most = model_bears(other, best, price);
        if (lots > most) lots = most;
        if (lots <= 0) break;
        model_fill(other, best, lots, price, 0);
        model_fill(order, index, lots, price, 0);
        crossed++;
    }
    return crossed;
}

static int64_t clock_ns;

static struct event event_of(enum event_kind kind, int instrument)
{
    clock_ns += (int64_t)rng_below(&test_rng, 1000000000);
    return (struct event){ .ts_venue_ns = clock_ns,
                           .ts_received_ns = clock_ns,
                           .instrument = { (uint32_t)instrument },
                           .kind = (uint16_t)kind };
}

static void step(struct core *core, const struct event *event)
{
    memset(&heard, 0, sizeof heard);
    core_step(core, event, &sink);
}

static enum refusal model_judge(const struct model_order *order, int64_t reference)
{
    const struct model_position *position = &m.positions[order->book][order->instrument];
    int64_t held =
        order->side == SIDE_BUY ? -position->qty : position->qty; /* what it can reduce */
    bool only_reduces = held > 0 && order->qty <= held;
    if (m.is_halted) return REFUSAL_HALTED;
    if (m.is_reduce_only && !only_reduces) return REFUSAL_REDUCE_ONLY_MODE;
    if (order->qty <= 0) return REFUSAL_QTY_NONE;
    if (order->has_limit && order->limit <= 0) return REFUSAL_TICK;
    if (order->reduces && held <= 0) return REFUSAL_REDUCE_ONLY;
    if (!m.has_last[order->instrument]) return REFUSAL_REFERENCE_MISSING;
    if (!m.is_margin && order->side == SIDE_SELL && !order->reduces) {
        int64_t others = 0;
        for (int i = 0; i < m.order_count; i++) {
            const struct model_order *other = &m.orders[i];
            if (other->is_open && other->book == order->book &&
                other->instrument == order->instrument && other->side == SIDE_SELL &&
                !other->reduces)
                others += model_left(other);
        }
        if (order->qty > position->qty - others) return REFUSAL_SHORT;
    }
    int64_t need = model_need(order, order->has_limit ? order->limit : reference);
    if (!only_reduces && need > model_free(order->book)) return REFUSAL_BUYING_POWER;
    return REFUSAL_NONE;
}

static int forget_some(void)
{
    if (m.order_count < KEPT) return m.order_count++;
    for (int i = 0; i < KEPT; i++)
        if (!m.orders[i].is_open) return i;
    return -1;
}

static int open_total(void)
{
    int open = 0;
    for (int i = 0; i < m.order_count; i++) open += m.orders[i].is_open;
    return open;
}

static void op_intent(struct core *core)
{
    if (open_total() == ORDERS) return;
    struct model_order order = { .instrument = (int)rng_below(&test_rng, INSTRUMENTS),
                                 .book = (int)rng_below(&test_rng, BOOKS),
                                 .side = (int)rng_below(&test_rng, 2),
                                 .has_limit = rng_below(&test_rng, 2) == 0,
                                 .reduces = rng_below(&test_rng, 5) == 0 };
    int64_t reference = m.last[order.instrument];
    order.qty = (int64_t)rng_below(&test_rng, order.instrument == 0 ? 50000 : 50000000000);
    order.limit = order.has_limit ? reference + (int64_t)rng_below(&test_rng, 200) - 100 : 0;
    struct event event = event_of(EV_INTENT, order.instrument);
    event.flags = order.reduces ? ORDER_REDUCE_ONLY : 0;
    event.intent = (struct event_intent){ .qty_lots = order.qty,
                                          .limit_ticks = order.limit,
                                          .book = (uint16_t)order.book,
                                          .side = (uint8_t)order.side,
                                          .type = order.has_limit ? ORDER_LIMIT : ORDER_MARKET };
    enum refusal expected = model_judge(&order, reference);
    step(core, &event);
    if (expected != REFUSAL_NONE) {
        ck_assert_int_eq(heard.refuse_count, 1);
        ck_assert_int_eq(heard.refusal, expected);
        ck_assert_int_eq(heard.submit_count, 0);
        return;
    }
    ck_assert_int_eq(heard.refuse_count, 0);
    static uint64_t age;
    order.age = ++age;
    order.is_open = true;
    order.reserved_price = order.has_limit ? order.limit : reference;
    int at = forget_some();
    ck_assert_int_ge(at, 0);
    m.orders[at] = order;
    reserved[at] = model_need(&order, order.reserved_price);
    int crossed = model_cross(at);
    ck_assert_int_eq(heard.fill_count, 2 * crossed);
    ck_assert_int_eq(heard.submit_count, m.orders[at].is_open ? 1 : 0);
    ck_assert_int_eq(heard.amend_count + heard.cancel_count, crossed);
    cross_count += crossed;
    m.orders[at].id = heard.submit_count ? heard.submitted[0] : heard.filled_order;
    if (heard.submit_count) ck_assert_int_eq(heard.submitted_orders[0].qty_lots, order.qty);
}

static int pick_order(bool is_open)
{
    int start = m.order_count ? (int)rng_below(&test_rng, (uint64_t)m.order_count) : 0;
    for (int i = 0; i < m.order_count; i++) {
        int at = (start + i) % m.order_count;
        if (m.orders[at].is_open == is_open && m.orders[at].id) return at;
    }
    return -1;
}

static void op_fill(struct core *core)
{
    int at = pick_order(true);
    if (at < 0) return;
    struct model_order *order = &m.orders[at];
    int64_t qty = 1 + (int64_t)rng_below(&test_rng, (uint64_t)model_left(order));
    if (rng_below(&test_rng, 2)) qty = model_left(order);
    bool is_over = rng_below(&test_rng, 100) == 0;
    if (is_over) qty = model_left(order) + 1;
    int64_t price = m.last[order->instrument] + (int64_t)rng_below(&test_rng, 20) - 10;
    if (price < 1) price = 1;
    struct event event = event_of(EV_FILL, order->instrument);
    int64_t fee = model_fee(order->instrument, price, qty) - (int64_t)rng_below(&test_rng, 3);
    event.report = (struct event_report){
        .order = order->id, .qty_lots = qty, .price_ticks = price, .fee_cash = fee
    };
    step(core, &event);
    ck_assert_int_eq(heard.alarm_count, is_over);
    model_fill(order, at, qty, price, fee);
}

static void op_late_fill(struct core *core)
{
    int at = pick_order(false);
    if (at < 0 || !order_table_find(&core->orders, (struct order_id){ m.orders[at].id })) return;
    const struct order *order =
        order_table_find(&core->orders, (struct order_id){ m.orders[at].id });
    if (order->state != ORDER_CANCELLED || model_left(&m.orders[at]) == 0) return;
    struct event event = event_of(EV_FILL, m.orders[at].instrument);
    int64_t price = m.last[m.orders[at].instrument];
    event.report =
        (struct event_report){ .order = m.orders[at].id, .qty_lots = 1, .price_ticks = price };
    step(core, &event);
    bool was_last = model_left(&m.orders[at]) == 1;
    model_fill(&m.orders[at], at, 1, price, 0);
    m.orders[at].is_open = false;
    reserved[at] = 0;
    (void)was_last;
}

static void op_end(struct core *core)
{
    int at = pick_order(true);
    if (at < 0) return;
    enum event_kind kinds[] = { EV_ACK, EV_CANCELLED, EV_EXPIRED, EV_LOST, EV_CANCEL };
    enum event_kind kind = kinds[rng_below(&test_rng, 5)];
    struct event event = event_of(kind, m.orders[at].instrument);
    event.report.order = m.orders[at].id;
    step(core, &event);
    if (kind == EV_CANCELLED || kind == EV_EXPIRED) {
        m.orders[at].is_open = false;
        reserved[at] = 0;
    }
    if (kind == EV_LOST) m.orders[at].is_unknown = true;
    if (kind == EV_ACK) m.orders[at].is_unknown = false;
    if (kind == EV_CANCEL) {
        ck_assert_int_eq(heard.cancel_count, 1);
        ck_assert_uint_eq(heard.cancelled[0], m.orders[at].id);
    }
}

static void op_bar(struct core *core)
{
    int instrument = (int)rng_below(&test_rng, INSTRUMENTS);
    int64_t scale = instrument == 0 ? 10000 : 1000000;
    int64_t close = m.has_last[instrument]
                        ? m.last[instrument] + (int64_t)rng_below(&test_rng, 101) - 50
                        : scale;
    if (close < 1000) close = 1000;
    struct event event = event_of(EV_BAR, instrument);
    event.bar = (struct event_bar){ close, close, close, close, 1 };
    step(core, &event);
    m.last[instrument] = close;
    m.has_last[instrument] = true;
}

static void op_money(struct core *core)
{
    int book = (int)rng_below(&test_rng, BOOKS);
    struct event event = event_of(EV_TRANSFER, 0);
    int64_t amount = (int64_t)rng_below(&test_rng, 1000000000000) - 300000000000;
    bool is_between = rng_below(&test_rng, 3) == 0;
    event.transfer =
        (struct event_transfer){ .amount = amount,
                                 .book = (uint16_t)book,
                                 .from_book = (uint16_t)(1 - book),
                                 .reason = is_between ? TRANSFER_BOOK : TRANSFER_WORLD };
    step(core, &event);
    m.cash[book] += amount;
    if (is_between) m.cash[1 - book] -= amount;
    else m.world[book] -= amount;
}

static int64_t half_away(__int128 value, int64_t by)
{
    __int128 size = value < 0 ? -value : value;
    __int128 rounded = (size * 2 + by) / (2 * (__int128)by);
    return (int64_t)(value < 0 ? -rounded : rounded);
}

static void op_funding(struct core *core)
{
    int instrument = (int)rng_below(&test_rng, INSTRUMENTS);
    if (!m.has_last[instrument]) return;
    struct event event = event_of(EV_FUNDING, instrument);
    event.funding.rate_e12 = (int64_t)rng_below(&test_rng, 2000000000) - 1000000000;
    event.funding.price_ticks = m.last[instrument];
    step(core, &event);
    int64_t net = 0, paid = 0;
    for (int book = 0; book < BOOKS; book++) {
        int64_t qty = m.positions[book][instrument].qty;
        int64_t owed = half_away((__int128)model_value(instrument, m.last[instrument], qty) *
                                     event.funding.rate_e12,
                                 INT64_C(1000000000000));
        net += qty;
        paid += owed;
        m.cash[book] -= owed;
        m.funding[book] += owed;
    }
    int64_t charged = half_away((__int128)model_value(instrument, m.last[instrument], net) *
                                    event.funding.rate_e12,
                                INT64_C(1000000000000));
    m.cash[0] -= charged - paid;
    m.dust += charged - paid;
}

static void op_command(struct core *core)
{
    struct event event = event_of(EV_COMMAND, 0);
    uint64_t which = rng_below(&test_rng, 6);
    event.command.command = which == 0   ? COMMAND_HALT
                            : which == 1 ? COMMAND_REDUCE_ONLY
                                         : COMMAND_RESUME;
    step(core, &event);
    if (which == 0) m.is_halted = true;
    else if (which == 1) m.is_reduce_only = true;
    else m.is_halted = m.is_reduce_only = false;
}

static struct core *new_core(struct arena *arena, bool is_margin)
{
    static uint8_t bytes[4 << 20];
    struct instrument instruments[INSTRUMENTS] = {
        { .symbol = "A", .price_decimals = 2, .lot_decimals = 3 },
        { .symbol = "B", .price_decimals = 4, .lot_decimals = 8 },
    };
    struct fee_schedule fees[INSTRUMENTS];
    struct err err;
    for (int i = 0; i < INSTRUMENTS; i++) {
        instruments[i].tick_units = instruments[i].lot_units = instruments[i].multiplier_units = 1;
        instruments[i].ledger_decimals = 8;
        instruments[i].is_tradable = true;
        fees[i] = fee_schedule_flat(1000000000);
        ck_assert_int_eq(instrument_prepare(&instruments[i], &err), ST_OK);
    }
    struct core_config config = { .book_count = BOOKS,
                                  .asset_count = 1,
                                  .instrument_count = INSTRUMENTS,
                                  .orders_max = ORDERS + 8,
                                  .account = is_margin ? CORE_MARGIN : CORE_CASH,
                                  .leverage_e12 = INT64_C(2000000000000),
                                  .instruments = instruments,
                                  .fees = fees };
    struct core *core;
    ck_assert_uint_le(core_bytes(&config), sizeof bytes);
    arena_init(arena, bytes, core_bytes(&config));
    ck_assert_int_eq(core_create(&core, arena, &config, &err), ST_OK);
    arena_freeze(arena);
    return core;
}

static void run_flow(bool is_margin)
{
    struct arena arena;
    struct core *core = new_core(&arena, is_margin);
    memset(&m, 0, sizeof m);
    memset(reserved, 0, sizeof reserved);
    m.is_margin = is_margin;
    for (uint64_t i = 0; i < test_rounds * 4; i++) {
        uint64_t which = rng_below(&test_rng, 100);
        if (which < 35) op_intent(core);
        else if (which < 60) op_fill(core);
        else if (which < 70) op_end(core);
        else if (which < 88) op_bar(core);
        else if (which < 92) op_money(core);
        else if (which < 95) op_funding(core);
        else if (which < 97) op_late_fill(core);
        else op_command(core);
        compare(core);
    }
    if (test_rounds >= 1000) ck_assert_int_gt(cross_count, 0);
}

TEST(flow, a_cash_account_equals_the_naive_one) { run_flow(false); }

TEST(flow, a_margin_account_equals_the_naive_one) { run_flow(true); }
