#include "store/catalogue.h"

#include "os/memory.h"
#include "store/inflate.h"

#include <string.h>

enum { NEAREST = 3, EDITS_MAX = 8, GROUP_MAX = 4096 };

enum status catalogue_init(struct catalogue *catalogue, struct text home, struct err *err)
{
    size_t length =
        text_format(catalogue->folder, sizeof catalogue->folder, "%.*s/data", TEXT_ARG(home));
    if (length + 128 < sizeof catalogue->folder) return ST_OK;
    return err_set(err, ST_USAGE, "the path of the home folder is too long");
}

static void entry_path(const struct catalogue *catalogue, struct text name, char *path)
{
    text_format(path, FILE_PATH_MAX, "%s/%.*s%s", catalogue->folder, TEXT_ARG(name),
                COLUMN_FILE_ENDING);
}

/* What source_name makes: no separator, no dot in front. */
static bool is_name(struct text name)
{
    if (name.length == 0 || name.length >= 64 || name.bytes[0] == '.') return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (!is_plain) return false;
    }
    return true;
}

bool catalogue_has(const struct catalogue *catalogue, struct text name)
{
    char path[FILE_PATH_MAX];
    if (!is_name(name)) return false;
    entry_path(catalogue, name, path);
    return file_exists(path);
}

/* ---- names ---------------------------------------------------------------------------------- */

/* A walk over the names, each without its ending. */
struct walk {
    const struct catalogue *catalogue;
    enum status (*visit)(void *data, const char *name, const struct column_file *file,
                         const struct err *fault);
    void *data;
};

static enum status visit_entry(void *data, const char *file_name, struct err *err)
{
    struct walk *walk = data;
    struct text name = text_from(file_name), ending = TEXT(COLUMN_FILE_ENDING);
    if (!text_ends(name, ending)) return ST_OK;
    name.length -= ending.length;
    if (!is_name(name)) return ST_OK;
    char path[FILE_PATH_MAX], bytes[64];
    struct column_file file;
    struct err fault;
    entry_path(walk->catalogue, name, path);
    text_format(bytes, sizeof bytes, "%.*s", TEXT_ARG(name));
    if (column_file_open(&file, path, false, &fault) != ST_OK)
        return walk->visit(walk->data, bytes, NULL, &fault);
    enum status status = walk->visit(walk->data, bytes, &file, NULL);
    column_file_close(&file);
    (void)err;
    return status;
}

enum status catalogue_list(const struct catalogue *catalogue,
                           enum status (*visit)(void *data, const char *name,
                                                const struct column_file *file,
                                                const struct err *fault),
                           void *data, struct err *err)
{
    struct walk walk = { catalogue, visit, data };
    return file_list(catalogue->folder, visit_entry, &walk, err);
}

struct nearest {
    struct text wanted;
    uint32_t edits[NEAREST];
    char names[NEAREST][64];
};

static enum status visit_nearest(void *data, const char *name, const struct column_file *file,
                                 const struct err *fault)
{
    struct nearest *nearest = data;
    (void)file;
    (void)fault;
    uint32_t edits = text_distance(text_from(name), nearest->wanted, EDITS_MAX);
    for (int i = 0; i < NEAREST; i++) {
        if (edits >= nearest->edits[i]) continue;
        for (int j = NEAREST - 1; j > i; j--) {
            nearest->edits[j] = nearest->edits[j - 1];
            memcpy(nearest->names[j], nearest->names[j - 1], sizeof nearest->names[j]);
        }
        nearest->edits[i] = edits;
        text_format(nearest->names[i], sizeof nearest->names[i], "%s", name);
        break;
    }
    return ST_OK;
}

static enum status refuse_name(const struct catalogue *catalogue, struct text name, struct err *err)
{
    struct nearest nearest = { .wanted = name, .edits = { EDITS_MAX, EDITS_MAX, EDITS_MAX } };
    struct err ignored;
    enum status status = catalogue_list(catalogue, visit_nearest, &nearest, &ignored);
    char list[256];
    struct writer writer;
    writer_init(&writer, list, sizeof list);
    for (int i = 0; i < NEAREST && status == ST_OK && nearest.names[i][0]; i++)
        writer_format(&writer, "%s%s", i ? ", " : "; nearest: ", nearest.names[i]);
    return err_set(err, ST_ABSENT,
                   "there is no dataset and no file named \"%.*s\"%s; `argosy data list` shows "
                   "them all",
                   TEXT_ARG(name), list);
}

/* ---- open and remove ------------------------------------------------------------------------ */

enum status catalogue_open(const struct catalogue *catalogue, struct column_file *file,
                           struct text name, bool is_verified, struct err *err)
{
    char path[FILE_PATH_MAX];
    *file = (struct column_file){ 0 };
    if (!catalogue_has(catalogue, name)) return refuse_name(catalogue, name, err);
    entry_path(catalogue, name, path);
    return column_file_open(file, path, is_verified, err);
}

enum status catalogue_remove(const struct catalogue *catalogue, struct text name, struct err *err)
{
    char path[FILE_PATH_MAX];
    if (!catalogue_has(catalogue, name)) return refuse_name(catalogue, name, err);
    entry_path(catalogue, name, path);
    return file_remove(path, err);
}

/* ---- add ------------------------------------------------------------------------------------ */

struct group {
    struct catalogue_import *done;
    uint64_t source_hash;
    uint64_t count; /* how many datasets of this source are there */
    uint64_t whole; /* how many there should be */
    struct text name;
};

static void note_entry(struct catalogue_import *done, const char *name, bool is_known)
{
    if (done->entry_count < CATALOGUE_ENTRIES_SHOWN) {
        struct catalogue_entry *entry = &done->entries[done->entry_count];
        text_format(entry->name, sizeof entry->name, "%s", name);
        entry->is_known = is_known;
    }
    done->entry_count++;
}

static enum status visit_group(void *data, const char *name, const struct column_file *file,
                               const struct err *fault)
{
    struct group *group = data;
    (void)fault;
    if (!file || file->origin.source_hash != group->source_hash) return ST_OK;
    if (group->name.length > 0 && !text_starts(text_from(name), group->name)) return ST_OK;
    group->count++;
    group->whole = file->origin.group_count;
    note_entry(group->done, name, true);
    return ST_OK;
}

/* Whether a dataset of that name came from the same import; ST_EXISTS: from another. */
static enum status check_taken(const struct catalogue *catalogue, const struct dataset *dataset,
                               uint64_t hash, bool *is_known, struct err *err)
{
    char path[FILE_PATH_MAX];
    struct column_file file;
    *is_known = false;
    if (!catalogue_has(catalogue, text_from(dataset->name))) return ST_OK;
    entry_path(catalogue, text_from(dataset->name), path);
    enum status status = column_file_open(&file, path, false, err);
    if (status != ST_OK) return status;
    *is_known = file.origin.source_hash == hash;
    if (!*is_known)
        status = err_set(err, ST_EXISTS,
                         "the dataset %s is there already, from %s; remove it or pass --name",
                         dataset->name, file.dataset.source);
    column_file_close(&file);
    return status;
}

static enum status write_entry(const struct catalogue *catalogue, const struct dataset *dataset,
                               struct column_origin origin, struct file_writer *writer,
                               struct err *err)
{
    char path[FILE_PATH_MAX];
    entry_path(catalogue, text_from(dataset->name), path);
    enum status status = column_file_write(writer, path, dataset, origin, err);
    if (status != ST_OK) return status;
    return file_writer_commit(writer, err);
}

/* Writes every dataset; one that fails takes those written before it away again. */
static enum status write_all(const struct catalogue *catalogue, struct catalogue_import *done,
                             const struct source *source, uint64_t hash, struct file_writer *writer,
                             bool *is_written, struct err *err)
{
    struct column_origin origin = { hash, source->count };
    enum status status = ST_OK;
    uint32_t i = 0;
    for (; i < source->count && status == ST_OK; i++) {
        bool is_known;
        status = check_taken(catalogue, &source->datasets[i], hash, &is_known, err);
        is_written[i] = status == ST_OK && !is_known;
    }
    if (status != ST_OK) return status;
    for (i = 0; i < source->count && status == ST_OK; i++)
        if (is_written[i])
            status = write_entry(catalogue, &source->datasets[i], origin, writer, err);
    for (uint32_t j = 0; j < source->count && status == ST_OK; j++)
        note_entry(done, source->datasets[j].name, !is_written[j]);
    for (uint32_t j = 0; j + 1 < i && status != ST_OK; j++) {
        char path[FILE_PATH_MAX];
        struct err ignored;
        entry_path(catalogue, text_from(source->datasets[j].name), path);
        if (is_written[j] && file_remove(path, &ignored) != ST_OK) err_add(err, "%s stays", path);
    }
    return status;
}

static enum status name_datasets(struct source *source, struct text name, struct err *err)
{
    for (uint32_t i = 0; i < source->count; i++) {
        struct dataset *dataset = &source->datasets[i];
        char bytes[128];
        if (name.length > 0)
            text_format(bytes, sizeof bytes, source->has_symbols ? "%.*s-%s" : "%.*s",
                        TEXT_ARG(name), dataset->symbol);
        else text_format(bytes, sizeof bytes, "%s", dataset->name);
        for (char *at = bytes; *at; at++)
            if (*at == '/' || *at == ' ' || *at == ':') *at = '-';
        if (!is_name(text_from(bytes)))
            return err_set(err, ST_USAGE,
                           "\"%s\" cannot name a dataset; pass --name with letters, digits, - _ .",
                           bytes);
        text_format(dataset->name, sizeof dataset->name, "%s", bytes);
    }
    return ST_OK;
}

static enum status add_with(const struct catalogue *catalogue, struct catalogue_import *done,
                            struct arena *arena, struct text path, struct text name, uint64_t hash,
                            const struct import_options *options, struct err *err)
{
    struct source source;
    struct file_writer *writer = ARENA_NEW(arena, struct file_writer);
    enum status status = source_import(&source, arena, path, options, err);
    if (status != ST_OK) return status;
    bool *is_written = ARENA_ARRAY(arena, bool, source.count);
    if (!writer || !is_written) return err_set(err, ST_FULL, "there is not enough memory");
    done->report = source.report;
    done->entry_count = 0;
    status = name_datasets(&source, name, err);
    if (status != ST_OK) return status;
    status = file_make_folders(catalogue->folder, err);
    if (status != ST_OK) return status;
    return write_all(catalogue, done, &source, hash, writer, is_written, err);
}

enum status catalogue_add(const struct catalogue *catalogue, struct catalogue_import *done,
                          struct text path, struct text name, const struct import_options *options,
                          struct err *err)
{
    *done = (struct catalogue_import){ 0 };
    struct group group = { .done = done, .name = name };
    enum status status = source_hash(&group.source_hash, path, options, err);
    if (status != ST_OK) return status;
    status = catalogue_list(catalogue, visit_group, &group, err);
    if (status != ST_OK) return status;
    done->is_known = group.count > 0 && group.count == group.whole;
    if (done->is_known) return ST_OK;

    struct memory memory;
    struct arena arena;
    status = memory_arena(&memory, &arena, format_arena_bytes(INFLATE_MAX), err);
    if (status != ST_OK) return status;
    status = add_with(catalogue, done, &arena, path, name, group.source_hash, options, err);
    memory_release(&memory);
    return status;
}
