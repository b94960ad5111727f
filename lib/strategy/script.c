#include "strategy/script.h"
#include "domain/time.h"
#include "strategy/schedule.h"

#include "base/decimal.h"

#include <string.h>

enum column {
    COLUMN_TS,
    COLUMN_INSTRUMENT,
    COLUMN_ACTION,
    COLUMN_SIDE,
    COLUMN_QTY,
    COLUMN_TYPE,
    COLUMN_LIMIT,
    COLUMN_STOP,
    COLUMN_STOP_LOSS,
    COLUMN_TAKE_PROFIT,
    COLUMN_TIF,
    COLUMN_ID,
    COLUMN_COUNT
};

static const char *const column_names[COLUMN_COUNT] = { "ts",          "instrument", "action",
                                                        "side",        "qty",        "type",
                                                        "limit",       "stop",       "stop_loss",
                                                        "take_profit", "tif",        "id" };

enum { CELLS_MAX = 32, AT_CLOSE = ARGOSY_TRAILING_STOP + 1 };

struct reader {
    const struct argosy_series *series;
    uint32_t series_count;
    uint32_t line;
    uint32_t places[CELLS_MAX]; /* a cell's column; COLUMN_COUNT: unknown */
    struct text cells[COLUMN_COUNT];
    struct err *err;
};

static const char *const actions[] = { "open", "close", "cancel", "amend", NULL };
static const char *const sides[] = { "buy", "sell", NULL };
static const char *const types[] = { "market",      "limit",         "stop",     "stop-limit",
                                     "take-profit", "trailing-stop", "at-close", NULL };
static const char *const tifs[] = { "gtc", "ioc", "fok", "gtd", "day", NULL };

uint32_t script_rows_max(struct text text)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < text.length; i++) lines += text.bytes[i] == '\n';
    return lines;
}

/* The index of a word, `_` and `-` being the same; -1: none. */
static int word_find(const char *const *words, struct text word)
{
    char plain[32];
    if (word.length >= sizeof plain) return -1;
    for (size_t i = 0; i < word.length; i++) plain[i] = word.bytes[i] == '_' ? '-' : word.bytes[i];
    for (int i = 0; words[i]; i++)
        if (text_equal_fold(text_from(words[i]), (struct text){ plain, word.length })) return i;
    return -1;
}

static enum status refuse(struct reader *reader, enum column column, const char *why)
{
    return err_set(reader->err, ST_PARSE, "line %u: %s \"%.*s\" %s", (unsigned)reader->line,
                   column_names[column], TEXT_ARG(reader->cells[column]), why);
}

static enum status read_word(struct reader *reader, enum column column, const char *const *words,
                             int *index)
{
    *index = word_find(words, reader->cells[column]);
    return *index >= 0 ? ST_OK : refuse(reader, column, "is not known; see docs/strategies.md");
}

static uint32_t decimals_of(double scale)
{
    uint32_t decimals = 0;
    while (decimals < DECIMALS_MAX && (double)decimal_power(decimals) < scale) decimals++;
    return decimals;
}

/* A number as steps of units / scale, exactly. */
static enum status read_steps(struct reader *reader, enum column column, double units, double scale,
                              const char *what, int64_t *steps)
{
    int64_t value = 0, unit = (int64_t)units;
    enum status status = decimal_parse_exact(&value, reader->cells[column], decimals_of(scale));
    if (status == ST_PARSE) return refuse(reader, column, "is not a number");
    if (status != ST_OK || value % unit != 0) return refuse(reader, column, what);
    if (value < 0) return refuse(reader, column, "is negative");
    *steps = value / unit;
    return ST_OK;
}

static enum status read_price(struct reader *reader, enum column column, uint32_t instrument,
                              int64_t *ticks)
{
    const struct argosy_series *series = &reader->series[instrument];
    if (reader->cells[column].length == 0) return ST_OK;
    return read_steps(reader, column, series->tick_units, series->price_scale,
                      "is not a multiple of the instrument's tick", ticks);
}

static enum status read_instrument(struct reader *reader, uint32_t *instrument)
{
    struct text cell = reader->cells[COLUMN_INSTRUMENT];
    int64_t index = 0;
    *instrument = 0;
    if (cell.length == 0) return ST_OK;
    for (uint32_t i = 0; i < reader->series_count; i++) {
        if (!text_equal(text_from(reader->series[i].symbol), cell)) continue;
        *instrument = i;
        return ST_OK;
    }
    if (decimal_parse_exact(&index, cell, 0) != ST_OK || index < 0 || index >= reader->series_count)
        return refuse(reader, COLUMN_INSTRUMENT, "is not among the data");
    *instrument = (uint32_t)index;
    return ST_OK;
}

static enum status read_qty(struct reader *reader, struct script_row *row)
{
    const struct argosy_series *series = &reader->series[row->order.instrument];
    struct text cell = reader->cells[COLUMN_QTY];
    bool is_close = row->action == SCRIPT_CLOSE;
    bool is_all = text_equal_fold(cell, TEXT("all"));
    row->order.size_rule = ARGOSY_SIZE_LOTS;
    if (is_close && (is_all || cell.length == 0)) row->order.size_rule = ARGOSY_SIZE_POSITION;
    else if (is_all) row->order.size_rule = ARGOSY_SIZE_ALL;
    else if (cell.length == 0) row->order.size_rule = ARGOSY_SIZE_DEFAULT;
    if (is_all || cell.length == 0) return ST_OK;
    return read_steps(reader, COLUMN_QTY, series->lot_units, series->qty_scale,
                      "is not a multiple of the instrument's lot", &row->order.qty_lots);
}

static enum status read_type(struct reader *reader, struct script_row *row)
{
    int type = ARGOSY_MARKET;
    struct argosy_order *order = &row->order;
    enum status status = ST_OK;
    if (reader->cells[COLUMN_TYPE].length > 0)
        status = read_word(reader, COLUMN_TYPE, types, &type);
    if (status != ST_OK) return status;
    if (type == AT_CLOSE) {
        order->flags |= ARGOSY_AT_CLOSE;
        type = ARGOSY_MARKET;
    }
    order->type = (uint8_t)type;
    if (row->action == SCRIPT_AMEND || row->action == SCRIPT_CANCEL) return ST_OK;
    bool needs_limit = type == ARGOSY_LIMIT || type == ARGOSY_STOP_LIMIT;
    bool needs_stop = type >= ARGOSY_STOP;
    if (needs_limit && order->limit_ticks == 0) return refuse(reader, COLUMN_TYPE, "needs a limit");
    if (needs_stop && order->stop_ticks == 0) return refuse(reader, COLUMN_TYPE, "needs a stop");
    return ST_OK;
}

static enum status read_tif(struct reader *reader, struct script_row *row)
{
    struct text whole = reader->cells[COLUMN_TIF], until = whole;
    int tif = ARGOSY_GTC;
    if (whole.length == 0) return ST_OK;
    reader->cells[COLUMN_TIF] = text_cut(&until, ':');
    enum status status = read_word(reader, COLUMN_TIF, tifs, &tif);
    reader->cells[COLUMN_TIF] = whole;
    if (status != ST_OK) return status;
    row->order.tif = (uint8_t)tif;
    if (tif == ARGOSY_GTD && time_parse(&row->order.expire_ns, until) != ST_OK)
        return refuse(reader, COLUMN_TIF, "names no time; write gtd:2024-05-01T09:30");
    return ST_OK;
}

static enum status read_side(struct reader *reader, struct script_row *row)
{
    int side = 0;
    row->has_side = reader->cells[COLUMN_SIDE].length > 0;
    if (!row->has_side && row->action == SCRIPT_OPEN)
        return refuse(reader, COLUMN_SIDE, "must be buy or sell");
    if (!row->has_side) return ST_OK;
    enum status status = read_word(reader, COLUMN_SIDE, sides, &side);
    row->order.side = (uint8_t)side;
    return status;
}

static enum status read_id(struct reader *reader, struct script_row *row)
{
    struct text cell = reader->cells[COLUMN_ID];
    if (cell.length >= SCRIPT_ID_MAX) return refuse(reader, COLUMN_ID, "has over 31 characters");
    if (cell.length == 0 && row->action == SCRIPT_AMEND)
        return refuse(reader, COLUMN_ID, "must name the order to amend");
    memcpy(row->id, cell.bytes, cell.length);
    return ST_OK;
}

static enum status read_row(struct reader *reader, struct script_row *row)
{
    struct argosy_order *order = &row->order;
    int action = 0;
    enum status status = read_word(reader, COLUMN_ACTION, actions, &action);
    *row = (struct script_row){ .line = reader->line, .action = (enum script_action)action };
    order->size = sizeof *order;
    order->tag = "script";
    if (status == ST_OK && time_parse(&row->ts_ns, reader->cells[COLUMN_TS]) != ST_OK)
        status = refuse(reader, COLUMN_TS, "is no UTC time; write 2024-05-01T09:30");
    if (status == ST_OK) status = read_instrument(reader, &order->instrument);
    uint32_t instrument = order->instrument;
    if (status == ST_OK) status = read_side(reader, row);
    if (status == ST_OK) status = read_qty(reader, row);
    if (status == ST_OK) status = read_price(reader, COLUMN_LIMIT, instrument, &order->limit_ticks);
    if (status == ST_OK) status = read_price(reader, COLUMN_STOP, instrument, &order->stop_ticks);
    if (status == ST_OK)
        status = read_price(reader, COLUMN_STOP_LOSS, instrument, &order->stop_loss_ticks);
    if (status == ST_OK)
        status = read_price(reader, COLUMN_TAKE_PROFIT, instrument, &order->take_profit_ticks);
    if (status == ST_OK) status = read_type(reader, row);
    if (status == ST_OK) status = read_tif(reader, row);
    if (status == ST_OK) status = read_id(reader, row);
    if (row->action == SCRIPT_CLOSE) order->flags |= ARGOSY_REDUCE_ONLY;
    return status;
}

static enum status read_header(struct reader *reader, struct text line)
{
    bool has[COLUMN_COUNT] = { false };
    for (uint32_t cell = 0; cell < CELLS_MAX && line.length > 0; cell++) {
        struct text name = text_trim(text_cut(&line, ','));
        uint32_t column = 0;
        while (column < COLUMN_COUNT && !text_equal_fold(name, text_from(column_names[column])))
            column++;
        if (column == COLUMN_COUNT)
            return err_set(reader->err, ST_PARSE, "line %u: there is no column \"%.*s\"",
                           (unsigned)reader->line, TEXT_ARG(name));
        reader->places[cell] = column;
        has[column] = true;
    }
    if (has[COLUMN_TS] && has[COLUMN_ACTION]) return ST_OK;
    return err_set(reader->err, ST_PARSE,
                   "line %u: the first line must name the columns, ts and action among them",
                   (unsigned)reader->line);
}

static void read_cells(struct reader *reader, struct text line)
{
    for (uint32_t i = 0; i < COLUMN_COUNT; i++) reader->cells[i] = TEXT("");
    for (uint32_t cell = 0; cell < CELLS_MAX && line.length > 0; cell++) {
        struct text value = text_trim(text_cut(&line, ','));
        if (reader->places[cell] < COLUMN_COUNT) reader->cells[reader->places[cell]] = value;
    }
}

enum status script_parse(struct script_row *rows, uint32_t *count, struct text text,
                         const struct argosy_series *series, uint32_t series_count, struct err *err)
{
    struct reader reader = { .series = series, .series_count = series_count, .err = err };
    bool has_header = false;
    enum status status = ST_OK;
    *count = 0;
    for (uint32_t i = 0; i < CELLS_MAX; i++) reader.places[i] = COLUMN_COUNT;
    while (text.length > 0 && status == ST_OK) {
        struct text line = text_trim(text_cut(&text, '\n'));
        reader.line++;
        if (line.length == 0 || line.bytes[0] == '#') continue;
        if (!has_header) {
            status = read_header(&reader, line);
            has_header = true;
            continue;
        }
        read_cells(&reader, line);
        status = read_row(&reader, &rows[*count]);
        if (status == ST_OK && *count > 0 && rows[*count].ts_ns < rows[*count - 1].ts_ns)
            status = refuse(&reader, COLUMN_TS, "goes back in time; sort the lines");
        *count += 1;
    }
    if (status == ST_OK && !has_header) status = err_set(err, ST_PARSE, "the file is empty");
    return status;
}
