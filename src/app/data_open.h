/*
 * data_open.h — the data a noun of `argosy data` was asked about, and how it is written: as the
 * fields every JSON answer shares, and as cells of a table.
 */
#ifndef ARGOSY_APP_DATA_OPEN_H
#define ARGOSY_APP_DATA_OPEN_H

#include "app/data.h"
#include "base/json_write.h"
#include "os/memory.h"

/* A source and the memory it lies in. */
struct data_opened {
    struct source source;
    struct memory memory;
};

/* A name of the catalogue, or a path. On failure nothing is open. */
MUST_USE enum status data_open(struct data_opened *opened, const struct data_options *options,
                               struct text name, struct err *err);
void data_close(struct data_opened *opened);

/* The members that say what a dataset is, from "name" to "hash", into an object that is open. */
void data_write_members(struct json_writer *json, const struct dataset *dataset);

void data_write_text(struct json_writer *json, const char *key, const char *value);
void data_write_count(struct json_writer *json, const char *key, uint64_t value);

/* The moment of a dataset's row, and a step (tick, lot) as a decimal. */
void data_format_ts(struct writer *writer, const struct dataset *dataset, uint64_t row);
void data_format_step(struct writer *writer, int64_t units, uint32_t decimals);

/* What the importer took for granted, on stderr: a sentence a line. */
void data_tell(const struct import_report *report);

#endif
