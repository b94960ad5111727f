/*
 * source.h — what `--data` takes, made into datasets: a name in the catalogue, a path, or `demo`.
 *
 * A path may be any importable file, plain, .gz or .zst, or a member of a zip archive or wheel
 * written archive.whl!path/in/archive. A name is looked up first; a text with a / or ! in it, or
 * that names a file that is there, is a path. `demo` is the tour's BTC/USD bars where the catalogue
 * has them (SOURCE_DEMO_NAME), else a market generated from a seed and labelled so.
 */
#ifndef ARGOSY_STORE_SOURCE_H
#define ARGOSY_STORE_SOURCE_H

#include "format/format.h"
#include "store/column_file.h"

#define SOURCE_DEMO_NAME "BTC-USD"

struct source_request {
    struct text source; /* name, path or "demo" */
    struct text home;   /* the folder with data/ in it */
    struct import_options options;
    uint64_t seed;      /* of the generated market */
    bool is_unverified; /* skip the hashes of the catalogue's columns */
};

struct source {
    struct dataset *datasets;
    const uint32_t *const *lines; /* by dataset: where in the file its rows stood, from 1; NULL: of
                                     the catalogue, or generated */
    uint32_t count;
    bool has_symbols;            /* the datasets are one file's symbols */
    struct import_report report; /* empty for what comes from the catalogue */
    struct column_file file;     /* behind a dataset of the catalogue */
};

/* Opens a source; what is decoded lies in the arena. ST_ABSENT: there is neither such a name nor
 * such a file; the nearest names are told. */
MUST_USE enum status source_open(struct source *out, struct arena *arena,
                                 const struct source_request *request, struct err *err);
void source_close(struct source *source);

/* A file's bytes, unpacked, decoded into the arena: the path part of source_open. */
MUST_USE enum status source_import(struct source *out, struct arena *arena, struct text path,
                                   const struct import_options *options, struct err *err);

/* The hash of a file's bytes as they lie and of what the options say: equal hashes import to equal
 * datasets. */
MUST_USE enum status source_hash(uint64_t *hash, struct text path,
                                 const struct import_options *options, struct err *err);

/* The name a path gives its dataset: its last part without .csv, .gz and the like. */
void source_name(char *name, size_t capacity, struct text path);

#endif
