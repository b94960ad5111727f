/*
 * verdict.h — the part of a report that is read first, in plain HTML: a sentence that says what
 * happened, a sentence that says how far to believe it, and the key figures. The index of reports
 * shows the same.
 */
#ifndef ARGOSY_REPORT_VERDICT_H
#define ARGOSY_REPORT_VERDICT_H

#include "report/html.h"

/* "10,000.00 USD became 51,422.99 in 8.5 years: +414.2 %, or 21.2 % a year. ..." */
void verdict_sentence(struct out *out, const struct result *result,
                      const struct report_extra *extra);

/* How far to believe it: harsher runs, look-ahead. Empty when neither was checked. */
void verdict_doubt(struct out *out, const struct result *result);

/* A definition list of the key figures; `few`: only those of an index card. */
void verdict_figures(struct out *out, const struct result *result, const struct report_extra *extra,
                     bool is_few);

/* Whether any instrument's market is generated and not recorded. */
bool verdict_is_generated(const struct result *result);

#endif
