#include "app/data.h"

#include "format/csv_write.h"
#include "format/stamp.h"
#include "os/memory.h"
#include "store/catalogue.h"
#include "store/inflate.h"

#include <stdio.h>
#include <string.h>

enum { LINE = 2048 };

/* ---- how things are written ----------------------------------------------------------------- */

/* A JSON string, quoted. */
static void add_quoted(struct writer *writer, const char *text)
{
    writer_char(writer, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') writer_format(writer, "\\%c", c);
        else if (c < 32) writer_format(writer, "\\u%04x", c);
        else writer_char(writer, (char)c);
    }
    writer_char(writer, '"');
}

static void add_interval(struct writer *writer, int64_t ns)
{
    static const struct {
        int64_t ns;
        const char *unit;
    } units[] = { { 7 * DAY_NS, "w" },     { DAY_NS, "d" },    { 3600 * SECOND_NS, "h" },
                  { 60 * SECOND_NS, "m" }, { SECOND_NS, "s" }, { 1000000, "ms" },
                  { 1000, "us" },          { 1, "ns" } };
    for (size_t i = 0; i < sizeof units / sizeof units[0] && ns > 0; i++) {
        if (ns % units[i].ns != 0) continue;
        writer_format(writer, "%lld%s", (long long)(ns / units[i].ns), units[i].unit);
        return;
    }
}

static void add_step(struct writer *writer, int64_t units, uint32_t decimals)
{
    decimal_format(writer, units, decimals, true);
}

static int64_t first_ts(const struct dataset *dataset) { return dataset->columns[COLUMN_TS][0]; }

static int64_t last_ts(const struct dataset *dataset)
{
    return dataset->columns[COLUMN_TS][dataset->count - 1];
}

/* The fields of `data check` that say what a dataset is, then more. */
static void add_dataset_json(struct writer *writer, const struct dataset *dataset)
{
    writer_format(writer, "{\"name\": ");
    add_quoted(writer, dataset->name);
    writer_format(writer, ", \"source\": ");
    add_quoted(writer, dataset->source);
    writer_format(writer, ", \"format\": ");
    add_quoted(writer, dataset->format);
    writer_format(writer, ", \"instrument\": ");
    add_quoted(writer, dataset->symbol);
    writer_format(writer, ", \"kind\": \"%s\", \"events\": %llu, \"from\": \"",
                  data_kind_name(dataset->kind), (unsigned long long)dataset->count);
    stamp_format(writer, first_ts(dataset));
    writer_format(writer, "\", \"to\": \"");
    stamp_format(writer, last_ts(dataset));
    writer_format(writer, "\", \"interval\": \"");
    add_interval(writer, dataset->interval_ns);
    writer_format(writer, "\", \"tick\": \"");
    add_step(writer, dataset->tick_units, dataset->price_decimals);
    writer_format(writer, "\", \"tick_stated\": %s, \"lot\": \"",
                  dataset->is_tick_stated ? "true" : "false");
    add_step(writer, dataset->lot_units, dataset->lot_decimals);
    writer_format(writer,
                  "\", \"generated\": %s, \"duplicates\": %llu, \"hash\": \"%016llx\", "
                  "\"columns\": [",
                  dataset->is_generated ? "true" : "false",
                  (unsigned long long)dataset->duplicate_count, (unsigned long long)dataset->hash);
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (dataset->columns[c])
            writer_format(writer, "%s\"%s\"", c ? ", " : "", data_column_name(c));
    writer_format(writer, "]}");
}

static void print(const struct writer *writer) { fputs(writer->bytes, stdout); }

/* ---- import --------------------------------------------------------------------------------- */

static void tell_import(const struct data_options *options, const char *path,
                        const struct catalogue_import *done)
{
    if (options->is_quiet) return;
    fprintf(stderr, "%s\n", path);
    if (done->is_known) fprintf(stderr, "  imported before: skipped\n");
    struct text rest = { done->report.text, done->report.length };
    while (rest.length > 0) {
        struct text line = text_cut(&rest, '\n');
        fprintf(stderr, "  %.*s\n", TEXT_ARG(line));
    }
}

static void print_import(const struct data_options *options, const struct catalogue_import *done,
                         bool is_first)
{
    uint32_t shown = done->entry_count < CATALOGUE_ENTRIES_SHOWN
                         ? done->entry_count
                         : (uint32_t)CATALOGUE_ENTRIES_SHOWN;
    for (uint32_t i = 0; i < shown; i++) {
        const struct catalogue_entry *entry = &done->entries[i];
        if (options->is_json)
            printf("%s{\"name\": \"%s\", \"known\": %s}", is_first && i == 0 ? "" : ", ",
                   entry->name, entry->is_known ? "true" : "false");
        else printf("%s%s\n", entry->name, entry->is_known ? " (was there)" : "");
    }
    if (shown < done->entry_count && !options->is_json)
        printf("... and %u more\n", done->entry_count - shown);
}

enum status data_import(const struct data_options *options, const char *const *paths,
                        uint32_t path_count, struct err *err)
{
    struct catalogue catalogue;
    enum status status = catalogue_init(&catalogue, options->home, err);
    if (status != ST_OK) return status;
    if (path_count == 0) return err_set(err, ST_USAGE, "name the files to import");
    if (options->name.length > 0 && path_count > 1)
        return err_set(err, ST_USAGE, "--name names one file; import the others without it");
    struct memory memory;
    struct arena arena;
    status = memory_arena(&memory, &arena,
                          (size_t)path_count * sizeof(struct catalogue_import) + 4096, err);
    if (status != ST_OK) return status;
    struct catalogue_import *done = ARENA_ARRAY(&arena, struct catalogue_import, path_count);
    ASSERT(done);
    uint32_t count = 0;
    for (; count < path_count && status == ST_OK; count++) {
        status = catalogue_add(&catalogue, &done[count], text_from(paths[count]), options->name,
                               &options->import, err);
        if (status == ST_OK) tell_import(options, paths[count], &done[count]);
    }
    /* Files before a failing one are in the catalogue; repeating the command skips them. */
    if (options->is_json && status == ST_OK) printf("{\"datasets\": [");
    bool is_first = true;
    for (uint32_t i = 0; i < count && (status == ST_OK || (!options->is_json && i + 1 < count));
         i++) {
        print_import(options, &done[i], is_first);
        is_first = is_first && done[i].entry_count == 0;
    }
    if (options->is_json && status == ST_OK) printf("]}\n");
    memory_release(&memory);
    return status;
}

/* ---- list and show -------------------------------------------------------------------------- */

struct listing {
    bool is_json;
    uint32_t count;
};

static void print_row(const struct dataset *dataset)
{
    char bytes[LINE];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    writer_format(&writer, "%-32s %-10s %10llu  ", dataset->name, data_kind_name(dataset->kind),
                  (unsigned long long)dataset->count);
    stamp_format(&writer, first_ts(dataset));
    writer_format(&writer, "  ");
    stamp_format(&writer, last_ts(dataset));
    writer_format(&writer, "  ");
    add_interval(&writer, dataset->interval_ns);
    writer_format(&writer, "%s\n", dataset->is_generated ? "  generated" : "");
    print(&writer);
}

static enum status print_entry(void *data, const char *name, const struct column_file *file,
                               const struct err *fault)
{
    struct listing *listing = data;
    if (!file) {
        fprintf(stderr, "%s: %s\n", name, fault->text);
        return ST_OK;
    }
    struct dataset dataset = file->dataset;
    text_format(dataset.name, sizeof dataset.name, "%s", name);
    if (!listing->is_json) {
        if (listing->count == 0)
            printf("%-32s %-10s %10s  %-20s  %-20s  %s\n", "name", "kind", "rows", "first", "last",
                   "every");
        print_row(&dataset);
    } else {
        char bytes[LINE];
        struct writer writer;
        writer_init(&writer, bytes, sizeof bytes);
        if (listing->count > 0) writer_format(&writer, ", ");
        add_dataset_json(&writer, &dataset);
        print(&writer);
    }
    listing->count++;
    return ST_OK;
}

enum status data_list(const struct data_options *options, struct err *err)
{
    struct catalogue catalogue;
    struct listing listing = { .is_json = options->is_json };
    enum status status = catalogue_init(&catalogue, options->home, err);
    if (status != ST_OK) return status;
    if (options->is_json) printf("{\"datasets\": [");
    status = catalogue_list(&catalogue, print_entry, &listing, err);
    if (options->is_json) printf("]}\n");
    else if (listing.count == 0 && status == ST_OK)
        fprintf(stderr, "the catalogue is empty; `argosy data import FILE` fills it\n");
    return status;
}

/* A source of one or more datasets and the memory it lies in. */
struct opened {
    struct source source;
    struct memory memory;
};

static enum status open_source(struct opened *opened, const struct data_options *options,
                               struct text name, struct err *err)
{
    struct arena arena;
    *opened = (struct opened){ 0 };
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

static void close_source(struct opened *opened)
{
    source_close(&opened->source);
    memory_release(&opened->memory);
}

static void print_dataset(const struct dataset *dataset)
{
    char bytes[LINE];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    writer_format(&writer, "name      %s\nsymbol    %s\nsource    %s (%s)\nkind      %s, every ",
                  dataset->name, dataset->symbol, dataset->source, dataset->format,
                  data_kind_name(dataset->kind));
    add_interval(&writer, dataset->interval_ns);
    writer_format(&writer, "\nrows      %llu (%llu repeat their predecessor)\nfrom      ",
                  (unsigned long long)dataset->count, (unsigned long long)dataset->duplicate_count);
    stamp_format(&writer, first_ts(dataset));
    writer_format(&writer, "\nto        ");
    stamp_format(&writer, last_ts(dataset));
    writer_format(&writer, "\ntick      ");
    add_step(&writer, dataset->tick_units, dataset->price_decimals);
    writer_format(&writer, "%s\nlot       ", dataset->is_tick_stated ? "" : " (inferred)");
    add_step(&writer, dataset->lot_units, dataset->lot_decimals);
    writer_format(&writer, "\ncolumns  ");
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (dataset->columns[c]) writer_format(&writer, " %s", data_column_name(c));
    writer_format(&writer, "\nhash      %016llx\n", (unsigned long long)dataset->hash);
    print(&writer);
}

enum status data_show(const struct data_options *options, struct text name, struct err *err)
{
    struct opened opened;
    enum status status = open_source(&opened, options, name, err);
    if (status != ST_OK) return status;
    bool is_several = opened.source.count > 1;
    if (options->is_json && is_several) printf("{\"datasets\": [");
    for (uint32_t i = 0; i < opened.source.count; i++) {
        const struct dataset *dataset = &opened.source.datasets[i];
        if (!options->is_json) {
            if (i > 0) printf("\n");
            print_dataset(dataset);
            continue;
        }
        char bytes[LINE];
        struct writer writer;
        writer_init(&writer, bytes, sizeof bytes);
        if (i > 0) writer_format(&writer, ", ");
        add_dataset_json(&writer, dataset);
        print(&writer);
    }
    if (options->is_json) printf(is_several ? "]}\n" : "\n");
    close_source(&opened);
    return ST_OK;
}

/* ---- export and remove ---------------------------------------------------------------------- */

/* Where exported text goes: a file written aside, or stdout. */
struct outlet {
    struct file_writer *file; /* NULL: stdout */
    bool is_broken;
};

static void outlet_add(struct outlet *outlet, const struct writer *writer)
{
    if (outlet->file) file_writer_add(outlet->file, writer->bytes, writer->length);
    else if (fwrite(writer->bytes, 1, writer->length, stdout) != writer->length)
        outlet->is_broken = true;
}

static enum status write_dataset(struct outlet *outlet, const struct dataset *dataset,
                                 struct err *err)
{
    static char bytes[1 << 16];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    csv_write_header(dataset, &writer);
    for (uint64_t row = 0; row < dataset->count && !outlet->is_broken;) {
        row = csv_write_rows(dataset, &writer, row);
        outlet_add(outlet, &writer);
        writer_init(&writer, bytes, sizeof bytes);
    }
    if (!outlet->file && fflush(stdout) != 0) outlet->is_broken = true;
    return outlet->is_broken ? err_set(err, ST_IO, "stdout takes no more") : ST_OK;
}

enum status data_export(const struct data_options *options, struct text name, struct err *err)
{
    static struct file_writer file;
    struct opened opened;
    struct outlet outlet = { 0 };
    enum status status = open_source(&opened, options, name, err);
    if (status != ST_OK) return status;
    if (opened.source.count != 1)
        status = err_set(err, ST_USAGE, "%.*s has %u instruments; pick one with --symbol",
                         TEXT_ARG(name), opened.source.count);
    if (status == ST_OK && options->out.length > 0) {
        char path[FILE_PATH_MAX];
        text_format(path, sizeof path, "%.*s", TEXT_ARG(options->out));
        status = file_writer_open(&file, path, options->is_replacing, err);
        if (status == ST_EXISTS) status = ST_CREATE;
        outlet.file = &file;
    }
    if (status == ST_OK) status = write_dataset(&outlet, &opened.source.datasets[0], err);
    if (status == ST_OK && outlet.file) status = file_writer_commit(&file, err);
    close_source(&opened);
    return status;
}

enum status data_remove(const struct data_options *options, const char *const *names,
                        uint32_t name_count, struct err *err)
{
    struct catalogue catalogue;
    struct err fault;
    enum status status = catalogue_init(&catalogue, options->home, err);
    if (status == ST_OK && name_count == 0)
        status = err_set(err, ST_USAGE, "name the datasets to remove");
    /* A refused command has changed nothing: all names are looked up before the first goes. */
    for (uint32_t i = 0; i < name_count && status == ST_OK; i++) {
        struct column_file file;
        if (catalogue_has(&catalogue, text_from(names[i]))) continue;
        status = catalogue_open(&catalogue, &file, text_from(names[i]), false, err);
        ASSERT(status != ST_OK);
    }
    for (uint32_t i = 0; i < name_count && status == ST_OK; i++)
        if (catalogue_remove(&catalogue, text_from(names[i]), &fault) != ST_OK)
            status = err_set(err, fault.status, "%s", fault.text);
    if (status == ST_OK && options->is_json) printf("{\"removed\": %u}\n", name_count);
    return status;
}
