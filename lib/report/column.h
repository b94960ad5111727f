/*
 * column.h — a column of integers on its way into the page's data: the first value, then
 * differences; or for times, which step evenly, the differences of the differences (mostly "0,").
 * page/decode.js reads them back.
 */
#ifndef ARGOSY_REPORT_COLUMN_H
#define ARGOSY_REPORT_COLUMN_H

#include "report/out.h"

struct column {
    struct out *out;
    uint32_t order; /* 1: differences, 2: differences of differences */
    bool is_begun;
    int64_t last, step;
};

/* Begins `"name":[`. */
struct column column_open(struct out *out, const char *name, uint32_t order);
void column_add(struct column *column, int64_t value);
void column_skip(struct column *column); /* null: no value here; differences go on behind it */
void column_close(struct column *column);

#endif
