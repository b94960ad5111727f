/*
 * number.h — doubles <-> decimal text, exactly, the same on every machine and in every locale.
 *
 * Reading answers the double nearest to the text, the even one when two are as near (IEEE 754).
 * Writing comes in two kinds: the shortest text that reads back to the same double, for programs,
 * and a fixed number of decimals, for people. Neither knows infinity or NaN: those are the caller's
 * null, and handing one in is a bug. Money, prices and quantities are no doubles: see decimal.h.
 *
 * How: everything is integer arithmetic. A double is m × 2^e, and the text asked for is m × 2^e ×
 * 10^k rounded; whatever fits is done in 128 bits, and the rest in a big (big.h), exactly, so that
 * there is no third, approximate way that could be wrong.
 */
#ifndef ARGOSY_BASE_NUMBER_H
#define ARGOSY_BASE_NUMBER_H

#include "base/status.h"
#include "base/text.h"

enum { NUMBER_DECIMALS_MAX = 100, NUMBER_TEXT_MAX = 32 };

/* Writes the shortest decimal text that reads back to the same double, in JSON's grammar and
 * JavaScript's form: "0.1", "-0", "123000", "1e+21", "1.5e-7". At most 25 bytes. */
void number_format(struct writer *writer, double value);

/* Writes the value with that many decimals (<= 100), rounded from its exact binary value, half to
 * even: what printf("%.*f") writes, "-0.00" included. */
void number_format_fixed(struct writer *writer, double value, uint32_t decimals);

/* The same for a reader's eye: commas between thousands ("12,345.60") and no minus before a zero.
 */
void number_format_grouped(struct writer *writer, double value, uint32_t decimals);

/* The double nearest to a text of an optional sign, digits, an optional point and an optional
 * exponent. ST_PARSE: it is no such text.  ST_RANGE: it is beyond the largest double. What is too
 * small for the smallest becomes zero. */
MUST_USE enum status number_parse(double *value, struct text text);

/* Whether a double is neither infinite nor NaN. */
bool number_is_finite(double value);

#endif
