/*
 * indicator.h — the table of indicators, and the two ways to compute a row of it.
 *
 * A row says what an indicator is called, what it reads, which parameters it takes within which
 * ranges, what it answers and how many values it needs first (its lookback: the index of its first
 * answer). All rows are computed by one step function each: `batch` walks it over whole columns, a
 * stream feeds it value by value, and both answer the same bits. Names, inputs, defaults and seeds
 * are TA-Lib 0.6's (in lower case) where it has the function; where we differ the row's source says
 * so.
 *
 * Always true:
 *   1. an answer depends on values up to its own index only;
 *   2. before the lookback every answer is NaN; NaNs in front of a series are skipped, as if it
 * began behind them;
 *   3. a NaN inside makes a windowed answer NaN until it has left the window, a recursive one for
 * ever;
 *   4. running sums are taken afresh from the window once every period, oldest value first, so they
 *      do not drift, and what a stream answers does not depend on how it was fed.
 * Memory: the caller's. Thread: any, a stream has one user.
 */
#ifndef ARGOSY_QUANT_INDICATOR_H
#define ARGOSY_QUANT_INDICATOR_H

#include "base/status.h"
#include "base/text.h"

enum {
    INDICATOR_INPUTS_MAX = 3,
    INDICATOR_PARAMS_MAX = 3,
    INDICATOR_OUTPUTS_MAX = 3,
    INDICATOR_HEAD_BYTES = 192,
    INDICATOR_PERIOD_MAX = 100000
};

struct indicator_param {
    const char *name;
    double min, max, initial; /* both ends inclusive */
    bool is_whole;
};

struct indicator {
    const char *name;
    const char *group;
    const char *help;
    const char *source;
    uint32_t input_count, param_count, output_count;
    const char *inputs[INDICATOR_INPUTS_MAX]; /* "value", or a bar's column: "high" */
    struct indicator_param params[INDICATOR_PARAMS_MAX];
    const char *outputs[INDICATOR_OUTPUTS_MAX];

    uint64_t (*lookback)(const double *params);
    /* How many values behind the newest `step` may read. */
    uint64_t (*history)(const double *params);
    /* head: INDICATOR_HEAD_BYTES, zeroed. */
    void (*open)(void *head, const double *params);
    /* past[input] points at the newest value; the older ones lie before it, as many as there were.
     */
    void (*step)(void *head, const double *const *past, double *outputs);
};

/* The index-th row, or NULL behind the last. */
const struct indicator *indicator_at(uint32_t index);

/* The row of a name (ASCII case ignored), or NULL. */
const struct indicator *indicator_find(struct text name);

/* A parameter's index by name, or param_count. "period" answers for "timeperiod", "fast" for
 * "fastperiod". */
uint32_t indicator_param_find(const struct indicator *indicator, struct text name);

/* The defaults. */
void indicator_params_init(const struct indicator *indicator, double *params);

/* ST_RANGE: *index is the first parameter that is out of range, not whole, or not a number. */
MUST_USE enum status indicator_params_check(const struct indicator *indicator, const double *params,
                                            uint32_t *index);

/* Computes `count` answers from as many values. Outputs may not overlap inputs. */
void indicator_batch(const struct indicator *indicator, const double *params,
                     const double *const *inputs, uint64_t count, double *const *outputs);

/* ---- value by value ----------------------------------------------------------------------------
 */

struct indicator_stream; /* opaque: its ring must match its head */

/* How much memory a stream wants; aligned as a double. */
size_t indicator_bytes(const struct indicator *indicator, const double *params);

/* A fresh stream in that memory. There is nothing to close: the memory is the caller's. */
struct indicator_stream *indicator_open(void *memory, const struct indicator *indicator,
                                        const double *params);

/* As freshly opened. */
void indicator_reset(struct indicator_stream *stream);

/* One value of every input; answers all outputs. */
void indicator_update(struct indicator_stream *stream, const double *inputs, double *outputs);

/* What update would answer; the stream stays as it is. */
void indicator_peek(struct indicator_stream *stream, const double *inputs, double *outputs);

#endif
