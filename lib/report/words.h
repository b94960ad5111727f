/*
 * words.h — the report's words for what a result holds as numbers: sides, order types, statuses,
 * reasons. The same words stand in the CSV files and on the page. Static strings, lower case,
 * joined by '-'.
 */
#ifndef ARGOSY_REPORT_WORDS_H
#define ARGOSY_REPORT_WORDS_H

#include "argosy/strategy.h"
#include "sim/result.h"

const char *words_side(uint8_t side);      /* enum argosy_side: "buy", "sell" */
const char *words_direction(uint8_t side); /* of a position that side opened: "long", "short" */
const char *words_type(uint8_t type);      /* enum argosy_order_type */
const char *words_status(uint8_t status);  /* enum argosy_order_status */
const char *words_reason(uint8_t reason);  /* enum fill_reason */
const char *words_grade(char grade);       /* what 'A'..'F' means, a sentence; 0: not graded */

#endif
