/* What a book has: cash, margin, marks, conversion, funding, settlement, and sizes by rule. */
#include "support/core_world.h"

static const int64_t e12 = INT64_C(1000000000000);

static void open_one(struct core_config config, struct fee_schedule fees)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open(config, &it, 1, fees);
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
}

static void buy(uint16_t book, int64_t qty, int64_t price, int64_t fee)
{
    world_fill(world_ask((struct world_order){ .book = book, .qty = qty }), qty, price, fee);
}
static void sell(uint16_t book, int64_t qty, int64_t price, int64_t fee)
{
    world_fill(world_ask((struct world_order){ .book = book, .side = SIDE_SELL, .qty = qty }), qty,
               price, fee);
}

static int64_t equity(uint16_t book) { return core_equity(world.core, (struct book_id){ book }); }
static int64_t free_of(uint16_t book)
{
    return core_free(world.core, (struct book_id){ book }, (struct asset_id){ 0 });
}

static void send_price(uint16_t flags, struct event_price price)
{
    struct event event = { .kind = EV_PRICE, .flags = flags, .price = price };
    world_step(event);
}

static void fall_due(enum event_kind kind, int64_t rate_e12, int64_t price)
{
    struct event event = { .kind = (uint16_t)kind };
    event.funding.rate_e12 = rate_e12;
    event.funding.price_ticks = price;
    world_step(event);
}

TEST(account, a_mark_counts_before_the_last_trade_and_others_are_only_kept)
{
    open_one((struct core_config){ .account = CORE_MARGIN }, fee_schedule_flat(0));
    buy(0, 10, 10000, 0);
    send_price(PRICE_LAST, (struct event_price){ .last_ticks = 10100, .mark_ticks = 1 });
    ck_assert_int_eq(equity(0), INT64_C(10010) * WORLD_UNIT);
    send_price(PRICE_MARK, (struct event_price){ .mark_ticks = 10300, .last_ticks = 1 });
    ck_assert_int_eq(equity(0), INT64_C(10030) * WORLD_UNIT);
    send_price(PRICE_LAST | PRICE_INDEX | PRICE_BID | PRICE_ASK,
               (struct event_price){ 12000, 1, 11000, 10290, 10310 });
    ck_assert_int_eq(equity(0), INT64_C(10030) * WORLD_UNIT);
    const struct market *market = &world.core->markets[0];
    ck_assert_int_eq(market->last_ticks, 12000);
    ck_assert_int_eq(market->mark_ticks, 10300);
    ck_assert_int_eq(market->index_ticks, 11000);
    ck_assert_int_eq(market->bid_ticks, 10290);
    ck_assert_int_eq(market->ask_ticks, 10310);
    ck_assert_int_eq(market->ts_ns, world.now_ns);
    world_bar(0, 9000); /* a trade does not move the mark */
    ck_assert_int_eq(equity(0), INT64_C(10030) * WORLD_UNIT);
}

TEST(account, one_unit_is_moved_like_any_other)
{
    open_one((struct core_config){ .book_count = 2 }, fee_schedule_flat(0));
    world_deposit(0, 0, 1);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(10000) * WORLD_UNIT + 1);
    ck_assert_int_eq(world_balance(0, LEDGER_WORLD), -INT64_C(10000) * WORLD_UNIT - 1);
    uint64_t moves = world.core->ledger.transfer_count;
    world_deposit(0, 0, 0);
    ck_assert_uint_eq(world.core->ledger.transfer_count, moves);
}

TEST(account, money_comes_goes_and_moves_between_books_for_a_reason)
{
    open_one((struct core_config){ .book_count = 2 }, fee_schedule_flat(0));
    struct event event = { .kind = EV_TRANSFER };
    event.transfer = (struct event_transfer){
        .amount = 300, .book = 1, .from_book = 0, .reason = TRANSFER_BOOK
    };
    world_step(event);
    ck_assert_int_eq(world_balance(1, LEDGER_CASH), 300);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(10000) * WORLD_UNIT - 300);
    event.transfer =
        (struct event_transfer){ .amount = 7, .book = 1, .reason = TRANSFER_BANKRUPTCY };
    world_step(event);
    ck_assert_int_eq(world_balance(1, LEDGER_BANKRUPTCY), -7);
    event.transfer =
        (struct event_transfer){ .amount = -9, .book = 1, .reason = TRANSFER_SUSPENSE };
    world_step(event);
    ck_assert_int_eq(world_balance(1, LEDGER_SUSPENSE), 9);
    ck_assert_int_eq(world_balance(1, LEDGER_CASH), 298);
    ck_assert_int_eq(core_account_equity(world.core), INT64_C(10000) * WORLD_UNIT - 2);
}

TEST(account, margin_is_the_notional_by_leverage_rounded_up_or_by_tier)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .account = CORE_MARGIN, .leverage_e12 = 3 * e12 }, &it, 1,
               fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    buy(0, 10, 10000, 0);
    ck_assert_int_eq(world.core->funds[0].margin_cash, INT64_C(33333333334));
    ck_assert_int_eq(free_of(0), INT64_C(10000) * WORLD_UNIT - INT64_C(33333333334));

    it.tier_count = 2;
    it.tiers[0] = (struct margin_tier){ 0, e12 / 10, 0 };
    it.tiers[1] = (struct margin_tier){ INT64_C(1000) * WORLD_UNIT, e12 / 5, 0 };
    world_open((struct core_config){ .account = CORE_MARGIN, .leverage_e12 = 3 * e12 }, &it, 1,
               fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    sell(0, 9, 10000, 0);
    ck_assert_int_eq(world.core->funds[0].margin_cash, INT64_C(90) * WORLD_UNIT);
    sell(0, 1, 10000, 0);
    ck_assert_int_eq(world.core->funds[0].margin_cash, INT64_C(200) * WORLD_UNIT);
}

TEST(account, closing_frees_margin_and_needs_none)
{
    open_one((struct core_config){ .account = CORE_MARGIN, .leverage_e12 = 2 * e12 },
             fee_schedule_flat(0));
    buy(0, 200, 10000, 0);
    ck_assert_int_eq(free_of(0), 0);
    ck_assert_uint_eq(world_ask((struct world_order){ .qty = 1 }), 0);
    ck_assert_int_eq(world.heard.refusal, REFUSAL_BUYING_POWER);
    uint64_t id = world_ask((struct world_order){ .side = SIDE_SELL, .qty = 200 });
    ck_assert_uint_ne(id, 0);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, 0);
    world_report(EV_CANCELLED, id);
    /* Turning round needs margin for what is beyond flat only; there is none free. */
    ck_assert_uint_eq(world_ask((struct world_order){ .side = SIDE_SELL, .qty = 201 }), 0);
    world.core->config.is_overdraft_allowed = true;
    id = world_ask((struct world_order){ .side = SIDE_SELL, .qty = 203 });
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(150) * WORLD_UNIT);
    world_fill(id, 203, 10000, 0);
    ck_assert_int_eq(world_position(0, 0)->qty_lots, -3);
    ck_assert_int_eq(world.core->funds[0].margin_cash, INT64_C(150) * WORLD_UNIT);
}

TEST(account, a_short_sale_on_margin_is_mirrored_by_its_financing)
{
    open_one((struct core_config){ .account = CORE_MARGIN }, fee_schedule_flat(0));
    sell(0, 10, 10000, 500);
    ck_assert_int_eq(world_balance(0, LEDGER_POSITION), -INT64_C(1000) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(0, LEDGER_FINANCING), INT64_C(1000) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(0, LEDGER_FEE), 500);
    ck_assert_int_eq(equity(0), INT64_C(10000) * WORLD_UNIT - 500);
    world_bar(0, 9000);
    ck_assert_int_eq(equity(0), INT64_C(10100) * WORLD_UNIT - 500);
    buy(0, 10, 9000, -100); /* a rebate */
    ck_assert_int_eq(world_balance(0, LEDGER_PNL), -INT64_C(100) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(0, LEDGER_FINANCING), 0);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(10100) * WORLD_UNIT - 400);
    ck_assert_int_eq(world_position(0, 0)->fee_cash, 400);
    ck_assert_int_eq(world.core->volume_cash, INT64_C(1900) * WORLD_UNIT);
}

TEST(account, a_future_ties_up_its_margin_a_contract_and_settles_in_cash)
{
    struct instrument it = world_instrument("F", 2, 1);
    it.kind = INSTRUMENT_FUTURE;
    it.multiplier_units = 50;
    it.margin_per_contract = INT64_C(1200) * WORLD_UNIT;
    world_open((struct core_config){ .account = CORE_FUTURES }, &it, 1, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    uint64_t id = world_ask((struct world_order){ .qty = 25 }); /* 2.5 contracts */
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(3000) * WORLD_UNIT);
    world_fill(id, 25, 10000, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_MARGIN), INT64_C(3000) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(7000) * WORLD_UNIT);
    ck_assert_int_eq(free_of(0), INT64_C(7000) * WORLD_UNIT);
    ck_assert_int_eq(equity(0), INT64_C(10000) * WORLD_UNIT);

    fall_due(EV_SETTLE, 0, 10200); /* 2.5 × 50 × 2.00 */
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(7250) * WORLD_UNIT);
    ck_assert_int_eq(world_position(0, 0)->cost_cash, INT64_C(12750) * WORLD_UNIT);
    ck_assert_int_eq(world_position(0, 0)->pnl_cash, INT64_C(250) * WORLD_UNIT);
    uint64_t moves = world.core->ledger.transfer_count;
    fall_due(EV_SETTLE, 0, 10200);
    ck_assert_uint_eq(world.core->ledger.transfer_count, moves);
    world_bar(0, 10200);
    ck_assert_int_eq(equity(0), INT64_C(10250) * WORLD_UNIT);
    fall_due(EV_SETTLE, 0, 9900);
    world_bar(0, 9900);
    ck_assert_int_eq(equity(0), INT64_C(9875) * WORLD_UNIT);
    sell(0, 10, 9900, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_MARGIN), INT64_C(1800) * WORLD_UNIT);
    sell(0, 15, 9900, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_MARGIN), 0);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(9875) * WORLD_UNIT);
    fall_due(EV_SETTLE, 0, 5000); /* nothing is held */
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(9875) * WORLD_UNIT);
}

TEST(account, futures_margin_by_rate_is_posted_at_the_fills_price)
{
    struct instrument it = world_instrument("F", 2, 0);
    it.kind = INSTRUMENT_FUTURE;
    world_open((struct core_config){ .account = CORE_FUTURES, .leverage_e12 = 10 * e12 }, &it, 1,
               fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    sell(0, 20, 10000, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_MARGIN), INT64_C(200) * WORLD_UNIT);
    buy(0, 5, 8000, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_MARGIN), INT64_C(120) * WORLD_UNIT);
    buy(0, 15, 8000, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_MARGIN), 0);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(10400) * WORLD_UNIT);
}

static struct instrument pair(const char *symbol, uint16_t base, uint16_t quote)
{
    struct instrument it = world_instrument(symbol, 4, 2);
    it.kind = INSTRUMENT_FX;
    it.base.v = base;
    it.quote.v = it.settle.v = quote;
    return it;
}

TEST(account, other_currencies_are_told_through_a_pair_either_way_round)
{
    struct instrument its[] = { pair("EURUSD", 1, 0), pair("USDJPY", 0, 2), pair("GBPCHF", 3, 4),
                                world_instrument("EUR.F", 2, 0) };
    its[3].kind = INSTRUMENT_FUTURE; /* of euros, but no way to change them */
    its[3].base.v = 1;
    world_open((struct core_config){ .account = CORE_MARGIN, .asset_count = 5 }, its, 4,
               fee_schedule_flat(0));
    world_deposit(0, 0, 1000000);
    world_deposit(0, 1, 2000000);
    ck_assert_int_eq(equity(0), 1000000); /* no price: nobody knows */
    world_bar(3, 999);
    ck_assert_int_eq(equity(0), 1000000);
    world_bar(0, 11050);
    ck_assert_int_eq(equity(0), 1000000 + 2210000);
    world_deposit(0, 2, 3000000);
    ck_assert_int_eq(equity(0), 3210000);
    world_bar(1, 1500000); /* 150 yen a dollar */
    ck_assert_int_eq(equity(0), 3210000 + 20000);
    world_deposit(0, 2, 149);
    ck_assert_int_eq(equity(0), 3230000); /* 0.99 of a unit is none */
    world_deposit(0, 2, 1);
    ck_assert_int_eq(equity(0), 3230001);
    world_deposit(0, 3, 777);
    world_bar(2, 11000);
    ck_assert_int_eq(equity(0), 3230001); /* pounds have no pair with dollars */
    ck_assert_int_eq(core_account_equity(world.core), 3230001);
}

TEST(account, a_position_in_another_currency_is_marked_in_it)
{
    struct instrument its[] = { pair("EURUSD", 1, 0), pair("EURJPY", 1, 2), pair("USDJPY", 0, 2) };
    world_open((struct core_config){ .account = CORE_MARGIN,
                                     .asset_count = 3,
                                     .is_overdraft_allowed = true },
               its, 3, fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(1000) * WORLD_UNIT);
    world_bar(1, 1600000);
    world_bar(2, 1000000);                                                         /* 100 */
    uint64_t id = world_ask((struct world_order){ .instrument = 1, .qty = 1000 }); /* 10 euros */
    world_fill(id, 1000, 1600000, 0);
    ck_assert_int_eq(equity(0), INT64_C(1000) * WORLD_UNIT);
    world_bar(1, 1700000); /* +100 yen: a dollar */
    ck_assert_int_eq(equity(0), INT64_C(1001) * WORLD_UNIT);
    world_bar(2, 2000000);
    ck_assert_int_eq(equity(0), INT64_C(1000) * WORLD_UNIT + WORLD_UNIT / 2);
}

TEST(account, funding_is_owed_by_each_book_and_sums_to_the_venues)
{
    struct instrument it = world_instrument("P", 0, 0);
    it.ledger_decimals = 0; /* a tick and lot are one unit: roundings are seen */
    it.kind = INSTRUMENT_PERPETUAL;
    /* rate 0.1: a book of 5 lots at 1 owes 0.5 -> 1; of 14: 1.4 -> 1; of -6: -0.6 -> -1 */
    static const struct {
        int64_t a, b, owed_a, owed_b, charged;
    } cases[] = {
        { 5, 5, 1, 1, 1 },     { 14, 14, 1, 1, 3 }, { 14, -6, 1, -1, 1 }, { -5, -5, -1, -1, -1 },
        { 10, -10, 1, -1, 0 }, { 4, 4, 0, 0, 1 },   { 20, 0, 2, 0, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world_open((struct core_config){ .account = CORE_MARGIN, .book_count = 2 }, &it, 1,
                   fee_schedule_flat(0));
        world_bar(0, 1);
        const int64_t lots[] = { cases[i].a, cases[i].b };
        for (uint16_t book = 0; book < 2; book++) {
            world_deposit(book, 0, 1000);
            if (lots[book] > 0) buy(book, lots[book], 1, 0);
            if (lots[book] < 0) sell(book, -lots[book], 1, 0);
        }
        fall_due(EV_FUNDING, e12 / 10, 1);
        ck_assert_int_eq(world_balance(0, LEDGER_FUNDING), cases[i].owed_a);
        ck_assert_int_eq(world_balance(1, LEDGER_FUNDING), cases[i].owed_b);
        ck_assert_int_eq(world_position(0, 0)->funding_cash, cases[i].owed_a);
        int64_t dust = cases[i].charged - cases[i].owed_a - cases[i].owed_b;
        ck_assert_int_eq(world_balance(0, LEDGER_DUST), dust);
        ck_assert_int_eq(world_balance(0, LEDGER_CASH), 1000 - cases[i].owed_a - dust);
        ck_assert_int_eq(world_balance(1, LEDGER_CASH), 1000 - cases[i].owed_b);
        ck_assert_int_eq(core_account_equity(world.core), 2000 - cases[i].charged);
    }
}

TEST(account, borrow_is_owed_on_shorts_alone)
{
    open_one((struct core_config){ .account = CORE_MARGIN, .book_count = 2 }, fee_schedule_flat(0));
    world_deposit(1, 0, INT64_C(10000) * WORLD_UNIT);
    sell(0, 10, 10000, 0);
    buy(1, 10, 10000, 0);
    fall_due(EV_BORROW, e12 / 100, 10000);
    ck_assert_int_eq(world_balance(0, LEDGER_BORROW), INT64_C(10) * WORLD_UNIT);
    ck_assert_int_eq(world_position(0, 0)->borrow_cash, INT64_C(10) * WORLD_UNIT);
    ck_assert_int_eq(world_position(0, 0)->funding_cash, 0);
    ck_assert_int_eq(world_balance(0, LEDGER_CASH), INT64_C(9990) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(1, LEDGER_CASH), INT64_C(10000) * WORLD_UNIT);
    ck_assert_int_eq(world_balance(0, LEDGER_DUST), 0);
}

TEST(account, both_slots_of_a_hedged_position_are_charged_and_settled)
{
    struct instrument it = world_instrument("T", 2, 0);
    world_open((struct core_config){ .account = CORE_MARGIN, .is_hedged = true }, &it, 1,
               fee_schedule_flat(0));
    world_deposit(0, 0, INT64_C(10000) * WORLD_UNIT);
    world_bar(0, 10000);
    buy(0, 10, 10000, 0);
    uint64_t id =
        world_ask((struct world_order){ .side = SIDE_SELL, .qty = 4, .flags = ORDER_HEDGE_SHORT });
    world_fill(id, 4, 10000, 0);
    const struct position *shorts =
        core_position(world.core, (struct book_id){ 0 }, (struct instrument_id){ 0 }, 1);
    ck_assert_int_eq(world_position(0, 0)->qty_lots, 10);
    ck_assert_int_eq(shorts->qty_lots, -4);
    ck_assert_int_eq(world.core->funds[0].margin_cash, INT64_C(1400) * WORLD_UNIT);
    fall_due(EV_FUNDING, e12 / 100, 10000);
    ck_assert_int_eq(world_balance(0, LEDGER_FUNDING), INT64_C(6) * WORLD_UNIT);
    ck_assert_int_eq(shorts->funding_cash, -INT64_C(4) * WORLD_UNIT);
    fall_due(EV_SETTLE, 0, 11000);
    ck_assert_int_eq(shorts->pnl_cash, -INT64_C(40) * WORLD_UNIT);
    ck_assert_int_eq(world_position(0, 0)->pnl_cash, INT64_C(100) * WORLD_UNIT);
    world_bar(0, 11000);
    ck_assert_int_eq(equity(0), INT64_C(10054) * WORLD_UNIT);
}

/* ---- sizes by rule, against a search one step at a time ----------------------------------------
 */

static int64_t naive_value(const struct instrument *it, int64_t price, int64_t qty)
{
    return (int64_t)((__int128)price * qty * it->cash_num / it->cash_den);
}

static int64_t naive_largest(const struct order *order, int64_t price, int64_t amount,
                             bool is_margin)
{
    const struct instrument *it = &world.core->instruments[0];
    const struct fee_schedule *fees = &world.core->fees[0];
    int64_t step = it->qty_lots_min, best = 0;
    int64_t unit = decimal_power(it->lot_decimals) / it->lot_units;
    if ((order->flags & ORDER_WHOLE_UNITS) && unit > step) step = unit;
    for (int64_t qty = step; qty < step * 3000; qty += step) {
        int64_t notional = naive_value(it, price, qty);
        int64_t cost = notional;
        if (is_margin) {
            __int128 leverage = world.core->config.leverage_e12;
            cost = (int64_t)(((__int128)notional * e12 + leverage - 1) / leverage);
            if (world.core->config.account == CORE_FUTURES && it->margin_per_contract)
                cost = (int64_t)(((__int128)it->margin_per_contract * qty * it->lot_units +
                                  decimal_power(it->lot_decimals) - 1) /
                                 decimal_power(it->lot_decimals));
        }
        cost += fee_compute(fees, it, notional, qty, 0, false);
        if (cost <= amount) best = qty;
    }
    return best;
}

TEST(account, sizes_equal_a_search_step_by_step)
{
    for (uint64_t round = 0; round < 40 + test_rounds / 10; round++) {
        struct instrument it = world_instrument("T", 2, (uint32_t)rng_below(&test_rng, 3));
        it.qty_lots_min = 1 + (int64_t)rng_below(&test_rng, 5);
        struct core_config config = { .account = (enum core_account)rng_below(&test_rng, 3),
                                      .leverage_e12 =
                                          (1 + (int64_t)rng_below(&test_rng, 5)) * e12 };
        if (rng_below(&test_rng, 2))
            it.margin_per_contract = 1 + (int64_t)rng_below(&test_rng, 2000000000);
        struct fee_schedule fees = fee_schedule_flat((int64_t)rng_below(&test_rng, 3) * 1000000000);
        if (rng_below(&test_rng, 3) == 0) fees.min = (int64_t)rng_below(&test_rng, 300000000);
        if (rng_below(&test_rng, 3) == 0) fees.fixed = (int64_t)rng_below(&test_rng, 300000000);
        world_open(config, &it, 1, fees);
        int64_t cash = (int64_t)rng_below(&test_rng, INT64_C(300) * WORLD_UNIT);
        world_deposit(0, 0, cash);
        int64_t price = 100 + (int64_t)rng_below(&test_rng, 3000);
        world_bar(0, price);
        struct order order = { .size_value = (int64_t)rng_below(&test_rng, e12),
                               .flags = rng_below(&test_rng, 2) ? ORDER_WHOLE_UNITS : 0 };
        bool is_margin = config.account != CORE_CASH;
        __int128 share = (__int128)cash * order.size_value / e12;

        order.size_rule = SIZE_RULE_ALL;
        ck_assert_int_eq(core_size(world.core, &order, price),
                         naive_largest(&order, price, cash, is_margin));
        ck_assert_int_eq(core_affordable(world.core, &order, price),
                         naive_largest(&order, price, cash, is_margin));
        order.size_rule = SIZE_RULE_CASH_SHARE;
        ck_assert_int_eq(core_size(world.core, &order, price),
                         naive_largest(&order, price, (int64_t)share, false));
        order.size_rule = SIZE_RULE_EQUITY_SHARE;
        ck_assert_int_eq(core_size(world.core, &order, price),
                         naive_largest(&order, price, (int64_t)share, false));
        order.size_rule = SIZE_RULE_CASH;
        order.size_value = cash / 2;
        ck_assert_int_eq(core_size(world.core, &order, price),
                         naive_largest(&order, price, cash / 2, false));
        order.size_rule = SIZE_RULE_LOTS;
        order.qty_lots = 77;
        ck_assert_int_eq(core_size(world.core, &order, price), 77);
    }
}

TEST(account, a_risk_share_is_what_the_stop_would_lose)
{
    open_one((struct core_config){ .account = CORE_MARGIN, .leverage_e12 = 10 * e12 },
             fee_schedule_flat(0));
    struct order order = { .size_rule = SIZE_RULE_RISK_SHARE, .size_value = e12 / 100 };
    ck_assert_int_eq(core_size(world.core, &order, 10000), 0); /* no stop, no size */
    order.stop_loss_ticks = 9500;                              /* 5 a lot; 1 % of 10,000 */
    ck_assert_int_eq(core_size(world.core, &order, 10000), 20);
    order.stop_loss_ticks = 10500;
    ck_assert_int_eq(core_size(world.core, &order, 10000), 20);
    order.stop_loss_ticks = 10000;
    ck_assert_int_eq(core_size(world.core, &order, 10000), 0);
    order.stop_loss_ticks = 9700; /* 33.3 */
    ck_assert_int_eq(core_size(world.core, &order, 10000), 33);
    world.core->instruments[0].qty_lots_min = 10;
    ck_assert_int_eq(core_size(world.core, &order, 10000), 30);
    order.stop_loss_ticks = 9999; /* 10,000 lots are beyond the leverage */
    ck_assert_int_eq(core_size(world.core, &order, 10000), 1000);
    order.size_value = 0;
    ck_assert_int_eq(core_size(world.core, &order, 10000), 0);
}

TEST(account, nothing_is_what_nothing_buys)
{
    open_one((struct core_config){ 0 }, fee_schedule_flat(0));
    struct order order = { .size_rule = SIZE_RULE_CASH, .size_value = 0 };
    ck_assert_int_eq(core_size(world.core, &order, 10000), 0);
    order.size_value = -5;
    ck_assert_int_eq(core_size(world.core, &order, 10000), 0);
    order.size_value = INT64_MAX / 4;
    ck_assert_int_eq(core_size(world.core, &order, 0), 0);
    ck_assert_int_gt(core_size(world.core, &order, 1), 0);
    order.size_rule = SIZE_RULE_POSITION;
    ck_assert_int_eq(core_size(world.core, &order, 10000), 0);
    buy(0, 3, 10000, 0);
    ck_assert_int_eq(core_size(world.core, &order, 10000), 3);
}

static void size_by_default(void *argument)
{
    (void)argument;
    struct order order = { .size_rule = SIZE_RULE_DEFAULT };
    core_size(world.core, &order, 10000);
}

TEST(account, a_rule_nobody_resolved_is_a_bug)
{
    open_one((struct core_config){ 0 }, fee_schedule_flat(0));
    assert_dies(size_by_default, NULL);
}

TEST(account, the_quantity_of_a_rule_is_fixed_when_it_is_asked_or_at_the_fill)
{
    open_one((struct core_config){ 0 }, fee_schedule_flat(0));
    uint64_t id = world_ask((struct world_order){ .size_rule = SIZE_RULE_ALL });
    ck_assert_int_eq(world_find(id)->qty_lots, 100);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 100);
    world_report(EV_CANCELLED, id);
    id = world_ask((struct world_order){ .size_rule = SIZE_RULE_CASH,
                                         .type = ORDER_LIMIT,
                                         .limit = 5000,
                                         .qty = INT64_C(1000) * WORLD_UNIT });
    ck_assert_int_eq(world_find(id)->qty_lots, 20);
    world_report(EV_CANCELLED, id);

    id = world_ask((struct world_order){ .size_rule = SIZE_RULE_ALL, .flags = ORDER_SIZE_AT_FILL });
    ck_assert_uint_eq(world.heard.sent_count, 0);
    ck_assert_uint_eq(world.heard.wait_count, 1);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 0);
    struct event size = { .kind = EV_SIZE };
    size.report = (struct event_report){ .order = id, .price_ticks = 12500 };
    world_step(size);
    ck_assert_uint_eq(world.heard.sent_count, 1);
    ck_assert_int_eq(world_find(id)->qty_lots, 80);
    ck_assert_int_eq(world_position(0, 0)->open_buy_lots, 80);
    ck_assert_int_eq(world.core->funds[0].reserved_cash, INT64_C(10000) * WORLD_UNIT);
}
