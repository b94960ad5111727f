/*
 * header.h — a header map, as `--header` and a spec's `header:` take it: which of a file's columns
 * is which.
 *
 *     --header ts=Date,open=O,high=H,low=L,close=C         inline
 *     --header map.yaml                                     a YAML file, a column a line:
 *                                                           ts: Date
 *                                                           close: "Close, adjusted"
 *                                                           volume: 6      (the sixth column)
 *
 * A text with a = in it is inline, unless a / stands before it: ./a=b.yaml is a file.
 */
#ifndef ARGOSY_APP_HEADER_H
#define ARGOSY_APP_HEADER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

/* Whether a header is meant inline, not as a path. */
bool header_is_inline(struct text given);

/* The map as import_options.header takes it; what is read from a file lies in the arena. An empty
 * text stays empty. ST_ABSENT: there is no such file. ST_CONFIG: it is no map of columns. */
MUST_USE enum status header_read(struct text *map, struct arena *arena, struct text given,
                                 struct err *err);

#endif
