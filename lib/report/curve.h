/*
 * curve.h — the equity curve on its way into the page: which of its points are shown, and the
 * columns.
 *
 * A curve of more points than the limit is cut into buckets of equally many, and each shows its
 * lowest and highest point, in the order of time: no peak and no fall is lost. The first and the
 * last point are always shown. Daily closes go beside a decimated curve, because statistics by day
 * need them exact.
 */
#ifndef ARGOSY_REPORT_CURVE_H
#define ARGOSY_REPORT_CURVE_H

#include "report/data.h"

/* Decimals of the page's money columns: 2, or as many (to 8) as a small account needs. */
uint32_t curve_decimals(const struct result *result);

/* The indexes of the points to show, ascending; answers how many (<= SHOWN_EQUITY_MAX). */
uint32_t curve_pick(const struct result *result, uint64_t picks[SHOWN_EQUITY_MAX]);

/* Writes "equity":{...}, and "days":{...} when the curve is decimated. */
void curve_write(struct out *out, const struct result *result);

#endif
