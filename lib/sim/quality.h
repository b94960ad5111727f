/*
 * quality.h — how far a result can be believed: harsher runs, a look-ahead check and a grade.
 *
 * Harsher: the same run with costs doubled, one more bar of delay, and resting limits filled a
 * quarter as often. Look-ahead: at seeded cuts and at the first orders the future is replaced by
 * another one, and the decisions up to there must not change. Grade: points for what was assumed
 * instead of measured, read off one table (docs/grades.md is made from it).
 */
#ifndef ARGOSY_SIM_QUALITY_H
#define ARGOSY_SIM_QUALITY_H

#include "sim/backtest.h"

enum { HARSHER_COUNT = 3, ASSUMPTIONS_MAX = 24, CUTS_MAX = 96 };

struct quality_report {
    struct harsher_row harsher[HARSHER_COUNT];
    uint32_t harsher_count;
    struct assumption assumptions[ASSUMPTIONS_MAX];
    char texts[ASSUMPTIONS_MAX][160];
    uint32_t assumption_count;
    enum lookahead lookahead;
    char lookahead_text[256];
    char grade;
    uint32_t points;
};

/* Runs the harsher sets. `scratch` is another run's memory, used over and over; sharpe answers the
 * metric of a finished run (NaN: not defined) and may be NULL. */
MUST_USE enum status quality_harsher(struct quality_report *report,
                                     const struct backtest_input *input,
                                     const struct backtest_memory *scratch,
                                     double (*sharpe)(void *self, const struct result *result),
                                     void *sharpe_self, struct err *err);

/* Compares the decisions of `first` (captured) with those of runs whose future was changed. */
MUST_USE enum status quality_lookahead(struct quality_report *report,
                                       const struct backtest_input *input,
                                       const struct backtest_output *first,
                                       const struct backtest_memory *scratch, struct arena *copies,
                                       struct err *err);

/* Lists the assumptions and reads the grade off the table. */
void quality_grade(struct quality_report *report, const struct backtest_input *input,
                   const struct result *result);

/* The table as a page of the documentation. */
void quality_document(struct writer *writer);

#endif
