/* freqtrade.c — candles as freqtrade keeps them: [[ms, open, high, low, close, volume], ...]. */
#include "format/intake.h"

enum { CELLS = 6 };

/* A place in the text. */
struct cursor {
    const char *at;
    const char *end;
    uint32_t line;
};

static void skip_blank(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\n' ||
                                        *cursor->at == '\r' || *cursor->at == '\t'))
        cursor->line += *cursor->at++ == '\n';
}

static bool take(struct cursor *cursor, char c)
{
    skip_blank(cursor);
    if (cursor->at == cursor->end || *cursor->at != c) return false;
    cursor->at++;
    return true;
}

static struct text take_cell(struct cursor *cursor)
{
    skip_blank(cursor);
    const char *start = cursor->at;
    while (cursor->at < cursor->end && *cursor->at != ',' && *cursor->at != ']')
        cursor->line += *cursor->at++ == '\n';
    return text_trim((struct text){ start, (size_t)(cursor->at - start) });
}

bool freqtrade_sniff(struct text bytes)
{
    struct cursor cursor = { bytes.bytes, bytes.bytes + bytes.length, 1 };
    bool is_array = take(&cursor, '[');
    return is_array && take(&cursor, '['); /* of arrays */
}

static const enum data_column order[CELLS] = { COLUMN_TS,  COLUMN_OPEN,  COLUMN_HIGH,
                                               COLUMN_LOW, COLUMN_CLOSE, COLUMN_VOLUME };

static enum status refuse(const struct cursor *cursor, uint64_t row, uint32_t cell,
                          struct text value, const char *fault,
                          const struct import_options *options, struct err *err)
{
    enum { CELL_SHOWN = 60 };
    if (value.length > CELL_SHOWN) value.length = CELL_SHOWN;
    return err_set(err, ST_DATA, "%.*s:%u: candle %llu, %s \"%.*s\" %s; fix the file",
                   TEXT_ARG(options->name), cursor->line, (unsigned long long)row + 1,
                   data_column_name(order[cell]), TEXT_ARG(value), fault);
}

static enum status read_cell(struct intake *intake, const struct cursor *cursor, uint32_t cell,
                             struct text text, const struct import_options *options,
                             struct err *err)
{
    bool is_qty = order[cell] == COLUMN_VOLUME, is_exact = true;
    uint32_t decimals = cell == 0 ? 6 : is_qty ? intake->lot_decimals : intake->price_decimals;
    int64_t value = 0;
    enum status status = decimal_parse_round(&value, &is_exact, text, decimals);
    if (status == ST_PARSE)
        return refuse(cursor, intake->count, cell, text, "is not a number", options, err);
    if (status == ST_RANGE && cell > 0 && decimals > 0) {
        if (is_qty) intake->lot_decimals--;
        else intake->price_decimals--;
        return ST_RANGE;
    }
    if (status != ST_OK)
        return refuse(cursor, intake->count, cell, text, "is too large", options, err);
    if (value < 0 && (is_qty || !options->is_negative_allowed) && cell > 0)
        return refuse(cursor, intake->count, cell, text, "is below zero", options, err);
    if (!is_exact && !is_qty && cell > 0 && options->tick.length > 0)
        return refuse(cursor, intake->count, cell, text, "has more decimals than the stated tick",
                      options, err);
    if (!is_exact && cell > 0) {
        int64_t most = decimal_power(18 - decimals) / 2; /* half a unit is the bound */
        int64_t *kept = is_qty ? &intake->qty_rounding_e18 : &intake->price_rounding_e18;
        if (most > *kept) *kept = most;
        if (is_qty) intake->has_qty_rounding = true;
        else intake->has_price_rounding = true;
    }
    intake->columns[order[cell]][intake->count] = value;
    return ST_OK;
}

static enum status read_candle(struct intake *intake, struct cursor *cursor,
                               const struct import_options *options, struct err *err)
{
    if (!take(cursor, '['))
        return err_set(err, ST_DATA, "%.*s:%u: candle %llu does not begin with [; fix the file",
                       TEXT_ARG(options->name), cursor->line,
                       (unsigned long long)intake->count + 1);
    ASSERT(intake->count < intake->capacity);
    intake->lines[intake->count] = cursor->line;
    for (uint32_t cell = 0; cell < CELLS; cell++) {
        struct text text = take_cell(cursor);
        enum status status = read_cell(intake, cursor, cell, text, options, err);
        if (status != ST_OK) return status;
        if (!take(cursor, cell + 1 < CELLS ? ',' : ']'))
            return err_set(err, ST_DATA, "%.*s:%u: candle %llu has not six numbers; fix the file",
                           TEXT_ARG(options->name), cursor->line,
                           (unsigned long long)intake->count + 1);
    }
    intake->count++;
    return ST_OK;
}

static enum status read_candles(struct intake *intake, struct cursor cursor,
                                const struct import_options *options, struct err *err)
{
    intake->count = 0;
    if (!take(&cursor, '['))
        return err_set(err, ST_DATA,
                       "%.*s: not an array of candles; give "
                       "[[ms, open, high, low, close, volume]]",
                       TEXT_ARG(options->name));
    while (!take(&cursor, ']')) {
        if (intake->count > 0 && !take(&cursor, ','))
            return err_set(err, ST_DATA, "%.*s:%u: the array ends after candle %llu without a ]",
                           TEXT_ARG(options->name), cursor.line, (unsigned long long)intake->count);
        enum status status = read_candle(intake, &cursor, options, err);
        if (status != ST_OK) return status;
    }
    skip_blank(&cursor);
    if (cursor.at == cursor.end) return ST_OK;
    return err_set(err, ST_DATA, "%.*s:%u: text stands behind the array; fix the file",
                   TEXT_ARG(options->name), cursor.line);
}

enum status freqtrade_decode(struct import *import, struct arena *arena, struct text bytes,
                             const struct import_options *options, struct err *err)
{
    uint64_t capacity = 1;
    for (size_t i = 0; i < bytes.length; i++) capacity += bytes.bytes[i] == '[';
    struct intake *intake = ARENA_NEW(arena, struct intake);
    if (!intake || intake_init(intake, arena, capacity, false) != ST_OK) goto full;
    for (uint32_t c = 1; c < CELLS; c++)
        if (!intake_add_column(intake, arena, order[c])) goto full;
    struct cursor cursor = { bytes.bytes, bytes.bytes + bytes.length, 1 };
    enum status status;
    do status = read_candles(intake, cursor, options, err);
    while (status == ST_RANGE); /* again, with fewer decimals */
    if (status != ST_OK) return status;
    if (intake->count == 0)
        return err_set(err, ST_DATA, "%.*s: the array is empty", TEXT_ARG(options->name));
    report_say(&import->report,
               "freqtrade candles: milliseconds since 1970 UTC, open, high, low, close, volume");
    return intake_finish(import, arena, intake, options, err);
full:
    return err_set(err, ST_FULL, "%.*s: there is not enough memory for its candles",
                   TEXT_ARG(options->name));
}
