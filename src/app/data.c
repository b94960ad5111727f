/* data.c — what changes the catalogue or leaves it: `argosy data import`, `export` and `remove`. */
#include "app/data_open.h"

#include "app/say.h"
#include "format/csv_write.h"
#include "store/catalogue.h"

/* ---- import --------------------------------------------------------------------------------- */

static void tell_import(const char *path, const struct catalogue_import *done)
{
    say_note("%s", path);
    if (done->is_known) say_note("  imported before: skipped");
    data_tell(&done->report);
}

static uint32_t shown_count(const struct catalogue_import *done)
{
    return done->entry_count < CATALOGUE_ENTRIES_SHOWN ? done->entry_count
                                                       : (uint32_t)CATALOGUE_ENTRIES_SHOWN;
}

static void say_import(const struct catalogue_import *done)
{
    uint32_t shown = shown_count(done);
    for (uint32_t i = 0; i < shown; i++)
        say_format("%s%s\n", done->entries[i].name,
                   done->entries[i].is_known ? " (was there)" : "");
    if (shown < done->entry_count) say_format("... and %u more\n", done->entry_count - shown);
}

/* {"datasets": [{"name", "known"}], "count"}: the count is of all, the list of at most
 * CATALOGUE_ENTRIES_SHOWN a file. */
static void say_imports_json(const struct catalogue_import *done, uint32_t file_count)
{
    char bytes[CATALOGUE_ENTRIES_SHOWN * 128];
    struct writer writer;
    struct json_writer json;
    uint64_t count = 0;
    writer_init(&writer, bytes, sizeof bytes);
    json_write_init(&json, &writer, (struct json_style){ 0 });
    json_write_object(&json);
    json_write_key(&json, TEXT("datasets"));
    json_write_array(&json);
    for (uint32_t f = 0; f < file_count; f++) {
        for (uint32_t i = 0; i < shown_count(&done[f]); i++) {
            json_write_object(&json);
            data_write_text(&json, "name", done[f].entries[i].name);
            json_write_key(&json, TEXT("known"));
            json_write_bool(&json, done[f].entries[i].is_known);
            json_write_object_end(&json);
        }
        count += done[f].entry_count;
        say_text(writer_text(&writer));
        writer_init(&writer, bytes, sizeof bytes);
    }
    json_write_array_end(&json);
    data_write_count(&json, "count", count);
    json_write_object_end(&json);
    writer_char(&writer, '\n');
    say_text(writer_text(&writer));
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
        if (status == ST_OK) tell_import(paths[count], &done[count]);
    }
    /* Files before a failing one are in the catalogue; repeating the command skips them. */
    if (options->is_json && status == ST_OK) say_imports_json(done, count);
    for (uint32_t i = 0; i < count && status == ST_OK && !options->is_json; i++)
        say_import(&done[i]);
    memory_release(&memory);
    return status;
}

/* ---- export and remove ---------------------------------------------------------------------- */

/* To a file written aside, or (NULL) to stdout. */
static void write_dataset(struct file_writer *file, const struct dataset *dataset)
{
    static char bytes[1 << 16];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    csv_write_header(dataset, &writer);
    for (uint64_t row = 0; row < dataset->count;) {
        row = csv_write_rows(dataset, &writer, row);
        if (file) file_writer_add(file, writer.bytes, writer.length);
        else say_text(writer_text(&writer));
        writer_init(&writer, bytes, sizeof bytes);
    }
}

static void say_export_json(const struct dataset *dataset, const char *path)
{
    char bytes[2 * FILE_PATH_MAX];
    struct writer writer;
    struct json_writer json;
    writer_init(&writer, bytes, sizeof bytes);
    json_write_init(&json, &writer, (struct json_style){ 0 });
    json_write_object(&json);
    data_write_text(&json, "name", dataset->name);
    data_write_count(&json, "events", dataset->count);
    data_write_text(&json, "out", path);
    json_write_object_end(&json);
    writer_char(&writer, '\n');
    say_text(writer_text(&writer));
}

static enum status export_to_file(const struct data_options *options, const struct dataset *dataset,
                                  struct err *err)
{
    static struct file_writer file;
    char path[FILE_PATH_MAX];
    if (text_format(path, sizeof path, "%.*s", TEXT_ARG(options->out)) >= sizeof path)
        return err_set(err, ST_USAGE, "the path of --out is too long");
    enum status status = file_writer_open(&file, path, options->is_replacing, err);
    if (status != ST_OK) return status;
    write_dataset(&file, dataset);
    status = file_writer_commit(&file, err);
    if (status == ST_OK && options->is_json) say_export_json(dataset, path);
    return status;
}

enum status data_export(const struct data_options *options, struct text name, struct err *err)
{
    struct data_opened opened;
    if (options->is_json && options->out.length == 0)
        return err_set(err, ST_USAGE, "the rows are CSV, not JSON; pass --out FILE with --json");
    enum status status = data_open(&opened, options, name, err);
    if (status != ST_OK) return status;
    if (opened.source.count != 1)
        status = err_set(err, ST_USAGE, "%.*s has %u instruments; pick one with --symbol",
                         TEXT_ARG(name), opened.source.count);
    else if (options->out.length > 0)
        status = export_to_file(options, &opened.source.datasets[0], err);
    else write_dataset(NULL, &opened.source.datasets[0]);
    data_close(&opened);
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
    if (status == ST_OK && options->is_json) say_format("{\"removed\":%u}\n", name_count);
    return status;
}
