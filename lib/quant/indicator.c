#include "quant/indicator.h"
#include "quant/average.h"
#include "quant/extreme.h"
#include "quant/momentum.h"
#include "quant/regression.h"
#include "quant/volatility.h"

#include <math.h>
#include <string.h>

/* By group, then by name: the order of the documentation. */
static const struct indicator *const rows[] = {
    &indicator_bbands,
    &indicator_donchian,
    &indicator_ema,
    &indicator_sma,
    &indicator_wma,
    &indicator_macd,
    &indicator_roc,
    &indicator_rsi,
    &indicator_atr,
    &indicator_trange,
    &indicator_linearreg,
    &indicator_linearreg_intercept,
    &indicator_linearreg_slope,
    &indicator_ols,
    &indicator_stddev,
    &indicator_zscore,
    &indicator_max,
    &indicator_min,
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

/* The rings hold history + 1 values an input, each written twice, `slots` apart, so that what is
 * behind the newest value is always one contiguous stretch. */
struct indicator_stream {
    const struct indicator *indicator;
    uint64_t lookback;
    uint64_t seen;
    uint64_t slots;
    uint64_t next;
    double params[INDICATOR_PARAMS_MAX];
    _Alignas(double) uint8_t head[INDICATOR_HEAD_BYTES];
    double rings[];
};

const struct indicator *indicator_at(uint32_t index)
{
    return index < ROW_COUNT ? rows[index] : NULL;
}

const struct indicator *indicator_find(struct text name)
{
    for (uint32_t i = 0; i < ROW_COUNT; i++)
        if (text_equal_fold(text_from(rows[i]->name), name)) return rows[i];
    return NULL;
}

static bool param_answers(const char *full, struct text name)
{
    struct text whole = text_from(full);
    if (text_equal_fold(whole, name)) return true;
    if (!text_ends(whole, TEXT("period"))) return false;
    if (text_equal_fold(name, TEXT("period"))) return text_equal(whole, TEXT("timeperiod"));
    struct text front = { whole.bytes, whole.length - strlen("period") };
    return text_equal_fold(front, name);
}

uint32_t indicator_param_find(const struct indicator *indicator, struct text name)
{
    for (uint32_t i = 0; i < indicator->param_count; i++)
        if (param_answers(indicator->params[i].name, name)) return i;
    return indicator->param_count;
}

void indicator_params_init(const struct indicator *indicator, double *params)
{
    for (uint32_t i = 0; i < indicator->param_count; i++) params[i] = indicator->params[i].initial;
}

enum status indicator_params_check(const struct indicator *indicator, const double *params,
                                   uint32_t *index)
{
    for (uint32_t i = 0; i < indicator->param_count; i++) {
        const struct indicator_param *param = &indicator->params[i];
        *index = i;
        if (!(params[i] >= param->min && params[i] <= param->max)) return ST_RANGE;
        if (param->is_whole && floor(params[i]) != params[i]) return ST_RANGE;
    }
    return ST_OK;
}

static void blank(const struct indicator *indicator, double *outputs)
{
    for (uint32_t i = 0; i < indicator->output_count; i++) outputs[i] = (double)NAN;
}

/* The first index at which no input is NaN. */
static uint64_t first_known(const struct indicator *indicator, const double *const *inputs,
                            uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        uint32_t known = 0;
        while (known < indicator->input_count && !isnan(inputs[known][i])) known++;
        if (known == indicator->input_count) return i;
    }
    return count;
}

void indicator_batch(const struct indicator *indicator, const double *params,
                     const double *const *inputs, uint64_t count, double *const *outputs)
{
    _Alignas(double) uint8_t head[INDICATOR_HEAD_BYTES] = { 0 };
    uint64_t first = first_known(indicator, inputs, count);
    uint64_t lookback = indicator->lookback(params);

    indicator->open(head, params);
    for (uint64_t i = 0; i < count; i++) {
        const double *past[INDICATOR_INPUTS_MAX] = { 0 };
        double answers[INDICATOR_OUTPUTS_MAX];
        for (uint32_t k = 0; k < indicator->input_count; k++) past[k] = inputs[k] + i;
        if (i >= first) indicator->step(head, past, answers);
        if (i < first || i - first < lookback) blank(indicator, answers);
        for (uint32_t k = 0; k < indicator->output_count; k++) outputs[k][i] = answers[k];
    }
}

size_t indicator_bytes(const struct indicator *indicator, const double *params)
{
    uint64_t slots = indicator->history(params) + 1;
    return sizeof(struct indicator_stream) +
           (size_t)(2 * slots * indicator->input_count) * sizeof(double);
}

struct indicator_stream *indicator_open(void *memory, const struct indicator *indicator,
                                        const double *params)
{
    struct indicator_stream *stream = memory;
    *stream = (struct indicator_stream){
        .indicator = indicator,
        .lookback = indicator->lookback(params),
        .slots = indicator->history(params) + 1,
    };
    for (uint32_t i = 0; i < indicator->param_count; i++) stream->params[i] = params[i];
    indicator_reset(stream);
    return stream;
}

void indicator_reset(struct indicator_stream *stream)
{
    memset(stream->head, 0, sizeof stream->head);
    stream->seen = 0;
    stream->next = 0;
    stream->indicator->open(stream->head, stream->params);
}

/* Writes the values at the ring's next place, where nothing still needed lies (the rings are one
 * longer than the history), and steps the given head over them. */
static void advance(struct indicator_stream *stream, void *head, const double *inputs,
                    double *outputs)
{
    const double *past[INDICATOR_INPUTS_MAX] = { 0 };
    for (uint32_t k = 0; k < stream->indicator->input_count; k++) {
        double *ring = stream->rings + 2 * stream->slots * k;
        ring[stream->next] = inputs[k];
        ring[stream->next + stream->slots] = inputs[k];
        past[k] = &ring[stream->next + stream->slots];
    }
    stream->indicator->step(head, past, outputs);
    if (stream->seen < stream->lookback) blank(stream->indicator, outputs);
}

static bool is_waiting(const struct indicator_stream *stream, const double *inputs)
{
    if (stream->seen > 0) return false;
    for (uint32_t k = 0; k < stream->indicator->input_count; k++)
        if (isnan(inputs[k])) return true;
    return false;
}

void indicator_update(struct indicator_stream *stream, const double *inputs, double *outputs)
{
    if (is_waiting(stream, inputs)) {
        blank(stream->indicator, outputs);
        return;
    }
    advance(stream, stream->head, inputs, outputs);
    stream->seen++;
    stream->next++;
    if (stream->next == stream->slots) stream->next = 0;
}

void indicator_peek(struct indicator_stream *stream, const double *inputs, double *outputs)
{
    _Alignas(double) uint8_t head[INDICATOR_HEAD_BYTES];
    if (is_waiting(stream, inputs)) {
        blank(stream->indicator, outputs);
        return;
    }
    memcpy(head, stream->head, sizeof head);
    advance(stream, head, inputs, outputs);
}
