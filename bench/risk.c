/*
 * risk.c — the gate before every order, all of its limits set in every scope: the time of single
 * judgements, their 99th percentile, the reading of the clock included.
 */
#include "bench/bench.h"

#include "base/rng.h"
#include "core/risk.h"
#include "os/clock.h"
#include "os/process.h"

#include <stdlib.h>

enum { QUESTIONS = 1 << 12, ROUNDS = 48 };

static const int64_t e12 = INT64_C(1000000000000);

struct work {
    struct risk risk;
    struct instrument instrument;
    struct risk_question *questions;
    struct order *orders;
    enum refusal *expected;
    double *times;
};

static struct risk_limits all_limits(void)
{
    return (struct risk_limits){ .qty_lots_max = 1000,
                                 .notional_max = 90000,
                                 .position_notional_max = 150000,
                                 .collar_e12 = e12 / 10,
                                 .reference_age_ns_max = 1000000000,
                                 .loss_daily_max = 50000,
                                 .budget_max = 120000,
                                 .orders_open_max = 100,
                                 .orders_rate_max = 100,
                                 .cancels_rate_max = 100,
                                 .duplicates_max = 3,
                                 .is_self_match_refused = true };
}

/* A limit order that is drawn to keep every limit or to break just one of them; which one decides
 * the answer. With tick and lot of 1 a price times a quantity is the notional. */
static enum refusal draw(struct work *work, uint32_t i, struct rng *rng)
{
    struct order *order = &work->orders[i];
    struct risk_question *q = &work->questions[i];
    bool is_buy = rng_below(rng, 2) == 0;
    *order = (struct order){ .id = { i + 1 },
                             .qty_lots = 1 + (int64_t)rng_below(rng, 700),
                             .limit_ticks = 95 + (int64_t)rng_below(rng, 11),
                             .side = is_buy ? SIDE_BUY : SIDE_SELL,
                             .type = ORDER_LIMIT };
    *q = (struct risk_question){ .instrument = &work->instrument,
                                 .order = order,
                                 .now_ns = INT64_C(5000000000) + i,
                                 .reference_ticks = 100,
                                 .reference_ts_ns = INT64_C(5000000000),
                                 .has_reference = true,
                                 .free_cash = 100000,
                                 .need_cash = order->qty_lots * order->limit_ticks,
                                 .parent_left_lots = INT64_MAX };
    switch (rng_below(rng, 16)) {
    case 0: order->qty_lots = 1001; return REFUSAL_QTY_MAX;
    case 1:
        order->qty_lots = 990;
        order->limit_ticks = 100;
        return REFUSAL_NOTIONAL_MAX;
    case 2: q->reference_ts_ns -= 2000000000; return REFUSAL_REFERENCE_STALE;
    case 3: order->limit_ticks = is_buy ? 111 : 89; return REFUSAL_COLLAR;
    case 4: q->position_lots = q->account_lots = is_buy ? 1600 : -1600; return REFUSAL_POSITION_MAX;
    case 5: q->is_halted = true; return REFUSAL_HALTED;
    case 6: order->qty_lots = 0; return REFUSAL_QTY_NONE;
    case 7: q->need_cash = 100001; return REFUSAL_BUYING_POWER;
    case 8:
        q->best_own_sell_ticks = q->best_own_buy_ticks = order->limit_ticks;
        return REFUSAL_SELF_MATCH;
    default: return REFUSAL_NONE;
    }
}

static enum status check(const struct work *work, struct err *err)
{
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        enum refusal got = risk_judge(&work->risk, &work->questions[i]);
        if (got != work->expected[i])
            return err_set(err, ST_DATA, "question %u: \"%s\" instead of \"%s\"", i,
                           refusal_text(got), refusal_text(work->expected[i]));
    }
    return ST_OK;
}

static int compare_times(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double measure(const struct work *work)
{
    uint32_t count = 0;
    for (uint32_t round = 0; round < ROUNDS + 1; round++)
        for (uint32_t i = 0; i < QUESTIONS; i++) {
            int64_t start = clock_mono_ns();
            enum refusal got = risk_judge(&work->risk, &work->questions[i]);
            int64_t end = clock_mono_ns();
            ASSERT(got == work->expected[i]);
            if (round > 0) work->times[count++] = (double)(end - start); /* the first warms up */
        }
    qsort(work->times, count, sizeof *work->times, compare_times);
    return work->times[(uint64_t)count * 99 / 100];
}

static enum status make(struct work *work, struct arena *arena, struct err *err)
{
    struct rng rng;
    rng_init(&rng, 1);
    work->instrument = (struct instrument){
        .symbol = "R", .tick_units = 1, .lot_units = 1, .multiplier_units = 1, .is_tradable = true
    };
    enum status status = instrument_prepare(&work->instrument, err);
    work->questions = ARENA_ARRAY(arena, struct risk_question, QUESTIONS);
    work->orders = ARENA_ARRAY(arena, struct order, QUESTIONS);
    work->expected = ARENA_ARRAY(arena, enum refusal, QUESTIONS);
    work->times = ARENA_ARRAY(arena, double, (size_t)QUESTIONS *ROUNDS);
    if (status != ST_OK) return status;
    if (!work->times || risk_init(&work->risk, arena, 1) != ST_OK)
        return err_set(err, ST_FULL, "the questions do not fit");
    for (int scope = 0; scope < SCOPE_COUNT; scope++) work->risk.limits[scope] = all_limits();
    work->risk.book_limits[0] = all_limits();
    for (uint32_t i = 0; i < QUESTIONS; i++) work->expected[i] = draw(work, i, &rng);
    return ST_OK;
}

static enum status run(struct bench_sheet *sheet, struct err *err)
{
    struct memory memory = { 0 };
    struct arena arena;
    struct work work = { 0 };
    enum status status = memory_arena(&memory, &arena, (size_t)1 << 24, err);
    process_peak_reset();
    if (status == ST_OK) status = make(&work, &arena, err);
    if (status == ST_OK) status = check(&work, err);
    if (status == ST_OK)
        bench_add(sheet, (struct bench_row){ .name = "risk",
                                             .part = "risk",
                                             .unit = "ns, 99 of 100",
                                             .is_lower_better = true,
                                             .goal = 200,
                                             .value = measure(&work) });
    memory_release(&memory);
    return status;
}

const struct bench_part bench_risk = {
    .name = "risk",
    .help = "one order judged with every limit set in every scope: the 99th percentile",
    .rows = "risk",
    .run = run,
};
