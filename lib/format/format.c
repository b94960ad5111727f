#include "format/format.h"

const struct format format_table[] = {
    { "freqtrade-json", "an array of [ms, open, high, low, close, volume] as freqtrade keeps them",
      freqtrade_sniff, freqtrade_decode },
    { "csv", "text in columns: any delimiter, header or none, bars or quote bars", csv_sniff,
      csv_decode },
};
const uint32_t format_count = sizeof format_table / sizeof format_table[0];

const struct format *format_find(struct text name)
{
    for (uint32_t i = 0; i < format_count; i++)
        if (text_equal_fold(text_from(format_table[i].name), name)) return &format_table[i];
    return NULL;
}

static void list_formats(struct writer *writer)
{
    for (uint32_t i = 0; i < format_count; i++)
        writer_format(writer, "%s%s", i ? ", " : "", format_table[i].name);
}

static const struct format *recognise(struct text bytes)
{
    for (uint32_t i = 0; i < format_count; i++)
        if (format_table[i].sniff(bytes)) return &format_table[i];
    return NULL;
}

enum status format_decode(struct import *import, struct arena *arena, struct text bytes,
                          const struct import_options *options, struct err *err)
{
    char known[128];
    struct writer writer;
    writer_init(&writer, known, sizeof known);
    list_formats(&writer);

    if (text_trim(bytes).length == 0)
        return err_set(err, ST_DATA, "%.*s: the file is empty; give a file with rows",
                       TEXT_ARG(options->name));
    bool is_named = options->format.length > 0;
    const struct format *format = is_named ? format_find(options->format) : recognise(bytes);
    if (!format && is_named)
        return err_set(err, ST_USAGE, "format \"%.*s\" is unknown; the formats are %s",
                       TEXT_ARG(options->format), known);
    if (!format)
        return err_set(err, ST_DATA,
                       "%.*s: the format is not recognised; name one of %s with --format",
                       TEXT_ARG(options->name), known);

    *import = (struct import){ 0 };
    enum status status = format->decode(import, arena, bytes, options, err);
    if (status != ST_OK) return status;
    for (uint32_t i = 0; i < import->count; i++) {
        struct dataset *dataset = &import->datasets[i];
        text_format(dataset->format, sizeof dataset->format, "%s", format->name);
        dataset->hash = dataset_hash(dataset);
    }
    ASSERT(import->count > 0);
    return ST_OK;
}

size_t format_arena_bytes(size_t size)
{
    /* The shortest row that means anything, "1,1,1,1,1\n", has ten bytes; a row becomes at most
     * COLUMN_COUNT words twice (once more where symbols are parted), a line number and a symbol. */
    size_t row_bytes = 2 * COLUMN_COUNT * sizeof(int64_t) + 4 * sizeof(uint32_t);
    return (size / 10 + 64) * row_bytes + ((size_t)16 << 20);
}

void report_bad_row(struct import_report *report, uint32_t line, const char *text)
{
    if (report->bad_row_count < BAD_ROWS_NOTED) {
        struct bad_row *row = &report->bad_rows[report->bad_row_count];
        row->line = line;
        text_format(row->text, sizeof row->text, "%s", text);
    }
    report->bad_row_count++;
}

void report_say(struct import_report *report, const char *format, ...)
{
    struct writer writer;
    va_list args;
    writer_init(&writer, report->text + report->length, sizeof report->text - report->length);
    va_start(args, format);
    writer_vformat(&writer, format, args);
    va_end(args);
    writer_char(&writer, '\n');
    if (writer_is_cut(&writer)) report->text[report->length] = 0;
    else report->length += writer.length;
}
