/*
 * dataset.h — recorded market data of one instrument, as columns of integers.
 *
 * A value: it points at columns that somebody else owns (a mapped file, an arena). Prices are in
 * ticks, quantities in lots, times in nanoseconds UTC at the bar's START, never decreasing. A
 * column the source does not have is NULL. Quote bars have the bid in OPEN..CLOSE and the ask in
 * ASK_OPEN..ASK_CLOSE.
 */
#ifndef ARGOSY_DOMAIN_DATASET_H
#define ARGOSY_DOMAIN_DATASET_H

#include "domain/instrument.h"

enum data_kind { DATA_BARS, DATA_QUOTEBARS, DATA_KIND_COUNT };

enum data_column {
    COLUMN_TS, /* start of the bar */
    COLUMN_OPEN,
    COLUMN_HIGH,
    COLUMN_LOW,
    COLUMN_CLOSE,
    COLUMN_VOLUME,    /* lots */
    COLUMN_ADJ_CLOSE, /* ticks; close adjusted for splits and dividends */
    COLUMN_ASK_OPEN,
    COLUMN_ASK_HIGH,
    COLUMN_ASK_LOW,
    COLUMN_ASK_CLOSE,
    COLUMN_BID_SIZE, /* lots */
    COLUMN_ASK_SIZE, /* lots */
    COLUMN_COUNT
};

struct dataset {
    char name[64]; /* in the catalogue, or made from the file's name */
    char symbol[SYMBOL_MAX];
    char source[512]; /* where it came from, in words a person understands */
    char format[32];  /* "csv", "freqtrade-json", "demo", ... */
    enum data_kind kind;
    uint32_t price_decimals;
    uint32_t lot_decimals;
    int64_t tick_units;
    int64_t lot_units;
    bool is_tick_stated; /* else inferred from the file */
    bool is_generated;   /* a seeded market, not a recording */
    double rounding_max; /* the largest change a price suffered when it became ticks, in price */
    uint64_t duplicate_count; /* identical rows in a row: counted and taken */
    int64_t interval_ns;      /* the most frequent step; 0: none */
    uint64_t count;
    uint64_t hash; /* of the columns, as they lie */
    const int64_t *columns[COLUMN_COUNT];
};

/* The hash of the columns: what a manifest states and a loader compares. */
uint64_t dataset_hash(const struct dataset *dataset);

/* Rows [first, last) of a dataset, as a dataset over the same columns (hash not recomputed). */
struct dataset dataset_slice(const struct dataset *dataset, uint64_t first, uint64_t last);

/* The first row whose start is at or after ts_ns; count when there is none. */
uint64_t dataset_find(const struct dataset *dataset, int64_t ts_ns);

const char *data_column_name(enum data_column column);
const char *data_kind_name(enum data_kind kind);

#endif
