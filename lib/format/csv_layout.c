#include "format/csv_layout.h"

#include "format/csv_words.h"
#include "format/intake.h"

#include <string.h>

enum { SNIFF_LINES = 20 };

bool csv_is_comment(struct text line)
{
    line = text_trim(line);
    return line.length == 0 || line.bytes[0] == '#' || text_starts(line, TEXT("//"));
}

struct text csv_cut(struct text *line, char delimiter)
{
    while (delimiter == ' ' && line->length > 0 && line->bytes[0] == ' ')
        line->bytes++, line->length--;
    if (line->length > 0 && line->bytes[0] == '"') {
        for (size_t i = 1; i < line->length; i++) {
            if (line->bytes[i] != '"') continue;
            if (i + 1 < line->length && line->bytes[i + 1] == '"') {
                i++;
                continue;
            }
            struct text cell = { line->bytes + 1, i - 1 };
            struct text rest = { line->bytes + i + 1, line->length - i - 1 };
            text_cut(&rest, delimiter);
            *line = rest;
            return text_trim(cell);
        }
    }
    struct text cell = text_trim(text_cut(line, delimiter));
    while (delimiter == ' ' && line->length > 0 && line->bytes[0] == ' ')
        line->bytes++, line->length--;
    return cell;
}

static uint32_t count_cells(struct text line, char delimiter)
{
    uint32_t count = 0;
    line = text_trim(line);
    if (line.length == 0) return 0;
    bool is_open = true;
    while (is_open) {
        const char *start = line.bytes;
        struct text cell = csv_cut(&line, delimiter);
        count++;
        /* A delimiter at the very end opens one more, empty cell. */
        is_open = line.length > 0 || (line.bytes > start && line.bytes[-1] == delimiter &&
                                      delimiter != ' ' && cell.bytes + cell.length < line.bytes);
        if (line.length == 0 && is_open) return count + 1;
    }
    return count;
}

/* The next line that carries something; false at the end. */
static bool next_line(struct text *rest, struct text *line, uint32_t *number)
{
    while (rest->length > 0) {
        *line = text_cut(rest, '\n');
        ++*number;
        if (!csv_is_comment(*line)) return true;
    }
    return false;
}

/* The most frequent of the counts; of equals the larger. */
static uint32_t most_frequent(const uint32_t *counts, uint32_t count, uint32_t *times)
{
    uint32_t best = 0;
    *times = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t same = 0;
        for (uint32_t j = 0; j < count; j++) same += counts[j] == counts[i];
        if (same < *times || (same == *times && counts[i] <= best)) continue;
        best = counts[i];
        *times = same;
    }
    return best;
}

/* The delimiter that cuts as many of the first lines as possible into the same number of cells, the
 * more the better. */
static char find_delimiter(struct text bytes, uint32_t *cell_count)
{
    static const char candidates[] = { ',', ';', '\t', '|', ' ' };
    char best = ',';
    uint32_t best_score = 0;
    *cell_count = 1;
    for (size_t d = 0; d < sizeof candidates; d++) {
        struct text rest = bytes, line;
        uint32_t counts[SNIFF_LINES], lines = 0, number = 0, same;
        while (lines < SNIFF_LINES && next_line(&rest, &line, &number))
            counts[lines++] = count_cells(line, candidates[d]);
        if (lines == 0) continue;
        uint32_t cells = most_frequent(counts, lines, &same);
        uint32_t score = cells < 2 ? 0 : same * 1000 / lines * 100 + cells;
        if (candidates[d] == ' ') score /= 2; /* blanks stand inside times and comments too */
        if (score > best_score) best = candidates[d], best_score = score, *cell_count = cells;
    }
    return best;
}

static bool is_number(struct text cell)
{
    struct decimal value;
    return decimal_parse(&value, cell) != ST_PARSE;
}

static bool is_value(struct text cell)
{
    return is_number(cell) || stamp_sniff(cell) != STAMP_NONE;
}

/* A row of data begins with a time and holds numbers; a header has words. */
static bool is_header(struct text line, char delimiter)
{
    uint32_t words = 0, values = 0;
    while (line.length > 0) {
        struct text cell = csv_cut(&line, delimiter);
        if (is_value(cell)) values++;
        else if (cell.length > 0) words++;
    }
    return words > values;
}

/* ---- meaning of the columns ----------------------------------------------------------------- */

/* Which field has each column so far, and how well it fits. */
struct choice {
    uint32_t field[WORD_SYMBOL + 1]; /* index + 1; 0: none */
    enum csv_fit fit[WORD_SYMBOL + 1];
};

static void choose(struct choice *choice, uint32_t word, uint32_t field, enum csv_fit fit)
{
    if (word == WORD_NONE || fit <= choice->fit[word]) return;
    choice->field[word] = field + 1;
    choice->fit[word] = fit;
}

static void choose_by_words(struct choice *choice, const struct csv_layout *layout)
{
    for (uint32_t i = 0; i < layout->field_count; i++) {
        struct csv_match match = csv_word_find(layout->fields[i].name);
        choose(choice, match.word, i, match.fit);
        if (i == 0 && layout->fields[0].name.length == 0) choose(choice, COLUMN_TS, 0, FIT_PART);
    }
}

static bool has_colon(struct text cell)
{
    return cell.length > 0 && memchr(cell.bytes, ':', cell.length) != NULL;
}

static void choose_by_place(struct choice *choice, struct csv_layout *layout, struct text row)
{
    static const enum data_column order[] = { COLUMN_OPEN, COLUMN_HIGH, COLUMN_LOW, COLUMN_CLOSE,
                                              COLUMN_VOLUME };
    uint32_t at = 0, taken = 0;
    struct text cells[CSV_FIELDS_MAX] = { 0 };
    for (uint32_t i = 0; i < layout->field_count; i++) cells[i] = csv_cut(&row, layout->delimiter);
    if (!is_value(cells[0])) choose(choice, WORD_SYMBOL, at++, FIT_WHOLE);
    if (at >= layout->field_count) return;
    bool has_clock = at + 1 < layout->field_count && has_colon(cells[at + 1]);
    choose(choice, has_clock ? (uint32_t)WORD_DATE : (uint32_t)COLUMN_TS, at++, FIT_WHOLE);
    if (has_clock) choose(choice, WORD_CLOCK, at++, FIT_WHOLE);
    for (; at < layout->field_count && taken < sizeof order / sizeof order[0]; at++, taken++) {
        choose(choice, order[taken], at, FIT_WHOLE);
        layout->fields[at].name = text_from(data_column_name(order[taken]));
    }
}

static uint32_t own_name(struct text name)
{
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (text_equal_fold(name, text_from(data_column_name(c)))) return c;
    if (text_equal_fold(name, TEXT("date"))) return WORD_DATE;
    if (text_equal_fold(name, TEXT("clock"))) return WORD_CLOCK;
    if (text_equal_fold(name, TEXT("symbol"))) return WORD_SYMBOL;
    struct csv_match match = csv_word_find(name);
    return match.fit >= FIT_LOOSE ? match.word : (uint32_t)WORD_NONE;
}

bool csv_is_own_name(struct text name) { return own_name(name) != WORD_NONE; }

static void list_names(const struct csv_layout *layout, struct writer *writer)
{
    for (uint32_t i = 0; i < layout->field_count; i++)
        writer_format(writer, "%s%.*s", i ? ", " : "", TEXT_ARG(layout->fields[i].name));
}

static enum status choose_by_map(struct choice *choice, const struct csv_layout *layout,
                                 const struct import_options *options, struct err *err)
{
    struct text rest = options->header;
    /* A map of lines may name columns with commas in them. */
    bool is_lines = rest.length > 0 && memchr(rest.bytes, '\n', rest.length);
    const char mark = is_lines ? '\n' : ',';
    while (rest.length > 0) {
        struct text value = text_cut(&rest, mark), key = text_trim(text_cut(&value, '='));
        value = text_trim(value);
        uint32_t word = own_name(key), field = 0;
        if (word == WORD_NONE)
            return err_set(err, ST_USAGE,
                           "header map: \"%.*s\" is no column of ours; ours are ts, open, high, "
                           "low, close, volume, adj_close, ask_open .. ask_close, bid_size, "
                           "ask_size, date, clock, symbol",
                           TEXT_ARG(key));
        int64_t place;
        bool is_place = decimal_parse_exact(&place, value, 0) == ST_OK && place >= 1 &&
                        place <= layout->field_count;
        while (field < layout->field_count && !text_equal(layout->fields[field].name, value))
            field++;
        if (field == layout->field_count && is_place) field = (uint32_t)place - 1;
        if (field == layout->field_count) {
            char names[512];
            struct writer writer;
            writer_init(&writer, names, sizeof names);
            list_names(layout, &writer);
            return err_set(err, ST_USAGE,
                           "%.*s: the header map names column \"%.*s\"; the file has %s",
                           TEXT_ARG(options->name), TEXT_ARG(value), names);
        }
        choice->field[word] = field + 1;
        choice->fit[word] = FIT_WHOLE;
    }
    return ST_OK;
}

/* ---- times ---------------------------------------------------------------------------------- */

/* The unit of an epoch by its size: seconds reach 10^11 in the year 5138, milliseconds passed it in
 * 1973, and so on. */
static uint32_t unit_by_size(int64_t value)
{
    int64_t size = value < 0 ? -value : value;
    if (size < INT64_C(100000000000)) return 9;
    if (size < INT64_C(100000000000000)) return 6;
    if (size < INT64_C(100000000000000000)) return 3;
    return 0;
}

static const char *unit_name(uint32_t decimals)
{
    return decimals == 9   ? "seconds"
           : decimals == 6 ? "milliseconds"
           : decimals == 3 ? "microseconds"
                           : "nanoseconds";
}

static enum status refuse_time(const struct csv_layout *layout, struct text name, struct text cell,
                               const struct import_options *options, struct err *err)
{
    if (stamp_is_half_day(cell))
        return err_set(err, ST_DATA,
                       "%.*s:%u: %.*s \"%.*s\" is a twelve-hour clock, which is not read; write "
                       "the time as 2017-04-19 09:00:00",
                       TEXT_ARG(options->name), layout->first_line, TEXT_ARG(name), TEXT_ARG(cell));
    return err_set(err, ST_DATA,
                   "%.*s:%u: %.*s \"%.*s\" is not a time; name the time column with --header "
                   "ts=COLUMN",
                   TEXT_ARG(options->name), layout->first_line, TEXT_ARG(name), TEXT_ARG(cell));
}

static enum status settle_time(struct csv_layout *layout, struct import_report *report,
                               uint32_t field, struct text cell,
                               const struct import_options *options, struct err *err)
{
    struct csv_field *time = &layout->fields[field];
    time->column = COLUMN_TS;
    layout->stamps = (struct stamp_reader){ .form = stamp_sniff(cell) };
    if (options->zone.length > 0 && stamp_parse_zone(&layout->stamps.zone_ns, options->zone) != 0)
        return err_set(err, ST_USAGE, "zone \"%.*s\" is not an offset such as +01:00",
                       TEXT_ARG(options->zone));
    const char *zone = options->zone.length > 0 ? "the zone given" : "UTC";
    int64_t ts_ns = 0, value = 0;
    if (layout->stamps.form != STAMP_NONE) {
        if (stamp_parse(&ts_ns, cell) != ST_OK)
            return refuse_time(layout, time->name, cell, options, err);
        time->role = CSV_STAMP;
        report_say(report, "time from \"%.*s\", as in %.*s, without an offset in %s",
                   TEXT_ARG(time->name), TEXT_ARG(cell), zone);
        return ST_OK;
    }
    bool is_exact;
    if (stamp_is_half_day(cell) || decimal_parse_round(&value, &is_exact, cell, 0) != ST_OK)
        return refuse_time(layout, time->name, cell, options, err);
    int32_t named = csv_word_unit(time->name);
    layout->epoch_decimals = named >= 0 ? (uint32_t)named : unit_by_size(value);
    time->role = CSV_EPOCH;
    report_say(report, "time from \"%.*s\", in %s since 1970 UTC (%s)", TEXT_ARG(time->name),
               unit_name(layout->epoch_decimals), named >= 0 ? "its name" : "its size");
    return ST_OK;
}

/* One column with the time, or a day and a clock. */
static enum status settle_times(struct csv_layout *layout, struct import_report *report,
                                const struct choice *choice, struct text row,
                                const struct import_options *options, struct err *err)
{
    struct text cells[CSV_FIELDS_MAX] = { 0 };
    for (uint32_t i = 0; i < layout->field_count; i++) cells[i] = csv_cut(&row, layout->delimiter);
    uint32_t ts = choice->field[COLUMN_TS], date = choice->field[WORD_DATE],
             clock = choice->field[WORD_CLOCK];
    if (ts == 0 && date > 0 && clock > 0) {
        enum status status = settle_time(layout, report, date - 1, cells[date - 1], options, err);
        if (status != ST_OK) return status;
        if (layout->fields[date - 1].role == CSV_STAMP && has_colon(cells[clock - 1])) {
            if (stamp_is_half_day(cells[clock - 1]))
                return refuse_time(layout, layout->fields[clock - 1].name, cells[clock - 1],
                                   options, err);
            layout->fields[date - 1].role = CSV_DATE;
            layout->fields[clock - 1].role = CSV_CLOCK;
            layout->fields[clock - 1].column = COLUMN_TS;
            report_say(report, "time of day from \"%.*s\"",
                       TEXT_ARG(layout->fields[clock - 1].name));
        }
        return ST_OK;
    }
    if (ts == 0) ts = date > 0 ? date : clock;
    return settle_time(layout, report, ts - 1, cells[ts - 1], options, err);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static enum status refuse_column(const struct csv_layout *layout, const char *name,
                                 const struct import_options *options, struct err *err)
{
    char names[512];
    struct writer writer;
    writer_init(&writer, names, sizeof names);
    list_names(layout, &writer);
    return err_set(err, ST_DATA,
                   "%.*s: there is no column for %s; the file has %s; name it with --header "
                   "%s=COLUMN",
                   TEXT_ARG(options->name), name, names, name);
}

static enum status settle_columns(struct csv_layout *layout, struct import_report *report,
                                  struct choice *choice, const struct import_options *options,
                                  struct err *err)
{
    static const enum data_column needed[] = { COLUMN_OPEN, COLUMN_HIGH, COLUMN_LOW, COLUMN_CLOSE };
    static const enum data_column asks[] = { COLUMN_ASK_OPEN, COLUMN_ASK_HIGH, COLUMN_ASK_LOW,
                                             COLUMN_ASK_CLOSE };
    bool has_time =
        choice->field[COLUMN_TS] || choice->field[WORD_DATE] || choice->field[WORD_CLOCK];
    if (!has_time) return refuse_column(layout, "ts", options, err);
    bool has_ask = false;
    for (int i = 0; i < 4; i++) has_ask = has_ask || choice->field[asks[i]];
    for (int i = 0; i < 4; i++)
        if (!choice->field[needed[i]])
            return refuse_column(layout, data_column_name(needed[i]), options, err);
    for (int i = 0; i < 4; i++)
        if (has_ask && !choice->field[asks[i]])
            return refuse_column(layout, data_column_name(asks[i]), options, err);
    char said[1024];
    struct writer writer;
    writer_init(&writer, said, sizeof said);
    for (uint32_t c = COLUMN_OPEN; c < COLUMN_COUNT; c++) {
        if (!choice->field[c]) continue;
        struct csv_field *field = &layout->fields[choice->field[c] - 1];
        field->role = CSV_NUMBER;
        field->column = c;
        writer_format(&writer, "%s%s from \"%.*s\"", writer.length ? ", " : "", data_column_name(c),
                      TEXT_ARG(field->name));
    }
    layout->has_symbols = choice->field[WORD_SYMBOL] > 0;
    if (layout->has_symbols) {
        struct csv_field *field = &layout->fields[choice->field[WORD_SYMBOL] - 1];
        field->role = CSV_SYMBOL;
        writer_format(&writer, ", symbol from \"%.*s\"", TEXT_ARG(field->name));
    }
    report_say(report, "columns: %s", said);
    return ST_OK;
}

/* The header's words, or numbers in their place. */
static void name_fields(struct csv_layout *layout, struct text header)
{
    static const char *const places = "123456789";
    for (uint32_t i = 0; i < layout->field_count; i++) {
        layout->fields[i] = (struct csv_field){ .role = CSV_SKIP, .column = COLUMN_COUNT };
        if (layout->has_header) layout->fields[i].name = csv_cut(&header, layout->delimiter);
        else if (i < 9) layout->fields[i].name = (struct text){ places + i, 1 };
        else layout->fields[i].name = TEXT("?");
    }
}

static const char *delimiter_name(char delimiter)
{
    switch (delimiter) {
    case ',': return "commas";
    case ';': return "semicolons";
    case '\t': return "tabs";
    case '|': return "bars (|)";
    default: return "blanks";
    }
}

enum status csv_layout_find(struct csv_layout *layout, struct import_report *report,
                            struct text bytes, const struct import_options *options,
                            struct err *err)
{
    if (text_starts(bytes, TEXT("\xef\xbb\xbf"))) bytes.bytes += 3, bytes.length -= 3;
    *layout = (struct csv_layout){ 0 };
    uint32_t cells = 0, number = 0, skipped = 0;
    layout->delimiter = find_delimiter(bytes, &cells);
    struct text rest = bytes, line = { 0 }, before;
    /* Lines before the first with as many cells as the rows have are remarks. */
    while (next_line(&rest, &line, &number)) {
        if (count_cells(line, layout->delimiter) >= cells && cells > 1) break;
        line.length = 0;
        skipped++;
    }
    if (line.length == 0 || cells < 2)
        return err_set(err, ST_DATA,
                       "%.*s: no line has several columns parted by a comma, semicolon, tab, bar "
                       "or blank; the format may be another",
                       TEXT_ARG(options->name));
    layout->field_count = count_cells(line, layout->delimiter);
    if (layout->field_count > CSV_FIELDS_MAX)
        return err_set(err, ST_DATA, "%.*s:%u: more than %d columns", TEXT_ARG(options->name),
                       number, (int)CSV_FIELDS_MAX);
    layout->has_header = is_header(line, layout->delimiter);
    name_fields(layout, line);
    if (layout->has_header) {
        before = rest;
        layout->first_line = number + 1;
        if (!next_line(&rest, &line, &number))
            return err_set(err, ST_DATA, "%.*s: there is a header and no row",
                           TEXT_ARG(options->name));
    } else {
        layout->first_line = number;
        before = (struct text){ line.bytes, (size_t)(bytes.bytes + bytes.length - line.bytes) };
    }
    layout->rows = before;
    report_say(report, "parted by %s, %s header", delimiter_name(layout->delimiter),
               layout->has_header ? "with a" : "no");
    if (skipped > 0) report_say(report, "%u lines before the table: skipped", skipped);

    struct choice choice = { 0 };
    if (layout->has_header) choose_by_words(&choice, layout);
    else if (options->header.length == 0) choose_by_place(&choice, layout, line);
    enum status status = choose_by_map(&choice, layout, options, err);
    if (status != ST_OK) return status;
    status = settle_columns(layout, report, &choice, options, err);
    if (status != ST_OK) return status;
    return settle_times(layout, report, &choice, line, options, err);
}
