#include "support/core_world.h"

#include <string.h>

struct world world;

static void on_submit(void *self, const struct approved_order *approved)
{
    struct world_heard *heard = self;
    ck_assert_uint_lt(heard->sent_count, WORLD_HEARD_MAX);
    heard->sent[heard->sent_count++] = *approved_order_get(approved);
}

static void on_cancel(void *self, const struct order *order)
{
    struct world_heard *heard = self;
    ck_assert_uint_lt(heard->cancel_count, WORLD_HEARD_MAX);
    heard->cancelled[heard->cancel_count++] = *order;
}

static void on_amend(void *self, const struct approved_order *approved)
{
    struct world_heard *heard = self;
    ck_assert_uint_lt(heard->amend_count, WORLD_HEARD_MAX);
    heard->amended[heard->amend_count++] = *approved_order_get(approved);
}

static void on_notice(void *self, const struct notice *notice)
{
    struct world_heard *heard = self;
    switch (notice->kind) {
    case NOTICE_ORDER: heard->move_count++; break;
    case NOTICE_WAITS:
        heard->wait_count++;
        heard->waits = notice->order->id.v;
        break;
    case NOTICE_REFUSED:
        heard->refuse_count++;
        heard->refusal = notice->refusal;
        heard->ref = notice->ref;
        heard->refused_order = notice->order->id.v;
        break;
    case NOTICE_FILL:
        ck_assert_uint_lt(heard->fill_count, WORLD_HEARD_MAX);
        heard->fills[heard->fill_count++] = *notice;
        break;
    case NOTICE_ALARM:
        heard->alarm_count++;
        text_format(heard->alarm, sizeof heard->alarm, "%s", notice->text);
        break;
    }
}

struct instrument world_instrument(const char *symbol, uint32_t price_decimals,
                                   uint32_t lot_decimals)
{
    struct instrument it = { .price_decimals = price_decimals,
                             .lot_decimals = lot_decimals,
                             .ledger_decimals = LEDGER_DECIMALS,
                             .tick_units = 1,
                             .lot_units = 1,
                             .multiplier_units = 1,
                             .is_tradable = true };
    text_format(it.symbol, sizeof it.symbol, "%s", symbol);
    return it;
}

void world_open(struct core_config config, const struct instrument *instruments, uint32_t count,
                struct fee_schedule fees)
{
    static uint8_t bytes[8 << 20];
    static struct instrument prepared[8];
    static struct fee_schedule schedules[8];
    struct err err;
    ck_assert_uint_le(count, 8);
    for (uint32_t i = 0; i < count; i++) {
        prepared[i] = instruments[i];
        schedules[i] = fees;
        ck_assert_int_eq(instrument_prepare(&prepared[i], &err), ST_OK);
    }
    if (config.book_count == 0) config.book_count = 1;
    if (config.asset_count == 0) config.asset_count = 1;
    if (config.orders_max == 0) config.orders_max = 64;
    if (config.leverage_e12 == 0) config.leverage_e12 = INT64_C(1000000000000);
    config.instrument_count = count;
    config.instruments = prepared;
    config.fees = schedules;
    struct arena arena;
    ck_assert_uint_le(core_bytes(&config), sizeof bytes);
    arena_init(&arena, bytes, core_bytes(&config));
    memset(&world, 0, sizeof world);
    world.now_ns = INT64_C(1700000000000000000);
    ck_assert_int_eq(core_create(&world.core, &arena, &config, &err), ST_OK);
    arena_freeze(&arena);
}

static void check_sums(void)
{
    const struct ledger *ledger = &world.core->ledger;
    ck_assert(core_check(world.core));
    for (uint32_t asset = 0; asset < ledger->asset_count; asset++) {
        __int128 sum = 0;
        for (uint32_t book = 0; book < ledger->book_count; book++)
            for (uint32_t kind = 0; kind < LEDGER_KIND_COUNT; kind++)
                sum +=
                    ledger
                        ->balances[(book * ledger->asset_count + asset) * LEDGER_KIND_COUNT + kind];
        ck_assert_msg(sum == 0, "the ledger sums to zero");
    }
}

void world_step(struct event event)
{
    const struct sink sink = { &world.heard, on_submit, on_cancel, on_amend, on_notice };
    memset(&world.heard, 0, sizeof world.heard);
    world.now_ns += 1000000;
    event.ts_venue_ns = event.ts_received_ns = world.now_ns;
    core_step(world.core, &event, &sink);
    check_sums();
}

void world_bar(uint32_t instrument, int64_t close_ticks)
{
    struct event event = { .instrument = { instrument }, .kind = EV_BAR };
    event.bar = (struct event_bar){ close_ticks, close_ticks, close_ticks, close_ticks, 1 };
    world_step(event);
}

void world_deposit(uint16_t book, uint16_t asset, int64_t amount)
{
    struct event event = { .kind = EV_TRANSFER };
    event.transfer = (struct event_transfer){ .amount = amount, .asset = asset, .book = book };
    world_step(event);
}

uint64_t world_ask(struct world_order order)
{
    if (order.stop_loss || order.take_profit || order.expire_ns || order.parent || order.sibling) {
        struct event terms = { .instrument = { order.instrument }, .kind = EV_TERMS };
        terms.terms = (struct event_terms){ order.stop_loss, order.take_profit, order.expire_ns,
                                            order.parent, order.sibling };
        world_step(terms);
    }
    struct event event = { .instrument = { order.instrument },
                           .kind = EV_INTENT,
                           .flags = order.flags };
    event.intent = (struct event_intent){ .qty_lots = order.qty,
                                          .limit_ticks = order.limit,
                                          .stop_ticks = order.stop,
                                          .ref = order.ref,
                                          .book = order.book,
                                          .side = order.side,
                                          .type = order.type,
                                          .tif = order.tif,
                                          .size_rule = order.size_rule,
                                          .role = order.role };
    world_step(event);
    if (world.heard.sent_count) return world.heard.sent[0].id.v;
    return world.heard.wait_count ? world.heard.waits : 0;
}

void world_fill(uint64_t order, int64_t qty_lots, int64_t price_ticks, int64_t fee_cash)
{
    struct event event = { .kind = EV_FILL };
    event.report = (struct event_report){
        .order = order, .qty_lots = qty_lots, .price_ticks = price_ticks, .fee_cash = fee_cash
    };
    world_step(event);
}

void world_report(enum event_kind kind, uint64_t order)
{
    struct event event = { .kind = (uint16_t)kind };
    event.report.order = order;
    world_step(event);
}

void world_amend(uint64_t order, int64_t qty_lots, int64_t limit_ticks, int64_t stop_ticks)
{
    struct event event = { .kind = EV_AMEND };
    event.amend = (struct event_amend){ order, qty_lots, limit_ticks, stop_ticks, 0 };
    world_step(event);
}

const struct order *world_find(uint64_t order)
{
    const struct order *found = order_table_find(&world.core->orders, (struct order_id){ order });
    ck_assert_ptr_nonnull(found);
    return found;
}

int64_t world_balance(uint16_t book, enum account_kind kind)
{
    return world.core->ledger
        .balances[book * world.core->config.asset_count * LEDGER_KIND_COUNT + (uint32_t)kind];
}

const struct position *world_position(uint16_t book, uint32_t instrument)
{
    return core_position(world.core, (struct book_id){ book }, (struct instrument_id){ instrument },
                         0);
}
