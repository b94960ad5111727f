/*
 * data.h — the page's data: one JSON object, compact, that page/decode.js reads.
 *
 * Charts are columns of integers (column.h) at a scale that stands beside them; tables are rows of
 * exact decimals. How much is shown has limits, so that half a million bars make a page of a few
 * megabytes: what is beyond them is decimated (curves, bars) or cut (fills, trades), and the data
 * says how much.
 */
#ifndef ARGOSY_REPORT_DATA_H
#define ARGOSY_REPORT_DATA_H

#include "report/html.h"

enum {
    SHOWN_EQUITY_MAX = 20000, /* points of the curve */
    SHOWN_BARS_MAX = 20000,   /* bars over all price charts together */
    SHOWN_CHARTS_MAX = 40,    /* instruments with a price chart: those with the largest turnover */
    SHOWN_FILLS_MAX = 20000,
    SHOWN_TRADES_MAX = 10000
};

void data_write(struct out *out, const struct result *result, const struct report_extra *extra);

#endif
