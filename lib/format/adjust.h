/*
 * adjust.h — prices as if there had been no splits and dividends, and bars of the regular session
 * only.
 *
 * Two sources of truth. An adjusted-close column: every price of a row × adj_close / close of that
 * row; volumes stay as they are, since the column does not tell a split from a dividend. A factor
 * file: every price × price_factor × split_factor of the first line whose valid_through is at or
 * after the row's day; volumes / split_factor. Products pass through 128 bits and are rounded half
 * away from zero, once.
 *
 * The result has nine decimals of price (or the source's, where it has more), as far as its prices
 * fit 64 bits, so that nothing visible is lost; its tick is one unit and it has no adj_close
 * column. The columns come from the caller's arena; the source is not touched. A refused call
 * leaves the arena as it was.
 */
#ifndef ARGOSY_FORMAT_ADJUST_H
#define ARGOSY_FORMAT_ADJUST_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/err.h"
#include "domain/calendar.h"
#include "domain/dataset.h"

/* One line of a factor file: both factors are above 0. */
struct factor {
    int64_t day_through;         /* the last day it holds for */
    struct decimal price_factor; /* dividends */
    struct decimal split_factor; /* splits */
};

struct factors {
    const struct factor *rows; /* by day, rising */
    uint64_t count;
};

/* Reads CSV text with a header line that has the columns valid_through (a date), price_factor and
 * split_factor in any order; others are passed over. ST_DATA with the line: a date or factor that
 * is none, a factor of more than nine decimals or not above 0, dates that do not rise. */
MUST_USE enum status factors_parse(struct factors *factors, struct text text, struct arena *arena,
                                   struct err *err);

/* By the adj_close column. ST_USAGE: there is none. ST_DATA: a close or adj_close that is not above
 * 0. */
MUST_USE enum status adjust_by_adj_close(struct dataset *out, const struct dataset *in,
                                         struct arena *arena, struct err *err);

/* By factors. A row's day is its UTC date where bars last a day or longer, else the calendar's
 * trading day (NULL: UTC days). ST_DATA: a row lies behind the last line. */
MUST_USE enum status adjust_by_factors(struct dataset *out, const struct dataset *in,
                                       const struct factors *factors,
                                       const struct calendar *calendar, struct arena *arena,
                                       struct err *err);

/* The bars of which some part lies in a session; those of a day or longer, where their UTC date
 * (or, when they are not stamped at midnight UTC, their trading day) has one. Columns are copied to
 * the arena. */
MUST_USE enum status adjust_to_sessions(struct dataset *out, const struct dataset *in,
                                        const struct calendar *calendar, struct arena *arena,
                                        struct err *err);

/* What the arena needs at most for any of them; for factors_parse, a text's length tells. */
size_t adjust_bytes(const struct dataset *in);
size_t factors_bytes(struct text text);

#endif
