/* The texts a strategy is told: a file of timed orders, and schedules. */
#include "strategy/script.h"
#include "strategy/schedule.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 16 };

static struct script_row rows[ROWS_MAX];
static uint32_t count;
static struct err err;

/* One instrument in cents and hundred-millionths, one in fifths of a tick and lots of a thousand.
 */
static const struct argosy_series series[2] = {
    { .size = sizeof *series,
      .symbol = "BTC",
      .tick_units = 5,
      .price_scale = 100,
      .lot_units = 1,
      .qty_scale = 1e8,
      .lot_step = 1 },
    { .size = sizeof *series,
      .symbol = "EURUSD",
      .tick_units = 1,
      .price_scale = 1e5,
      .lot_units = 1000,
      .qty_scale = 1,
      .lot_step = 1 },
};

static enum status parse(struct text text)
{
    memset(&err, 0, sizeof err);
    ck_assert_uint_le(script_rows_max(text), ROWS_MAX);
    return script_parse(rows, &count, text, series, 2, &err);
}

#define HEADER "ts,instrument,action,side,qty,type,limit,stop,stop_loss,take_profit,tif,id\n"

/* A line below the header is refused, and the sentence says so. */
static void assert_refused(const char *line, const char *why)
{
    char text[512];
    int length = snprintf(text, sizeof text, HEADER "%s\n", line);
    ck_assert_msg(parse((struct text){ text, (size_t)length }) == ST_PARSE, "%s", line);
    ck_assert_msg(strstr(err.text, why) && strstr(err.text, "line 2: "), "%s: %s", line, err.text);
}

TEST(script, a_row_says_what_when_how_much_at_which_prices_and_for_how_long)
{
    ck_assert_int_eq(
        parse(TEXT(HEADER "2024-05-01T09:30,BTC,open,buy,0.5,stop_limit,60000.05,60000.00,"
                          "59000,65000,gtd:2024-05-02T09:30,first\n")),
        ST_OK);
    ck_assert_uint_eq(count, 1);
    const struct argosy_order *order = &rows[0].order;
    ck_assert_int_eq(rows[0].ts_ns, INT64_C(1714555800000000000));
    ck_assert_int_eq(order->expire_ns - rows[0].ts_ns, INT64_C(86400000000000));
    ck_assert_int_eq(rows[0].action, SCRIPT_OPEN);
    ck_assert_int_eq(order->type, ARGOSY_STOP_LIMIT);
    ck_assert_int_eq(order->tif, ARGOSY_GTD);
    ck_assert_int_eq(order->side, 0);
    ck_assert_int_eq(order->size_rule, ARGOSY_SIZE_LOTS);
    ck_assert_int_eq(order->qty_lots, 50000000);
    ck_assert_int_eq(order->limit_ticks, 1200001);
    ck_assert_int_eq(order->stop_ticks, 1200000);
    ck_assert_int_eq(order->stop_loss_ticks, 1180000);
    ck_assert_int_eq(order->take_profit_ticks, 1300000);
    ck_assert_str_eq(rows[0].id, "first");
}

TEST(script, comments_and_empty_lines_are_passed_over_and_columns_stand_in_any_order)
{
    ck_assert_int_eq(parse(TEXT("# mine\n\nside,Action,TS\r\nsell,open,2024-05-01\r\n# more\n"
                                "\n,close,2024-05-01\n")),
                     ST_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(rows[0].order.side, 1);
    ck_assert_int_eq(rows[0].order.size_rule, ARGOSY_SIZE_DEFAULT);
    ck_assert_uint_eq(rows[0].line, 4);
    ck_assert(!rows[1].has_side);
    ck_assert_int_eq(rows[1].order.size_rule, ARGOSY_SIZE_POSITION);
    ck_assert(rows[1].order.flags & ARGOSY_REDUCE_ONLY);
}

TEST(script, all_is_what_the_money_buys_or_what_is_held)
{
    ck_assert_int_eq(parse(TEXT(HEADER "2024-05-01,1,open,buy,ALL,market\n"
                                       "2024-05-01,EURUSD,close,,all,at-close\n"
                                       "2024-05-01,EURUSD,close,sell,2000\n")),
                     ST_OK);
    ck_assert_int_eq(rows[0].order.instrument, 1);
    ck_assert_int_eq(rows[0].order.size_rule, ARGOSY_SIZE_ALL);
    ck_assert_int_eq(rows[1].order.size_rule, ARGOSY_SIZE_POSITION);
    ck_assert(rows[1].order.flags & ARGOSY_AT_CLOSE);
    ck_assert_int_eq(rows[1].order.type, ARGOSY_MARKET);
    ck_assert_int_eq(rows[2].order.qty_lots, 2);
}

TEST(script, an_amendment_needs_no_price_but_an_order_to_amend)
{
    ck_assert_int_eq(parse(TEXT(HEADER "2024-05-01,,amend,,,limit,,,,,,a\n"
                                       "2024-05-01,,cancel,,,stop\n")),
                     ST_OK);
    assert_refused("2024-05-01,,amend,,,limit", "must name the order to amend");
}

TEST(script, what_cannot_be_carried_out_is_refused_with_its_line_and_cell)
{
    assert_refused("noon,,open,buy", "ts \"noon\" is no UTC time");
    assert_refused("2024-05-01,,wait,buy", "action \"wait\" is not known");
    assert_refused("2024-05-01,,open", "side \"\" must be buy or sell");
    assert_refused("2024-05-01,,open,up", "side \"up\" is not known");
    assert_refused("2024-05-01,ETH,open,buy", "instrument \"ETH\" is not among the data");
    assert_refused("2024-05-01,2,open,buy", "instrument \"2\" is not among the data");
    assert_refused("2024-05-01,-1,open,buy", "instrument \"-1\" is not among the data");
    assert_refused("2024-05-01,,open,buy,many", "qty \"many\" is not a number");
    assert_refused("2024-05-01,,open,buy,-1", "qty \"-1\" is negative");
    assert_refused("2024-05-01,1,open,buy,1500", "qty \"1500\" is not a multiple");
    assert_refused("2024-05-01,,open,buy,1,limit,10.01", "limit \"10.01\" is not a multiple");
    assert_refused("2024-05-01,,open,buy,1,limit,10.001", "limit \"10.001\" is not a multiple");
    assert_refused("2024-05-01,,open,buy,1,market,,x", "stop \"x\" is not a number");
    assert_refused("2024-05-01,,open,buy,1,market,,,x", "stop_loss \"x\" is not a number");
    assert_refused("2024-05-01,,open,buy,1,market,,,,x", "take_profit \"x\" is not a number");
    assert_refused("2024-05-01,,open,buy,1,best", "type \"best\" is not known");
    assert_refused("2024-05-01,,open,buy,1,limit", "type \"limit\" needs a limit");
    assert_refused("2024-05-01,,open,buy,1,stop-limit,10", "type \"stop-limit\" needs a stop");
    assert_refused("2024-05-01,,open,buy,1,market,,,,,later", "tif \"later\" is not known");
    assert_refused("2024-05-01,,open,buy,1,market,,,,,gtd:x", "names no time");
    assert_refused("2024-05-01,,open,buy,1,market,,,,,gtc,an-id-that-is-longer-than-they-may-be",
                   "has over 31 characters");
    assert_refused("2024-05-01,,a-word-that-is-longer-than-any-of-them", "is not known");
}

/* Found by fuzzing: the id is kept as a terminated string, and so lost what stood behind the NUL.
 */
TEST(script, an_id_with_a_nul_in_it_is_refused)
{
    ck_assert_int_eq(parse(TEXT("ts,action,id\n2024-05-01,amend,\0b\n")), ST_PARSE);
    ck_assert_ptr_nonnull(strstr(err.text, "has a NUL in it"));
}

TEST(script, a_file_without_its_columns_or_out_of_order_is_refused)
{
    ck_assert_int_eq(parse(TEXT("")), ST_PARSE);
    ck_assert_ptr_nonnull(strstr(err.text, "the file is empty"));
    ck_assert_int_eq(parse(TEXT("ts,price\n")), ST_PARSE);
    ck_assert_ptr_nonnull(strstr(err.text, "line 1: there is no column \"price\""));
    ck_assert_int_eq(parse(TEXT("ts,side\n")), ST_PARSE);
    ck_assert_ptr_nonnull(strstr(err.text, "ts and action among them"));
    ck_assert_int_eq(parse(TEXT("action,side\n")), ST_PARSE);
    ck_assert_int_eq(parse(TEXT("ts,action,side\n2024-05-02,open,buy\n2024-05-01,open,buy\n")),
                     ST_PARSE);
    ck_assert_ptr_nonnull(strstr(err.text, "line 3: ts \"2024-05-01\" goes back in time"));
}

/* Found by fuzzing: the length in nanoseconds did not fit, and weeks became negative. */
TEST(schedule, a_stretch_longer_than_time_is_refused)
{
    struct schedule schedule;
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("106751d")), ST_OK);
    ck_assert_int_eq(schedule.length, INT64_C(106751) * 86400 * 1000000000);
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("106752d")), ST_PARSE);
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("1000000w")), ST_PARSE);
    ck_assert_int_eq(schedule_parse(&schedule, TEXT("1000000mo")), ST_OK);
    ck_assert_int_eq(schedule.length, 1000000);
}
