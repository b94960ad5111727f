/* hold.c — buy-hold: buys once and keeps it; what every other strategy is held against. */
#include "strategy/builtin.h"
#include "strategy/desk.h"
#include "strategy/param.h"

enum { PARAM_WARMUP_BARS };

struct hold {
    uint64_t warmup;
    uint32_t instrument_count;
    uint32_t spare;
    uint8_t is_asked[]; /* by instrument */
};

static size_t hold_bytes(const struct argosy_setup *setup)
{
    return sizeof(struct hold) + setup->instrument_count;
}

static int hold_start(void *state, const struct argosy_setup *setup)
{
    struct hold *hold = state;
    hold->warmup = (uint64_t)setup->values[PARAM_WARMUP_BARS].number;
    hold->instrument_count = setup->instrument_count;
    return 0;
}

static uint64_t hold_lookback(const void *state) { return ((const struct hold *)state)->warmup; }

static void hold_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct hold *hold = state;
    const struct argosy_holding *holding = &view->holdings[instrument];
    if (hold->is_asked[instrument] || view->series[instrument].count <= hold->warmup) return;
    /* After a restart the position or the order is already there. */
    if (holding->qty_lots == 0 && holding->open_orders == 0 &&
        desk_open(view, instrument, ARGOSY_BUY, "buy and hold") == 0)
        return;
    hold->is_asked[instrument] = 1;
}

static const struct argosy_param hold_params[] = { PARAM_WARMUP };

const struct argosy_strategy strategy_buy_hold = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "buy-hold",
    .help = "buys every instrument once, on its first bar, and keeps it",
    .params = hold_params,
    .param_count = PARAM_COUNT(hold_params),
    .state_bytes = hold_bytes,
    .start = hold_start,
    .lookback = hold_lookback,
    .on_bar = hold_on_bar,
};
