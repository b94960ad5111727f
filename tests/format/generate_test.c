#include "format/generate.h"
#include "format/format.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

static struct dataset draw(uint64_t seed, uint64_t count, struct arena *arena)
{
    struct generate_params params = generate_defaults(seed);
    struct dataset dataset;
    if (count > 0) params.count = count;
    arena_init(arena, malloc((size_t)8 << 20), (size_t)8 << 20);
    ck_assert_int_eq(generate_market(&dataset, arena, &params, NULL), ST_OK);
    return dataset;
}

TEST(generate, a_seed_gives_the_same_market_and_another_seed_another)
{
    struct arena a, b, c;
    struct dataset first = draw(7, 0, &a), again = draw(7, 0, &b), other = draw(8, 0, &c);
    ck_assert_uint_eq(first.hash, again.hash);
    ck_assert_uint_ne(first.hash, other.hash);
    ck_assert(first.is_generated);
    ck_assert_str_eq(first.name, "generated market");
    free(a.bytes), free(b.bytes), free(c.bytes);
}

TEST(generate, high_and_low_hold_open_and_close_and_bars_join)
{
    struct arena arena;
    struct dataset bars = draw(test_seed, 0, &arena);
    for (uint64_t i = 0; i < bars.count; i++) {
        int64_t open = bars.columns[COLUMN_OPEN][i], close = bars.columns[COLUMN_CLOSE][i];
        ck_assert_int_ge(bars.columns[COLUMN_HIGH][i], open > close ? open : close);
        ck_assert_int_le(bars.columns[COLUMN_LOW][i], open < close ? open : close);
        ck_assert_int_gt(bars.columns[COLUMN_LOW][i], 0);
        ck_assert_int_gt(bars.columns[COLUMN_VOLUME][i], 0);
        if (i > 0) ck_assert_int_eq(open, bars.columns[COLUMN_CLOSE][i - 1]);
    }
    free(arena.bytes);
}

/* The lag-one autocorrelation of squared returns: 0 for a plain walk; GARCH(1,1) with a = 0.09 and
 * b = 0.90 has a (1 - a b - b²) / (1 - 2 a b - b²) = 0.35 in theory. */
TEST(generate, its_variance_clusters)
{
    struct arena arena;
    struct dataset bars = draw(3, 0, &arena);
    double mean = 0, both = 0, one = 0;
    static double squares[40000];
    for (uint64_t i = 0; i < bars.count; i++) {
        double open = (double)bars.columns[COLUMN_OPEN][i];
        double change = ((double)bars.columns[COLUMN_CLOSE][i] - open) / open;
        squares[i] = change * change;
        mean += squares[i] / (double)bars.count;
    }
    for (uint64_t i = 1; i < bars.count; i++) {
        both += (squares[i] - mean) * (squares[i - 1] - mean);
        one += (squares[i] - mean) * (squares[i] - mean);
    }
    ck_assert_double_gt(both / one, 0.1);
    free(arena.bytes);
}
