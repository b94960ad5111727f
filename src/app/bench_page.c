#include "app/bench_page.h"

#include "app/say.h"
#include "base/json_write.h"
#include "base/number.h"

#include <math.h>

enum { CELL_BYTES = 160, COLUMNS = 6 };

/* ---- JSON --------------------------------------------------------------------------------------
 */

static void put_text(struct json_writer *json, const char *key, const char *text)
{
    json_write_key(json, text_from(key));
    json_write_string(json, text_from(text));
}

static void put_number(struct json_writer *json, const char *key, double value)
{
    json_write_key(json, text_from(key));
    json_write_number(json, value);
}

static void put_peers(struct json_writer *json, const struct bench_row *row)
{
    json_write_key(json, TEXT("peers"));
    json_write_array(json);
    for (uint32_t i = 0; i < row->peer_count; i++) {
        json_write_object(json);
        put_text(json, "name", row->peers[i].name);
        put_text(json, "version", row->peers[i].version);
        put_number(json, "value", row->peers[i].value);
        put_number(json, "ratio", row->peers[i].ratio);
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

static void put_row(struct json_writer *json, const struct bench_row *row)
{
    json_write_object(json);
    put_text(json, "name", row->name);
    put_number(json, "value", row->value);
    put_text(json, "unit", row->unit);
    put_text(json, "better", row->is_lower_better ? "lower" : "higher");
    put_number(json, "goal", row->goal);
    json_write_key(json, TEXT("peak_rss_bytes"));
    json_write_unsigned(json, row->peak_rss_bytes);
    json_write_key(json, TEXT("checked"));
    json_write_bool(json, row->is_checked);
    put_peers(json, row);
    json_write_object_end(json);
}

void bench_write_json(struct writer *writer, const struct bench_sheet *sheet,
                      const struct bench_machine *machine)
{
    struct json_writer json;
    json_write_init(&json, writer, (struct json_style){ .is_pretty = true });
    json_write_object(&json);
    json_write_key(&json, TEXT("machine"));
    json_write_object(&json);
    put_text(&json, "cpu", machine->cpu);
    json_write_key(&json, TEXT("cores"));
    json_write_integer(&json, machine->cores);
    put_text(&json, "compiler", machine->compiler);
    json_write_object_end(&json);
    json_write_key(&json, TEXT("benches"));
    json_write_array(&json);
    for (uint32_t i = 0; i < sheet->row_count; i++) put_row(&json, &sheet->rows[i]);
    json_write_array_end(&json);
    json_write_object_end(&json);
    writer_char(writer, '\n');
}

/* ---- figures for people ------------------------------------------------------------------------
 */

/* Three figures that count: 17.4 M, 412, 0.183. */
static void write_figure(struct writer *writer, double value)
{
    static const struct {
        double from;
        const char *unit;
    } steps[] = { { 1e9, " G" }, { 1e6, " M" }, { 1e3, " k" } };
    const char *unit = "";
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (value >= steps[i].from) {
            value /= steps[i].from;
            unit = steps[i].unit;
            break;
        }
    number_format_fixed(writer, value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
    writer_add(writer, text_from(unit));
}

/* How many times better than its goal; below 1 it is missed. */
static double reach(const struct bench_row *row)
{
    return row->is_lower_better ? row->goal / row->value : row->value / row->goal;
}

static void write_ratio(struct writer *writer, double ratio)
{
    number_format_fixed(writer, ratio, ratio >= 100 ? 0 : ratio >= 10 ? 1 : 2);
    writer_add(writer, TEXT(" x"));
}

static void write_peers(struct writer *writer, const struct bench_row *row)
{
    for (uint32_t i = 0; i < row->peer_count; i++) {
        writer_format(writer, "%s%s ", i ? ", " : "", row->peers[i].name);
        write_ratio(writer, row->peers[i].ratio);
    }
}

void bench_say_table(const struct bench_sheet *sheet)
{
    static const struct say_column columns[COLUMNS] = {
        { "bench", false }, { "value", true }, { "goal", true },
        { "unit", false },  { "MiB", true },   { "peers: ours is", false }
    };
    static char texts[BENCH_ROWS_MAX][COLUMNS][CELL_BYTES];
    static struct text cells[BENCH_ROWS_MAX][COLUMNS];
    for (uint32_t i = 0; i < sheet->row_count; i++) {
        const struct bench_row *row = &sheet->rows[i];
        struct writer writers[COLUMNS];
        for (uint32_t at = 0; at < COLUMNS; at++)
            writer_init(&writers[at], texts[i][at], CELL_BYTES);
        writer_add(&writers[0], text_from(row->name));
        write_figure(&writers[1], row->value);
        write_figure(&writers[2], row->goal);
        writer_add(&writers[3], text_from(row->unit));
        writer_format(&writers[4], "%llu", (unsigned long long)(row->peak_rss_bytes >> 20));
        write_peers(&writers[5], row);
        for (uint32_t at = 0; at < COLUMNS; at++) cells[i][at] = writer_text(&writers[at]);
    }
    say_table(columns, COLUMNS, cells[0], sheet->row_count);
}

/* ---- the page ----------------------------------------------------------------------------------
 */

static void write_ratios(struct writer *writer, const struct bench_sheet *sheet)
{
    writer_add(writer, TEXT("## How many times faster than others\n\n"
                            "| bench | peer | theirs | ours | ours is faster by |\n"
                            "|---|---|---:|---:|---:|\n"));
    uint32_t count = 0;
    for (uint32_t i = 0; i < sheet->row_count; i++) {
        const struct bench_row *row = &sheet->rows[i];
        for (uint32_t at = 0; at < row->peer_count; at++, count++) {
            const struct bench_peer *peer = &row->peers[at];
            writer_format(writer, "| `%s` | %s %s | ", row->name, peer->name, peer->version);
            write_figure(writer, peer->value);
            writer_format(writer, " %s | ", row->unit);
            write_figure(writer, row->value);
            writer_format(writer, " %s | ", row->unit);
            write_ratio(writer, peer->ratio);
            writer_add(writer, TEXT(" |\n"));
        }
    }
    if (count == 0) writer_add(writer, TEXT("\nNo peer was run when this page was written.\n"));
}

static void write_figures(struct writer *writer, const struct bench_sheet *sheet)
{
    writer_add(writer, TEXT("\n## Figures\n\n"
                            "| bench | value | goal | reached | peak memory | command |\n"
                            "|---|---:|---:|---:|---:|---|\n"));
    for (uint32_t i = 0; i < sheet->row_count; i++) {
        const struct bench_row *row = &sheet->rows[i];
        writer_format(writer, "| `%s` | ", row->name);
        write_figure(writer, row->value);
        writer_format(writer, " %s | %s ", row->unit,
                      row->is_lower_better ? "at most" : "at least");
        write_figure(writer, row->goal);
        writer_add(writer, TEXT(" | "));
        write_ratio(writer, reach(row));
        writer_format(writer, "%s | %llu MiB | `argosy bench %s` |\n",
                      reach(row) < 1 ? " (missed)" : "",
                      (unsigned long long)(row->peak_rss_bytes >> 20), row->part);
    }
}

static void write_parts(struct writer *writer)
{
    writer_add(writer, TEXT("\n## What each one does\n\n"));
    for (uint32_t i = 0; bench_parts[i]; i++)
        writer_format(writer, "- `%s`: %s. Rows: %s.\n", bench_parts[i]->name, bench_parts[i]->help,
                      bench_parts[i]->rows);
}

void bench_write_page(struct writer *writer, const struct bench_sheet *sheet,
                      const struct bench_machine *machine)
{
    writer_add(
        writer,
        TEXT("# Benchmarks\n\n"
             "Written by `argosy bench --document docs/benchmarks.md`; not edited by hand.\n\n"));
    write_ratios(writer, sheet);
    write_figures(writer, sheet);
    writer_format(writer, "\n## The machine\n\n%s, %lld cores; argosy %s, commit %s, %s, %s build.",
                  machine->cpu, (long long)machine->cores, machine->version, machine->commit,
                  machine->compiler, machine->build_type);
    if (machine->load >= 0) {
        writer_add(writer, TEXT(" Load when the benches began: "));
        number_format_fixed(writer, machine->load, 2);
        writer_char(writer, '.');
        if (machine->load > 0.5)
            writer_add(
                writer,
                TEXT(" **Others were using the machine: figures are lower than they would be "
                     "alone, and ratios are of runs that were disturbed alike.**"));
    }
    writer_add(writer, TEXT("\n\nA figure is the median of at least five runs after one that "
                            "warmed up, in one process on one core, with "
                            "the data made before the clock starts and `--quality off` unless the "
                            "bench says otherwise. Before a time "
                            "is taken the result is compared with a separate straightforward "
                            "computation, to the last ledger unit; a "
                            "peer's result is compared with ours before its time counts.\n"));
    write_parts(writer);
}
