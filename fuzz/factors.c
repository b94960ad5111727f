/* What factors_parse accepts has rising days and factors above 0, and nothing it is given breaks
 * it. */
#include "format/adjust.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t memory[1 << 20];
    struct text text = { (const char *)bytes, size };
    if (factors_bytes(text) > sizeof memory) return 0;
    struct arena arena;
    struct factors factors;
    struct err err;
    arena_init(&arena, memory, sizeof memory);
    if (factors_parse(&factors, text, &arena, &err) != ST_OK) {
        ASSERT(arena.used == 0);
        return 0;
    }
    ASSERT(factors.count > 0);
    for (uint64_t i = 0; i < factors.count; i++) {
        ASSERT(factors.rows[i].price_factor.units > 0);
        ASSERT(factors.rows[i].split_factor.units > 0);
        ASSERT(i == 0 || factors.rows[i].day_through > factors.rows[i - 1].day_through);
    }
    return 0;
}
