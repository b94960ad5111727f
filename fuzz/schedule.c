/* schedule.c — what is accepted as a schedule has a length, and a moment is never due twice:
 * between two moments of one stretch it does not turn. */
#include "strategy/schedule.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Moments a bar may have: what civil time can say of them is within its range. */
#define MOMENT_MOST INT64_C(9000000000000000000)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    int64_t moments[2];
    struct schedule schedule = { .length = -1 };
    if (size < sizeof moments) return 0;
    memcpy(moments, bytes, sizeof moments);
    for (int i = 0; i < 2; i++)
        if (moments[i] > MOMENT_MOST || moments[i] < -MOMENT_MOST) return 0;
    struct text text = { (const char *)bytes + sizeof moments, size - sizeof moments };
    if (schedule_parse(&schedule, text) != ST_OK) return 0;
    ASSERT(schedule.length > 0);
    if (schedule.kind == SCHEDULE_BARS) return 0;
    ASSERT(!schedule_turns(&schedule, moments[0], moments[0]));
    ASSERT(schedule_turns(&schedule, moments[0], moments[1]) ==
           schedule_turns(&schedule, moments[1], moments[0]));
    return 0;
}
