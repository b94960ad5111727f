/*
 * process.h — other programs, run to their end, and what this one is: its file, core and memory.
 *
 * A child gets no input; what it says on stdout is kept up to a size, what it says on stderr goes
 * where the caller says. Thread: main.
 */
#ifndef ARGOSY_OS_PROCESS_H
#define ARGOSY_OS_PROCESS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct process_run {
    const char *const *argv; /* NULL behind the last; argv[0] is looked for on the PATH */
    bool is_silent;          /* its stderr goes nowhere, else to ours */
    char *output;            /* its stdout, terminated; what does not fit is dropped */
    size_t output_max;
    int exit_code; /* 128 + the signal when one ended it */
    int64_t wall_ns;
    uint64_t peak_bytes; /* the most memory it had in use */
};

/* Runs it to its end. ST_ABSENT: there is no such program. */
MUST_USE enum status process_run(struct process_run *run, struct err *err);

/* The path of this program's file. */
MUST_USE enum status process_path(char *path, size_t size, struct err *err);

/* Keeps this process, and those it starts, on one core: the last it may use. False: the system
 * does not want that. */
bool process_pin(void);

/* What the system calls the processor; "unknown" where it does not say. */
void process_cpu_name(char *name, size_t size);

/* The most memory this process had in use at once since it started, or since the last reset (where
 * the system can). */
uint64_t process_peak_bytes(void);
void process_peak_reset(void);

#endif
