/*
 * progress.h — how far a long piece of work is, on stderr: a bar with rate and time left on a
 * terminal, a line every ten seconds elsewhere, nothing within the first second or when quiet.
 *
 * progress_step() is cheap enough to be called often: it reads the clock and returns. It also says
 * whether to go on: false once the user has interrupted (interrupt.h).
 */
#ifndef ARGOSY_APP_PROGRESS_H
#define ARGOSY_APP_PROGRESS_H

#include "base/text.h"

struct progress {
    const char *what; /* "backtest" */
    const char *unit; /* "bars" */
    uint64_t total;   /* 0: not known */
    int64_t start_ns;
    int64_t shown_ns; /* when something was last shown; 0: never */
    bool is_terminal;
    bool is_silent;
};

void progress_start(struct progress *progress, const char *what, const char *unit, uint64_t total,
                    bool is_quiet);
bool progress_step(struct progress *progress, uint64_t done);
void progress_stop(struct progress *progress); /* clears the bar */

/* The line itself, without a newline; `columns` wide at most when there is a bar (0: no bar). */
void progress_write(struct writer *writer, const struct progress *progress, uint64_t done,
                    int64_t elapsed_ns, uint32_t columns);

#endif
