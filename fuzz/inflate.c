/*
 * inflate.c — compressed bytes that cannot be trusted: a gzip or zstd stream, or a deflate member
 * whose archive states its size, is refused with a story or unpacked into no more than was allowed.
 *
 * The first two bytes are the size the archive states, the rest is the stream. What is unpacked as
 * it stands must be the same again from a copy at another place.
 */
#include "store/inflate.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A block of zstd's may stand for 128 KiB of one byte; more input only takes longer. */
enum { INPUT_MAX = 2048 };

static enum status sum_up(enum status status, struct plain *plain, const struct err *err,
                          uint32_t *crc)
{
    if (status == ST_OK) {
        ASSERT(plain->bytes.length <= INFLATE_MAX);
        *crc = deflate_crc(plain->bytes); /* every byte can be read */
    } else {
        ASSERT(status == ST_DATA);
        ASSERT(err->text[0]);
        ASSERT(!plain->memory.bytes);
    }
    plain_release(plain);
    return status;
}

static void inflate_twice(struct text text)
{
    uint32_t crcs[2] = { 0, 0 };
    enum status statuses[2];
    for (int i = 0; i < 2; i++) {
        /* Its own block, so that a read past the end is seen. */
        char *copy = malloc(text.length + (size_t)i + 1);
        memcpy(copy + i, text.bytes, text.length);
        struct plain plain;
        struct err err = { 0 };
        struct text again = { copy + i, text.length };
        statuses[i] = sum_up(inflate_any(&plain, again, &err), &plain, &err, &crcs[i]);
        free(copy);
    }
    ASSERT(statuses[0] == statuses[1]);
    ASSERT(crcs[0] == crcs[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint16_t stated;
    if (size < sizeof stated || size > INPUT_MAX) return 0;
    memcpy(&stated, bytes, sizeof stated);
    struct text text = { (const char *)bytes + sizeof stated, size - sizeof stated };
    inflate_twice(text);

    struct plain plain;
    struct err err = { 0 };
    uint32_t crc;
    enum status status = deflate_inflate(&plain, text, stated, &err);
    ASSERT(status != ST_OK || plain.bytes.length == stated);
    (void)sum_up(status, &plain, &err, &crc);
    return 0;
}
