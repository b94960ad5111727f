/*
 * bench.h — what the benches share: the clock around a piece of work, a seeded market, the engine
 * with its memory, and the peers.
 *
 *     sheet -> part -> check the work's result -> time it -> row -> peers on the same file
 */
#ifndef ARGOSY_BENCH_BENCH_H
#define ARGOSY_BENCH_BENCH_H

#include "app/bench.h"
#include "os/memory.h"
#include "sim/backtest.h"

/* ---- time ---------------------------------------------------------------------------------------
 */

typedef enum status bench_work_fn(void *self, struct err *err);

enum { BENCH_RUNS = 7 };

/* The median seconds of `runs` runs after one to warm up: time on the core, so that what else the
 * machine does counts only where it shares the core's caches and pipelines. */
MUST_USE enum status bench_time(double *seconds, bench_work_fn *work, void *self, uint32_t runs,
                                struct err *err);

double bench_median(double *values, uint32_t count); /* sorts them */

/* A row with its memory's peak taken now. The caller has checked. */
struct bench_row *bench_add(struct bench_sheet *sheet, struct bench_row row);

/* ---- data ---------------------------------------------------------------------------------------
 */

/* What a market is made of: a walk without gaps, each bar opening at the last one's close. */
struct walk {
    uint64_t seed;
    uint64_t count;
    double deviation;     /* of a bar's return */
    const int64_t *ts_ns; /* NULL: a minute apart */
    int64_t interval_ns;
};

/* Makes its columns in the arena: prices with 4 decimals from 100 on, volumes of whole units.
 * ST_FULL: the arena is too small. */
MUST_USE enum status walk_make(struct dataset *dataset, const struct walk *walk,
                               struct arena *arena, struct err *err);

/* Writes a dataset as CSV: what the peers read. */
MUST_USE enum status walk_write(const struct dataset *dataset, const char *path, struct err *err);

/* ---- the engine ---------------------------------------------------------------------------------
 */

enum { ENGINE_MEMORIES = 5 };

struct engine {
    struct spec spec;
    struct backtest_input input;
    struct backtest_output output;
    struct memory memory[ENGINE_MEMORIES];
    struct argosy_value values[SPEC_PARAMS_MAX];
};

/* An engine over datasets, at the terms the peers can be given too: 100,000 of cash, 0.1 % fee,
 * no slippage, fills at the next open, one unit an order. Memory of the lists from the arena. */
MUST_USE enum status engine_open(struct engine *engine, const struct dataset *bars, uint32_t count,
                                 const struct argosy_strategy *strategy, struct arena *arena,
                                 struct err *err);
void engine_set(struct engine *engine, const char *param, double value); /* it must have it */
enum status engine_run(void *engine, struct err *err);                   /* a bench_work_fn */
void engine_close(struct engine *engine);

/* ---- peers --------------------------------------------------------------------------------------
 */

/* What a peer must come to before its time counts. */
struct peer_work {
    const char *script; /* bench/peers/SCRIPT, which says what it does */
    const char *data;   /* the file all of them read */
    double equity;      /* expected */
    uint64_t orders;
    double amount; /* what a second's figure is divided into: bars, bytes; 0: the seconds count */
};

/* Runs every peer of a script that is installed and adds those that came to the same result. One
 * that is missing or disagrees is left out with a note. */
void peers_run(const struct bench_sheet *sheet, struct bench_row *row,
               const struct peer_work *work);

#endif
