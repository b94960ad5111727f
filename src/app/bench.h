/*
 * bench.h — what a bench hands to `argosy bench`: rows, each a figure that was checked first.
 *
 * A part is one file under bench/ about one hot path; it may give several rows. A row is checked
 * when the result of the measured work was compared with an independent computation before the
 * clock started; a part whose comparison fails gives no row and says why. A figure is the median of
 * at least five runs after one that warmed up, on one core, with the data made beforehand.
 */
#ifndef ARGOSY_APP_BENCH_H
#define ARGOSY_APP_BENCH_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { BENCH_ROWS_MAX = 32, BENCH_PEERS_MAX = 8, BENCH_PATH_MAX = 1024 };

/* Somebody else's program that did the same work on the same data, in the same run. */
struct bench_peer {
    char name[48];
    char version[48];
    double value; /* in the row's unit */
    double ratio; /* how many times better ours is */
};

struct bench_row {
    const char *name;
    const char *part;
    const char *unit;
    bool is_lower_better;
    double goal;
    double value;
    uint64_t peak_rss_bytes;
    bool is_checked;
    struct bench_peer peers[BENCH_PEERS_MAX];
    uint32_t peer_count;
};

struct bench_sheet {
    struct bench_row rows[BENCH_ROWS_MAX];
    uint32_t row_count;
    bool wants_peers;
    char peers[BENCH_PATH_MAX];  /* the folder of their environments; "": there is none */
    char folder[BENCH_PATH_MAX]; /* where files may be made; removed afterwards */
};

struct bench_part {
    const char *name;
    const char *help;
    const char *rows; /* their names, for --list */
    enum status (*run)(struct bench_sheet *sheet, struct err *err);
};

/* All of them, NULL behind the last (bench/parts.c). */
extern const struct bench_part *const bench_parts[];

#endif
