#include "fixture.h"

#include "argosy/strategy.h"
#include "report/csv.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t lines_of(const struct fixture_page *page)
{
    uint64_t count = 0;
    for (size_t i = 0; i < page->size; i++) count += page->bytes[i] == '\n';
    return count;
}

static void must_have(const struct fixture_page *page, const char *text)
{
    ck_assert_msg(strstr(page->bytes, text) != NULL, "lacks: %s", text);
}

TEST(csv, trades_are_exact_and_in_the_contracts_columns)
{
    struct fixture *it = fixture_goog();
    struct fixture_page page = { 0 };
    csv_trades(&it->result, fixture_sink(&page));
    must_have(&page,
              "entry_ts,exit_ts,instrument,side,qty,entry_price,exit_price,fees,pnl,return,"
              "reason\n2004-11-29T00:00:00Z,2004-12-21T00:00:00Z,GOOG,short,55,180.36,186.31,"
              "0,-327.25,-0.032989576403,signal\n");
    must_have(&page,
              "\n2004-12-21T00:00:00Z,2005-01-31T00:00:00Z,GOOG,long,51,186.31,193.69,0,376.38,");
    ck_assert_uint_eq(lines_of(&page), 67);
}

TEST(csv, a_trade_still_open_has_no_exit_time)
{
    struct fixture *it = fixture_goog();
    struct fixture_page page = { 0 };
    ((struct trade_row *)(uintptr_t)it->result.trades)[65].is_open = true;
    csv_trades(&it->result, fixture_sink(&page));
    must_have(&page, "\n2012-12-04T00:00:00Z,,GOOG,long,64,695,797.8,0,6579.2,");
    must_have(&page, ",open\n");
}

TEST(csv, the_curve_is_the_published_one_line_by_line)
{
    struct fixture *it = fixture_goog();
    struct fixture_page page = { 0 };
    csv_equity(&it->result, fixture_sink(&page));
    ck_assert_uint_eq(lines_of(&page), 2149);
    FILE *file = fopen(test_data("market/expected/goog-smacross-10-30-equity.csv"), "r");
    char line[256];
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    const char *at = strchr(page.bytes, '\n') + 1;
    while (fgets(line, sizeof line, file)) {
        ck_assert_int_eq(memcmp(at, line, 10), 0);
        ck_assert(fabs(atof(at + 21) - atof(line + 11)) < 1e-9);
        at = strchr(at, '\n') + 1;
    }
    fclose(file);
    ck_assert_int_eq(*at, 0);
}

TEST(csv, an_order_without_a_price_leaves_the_cell_empty_and_a_comma_is_quoted)
{
    struct fixture *it = fixture_goog();
    struct order_row *order = (struct order_row *)(uintptr_t)it->result.orders;
    struct fixture_page page = { 0 };
    order[0].type = ARGOSY_STOP_LIMIT;
    order[0].limit_ticks = 18050;
    order[0].stop_ticks = 18100;
    order[1] = (struct order_row){ .ts_ns = 1500000000,
                                   .status = ARGOSY_ORDER_REFUSED,
                                   .reason = "too large, \"far\" too large" };
    csv_orders(&it->result, fixture_sink(&page));
    must_have(&page,
              "\n2004-11-29T00:00:00Z,GOOG,sell,stop-limit,55,180.5,181,filled,55,180.36,0,\n");
    must_have(&page,
              "\n1970-01-01T00:00:01.5Z,GOOG,buy,market,,,,refused,0,,0,\"too large, \"\"far\"\" "
              "too large\"\n");
}

/* Entry prices are found again from what they cost, for every kind of instrument. */
TEST(csv, the_price_of_a_cost_is_the_price_that_caused_it)
{
    for (uint64_t round = 0; round < test_rounds; round++) {
        struct err err;
        bool is_inverse = rng_below(&test_rng, 3) == 0;
        struct instrument it = { .kind =
                                     is_inverse ? INSTRUMENT_PERPETUAL_INVERSE : INSTRUMENT_SPOT,
                                 .price_decimals = (uint32_t)rng_below(&test_rng, 5),
                                 .lot_decimals = (uint32_t)rng_below(&test_rng, 4),
                                 .ledger_decimals = 8,
                                 .tick_units = 1 + (int64_t)rng_below(&test_rng, 50),
                                 .lot_units = 1 + (int64_t)rng_below(&test_rng, 10),
                                 .multiplier_units = 1 + (int64_t)rng_below(&test_rng, 10) };
        ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
        int64_t ticks = 1 + (int64_t)rng_below(&test_rng, 5000);
        int64_t lots = (1 + (int64_t)rng_below(&test_rng, 300)) * (round % 2 ? -1 : 1), units;
        uint32_t decimals;
        int64_t cash = instrument_cash(&it, ticks, lots, ROUND_HALF_AWAY);
        if (cash == 0) continue;
        ck_assert(csv_price(&it, cash, lots, &units, &decimals));
        double found = (double)units / (double)decimal_power(decimals);
        double price = instrument_price(&it, ticks),
               slack = is_inverse ? 1.0 / (double)llabs(cash) : 0;
        ck_assert_msg(fabs(found - price) <= price * slack + 1e-9, "%.12g for %.12g", found, price);
        if (is_inverse) continue;
        ck_assert_uint_eq(decimals, it.price_decimals);
        ck_assert_int_eq(units, ticks * it.tick_units);
    }
}

TEST(csv, no_quantity_has_no_price)
{
    struct fixture *it = fixture_goog();
    int64_t units;
    uint32_t decimals;
    ck_assert(!csv_price(&it->instruments[0].instrument, 100, 0, &units, &decimals));
}
