/* data_show.c — `argosy data list` and `show`: what there is, and what one of it is. */
#include "app/data_open.h"

#include "app/say.h"
#include "domain/interval.h"
#include "store/catalogue.h"

enum {
    LIST_ROWS = 1 << 14, /* datasets in a table; JSON has them all */
    LIST_BYTES = 1 << 28,
    CELL_BYTES = 64,
    COLUMNS = 7,
    PAGE_BYTES = 8192
};

/* ---- list ----------------------------------------------------------------------------------- */

/* What a walk over the catalogue has found so far. */
struct listing {
    struct writer writer; /* the JSON, or the texts of the cells */
    struct json_writer json;
    struct text *cells;
    uint32_t count;
    bool is_json;
};

static const struct say_column list_columns[COLUMNS] = {
    { "name", false }, { "kind", false },  { "rows", true }, { "first", false },
    { "last", false }, { "every", false }, { "", false },
};

/* What was written since `start` is one cell. */
static struct text cell_end(const struct listing *listing, size_t start)
{
    return (struct text){ listing->writer.bytes + start, listing->writer.length - start };
}

static void list_row(struct listing *listing, const char *name, const struct dataset *dataset)
{
    struct text *cells = listing->cells + (size_t)listing->count * COLUMNS;
    struct writer *writer = &listing->writer;
    size_t start = writer->length;
    writer_add(writer, text_from(name));
    cells[0] = cell_end(listing, start);
    cells[1] = text_from(data_kind_name(dataset->kind));
    start = writer->length;
    writer_format(writer, "%llu", (unsigned long long)dataset->count);
    cells[2] = cell_end(listing, start);
    start = writer->length;
    data_format_ts(writer, dataset, 0);
    cells[3] = cell_end(listing, start);
    start = writer->length;
    data_format_ts(writer, dataset, dataset->count - 1);
    cells[4] = cell_end(listing, start);
    start = writer->length;
    interval_format(writer, dataset->interval_ns);
    cells[5] = cell_end(listing, start);
    cells[6] = dataset->is_generated ? TEXT("generated") : TEXT("");
}

static enum status list_entry(void *data, const char *name, const struct column_file *file,
                              const struct err *fault)
{
    struct listing *listing = data;
    if (!file) {
        say_note("%s: %s", name, fault->text);
        return ST_OK;
    }
    if (listing->is_json) {
        struct dataset dataset = file->dataset;
        text_format(dataset.name, sizeof dataset.name, "%s", name);
        json_write_object(&listing->json);
        data_write_members(&listing->json, &dataset);
        json_write_object_end(&listing->json);
    } else if (listing->count < LIST_ROWS) list_row(listing, name, &file->dataset);
    listing->count++;
    return ST_OK;
}

static enum status list_all(struct listing *listing, const struct catalogue *catalogue,
                            struct err *err)
{
    json_write_init(&listing->json, &listing->writer, (struct json_style){ 0 });
    if (listing->is_json) {
        json_write_object(&listing->json);
        json_write_key(&listing->json, TEXT("datasets"));
        json_write_array(&listing->json);
    }
    enum status status = catalogue_list(catalogue, list_entry, listing, err);
    if (status != ST_OK) return status;
    if (writer_is_cut(&listing->writer))
        return err_set(err, ST_FULL, "the catalogue has more datasets than can be listed");
    if (listing->is_json) {
        json_write_array_end(&listing->json);
        json_write_object_end(&listing->json);
        say_text(writer_text(&listing->writer));
        say_text(TEXT("\n"));
        return ST_OK;
    }
    uint32_t shown = listing->count < LIST_ROWS ? listing->count : (uint32_t)LIST_ROWS;
    if (shown > 0) say_table(list_columns, COLUMNS, listing->cells, shown);
    else say_note("the catalogue is empty; `argosy data import FILE` fills it");
    if (shown < listing->count) say_format("... and %u more\n", listing->count - shown);
    return ST_OK;
}

enum status data_list(const struct data_options *options, struct err *err)
{
    struct catalogue catalogue;
    struct listing listing = { .is_json = options->is_json };
    struct memory memory, table;
    struct arena arena;
    enum status status = catalogue_init(&catalogue, options->home, err);
    if (status != ST_OK) return status;
    status = memory_reserve(&memory, LIST_BYTES, err);
    if (status != ST_OK) return status;
    size_t size = (size_t)LIST_ROWS * COLUMNS * sizeof(struct text) + 64;
    status = memory_arena(&table, &arena, size, err);
    if (status == ST_OK) {
        listing.cells = ARENA_ARRAY(&arena, struct text, (size_t)LIST_ROWS * COLUMNS);
        ASSERT(listing.cells);
        writer_init(&listing.writer, memory.bytes, memory.size);
        status = list_all(&listing, &catalogue, err);
        memory_release(&table);
    }
    memory_release(&memory);
    return status;
}

/* ---- show ----------------------------------------------------------------------------------- */

static void show_text(const struct dataset *dataset)
{
    char bytes[PAGE_BYTES];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    writer_format(&writer, "name      %s\nsymbol    %s\nsource    %s (%s)\nkind      %s, every ",
                  dataset->name, dataset->symbol, dataset->source, dataset->format,
                  data_kind_name(dataset->kind));
    interval_format(&writer, dataset->interval_ns);
    writer_format(&writer, "\nrows      %llu (%llu repeat their predecessor)\nfrom      ",
                  (unsigned long long)dataset->count, (unsigned long long)dataset->duplicate_count);
    data_format_ts(&writer, dataset, 0);
    writer_format(&writer, "\nto        ");
    data_format_ts(&writer, dataset, dataset->count - 1);
    writer_format(&writer, "\ntick      ");
    data_format_step(&writer, dataset->tick_units, dataset->price_decimals);
    writer_format(&writer, "%s\nlot       ", dataset->is_tick_stated ? "" : " (inferred)");
    data_format_step(&writer, dataset->lot_units, dataset->lot_decimals);
    writer_format(&writer, "\ncolumns  ");
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (dataset->columns[c]) writer_format(&writer, " %s", data_column_name(c));
    writer_format(&writer, "\nhash      %016llx\n", (unsigned long long)dataset->hash);
    say_text(writer_text(&writer));
}

/* One dataset is the object; several are a list in it. Each is said before the next is written. */
static void show_json(const struct source *source)
{
    char bytes[PAGE_BYTES];
    struct writer writer;
    struct json_writer json;
    writer_init(&writer, bytes, sizeof bytes);
    json_write_init(&json, &writer, (struct json_style){ 0 });
    json_write_object(&json);
    if (source->count == 1) data_write_members(&json, &source->datasets[0]);
    else {
        json_write_key(&json, TEXT("datasets"));
        json_write_array(&json);
        for (uint32_t i = 0; i < source->count; i++) {
            json_write_object(&json);
            data_write_members(&json, &source->datasets[i]);
            json_write_object_end(&json);
            say_text(writer_text(&writer));
            writer_init(&writer, bytes, sizeof bytes);
        }
        json_write_array_end(&json);
    }
    json_write_object_end(&json);
    writer_char(&writer, '\n');
    say_text(writer_text(&writer));
}

enum status data_show(const struct data_options *options, struct text name, struct err *err)
{
    struct data_opened opened;
    enum status status = data_open(&opened, options, name, err);
    if (status != ST_OK) return status;
    if (options->is_json) show_json(&opened.source);
    else
        for (uint32_t i = 0; i < opened.source.count; i++) {
            if (i > 0) say_text(TEXT("\n"));
            show_text(&opened.source.datasets[i]);
        }
    data_close(&opened);
    return ST_OK;
}
