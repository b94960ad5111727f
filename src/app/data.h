/*
 * data.h — `argosy data import|list|show|check|export|remove`.
 *
 * Each verb takes its options as a value, so that whoever parses the command line has nothing else
 * to do. Results go to stdout, as a table or (is_json) as one JSON object; what was taken for
 * granted goes to stderr.
 */
#ifndef ARGOSY_APP_DATA_H
#define ARGOSY_APP_DATA_H

#include "store/source.h"

struct data_options {
    struct text home;
    struct text name;             /* import: --name */
    struct import_options import; /* import, and show, check and export of a path */
    struct text calendar;         /* check: its name; empty: guessed */
    bool is_json;
    bool is_quiet;
    bool is_replacing; /* export: overwrite the file of --out */
    struct text out;   /* export: a file; empty: stdout */
};

MUST_USE enum status data_import(const struct data_options *options, const char *const *paths,
                                 uint32_t path_count, struct err *err);
MUST_USE enum status data_list(const struct data_options *options, struct err *err);
MUST_USE enum status data_show(const struct data_options *options, struct text name,
                               struct err *err);
/* ST_REFUSED, with nothing in err, where the data has faults: the answer is no. */
MUST_USE enum status data_check(const struct data_options *options, struct text name,
                                struct err *err);
MUST_USE enum status data_export(const struct data_options *options, struct text name,
                                 struct err *err);
MUST_USE enum status data_remove(const struct data_options *options, const char *const *names,
                                 uint32_t name_count, struct err *err);

#endif
