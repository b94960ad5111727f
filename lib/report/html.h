/*
 * html.h — a run's report: one HTML file that carries its style, its script and its data, and asks
 * for nothing from anywhere.
 *
 * The file says the verdict and the key figures in plain HTML, so that they can be read without the
 * script; the script draws the charts and tables from the data (page/). What is shown is exact
 * where it is money of a table, and decimated where it is a chart of more points than a screen has:
 * then a bucket keeps its lowest and highest point (equity) or is a bar of its own (prices), and
 * the page says so.
 *
 * Written front to back in one pass over the result; memory is 250 KB of stack.
 */
#ifndef ARGOSY_REPORT_HTML_H
#define ARGOSY_REPORT_HTML_H

#include "report/out.h"
#include "sim/result.h"

/* How a figure is shown. */
enum report_unit {
    REPORT_NUMBER, /* 1.08 */
    REPORT_SHARE,  /* a fraction, shown in percent */
    REPORT_MONEY,  /* in the account's currency */
    REPORT_COUNT,  /* a whole number */
    REPORT_DAYS,   /* days */
};

struct report_metric {
    const char *name;    /* its name in JSON: "max_drawdown" */
    const char *label;   /* "Maximum drawdown" */
    const char *group;   /* "Return", "Risk", ...; those of one group follow each other */
    const char *formula; /* shown on hover; may be NULL */
    enum report_unit unit;
    double value; /* NaN: not defined */
};

/* What the result does not know about itself. A text that is NULL or empty is left out. */
struct report_extra {
    const char *title;   /* "SMA cross on GOOG" */
    const char *tagline; /* one sentence: what the strategy does */
    const char *command; /* reproduces the run, as typed */
    const char *spec;    /* the complete spec as YAML */
    const char *created; /* when it was made, ISO 8601 */
    const char *version; /* of the program: "argosy 0.1.0 (...)" */
    const char *index;   /* relative link back to an index of reports */
    const struct report_metric *metrics;
    uint32_t metric_count;
};

void report_html(const struct result *result, const struct report_extra *extra,
                 struct report_sink sink);

/* The metric of that name, or NULL. */
const struct report_metric *report_metric_find(const struct report_extra *extra, const char *name);

#endif
