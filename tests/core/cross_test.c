/* Several books and one account: orders that meet inside, and what the venue is told. */
#include "support/core_world.h"

static void open_books(struct core_config config)
{
    struct instrument it = world_instrument("T", 2, 0);
    config.book_count = 3;
    world_open(config, &it, 1, fee_schedule_flat(1000000000)); /* 0.1 % at the venue */
    for (uint16_t book = 0; book < 3; book++) world_deposit(book, 0, INT64_C(100000) * WORLD_UNIT);
    world_bar(0, 10000);
}

static uint64_t rest(uint16_t book, uint8_t side, int64_t limit, int64_t qty)
{
    return world_ask((struct world_order){
        .book = book, .side = side, .type = ORDER_LIMIT, .limit = limit, .qty = qty });
}

static void quote(int64_t bid, int64_t ask)
{
    struct event event = { .kind = EV_PRICE, .flags = PRICE_BID | PRICE_ASK };
    event.price = (struct event_price){ .bid_ticks = bid, .ask_ticks = ask };
    world_step(event);
}

TEST(cross, a_market_order_fills_another_books_limit_at_the_touch_without_a_fee)
{
    open_books((struct core_config){ .account = CORE_CASH });
    uint64_t bid = rest(0, SIDE_BUY, 10000, 4);
    world_fill(world_ask((struct world_order){ .book = 1, .qty = 10 }), 10, 10000, 0);
    int64_t volume = world.core->volume_cash;
    world_ask((struct world_order){ .book = 1, .side = SIDE_SELL, .qty = 4 });
    ck_assert_uint_eq(world.heard.sent_count, 0);
    ck_assert_uint_eq(world.heard.fill_count, 2);
    ck_assert(world.heard.fills[0].is_maker);
    ck_assert(!world.heard.fills[1].is_maker);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(world.heard.fills[i].price_ticks, 10000);
        ck_assert_int_eq(world.heard.fills[i].qty_lots, 4);
        ck_assert_int_eq(world.heard.fills[i].fee_cash, 0);
    }
    ck_assert_uint_eq(world.heard.cancel_count, 1); /* the venue forgets the resting one */
    ck_assert_uint_eq(world.heard.cancelled[0].id.v, bid);
    ck_assert_int_eq(world_find(bid)->state, ORDER_FILLED);
    ck_assert_int_eq(world_position(0, 0)->qty_lots, 4);
    ck_assert_int_eq(world_position(1, 0)->qty_lots, 6);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(99600) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(1, LEDGER_CASH), INT64_C(99400) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(0, LEDGER_FEE), 0);
    ck_assert_int_eq(world_balance(0, LEDGER_CROSSING), 0);
    ck_assert_int_eq(world_balance(1, LEDGER_CROSSING), 0);
    ck_assert_int_eq(world.core->volume_cash, volume);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, 0);
    world_report(EV_CANCELLED, bid); /* the venue's answer is old news */
    ck_assert_uint_eq(world.heard.alarm_count, 0);
}

TEST(cross, what_is_left_of_either_goes_on_at_the_venue)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    uint64_t ask = rest(0, SIDE_SELL, 10000, 4);
    uint64_t buy = world_ask((struct world_order){ .book = 1, .qty = 10 });
    ck_assert_uint_eq(world.heard.sent_count, 1);
    ck_assert_int_eq(order_left_lots(&world.heard.sent[0]), 6);
    ck_assert_int_eq(world_find(buy)->state, ORDER_PARTIAL);
    ck_assert_int_eq(world_find(ask)->state, ORDER_FILLED);
    world_report(EV_ACK, buy);
    world_fill(buy, 6, 10001, 0);
    ck_assert_int_eq(world_position(1, 0)->qty_lots, 10);

    ask = rest(0, SIDE_SELL, 10000, 9);
    buy = world_ask((struct world_order){ .book = 2, .qty = 2 });
    ck_assert_uint_eq(buy, 0);
    ck_assert_uint_eq(world.heard.amend_count, 1);
    ck_assert_int_eq(order_left_lots(&world.heard.amended[0]), 7);
    ck_assert_int_eq(world_find(ask)->state, ORDER_PARTIAL);
}

TEST(cross, the_best_price_comes_first_then_the_oldest)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    uint64_t a = rest(0, SIDE_SELL, 10000, 1), b = rest(2, SIDE_SELL, 9990, 1);
    uint64_t c = rest(0, SIDE_SELL, 9990, 1);
    world_ask((struct world_order){ .book = 1, .qty = 3 });
    ck_assert_uint_eq(world.heard.fill_count, 6);
    ck_assert_uint_eq(world.heard.cancelled[0].id.v, b);
    ck_assert_uint_eq(world.heard.cancelled[1].id.v, c);
    ck_assert_uint_eq(world.heard.cancelled[2].id.v, a);
    ck_assert_int_eq(world.heard.fills[0].price_ticks, 9990);
    ck_assert_int_eq(world.heard.fills[4].price_ticks, 10000);
    a = rest(0, SIDE_BUY, 10000, 1), b = rest(2, SIDE_BUY, 10010, 1);
    world_ask((struct world_order){ .book = 1, .side = SIDE_SELL, .qty = 2 });
    ck_assert_uint_eq(world.heard.cancelled[0].id.v, b);
    ck_assert_uint_eq(world.heard.cancelled[1].id.v, a);
}

TEST(cross, orders_that_would_not_meet_do_not)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    rest(0, SIDE_SELL, 10001, 1); /* behind the touch: somebody else's comes first */
    rest(0, SIDE_BUY, 9999, 1);
    ck_assert_uint_ne(world_ask((struct world_order){ .book = 1, .qty = 1 }), 0);
    ck_assert_uint_ne(world_ask((struct world_order){ .book = 1, .side = SIDE_SELL, .qty = 1 }), 0);
    quote(9999, 10001);
    ck_assert_uint_ne(rest(1, SIDE_BUY, 10000, 1), 0); /* within the spread: it does not reach */
    ck_assert_uint_eq(world_ask((struct world_order){ .book = 1, .qty = 1 }), 0);
    ck_assert_uint_eq(world.heard.fill_count, 2);
    ck_assert_uint_eq(rest(2, SIDE_SELL, 10000, 1), 0);
    ck_assert_uint_eq(world.heard.fill_count, 2);
    ck_assert_int_eq(world.heard.fills[0].price_ticks, 10000);
}

TEST(cross, a_book_does_not_trade_with_itself)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    rest(0, SIDE_SELL, 10000, 1);
    ck_assert_uint_ne(world_ask((struct world_order){ .qty = 1 }), 0);
    ck_assert_uint_eq(world.heard.fill_count, 0);
}

TEST(cross, what_must_not_take_or_cannot_be_taken_goes_to_the_venue)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    uint64_t ask = rest(0, SIDE_SELL, 10000, 1);
    struct world_order buy = { .book = 1, .type = ORDER_LIMIT, .limit = 10000, .qty = 1 };
    buy.flags = ORDER_POST_ONLY;
    uint64_t id = world_ask(buy);
    ck_assert_uint_ne(id, 0);
    world_report(EV_CANCELLED, id);
    buy.flags = ORDER_AT_CLOSE;
    ck_assert_uint_ne(id = world_ask(buy), 0);
    world_report(EV_CANCELLED, id);
    buy.flags = 0;
    buy.tif = TIF_FOK;
    ck_assert_uint_ne(id = world_ask(buy), 0);
    world_report(EV_CANCELLED, id);
    ck_assert_uint_ne(id = world_ask((struct world_order){
                          .book = 1, .type = ORDER_STOP, .stop = 10100, .qty = 1 }),
                      0);
    world_report(EV_CANCELLED, id);
    world_report(EV_LOST, ask); /* nobody knows whether it is there */
    buy.tif = TIF_GTC;
    ck_assert_uint_ne(id = world_ask(buy), 0);
    world_report(EV_CANCELLED, id);
    world_report(EV_ACK, ask);
    ck_assert_uint_eq(world_ask(buy), 0);
    ck_assert_uint_eq(world.heard.fill_count, 2);

    static const uint8_t tifs[] = { TIF_IOC, TIF_FOK };
    for (int i = 0; i < 2; i++) {
        world_ask((struct world_order){
            .side = SIDE_SELL, .type = ORDER_LIMIT, .limit = 10000, .qty = 1, .tif = tifs[i] });
        ck_assert_uint_ne(id = world_ask(buy), 0);
        world_report(EV_CANCELLED, id);
    }
    world_ask((struct world_order){ .side = SIDE_SELL,
                                    .type = ORDER_LIMIT,
                                    .limit = 10000,
                                    .qty = 1,
                                    .flags = ORDER_AT_CLOSE });
    world_ask((struct world_order){ .side = SIDE_SELL, .qty = 1 });
    ck_assert_uint_ne(world_ask(buy), 0);
}

TEST(cross, the_option_refuses_instead)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    world.core->risk.limits[SCOPE_ACCOUNT].is_self_match_refused = true;
    rest(0, SIDE_SELL, 10000, 1);
    ck_assert_uint_eq(world_ask((struct world_order){ .book = 1, .qty = 1 }), 0);
    ck_assert_int_eq(world.heard.refusal, REFUSAL_SELF_MATCH);
    ck_assert_uint_eq(world.heard.fill_count, 0);
}

TEST(cross, a_cash_book_takes_no_more_than_it_can_pay)
{
    open_books((struct core_config){ .account = CORE_CASH });
    world_fill(world_ask((struct world_order){ .book = 1, .qty = 10 }), 10, 10000, 0);
    uint64_t bid = rest(0, SIDE_BUY, 10000, 5);
    world_deposit(0, 0,
                  -INT64_C(99700) * WORLD_UNIT); /* 300 are left: the price of 2, with a fee */
    uint64_t sell = world_ask((struct world_order){ .book = 1, .side = SIDE_SELL, .qty = 5 });
    ck_assert_int_eq(world_position(0, 0)->qty_lots, 2);
    ck_assert_int_eq(order_left_lots(world_find(bid)), 3);
    ck_assert_int_eq(order_left_lots(world_find(sell)), 3);
    ck_assert_int_ge(world_balance(0, LEDGER_CASH), 0);
}

TEST(cross, a_reducing_order_crosses_only_what_its_book_holds)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    world_fill(world_ask((struct world_order){ .qty = 3 }), 3, 10000, 0);
    world_ask((struct world_order){ .side = SIDE_SELL,
                                    .type = ORDER_LIMIT,
                                    .limit = 10000,
                                    .qty = 5,
                                    .flags = ORDER_REDUCE_ONLY });
    uint64_t buy = world_ask((struct world_order){ .book = 1, .qty = 5 });
    ck_assert_int_eq(world_position(0, 0)->qty_lots, 0);
    ck_assert_int_eq(world_position(1, 0)->qty_lots, 3);
    ck_assert_int_eq(order_left_lots(world_find(buy)), 2);
}

TEST(cross, a_crossed_entry_gets_its_protection)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    rest(0, SIDE_SELL, 10000, 5);
    world_ask((struct world_order){ .book = 1, .qty = 5, .stop_loss = 9500, .take_profit = 11000 });
    ck_assert_uint_eq(world.heard.fill_count, 2);
    ck_assert_uint_eq(world.heard.sent_count, 2);
    ck_assert_int_eq(world.heard.sent[0].role, ROLE_STOP_LOSS);
    ck_assert_int_eq(world.heard.sent[1].role, ROLE_TAKE_PROFIT);
}

TEST(cross, the_venue_is_not_told_to_reduce_what_the_net_position_would_not)
{
    open_books((struct core_config){ .account = CORE_MARGIN });
    world_fill(world_ask((struct world_order){ .book = 0, .qty = 10 }), 10, 10000, 0);
    struct world_order close = { .book = 0,
                                 .side = SIDE_SELL,
                                 .type = ORDER_LIMIT,
                                 .limit = 12000,
                                 .qty = 10,
                                 .flags = ORDER_REDUCE_ONLY };
    uint64_t id = world_ask(close);
    ck_assert(!(world.heard.sent[0].flags & ORDER_SENT_PLAIN)); /* net 10: the venue agrees */
    world_report(EV_CANCELLED, id);

    world_fill(world_ask((struct world_order){ .book = 1, .side = SIDE_SELL, .qty = 4 }), 4, 10000,
               0);
    id = world_ask(close);
    ck_assert(world.heard.sent[0].flags & ORDER_SENT_PLAIN); /* net 6, and 10 are to be sold */
    ck_assert(world.heard.sent[0].flags & ORDER_REDUCE_ONLY);
    world_amend(id, 6, 0, 0);
    ck_assert(!(world.heard.amended[0].flags & ORDER_SENT_PLAIN));
    world_report(EV_CANCELLED, id);

    world_fill(world_ask((struct world_order){ .book = 2, .side = SIDE_SELL, .qty = 9 }), 9, 10000,
               0);
    close.qty = 1;
    world_ask(close);
    ck_assert(world.heard.sent[0].flags & ORDER_SENT_PLAIN); /* net -3 */
    close.book = 1;
    close.side = SIDE_BUY;
    close.limit = 9000;
    close.qty = 3;
    world_ask(close);
    ck_assert(!(world.heard.sent[0].flags & ORDER_SENT_PLAIN));
    /* An order that may enlarge is never marked. */
    world_ask((struct world_order){ .book = 0, .side = SIDE_SELL, .qty = 1 });
    ck_assert(!(world.heard.sent[0].flags & ORDER_SENT_PLAIN));
}
