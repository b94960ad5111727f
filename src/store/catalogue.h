/*
 * catalogue.h — the datasets under HOME/data, a column file each, by name.
 *
 * An import is all or nothing: either every instrument of a file is in the catalogue afterwards or
 * none is. Importing the same bytes with the same options again changes nothing and says so, so
 * that an interrupted run over many files is resumed by repeating it.
 */
#ifndef ARGOSY_STORE_CATALOGUE_H
#define ARGOSY_STORE_CATALOGUE_H

#include "store/column_file.h"
#include "store/source.h"

struct catalogue {
    char folder[FILE_PATH_MAX]; /* HOME/data */
};

MUST_USE enum status catalogue_init(struct catalogue *catalogue, struct text home, struct err *err);

/* Opens a dataset. ST_ABSENT: the nearest names are told. */
MUST_USE enum status catalogue_open(const struct catalogue *catalogue, struct column_file *file,
                                    struct text name, bool is_verified, struct err *err);
bool catalogue_has(const struct catalogue *catalogue, struct text name);

/* What one file's import did. */
struct catalogue_entry {
    char name[64];
    bool is_known; /* the same bytes and options were imported before */
};

enum { CATALOGUE_ENTRIES_SHOWN = 64 };
struct catalogue_import {
    struct import_report report;
    struct catalogue_entry entries[CATALOGUE_ENTRIES_SHOWN];
    uint32_t entry_count; /* may be more than are shown */
    bool is_known;        /* all of it: nothing was read */
};

/* Imports one file under `name` (empty: made from its path; of a file with several symbols each is
 * joined to it by -).
 * ST_EXISTS: other data has that name. */
MUST_USE enum status catalogue_add(const struct catalogue *catalogue, struct catalogue_import *done,
                                   struct text path, struct text name,
                                   const struct import_options *options, struct err *err);

/* Puts a dataset that came from no file (a generated market) under its own name. The same one again
 * changes nothing. ST_EXISTS: other data has that name. */
MUST_USE enum status catalogue_put(const struct catalogue *catalogue, const struct dataset *dataset,
                                   struct err *err);

MUST_USE enum status catalogue_remove(const struct catalogue *catalogue, struct text name,
                                      struct err *err);

/* Calls visit for each dataset by name; one that cannot be opened is told with an err and a NULL.
 */
MUST_USE enum status catalogue_list(const struct catalogue *catalogue,
                                    enum status (*visit)(void *data, const char *name,
                                                         const struct column_file *file,
                                                         const struct err *fault),
                                    void *data, struct err *err);

#endif
