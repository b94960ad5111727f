/* outputs.h — the files a run leaves behind: report, trades, orders, equity; all of them or none.
 */
#ifndef ARGOSY_APP_OUTPUTS_H
#define ARGOSY_APP_OUTPUTS_H

#include "app/execute.h"
#include "report/html.h"

struct outputs {
    const char *report, *trades, *orders, *equity; /* paths; NULL: not wanted */
    const char *title;   /* of the report; NULL: made from strategy and instrument */
    const char *tagline; /* NULL: the strategy's help */
    const char *command; /* as typed */
    const char *index;   /* relative link back to an index of reports; NULL: none */
    bool is_replacing;
};

/* A run's figures as a report shows them; METRIC_COUNT rows. */
void outputs_metrics(struct report_metric *rows, const double *values);

/* What must be captured for them. */
uint32_t outputs_capture(const struct outputs *outputs);

/* Whether they could be made, before the work: ST_EXISTS names the path that is taken. */
MUST_USE enum status outputs_check(const struct outputs *outputs, struct err *err);

/* Writes them aside, then moves all of them to their places. */
MUST_USE enum status outputs_write(const struct outputs *outputs, const struct execution *execution,
                                   struct err *err);

#endif
