/*
 * csv_rows.h — the hot loop of the CSV decoder: rows of plain cells into raw columns.
 *
 * Two readers give the same values: a quick one for plain cells (scan.h, the day of the last row),
 * and a thorough one that a row falls back to when the quick one meets anything else (quotes,
 * exponents, long fractions, blanks, empty cells). Only the thorough one refuses, with a sentence.
 */
#ifndef ARGOSY_FORMAT_CSV_ROWS_H
#define ARGOSY_FORMAT_CSV_ROWS_H

#include "format/csv_layout.h"
#include "format/intake.h"

/* A field as the loop wants it. */
struct csv_slot {
    int64_t *out; /* NULL: not kept */
    enum csv_role role;
    uint32_t decimals;
    bool is_signed; /* may be below zero */
    bool is_qty;
};

struct csv_rows {
    const struct csv_layout *layout;
    const struct import_options *options;
    struct import_report *report;
    struct intake *intake;
    struct csv_slot slots[CSV_FIELDS_MAX];
    struct stamp_reader stamps;
    char delimiter;
    uint32_t line;       /* of the row being read */
    bool is_price_large; /* a price that needs fewer decimals; the caller starts again */
    bool is_qty_large;
};

void csv_rows_init(struct csv_rows *rows, const struct csv_layout *layout, struct intake *intake,
                   struct import_report *report, const struct import_options *options);

/* Reads rows from `at` up to `end`, which stands behind a newline; SCAN_SLACK readable bytes
 * follow. */
MUST_USE enum status csv_rows_read(struct csv_rows *rows, const char *at, const char *end,
                                   struct err *err);

#endif
