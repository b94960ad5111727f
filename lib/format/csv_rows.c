#include "format/csv_rows.h"

#include "format/scan.h"

#include <string.h>

void csv_rows_init(struct csv_rows *rows, const struct csv_layout *layout, struct intake *intake,
                   struct import_report *report, const struct import_options *options)
{
    *rows = (struct csv_rows){ .layout = layout,
                               .options = options,
                               .report = report,
                               .intake = intake,
                               .stamps = layout->stamps,
                               .delimiter = layout->delimiter,
                               .line = layout->first_line };
    for (uint32_t i = 0; i < layout->field_count; i++) {
        const struct csv_field *field = &layout->fields[i];
        struct csv_slot *slot = &rows->slots[i];
        *slot = (struct csv_slot){ .role = field->role };
        if (field->role == CSV_SKIP || field->role == CSV_SYMBOL) continue;
        slot->out = intake->columns[field->column];
        slot->is_qty = field->role == CSV_NUMBER && column_is_qty(field->column);
        slot->decimals = field->role == CSV_EPOCH ? layout->epoch_decimals
                         : slot->is_qty           ? intake->lot_decimals
                                                  : intake->price_decimals;
        slot->is_signed = field->role == CSV_EPOCH || (field->role == CSV_NUMBER && !slot->is_qty &&
                                                       options->is_negative_allowed);
    }
}

/* ---- the thorough reader -------------------------------------------------------------------- */

/* How far rounding to `decimals` moved a number, in 10^-18: what stands behind the last place kept,
 * or what that lacks to a whole unit. Digits behind the eighteenth are beyond counting. */
static int64_t rounding_e18(struct text cell, uint32_t decimals)
{
    const char *point = memchr(cell.bytes, '.', cell.length);
    int64_t unit = decimal_power(18 - decimals), rest = 0, place = unit / 10;
    if (!point || memchr(cell.bytes, 'e', cell.length) || memchr(cell.bytes, 'E', cell.length))
        return unit / 2;
    const char *end = cell.bytes + cell.length;
    for (const char *at = point + 1 + decimals; at < end && place > 0; at++, place /= 10)
        rest += (*at - '0') * place;
    return rest < unit - rest ? rest : unit - rest;
}

static void note_rounding(struct csv_rows *rows, const struct csv_slot *slot, struct text cell)
{
    int64_t moved = rounding_e18(cell, slot->decimals);
    struct intake *intake = rows->intake;
    int64_t *most = slot->is_qty ? &intake->qty_rounding_e18 : &intake->price_rounding_e18;
    bool *has = slot->is_qty ? &intake->has_qty_rounding : &intake->has_price_rounding;
    *has = true;
    if (moved > *most) *most = moved;
}

/* A refusal says what is wrong with a row; read_row_thoroughly knows where it stands. */
static enum status refuse_cell(const struct csv_rows *rows, uint32_t field, struct text cell,
                               const char *fault, struct err *err)
{
    struct text name = rows->layout->fields[field].name;
    enum { CELL_SHOWN = 60 };
    if (cell.length > CELL_SHOWN) cell.length = CELL_SHOWN;
    return err_set(err, ST_DATA, "%.*s \"%.*s\" %s", TEXT_ARG(name), TEXT_ARG(cell), fault);
}

static enum status read_number(struct csv_rows *rows, uint32_t field, struct text cell,
                               int64_t *value, struct err *err)
{
    const struct csv_slot *slot = &rows->slots[field];
    if (cell.length == 0 && slot->is_qty) {
        rows->report->empty_qty_count++;
        *value = 0;
        return ST_OK;
    }
    if (cell.length == 0) return refuse_cell(rows, field, cell, "is empty", err);
    bool is_exact;
    enum status status = decimal_parse_round(value, &is_exact, cell, slot->decimals);
    if (status == ST_PARSE) return refuse_cell(rows, field, cell, "is not a number", err);
    if (status == ST_RANGE && slot->role == CSV_NUMBER && slot->decimals > 0) {
        if (slot->is_qty) rows->is_qty_large = true;
        else rows->is_price_large = true;
        return ST_RANGE;
    }
    if (status != ST_OK) return refuse_cell(rows, field, cell, "is too large", err);
    if (*value < 0 && !slot->is_signed)
        return refuse_cell(rows, field, cell,
                           slot->is_qty ? "is below zero, which no quantity is"
                                        : "is below zero, which this instrument may not be",
                           err);
    if (is_exact || slot->role == CSV_EPOCH) return ST_OK;
    if (!slot->is_qty && rows->options->tick.length > 0 &&
        rows->layout->fields[field].column != COLUMN_ADJ_CLOSE)
        return refuse_cell(rows, field, cell, "has more decimals than the stated tick", err);
    note_rounding(rows, slot, cell);
    return ST_OK;
}

static enum status read_time(struct csv_rows *rows, uint32_t field, struct text cell,
                             int64_t *value, struct err *err)
{
    char bytes[64 + SCAN_SLACK] = { 0 };
    const char *end = NULL;
    if (cell.length > 0 && cell.length < 64) {
        memcpy(bytes, cell.bytes, cell.length);
        if (rows->slots[field].role == CSV_CLOCK) end = stamp_read_clock(bytes, value);
        else end = stamp_read(&rows->stamps, bytes, value);
    }
    if (end && (size_t)(end - bytes) == cell.length) return ST_OK;
    if (stamp_is_half_day(cell))
        return refuse_cell(rows, field, cell, "is a twelve-hour clock, which is not read", err);
    return refuse_cell(rows, field, cell, "is not a time of the form the first row has", err);
}

static enum status read_cell(struct csv_rows *rows, uint32_t field, struct text cell,
                             struct err *err)
{
    struct csv_slot *slot = &rows->slots[field];
    uint64_t row = rows->intake->count;
    int64_t value = 0;
    enum status status = ST_OK;
    switch (slot->role) {
    case CSV_SKIP: return ST_OK;
    case CSV_SYMBOL:
        if (cell.length == 0 || cell.length >= SYMBOL_MAX)
            return refuse_cell(rows, field, cell, "is no symbol of 1 to 31 letters", err);
        status = intake_symbol(rows->intake, cell, &rows->intake->symbols[row]);
        if (status != ST_OK)
            return refuse_cell(rows, field, cell, "is one symbol too many (4,096)", err);
        return ST_OK;
    case CSV_EPOCH:
    case CSV_NUMBER: status = read_number(rows, field, cell, &value, err); break;
    case CSV_STAMP:
    case CSV_DATE:
    case CSV_CLOCK: status = read_time(rows, field, cell, &value, err); break;
    }
    if (status != ST_OK) return status;
    if (slot->role == CSV_CLOCK || slot->role == CSV_DATE) value += slot->out[row];
    slot->out[row] = value;
    return ST_OK;
}

static enum status read_line(struct csv_rows *rows, struct text line, struct err *err)
{
    uint32_t field_count = rows->layout->field_count, field = 0;
    if (line.length > 0 && line.bytes[line.length - 1] == '\r') line.length--;
    rows->intake->columns[COLUMN_TS][rows->intake->count] = 0;
    bool is_open = true;
    for (; field < field_count && is_open; field++) {
        const char *start = line.bytes;
        struct text cell = csv_cut(&line, rows->delimiter);
        is_open = line.length > 0 || (line.bytes > start && line.bytes[-1] == rows->delimiter);
        enum status status = read_cell(rows, field, cell, err);
        if (status != ST_OK) return status;
    }
    if (field < field_count)
        return err_set(err, ST_DATA, "the row has %u cells, the table %u columns", field,
                       field_count);
    while (line.length > 0)
        if (csv_cut(&line, rows->delimiter).length > 0)
            return err_set(err, ST_DATA, "the row has more cells than the table's %u columns",
                           field_count);
    return ST_OK;
}

/* A row the quick reader did not take. Answers ST_OK with the row kept, skipped or empty. */
static __attribute__((noinline)) enum status read_row_thoroughly(struct csv_rows *rows,
                                                                 struct text line, struct err *err)
{
    if (csv_is_comment(line)) return ST_OK;
    struct err refusal;
    enum status status = read_line(rows, line, &refusal);
    if (status == ST_OK) {
        rows->intake->lines[rows->intake->count++] = rows->line;
        return ST_OK;
    }
    if (status == ST_RANGE) return status; /* start again with fewer decimals */
    if (rows->options->is_skipping_bad_rows || rows->options->is_judging) {
        report_bad_row(rows->report, rows->line, refusal.text);
        return ST_OK;
    }
    return err_set(err, status, "%.*s:%u: %s; fix the row or pass --skip-bad-rows",
                   TEXT_ARG(rows->options->name), rows->line, refusal.text);
}

/* ---- the quick reader ----------------------------------------------------------------------- */

/* The end of a cell nobody reads; a quote ends it too, so that the thorough reader takes the row.
 */
static inline const char *find_cell_end(const char *at, char delimiter)
{
    while (*at != delimiter && *at != '\n' && *at != '\r' && *at != '"') at++;
    return at;
}

/* Whether a number's cell goes on where the plain part of it ends. */
static inline bool is_inside(char c) { return c == 'e' || c == 'E'; }

static inline const char *read_symbol(struct csv_rows *rows, const char *at, uint64_t row)
{
    struct intake *intake = rows->intake;
    const char *end = find_cell_end(at, rows->delimiter);
    struct text name = { at, (size_t)(end - at) };
    if (row > 0) { /* most files repeat the symbol, row after row */
        uint32_t last = intake->symbols[row - 1];
        if (text_equal(intake->symbol_names[last], name)) {
            intake->symbols[row] = last;
            return end;
        }
    }
    if (name.length == 0 || name.length >= SYMBOL_MAX || *at == ' ' || end[-1] == ' ') return NULL;
    return intake_symbol(intake, name, &intake->symbols[row]) == ST_OK ? end : NULL;
}

/* A number that is not plain in a row that may be: a long fraction, an exponent. NULL leaves the
 * row to the thorough reader. */
static __attribute__((noinline)) const char *read_odd_number(struct csv_rows *rows, const char *at,
                                                             uint32_t field, int64_t *value)
{
    const char *end = find_cell_end(at, rows->delimiter);
    struct text cell = { at, (size_t)(end - at) };
    struct err ignored;
    if (cell.length == 0) return NULL; /* an empty cell is counted, and only once */
    return read_number(rows, field, cell, value, &ignored) == ST_OK ? end : NULL;
}

/* One plain row at `at`. Answers where the next begins, or NULL: not plain. */
static inline const char *read_plain_row(struct csv_rows *rows, const char *at, uint64_t row)
{
    const struct csv_slot *slot = rows->slots, *last = slot + rows->layout->field_count - 1;
    const char delimiter = rows->delimiter;
    int64_t day_ns = 0;
    for (;; slot++) {
        int64_t value = 0;
        const char *next;
        switch (slot->role) {
        case CSV_NUMBER:
        case CSV_EPOCH:
            next = scan_number(at, slot->decimals, &value);
            if (UNLIKELY(!next || is_inside(*next)))
                next = read_odd_number(rows, at, (uint32_t)(slot - rows->slots), &value);
            if (UNLIKELY(!next || (value < 0 && !slot->is_signed))) return NULL;
            at = next;
            slot->out[row] = value;
            break;
        case CSV_STAMP:
            at = stamp_read(&rows->stamps, at, &value);
            if (UNLIKELY(!at)) return NULL;
            slot->out[row] = value;
            break;
        case CSV_DATE:
        case CSV_CLOCK:
            at = slot->role == CSV_DATE ? stamp_read(&rows->stamps, at, &value)
                                        : stamp_read_clock(at, &value);
            if (UNLIKELY(!at)) return NULL;
            day_ns += value;
            slot->out[row] = day_ns;
            break;
        case CSV_SYMBOL:
            at = read_symbol(rows, at, row);
            if (UNLIKELY(!at)) return NULL;
            break;
        case CSV_SKIP: at = find_cell_end(at, delimiter); break;
        }
        if (slot == last) break;
        if (UNLIKELY(*at != delimiter)) return NULL;
        at++;
        if (delimiter == ' ')
            while (*at == ' ') at++;
    }
    at += *at == '\r';
    return *at == '\n' ? at + 1 : NULL;
}

enum status csv_rows_read(struct csv_rows *rows, const char *at, const char *end, struct err *err)
{
    struct intake *intake = rows->intake;
    ASSERT(at == end || end[-1] == '\n');
    for (; at < end; rows->line++) {
        ASSERT(intake->count < intake->capacity);
        const char *next = read_plain_row(rows, at, intake->count);
        if (LIKELY(next)) {
            intake->lines[intake->count++] = rows->line;
            at = next;
            continue;
        }
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        struct text line = { at, (size_t)(newline - at) };
        enum status status = read_row_thoroughly(rows, line, err);
        if (status != ST_OK) return status;
        at = newline + 1;
    }
    return ST_OK;
}
