#include "app/tour_say.h"

#include "app/say.h"
#include "base/json_write.h"
#include "base/number.h"

#include <math.h>

enum { COLUMNS = 9, CELL = 64 };

static const struct say_column columns[COLUMNS] = {
    { "strategy", false },    { "market", false },      { "bars", true },
    { "return", true },       { "buy and hold", true }, { "Sharpe", true },
    { "max drawdown", true }, { "trades", true },       { "grade", true },
};

struct cells {
    char bytes[TOUR_RUNS * COLUMNS][CELL];
    struct text texts[TOUR_RUNS * COLUMNS];
    uint32_t count;
};

static struct writer cell_open(struct cells *cells)
{
    struct writer writer;
    ASSERT(cells->count < TOUR_RUNS * COLUMNS);
    writer_init(&writer, cells->bytes[cells->count], CELL);
    return writer;
}

static void cell_close(struct cells *cells, const struct writer *writer)
{
    cells->texts[cells->count++] = writer_text(writer);
}

static void cell_text(struct cells *cells, const char *text)
{
    struct writer writer = cell_open(cells);
    writer_format(&writer, "%s", text);
    cell_close(cells, &writer);
}

static void cell_number(struct cells *cells, double value, uint32_t decimals, const char *unit)
{
    struct writer writer = cell_open(cells);
    if (isnan(value)) {
        writer_char(&writer, '-');
    } else {
        number_format_grouped(&writer, value, decimals);
        writer_format(&writer, "%s", unit);
    }
    cell_close(cells, &writer);
}

static bool was_run(const struct tour_row *row) { return row->bars > 0; }

static uint32_t fill_cells(struct cells *cells, const struct tour *tour)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < TOUR_RUNS; i++) {
        const struct tour_row *row = &tour->rows[i];
        char grade[2] = { row->grade, 0 };
        if (!was_run(row)) continue;
        cell_text(cells, row->strategy);
        cell_text(cells, row->market);
        cell_number(cells, (double)row->bars, 0, "");
        cell_number(cells, row->ret * 100, 1, " %");
        cell_number(cells, row->held * 100, 1, " %");
        cell_number(cells, row->sharpe, 2, "");
        cell_number(cells, row->drawdown * 100, 1, " %");
        cell_number(cells, (double)row->trades, 0, "");
        cell_text(cells, grade);
        rows++;
    }
    return rows;
}

void tour_write_verdict(struct writer *writer, const struct tour *tour)
{
    uint32_t runs = 0, better = 0, earned = 0;
    for (uint32_t i = 0; i < TOUR_RUNS; i++) {
        const struct tour_row *row = &tour->rows[i];
        if (!was_run(row)) continue;
        runs++;
        better += row->ret > row->held;
        earned += row->ret > 0;
    }
    if (tour->markets.is_generated) {
        writer_format(writer,
                      "The prices are drawn from a seed: no strategy has an edge in them, and what "
                      "one earned here is luck.");
        return;
    }
    writer_format(
        writer,
        "%u of %u made money after costs, %u did better than buying and holding the same market. "
        "That is the past; nothing here says that it will happen again.",
        earned, runs, better);
}

static void say_sources(const struct tour *tour)
{
    if (tour->markets.is_generated) {
        say_color(SAY_YELLOW, TEXT("generated market"));
        say_format(": no recorded data could be had%s%s\n", tour->archives.why[0] ? ": " : "",
                   tour->archives.why);
        return;
    }
    say_format("Recorded data:\n");
    for (uint32_t i = 0; i < TOUR_RUNS; i++)
        if (was_run(&tour->rows[i])) say_format("  %s\n", tour->rows[i].source);
}

void tour_say_table(const struct tour *tour)
{
    static struct cells cells;
    char verdict[400];
    struct writer writer;
    cells.count = 0;
    uint32_t rows = fill_cells(&cells, tour);
    say_sources(tour);
    say_format("\n");
    say_table(columns, COLUMNS, cells.texts, rows);
    for (uint32_t i = 0; i < TOUR_RUNS; i++)
        if (tour->rows[i].missing[0])
            say_format("%s was left out: there is no %s\n", tour->rows[i].name,
                       tour->rows[i].missing);
    writer_init(&writer, verdict, sizeof verdict);
    tour_write_verdict(&writer, tour);
    say_format("\n%s\n\nReports: ", verdict);
    say_color(SAY_BOLD, text_from(tour->index));
    say_format("\n\nNext:\n");
    for (uint32_t i = 0; i < TOUR_NEXT; i++) say_format("  %s\n", tour->next[i]);
}

/* ---- JSON ---------------------------------------------------------------------------------------
 */

static void write_text(struct json_writer *json, struct text key, const char *text)
{
    json_write_key(json, key);
    json_write_string(json, text_from(text));
}

static void write_number(struct json_writer *json, struct text key, double value)
{
    json_write_key(json, key);
    json_write_number(json, value);
}

static void write_count(struct json_writer *json, struct text key, uint64_t count)
{
    json_write_key(json, key);
    json_write_unsigned(json, count);
}

static void write_row(struct json_writer *json, const struct tour_row *row)
{
    char grade[2] = { row->grade, 0 };
    json_write_object(json);
    write_text(json, TEXT("name"), row->name);
    write_text(json, TEXT("title"), row->title);
    write_text(json, TEXT("strategy"), row->strategy);
    write_text(json, TEXT("market"), row->market);
    write_text(json, TEXT("source"), row->source);
    write_count(json, TEXT("bars"), row->bars);
    write_number(json, TEXT("return"), row->ret);
    write_number(json, TEXT("buy_and_hold"), row->held);
    write_number(json, TEXT("sharpe"), row->sharpe);
    write_number(json, TEXT("max_drawdown"), row->drawdown);
    write_count(json, TEXT("trades"), row->trades);
    write_text(json, TEXT("grade"), grade);
    write_text(json, TEXT("report"), row->report);
    write_text(json, TEXT("spec"), row->spec);
    write_number(json, TEXT("wall_s"), row->wall_s);
    json_write_object_end(json);
}

void tour_write_json(struct writer *writer, const struct tour *tour)
{
    struct json_writer json;
    json_write_init(&json, writer, (struct json_style){ .is_pretty = true });
    json_write_object(&json);
    write_text(&json, TEXT("market"), tour->markets.is_generated ? "generated market" : "recorded");
    write_count(&json, TEXT("archives"), tour->archives.here_count);
    write_count(&json, TEXT("fetched"), tour->archives.fetched_count);
    write_count(&json, TEXT("imported"), tour->markets.imported_count);
    write_text(&json, TEXT("why"), tour->archives.why);
    json_write_key(&json, TEXT("runs"));
    json_write_array(&json);
    for (uint32_t i = 0; i < TOUR_RUNS; i++)
        if (was_run(&tour->rows[i])) write_row(&json, &tour->rows[i]);
    json_write_array_end(&json);
    json_write_key(&json, TEXT("missing"));
    json_write_array(&json);
    for (uint32_t i = 0; i < TOUR_RUNS; i++)
        if (tour->rows[i].missing[0]) json_write_string(&json, text_from(tour->rows[i].name));
    json_write_array_end(&json);
    write_text(&json, TEXT("index"), tour->index);
    json_write_key(&json, TEXT("next"));
    json_write_array(&json);
    for (uint32_t i = 0; i < TOUR_NEXT; i++) json_write_string(&json, text_from(tour->next[i]));
    json_write_array_end(&json);
    write_number(&json, TEXT("wall_s"), tour->wall_s);
    json_write_object_end(&json);
    ASSERT(json_write_is_done(&json));
    writer_char(writer, '\n');
}
