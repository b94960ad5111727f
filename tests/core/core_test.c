/* The step machine as a whole: what it takes, what it refuses to be made of, and its hash. */
#include "support/core_world.h"

#include <string.h>

static struct instrument good;
static struct fee_schedule fees;
static struct core_config config;

static void start(void)
{
    struct err err;
    good = world_instrument("T", 2, 0);
    ck_assert_int_eq(instrument_prepare(&good, &err), ST_OK);
    fees = fee_schedule_flat(0);
    config = (struct core_config){ .book_count = 1,
                                   .asset_count = 1,
                                   .instrument_count = 1,
                                   .orders_max = 4,
                                   .leverage_e12 = 1,
                                   .instruments = &good,
                                   .fees = &fees };
}

static enum status make(size_t bytes_short, struct err *err)
{
    static uint8_t bytes[1 << 20];
    struct arena arena;
    struct core *core;
    arena_init(&arena, bytes, core_bytes(&config) - bytes_short);
    return core_create(&core, &arena, &config, err);
}

TEST(core, a_config_that_makes_no_sense_is_refused_with_a_sentence)
{
    struct err err = { 0 };
    start();
    ck_assert_int_eq(make(0, &err), ST_OK);
    uint32_t *counts[] = { &config.book_count, &config.asset_count, &config.instrument_count,
                           &config.orders_max };
    for (int i = 0; i < 4; i++) {
        start();
        *counts[i] = 0;
        ck_assert_int_eq(make(0, &err), ST_CONFIG);
    }
    start();
    config.leverage_e12 = 0;
    ck_assert_int_eq(make(0, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "the leverage must be above 0");
    start();
    good.cash_num = 0;
    ck_assert_int_eq(make(0, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "instrument T was not prepared");
    struct asset_id *assets[] = { &good.base, &good.quote, &good.settle };
    for (int i = 0; i < 3; i++) {
        start();
        assets[i]->v = 1;
        ck_assert_int_eq(make(0, &err), ST_CONFIG);
        ck_assert_str_eq(err.text, "instrument T names an unknown asset");
    }
    start();
    fees.tier_count = 0;
    ck_assert_int_eq(make(0, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "the fee schedule of T is not valid");
}

TEST(core, memory_too_small_is_refused_wherever_it_ends)
{
    struct err err;
    start();
    size_t all = core_bytes(&config);
    for (size_t used = 0; used + 4096 < all; used += 64) {
        ck_assert_int_eq(make(all - used, &err), ST_FULL);
        ck_assert_str_eq(err.text, "the core's memory is too small");
    }
}

TEST(core, commands_halt_reduce_and_resume)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .account = CORE_MARGIN }, &it, 1, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    struct event event = { .kind = EV_COMMAND };
    event.command.command = COMMAND_HALT;
    world_step(event);
    world_ask((struct world_order){ .qty = 1 });
    ck_assert_int_eq(world.heard.refusal, REFUSAL_HALTED);
    event.command.command = COMMAND_RESUME;
    world_step(event);
    world_fill(world_ask((struct world_order){ .qty = 5 }), 5, 10000, 0);
    event.command.command = COMMAND_REDUCE_ONLY;
    world_step(event);
    world_ask((struct world_order){ .qty = 1 });
    ck_assert_int_eq(world.heard.refusal, REFUSAL_REDUCE_ONLY_MODE);
    ck_assert_uint_ne(world_ask((struct world_order){ .side = SIDE_SELL, .qty = 5 }), 0);
    event.command.command = COMMAND_RESUME;
    world_step(event);
    ck_assert_uint_ne(world_ask((struct world_order){ .qty = 1 }), 0);
}

TEST(core, an_instrument_closes_and_opens)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ 0 }, &it, 1, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    struct event event = { .kind = EV_STATUS };
    world_step(event);
    world_ask((struct world_order){ .qty = 1 });
    ck_assert_int_eq(world.heard.refusal, REFUSAL_NOT_TRADABLE);
    event.status.is_tradable = 1;
    world_step(event);
    ck_assert_uint_ne(world_ask((struct world_order){ .qty = 1 }), 0);
}

TEST(core, time_never_runs_backwards)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ 0 }, &it, 1, fee_schedule_flat(0));
    struct event event = { .kind = EV_TIMER };
    world_step(event);
    int64_t now = world.core->now_ns;
    world.now_ns -= INT64_C(5000000000);
    world_step(event);
    ck_assert_int_eq(world.core->now_ns, now);
    ck_assert_uint_eq(world.core->event_count, 2);
}

TEST(core, a_day_before_1970_begins_at_midnight_too)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ 0 }, &it, 1, fee_schedule_flat(0));
    world.now_ns = -INT64_C(3600000000000); /* 1969-12-31 23:00 */
    struct event event = { .kind = EV_TIMER };
    world_step(event);
    ck_assert_int_eq(world.core->next_day_ns, 0);
    world.now_ns = INT64_C(3600000000000);
    world_step(event);
    ck_assert_int_eq(world.core->next_day_ns, INT64_C(86400000000000));
}

/* Every word of the state that the hash must know. */
TEST(core, the_hash_knows_every_part_of_the_state)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .account = CORE_MARGIN, .is_hedged = true }, &it, 1,
               fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 10000, .qty = 4 });
    world_fill(id, 1, 10000, 10);
    struct core *core = world.core;
    uint64_t before = core_hash(core);
    ck_assert_uint_eq(core_hash(core), before);
    struct order *order = order_table_find(&core->orders, (struct order_id){ id });
    int64_t *words[] = { (int64_t *)&core->event_count,
                         &core->now_ns,
                         &core->volume_cash,
                         (int64_t *)&core->ledger.transfer_count,
                         &core->ledger.balances[3],
                         &core->positions[0].cost_cash,
                         &core->positions[1].pnl_cash,
                         &core->funds[0].reserved_cash,
                         &core->markets[0].last_ticks,
                         (int64_t *)&core->orders.claim_count,
                         &order->qty_lots,
                         &order->filled_lots,
                         &order->limit_ticks,
                         &order->stop_ticks,
                         &order->trail_ticks,
                         &order->stop_loss_ticks,
                         &order->take_profit_ticks,
                         &order->size_value,
                         &order->reserved_cash,
                         &order->filled_cash,
                         &order->fee_cash,
                         &order->ts_ns,
                         &order->expire_ns,
                         (int64_t *)&order->parent.v,
                         (int64_t *)&order->sibling.v };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *words[i] += 1;
        ck_assert_msg(core_hash(core) != before, "word %zu does not count", i);
        *words[i] -= 1;
    }
    uint8_t *bytes[] = { &order->side,      &order->type, &order->tif,         &order->state,
                         &order->size_rule, &order->role, &order->is_triggered };
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        *bytes[i] ^= 1;
        ck_assert_msg(core_hash(core) != before, "byte %zu does not count", i);
        *bytes[i] ^= 1;
    }
    core->is_halted = true;
    uint64_t halted = core_hash(core);
    core->is_halted = false;
    core->is_reduce_only = true;
    ck_assert_uint_ne(core_hash(core), halted);
    ck_assert_uint_ne(core_hash(core), before);
    core->is_reduce_only = false;
    ck_assert_uint_eq(core_hash(core), before);
}

TEST(core, the_check_finds_what_is_wrong_with_the_books)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .account = CORE_MARGIN, .book_count = 2 }, &it, 1,
               fee_schedule_flat(0));
    for (uint16_t book = 0; book < 2; book++) world_deposit(book, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    world_fill(world_ask((struct world_order){ .book = 1, .qty = 4 }), 4, 10000, 0);
    struct core *core = world.core;
    ck_assert(core_check(core));
    struct position *position =
        core_position(core, (struct book_id){ 1 }, (struct instrument_id){ 0 }, 0);
    int64_t *words[] = { &core->ledger.balances[LEDGER_CASH],
                         &position->cost_cash,
                         &position->value_cash,
                         &position->margin_cash,
                         &core->funds[1].marked_cash,
                         &core->funds[1].margin_cash,
                         &core->funds[0].reserved_cash };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *words[i] += 1;
        ck_assert_msg(!core_check(core), "word %zu is not checked", i);
        *words[i] -= 1;
    }
    int64_t lots = position->qty_lots;
    position->qty_lots = 0;
    ck_assert(!core_check(core));
    position->qty_lots = lots;
    core->orders.open_count++;
    ck_assert(!core_check(core));
    core->orders.open_count--;
    ck_assert(core_check(core));
}

static void step_unknown(void *argument)
{
    struct event event = { .kind = *(const uint16_t *)argument };
    world_step(event);
}
static void command_unknown(void *argument)
{
    (void)argument;
    struct event event = { .kind = EV_COMMAND };
    event.command.command = 99;
    world_step(event);
}
static void transfer_unknown(void *argument)
{
    (void)argument;
    struct event event = { .kind = EV_TRANSFER };
    event.transfer.reason = 99;
    world_step(event);
}

TEST(core, an_event_nobody_knows_is_a_bug)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ 0 }, &it, 1, fee_schedule_flat(0));
    static const uint16_t kinds[] = { EV_NONE, EVENT_KIND_COUNT };
    assert_dies(step_unknown, (void *)(uintptr_t)&kinds[0]);
    assert_dies(step_unknown, (void *)(uintptr_t)&kinds[1]);
    assert_dies(command_unknown, NULL);
    assert_dies(transfer_unknown, NULL);
}
