#include "strategy/registry.h"
#include "strategy/builtin.h"

static const struct argosy_strategy *const strategies[] = {
    &strategy_buy_hold,   &strategy_sma_cross, &strategy_ema_cross,
    &strategy_macd,       &strategy_rsi,       &strategy_bollinger,
    &strategy_donchian,   &strategy_dca,       &strategy_value_averaging,
    &strategy_safety_dca, &strategy_grid,      &strategy_rebalance,
    &strategy_twap,       &strategy_vwap,      &strategy_pov,
    &strategy_shortfall,  &strategy_pairs,     &strategy_orders,
};

enum { STRATEGY_COUNT = sizeof strategies / sizeof strategies[0], EDITS_NEAR = 4 };

const struct argosy_strategy *strategy_at(uint32_t index)
{
    return index < STRATEGY_COUNT ? strategies[index] : NULL;
}

const struct argosy_strategy *strategy_find(struct text name)
{
    for (uint32_t i = 0; i < STRATEGY_COUNT; i++)
        if (text_equal(text_from(strategies[i]->name), name)) return strategies[i];
    return NULL;
}

const struct argosy_strategy *strategy_find_nearest(struct text name)
{
    const struct argosy_strategy *nearest = NULL;
    uint32_t best = EDITS_NEAR;
    for (uint32_t i = 0; i < STRATEGY_COUNT; i++) {
        uint32_t edits = text_distance(name, text_from(strategies[i]->name), EDITS_NEAR);
        if (edits >= best) continue;
        best = edits;
        nearest = strategies[i];
    }
    return nearest;
}

uint32_t strategy_param_find(const struct argosy_strategy *strategy, struct text name)
{
    for (uint32_t i = 0; i < strategy->param_count; i++)
        if (text_equal(text_from(strategy->params[i].name), name)) return i;
    return strategy->param_count;
}

uint32_t strategy_param_find_nearest(const struct argosy_strategy *strategy, struct text name)
{
    uint32_t nearest = strategy->param_count, best = EDITS_NEAR;
    for (uint32_t i = 0; i < strategy->param_count; i++) {
        uint32_t edits = text_distance(name, text_from(strategy->params[i].name), EDITS_NEAR);
        if (edits >= best) continue;
        best = edits;
        nearest = i;
    }
    return nearest;
}
