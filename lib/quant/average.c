#include "quant/average.h"

uint64_t window_lookback(const double *params) { return (uint64_t)params[0] - 1; }
uint64_t window_history(const double *params) { return (uint64_t)params[0]; }

void slide_init(struct slide *slide, uint32_t period)
{
    *slide = (struct slide){ .period = period };
}

static void slide_refresh(struct slide *slide, const double *past)
{
    uint64_t count = window_count(slide->seen, slide->period);
    const double *oldest = past - (count - 1);
    slide->sum = 0;
    slide->weighted = 0;
    for (uint64_t i = 0; i < count; i++) {
        slide->sum += oldest[i];
        slide->weighted += (double)i * oldest[i];
    }
}

void slide_step(struct slide *slide, const double *past)
{
    double x = past[0];
    if (slide->seen >= slide->period) {
        double leaving = past[-(ptrdiff_t)slide->period];
        slide->sum -= leaving;
        slide->weighted -= slide->sum; /* every weight falls by one; the oldest had 0 */
        slide->weighted += (double)(slide->period - 1) * x;
    } else {
        slide->weighted += (double)slide->seen * x;
    }
    slide->sum += x;
    slide->seen++;
    slide->phase++;
    if (slide->phase == slide->period || !number_is_finite(slide->weighted + slide->sum)) {
        slide_refresh(slide, past);
        slide->phase = slide->phase == slide->period ? 0 : slide->phase;
    }
}

static_assert(sizeof(struct slide) <= INDICATOR_HEAD_BYTES, "a slide fits a head");
static_assert(sizeof(struct ema) <= INDICATOR_HEAD_BYTES, "an ema fits a head");

static void slide_open(void *head, const double *params) { slide_init(head, (uint32_t)params[0]); }

static void sma_step(void *head, const double *const *past, double *outputs)
{
    struct slide *slide = head;
    slide_step(slide, past[0]);
    outputs[0] = slide->sum / (double)slide->period;
}

static void wma_step(void *head, const double *const *past, double *outputs)
{
    struct slide *slide = head;
    slide_step(slide, past[0]);
    double n = (double)slide->period;
    outputs[0] = (slide->weighted + slide->sum) / (n * (n + 1) / 2);
}

static void ema_open(void *head, const double *params) { ema_init(head, (uint32_t)params[0]); }

static void ema_step(void *head, const double *const *past, double *outputs)
{
    outputs[0] = ema_update(head, past[0][0]);
}

static uint64_t no_history(const double *params)
{
    (void)params;
    return 0;
}

#define PERIOD(initial_value)                                                                      \
    {                                                                                              \
        "timeperiod", 1, INDICATOR_PERIOD_MAX, initial_value, true                                 \
    }

const struct indicator indicator_sma = {
    .name = "sma",
    .group = "overlap",
    .help = "simple mean of the last timeperiod values",
    .source = "TA-Lib SMA; a period of 1 is the value itself",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(30) },
    .output_count = 1,
    .outputs = { "sma" },
    .lookback = window_lookback,
    .history = window_history,
    .open = slide_open,
    .step = sma_step,
};

const struct indicator indicator_ema = {
    .name = "ema",
    .group = "overlap",
    .help = "exponential mean, k = 2 / (timeperiod + 1), seeded by the mean of the first values",
    .source = "TA-Lib EMA (classic); a period of 1 is the value itself",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(30) },
    .output_count = 1,
    .outputs = { "ema" },
    .lookback = window_lookback,
    .history = no_history,
    .open = ema_open,
    .step = ema_step,
};

const struct indicator indicator_wma = {
    .name = "wma",
    .group = "overlap",
    .help = "mean weighted 1 (the oldest) to timeperiod (the newest)",
    .source = "TA-Lib WMA",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(30) },
    .output_count = 1,
    .outputs = { "wma" },
    .lookback = window_lookback,
    .history = window_history,
    .open = slide_open,
    .step = wma_step,
};
