/* Strategies at a desk that refuses, fills halves, ends orders and reports what nobody asked. */
#include "strategy/desk.h"
#include "support/contrary_desk.h"
#include "support/test.h"

#include <math.h>
#include <string.h>

TEST(desk, what_no_order_can_hold_is_no_order)
{
    struct contrary *it = contrary_start("buy-hold", "", 1, NULL);
    contrary_bar(it, 10, 0);
    uint32_t before = it->asked_count;
    ck_assert_int_eq(desk_cash_units(&it->wallet, NAN), 0);
    ck_assert_int_eq(desk_cash_units(&it->wallet, 1e30), 0);
    ck_assert_int_eq(desk_lots(&it->series[0], NAN), 0);
    ck_assert_int_eq(desk_lots(&it->series[0], 0.001), 0);
    ck_assert_int_eq(desk_lots(&it->series[0], 1e30), 0);
    ck_assert_int_eq(desk_ticks_below(&it->series[0], 1e30), 0);
    ck_assert_int_eq(desk_ticks_above(&it->series[0], -1e30), 0);
    it->series[0].lot_step = 0; /* a venue without a step has lots of one */
    ck_assert_int_eq(desk_lots(&it->series[0], 1.23), 123);
    ck_assert_uint_eq(desk_market_cash(&it->view, 0, ARGOSY_BUY, -5, "x"), 0);
    ck_assert_uint_eq(desk_market(&it->view, 0, ARGOSY_BUY, 0, "x"), 0);
    ck_assert_uint_eq(desk_limit(&it->view, 0, ARGOSY_BUY, 0, 5, "x"), 0);
    ck_assert_uint_eq(desk_limit(&it->view, 0, ARGOSY_BUY, 5, 0, "x"), 0);
    ck_assert_uint_eq(desk_close(&it->view, 0, "x"), 0);
    ck_assert_uint_eq(it->asked_count, before);
    it->holdings[0].qty_lots = -5;
    ck_assert_uint_ne(desk_close(&it->view, 0, "x"), 0);
    ck_assert_int_eq(it->orders[it->order_count - 1].side, ARGOSY_BUY);
}

TEST(desk, a_host_that_wants_no_sentence_gets_none)
{
    char byte = 'x';
    struct argosy_setup deaf = { .error = NULL, .error_size = 9 }, none = { .error = &byte };
    ck_assert_int_eq(desk_refuse(&deaf, "no"), -1);
    ck_assert_int_eq(desk_refuse(&none, "no"), -1);
    ck_assert_int_eq(byte, 'x');
}

TEST(hold, what_was_refused_is_asked_for_again_and_what_is_there_is_not)
{
    struct contrary *it = contrary_start("buy-hold", "warmup=1", 1, NULL);
    it->is_refusing = true;
    for (int i = 0; i < 3; i++) contrary_bar(it, 10, 0);
    ck_assert_uint_eq(it->asked_count, 2);
    it->is_refusing = false;
    for (int i = 0; i < 3; i++) contrary_bar(it, 10, 0);
    ck_assert_uint_eq(it->asked_count, 3);
    /* After a restart: a position, or an order on its way. */
    for (int is_order = 0; is_order < 2; is_order++) {
        it = contrary_start("buy-hold", "", 1, NULL);
        it->holdings[0].qty_lots = is_order ? 0 : 5;
        it->holdings[0].open_orders = is_order ? 1 : 0;
        contrary_bar(it, 10, 0);
        ck_assert_uint_eq(it->asked_count, 0);
    }
}

TEST(savings, no_more_periods_are_bought_than_were_allowed)
{
    struct contrary *it = contrary_start("dca", "every=1;max_entries=2", 1, NULL);
    for (int i = 0; i < 5; i++) contrary_bar(it, 10, 0);
    ck_assert_uint_eq(it->order_count, 2);
}

TEST(savings, value_above_its_target_stays_where_exits_are_off)
{
    for (int is_on = 0; is_on < 2; is_on++) {
        struct contrary *it =
            contrary_start("value-averaging",
                           is_on ? "target=100;every=1" : "target=100;every=1;exits=off", 1, NULL);
        it->holdings[0].qty_lots = 5000;
        contrary_bar(it, 10, 0); /* worth 500 of 100 */
        ck_assert_uint_eq(it->order_count, is_on);
        if (is_on) ck_assert_int_eq(it->orders[0].qty_lots, 4000);
        contrary_bar(it, -10, 0); /* worth less than nothing: bought */
        ck_assert_uint_eq(it->order_count, is_on + 1u);
    }
}

static struct contrary *grid_at(double price)
{
    struct contrary *it =
        contrary_start("grid", "low=90;high=110;levels=5;amount=100;warmup=1", 2, NULL);
    contrary_bar(it, price, 1);
    ck_assert_uint_eq(it->asked_count, 0);
    return it;
}

TEST(grid, a_refused_order_is_not_asked_for_until_something_fills_or_nothing_rests)
{
    struct contrary *it = grid_at(101);
    it->is_refusing = true;
    contrary_bar(it, 101, 1);
    ck_assert_uint_eq(it->asked_count, 1); /* the first no is enough */
    it->is_refusing = false;
    contrary_bar(it, 101, 1); /* nothing rests, so no fill would come: asked again */
    ck_assert_uint_eq(it->order_count, 3);
    contrary_end(it, 2, ARGOSY_ORDER_REFUSED);
    contrary_bar(it, 101, 1);
    ck_assert_uint_eq(it->order_count, 3);
    contrary_fill(it, 1, 100, 10000, 0); /* its sale, and from then on the refused cell again */
    ck_assert_uint_eq(it->order_count, 4);
    ck_assert_int_eq(it->orders[3].side, ARGOSY_SELL);
    contrary_bar(it, 101, 1);
    ck_assert_uint_eq(it->order_count, 5);
}

TEST(grid, a_part_that_filled_is_kept_and_strangers_change_nothing)
{
    struct contrary *it = grid_at(101);
    contrary_bar(it, 101, 1);
    ck_assert_uint_eq(it->order_count, 3);
    contrary_fill(it, 1, 40, 10000, 60);
    ck_assert_uint_eq(it->order_count, 3);
    contrary_end(it, 1, ARGOSY_ORDER_CANCELLED);
    contrary_fill(it, 99, 40, 10000, 0);
    contrary_end(it, 99, ARGOSY_ORDER_CANCELLED);
    contrary_end(it, 2, ARGOSY_ORDER_OPEN);
    contrary_end(it, 2, ARGOSY_ORDER_FILLED);
    ck_assert_uint_eq(it->order_count, 3);
    contrary_bar(it, 101, 1); /* what is held of the first cell is for sale one level higher */
    ck_assert_uint_eq(it->order_count, 4);
    ck_assert_int_eq(it->orders[3].side, ARGOSY_SELL);
    ck_assert_int_eq(it->orders[3].qty_lots, 40);
    ck_assert_int_eq(it->orders[3].limit_ticks, 10500);
    /* All sold: the cell buys again, and a full grid asks for nothing. */
    contrary_fill(it, 4, 40, 10500, 0);
    ck_assert_uint_eq(it->order_count, 5);
    ck_assert_int_eq(it->orders[4].side, ARGOSY_BUY);
    contrary_bar(it, 106, 1);
    contrary_bar(it, 106, 1);
    ck_assert_uint_eq(it->order_count, 6);
}

#define LADDER "base=100;step=0.1;max=2;volume=1;target=0.1"

TEST(safety, a_base_order_that_came_to_nothing_is_asked_for_again)
{
    struct contrary *it = contrary_start("safety-dca", LADDER ";warmup=1", 1, NULL);
    for (int i = 0; i < 3; i++) contrary_bar(it, 10, 0);
    ck_assert_uint_eq(it->order_count, 1);
    contrary_end(it, 1, ARGOSY_ORDER_OPEN);
    contrary_end(it, 7, ARGOSY_ORDER_CANCELLED); /* nobody's */
    contrary_bar(it, 10, 0);
    ck_assert_uint_eq(it->order_count, 1);
    contrary_end(it, 1, ARGOSY_ORDER_REFUSED);
    contrary_bar(it, 10, 0);
    ck_assert_uint_eq(it->order_count, 2);
}

TEST(safety, a_base_order_that_ends_half_filled_begins_its_ladder_there)
{
    struct contrary *it = contrary_start("safety-dca", LADDER, 1, NULL);
    contrary_bar(it, 10, 0);
    contrary_fill(it, 1, 400, 1000, 600);
    ck_assert_uint_eq(it->order_count, 2); /* the target of what there is */
    ck_assert_int_eq(it->orders[1].qty_lots, 400);
    contrary_end(it, 1, ARGOSY_ORDER_CANCELLED);
    ck_assert_uint_eq(it->order_count, 4);
    ck_assert_int_eq(it->orders[2].limit_ticks, 900);
    ck_assert_int_eq(it->orders[3].limit_ticks, 800);
    contrary_end(it, 1, ARGOSY_ORDER_CANCELLED); /* said twice: no second ladder */
    ck_assert_uint_eq(it->order_count, 4);
}

TEST(safety, a_target_that_expires_is_put_back_and_one_that_fills_ends_the_ladder)
{
    struct contrary *it = contrary_start("safety-dca", LADDER, 1, NULL);
    contrary_bar(it, 10, 0);
    contrary_fill(it, 1, 1000, 1000, 0);
    uint64_t target = it->order_count;
    ck_assert_int_eq(it->orders[target - 1].limit_ticks, 1100);
    contrary_end(it, target, ARGOSY_ORDER_EXPIRED);
    ck_assert_uint_eq(it->order_count, target + 1);
    contrary_end(it, target + 1, ARGOSY_ORDER_CANCELLED); /* somebody wanted it gone */
    ck_assert_uint_eq(it->order_count, target + 1);
    contrary_fill(it, 2, 100, 900, 0); /* a safety order: a new target for all */
    ck_assert_uint_eq(it->order_count, target + 2);
    contrary_fill(it, target + 2, 600, 1090, 500);
    ck_assert_uint_eq(it->cancel_all_count, 0);
    contrary_fill(it, target + 2, 500, 1090, 0);
    ck_assert_uint_eq(it->cancel_all_count, 1);
    it->holdings[0].open_orders = 0;
    contrary_bar(it, 10, 0); /* and begins anew */
    ck_assert_uint_eq(it->order_count, target + 3);
}

TEST(execution, what_a_child_could_not_fill_is_asked_for_again)
{
    struct contrary *it = contrary_start("twap", "qty=10;slices=2;warmup=1", 2, NULL);
    contrary_bar(it, 10, 1);
    ck_assert_uint_eq(it->asked_count, 0);
    it->is_refusing = true;
    contrary_bar(it, 10, 1);
    ck_assert_uint_eq(it->order_count, 0);
    it->is_refusing = false;
    contrary_bar(it, 10, 1); /* the second slice, and what the first could not ask */
    ck_assert_uint_eq(it->order_count, 1);
    ck_assert_int_eq(it->orders[0].qty_lots, 1000);
    contrary_fill(it, 1, 300, 1010, 700);
    contrary_fill(it, 9, 300, 1010, 700); /* nobody's */
    contrary_end(it, 9, ARGOSY_ORDER_CANCELLED);
    contrary_end(it, 1, ARGOSY_ORDER_OPEN);
    contrary_end(it, 1, ARGOSY_ORDER_CANCELLED);
    contrary_bar(it, 10, 1);
    ck_assert_uint_eq(it->order_count, 2);
    ck_assert_int_eq(it->orders[1].qty_lots, 700);
    contrary_fill(it, 2, 700, 1010, 0);
    contrary_finish(it);
    ck_assert_ptr_nonnull(strstr(it->log, "parent order: 1000 of 1000 lots filled"));
}

TEST(execution, a_seller_s_limit_lies_below_and_one_that_never_begins_says_so)
{
    struct contrary *it = contrary_start("twap", "qty=10;slices=1;side=sell;limit=10.5", 1, NULL);
    contrary_bar(it, 10, 0);
    for (uint32_t i = 0; i < it->order_count; i++)
        ck_assert_int_ge(it->orders[i].limit_ticks, 1050);
    contrary_bar(it, 11, 0);
    ck_assert_uint_ge(it->order_count, 1);
    ck_assert_int_eq(it->orders[it->order_count - 1].side, ARGOSY_SELL);
    it = contrary_start("twap", "qty=10;start=2100-01-01", 1, NULL);
    contrary_bar(it, 10, 0);
    contrary_finish(it);
    ck_assert_uint_eq(it->asked_count, 0);
    ck_assert_ptr_nonnull(strstr(it->log, "the parent order never began"));
    it = contrary_start("twap", "qty=0.001", 1, NULL);
    ck_assert_int_eq(it->started, -1);
    ck_assert_ptr_nonnull(strstr(it->error, "less than the smallest order of A"));
}

/* The desk's bars begin at 2020-09-13T12:26:40, an hour apart. */
#define AT(hour) "2020-09-13T" hour ":26:40,"

TEST(orders, what_cannot_be_carried_out_is_said_with_its_line)
{
    struct contrary
        *it =
            contrary_start(
                "orders", "file=x.csv", 2,
                "ts,instrument,action,side,qty,limit,id\n" AT("11") "A,open,buy,1,,early\n" AT("12") "A,close,,,,\n" AT("12") "A,cancel,,,,none\n" AT(
                    "13") "B,open,buy,1,,mine\n" AT("14") "B,amend,,2,,mine\n" AT("14") "B,cancel,,"
                                                                                        ",,"
                                                                                        "mine\n" AT("14") "B,cancel,,,,\n" AT(
                                                                                            "22") "A,open,buy,1,,late\n");
    ck_assert_msg(it->started == 0, "%s", it->error);
    contrary_bar(it, 10, 10);
    ck_assert_ptr_nonnull(strstr(it->log, "line 2: no bar starts at its time"));
    ck_assert_ptr_nonnull(strstr(it->log, "line 3: nothing is held, so there is nothing to close"));
    ck_assert_ptr_nonnull(strstr(it->log, "line 4: there is no order \"none\""));
    contrary_bar(it, 10, 10);
    ck_assert_uint_eq(it->order_count, 1);
    contrary_bar(it, 10, 10);
    ck_assert_uint_eq(it->amend_count, 1);
    ck_assert_uint_eq(it->cancel_count, 1);
    ck_assert_uint_eq(it->cancelled, 1);
    ck_assert_uint_eq(it->cancel_all_count, 1);
    contrary_finish(it);
    ck_assert_ptr_nonnull(strstr(it->log, "line 9: no bar starts at its time"));
}

TEST(orders, a_close_takes_the_other_side_and_a_refusal_is_said)
{
    static const char file[] =
        "ts,action,side,qty\n" AT("12") "close,,\n" AT("13") "close,,\n" AT("14") "open,buy,1\n";
    struct contrary *it = contrary_start("orders", "file=x.csv", 1, file);
    it->holdings[0].qty_lots = 5;
    contrary_bar(it, 10, 0);
    ck_assert_int_eq(it->orders[0].side, ARGOSY_SELL);
    it->holdings[0].qty_lots = -5;
    contrary_bar(it, 10, 0);
    ck_assert_int_eq(it->orders[1].side, ARGOSY_BUY);
    it->is_refusing = true;
    contrary_bar(it, 10, 0);
    ck_assert_ptr_nonnull(strstr(it->log, "line 4: refused: the test says no"));
    it = contrary_start("orders", "file=x.csv", 1, NULL);
    ck_assert_int_eq(it->started, -1);
}

/* Forty moments of two instruments that go together, the last one far apart. */
static struct contrary *pair_apart(const char *set, double apart)
{
    struct contrary *it = contrary_start("pairs", set, 2, NULL);
    ck_assert_msg(it->started == 0, "%s", it->error);
    for (int i = 0; i < 40; i++) {
        double x = 100 + 5 * sin(i * 0.7), noise = 1 + 0.002 * ((i * 7) % 5 - 2);
        contrary_bar(it, x * noise, x);
    }
    ck_assert_uint_eq(it->order_count, 0);
    contrary_bar(it, 100 * apart, 100);
    return it;
}

#define PAIR "lookback=30;enter=2.5;leave=0.5;stop=50"

TEST(pairs, both_legs_or_none)
{
    struct contrary *it = pair_apart(PAIR, 1.03);
    ck_assert_uint_eq(it->order_count, 2);
    ck_assert_int_eq(it->orders[0].side, ARGOSY_SELL);
    ck_assert_int_eq(it->orders[1].side, ARGOSY_BUY);
    it = pair_apart(PAIR, 0.97);
    ck_assert_int_eq(it->orders[0].side, ARGOSY_BUY);
    it = pair_apart(PAIR ";share=0.0001", 1.03); /* a cent's worth: less than a lot */
    ck_assert_uint_eq(it->asked_count, 0);
    it = contrary_start("pairs", PAIR, 2, NULL);
    it->is_refusing = true;
    for (int i = 0; i < 41; i++) {
        double x = 100 + 5 * sin(i * 0.7), noise = 1 + 0.002 * ((i * 7) % 5 - 2);
        contrary_bar(it, i == 40 ? x * 1.03 : x * noise, x);
    }
    ck_assert_uint_eq(it->asked_count, 1); /* the first was refused: the second is not asked */
    it = contrary_start("pairs", PAIR, 1, NULL);
    ck_assert_int_eq(it->started, -1);
    it = contrary_start("pairs", "enter=3;stop=2", 2, NULL);
    ck_assert_int_eq(it->started, -1);
}

TEST(pairs, orders_on_their_way_are_waited_for_and_a_lonely_leg_is_closed)
{
    struct contrary *it = pair_apart(PAIR, 1.03);
    contrary_bar(it, 104, 100);
    ck_assert_uint_eq(it->order_count, 2);
    contrary_fill(it, 1, it->orders[0].qty_lots, 10300, 0);
    contrary_bar(it, 104, 100); /* the other is still out */
    ck_assert_uint_eq(it->order_count, 2);
    contrary_fill(it, 2, it->orders[1].qty_lots, 10000, 0);
    it->holdings[0].qty_lots = 0; /* a liquidation took the first leg */
    contrary_bar(it, 104, 100);
    ck_assert_uint_eq(it->order_count, 3);
    ck_assert_uint_eq(it->orders[2].instrument, 1);
    ck_assert_str_eq(it->orders[2].tag, "one leg only");
}

TEST(pairs, what_is_held_stays_where_exits_are_off)
{
    struct contrary *it = pair_apart(PAIR ";exits=off", 1.03);
    contrary_fill(it, 1, it->orders[0].qty_lots, 10300, 0);
    contrary_fill(it, 2, it->orders[1].qty_lots, 10000, 0);
    for (int i = 0; i < 5; i++) contrary_bar(it, 100, 100);
    ck_assert_uint_eq(it->order_count, 2);
}

TEST(cross, the_longer_mean_decides_how_many_bars_are_needed)
{
    struct contrary *it = contrary_start("sma-cross", "fast=7;slow=3", 1, NULL);
    ck_assert_uint_eq(it->strategy->lookback(it->state), 7); /* and one before */
    it = contrary_start("sma-cross", "fast=3;slow=7", 1, NULL);
    ck_assert_uint_eq(it->strategy->lookback(it->state), 7); /* and one before */
}
