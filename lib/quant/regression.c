#include "quant/regression.h"
#include "quant/average.h"

#include <math.h>

struct line {
    double slope, intercept;
};

static void line_open(void *head, const double *params) { slide_init(head, (uint32_t)params[0]); }

/* With j = 0..n-1: sum j = n(n-1)/2, sum j² = n(n-1)(2n-1)/6, so n sum j² - (sum j)² = n²(n²-1)/12.
 */
static struct line line_step(struct slide *slide, const double *past)
{
    slide_step(slide, past);
    double n = (double)slide->period;
    double places = n * (n - 1) / 2;
    double slope = (n * slide->weighted - places * slide->sum) / (n * n * (n * n - 1) / 12);
    return (struct line){ slope, (slide->sum - slope * places) / n };
}

static void linearreg_step(void *head, const double *const *past, double *outputs)
{
    struct slide *slide = head;
    struct line line = line_step(slide, past[0]);
    outputs[0] = line.intercept + line.slope * (double)(slide->period - 1);
}

static void intercept_step(void *head, const double *const *past, double *outputs)
{
    outputs[0] = line_step(head, past[0]).intercept;
}

static void slope_step(void *head, const double *const *past, double *outputs)
{
    outputs[0] = line_step(head, past[0]).slope;
}

/* Sums of y and x less a shift, a value of the window itself, so that levels do not cancel. */
struct fit {
    double y_shift, x_shift;
    double y, x, yy, xx, xy;
    uint32_t period, phase;
    uint64_t seen;
};

static_assert(sizeof(struct fit) <= INDICATOR_HEAD_BYTES, "a fit fits a head");

static void fit_add(struct fit *fit, double y, double x, double sign)
{
    double dy = y - fit->y_shift, dx = x - fit->x_shift;
    fit->y += sign * dy;
    fit->x += sign * dx;
    fit->yy += sign * (dy * dy);
    fit->xx += sign * (dx * dx);
    fit->xy += sign * (dx * dy);
}

static void fit_refresh(struct fit *fit, const double *const *past)
{
    uint64_t count = window_count(fit->seen, fit->period);
    const double *y = past[0] - (count - 1), *x = past[1] - (count - 1);
    fit->y_shift = y[0];
    fit->x_shift = x[0];
    fit->y = fit->x = fit->yy = fit->xx = fit->xy = 0;
    for (uint64_t i = 0; i < count; i++) fit_add(fit, y[i], x[i], 1);
}

static void fit_step(struct fit *fit, const double *const *past)
{
    ptrdiff_t back = -(ptrdiff_t)fit->period;
    if (fit->seen == 0) {
        fit->y_shift = past[0][0];
        fit->x_shift = past[1][0];
    }
    if (fit->seen >= fit->period) fit_add(fit, past[0][back], past[1][back], -1);
    fit_add(fit, past[0][0], past[1][0], 1);
    fit->seen++;
    fit->phase++;
    if (fit->phase == fit->period || !number_is_finite(fit->yy + fit->xx)) {
        fit_refresh(fit, past);
        fit->phase = fit->phase == fit->period ? 0 : fit->phase;
    }
}

static void ols_open(void *head, const double *params)
{
    *(struct fit *)head = (struct fit){ .period = (uint32_t)params[0] };
}

static void ols_step(void *head, const double *const *past, double *outputs)
{
    struct fit *fit = head;
    fit_step(fit, past);
    double n = (double)fit->period;
    double y_mean = fit->y / n, x_mean = fit->x / n;
    double yy = fit->yy / n - y_mean * y_mean;
    double xx = fit->xx / n - x_mean * x_mean;
    double xy = fit->xy / n - x_mean * y_mean;
    double slope = xx <= 0 ? 0 : xy / xx;
    double residual =
        (past[0][0] - fit->y_shift - y_mean) - slope * (past[1][0] - fit->x_shift - x_mean);
    double variance = yy - slope * xy;
    /* What is left of a perfect fit is rounding: below 10^-14 of y's own variance it counts as
     * none. */
    bool is_perfect = variance <= 1e-14 * yy;
    outputs[0] = slope;
    outputs[1] = fit->y_shift + y_mean - slope * (fit->x_shift + x_mean);
    outputs[2] = is_perfect ? 0 : residual / sqrt(variance);
}

#define PERIOD(lowest, initial)                                                                    \
    {                                                                                              \
        "timeperiod", lowest, INDICATOR_PERIOD_MAX, initial, true                                  \
    }

const struct indicator indicator_linearreg = {
    .name = "linearreg",
    .group = "statistic",
    .help = "the newest point of the line through the last timeperiod values",
    .source = "TA-Lib LINEARREG",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(2, 14) },
    .output_count = 1,
    .outputs = { "linearreg" },
    .lookback = window_lookback,
    .history = window_history,
    .open = line_open,
    .step = linearreg_step,
};

const struct indicator indicator_linearreg_intercept = {
    .name = "linearreg_intercept",
    .group = "statistic",
    .help = "the oldest point of the line through the last timeperiod values",
    .source = "TA-Lib LINEARREG_INTERCEPT",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(2, 14) },
    .output_count = 1,
    .outputs = { "intercept" },
    .lookback = window_lookback,
    .history = window_history,
    .open = line_open,
    .step = intercept_step,
};

const struct indicator indicator_linearreg_slope = {
    .name = "linearreg_slope",
    .group = "statistic",
    .help = "the slope of the line through the last timeperiod values, per value",
    .source = "TA-Lib LINEARREG_SLOPE",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(2, 14) },
    .output_count = 1,
    .outputs = { "slope" },
    .lookback = window_lookback,
    .history = window_history,
    .open = line_open,
    .step = slope_step,
};

const struct indicator indicator_ols = {
    .name = "ols",
    .group = "statistic",
    .help =
        "y on x by least squares over timeperiod values: slope, intercept, z-score of the newest",
    .source = "ordinary least squares; not in TA-Lib",
    .input_count = 2,
    .inputs = { "y", "x" },
    .param_count = 1,
    .params = { PERIOD(3, 60) },
    .output_count = 3,
    .outputs = { "slope", "intercept", "zscore" },
    .lookback = window_lookback,
    .history = window_history,
    .open = ols_open,
    .step = ols_step,
};
