/*
 * format.h — market data as people keep it -> columns of integers.
 *
 * A format is a row of a table: its name, what a person should know, how its first bytes are
 * recognised, and how it is decoded. Decoding is a pure step over bytes in memory; everything it
 * makes lies in the arena it is given. What it took for granted (delimiter, time unit, tick, order)
 * is written down as sentences in the import's report, so that a wrong guess is seen.
 */
#ifndef ARGOSY_FORMAT_FORMAT_H
#define ARGOSY_FORMAT_FORMAT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "domain/dataset.h"

/* What the caller knows better than a guess. A text that is empty was not given. */
struct import_options {
    struct text name;    /* of the file, for the sentences of errors */
    struct text source;  /* where it comes from, in a person's words; empty: its path */
    struct text format;  /* by name; empty: recognised */
    struct text header;  /* "ts=Date,open=O,...": our name = the file's; or one a line */
    struct text symbol;  /* of a file with a symbol column: only this one */
    struct text tick;    /* decimal; more decimals than it has are an error */
    struct text lot;     /* decimal; empty: 1e-8, or coarser where volumes need it */
    struct text zone;    /* "+01:00": of times without one */
    bool is_end_stamped; /* the file stamps a bar's end; ours are stamped with their start */
    bool is_negative_allowed;
    bool is_skipping_bad_rows;
    bool is_judging; /* go on behind faults: rows that cannot be read are noted and left out, and
                        those that stand before their predecessors stay where they are */
};

enum { REPORT_TEXT = 4096, BAD_ROWS_NOTED = 5 };

/* A row that could not be read, and why. */
struct bad_row {
    uint32_t line; /* in the file, from 1 */
    char text[160];
};

/* What a decoder took and found. */
struct import_report {
    char text[REPORT_TEXT]; /* sentences, each ended by a newline */
    size_t length;
    uint64_t row_count;
    uint64_t duplicate_count;                /* identical to their predecessor; taken */
    uint64_t bad_row_count;                  /* skipped, because the caller said so */
    struct bad_row bad_rows[BAD_ROWS_NOTED]; /* the first of them */
    uint64_t empty_qty_count;                /* empty quantity cells, taken as 0 */
    double rounding_max;                     /* of a price, in price */
};

struct import {
    struct dataset *datasets;     /* one an instrument */
    const uint32_t *const *lines; /* a list a dataset: where in the file its rows stood, from 1 */
    uint32_t count;
    bool has_symbols; /* the file has a symbol column */
    struct import_report report;
};

struct format {
    const char *name;
    const char *help;
    /* Whether the first bytes look like this format; the table is asked in order. */
    bool (*sniff)(struct text bytes);
    enum status (*decode)(struct import *import, struct arena *arena, struct text bytes,
                          const struct import_options *options, struct err *err);
};

extern const struct format format_table[];
extern const uint32_t format_count;

/* The format of a name, or NULL. */
const struct format *format_find(struct text name);

/* Decodes bytes in the format the options name, or the first that recognises them. */
MUST_USE enum status format_decode(struct import *import, struct arena *arena, struct text bytes,
                                   const struct import_options *options, struct err *err);

/* Arena bytes that decoding `size` bytes of text can need. */
size_t format_arena_bytes(size_t size);

/* Counts a row that cannot be read; the first ones are kept. */
void report_bad_row(struct import_report *report, uint32_t line, const char *text);

/* Adds a sentence to the report; what no longer fits is dropped. */
void report_say(struct import_report *report, const char *format, ...) PRINTF(2, 3);

/* The decoders. */
bool csv_sniff(struct text bytes);
MUST_USE enum status csv_decode(struct import *import, struct arena *arena, struct text bytes,
                                const struct import_options *options, struct err *err);
bool freqtrade_sniff(struct text bytes);
MUST_USE enum status freqtrade_decode(struct import *import, struct arena *arena, struct text bytes,
                                      const struct import_options *options, struct err *err);

#endif
