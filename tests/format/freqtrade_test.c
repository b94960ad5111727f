#include "format/format.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

static struct import import;
static struct err err;
static struct arena arena;

static enum status decode_as(const char *text, struct import_options options)
{
    free(arena.bytes);
    size_t size = format_arena_bytes(strlen(text));
    arena_init(&arena, malloc(size), size);
    options.name = TEXT("BTC.json");
    if (!options.format.bytes) options.format = TEXT("freqtrade-json");
    return format_decode(&import, &arena, text_from(text), &options, &err);
}

static void refused(const char *text, struct import_options options, const char *why)
{
    ck_assert_msg(decode_as(text, options) != ST_OK, "%s", text);
    ck_assert_msg(strstr(err.text, why) != NULL, "\"%s\" is not in: %s", why, err.text);
}

#define NONE ((struct import_options){ 0 })

TEST(freqtrade, blanks_stand_anywhere_between)
{
    ck_assert_int_eq(decode_as(" [\r\n\t[ 1500000000000 , 1, 2 ,1,\n1.5,10 ] ,\n"
                               "[1500000060000,1,2,1,1.5,10]\n]\n",
                               (struct import_options){ .format = TEXT("") }),
                     ST_OK);
    ck_assert_uint_eq(import.datasets[0].count, 2);
    ck_assert_uint_eq(import.datasets[0].price_decimals, 1);
    ck_assert_int_eq(import.datasets[0].columns[COLUMN_CLOSE][1], 15);
    ck_assert_int_eq(import.datasets[0].columns[COLUMN_TS][0], INT64_C(1500000000000000000));
}

TEST(freqtrade, what_is_no_candle_is_refused_with_its_line_and_number)
{
    refused("1", NONE, "not an array of candles");
    refused("[]", NONE, "the array is empty");
    refused("[[1,1,1,1,1,1]", NONE, "ends after candle 1 without a ]");
    refused("[[1,1,1,1,1,1]]x", NONE, "text stands behind the array");
    refused("[[1,1,1,1,1,1],\n5]", NONE, "BTC.json:2: candle 2 does not begin with [");
    refused("[[1,1,1,1,1]]", NONE, "candle 1 has not six numbers");
    refused("[[1,1,1,1,1,1,1]]", NONE, "candle 1 has not six numbers");
    refused("[[1,one,1,1,1,1]]", NONE, "open \"one\" is not a number");
    refused("[[1,1,1,1,1,-1]]", NONE, "volume \"-1\" is below zero");
    refused("[[1,-1,1,1,1,1]]", NONE, "open \"-1\" is below zero");
    refused("[[99999999999999999999,1,1,1,1,1]]", NONE, "is too large");
    refused("[[1,99999999999999999999999,1,1,1,1]]", NONE, "is too large");
    refused("[[1,"
            "012345678901234567890123456789012345678901234567890123456789x0123456789"
            ",1,1,1,1]]",
            NONE, "012345678901234567890123456789012345678901234567890123456789\"");
}

TEST(freqtrade, a_price_below_zero_is_taken_where_it_is_allowed)
{
    struct import_options told = { .is_negative_allowed = true };
    ck_assert_int_eq(decode_as("[[1,-1.5,1,-2,1,1]]", told), ST_OK);
    ck_assert_int_eq(import.datasets[0].columns[COLUMN_OPEN][0], -15);
}

TEST(freqtrade, large_figures_get_fewer_decimals_and_fine_ones_are_rounded_and_said)
{
    ck_assert_int_eq(decode_as("[[1,12345678901,12345678901,1,1.5,900000000000]]", NONE), ST_OK);
    ck_assert_int_eq(import.datasets[0].columns[COLUMN_OPEN][0], INT64_C(123456789010));
    ck_assert_uint_lt(import.datasets[0].lot_decimals, 8);
    ck_assert_int_eq(decode_as("[[1,1.0000000001,2,1,1,0.123456789012]]", NONE), ST_OK);
    ck_assert(import.report.rounding_max > 0);
    ck_assert(import.report.rounding_max <= 0.5e-9);
    refused("[[1,1.0000000001,2,1,1,1]]", (struct import_options){ .tick = TEXT("0.1") },
            "has more decimals than the stated tick");
}
