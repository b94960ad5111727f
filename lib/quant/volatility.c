#include "quant/volatility.h"
#include "quant/average.h"

#include <math.h>

struct swing {
    double shift, sum, square; /* of value - shift, over the window */
    double up, down;           /* how many deviations the answers are scaled by */
    uint32_t period, phase;
    uint64_t seen;
};

static void swing_open(void *head, const double *params)
{
    *(struct swing *)head = (struct swing){ .period = (uint32_t)params[0] };
}

static void swing_open_scaled(void *head, const double *params)
{
    *(struct swing *)head = (struct swing){ .period = (uint32_t)params[0], .up = params[1] };
}

static void swing_open_bands(void *head, const double *params)
{
    *(struct swing *)head =
        (struct swing){ .period = (uint32_t)params[0], .up = params[1], .down = params[2] };
}

static void swing_refresh(struct swing *swing, const double *past)
{
    uint64_t count = window_count(swing->seen, swing->period);
    const double *oldest = past - (count - 1);
    swing->shift = oldest[0];
    swing->sum = 0;
    swing->square = 0;
    for (uint64_t i = 0; i < count; i++) {
        double distance = oldest[i] - swing->shift;
        swing->sum += distance;
        swing->square += distance * distance;
    }
}

static void swing_step(struct swing *swing, const double *past)
{
    if (swing->seen == 0) swing->shift = past[0];
    if (swing->seen >= swing->period) {
        double leaving = past[-(ptrdiff_t)swing->period] - swing->shift;
        swing->sum -= leaving;
        swing->square -= leaving * leaving;
    }
    double distance = past[0] - swing->shift;
    swing->sum += distance;
    swing->square += distance * distance;
    swing->seen++;
    swing->phase++;
    if (swing->phase == swing->period || !number_is_finite(swing->square)) {
        swing_refresh(swing, past);
        swing->phase = swing->phase == swing->period ? 0 : swing->phase;
    }
}

static double swing_mean(const struct swing *swing)
{
    return swing->shift + swing->sum / (double)swing->period;
}

static double swing_deviation(const struct swing *swing)
{
    double n = (double)swing->period;
    double mean = swing->sum / n;
    double variance = swing->square / n - mean * mean;
    return variance < 0 ? 0 : sqrt(variance); /* NaN is not below 0 and stays NaN */
}

static void stddev_step(void *head, const double *const *past, double *outputs)
{
    struct swing *swing = head;
    swing_step(swing, past[0]);
    outputs[0] = swing->up * swing_deviation(swing);
}

static void bbands_step(void *head, const double *const *past, double *outputs)
{
    struct swing *swing = head;
    swing_step(swing, past[0]);
    double mean = swing_mean(swing), deviation = swing_deviation(swing);
    outputs[0] = mean + swing->up * deviation;
    outputs[1] = mean;
    outputs[2] = mean - swing->down * deviation;
}

static void zscore_step(void *head, const double *const *past, double *outputs)
{
    struct swing *swing = head;
    swing_step(swing, past[0]);
    double deviation = swing_deviation(swing);
    outputs[0] = deviation == 0 ? 0 : (past[0][0] - swing_mean(swing)) / deviation;
}

struct range {
    double value;
    uint32_t period;
    uint32_t seen; /* counts up to period + 1 */
};

static void range_open(void *head, const double *params)
{
    *(struct range *)head = (struct range){ .period = (uint32_t)params[0] };
}

static double larger(double a, double b) { return b > a || isnan(b) ? b : a; }

/* The bar's range, stretched to the close before it. past: high, low, close. */
static double true_range(const double *const *past)
{
    double high = past[0][0], low = past[1][0], before = past[2][-1];
    return larger(larger(high - low, fabs(high - before)), fabs(low - before));
}

static void atr_step(void *head, const double *const *past, double *outputs)
{
    struct range *range = head;
    double n = (double)range->period;
    outputs[0] = 0;
    if (range->seen == 0) {
        range->seen = 1;
        return;
    }
    double now = true_range(past);
    if (range->seen <= range->period) {
        range->value += now;
        range->seen++;
        if (range->seen > range->period) range->value /= n;
    } else {
        range->value = (range->value * (n - 1) + now) / n;
    }
    outputs[0] = range->value;
}

static void trange_open(void *head, const double *params)
{
    (void)params;
    *(struct range *)head = (struct range){ .period = 1 };
}

static void trange_step(void *head, const double *const *past, double *outputs)
{
    struct range *range = head;
    outputs[0] = range->seen == 0 ? 0 : true_range(past);
    range->seen = 1;
}

static uint64_t one(const double *params)
{
    (void)params;
    return 1;
}

static uint64_t atr_lookback(const double *params) { return (uint64_t)params[0]; }

#define PERIOD(lowest, initial)                                                                    \
    {                                                                                              \
        "timeperiod", lowest, INDICATOR_PERIOD_MAX, initial, true                                  \
    }
#define FACTOR(name, initial)                                                                      \
    {                                                                                              \
        name, 0, 1000, initial, false                                                              \
    }

const struct indicator indicator_bbands = {
    .name = "bbands",
    .group = "overlap",
    .help = "simple mean, and bands so many standard deviations above and below it",
    .source = "TA-Lib BBANDS with matype 0 (Bollinger)",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 3,
    .params = { PERIOD(2, 5), FACTOR("nbdevup", 2), FACTOR("nbdevdn", 2) },
    .output_count = 3,
    .outputs = { "upper", "middle", "lower" },
    .lookback = window_lookback,
    .history = window_history,
    .open = swing_open_bands,
    .step = bbands_step,
};

const struct indicator indicator_stddev = {
    .name = "stddev",
    .group = "statistic",
    .help = "standard deviation of the last timeperiod values (population), times nbdev",
    .source = "TA-Lib STDDEV",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 2,
    .params = { PERIOD(2, 5), FACTOR("nbdev", 1) },
    .output_count = 1,
    .outputs = { "stddev" },
    .lookback = window_lookback,
    .history = window_history,
    .open = swing_open_scaled,
    .step = stddev_step,
};

const struct indicator indicator_zscore = {
    .name = "zscore",
    .group = "statistic",
    .help =
        "distance from the mean of the last timeperiod values, in their deviations; 0 when flat",
    .source = "(x - mean) / population deviation; not in TA-Lib",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(2, 20) },
    .output_count = 1,
    .outputs = { "zscore" },
    .lookback = window_lookback,
    .history = window_history,
    .open = swing_open,
    .step = zscore_step,
};

const struct indicator indicator_atr = {
    .name = "atr",
    .group = "volatility",
    .help = "true range, smoothed as Wilder does",
    .source = "TA-Lib ATR (Wilder 1978)",
    .input_count = 3,
    .inputs = { "high", "low", "close" },
    .param_count = 1,
    .params = { PERIOD(1, 14) },
    .output_count = 1,
    .outputs = { "atr" },
    .lookback = atr_lookback,
    .history = one,
    .open = range_open,
    .step = atr_step,
};

const struct indicator indicator_trange = {
    .name = "trange",
    .group = "volatility",
    .help = "the bar's range, stretched to the close before it",
    .source = "TA-Lib TRANGE",
    .input_count = 3,
    .inputs = { "high", "low", "close" },
    .output_count = 1,
    .outputs = { "trange" },
    .lookback = one,
    .history = one,
    .open = trange_open,
    .step = trange_step,
};
