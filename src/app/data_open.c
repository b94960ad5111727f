#include "app/data_open.h"

#include "app/say.h"
#include "domain/interval.h"
#include "domain/time.h"
#include "store/inflate.h"

enum status data_open(struct data_opened *opened, const struct data_options *options,
                      struct text name, struct err *err)
{
    struct arena arena;
    *opened = (struct data_opened){ 0 };
    enum status status =
        memory_arena(&opened->memory, &arena, format_arena_bytes(INFLATE_MAX), err);
    if (status != ST_OK) return status;
    struct source_request request = {
        .source = name, .home = options->home, .options = options->import, .seed = 1
    };
    status = source_open(&opened->source, &arena, &request, err);
    if (status != ST_OK) memory_release(&opened->memory);
    return status;
}

void data_close(struct data_opened *opened)
{
    source_close(&opened->source);
    memory_release(&opened->memory);
}

/* ---- how a dataset is written ---------------------------------------------------------------- */

void data_write_text(struct json_writer *json, const char *key, const char *value)
{
    json_write_key(json, text_from(key));
    json_write_string(json, text_from(value));
}

void data_write_count(struct json_writer *json, const char *key, uint64_t value)
{
    json_write_key(json, text_from(key));
    json_write_unsigned(json, value);
}

static void write_bool(struct json_writer *json, const char *key, bool value)
{
    json_write_key(json, text_from(key));
    json_write_bool(json, value);
}

void data_format_ts(struct writer *writer, const struct dataset *dataset, uint64_t row)
{
    time_format(writer, dataset->columns[COLUMN_TS][row]);
}

void data_format_step(struct writer *writer, int64_t units, uint32_t decimals)
{
    decimal_format(writer, units, decimals, true);
}

static void write_ts(struct json_writer *json, const char *key, const struct dataset *dataset,
                     uint64_t row)
{
    char bytes[40];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    data_format_ts(&writer, dataset, row);
    data_write_text(json, key, bytes);
}

static void write_interval(struct json_writer *json, int64_t interval_ns)
{
    char bytes[40];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    interval_format(&writer, interval_ns);
    data_write_text(json, "interval", bytes);
}

static void write_step(struct json_writer *json, const char *key, int64_t units, uint32_t decimals)
{
    json_write_key(json, text_from(key));
    json_write_decimal(json, units, decimals);
}

void data_write_members(struct json_writer *json, const struct dataset *dataset)
{
    char hash[20];
    text_format(hash, sizeof hash, "%016llx", (unsigned long long)dataset->hash);
    data_write_text(json, "name", dataset->name);
    data_write_text(json, "source", dataset->source);
    data_write_text(json, "format", dataset->format);
    data_write_text(json, "instrument", dataset->symbol);
    data_write_text(json, "kind", data_kind_name(dataset->kind));
    data_write_count(json, "events", dataset->count);
    write_ts(json, "from", dataset, 0);
    write_ts(json, "to", dataset, dataset->count - 1);
    write_interval(json, dataset->interval_ns);
    write_step(json, "tick", dataset->tick_units, dataset->price_decimals);
    write_bool(json, "tick_stated", dataset->is_tick_stated);
    write_step(json, "lot", dataset->lot_units, dataset->lot_decimals);
    write_bool(json, "generated", dataset->is_generated);
    data_write_count(json, "duplicates", dataset->duplicate_count);
    json_write_key(json, TEXT("columns"));
    json_write_array(json);
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (dataset->columns[c]) json_write_string(json, text_from(data_column_name(c)));
    json_write_array_end(json);
    data_write_text(json, "hash", hash);
}

void data_tell(const struct import_report *report)
{
    struct text rest = { report->text, report->length };
    while (rest.length > 0) {
        struct text line = text_cut(&rest, '\n');
        say_note("  %.*s", TEXT_ARG(line));
    }
}
