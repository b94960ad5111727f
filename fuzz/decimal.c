/* decimal.c — whatever text is accepted as a decimal means the same after a round trip through
 * units. */
#include "base/assert.h"
#include "base/decimal.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Formatted and read again, the units are the same. */
static void check_round_trip(int64_t units, uint32_t decimals)
{
    for (int is_trimmed = 0; is_trimmed < 2; is_trimmed++) {
        char text[64];
        struct writer writer;
        writer_init(&writer, text, sizeof text);
        decimal_format(&writer, units, decimals, is_trimmed);
        ASSERT(!writer_is_cut(&writer));
        int64_t again = 0;
        ASSERT(decimal_parse_exact(&again, writer_text(&writer), decimals) == ST_OK);
        ASSERT(again == units);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0) return 0;
    uint32_t decimals = bytes[0] % (DECIMALS_MAX + 1);
    struct text text = { (const char *)bytes + 1, size - 1 };

    struct decimal decimal;
    if (decimal_parse(&decimal, text) == ST_OK) {
        ASSERT(decimal.decimals <= DECIMALS_MAX);
        check_round_trip(decimal.units, decimal.decimals);
    }

    int64_t exact = 0, rounded = 0;
    bool is_exact = false;
    enum status status = decimal_parse_exact(&exact, text, decimals);
    if (status == ST_OK) check_round_trip(exact, decimals);
    if (decimal_parse_round(&rounded, &is_exact, text, decimals) == ST_OK) {
        check_round_trip(rounded, decimals);
        /* What the exact reader takes, the rounding one takes too and loses nothing. */
        if (status == ST_OK) ASSERT(is_exact);
        if (status == ST_OK) ASSERT(rounded == exact);
    }
    return 0;
}
