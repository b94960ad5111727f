/*
 * csv_write.h — a dataset as CSV text that csv.c reads back into the same columns.
 *
 * A step machine: each call fills a buffer with whole rows and says where it stopped.
 */
#ifndef ARGOSY_FORMAT_CSV_WRITE_H
#define ARGOSY_FORMAT_CSV_WRITE_H

#include "base/text.h"
#include "domain/dataset.h"

enum { CSV_ROW_MAX = 640 }; /* 13 cells of at most 40 bytes, their commas and the newline */

/* ts, then every column the dataset has; bid_open ... for quote bars. */
void csv_write_header(const struct dataset *dataset, struct writer *writer);

/* Rows from `row` on, while a whole one fits. Answers the first row not written. */
uint64_t csv_write_rows(const struct dataset *dataset, struct writer *writer, uint64_t row);

#endif
