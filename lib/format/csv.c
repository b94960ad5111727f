/* csv.c — text in columns, decoded: layout first, then rows, then the intake's settling. */
#include "format/csv_rows.h"
#include "format/scan.h"

#include <string.h>

bool csv_sniff(struct text bytes)
{
    enum { HEAD = 4096 };
    size_t size = bytes.length < HEAD ? bytes.length : HEAD;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes.bytes[i];
        if (c < 32 && c != '\n' && c != '\r' && c != '\t') return false;
    }
    struct text start = text_trim(bytes);
    bool is_markup = text_starts(start, TEXT("<!")) || text_starts(start, TEXT("<?")) ||
                     text_starts(start, TEXT("<html"));
    return start.length > 0 && start.bytes[0] != '{' && start.bytes[0] != '[' && !is_markup;
}

/* Newlines, eight bytes at a time: a byte that equals \n leaves its top bit in the carry-free zero
 * test, and a multiplication adds the eight bits up. */
static uint64_t count_newlines(struct text bytes)
{
    uint64_t count = 0;
    size_t i = 0;
    for (; i + 8 <= bytes.length; i += 8) {
        uint64_t word = scan_load(bytes.bytes + i) ^ 0x0a0a0a0a0a0a0a0au;
        uint64_t zero =
            ~(((word & 0x7f7f7f7f7f7f7f7fu) + 0x7f7f7f7f7f7f7f7fu) | word | 0x7f7f7f7f7f7f7f7fu);
        count += (zero >> 7) * 0x0101010101010101u >> 56;
    }
    for (; i < bytes.length; i++) count += bytes.bytes[i] == '\n';
    return count;
}

/* The rows in two parts: whole lines with SCAN_SLACK bytes behind them where they lie, and the rest
 * copied to where there is room behind it. */
struct halves {
    struct text body;
    struct text tail;
};

static enum status halve(struct halves *halves, struct arena *arena, struct text rows)
{
    size_t cut = rows.length > SCAN_SLACK ? rows.length - SCAN_SLACK : 0;
    while (cut > 0 && rows.bytes[cut - 1] != '\n') cut--;
    size_t size = rows.length - cut;
    char *copy = ARENA_ARRAY(arena, char, size + 1 + SCAN_SLACK);
    if (!copy) return ST_FULL;
    memcpy(copy, rows.bytes + cut, size);
    if (size > 0 && copy[size - 1] != '\n') copy[size++] = '\n';
    *halves = (struct halves){ { rows.bytes, cut }, { copy, size } };
    return ST_OK;
}

static enum status make_room(struct intake *intake, struct arena *arena,
                             const struct csv_layout *layout, uint64_t capacity)
{
    enum status status = intake_init(intake, arena, capacity, layout->has_symbols);
    for (uint32_t i = 0; i < layout->field_count && status == ST_OK; i++)
        if (layout->fields[i].role == CSV_NUMBER &&
            !intake_add_column(intake, arena, layout->fields[i].column))
            status = ST_FULL;
    return status;
}

/* Reads all rows. Where a value does not fit at the working scale, it starts again with fewer
 * decimals. */
static enum status read_all(struct intake *intake, const struct csv_layout *layout,
                            const struct halves *halves, struct import_report *report,
                            const struct import_options *options, struct err *err)
{
    for (;;) {
        struct csv_rows rows;
        csv_rows_init(&rows, layout, intake, report, options);
        enum status status =
            csv_rows_read(&rows, halves->body.bytes, halves->body.bytes + halves->body.length, err);
        if (status == ST_OK)
            status = csv_rows_read(&rows, halves->tail.bytes,
                                   halves->tail.bytes + halves->tail.length, err);
        if (!rows.is_qty_large && !rows.is_price_large) return status;
        if (rows.is_qty_large) intake->lot_decimals -= intake->lot_decimals > 4 ? 2 : 1;
        if (rows.is_price_large) intake->price_decimals--;
        intake->count = 0;
        if (intake->symbols) intake_forget_symbols(intake);
        intake->price_rounding_e18 = intake->qty_rounding_e18 = 0;
        intake->has_price_rounding = intake->has_qty_rounding = false;
        report->bad_row_count = report->empty_qty_count = 0;
    }
}

enum status csv_decode(struct import *import, struct arena *arena, struct text bytes,
                       const struct import_options *options, struct err *err)
{
    struct csv_layout *layout = ARENA_NEW(arena, struct csv_layout);
    struct intake *intake = ARENA_NEW(arena, struct intake);
    struct halves halves;
    if (!layout || !intake) goto full;
    enum status status = csv_layout_find(layout, &import->report, bytes, options, err);
    if (status != ST_OK) return status;
    if (options->symbol.length > 0 && !layout->has_symbols)
        report_say(&import->report, "no symbol column: \"%.*s\" is taken as the file's",
                   TEXT_ARG(options->symbol));
    uint64_t capacity = count_newlines(layout->rows) + 1;
    if (halve(&halves, arena, layout->rows) != ST_OK) goto full;
    if (make_room(intake, arena, layout, capacity) != ST_OK) goto full;
    status = read_all(intake, layout, &halves, &import->report, options, err);
    if (status != ST_OK) return status;
    if (intake->count == 0)
        return err_set(err, ST_DATA, "%.*s: there is no row that can be read",
                       TEXT_ARG(options->name));
    return intake_finish(import, arena, intake, options, err);
full:
    return err_set(err, ST_FULL, "%.*s: there is not enough memory for its rows",
                   TEXT_ARG(options->name));
}
