#include "store/source.h"

#include "base/hash.h"
#include "format/generate.h"
#include "store/catalogue.h"
#include "store/inflate.h"

#include <string.h>

/* A path of two parts: a file, and the member of the archive it is. */
struct place {
    char path[FILE_PATH_MAX];
    struct text member; /* empty: the file itself */
};

static enum status place_parse(struct place *place, struct text text, struct err *err)
{
    struct text rest = text;
    place->member = (struct text){ 0 };
    if (text.length >= sizeof place->path)
        return err_set(err, ST_USAGE, "the path %.80s... is too long", text.bytes);
    text_format(place->path, sizeof place->path, "%.*s", TEXT_ARG(text));
    if (file_exists(place->path) || !memchr(text.bytes, '!', text.length)) return ST_OK;
    struct text path = text_cut(&rest, '!');
    text_format(place->path, sizeof place->path, "%.*s", TEXT_ARG(path));
    place->member = rest;
    if (rest.length == 0)
        return err_set(err, ST_USAGE, "%.*s: name the member behind the !", TEXT_ARG(text));
    return ST_OK;
}

void source_name(char *name, size_t capacity, struct text path)
{
    static const char *const endings[] = { ".gz", ".zst", ".csv", ".txt", ".tsv", ".json", ".dat" };
    for (size_t i = path.length; i > 0; i--) {
        if (path.bytes[i - 1] != '/' && path.bytes[i - 1] != '!') continue;
        path = (struct text){ path.bytes + i, path.length - i };
        break;
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        struct text ending = text_from(endings[i]);
        if (path.length > ending.length && text_ends(path, ending)) path.length -= ending.length;
    }
    text_format(name, capacity, "%.*s", TEXT_ARG(path));
    for (char *at = name; *at; at++) {
        bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                        (*at >= '0' && *at <= '9') || (*at == '.' && at > name) || *at == '_';
        if (!is_plain) *at = '-';
    }
}

/* ---- a file's bytes ------------------------------------------------------------------------- */

/* A file opened down to plain bytes; released by file_bytes_close. */
struct file_bytes {
    struct file_map map;
    struct plain member;
    struct plain plain;
};

static void file_bytes_close(struct file_bytes *bytes)
{
    plain_release(&bytes->plain);
    plain_release(&bytes->member);
    file_map_close(&bytes->map);
}

static enum status file_bytes_open(struct file_bytes *bytes, struct text path, struct err *err)
{
    *bytes = (struct file_bytes){ 0 };
    struct place place;
    enum status status = place_parse(&place, path, err);
    if (status != ST_OK) return status;
    status = file_map_open(&bytes->map, place.path, err);
    if (status != ST_OK) return status;
    struct text found = { (const char *)bytes->map.bytes, bytes->map.size };
    if (place.member.length > 0) {
        if (!zip_sniff(found)) status = err_set(err, ST_DATA, "it is no zip archive or wheel");
        else status = zip_inflate(&bytes->member, found, place.member, err);
        found = bytes->member.bytes;
    } else if (zip_sniff(found)) {
        status = err_set(err, ST_USAGE, "it is an archive; name a member behind a !");
    }
    if (status == ST_OK) status = inflate_any(&bytes->plain, found, err);
    if (status == ST_OK) return ST_OK;
    err_add(err, "%.*s", TEXT_ARG(path));
    file_bytes_close(bytes);
    return status;
}

static uint64_t hash_text(uint64_t hash, struct text text)
{
    return hash_bytes(hash, text.bytes ? text.bytes : "", text.length);
}

enum status source_hash(uint64_t *hash, struct text path, const struct import_options *options,
                        struct err *err)
{
    struct place place;
    struct file_map map;
    enum status status = place_parse(&place, path, err);
    if (status != ST_OK) return status;
    status = file_map_open(&map, place.path, err);
    if (status != ST_OK) return status;
    uint64_t value = hash_text(1, (struct text){ (const char *)map.bytes, map.size });
    file_map_close(&map);
    value = hash_text(value, place.member);
    value = hash_text(value, options->format);
    value = hash_text(value, options->header);
    value = hash_text(value, options->symbol);
    value = hash_text(value, options->tick);
    value = hash_text(value, options->lot);
    value = hash_text(value, options->zone);
    value = hash_word(value, options->is_end_stamped | (uint64_t)options->is_negative_allowed << 1 |
                                 (uint64_t)options->is_skipping_bad_rows << 2);
    *hash = value;
    return ST_OK;
}

enum status source_import(struct source *out, struct arena *arena, struct text path,
                          const struct import_options *options, struct err *err)
{
    struct file_bytes bytes;
    *out = (struct source){ 0 };
    enum status status = file_bytes_open(&bytes, path, err);
    if (status != ST_OK) return status;
    struct import_options named = *options;
    struct import *import = ARENA_NEW(arena, struct import);
    named.name = path;
    if (!import) status = err_set(err, ST_FULL, "there is not enough memory to import");
    else status = format_decode(import, arena, bytes.plain.bytes, &named, err);
    if (status == ST_OK) {
        out->datasets = import->datasets;
        out->lines = import->lines;
        out->count = import->count;
        out->has_symbols = import->has_symbols;
        out->report = import->report;
        /* A symbol finds room behind the name. */
        char name[sizeof out->datasets->name];
        source_name(name, out->has_symbols ? sizeof name - SYMBOL_MAX : sizeof name, path);
        for (uint32_t i = 0; i < out->count; i++) {
            struct dataset *dataset = &out->datasets[i];
            text_format(dataset->source, sizeof dataset->source, "%.*s",
                        TEXT_ARG(options->source.length > 0 ? options->source : path));
            text_format(dataset->name, sizeof dataset->name, out->has_symbols ? "%s-%s" : "%s",
                        name, dataset->symbol);
            if (dataset->symbol[0] == 0)
                text_format(dataset->symbol, sizeof dataset->symbol, "%s", name);
        }
    }
    file_bytes_close(&bytes);
    return status;
}

/* ---- --data --------------------------------------------------------------------------------- */

static enum status open_generated(struct source *out, struct arena *arena,
                                  const struct source_request *request, struct err *err)
{
    struct generate_params params = generate_defaults(request->seed);
    out->datasets = ARENA_NEW(arena, struct dataset);
    if (!out->datasets) return err_set(err, ST_FULL, "there is not enough memory for a market");
    out->count = 1;
    return generate_market(out->datasets, arena, &params, err);
}

static enum status open_named(struct source *out, struct arena *arena,
                              const struct catalogue *catalogue, struct text name,
                              const struct source_request *request, struct err *err)
{
    enum status status = catalogue_open(catalogue, &out->file, name, !request->is_unverified, err);
    if (status != ST_OK) return status;
    out->datasets = ARENA_NEW(arena, struct dataset);
    if (!out->datasets) {
        column_file_close(&out->file);
        return err_set(err, ST_FULL, "there is not enough memory for a dataset");
    }
    *out->datasets = out->file.dataset;
    out->count = 1;
    return ST_OK;
}

enum status source_open(struct source *out, struct arena *arena,
                        const struct source_request *request, struct err *err)
{
    struct catalogue catalogue;
    struct text text = request->source;
    *out = (struct source){ 0 };
    enum status status = catalogue_init(&catalogue, request->home, err);
    if (status != ST_OK) return status;
    if (text_equal(text, TEXT("demo"))) {
        if (catalogue_has(&catalogue, TEXT(SOURCE_DEMO_NAME)))
            return open_named(out, arena, &catalogue, TEXT(SOURCE_DEMO_NAME), request, err);
        return open_generated(out, arena, request, err);
    }
    if (catalogue_has(&catalogue, text))
        return open_named(out, arena, &catalogue, text, request, err);
    char path[FILE_PATH_MAX];
    bool is_path = memchr(text.bytes, '/', text.length) || memchr(text.bytes, '!', text.length);
    if (text_format(path, sizeof path, "%.*s", TEXT_ARG(text)) < sizeof path && file_exists(path))
        is_path = true;
    if (is_path) return source_import(out, arena, text, &request->options, err);
    return catalogue_open(&catalogue, &out->file, text, true, err);
}

void source_close(struct source *source)
{
    column_file_close(&source->file);
    *source = (struct source){ 0 };
}
