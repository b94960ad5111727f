/*
 * market.h — the instruments on their way into the page: where each one's data came from, what it
 * earned and cost, and for those that get a price chart the bars, the fills and the strategy's
 * lines.
 */
#ifndef ARGOSY_REPORT_MARKET_H
#define ARGOSY_REPORT_MARKET_H

#include "report/data.h"

/* Writes "instruments":[...] and "fills":{...}. */
void market_write(struct out *out, const struct result *result);

/* Which instruments get a chart: all, or those with the largest turnover, in the result's order.
 * Answers how many. */
uint32_t market_charts(const struct result *result, uint32_t charts[SHOWN_CHARTS_MAX]);

#endif
