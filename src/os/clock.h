/* clock.h — the two times: wall time (ts) and elapsed time (mono), both in nanoseconds. */
#ifndef ARGOSY_OS_CLOCK_H
#define ARGOSY_OS_CLOCK_H

#include <stdint.h>

int64_t clock_wall_ns(void); /* since 1970-01-01 UTC */
int64_t clock_mono_ns(void); /* since some start; only differences mean anything */

#endif
