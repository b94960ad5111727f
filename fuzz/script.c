/*
 * script.c — a file of timed orders out of foreign bytes: it is refused with a line and a story, or
 * every row is one that the strategy may act on, and no row is made of nothing.
 */
#include "strategy/script.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ROWS_MAX = 1 << 12 };

static void row_check(const struct script_row *row, uint32_t series_count)
{
    const struct argosy_order *order = &row->order;
    ASSERT(row->action <= SCRIPT_AMEND);
    ASSERT(row->line > 1);
    ASSERT(memchr(row->id, 0, sizeof row->id));
    ASSERT(order->size == sizeof *order);
    ASSERT(order->instrument < series_count);
    ASSERT(order->side <= 1);
    ASSERT(order->type <= ARGOSY_TRAILING_STOP);
    ASSERT(order->qty_lots >= 0);
    ASSERT(order->limit_ticks >= 0);
    ASSERT(order->stop_ticks >= 0);
    ASSERT(order->stop_loss_ticks >= 0);
    ASSERT(order->take_profit_ticks >= 0);
    ASSERT(row->action != SCRIPT_AMEND || row->id[0]);
    ASSERT(row->action != SCRIPT_OPEN || row->has_side);
    if (row->action != SCRIPT_OPEN) return;
    ASSERT(order->type != ARGOSY_LIMIT || order->limit_ticks > 0);
    ASSERT(order->type < ARGOSY_STOP || order->stop_ticks > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct argosy_series series[] = {
        { .size = sizeof *series,
          .symbol = "BTC",
          .tick_units = 5,
          .price_scale = 100,
          .lot_units = 1,
          .qty_scale = 1e8,
          .lot_step = 1 },
        { .size = sizeof *series,
          .symbol = "EURUSD",
          .tick_units = 1,
          .price_scale = 1e5,
          .lot_units = 1000,
          .qty_scale = 1,
          .lot_step = 1 },
    };
    struct err err = { 0 };
    uint32_t count = 0;
    if (size == 0 || size > ROWS_MAX) return 0;
    /* Its own block, so that a read past the end is seen; rows likewise. */
    char *copy = malloc(size);
    memcpy(copy, bytes, size);
    struct text text = { copy, size };
    uint32_t rows_max = script_rows_max(text);
    struct script_row *rows = malloc(rows_max * sizeof *rows);
    if (script_parse(rows, &count, text, series, 2, &err) == ST_OK) {
        ASSERT(count < rows_max);
        for (uint32_t i = 0; i < count; i++) {
            row_check(&rows[i], 2);
            ASSERT(i == 0 || rows[i].ts_ns >= rows[i - 1].ts_ns);
            ASSERT(i == 0 || rows[i].line > rows[i - 1].line);
        }
    } else {
        ASSERT(err.status == ST_PARSE);
        ASSERT(err.text[0]);
    }
    free(rows);
    free(copy);
    return 0;
}
