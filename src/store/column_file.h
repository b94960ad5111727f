/*
 * column_file.h — one dataset, one file: a header of one page, then its columns, each from a page
 * of its own, as they lie in memory.
 *
 * A file is mapped read-only and used in place. Always true of a file that opens: its magic and
 * version are ours, the header's hash is right, every column lies inside the file; with is_verified
 * also: every column's hash is right. Little-endian 64-bit machines only, which a static_assert
 * holds.
 */
#ifndef ARGOSY_STORE_COLUMN_FILE_H
#define ARGOSY_STORE_COLUMN_FILE_H

#include "domain/dataset.h"
#include "os/file.h"

#define COLUMN_FILE_ENDING ".columns"

/* What a file was imported from. */
struct column_origin {
    uint64_t source_hash; /* of the bytes and options */
    uint64_t group_count; /* how many datasets that import made */
};

struct column_file {
    struct file_map map;
    struct dataset dataset; /* points into the map */
    struct column_origin origin;
};

/* Writes a dataset beside `path`, whose place file_writer_commit then takes. */
MUST_USE enum status column_file_write(struct file_writer *writer, const char *path,
                                       const struct dataset *dataset, struct column_origin origin,
                                       struct err *err);

MUST_USE enum status column_file_open(struct column_file *file, const char *path, bool is_verified,
                                      struct err *err);
void column_file_close(struct column_file *file);

#endif
