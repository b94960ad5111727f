/* Decoders in too little memory: at every size they refuse or do the whole work, never half of it.
 */
#include "format/format.h"
#include "format/generate.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_STEPS = 400 };

static struct err err;

static enum status decode_in(struct import *import, const char *text, char *bytes, size_t room)
{
    struct arena arena;
    struct import_options options = { .name = TEXT("file") };
    arena_init(&arena, bytes, room);
    return format_decode(import, &arena, text_from(text), &options, &err);
}

/* The least room that does, to the byte; every power of ten's hundred steps below it must not. */
static void check_rooms(const char *text)
{
    static struct import import;
    size_t most = format_arena_bytes(strlen(text)), low = 0, high = most;
    char *bytes = malloc(most);
    ck_assert_int_eq(decode_in(&import, text, bytes, most), ST_OK);
    uint64_t hash = import.datasets[0].hash;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (decode_in(&import, text, bytes, middle) == ST_OK) high = middle;
        else low = middle;
    }
    ck_assert_int_eq(decode_in(&import, text, bytes, high), ST_OK);
    ck_assert_uint_eq(import.datasets[0].hash, hash);
    /* All the places where room runs out lie below it, many of them in its last kilobytes. */
    for (size_t i = 0; i < ROOM_STEPS; i++) {
        size_t sizes[2] = { low * i / ROOM_STEPS, low > 8 * i ? low - 8 * i : 0 };
        for (int j = 0; j < 2; j++) {
            ck_assert_int_eq(decode_in(&import, text, bytes, sizes[j]), ST_FULL);
            ck_assert_ptr_nonnull(strstr(err.text, "not enough memory"));
        }
    }
    free(bytes);
}

TEST(room, bars_are_read_whole_or_refused)
{
    check_rooms("ts,open,high,low,close,volume,adj_close\n2020-01-02,1,2,1,1.5,10,1\n"
                "2020-01-03,1,2,1,1.5,10,1\n2020-01-04,1,2,1,1.5,10,1\n");
}

TEST(room, instruments_are_parted_whole_or_refused)
{
    check_rooms("symbol,ts,open,high,low,close\nAA,2020-01-02,1,2,1,1.5\nBB,2020-01-02,1,2,1,1.5\n"
                "AA,2020-01-03,1,2,1,1.5\nBB,2020-01-03,1,2,1,1.5\n");
}

TEST(room, candles_are_read_whole_or_refused)
{
    check_rooms("[[1500000000000,1,2,1,1.5,10],[1500000060000,1,2,1,1.5,10]]");
}

TEST(room, a_market_is_generated_whole_or_not_at_all)
{
    struct generate_params params = generate_defaults(3);
    struct dataset dataset;
    struct arena arena;
    params.count = 100;
    size_t most = 1 << 16, least = 0;
    char *bytes = malloc(most);
    for (size_t room = 0; room <= most; room += 64) {
        arena_init(&arena, bytes, room);
        enum status status = generate_market(&dataset, &arena, &params, &err);
        if (status == ST_OK && least == 0) least = room;
        ck_assert_int_eq(status, least > 0 ? ST_OK : ST_FULL);
    }
    ck_assert_uint_ge(least, 100 * 6 * 8);
    free(bytes);
}

/* Where the walk would leave the prices that can be said, it stops at their edge. */
TEST(room, a_wild_market_stays_between_one_and_a_billion)
{
    for (int is_dear = 0; is_dear < 2; is_dear++) {
        struct generate_params params = generate_defaults(5);
        struct dataset dataset;
        struct arena arena;
        size_t size = (size_t)8 << 20;
        char *bytes = malloc(size);
        params.count = 2000;
        params.price = is_dear ? 9e8 : 1.5;
        params.volatility = 0.9;
        arena_init(&arena, bytes, size);
        ck_assert_int_eq(generate_market(&dataset, &arena, &params, &err), ST_OK);
        for (uint64_t i = 0; i < dataset.count; i++) {
            ck_assert_int_gt(dataset.columns[COLUMN_LOW][i], 0);
            ck_assert_int_le(dataset.columns[COLUMN_HIGH][i],
                             INT64_C(1000000000) * decimal_power(dataset.price_decimals));
        }
        free(bytes);
    }
}
