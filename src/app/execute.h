/*
 * execute.h — a spec carried out: data loaded, the run made, judged and measured.
 *
 * What verbs that run a spec share (backtest, tour, bench). Everything the result points at lies in
 * the execution's memory until execution_close.
 */
#ifndef ARGOSY_APP_EXECUTE_H
#define ARGOSY_APP_EXECUTE_H

#include "app/load.h"
#include "os/memory.h"
#include "os/plugin.h"
#include "quant/metrics.h"
#include "sim/backtest.h"
#include "sim/quality.h"

enum { EXECUTION_ARENAS = 12 };

struct execution {
    const struct spec *spec;
    struct load load;
    struct plugin plugin;
    const struct argosy_strategy *strategy;
    struct argosy_value values[SPEC_PARAMS_MAX];
    struct backtest_input input;
    struct backtest_output output;
    struct quality_report quality;
    struct result *result; /* output.result, with trades, grade and verdict */
    double metrics[METRIC_COUNT];
    double sessions_a_year;
    double wall_s; /* of the first run alone: no loading, no quality */
    struct memory memory[EXECUTION_ARENAS];
    uint32_t memory_count;
    struct arena data, figures;
    struct backtest_memory run, scratch;
};

struct execute_options {
    struct text home;
    uint32_t capture; /* enum capture, or-ed */
    void (*progress)(void *self, uint64_t done, uint64_t total);
    void *progress_self;
    bool (*is_interrupted)(void *self);
    void (*log)(void *self, const char *text);
};

/* Carries it out. After a failure nothing needs closing. ST_INTERRUPTED: somebody asked to stop. */
MUST_USE enum status execute(struct execution *execution, const struct spec *spec,
                             const struct execute_options *options, struct err *err);
void execution_close(struct execution *execution);

#endif
