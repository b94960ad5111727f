/*
 * check.h — what is wrong with recorded bars, judged by the calendar of their market.
 *
 * One pass, constant memory. A check is told row after row, or a dataset, and counts:
 *   gaps        holes: rows missing inside sessions, not while the market was closed
 *   duplicates  rows at the time of the row before, identical or not (the text says which)
 *   backwards   rows before the row before
 *   crossed     quote bars with a bid above the ask, in any of open, high, low, close
 *   outliers    a close that leaps by more than 20 × the median leap of the last 64 (and by 2 %
 *               and two ticks at the least) and of which the next close takes back three quarters:
 *               a bad print, not a crash
 *   bad_rows    what no market can show: a high below another price of the bar, a low above one,
 *               a negative volume or size, a price not above 0 (unless the instrument allows it),
 *               a time before 1700 or after 2250
 * A row counts in every kind it belongs to. Sequence breaks need data with sequence numbers; bars
 * have none, and the count stays 0. The first faults are kept, at most FAULTS_A_KIND of each kind,
 * so that a thousand gaps do not hide the one crossed quote.
 *
 * A hole lies between two rows more than one interval apart, each the latest so far, so that a row
 * out of its place tears none open. It has as many bars as sessions had whole intervals there. Bars
 * of a day count sessions without a row; longer bars are missing where more than one and a half
 * intervals passed.
 */
#ifndef ARGOSY_FORMAT_CHECK_H
#define ARGOSY_FORMAT_CHECK_H

#include "domain/calendar.h"
#include "domain/dataset.h"

#define FAULT_LIST(X)                                                                              \
    X(FAULT_GAP, "gaps")                                                                           \
    X(FAULT_DUPLICATE, "duplicates")                                                               \
    X(FAULT_BACKWARDS, "backwards")                                                                \
    X(FAULT_CROSSED, "crossed")                                                                    \
    X(FAULT_OUTLIER, "outliers")                                                                   \
    X(FAULT_SEQUENCE, "sequence_breaks")                                                           \
    X(FAULT_BAD_ROW, "bad_rows")

enum fault_kind {
#define FAULT_NAME(name, text) name,
    FAULT_LIST(FAULT_NAME)
#undef FAULT_NAME
        FAULT_KIND_COUNT
};

/* The kind's name in reports: "gaps". */
const char *fault_kind_name(enum fault_kind kind);

enum { FAULTS_A_KIND = 5, FAULTS_MAX = 35, LEAPS = 64 };

struct fault {
    enum fault_kind kind;
    uint64_t row; /* from 0; of a gap, the row behind it */
    int64_t ts_ns;
    char text[128]; /* a sentence without its full stop */
};

/* One bar to judge; ask prices only where is_quote. */
struct check_bar {
    int64_t ts_ns;
    int64_t price[4]; /* open, high, low, close; the bid's of a quote bar */
    int64_t ask[4];
    int64_t volume;             /* 0: none given */
    int64_t bid_size, ask_size; /* 0: none given */
    bool is_quote;
};

struct check_options {
    const struct calendar *calendar; /* must be given; guess.h finds one */
    int64_t interval_ns;             /* 0: irregular, and no gap is looked for */
    bool is_negative_allowed;        /* prices at or below zero are fine */
    uint32_t price_decimals; /* how sentences write prices: ticks × tick_units × 10^-decimals */
    int64_t tick_units;      /* 0: as ticks */
};

/* A running check. Read the results, leave the rest alone. */
struct check {
    struct check_options options;
    uint64_t rows;
    uint64_t counts[FAULT_KIND_COUNT];
    uint64_t bars_missing;           /* in all gaps together */
    int64_t gap_ns_max;              /* the longest distance between the rows around a gap */
    struct fault faults[FAULTS_MAX]; /* in the order they were found */
    uint32_t fault_count;

    int64_t latest_ns;        /* of all rows so far */
    struct check_bar last;    /* the row before, */
    struct check_bar suspect; /* and a close that leapt, until the next one confirms it */
    int64_t suspect_before;   /* the close it leapt from */
    uint64_t suspect_row;
    bool is_suspect;
    double leaps[LEAPS];  /* sizes of the last leaps as shares, by age: a ring, */
    double sorted[LEAPS]; /* and by size */
    uint32_t leap_count, leap_at;
};

void check_init(struct check *check, struct check_options options);
void check_row(struct check *check, const struct check_bar *bar);

/* A whole dataset: check_init, with the units of its prices, and all its rows. */
void check_dataset(struct check *check, const struct dataset *dataset,
                   struct check_options options);

/* All counts together. */
uint64_t check_total(const struct check *check);

#endif
