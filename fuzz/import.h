/*
 * import.h — what the fuzz targets of the importers share: whatever is accepted has columns that
 * agree with each other, and exported as CSV it is imported again as the same.
 */
#ifndef ARGOSY_FUZZ_IMPORT_H
#define ARGOSY_FUZZ_IMPORT_H

#include "base/assert.h"
#include "format/csv_write.h"
#include "format/format.h"

#include <stdlib.h>
#include <string.h>

enum { IMPORT_BYTES = 64 << 20, INPUT_MAX = 1 << 12, ROUND_BYTES = 256 << 20 };

/* Blocks that live as long as the process: to make and poison them anew would be most of the time.
 */
static char first_bytes[IMPORT_BYTES], again_bytes[ROUND_BYTES], text_bytes[16 << 20];

static void import_check(const struct dataset *dataset)
{
    ASSERT(dataset->count > 0);
    ASSERT(dataset->tick_units > 0);
    ASSERT(dataset->lot_units > 0);
    ASSERT(dataset->price_decimals <= DECIMALS_MAX);
    ASSERT(dataset->hash == dataset_hash(dataset));
    const int64_t *ts = dataset->columns[COLUMN_TS];
    ASSERT(ts);
    for (uint64_t i = 1; i < dataset->count; i++) ASSERT(ts[i] >= ts[i - 1]);
    for (int c = COLUMN_OPEN; c <= COLUMN_CLOSE; c++) ASSERT(dataset->columns[c]);
    for (int c = COLUMN_ASK_OPEN; c <= COLUMN_ASK_CLOSE; c++)
        ASSERT((dataset->kind == DATA_QUOTEBARS) == (dataset->columns[c] != NULL));
}

/* Exported and imported again: the same columns, whatever the file's own notation was. */
static void import_round_trip(const struct dataset *dataset, const struct import_options *told)
{
    struct writer writer;
    struct arena arena;
    struct err err;
    static struct import again;
    writer_init(&writer, text_bytes, sizeof text_bytes);
    csv_write_header(dataset, &writer);
    ASSERT(csv_write_rows(dataset, &writer, 0) == dataset->count);
    arena_init(&arena, again_bytes, sizeof again_bytes);
    struct import_options options = { .name = TEXT("again"),
                                      .format = TEXT("csv"),
                                      .is_negative_allowed = told->is_negative_allowed };
    ASSERT(format_decode(&again, &arena, writer_text(&writer), &options, &err) == ST_OK);
    ASSERT(again.count == 1);
    const struct dataset *same = &again.datasets[0];
    ASSERT(same->kind == dataset->kind);
    ASSERT(same->count == dataset->count);
    /* The scale is the finest that is needed; lots may have been coarser for another symbol's sake.
     */
    ASSERT(same->price_decimals == dataset->price_decimals);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        ASSERT((same->columns[c] != NULL) == (dataset->columns[c] != NULL));
        bool is_lots = c == COLUMN_VOLUME || c == COLUMN_BID_SIZE || c == COLUMN_ASK_SIZE;
        if (!dataset->columns[c] || (is_lots && same->lot_decimals != dataset->lot_decimals))
            continue;
        ASSERT(memcmp(same->columns[c], dataset->columns[c], dataset->count * sizeof(int64_t)) ==
               0);
    }
}

/* One input: a byte of options, then the file. */
static void import_try(const char *format, const uint8_t *bytes, size_t size)
{
    static struct import import;
    if (size == 0 || size > INPUT_MAX) return;
    struct arena arena;
    struct err err = { 0 };
    arena_init(&arena, first_bytes, sizeof first_bytes);
    struct import_options options = { .name = TEXT("fuzz"),
                                      .format = text_from(format),
                                      .is_end_stamped = (bytes[0] & 1) != 0,
                                      .is_negative_allowed = (bytes[0] & 2) != 0,
                                      .is_skipping_bad_rows = (bytes[0] & 4) != 0 };
    /* Its own block, so that a read past the end is seen. */
    char *copy = malloc(size > 1 ? size - 1 : 1);
    memcpy(copy, bytes + 1, size - 1);
    struct text text = { copy, size - 1 };
    if (format_decode(&import, &arena, text, &options, &err) == ST_OK) {
        for (uint32_t i = 0; i < import.count; i++) {
            import_check(&import.datasets[i]);
            import_round_trip(&import.datasets[i], &options);
        }
    } else {
        ASSERT(err.status != ST_OK);
        ASSERT(err.text[0]);
    }
    free(copy);
}

#endif
