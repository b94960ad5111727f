/*
 * grammar.h — how values are spelt, in flags and in spec files alike.
 *
 * Every reader answers ST_OK, or ST_USAGE with a sentence that quotes the text and says what was
 * expected; the caller puts the flag or the line in front. Every writer writes what its reader
 * reads back to the same value. Amounts, prices and rates are decimals and stay exact: more
 * decimals than a unit has are refused.
 *
 *     rate      0.001   0.1%   10bp
 *     duration  50ms  2s  0        interval  5m 1h 1d 1w 1mo, `recorded`
 *     size      all  units:N  cash:N  cash:P%  equity:FRACTION  risk:FRACTION
 *     slippage  default  RATE  half-spread  ticks:N  volume:K  sqrt:K
 */
#ifndef ARGOSY_APP_GRAMMAR_H
#define ARGOSY_APP_GRAMMAR_H

#include "base/decimal.h"
#include "base/err.h"
#include "domain/interval.h"
#include "domain/time.h"
#include "sim/spec.h"

/* yes, true, on, 1; no, false, off, 0. */
MUST_USE enum status grammar_bool_parse(bool *value, struct text text, struct err *err);

/* A decimal with at most that many places, as units of 10^-decimals. */
MUST_USE enum status grammar_decimal_parse(int64_t *units, struct text text, uint32_t decimals,
                                           struct err *err);

/* A fraction, a percentage or basis points, in e12. */
MUST_USE enum status grammar_rate_parse(int64_t *rate_e12, struct text text, struct err *err);

/* A whole number of nanoseconds; a length of time, not of a bar: no months. */
MUST_USE enum status grammar_duration_parse(int64_t *duration_ns, struct text text,
                                            struct err *err);
void grammar_duration_write(struct writer *writer, int64_t duration_ns);

MUST_USE enum status grammar_interval_parse(int64_t *interval_ns, struct text text,
                                            struct err *err);
void grammar_interval_write(struct writer *writer, int64_t interval_ns);

MUST_USE enum status grammar_time_parse(int64_t *ts_ns, struct text text, struct err *err);

MUST_USE enum status grammar_size_parse(struct spec_size *size, struct text text, struct err *err);
void grammar_size_write(struct writer *writer, const struct spec_size *size);

MUST_USE enum status grammar_slippage_parse(struct spec_slippage *slippage, struct text text,
                                            struct err *err);
void grammar_slippage_write(struct writer *writer, const struct spec_slippage *slippage);

#endif
