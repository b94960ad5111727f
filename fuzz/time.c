/* What time_parse accepts survives a round trip: printed and read again it is the same moment, also
 * on the wall clock of a zone. */
#include "domain/interval.h"
#include "domain/time.h"
#include "domain/zone.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_moment(int64_t ts_ns)
{
    char printed[64];
    struct writer writer;
    int64_t again;
    writer_init(&writer, printed, sizeof printed);
    time_format(&writer, ts_ns);
    ASSERT(!writer_is_cut(&writer));
    ASSERT(time_parse(&again, writer_text(&writer)) == ST_OK);
    ASSERT(again == ts_ns);
}

static void check_interval(struct text text)
{
    char printed[64];
    struct writer writer;
    int64_t interval_ns, again;
    if (interval_parse(&interval_ns, text) != ST_OK) return;
    writer_init(&writer, printed, sizeof printed);
    interval_format(&writer, interval_ns);
    ASSERT(!writer_is_cut(&writer));
    ASSERT(interval_parse(&again, writer_text(&writer)) == ST_OK);
    ASSERT(again == interval_ns);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = { (const char *)bytes, size };
    int64_t ts_ns;
    if (time_parse(&ts_ns, text) == ST_OK) check_moment(ts_ns);
    for (uint32_t i = 0; i < ZONE_COUNT; i++)
        if (time_parse_in(&ts_ns, text, zone_get(i)) == ST_OK) check_moment(ts_ns);
    check_interval(text);
    return 0;
}
