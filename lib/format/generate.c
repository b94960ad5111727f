#include "format/generate.h"

#include "base/rng.h"
#include "domain/civil.h"
#include "domain/time.h"

#include <math.h>

enum { STEPS = 8, UNIFORMS = 12, PRICE_DECIMALS = 2, VOLUME_DECIMALS = 8 };

struct generate_params generate_defaults(uint64_t seed)
{
    return (struct generate_params){ .seed = seed,
                                     .count = 2 * 365 * 48,
                                     .from_ns = time_from_day(civil_day(2017, 10, 1)),
                                     .interval_ns = 30 * NS_PER_MINUTE,
                                     .price = 4300,
                                     .volatility = 0.006 };
}

/* Mean 0, variance 1: each uniform brings 1/12. */
static double draw_normal(struct rng *rng)
{
    double sum = 0;
    for (int i = 0; i < UNIFORMS; i++) sum += rng_unit(rng);
    return sum - UNIFORMS * 0.5;
}

static int64_t to_ticks(double price)
{
    int64_t ticks = (int64_t)floor(price * 100 + 0.5);
    return ticks > 0 ? ticks : 1;
}

struct walk {
    struct rng rng;
    double price;
    double variance;      /* of the bar at hand */
    double variance_mean; /* which it returns to */
};

/* One bar: the walk takes STEPS steps, and the variance hears how far they led. */
static void draw_bar(struct walk *walk, int64_t *columns[COLUMN_COUNT], uint64_t row)
{
    double open = walk->price, high = open, low = open;
    double step = sqrt(walk->variance / STEPS);
    for (int i = 0; i < STEPS; i++) {
        double change = step * draw_normal(&walk->rng);
        if (change < -0.5)
            change = -0.5; /* twelve uniforms reach 6 deviations; a price stays one */
        walk->price *= 1 + change;
        if (walk->price < 1) walk->price = 1;
        if (walk->price > 1e9) walk->price = 1e9;
        if (walk->price > high) high = walk->price;
        if (walk->price < low) low = walk->price;
    }
    double moved = (walk->price - open) / open;
    double restless = sqrt(walk->variance / walk->variance_mean);
    double volume = (20 + 180 * rng_unit(&walk->rng)) * restless;
    columns[COLUMN_OPEN][row] = to_ticks(open);
    columns[COLUMN_HIGH][row] = to_ticks(high);
    columns[COLUMN_LOW][row] = to_ticks(low);
    columns[COLUMN_CLOSE][row] = to_ticks(walk->price);
    columns[COLUMN_VOLUME][row] = (int64_t)floor(volume * 1e8);
    walk->variance = 0.01 * walk->variance_mean + 0.09 * (moved * moved) + 0.90 * walk->variance;
}

enum status generate_market(struct dataset *dataset, struct arena *arena,
                            const struct generate_params *params, struct err *err)
{
    ASSERT(params->count > 0);
    ASSERT(params->volatility > 0);
    int64_t *columns[COLUMN_COUNT] = { 0 };
    for (uint32_t c = COLUMN_TS; c <= COLUMN_VOLUME; c++) {
        columns[c] = ARENA_ARRAY(arena, int64_t, params->count);
        if (!columns[c])
            return err_set(err, ST_FULL, "there is not enough memory for the generated market");
    }
    double variance = params->volatility * params->volatility;
    struct walk walk = { .price = params->price, .variance = variance, .variance_mean = variance };
    rng_init(&walk.rng, params->seed);
    for (uint64_t i = 0; i < params->count; i++) {
        columns[COLUMN_TS][i] = params->from_ns + (int64_t)i * params->interval_ns;
        draw_bar(&walk, columns, i);
    }
    *dataset = (struct dataset){ .name = "generated market",
                                 .symbol = "GENERATED",
                                 .format = "generated",
                                 .kind = DATA_BARS,
                                 .price_decimals = PRICE_DECIMALS,
                                 .lot_decimals = VOLUME_DECIMALS,
                                 .tick_units = 1,
                                 .lot_units = 1,
                                 .is_generated = true,
                                 .interval_ns = params->interval_ns,
                                 .count = params->count };
    for (uint32_t c = COLUMN_TS; c <= COLUMN_VOLUME; c++) dataset->columns[c] = columns[c];
    text_format(dataset->source, sizeof dataset->source, "generated market, seed %llu",
                (unsigned long long)params->seed);
    dataset->hash = dataset_hash(dataset);
    return ST_OK;
}
