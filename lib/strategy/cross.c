/* cross.c — two means of the close: sma-cross and ema-cross. */
#include "quant/average.h"
#include "strategy/builtin.h"
#include "strategy/signal.h"

enum { PARAM_FAST, PARAM_SLOW, OWN_COUNT };

static uint32_t period_of(const struct argosy_value *values, uint32_t index)
{
    return (uint32_t)values[index].number;
}

static uint64_t cross_lookback(const struct argosy_value *values)
{
    double fast = values[PARAM_FAST].number, slow = values[PARAM_SLOW].number;
    return (uint64_t)(fast > slow ? fast : slow) - 1;
}

static const char *cross_check(const struct argosy_value *values)
{
    if (values[PARAM_FAST].number != values[PARAM_SLOW].number) return NULL;
    return "fast and slow are equal, so they never cross; change one";
}

/* ---- simple means ------------------------------------------------------------------------------
 */

struct sma_cross {
    struct indicator_stream *fast, *slow;
    double last;
};

static size_t stream_bytes(double period)
{
    return (indicator_bytes(&indicator_sma, &period) + 63) / 64 * 64;
}

static size_t sma_bytes(const struct argosy_value *values)
{
    return 64 + stream_bytes(values[PARAM_FAST].number) + stream_bytes(values[PARAM_SLOW].number);
}

static void sma_open(void *core, const struct argosy_value *values)
{
    struct sma_cross *cross = core;
    uint8_t *memory = (uint8_t *)core + 64;
    static_assert(sizeof *cross <= 64, "the streams begin behind it");
    cross->fast = indicator_open(memory, &indicator_sma, &values[PARAM_FAST].number);
    memory += stream_bytes(values[PARAM_FAST].number);
    cross->slow = indicator_open(memory, &indicator_sma, &values[PARAM_SLOW].number);
}

static uint32_t sma_bar(void *core, const struct argosy_series *series, uint64_t index,
                        enum signal_when when, double *lines)
{
    struct sma_cross *cross = core;
    double close = argosy_price(series, series->close[index]);
    indicator_update(cross->fast, &close, &lines[0]);
    indicator_update(cross->slow, &close, &lines[1]);
    return signal_call_from_turn(signal_turn(when, &cross->last, lines[0] - lines[1]));
}

static const struct argosy_param sma_params[] = {
    PARAM_PERIOD("fast", 10, "bars in the fast mean; 1: the close itself"),
    PARAM_PERIOD("slow", 30, "bars in the slow mean"),
    SIGNAL_PARAMS("signal", SIGNAL_CROSS),
};

static const struct signal_rule sma_rule = {
    .own_count = OWN_COUNT,
    .line_count = 2,
    .lines = { { "fast SMA", 0 }, { "slow SMA", 0 } },
    .core_bytes = sma_bytes,
    .check = cross_check,
    .lookback = cross_lookback,
    .open = sma_open,
    .bar = sma_bar,
};

SIGNAL_STRATEGY(
    strategy_sma_cross, "sma-cross",
    "long when the fast simple mean rises through the slow one, out or short when it falls",
    sma_params, sma_rule);

/* ---- exponential means -------------------------------------------------------------------------
 */

struct ema_cross {
    struct ema fast, slow;
    double last;
};

static size_t ema_bytes(const struct argosy_value *values)
{
    (void)values;
    return sizeof(struct ema_cross);
}

static void ema_open(void *core, const struct argosy_value *values)
{
    struct ema_cross *cross = core;
    ema_init(&cross->fast, period_of(values, PARAM_FAST));
    ema_init(&cross->slow, period_of(values, PARAM_SLOW));
    cross->last = 0;
}

static uint32_t ema_bar(void *core, const struct argosy_series *series, uint64_t index,
                        enum signal_when when, double *lines)
{
    struct ema_cross *cross = core;
    double close = argosy_price(series, series->close[index]);
    lines[0] = ema_update(&cross->fast, close);
    lines[1] = ema_update(&cross->slow, close);
    return signal_call_from_turn(signal_turn(when, &cross->last, lines[0] - lines[1]));
}

static const struct argosy_param ema_params[] = {
    PARAM_PERIOD("fast", 20, "bars in the fast mean; 1: the close itself"),
    PARAM_PERIOD("slow", 80, "bars in the slow mean"),
    SIGNAL_PARAMS("signal", SIGNAL_CROSS),
};

static const struct signal_rule ema_rule = {
    .own_count = OWN_COUNT,
    .line_count = 2,
    .lines = { { "fast EMA", 0 }, { "slow EMA", 0 } },
    .core_bytes = ema_bytes,
    .check = cross_check,
    .lookback = cross_lookback,
    .open = ema_open,
    .bar = ema_bar,
};

SIGNAL_STRATEGY(
    strategy_ema_cross, "ema-cross",
    "long when the fast exponential mean rises through the slow one, out or short when it falls",
    ema_params, ema_rule);
