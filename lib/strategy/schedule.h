/*
 * schedule.h — every so often: by bars, by time, by the calendar.
 *
 *   "20", "20 bars"                 every 20 bars
 *   "15m" "4h" "2d" "1w"            whenever a new stretch of that length begins, counted from 1970
 * UTC (weeks from a Monday) "3mo" "1y", "monthly", ...      whenever a new month (third month,
 * year) begins, UTC
 *
 * A time is due on the first bar that starts in a new stretch, so a session without trading is
 * caught up on the next. What is due follows from the bars alone: nothing to lose in a restart.
 */
#ifndef ARGOSY_STRATEGY_SCHEDULE_H
#define ARGOSY_STRATEGY_SCHEDULE_H

#include <argosy/strategy.h>

#include "base/status.h"
#include "base/text.h"

enum schedule_kind { SCHEDULE_BARS, SCHEDULE_TIME, SCHEDULE_MONTHS };

struct schedule {
    enum schedule_kind kind;
    int64_t length; /* bars, ns or months */
    int64_t origin_ns;
};

/* ST_PARSE: it is no schedule. */
MUST_USE enum status schedule_parse(struct schedule *schedule, struct text text);

/* Whether a moment begins a new stretch, given the moment before. For times and months. */
bool schedule_turns(const struct schedule *schedule, int64_t before_ns, int64_t now_ns);

/* Whether the newest bar is due; the first bar behind `warmup` bars always is. */
bool schedule_is_due(const struct schedule *schedule, const struct argosy_series *series,
                     uint64_t warmup);

#endif
