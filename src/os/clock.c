#include "os/clock.h"

#include <time.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec time;
    clock_gettime(which, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t clock_wall_ns(void) { return read_clock(CLOCK_REALTIME); }
int64_t clock_mono_ns(void) { return read_clock(CLOCK_MONOTONIC); }
int64_t clock_cpu_ns(void) { return read_clock(CLOCK_THREAD_CPUTIME_ID); }
