/*
 * csv.h — the recorded files of the tests, row by row: comma, no quotes, `.gz` through gzip. Not
 * the product's reader; it shares no code with it.
 */
#ifndef ARGOSY_TESTS_SUPPORT_CSV_H
#define ARGOSY_TESTS_SUPPORT_CSV_H

#include "domain/dataset.h"

#include <stdbool.h>
#include <stdio.h>

enum { CSV_CELLS_MAX = 32 };

struct csv {
    FILE *file;
    bool is_pipe;
    char line[4096];
    char *cells[CSV_CELLS_MAX];
    int cell_count;
};

/* Opens test_data(name) and reads its header into the cells; skips the test when it is not there.
 */
void csv_open(struct csv *csv, const char *name);
bool csv_read(struct csv *csv); /* the next row into the cells; false at the end */
void csv_close(struct csv *csv);

/* A whole file as a dataset: columns by the words of its header, prices with `price_decimals`,
 * quantities with `lot_decimals` (both rounded half away), times ISO in UTC or ts_s, ts_ms. The
 * memory is the process's until it ends. */
struct dataset csv_dataset(const char *name, uint32_t price_decimals, uint32_t lot_decimals);

/* Zeroed memory that the process keeps until it ends, and that no leak finder complains about. */
void *csv_memory(size_t bytes);

/* The most frequent step of sorted times; 0 below two rows. */
int64_t csv_interval(const int64_t *ts_ns, uint64_t count);

#endif
