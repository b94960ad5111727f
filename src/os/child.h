/*
 * child.h — another program, run to its end: no shell, a limit on its time, its last words kept.
 *
 * The program is looked up in PATH, reads nothing, and what it says on stdout is dropped; the last
 * line it says on stderr is kept, because that is where programs name their reason. It gets a
 * process group of its own, and when it is told to stop all of the group is.
 */
#ifndef ARGOSY_OS_CHILD_H
#define ARGOSY_OS_CHILD_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct child_limits {
    int64_t time_ns;             /* it is stopped after that long; > 0 */
    bool (*goes_on)(void *self); /* asked twenty times a second; false stops it. May be NULL */
    void *self;
};

/* Runs arguments[0] with the rest of them, NULL behind the last. ST_ABSENT: there is no such
 * program. ST_AGAIN: its time ran out. ST_INTERRUPTED: goes_on said no. ST_REFUSED: it ended with
 * another exit code than 0; its last line is the story. */
MUST_USE enum status child_run(const char *const *arguments, const struct child_limits *limits,
                               struct err *err);

#endif
