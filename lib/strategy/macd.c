/* macd.c — the trend by two exponential means and the signal line between them. */
#include "quant/momentum.h"
#include "strategy/builtin.h"
#include "strategy/signal.h"

enum { PARAM_FAST, PARAM_SLOW, PARAM_SIGNAL, PARAM_THRESHOLD, PARAM_SEED, OWN_COUNT };

struct macd_core {
    struct macd macd;
    double threshold;
    double last;
};

static const char *const seeds[] = { "common", "own", NULL };

static size_t macd_bytes(const struct argosy_value *values)
{
    (void)values;
    return sizeof(struct macd_core);
}

static const char *macd_check(const struct argosy_value *values)
{
    if (values[PARAM_FAST].number < values[PARAM_SLOW].number) return NULL;
    return "fast must be below slow";
}

static uint64_t macd_lookback(const struct argosy_value *values)
{
    return (uint64_t)(values[PARAM_SLOW].number - 1 + values[PARAM_SIGNAL].number - 1);
}

static void macd_open(void *memory, const struct argosy_value *values)
{
    struct macd_core *core = memory;
    macd_init(&core->macd, (uint32_t)values[PARAM_FAST].number, (uint32_t)values[PARAM_SLOW].number,
              (uint32_t)values[PARAM_SIGNAL].number, (enum macd_seed)values[PARAM_SEED].number);
    core->threshold = values[PARAM_THRESHOLD].number;
}

/* Between both thresholds the difference is 0: neither up nor down. */
static double beyond(double x, double threshold)
{
    if (x > threshold) return x - threshold;
    if (x < -threshold) return x + threshold;
    return 0;
}

static uint32_t macd_bar(void *memory, const struct argosy_series *series, uint64_t index,
                         enum signal_when when, double *lines)
{
    struct macd_core *core = memory;
    double close = argosy_price(series, series->close[index]);
    struct macd_value value = macd_update(&core->macd, close);
    double x = (value.macd - value.signal) / value.fast;
    lines[0] = value.macd;
    lines[1] = value.signal;
    return signal_call_from_turn(signal_turn(when, &core->last, beyond(x, core->threshold)));
}

static const struct argosy_param macd_params[] = {
    PARAM_PERIOD("fast", 12, "bars in the fast mean"),
    PARAM_PERIOD("slow", 26, "bars in the slow mean"),
    PARAM_PERIOD("signal", 9, "values in the mean of the difference"),
    PARAM_NUMBER("threshold", 0, 1, 0.0025,
                 "up above it, down below minus it: (macd - signal) / fast mean"),
    PARAM_CHOICE("seed", seeds, MACD_SEED_COMMON,
                 "common: the means start where the slow one does; own: each on its first values"),
    SIGNAL_PARAMS("when", SIGNAL_ABOVE),
};

static const struct signal_rule macd_rule = {
    .own_count = OWN_COUNT,
    .line_count = 2,
    .lines = { { "MACD", 1 }, { "signal", 1 } },
    .core_bytes = macd_bytes,
    .check = macd_check,
    .lookback = macd_lookback,
    .open = macd_open,
    .bar = macd_bar,
};

SIGNAL_STRATEGY(
    strategy_macd, "macd",
    "long while MACD stands above its signal line by a threshold, out or short below it",
    macd_params, macd_rule);
