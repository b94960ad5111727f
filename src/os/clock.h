/* clock.h — the times, in nanoseconds: wall time (ts), elapsed time (mono), and the time a thread
 * has had on a core (cpu). */
#ifndef ARGOSY_OS_CLOCK_H
#define ARGOSY_OS_CLOCK_H

#include <stdint.h>

int64_t clock_wall_ns(void); /* since 1970-01-01 UTC */
int64_t clock_mono_ns(void); /* since some start; only differences mean anything */
int64_t clock_cpu_ns(void);  /* what this thread has had of a core so far */

#endif
