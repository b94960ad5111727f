/*
 * intake.h — rows on their way from a decoder to datasets.
 *
 * A decoder fills raw columns in file order at working scales (prices 9 decimals, quantities 8,
 * fewer where values are too large). intake_finish turns newest-first files round, parts the
 * instruments, finds the tick, checks that time never goes backwards, counts duplicates, finds the
 * interval, and says what it did in the import's report.
 */
#ifndef ARGOSY_FORMAT_INTAKE_H
#define ARGOSY_FORMAT_INTAKE_H

#include "format/format.h"

enum { PRICE_DECIMALS_MAX = 9, LOT_DECIMALS = 8, SYMBOLS_MAX = 4096 };

struct intake {
    int64_t *columns[COLUMN_COUNT]; /* NULL: the file does not have it */
    uint32_t *lines;                /* where in the file a row stood, from 1 */
    uint32_t *symbols;              /* index into symbol_names; NULL: one instrument */
    uint64_t count;
    uint64_t capacity;
    uint32_t price_decimals; /* of the raw columns */
    uint32_t lot_decimals;
    int64_t price_rounding_e18; /* the largest change a price suffered by being read */
    int64_t qty_rounding_e18;
    bool has_price_rounding;
    bool has_qty_rounding;
    struct text *symbol_names; /* SYMBOLS_MAX */
    uint32_t symbol_count;
    uint32_t *symbol_slots; /* hash table of index + 1 */
};

/* Columns for `capacity` rows. ST_FULL: the arena is too small. */
MUST_USE enum status intake_init(struct intake *intake, struct arena *arena, uint64_t capacity,
                                 bool has_symbols);

/* Takes the memory of one more column; NULL when the arena is too small. */
int64_t *intake_add_column(struct intake *intake, struct arena *arena, enum data_column column);

/* The index of a symbol, new or known. ST_FULL: more than SYMBOLS_MAX. */
MUST_USE enum status intake_symbol(struct intake *intake, struct text name, uint32_t *index);

/* Empties the table of symbols, for another pass over the file. */
void intake_forget_symbols(struct intake *intake);

MUST_USE enum status intake_finish(struct import *import, struct arena *arena,
                                   struct intake *intake, const struct import_options *options,
                                   struct err *err);

/* Prices, not quantities or times. */
bool column_is_price(enum data_column column);
bool column_is_qty(enum data_column column);

/* A tick or lot's text as units of 10^-decimals, trailing zeros dropped. */
MUST_USE enum status step_parse(struct text text, int64_t *units, uint32_t *decimals);

#endif
