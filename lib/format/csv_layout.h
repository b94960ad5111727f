/*
 * csv_layout.h — what the columns of a text file are: delimiter, header, meaning of each column.
 *
 * Found from the header's words and the first rows, or told by a header map. Every choice is
 * written into the import's report. The layout points into the file's bytes.
 */
#ifndef ARGOSY_FORMAT_CSV_LAYOUT_H
#define ARGOSY_FORMAT_CSV_LAYOUT_H

#include "format/format.h"
#include "format/stamp.h"

enum { CSV_FIELDS_MAX = 256 };

enum csv_role {
    CSV_SKIP,
    CSV_EPOCH, /* a number of seconds, milli-, micro- or nanoseconds since 1970 */
    CSV_STAMP, /* a written time */
    CSV_DATE,  /* the day of a time whose clock stands in another column */
    CSV_CLOCK,
    CSV_NUMBER,
    CSV_SYMBOL
};

struct csv_field {
    struct text name; /* the file's word, or ours where there is no header */
    enum csv_role role;
    enum data_column column; /* CSV_NUMBER's and the times' */
};

struct csv_layout {
    char delimiter; /* ' ' stands for any run of blanks */
    bool has_header;
    bool has_symbols;
    struct csv_field fields[CSV_FIELDS_MAX];
    uint32_t field_count;
    uint32_t epoch_decimals; /* 9 seconds, 6 ms, 3 us, 0 ns */
    struct stamp_reader stamps;
    struct text rows;    /* from the first row on */
    uint32_t first_line; /* its line in the file, from 1 */
};

MUST_USE enum status csv_layout_find(struct csv_layout *layout, struct import_report *report,
                                     struct text bytes, const struct import_options *options,
                                     struct err *err);

/* Whether a header map may name a column of ours so: ts, open, ..., `date`, `clock`, `symbol`. */
bool csv_is_own_name(struct text name);

/* Whether a line carries nothing: blank, or a comment (# or //). */
bool csv_is_comment(struct text line);

/* Cuts the next cell off a line, unquoted where it is quoted whole ("" inside stays doubled). */
struct text csv_cut(struct text *line, char delimiter);

#endif
