#include "format/quotebars.h"
#include "domain/time.h"
#include "support/csv.h"
#include "support/holds.h"
#include "support/test.h"

#include <string.h>

static struct dataset made(const struct dataset *in, enum quote_price price)
{
    struct arena arena;
    size_t size = quotebars_bytes(in);
    arena_init(&arena, csv_memory(size), size);
    struct dataset out;
    struct err err = { 0 };
    ck_assert_msg(quotebars_price(&out, in, price, &arena, &err) == ST_OK, "%s", err.text);
    ck_assert_int_eq(out.kind, DATA_BARS);
    ck_assert_ptr_null(out.columns[COLUMN_ASK_OPEN]);
    ck_assert_ptr_null(out.columns[COLUMN_BID_SIZE]);
    return out;
}

TEST(quotebars, the_middle_of_recorded_quotes_is_exact_and_the_sides_are_the_sources_own)
{
    struct dataset in =
        csv_dataset("market/oanda-eurusd-quotebars-1h-20070101-20181231.csv.gz", 5, 0);
    struct dataset bid = made(&in, QUOTE_BID), ask = made(&in, QUOTE_ASK);
    struct dataset mid = made(&in, QUOTE_MID);
    ck_assert_uint_eq(mid.price_decimals, 6);
    ck_assert_int_eq(mid.tick_units, 5);
    for (int i = 0; i < 4; i++) {
        ck_assert_ptr_eq(bid.columns[COLUMN_OPEN + i], in.columns[COLUMN_OPEN + i]);
        ck_assert_ptr_eq(ask.columns[COLUMN_OPEN + i], in.columns[COLUMN_ASK_OPEN + i]);
        for (uint64_t row = 0; row < in.count; row++) {
            /* In units of 10^-6: twice the middle is ten times bid and ask together. */
            int64_t units = mid.columns[COLUMN_OPEN + i][row] * mid.tick_units;
            int64_t both = in.columns[COLUMN_OPEN + i][row] + in.columns[COLUMN_ASK_OPEN + i][row];
            HOLDS(2 * units == 10 * both, "row %d", (int)row);
        }
    }
    ck_assert_uint_ne(mid.hash, bid.hash);
}

TEST(quotebars, what_has_no_two_sides_or_does_not_fit_is_refused)
{
    int64_t bid[2] = { INT64_MAX, 1 }, ask[2] = { INT64_MAX, 2 }, ts[2] = { 0, 1 };
    struct dataset in = { .count = 2, .kind = DATA_BARS, .tick_units = 1, .name = "prices" };
    in.columns[COLUMN_TS] = ts;
    for (int i = 0; i < 4; i++) in.columns[COLUMN_OPEN + i] = bid;
    struct arena arena;
    struct dataset out;
    struct err err = { 0 };
    size_t size = quotebars_bytes(&in);
    arena_init(&arena, csv_memory(size), size);
    ck_assert_int_eq(quotebars_price(&out, &in, QUOTE_MID, &arena, &err), ST_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "prices has no bid and ask"));
    in.kind = DATA_QUOTEBARS;
    ck_assert_int_eq(quotebars_price(&out, &in, QUOTE_MID, &arena, &err), ST_USAGE);
    for (int i = 0; i < 4; i++) in.columns[COLUMN_ASK_OPEN + i] = ask;
    ck_assert_int_eq(quotebars_price(&out, &in, QUOTE_MID, &arena, &err), ST_DATA);
    ck_assert_uint_eq(arena.used, 0);
    bid[0] = 1;
    ask[0] = 2;
    in.price_decimals = DECIMALS_MAX;
    ck_assert_int_eq(quotebars_price(&out, &in, QUOTE_MID, &arena, &err), ST_DATA);
    in.price_decimals = 2;
    arena_init(&arena, csv_memory(64), 64);
    ck_assert_int_eq(quotebars_price(&out, &in, QUOTE_MID, &arena, &err), ST_FULL);
    ck_assert_uint_eq(arena.used, 0);
    ck_assert_int_eq(quotebars_price(&out, &in, QUOTE_ASK, &arena, &err), ST_OK);
}
