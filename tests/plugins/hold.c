/*
 * hold.c — an honest plug-in, and the shortest complete one: buys after `wait` bars and keeps what
 * it has; a second strategy of the same object buys the bar after a fall, and sells the bar after a
 * rise.
 */
#include <argosy/strategy.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT const struct argosy_strategy *argosy_strategy_entry(uint32_t abi, uint32_t index);

struct hold {
    uint64_t wait;
};

static const struct argosy_param hold_params[] = {
    { .size = sizeof(struct argosy_param),
      .type = ARGOSY_PARAM_INT,
      .name = "wait",
      .help = "bars to let pass first",
      .min = 0,
      .max = 1000000,
      .initial = 1 },
};

static size_t hold_bytes(const struct argosy_setup *setup)
{
    (void)setup;
    return sizeof(struct hold);
}

static int hold_start(void *state, const struct argosy_setup *setup)
{
    struct hold *hold = state;
    hold->wait = setup->value_count > 0 ? (uint64_t)setup->values[0].number : 1;
    return 0;
}

static uint64_t hold_lookback(const void *state) { return ((const struct hold *)state)->wait; }

static void ask(const struct argosy_view *view, uint32_t instrument, uint8_t side, uint8_t rule)
{
    struct argosy_order order = { .size = sizeof order,
                                  .instrument = instrument,
                                  .side = side,
                                  .size_rule = rule,
                                  .tag = "plug-in" };
    view->desk->submit(view->desk_self, &order);
}

static void hold_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    const struct argosy_holding *holding = &view->holdings[instrument];
    if (view->series[instrument].count <= ((const struct hold *)state)->wait) return;
    if (holding->qty_lots == 0 && holding->open_orders == 0)
        ask(view, instrument, ARGOSY_BUY, ARGOSY_SIZE_DEFAULT);
}

static void turn_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    const struct argosy_series *series = &view->series[instrument];
    const struct argosy_holding *holding = &view->holdings[instrument];
    (void)state;
    if (series->count < 2 || holding->open_orders > 0) return;
    int64_t before = series->close[series->count - 2], now = series->close[series->count - 1];
    if (holding->qty_lots == 0 && now < before)
        ask(view, instrument, ARGOSY_BUY, ARGOSY_SIZE_DEFAULT);
    if (holding->qty_lots > 0 && now > before)
        ask(view, instrument, ARGOSY_SELL, ARGOSY_SIZE_POSITION);
}

static const struct argosy_strategy strategies[] = {
    { .size = sizeof(struct argosy_strategy),
      .abi = ARGOSY_ABI,
      .name = "plugin-hold",
      .help = "buys once and keeps it; an example of a plug-in",
      .params = hold_params,
      .param_count = 1,
      .state_bytes = hold_bytes,
      .start = hold_start,
      .lookback = hold_lookback,
      .on_bar = hold_on_bar },
    { .size = sizeof(struct argosy_strategy),
      .abi = ARGOSY_ABI,
      .name = "plugin-turn",
      .help = "buys after a fall and sells after a rise; an example of a plug-in",
      .state_bytes = hold_bytes,
      .start = hold_start,
      .lookback = hold_lookback,
      .on_bar = turn_on_bar },
};

const struct argosy_strategy *argosy_strategy_entry(uint32_t abi, uint32_t index)
{
    uint32_t count = sizeof strategies / sizeof *strategies;
    return abi == ARGOSY_ABI && index < count ? &strategies[index] : 0;
}
