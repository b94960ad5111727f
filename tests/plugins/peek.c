/*
 * peek.c — a plug-in that cheats: it reads the close behind the newest bar through the column's
 * pointer, and buys before rises. The look-ahead check must catch it. Where nothing lies behind the
 * newest bar it reads a foreign byte: for hosts that keep the whole column in memory only.
 */
#include <argosy/strategy.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT const struct argosy_strategy *argosy_strategy_entry(uint32_t abi, uint32_t index);

struct peek {
    uint64_t bars;
};

static size_t peek_bytes(const struct argosy_setup *setup)
{
    (void)setup;
    return sizeof(struct peek);
}

static int peek_start(void *state, const struct argosy_setup *setup)
{
    (void)setup;
    ((struct peek *)state)->bars = 0;
    return 0;
}

static uint64_t peek_lookback(const void *state)
{
    (void)state;
    return 0;
}

static void peek_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    const struct argosy_series *series = &view->series[instrument];
    const struct argosy_holding *holding = &view->holdings[instrument];
    const int64_t *newest = series->close + (series->count - 1);
    int64_t tomorrow = newest[1]; /* the cheat: it lies behind count */
    struct argosy_order order = { .size = sizeof order,
                                  .instrument = instrument,
                                  .size_rule = ARGOSY_SIZE_DEFAULT,
                                  .tag = "knows" };
    ((struct peek *)state)->bars++;
    if (holding->open_orders > 0) return;
    if (holding->qty_lots == 0 && tomorrow > newest[0]) {
        order.side = ARGOSY_BUY;
        view->desk->submit(view->desk_self, &order);
    } else if (holding->qty_lots > 0 && tomorrow < newest[0]) {
        order.side = ARGOSY_SELL;
        order.size_rule = ARGOSY_SIZE_POSITION;
        order.flags = ARGOSY_REDUCE_ONLY;
        view->desk->submit(view->desk_self, &order);
    }
}

static const struct argosy_strategy strategy = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "peek",
    .help = "reads tomorrow's close; a test of the look-ahead check",
    .state_bytes = peek_bytes,
    .start = peek_start,
    .lookback = peek_lookback,
    .on_bar = peek_on_bar,
};

const struct argosy_strategy *argosy_strategy_entry(uint32_t abi, uint32_t index)
{
    return abi == ARGOSY_ABI && index == 0 ? &strategy : 0;
}
