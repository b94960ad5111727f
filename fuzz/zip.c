/* zip.c — whatever is unpacked from an archive has the size and checksum that its directory states,
 * and no archive makes the reader leave its bytes. Also gzip and zstd. */
#include "base/assert.h"
#include "store/inflate.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint32_t checksum;

/* The copy in a block of its own, so that a read past the end is seen. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const members[] = { "a", "data/a.csv", "b.csv" };
    if (size == 0 || size > 1 << 16) return 0;
    char *copy = malloc(size);
    memcpy(copy, bytes, size);
    struct text text = { copy, size };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        struct plain plain;
        struct err err = { 0 };
        if (zip_inflate(&plain, text, text_from(members[i]), &err) == ST_OK) {
            ASSERT(plain.bytes.length <= INFLATE_MAX);
            checksum ^= deflate_crc(plain.bytes); /* every byte can be read */
            plain_release(&plain);
        } else {
            ASSERT(err.status == ST_DATA || err.status == ST_ABSENT);
        }
    }
    struct plain plain;
    struct err err = { 0 };
    if (inflate_any(&plain, text, &err) == ST_OK) plain_release(&plain);
    free(copy);
    return 0;
}
