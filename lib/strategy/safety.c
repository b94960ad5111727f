/*
 * safety.c — safety-dca: a first order, and a ladder of larger ones below it.
 *
 *   flat --on_bar: base order--> waiting --on_fill--> laddered --on_fill: target sold--> flat
 *
 * Safety order i = 1..max rests at p0 × (1 - step × (1 + scale + ... + scale^(i-1))) and spends
 * base × volume^i, p0 being the price of the base order's fill; all of them together with the base
 * order spend base × (volume^(max+1) - 1) / (volume - 1). A sell of everything rests at the average
 * entry × (1 + target) and moves with every buy. Every instrument has a ladder of its own.
 */
#include "strategy/builtin.h"
#include "strategy/desk.h"
#include "strategy/param.h"

enum {
    PARAM_BASE,
    PARAM_STEP,
    PARAM_SCALE,
    PARAM_VOLUME,
    PARAM_MAX,
    PARAM_TARGET,
    PARAM_WARMUP_BARS
};

struct ladder {
    int64_t held_lots;
    double cost; /* lots × price of what is held */
    uint64_t base_order, target_order;
    bool is_laddered;
};

struct safety {
    double base, step, scale, volume, target;
    uint32_t max;
    uint32_t spare;
    uint64_t warmup;
    struct ladder ladders[];
};

static size_t safety_bytes(const struct argosy_setup *setup)
{
    return sizeof(struct safety) + setup->instrument_count * sizeof(struct ladder);
}

/* How far below p0 the deepest order would rest. */
static double deepest(const struct safety *safety)
{
    double depth = 0, step = safety->step;
    for (uint32_t i = 0; i < safety->max; i++) {
        depth += step;
        step *= safety->scale;
    }
    return depth;
}

static int safety_start(void *state, const struct argosy_setup *setup)
{
    struct safety *safety = state;
    safety->base = setup->values[PARAM_BASE].number;
    safety->step = setup->values[PARAM_STEP].number;
    safety->scale = setup->values[PARAM_SCALE].number;
    safety->volume = setup->values[PARAM_VOLUME].number;
    safety->max = (uint32_t)setup->values[PARAM_MAX].number;
    safety->target = setup->values[PARAM_TARGET].number;
    safety->warmup = (uint64_t)setup->values[PARAM_WARMUP_BARS].number;
    if (deepest(safety) < 1) return 0;
    return desk_refuse(setup, "the last safety order would rest at or below a price of 0; lower "
                              "step, scale or max");
}

static uint64_t safety_lookback(const void *state)
{
    return ((const struct safety *)state)->warmup;
}

static void safety_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct safety *safety = state;
    struct ladder *ladder = &safety->ladders[instrument];
    const struct argosy_holding *holding = &view->holdings[instrument];
    if (view->series[instrument].count <= safety->warmup) return;
    if (holding->qty_lots != 0 || holding->open_orders > 0 || ladder->base_order != 0) return;
    ladder->base_order = desk_market_cash(view, instrument, ARGOSY_BUY, safety->base, "base order");
}

static void place_ladder(const struct safety *safety, const struct argosy_view *view,
                         uint32_t instrument, double first_price)
{
    const struct argosy_series *series = &view->series[instrument];
    double depth = 0, step = safety->step, cash = safety->base;
    for (uint32_t i = 0; i < safety->max; i++) {
        depth += step;
        cash *= safety->volume;
        double price = first_price * (1 - depth);
        desk_limit(view, instrument, ARGOSY_BUY, desk_lots(series, cash / price),
                   desk_ticks_below(series, price), "safety order");
        step *= safety->scale;
    }
}

/* The average price of what is held. */
static double ladder_average(const struct ladder *ladder)
{
    return ladder->cost / (double)ladder->held_lots;
}

static void move_target(const struct safety *safety, struct ladder *ladder,
                        const struct argosy_view *view, uint32_t instrument)
{
    const struct argosy_series *series = &view->series[instrument];
    double average = ladder_average(ladder);
    uint64_t old = ladder->target_order;
    ladder->target_order = 0;
    if (old != 0) view->desk->cancel(view->desk_self, old);
    ladder->target_order =
        desk_limit(view, instrument, ARGOSY_SELL, ladder->held_lots,
                   desk_ticks_above(series, average * (1 + safety->target)), "target");
    desk_plot(view, instrument, 0, "average entry", average);
}

static void safety_on_fill(void *state, const struct argosy_view *view,
                           const struct argosy_fill *fill)
{
    struct safety *safety = state;
    struct ladder *ladder = &safety->ladders[fill->instrument];
    double price = argosy_price(&view->series[fill->instrument], fill->price_ticks);
    if (fill->side == ARGOSY_BUY) {
        ladder->held_lots += fill->qty_lots;
        ladder->cost += (double)fill->qty_lots * price;
        if (fill->left_lots == 0 && !ladder->is_laddered) {
            ladder->is_laddered = true;
            place_ladder(safety, view, fill->instrument, price);
        }
        move_target(safety, ladder, view, fill->instrument);
        return;
    }
    ladder->cost -= ladder_average(ladder) * (double)fill->qty_lots;
    ladder->held_lots -= fill->qty_lots;
    if (ladder->held_lots > 0) return;
    *ladder = (struct ladder){ 0 };
    view->desk->cancel_all(view->desk_self, fill->instrument);
}

/* An order that ended without a fill: the base may be asked for again, the target is put back. */
static void safety_on_order(void *state, const struct argosy_view *view, uint64_t order,
                            uint32_t status)
{
    struct safety *safety = state;
    if (status == ARGOSY_ORDER_OPEN || status == ARGOSY_ORDER_FILLED) return;
    for (uint32_t i = 0; i < view->instrument_count; i++) {
        struct ladder *ladder = &safety->ladders[i];
        if (ladder->base_order == order && ladder->held_lots == 0) ladder->base_order = 0;
        if (ladder->base_order == order && ladder->held_lots > 0 && !ladder->is_laddered) {
            ladder->is_laddered =
                true; /* the base order ended half filled: the ladder begins there */
            place_ladder(safety, view, i, ladder_average(ladder));
        }
        if (ladder->target_order != order) continue;
        ladder->target_order = 0;
        if (status == ARGOSY_ORDER_EXPIRED && ladder->held_lots > 0)
            move_target(safety, ladder, view, i);
    }
}

static const struct argosy_param safety_params[] = {
    PARAM_NUMBER("base", 0.01, PARAM_COUNT_MAX, 100, "cash of the first order"),
    PARAM_NUMBER("step", 0.0001, 0.99, 0.01,
                 "share of the first price down to the first safety order"),
    PARAM_NUMBER("scale", 0.1, 10, 1, "each further step is so many times the one before"),
    PARAM_NUMBER("volume", 0.1, 10, 1.5, "each order is so many times the one before"),
    PARAM_INT("max", 0, 100, 5, "safety orders"),
    PARAM_NUMBER("target", 0.0001, 10, 0.01, "profit on the average entry at which all is sold"),
    PARAM_WARMUP,
};

const struct argosy_strategy strategy_safety_dca = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "safety-dca",
    .help = "buys once, then ever more on the way down, and sells all at a profit on the average",
    .params = safety_params,
    .param_count = PARAM_COUNT(safety_params),
    .state_bytes = safety_bytes,
    .start = safety_start,
    .lookback = safety_lookback,
    .on_bar = safety_on_bar,
    .on_fill = safety_on_fill,
    .on_order = safety_on_order,
};
