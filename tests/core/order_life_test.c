/* The life of an order in the core: asked, held, sized, sent, filled, amended, ended, with its legs
 * and siblings. */
#include "support/core_world.h"

#include <string.h>

/* One instrument, two price and no lot decimals: a lot at 100.00 is 100.00; no fee. */
static void open_world(enum core_account account)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .account = account }, &it, 1, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(100000) * WORLD_UNIT);
    world_bar(0, 10000);
}

static struct event report_of(enum event_kind kind, uint64_t order, int64_t qty)
{
    struct event event = { .kind = (uint16_t)kind };
    event.report = (struct event_report){ .order = order, .qty_lots = qty, .price_ticks = 10000 };
    return event;
}

/* Every story of an order for 3 lots: at most three fills of 1 or 2 lots, one acknowledgement, one
 * loss, one cancellation, in every order of arrival. Whatever comes, cash and position are those of
 * the fills, and what is reserved is what is open. */
static void tell_story(const int *story, int length)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 10000, .qty = 3 });
    ck_assert_uint_ne(id, 0);
    int64_t filled = 0;
    bool is_ended = false;
    for (int i = 0; i < length; i++) {
        static const enum event_kind kinds[] = { EV_FILL, EV_FILL, EV_ACK, EV_LOST, EV_CANCELLED };
        int64_t qty = story[i] == 1 ? 2 : 1;
        bool is_fill = kinds[story[i]] == EV_FILL;
        bool was_ended = is_ended, is_over = is_fill && filled + qty > 3;
        world_step(report_of(kinds[story[i]], id, qty));
        if (is_fill) filled += qty;
        if (filled >= 3 || kinds[story[i]] == EV_CANCELLED) is_ended = true;
        const struct order *order = world_find(id);
        ck_assert_int_eq(order_is_open(order), !is_ended);
        ck_assert_int_eq(order->filled_lots, filled);
        ck_assert_int_eq(world.heard.alarm_count > 0, is_over);
        ck_assert_int_eq(world_position(0, 0)->qty_lots, filled);
        ck_assert_int_eq(world_balance(0, LEDGER_CASH),
                         (INT64_C(100000) - filled * 100) * WORLD_UNIT);
        int64_t open = is_ended ? 0 : 3 - filled;
        ck_assert_int_eq(world_position(0, 0)->open_buy_lots, open);
        ck_assert_uint_eq(world_position(0, 0)->open_orders, is_ended ? 0 : 1);
        ck_assert_int_eq(world.core->funds[0].reserved_cash, open * 100 * WORLD_UNIT);
        if (kinds[story[i]] == EV_LOST && !was_ended) ck_assert_int_eq(order->state, ORDER_UNKNOWN);
        if (filled >= 3) ck_assert_int_eq(order->state, ORDER_FILLED);
    }
}

static int story_count;
static void tell_stories(int *story, int length, int fills, int rest)
{
    if (length > 0) {
        tell_story(story, length);
        story_count++;
    }
    for (int next = 0; next < 5; next++) {
        if (next < 2 ? fills == 3 : (rest & 1 << next) != 0) continue;
        story[length] = next;
        tell_stories(story, length + 1, fills + (next < 2), next < 2 ? rest : rest | 1 << next);
    }
}

TEST(order_life, every_interleaving_of_fills_ack_loss_and_cancellation_adds_up)
{
    int story[6];
    tell_stories(story, 0, 0, 0);
    ck_assert_int_eq(story_count, 2081); /* 16 + 98 + 424 + 1544, less the empty one */
}

TEST(order_life, an_order_whose_answer_was_lost_keeps_its_worst_case_reserved)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 9900, .qty = 5 });
    world_report(EV_LOST, id);
    ck_assert_int_eq(world_find(id)->state, ORDER_UNKNOWN);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(495) * WORLD_UNIT);
    world_amend(id, 6, 0, 0);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(594) * WORLD_UNIT);
    world_report(EV_REFUSE, id);
    ck_assert_int_eq(world_find(id)->state, ORDER_REFUSED);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, 0);
}

TEST(order_life, a_partial_fill_of_unknown_leaves_the_rest_reserved)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 9900, .qty = 5 });
    world_report(EV_LOST, id);
    world_fill(id, 2, 9900, 0);
    world_report(EV_LOST, id);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(297) * WORLD_UNIT);
}

TEST(order_life, a_report_about_nobody_raises_an_alarm)
{
    open_world(CORE_CASH);
    world_fill(12345, 1, 100, 0);
    ck_assert_uint_eq(world.heard.alarm_count, 1);
    ck_assert_str_eq(world.heard.alarm, "a report names an order that nobody remembers");
    ck_assert_uint_eq(world.core->alarm_count, 1);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(100000) * WORLD_UNIT);
}

TEST(order_life, an_overfill_is_booked_and_raises_an_alarm)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .qty = 3 });
    world_fill(id, 5, 10000, 0);
    ck_assert_int_eq(world_position(0, 0)->qty_lots, 5);
    ck_assert_int_eq(world_find(id)->state, ORDER_FILLED);
    ck_assert_str_eq(world.heard.alarm, "the venue filled more than was open");
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 0);
}

TEST(order_life, a_trigger_is_remembered)
{
    open_world(CORE_MARGIN);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_STOP, .stop = 10100, .qty = 3 });
    ck_assert_int_eq(world_find(id)->is_triggered, 0);
    world_report(EV_TRIGGERED, id);
    ck_assert_int_eq(world_find(id)->is_triggered, 1);
}

TEST(order_life, a_refusal_of_the_venue_carries_its_reason)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .qty = 3 });
    struct event event = report_of(EV_REFUSE, id, 0);
    event.report.reason = REFUSAL_FOK;
    world_step(event);
    ck_assert_int_eq(world_find(id)->refusal, REFUSAL_FOK);
    ck_assert_int_eq(world_find(id)->state, ORDER_REFUSED);
}

TEST(order_life, expiry_ends_and_frees)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){
        .type = ORDER_LIMIT, .limit = 9000, .qty = 3, .tif = TIF_GTD, .expire_ns = INT64_MAX });
    ck_assert_int_eq(world_find(id)->expire_ns, INT64_MAX);
    world_report(EV_EXPIRED, id);
    ck_assert_int_eq(world_find(id)->state, ORDER_EXPIRED);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, 0);
}

TEST(order_life, a_cancel_goes_to_the_venue_and_ends_only_by_its_answer)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 9000, .qty = 3 });
    world_report(EV_CANCEL, id);
    ck_assert_uint_eq(world.heard.cancel_count, 1);
    ck_assert_uint_eq(world.heard.cancelled[0].id.v, id);
    ck_assert(order_is_open(world_find(id)));
    world_report(EV_CANCELLED, id);
    world_report(EV_CANCEL, id);
    ck_assert_uint_eq(world.heard.cancel_count, 0);
    world_report(EV_CANCEL, 999999);
    ck_assert_uint_eq(world.heard.cancel_count, 0);
    ck_assert_uint_eq(world.heard.alarm_count, 0);
}

TEST(order_life, a_full_table_refuses_with_the_askers_reference)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .orders_max = 2 }, &it, 1, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(100000) * WORLD_UNIT);
    world_bar(0, 10000);
    ck_assert_uint_ne(world_ask((struct world_order){ .qty = 1 }), 0);
    ck_assert_uint_ne(world_ask((struct world_order){ .qty = 1 }), 0);
    ck_assert_uint_eq(world_ask((struct world_order){ .qty = 1, .ref = 77 }), 0);
    ck_assert_int_eq(world.heard.refusal, REFUSAL_TABLE_FULL);
    ck_assert_uint_eq(world.heard.ref, 77);
    ck_assert_uint_eq(world.heard.refused_order, 0);
}

TEST(order_life, no_price_no_order)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ 0 }, &it, 1, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(100000) * WORLD_UNIT);
    world_ask((struct world_order){ .qty = 1, .ref = 5 });
    ck_assert_int_eq(world.heard.refusal, REFUSAL_REFERENCE_MISSING);
    world_ask((struct world_order){ .qty = 100, .size_rule = SIZE_RULE_ALL });
    ck_assert_int_eq(world.heard.refusal, REFUSAL_REFERENCE_MISSING);
    ck_assert_uint_eq(world_position(0, 0)->open_orders, 0);
}

TEST(order_life, terms_are_for_the_next_order_only)
{
    open_world(CORE_MARGIN);
    uint64_t a = world_ask((struct world_order){ .qty = 1, .stop_loss = 9000 });
    uint64_t b = world_ask((struct world_order){ .qty = 1 });
    ck_assert_int_eq(world_find(a)->stop_loss_ticks, 9000);
    ck_assert_int_eq(world_find(b)->stop_loss_ticks, 0);
}

TEST(order_life, a_target_on_the_wrong_side_of_its_stop_is_refused)
{
    open_world(CORE_MARGIN);
    ck_assert_uint_eq(
        world_ask((struct world_order){ .qty = 1, .stop_loss = 9000, .take_profit = 8000 }), 0);
    ck_assert_int_eq(world.heard.refusal, REFUSAL_TERMS);
    ck_assert_uint_eq(
        world_ask((struct world_order){ .qty = 1, .stop_loss = 9000, .take_profit = 9000 }), 0);
    ck_assert_uint_eq(world_ask((struct world_order){
                          .side = SIDE_SELL, .qty = 1, .stop_loss = 9000, .take_profit = 11000 }),
                      0);
    ck_assert_uint_ne(world_ask((struct world_order){
                          .side = SIDE_SELL, .qty = 1, .stop_loss = 11000, .take_profit = 9000 }),
                      0);
}

/* ---- brackets ----------------------------------------------------------------------------------
 */

static uint64_t bracket(int64_t qty)
{
    return world_ask((struct world_order){ .qty = qty, .stop_loss = 9500, .take_profit = 11000 });
}

TEST(order_life, a_fill_brings_both_legs_to_life)
{
    open_world(CORE_CASH);
    uint64_t parent = bracket(10);
    ck_assert_uint_eq(world.heard.sent_count, 1);
    world_fill(parent, 10, 10000, 0);
    ck_assert_uint_eq(world.heard.sent_count, 2);
    const struct order *stop = &world.heard.sent[0], *target = &world.heard.sent[1];
    ck_assert_int_eq(stop->role, ROLE_STOP_LOSS);
    ck_assert_int_eq(stop->type, ORDER_STOP);
    ck_assert_int_eq(stop->stop_ticks, 9500);
    ck_assert_int_eq(stop->side, SIDE_SELL);
    ck_assert_int_eq(stop->qty_lots, 10);
    ck_assert(stop->flags & ORDER_REDUCE_ONLY);
    ck_assert_uint_eq(stop->parent.v, parent);
    ck_assert_int_eq(target->role, ROLE_TAKE_PROFIT);
    ck_assert_int_eq(target->type, ORDER_LIMIT);
    ck_assert_int_eq(target->limit_ticks, 11000);
    ck_assert_int_eq(target->side, SIDE_SELL);
    ck_assert_int_eq(target->qty_lots, 10);
    ck_assert_uint_eq(world_find(stop->id.v)->sibling.v, target->id.v);
    ck_assert_uint_eq(target->sibling.v, stop->id.v);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, 0);
    ck_assert_int_eq(world_position(0, 0)->open_sell_lots, 0);
    ck_assert_uint_eq(world_position(0, 0)->open_orders, 2);
}

TEST(order_life, one_leg_alone_has_no_sibling)
{
    open_world(CORE_MARGIN);
    uint64_t parent =
        world_ask((struct world_order){ .side = SIDE_SELL, .qty = 4, .stop_loss = 10500 });
    world_fill(parent, 4, 10000, 0);
    ck_assert_uint_eq(world.heard.sent_count, 1);
    ck_assert_int_eq(world.heard.sent[0].role, ROLE_STOP_LOSS);
    ck_assert_int_eq(world.heard.sent[0].side, SIDE_BUY);
    ck_assert_uint_eq(world_find(world.heard.sent[0].id.v)->sibling.v, 0);
    world_fill(world.heard.sent[0].id.v, 4, 10500, 0);

    parent = world_ask((struct world_order){ .side = SIDE_SELL, .qty = 4, .take_profit = 9500 });
    world_fill(parent, 4, 10000, 0);
    ck_assert_uint_eq(world.heard.sent_count, 1);
    ck_assert_int_eq(world.heard.sent[0].role, ROLE_TAKE_PROFIT);
    ck_assert_uint_eq(world_find(world.heard.sent[0].id.v)->sibling.v, 0);
}

TEST(order_life, legs_grow_with_partial_fills)
{
    open_world(CORE_CASH);
    uint64_t parent = bracket(10);
    world_fill(parent, 4, 10000, 0);
    uint64_t stop = world.heard.sent[0].id.v, target = world.heard.sent[1].id.v;
    ck_assert_int_eq(world_find(stop)->qty_lots, 4);
    world_fill(parent, 6, 10000, 0);
    ck_assert_uint_eq(world.heard.sent_count, 0);
    ck_assert_uint_eq(world.heard.amend_count, 2);
    ck_assert_uint_eq(world.heard.amended[0].id.v, stop);
    ck_assert_int_eq(world.heard.amended[0].qty_lots, 10);
    ck_assert_uint_eq(world.heard.amended[1].id.v, target);
    ck_assert_int_eq(world_find(target)->qty_lots, 10);
}

TEST(order_life, a_filled_leg_cancels_the_other)
{
    open_world(CORE_CASH);
    world_fill(bracket(10), 10, 10000, 0);
    uint64_t stop = world.heard.sent[0].id.v, target = world.heard.sent[1].id.v;
    world_fill(target, 10, 11000, 0);
    ck_assert_uint_ge(world.heard.cancel_count, 1);
    ck_assert_uint_eq(world.heard.cancelled[0].id.v, stop);
    ck_assert_int_eq(world_position(0, 0)->qty_lots, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(100100) * WORLD_UNIT);
}

TEST(order_life, a_leg_filled_in_part_shrinks_the_other_at_the_venue_too)
{
    open_world(CORE_CASH);
    world_fill(bracket(10), 10, 10000, 0);
    uint64_t stop = world.heard.sent[0].id.v, target = world.heard.sent[1].id.v;
    world_fill(target, 3, 11000, 0);
    ck_assert_uint_eq(world.heard.cancel_count, 0);
    ck_assert_uint_eq(world.heard.amend_count, 1);
    ck_assert_uint_eq(world.heard.amended[0].id.v, stop);
    ck_assert_int_eq(world.heard.amended[0].qty_lots, 7);
    world_fill(stop, 7, 9500, 0);
    ck_assert_uint_ge(world.heard.cancel_count, 1);
    ck_assert_uint_eq(world.heard.cancelled[0].id.v, target);
    ck_assert_int_eq(world_position(0, 0)->qty_lots, 0);
}

TEST(order_life, a_position_closed_by_hand_leaves_no_orphans)
{
    open_world(CORE_CASH);
    world_fill(bracket(10), 10, 10000, 0);
    uint64_t sell = world_ask((struct world_order){ .side = SIDE_SELL, .qty = 10 });
    world_fill(sell, 4, 10000, 0);
    ck_assert_uint_eq(world.heard.cancel_count, 0);
    world_fill(sell, 6, 10000, 0);
    ck_assert_uint_eq(world.heard.cancel_count, 2);
}

TEST(order_life, legs_of_a_position_that_was_turned_round_end_too)
{
    open_world(CORE_MARGIN);
    world_fill(bracket(10), 10, 10000, 0);
    uint64_t sell = world_ask((struct world_order){ .side = SIDE_SELL, .qty = 15 });
    world_fill(sell, 15, 10000, 0);
    ck_assert_int_eq(world_position(0, 0)->qty_lots, -5);
    ck_assert_uint_eq(world.heard.cancel_count, 2);
}

TEST(order_life, other_books_and_slots_keep_their_legs)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .account = CORE_MARGIN, .book_count = 2, .is_hedged = true },
               &it, 1, fee_schedule_flat(0));
    for (uint16_t book = 0; book < 2; book++) world_deposit(book, 0, INT64_C(100000) * WORLD_UNIT);
    world_bar(0, 10000);
    for (uint16_t book = 0; book < 2; book++) {
        uint64_t buy = world_ask((struct world_order){ .book = book, .qty = 5, .stop_loss = 9000 });
        world_fill(buy, 5, 10000, 0);
        ck_assert_uint_eq(world.heard.sent_count, 1);
        uint64_t sell = world_ask((struct world_order){ .book = book,
                                                        .side = SIDE_SELL,
                                                        .qty = 5,
                                                        .stop_loss = 11000,
                                                        .flags = ORDER_HEDGE_SHORT });
        world_fill(sell, 5, 10000, 0);
        ck_assert_uint_eq(world.heard.sent_count, 1);
        ck_assert(world.heard.sent[0].flags & ORDER_HEDGE_SHORT);
    }
    struct instrument_id t = { 0 };
    ck_assert_int_eq(core_position(world.core, (struct book_id){ 1 }, t, 0)->qty_lots, 5);
    ck_assert_int_eq(core_position(world.core, (struct book_id){ 1 }, t, 1)->qty_lots, -5);
    uint64_t close = world_ask((struct world_order){ .book = 1, .side = SIDE_SELL, .qty = 5 });
    world_fill(close, 5, 10000, 0);
    ck_assert_uint_eq(world.heard.cancel_count, 1);
    ck_assert_uint_eq(world.heard.cancelled[0].book.v, 1);
    ck_assert(!(world.heard.cancelled[0].flags & ORDER_HEDGE_SHORT));
    ck_assert_int_eq(core_position(world.core, (struct book_id){ 1 }, t, 1)->qty_lots, -5);
}

TEST(order_life, no_room_for_a_leg_raises_an_alarm)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .orders_max = 2 }, &it, 1, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(100000) * WORLD_UNIT);
    world_bar(0, 10000);
    uint64_t parent = bracket(10);
    world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 9000, .qty = 1 });
    world_fill(parent, 4, 10000, 0);
    ck_assert_uint_eq(world.heard.alarm_count, 2);
    ck_assert_str_eq(world.heard.alarm, "there is no room for a protective order");
}

/* ---- one triggers the other, one cancels the other ---------------------------------------------
 */

TEST(order_life, a_child_waits_for_its_parents_fill)
{
    open_world(CORE_CASH);
    uint64_t parent = world_ask((struct world_order){ .qty = 5 });
    uint64_t child = world_ask((struct world_order){
        .side = SIDE_SELL, .type = ORDER_LIMIT, .limit = 12000, .qty = 5, .parent = parent });
    ck_assert_uint_eq(world.heard.sent_count, 0);
    ck_assert_uint_eq(world.heard.wait_count, 1);
    ck_assert_int_eq(world_find(child)->state, ORDER_INTENT);
    ck_assert(world_find(child)->flags & ORDER_HELD);
    world_fill(parent, 5, 10000, 0);
    ck_assert_uint_eq(world.heard.sent_count, 1);
    ck_assert_uint_eq(world.heard.sent[0].id.v, child);
    ck_assert(!(world_find(child)->flags & ORDER_HELD));
    ck_assert_int_eq(world_find(child)->state, ORDER_SENT);
}

TEST(order_life, a_child_sized_by_a_rule_is_sized_when_it_is_released)
{
    open_world(CORE_CASH);
    uint64_t parent = world_ask((struct world_order){ .qty = 5 });
    uint64_t child = world_ask((struct world_order){ .side = SIDE_SELL,
                                                     .type = ORDER_LIMIT,
                                                     .limit = 12000,
                                                     .size_rule = SIZE_RULE_POSITION,
                                                     .parent = parent });
    world_fill(parent, 5, 10000, 0);
    ck_assert_int_eq(world_find(child)->qty_lots, 5);
    ck_assert_int_eq(world_position(0, 0)->open_sell_lots, 5);
}

TEST(order_life, a_child_of_a_filled_parent_goes_at_once_and_of_nobody_never)
{
    open_world(CORE_CASH);
    uint64_t parent = world_ask((struct world_order){ .qty = 5 });
    world_fill(parent, 5, 10000, 0);
    uint64_t child = world_ask((struct world_order){
        .side = SIDE_SELL, .type = ORDER_LIMIT, .limit = 12000, .qty = 5, .parent = parent });
    ck_assert_uint_ne(child, 0);
    ck_assert_uint_eq(world.heard.sent_count, 1);
    ck_assert_uint_eq(world_ask((struct world_order){ .qty = 5, .parent = 987654 }), 0);
    ck_assert_int_eq(world.heard.refusal, REFUSAL_PARENT);
}

TEST(order_life, what_waits_is_cancelled_and_amended_without_the_venue)
{
    open_world(CORE_CASH);
    uint64_t parent = world_ask((struct world_order){ .qty = 5 });
    uint64_t child = world_ask(
        (struct world_order){ .type = ORDER_LIMIT, .limit = 9000, .qty = 5, .parent = parent });
    world_amend(child, 3, 9100, 0);
    ck_assert_uint_eq(world.heard.amend_count, 0);
    ck_assert_int_eq(world_find(child)->qty_lots, 3);
    ck_assert_int_eq(world_find(child)->limit_ticks, 9100);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 8);
    world_report(EV_CANCEL, child);
    ck_assert_uint_eq(world.heard.cancel_count, 0);
    ck_assert_int_eq(world_find(child)->state, ORDER_CANCELLED);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 5);
}

TEST(order_life, of_two_siblings_the_fill_of_one_takes_its_part_off_the_other)
{
    open_world(CORE_CASH);
    uint64_t a = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 9000, .qty = 10 });
    uint64_t b = world_ask(
        (struct world_order){ .type = ORDER_STOP, .stop = 11000, .qty = 10, .sibling = a });
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(1900) * WORLD_UNIT);
    world_fill(b, 4, 11000, 0);
    ck_assert_int_eq(world_find(a)->qty_lots, 6);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(1140) * WORLD_UNIT);
    ck_assert_uint_eq(world.heard.amend_count, 1);
    world_fill(b, 6, 11000, 0);
    ck_assert_uint_eq(world.heard.cancel_count, 1);
    ck_assert_uint_eq(world.heard.cancelled[0].id.v, a);
    world_report(EV_CANCELLED, a);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, 0);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 0);
}

/* ---- amending ----------------------------------------------------------------------------------
 */

TEST(order_life, an_amendment_changes_what_it_names_and_moves_the_reservation)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask(
        (struct world_order){ .type = ORDER_STOP_LIMIT, .limit = 10000, .stop = 9000, .qty = 10 });
    world_amend(id, 0, 9500, 0);
    ck_assert_uint_eq(world.heard.amend_count, 1);
    ck_assert_int_eq(world_find(id)->limit_ticks, 9500);
    ck_assert_int_eq(world_find(id)->stop_ticks, 9000);
    ck_assert_int_eq(world_find(id)->qty_lots, 10);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(950) * WORLD_UNIT);
    world_amend(id, 20, 0, 9100);
    ck_assert_int_eq(world_find(id)->stop_ticks, 9100);
    ck_assert_int_eq(world_find(id)->qty_lots, 20);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 20);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(1900) * WORLD_UNIT);
}

TEST(order_life, a_refused_amendment_changes_nothing)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 10000, .qty = 10 });
    struct order before = *world_find(id);
    world_amend(id, 1001, 0, 0);
    ck_assert_int_eq(world.heard.refusal, REFUSAL_BUYING_POWER);
    ck_assert_uint_eq(world.heard.amend_count, 0);
    ck_assert_mem_eq(world_find(id), &before, sizeof before);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 10);
    world_amend(id, 1000, 0, 0); /* its own reservation is not in its way */
    ck_assert_uint_eq(world.heard.amend_count, 1);
}

TEST(order_life, an_amendment_below_what_is_filled_leaves_the_quantity)
{
    open_world(CORE_CASH);
    uint64_t id = world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 10000, .qty = 10 });
    world_fill(id, 4, 10000, 0);
    world_amend(id, 4, 9900, 0);
    ck_assert_int_eq(world_find(id)->qty_lots, 10);
    world_amend(id, 5, 0, 0);
    ck_assert_int_eq(world_find(id)->qty_lots, 5);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 1);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(99) * WORLD_UNIT);
    world_report(EV_CANCELLED, id);
    world_amend(id, 50, 0, 0);
    ck_assert_uint_eq(world.heard.amend_count, 0);
    world_amend(424242, 50, 0, 0);
    ck_assert_uint_eq(world.heard.amend_count, 0);
}

TEST(order_life, an_amended_sell_is_not_in_its_own_way)
{
    open_world(CORE_CASH);
    world_fill(world_ask((struct world_order){ .qty = 10 }), 10, 10000, 0);
    uint64_t sell = world_ask(
        (struct world_order){ .side = SIDE_SELL, .type = ORDER_LIMIT, .limit = 11000, .qty = 8 });
    world.core->risk.limits[SCOPE_ACCOUNT].position_notional_max = 1;
    world_amend(sell, 10, 0, 0);
    ck_assert_uint_eq(world.heard.amend_count, 1);
    world_amend(sell, 11, 0, 0);
    ck_assert_uint_eq(world.heard.refuse_count, 1);
    ck_assert_int_eq(world_position(0, 0)->open_sell_lots, 10);
}

/* ---- the limits, through the core --------------------------------------------------------------
 */

TEST(order_life, as_many_orders_may_be_open_as_the_limit_says)
{
    open_world(CORE_CASH);
    world.core->risk.limits[SCOPE_ACCOUNT].orders_open_max = 2;
    struct world_order order = { .type = ORDER_LIMIT, .limit = 9000, .qty = 1 };
    uint64_t first = world_ask(order);
    ck_assert_uint_ne(first, 0);
    ck_assert_uint_ne(world_ask(order), 0);
    ck_assert_uint_eq(world_ask(order), 0);
    ck_assert_int_eq(world.heard.refusal, REFUSAL_OPEN_ORDERS);
    world_amend(first, 2, 0, 0);
    ck_assert_uint_eq(world.heard.amend_count, 1);
    world_report(EV_CANCELLED, first);
    ck_assert_uint_ne(world_ask(order), 0);
}

TEST(order_life, a_budget_counts_orders_and_positions)
{
    static const enum core_account accounts[] = { CORE_CASH, CORE_MARGIN };
    for (int scope = 0; scope < 2; scope++)
        for (int i = 0; i < 2; i++) {
            open_world(accounts[i]);
            *(scope ? &world.core->risk.limits[SCOPE_ACCOUNT].budget_max
                    : &world.core->risk.book_limits[0].budget_max) = INT64_C(1000) * WORLD_UNIT;
            uint64_t id = world_ask((struct world_order){ .qty = 6 });
            world_fill(id, 6, 10000, 0);
            ck_assert_uint_eq(world_ask((struct world_order){ .qty = 5 }), 0);
            ck_assert_int_eq(world.heard.refusal, REFUSAL_BUDGET);
            id = world_ask((struct world_order){ .qty = 3 });
            ck_assert_uint_ne(id, 0);
            ck_assert_uint_eq(world_ask((struct world_order){ .qty = 2 }), 0);
            world_report(EV_CANCELLED, id);
            ck_assert_uint_ne(
                world_ask((struct world_order){ .type = ORDER_LIMIT, .limit = 10000, .qty = 4 }),
                0);
        }
}

TEST(order_life, a_days_loss_is_the_books_or_the_accounts_and_ends_with_the_day)
{
    struct instrument it = world_instrument("T", 2, 0);
    for (int scope = 0; scope < 2; scope++) {
        world_open((struct core_config){ .book_count = 2 }, &it, 1, fee_schedule_flat(0));
        for (uint16_t book = 0; book < 2; book++)
            world_deposit(book, 0, INT64_C(10000) * WORLD_UNIT);
        world_bar(0, 10000);
        world.now_ns += INT64_C(86400000000000);
        world_bar(0, 10000); /* a new day begins with 10,000 in each book */
        *(scope ? &world.core->risk.limits[SCOPE_ACCOUNT].loss_daily_max
                : &world.core->risk.book_limits[0].loss_daily_max) = INT64_C(100) * WORLD_UNIT;
        world_fill(world_ask((struct world_order){ .qty = 10 }), 10, 10000, 0);
        world_bar(0, 9001);
        ck_assert_uint_ne(world_ask((struct world_order){ .qty = 1 }), 0);
        world_bar(0, 9000);
        ck_assert_uint_eq(world_ask((struct world_order){ .qty = 1 }), 0);
        ck_assert_int_eq(world.heard.refusal, REFUSAL_DAILY_LOSS);
        ck_assert_int_eq(world_ask((struct world_order){ .book = 1, .qty = 1 }) != 0, scope == 0);
        ck_assert_uint_ne(world_ask((struct world_order){ .side = SIDE_SELL, .qty = 1 }), 0);
        world.now_ns += INT64_C(86400000000000);
        ck_assert_uint_ne(world_ask((struct world_order){ .qty = 1 }), 0);
    }
}

TEST(order_life, own_orders_on_the_other_side_are_seen_where_the_option_says_so)
{
    open_world(CORE_MARGIN);
    struct world_order sell = { .side = SIDE_SELL, .type = ORDER_LIMIT, .limit = 10100, .qty = 1 };
    struct world_order buy = { .type = ORDER_LIMIT, .limit = 9900, .qty = 1 };
    world_ask(sell);
    sell.limit = 10050;
    world_ask(sell);
    world_ask(buy);
    buy.limit = 9950;
    world_ask(buy);
    world_ask((struct world_order){ .type = ORDER_STOP, .stop = 20000, .qty = 1 });
    for (int scope = 0; scope < 2; scope++) {
        world.core->risk.book_limits[0].is_self_match_refused = scope == 0;
        world.core->risk.limits[SCOPE_HOUSE].is_self_match_refused = scope == 1;
        buy.limit = 10050;
        ck_assert_uint_eq(world_ask(buy), 0);
        ck_assert_int_eq(world.heard.refusal, REFUSAL_SELF_MATCH);
        sell.limit = 9950;
        ck_assert_uint_eq(world_ask(sell), 0);
        sell.limit = 9951;
        ck_assert_uint_ne(world_ask(sell), 0);
        world_report(EV_CANCELLED, world.heard.sent[0].id.v);
    }
}
