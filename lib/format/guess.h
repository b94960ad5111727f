/*
 * guess.h — the calendar that recorded bars look like, where nobody said what they are.
 *
 * Each calendar is scored by two shares: rows that stand where it is closed, and time it is open
 * without a row (days, for bars of a day or longer). The smallest sum wins, among equals the first
 * in the table. An exchange that also trades around its session is scored with those hours and
 * without. At most 2,000 rows spread over the data are looked at.
 */
#ifndef ARGOSY_FORMAT_GUESS_H
#define ARGOSY_FORMAT_GUESS_H

#include "base/text.h"
#include "domain/calendar.h"
#include "domain/dataset.h"

struct guess {
    const struct calendar *calendar;
    double outside;  /* share of rows where it is closed */
    double unfilled; /* share of its open time without rows */
};

/* Never fails: too few rows to tell are 24/7. */
struct guess calendar_guess(const struct dataset *dataset);

/* Writes why: "24/7 (every day, round the clock), guessed: 0.0 % of the rows lie outside it, 2.1 %
 * of it is empty". */
void guess_format(struct writer *writer, const struct guess *guess);

#endif
