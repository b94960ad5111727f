/*
 * tour_run.h — the tour's five runs: their specs, what is said about them, and a report each.
 *
 * A run leaves NAME.html and NAME.yaml in its folder; the spec is what was run, to be changed and
 * run again. One result is in memory at a time: what the table needs of it is kept in a row.
 */
#ifndef ARGOSY_APP_TOUR_RUN_H
#define ARGOSY_APP_TOUR_RUN_H

#include "app/execute.h"
#include "app/tour_market.h"
#include "report/index.h"

enum { TOUR_RUNS = 5 };

/* What a run came to. Fractions; NaN: not defined. */
struct tour_row {
    char name[32];
    char title[160];
    char tagline[320];
    char strategy[64];
    char market[80];
    char source[512];
    char report[FILE_PATH_MAX], spec[FILE_PATH_MAX];
    uint64_t bars, trades;
    double ret, held, sharpe, drawdown;
    double wall_s;
    char grade;
    char missing[64]; /* the dataset for want of which it was not run; "" */
};

struct tour_place {
    struct text home;
    const char *folder; /* HOME/reports/tour */
    bool is_generated;
    bool is_quiet;
};

/* Carries out the at-th run, writes its files and its card of the index. A dataset that is not
 * there is no failure: row->missing names it and nothing is written. */
MUST_USE enum status tour_run(struct tour_row *row, struct index *index, uint32_t at,
                              const struct tour_place *place, struct err *err);

#endif
