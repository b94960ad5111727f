#include "quant/extreme.h"
#include "quant/average.h"

#include <math.h>

/* The largest of sign × value in the window: sign -1 finds the smallest value. */
struct extreme {
    double best;
    uint64_t age; /* of the best, in values */
    double sign;
};

struct channel {
    struct extreme high, low;
    uint64_t seen;
    uint32_t period;
    uint32_t spare;
};

static_assert(sizeof(struct channel) <= INDICATOR_HEAD_BYTES, "a channel fits a head");

static void extreme_search(struct extreme *extreme, const double *past, uint64_t count)
{
    const double *oldest = past - (count - 1);
    extreme->best = (double)NAN;
    extreme->age = 0;
    for (uint64_t i = 0; i < count; i++) {
        double value = extreme->sign * oldest[i];
        if (isnan(value)) {
            extreme->best = value; /* the window has a NaN: so has the answer */
            return;
        }
        if (!(value < extreme->best)) {
            extreme->best = value;
            extreme->age = count - 1 - i;
        }
    }
}

/* `count` values lie in the window, the newest among them. */
static double extreme_step(struct extreme *extreme, const double *past, uint64_t count)
{
    double value = extreme->sign * past[0];
    extreme->age++;
    if (value >= extreme->best) {
        extreme->best = value;
        extreme->age = 0;
    } else if (extreme->age >= count || isnan(value) || isnan(extreme->best)) {
        extreme_search(extreme, past, count);
    }
    return extreme->sign * extreme->best;
}

static void channel_open(void *head, const double *params)
{
    *(struct channel *)head = (struct channel){
        .high = { .best = (double)NAN, .sign = 1 },
        .low = { .best = (double)NAN, .sign = -1 },
        .period = (uint32_t)params[0],
    };
}

static uint64_t channel_count(struct channel *channel)
{
    channel->seen++;
    return window_count(channel->seen, channel->period);
}

static void max_step(void *head, const double *const *past, double *outputs)
{
    struct channel *channel = head;
    outputs[0] = extreme_step(&channel->high, past[0], channel_count(channel));
}

static void min_step(void *head, const double *const *past, double *outputs)
{
    struct channel *channel = head;
    outputs[0] = extreme_step(&channel->low, past[0], channel_count(channel));
}

static void donchian_step(void *head, const double *const *past, double *outputs)
{
    struct channel *channel = head;
    uint64_t count = channel_count(channel);
    outputs[0] = extreme_step(&channel->high, past[0], count);
    outputs[2] = extreme_step(&channel->low, past[1], count);
    outputs[1] = (outputs[0] + outputs[2]) / 2;
}

#define PERIOD(lowest, initial)                                                                    \
    {                                                                                              \
        "timeperiod", lowest, INDICATOR_PERIOD_MAX, initial, true                                  \
    }

const struct indicator indicator_donchian = {
    .name = "donchian",
    .group = "overlap",
    .help = "highest high and lowest low of the last timeperiod bars, and their middle",
    .source = "Donchian's channel; its middle is TA-Lib's MIDPRICE",
    .input_count = 2,
    .inputs = { "high", "low" },
    .param_count = 1,
    .params = { PERIOD(1, 20) },
    .output_count = 3,
    .outputs = { "upper", "middle", "lower" },
    .lookback = window_lookback,
    .history = window_history,
    .open = channel_open,
    .step = donchian_step,
};

const struct indicator indicator_max = {
    .name = "max",
    .group = "window",
    .help = "highest of the last timeperiod values",
    .source = "TA-Lib MAX",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(1, 30) },
    .output_count = 1,
    .outputs = { "max" },
    .lookback = window_lookback,
    .history = window_history,
    .open = channel_open,
    .step = max_step,
};

const struct indicator indicator_min = {
    .name = "min",
    .group = "window",
    .help = "lowest of the last timeperiod values",
    .source = "TA-Lib MIN",
    .input_count = 1,
    .inputs = { "value" },
    .param_count = 1,
    .params = { PERIOD(1, 30) },
    .output_count = 1,
    .outputs = { "min" },
    .lookback = window_lookback,
    .history = window_history,
    .open = channel_open,
    .step = min_step,
};
