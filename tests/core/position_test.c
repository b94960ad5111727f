/* What fills do to a position: no unit is lost between cost and profit. */
#include "core/position.h"
#include "support/test.h"

#include <stdlib.h>

static struct instrument new_instrument(enum instrument_kind kind)
{
    struct instrument it = { .symbol = "T",
                             .kind = kind,
                             .price_decimals = 2,
                             .lot_decimals = 3,
                             .ledger_decimals = 8,
                             .tick_units = 1,
                             .lot_units = 1,
                             .multiplier_units = 1,
                             .is_tradable = true };
    struct err err;
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
    return it; /* a tick and a lot: 1000 cash units */
}

TEST(position, opening_costs_what_is_paid)
{
    struct instrument it = new_instrument(INSTRUMENT_SPOT);
    struct position p = { 0 };
    struct position_change change = position_fill(&p, &it, 10, 500);
    ck_assert_int_eq(change.opened_cost, 5000000);
    ck_assert_int_eq(change.closed_cost, 0);
    ck_assert_int_eq(change.closed_lots, 0);
    ck_assert_int_eq(change.pnl_cash, 0);
    ck_assert_int_eq(p.qty_lots, 10);
    ck_assert_int_eq(p.cost_cash, 5000000);
    ck_assert_uint_eq(p.entry_count, 1);
}

TEST(position, adding_adds_its_cost_and_counts_an_entry)
{
    struct instrument it = new_instrument(INSTRUMENT_SPOT);
    struct position p = { 0 };
    position_fill(&p, &it, -10, 500);
    position_fill(&p, &it, -5, 600);
    ck_assert_int_eq(p.qty_lots, -15);
    ck_assert_int_eq(p.cost_cash, -8000000);
    ck_assert_uint_eq(p.entry_count, 2);
    ck_assert_int_eq(p.pnl_cash, 0);
}

TEST(position, reducing_takes_its_share_of_the_cost)
{
    struct instrument it = new_instrument(INSTRUMENT_SPOT);
    struct position p = { 0 };
    position_fill(&p, &it, 10, 500);
    struct position_change change = position_fill(&p, &it, -4, 600);
    ck_assert_int_eq(change.closed_cost, 2000000);
    ck_assert_int_eq(change.closed_lots, 4);
    ck_assert_int_eq(change.opened_cost, 0);
    ck_assert_int_eq(change.pnl_cash, 400000);
    ck_assert_int_eq(p.cost_cash, 3000000);
    ck_assert_int_eq(p.pnl_cash, 400000);
    ck_assert_uint_eq(p.entry_count, 1);
}

TEST(position, a_share_that_is_not_whole_is_rounded_towards_nought_and_the_rest_stays)
{
    struct instrument it = new_instrument(INSTRUMENT_SPOT);
    struct position p = { .qty_lots = 3, .cost_cash = 100 };
    struct position_change change = position_fill(&p, &it, -1, 1);
    ck_assert_int_eq(change.closed_cost, 33);
    ck_assert_int_eq(p.cost_cash, 67);
    change = position_fill(&p, &it, -1, 1);
    ck_assert_int_eq(change.closed_cost, 33);
    change = position_fill(&p, &it, -1, 1);
    ck_assert_int_eq(change.closed_cost, 34);
    ck_assert_int_eq(p.cost_cash, 0);

    struct position s = { .qty_lots = -3, .cost_cash = -100 };
    change = position_fill(&s, &it, 1, 1);
    ck_assert_int_eq(change.closed_cost, -33);
    ck_assert_int_eq(s.cost_cash, -67);
}

TEST(position, a_flip_closes_one_side_and_opens_the_other)
{
    struct instrument it = new_instrument(INSTRUMENT_SPOT);
    struct position p = { 0 };
    position_fill(&p, &it, 10, 500);
    struct position_change change = position_fill(&p, &it, -15, 400);
    ck_assert_int_eq(change.closed_lots, 10);
    ck_assert_int_eq(change.closed_cost, 5000000);
    ck_assert_int_eq(change.pnl_cash, -1000000);
    ck_assert_int_eq(change.opened_cost, -2000000);
    ck_assert_int_eq(p.qty_lots, -5);
    ck_assert_int_eq(p.cost_cash, -2000000);
    ck_assert_uint_eq(p.entry_count, 2);
}

TEST(position, a_flat_position_that_costs_something_is_found)
{
    struct position p = { .cost_cash = 1 };
    ck_assert(!position_check(&p));
    p.qty_lots = 1;
    ck_assert(position_check(&p));
}

static void fill_nothing(void *argument)
{
    struct instrument it = new_instrument(INSTRUMENT_SPOT);
    position_fill(argument, &it, 0, 1);
}

TEST(position, a_fill_of_nothing_is_a_bug)
{
    struct position p = { 0 };
    assert_dies(fill_nothing, &p);
}

/* Every sequence of three fills of -3..3 lots at two prices: profit + cost = value of all fills. */
TEST(position, in_every_short_story_no_unit_is_lost)
{
    static const enum instrument_kind kinds[] = { INSTRUMENT_SPOT, INSTRUMENT_PERPETUAL_INVERSE };
    for (int k = 0; k < 2; k++) {
        struct instrument it = new_instrument(kinds[k]);
        for (int story = 0; story < 12 * 12 * 12; story++) {
            struct position p = { 0 };
            int64_t value = 0, held = 0;
            for (int step = 0, code = story; step < 3; step++, code /= 12) {
                int64_t lots = code % 6 - 3, price = code / 6 % 2 ? 701 : 650;
                if (lots >= 0) lots++;
                struct position before = p;
                struct position_change change = position_fill(&p, &it, lots, price);
                /* Parts are rounded one by one: closing and opening of a flip are two values. */
                int64_t closing =
                    before.qty_lots * lots < 0
                        ? (llabs(lots) < llabs(before.qty_lots) ? lots : -before.qty_lots)
                        : 0;
                value += instrument_cash(&it, price, closing, ROUND_ZERO) +
                         instrument_cash(&it, price, lots - closing, ROUND_ZERO);
                held += lots;
                ck_assert_int_eq(p.qty_lots, held);
                ck_assert_int_eq(change.closed_lots, llabs(closing));
                ck_assert_int_eq(change.opened_cost - change.closed_cost,
                                 p.cost_cash - before.cost_cash);
                ck_assert_int_eq(p.pnl_cash - before.pnl_cash, change.pnl_cash);
                ck_assert_int_eq(p.cost_cash - value, p.pnl_cash);
                ck_assert(held != 0 || p.cost_cash == 0);
            }
        }
    }
}
