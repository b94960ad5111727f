#include "quant/momentum.h"

void rsi_init(struct rsi *rsi, uint32_t period) { *rsi = (struct rsi){ .period = period }; }

double rsi_update(struct rsi *rsi, double x)
{
    double n = (double)rsi->period;
    double change = x - rsi->last;
    double gain = change < 0 ? 0 : change; /* a NaN is kept: it poisons, as the header says */
    double loss = change > 0 ? 0 : -change;
    rsi->last = x;

    if (rsi->seen == 0) {
        rsi->seen = 1;
        return (double)NAN;
    }
    if (rsi->seen <= rsi->period) {
        rsi->gain += gain;
        rsi->loss += loss;
        rsi->seen++;
        if (rsi->seen <= rsi->period) return (double)NAN;
        rsi->gain /= n;
        rsi->loss /= n;
    } else {
        rsi->gain = (rsi->gain * (n - 1) + gain) / n;
        rsi->loss = (rsi->loss * (n - 1) + loss) / n;
    }
    double moved = rsi->gain + rsi->loss;
    return moved == 0 ? 50.0 : 100.0 * (rsi->gain / moved);
}

void macd_init(struct macd *macd, uint32_t fast, uint32_t slow, uint32_t signal,
               enum macd_seed seed)
{
    uint32_t shorter = fast < slow ? fast : slow, longer = fast < slow ? slow : fast;
    ema_init(&macd->fast, shorter);
    ema_init(&macd->slow, longer);
    ema_init(&macd->signal, signal);
    macd->fast_wait = seed == MACD_SEED_COMMON ? longer - shorter : 0;
}

struct macd_value macd_update(struct macd *macd, double x)
{
    struct macd_value value = { (double)NAN, (double)NAN, (double)NAN };
    double slow = ema_update(&macd->slow, x), fast = (double)NAN;
    if (macd->fast_wait > 0) macd->fast_wait--;
    else fast = ema_update(&macd->fast, x);
    if (macd->slow.seen < macd->slow.period) return value;

    double signal = ema_update(&macd->signal, fast - slow);
    if (macd->signal.seen < macd->signal.period) return value;
    return (struct macd_value){ fast - slow, signal, fast };
}

static_assert(sizeof(struct rsi) <= INDICATOR_HEAD_BYTES, "an rsi fits a head");
static_assert(sizeof(struct macd) <= INDICATOR_HEAD_BYTES, "a macd fits a head");

static uint64_t period_lookback(const double *params) { return (uint64_t)params[0]; }
static uint64_t no_history(const double *params)
{
    (void)params;
    return 0;
}

static void rsi_open(void *head, const double *params) { rsi_init(head, (uint32_t)params[0]); }

static void rsi_step(void *head, const double *const *past, double *outputs)
{
    outputs[0] = rsi_update(head, past[0][0]);
}

static uint64_t macd_lookback(const double *params)
{
    double longer = params[0] > params[1] ? params[0] : params[1];
    return (uint64_t)longer - 1 + (uint64_t)params[2] - 1;
}

static void macd_open(void *head, const double *params)
{
    macd_init(head, (uint32_t)params[0], (uint32_t)params[1], (uint32_t)params[2],
              MACD_SEED_COMMON);
}

static void macd_step(void *head, const double *const *past, double *outputs)
{
    struct macd_value value = macd_update(head, past[0][0]);
    outputs[0] = value.macd;
    outputs[1] = value.signal;
    outputs[2] = value.macd - value.signal;
}

struct roc {
    uint64_t seen;
    uint32_t period;
};

static void roc_open(void *head, const double *params)
{
    *(struct roc *)head = (struct roc){ .period = (uint32_t)params[0] };
}

static void roc_step(void *head, const double *const *past, double *outputs)
{
    struct roc *roc = head;
    outputs[0] = 0;
    if (roc->seen >= roc->period) {
        double then = past[0][-(ptrdiff_t)roc->period];
        outputs[0] = then == 0 ? 0 : 100.0 * (past[0][0] / then - 1.0);
    }
    roc->seen++;
}

#define PERIOD(name, lowest, initial)                                                              \
    {                                                                                              \
        name, lowest, INDICATOR_PERIOD_MAX, initial, true                                          \
    }

const struct indicator indicator_macd = {
    .name = "macd",
    .group = "momentum",
    .help = "fast less slow exponential mean, its own exponential mean, and their difference",
    .source = "TA-Lib MACD: means with a common seed",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 3,
    .params = { PERIOD("fastperiod", 2, 12), PERIOD("slowperiod", 2, 26),
                PERIOD("signalperiod", 1, 9) },
    .output_count = 3,
    .outputs = { "macd", "signal", "histogram" },
    .lookback = macd_lookback,
    .history = no_history,
    .open = macd_open,
    .step = macd_step,
};

const struct indicator indicator_roc = {
    .name = "roc",
    .group = "momentum",
    .help = "change over timeperiod values, in percent; 0 where the old value is 0",
    .source = "TA-Lib ROC",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD("timeperiod", 1, 10) },
    .output_count = 1,
    .outputs = { "roc" },
    .lookback = period_lookback,
    .history = period_lookback,
    .open = roc_open,
    .step = roc_step,
};

const struct indicator indicator_rsi = {
    .name = "rsi",
    .group = "momentum",
    .help = "gains as a share of all moves, smoothed as Wilder does, 0 to 100",
    .source = "TA-Lib RSI (Wilder 1978), but a series that never moved is at 50, not 0",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD("timeperiod", 2, 14) },
    .output_count = 1,
    .outputs = { "rsi" },
    .lookback = period_lookback,
    .history = no_history,
    .open = rsi_open,
    .step = rsi_step,
};
