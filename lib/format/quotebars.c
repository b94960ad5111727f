#include "format/quotebars.h"

enum { SIDES = 4 }; /* open, high, low, close */

size_t quotebars_bytes(const struct dataset *in)
{
    return SIDES * (in->count * sizeof(int64_t) + 64) + 64;
}

/* Five units of one more decimal are half a unit. */
static bool halve_tick(struct dataset *data)
{
    if (data->price_decimals >= DECIMALS_MAX) return false;
    data->price_decimals++;
    return !__builtin_mul_overflow(data->tick_units, 5, &data->tick_units);
}

static enum status middle(struct dataset *made, const struct dataset *in, struct arena *arena,
                          struct err *err)
{
    if (!halve_tick(made)) return err_set(err, ST_DATA, "the tick is too fine to be halved");
    size_t mark = arena_mark(arena);
    for (int side = 0; side < SIDES; side++) {
        const int64_t *bid = in->columns[COLUMN_OPEN + side];
        const int64_t *ask = in->columns[COLUMN_ASK_OPEN + side];
        int64_t *sum = ARENA_ARRAY(arena, int64_t, in->count);
        if (!sum) {
            arena_rewind(arena, mark);
            return err_set(err, ST_FULL, "the middle bars do not fit the memory given");
        }
        for (uint64_t row = 0; row < in->count; row++) {
            if (!__builtin_add_overflow(bid[row], ask[row], &sum[row])) continue;
            arena_rewind(arena, mark);
            return err_set(err, ST_DATA, "row %llu: the middle does not fit 64 bits",
                           (unsigned long long)row + 1);
        }
        made->columns[COLUMN_OPEN + side] = sum;
    }
    return ST_OK;
}

enum status quotebars_price(struct dataset *out, const struct dataset *in, enum quote_price price,
                            struct arena *arena, struct err *err)
{
    if (in->kind != DATA_QUOTEBARS)
        return err_set(err, ST_USAGE, "%s has no bid and ask to take a price from", in->name);
    for (int i = COLUMN_OPEN; i <= COLUMN_CLOSE; i++)
        if (!in->columns[i] || !in->columns[i - COLUMN_OPEN + COLUMN_ASK_OPEN])
            return err_set(err, ST_USAGE, "%s lacks a column of bid or ask", in->name);
    struct dataset made = *in;
    if (price == QUOTE_ASK)
        for (int side = 0; side < SIDES; side++)
            made.columns[COLUMN_OPEN + side] = in->columns[COLUMN_ASK_OPEN + side];
    if (price == QUOTE_MID) {
        enum status status = middle(&made, in, arena, err);
        if (status != ST_OK) return status;
    }
    for (int i = COLUMN_ASK_OPEN; i <= COLUMN_ASK_SIZE; i++) made.columns[i] = NULL;
    made.kind = DATA_BARS;
    made.hash = dataset_hash(&made);
    *out = made;
    return ST_OK;
}
