#include "app/header.h"

#include "app/nearest.h"
#include "domain/dataset.h"
#include "format/csv_layout.h"
#include "os/file.h"
#include "os/yaml.h"

#include <string.h>

enum { MAP_BYTES = 1 << 14 };

bool header_is_inline(struct text given)
{
    struct text rest = given, name = text_cut(&rest, '=');
    return name.length < given.length && !memchr(name.bytes, '/', name.length);
}

static enum status refuse_key(const struct yaml_node *node, struct err *err)
{
    const char *names[COLUMN_COUNT + 4] = { 0 };
    char hint[256];
    uint32_t count = 0;
    for (; count < COLUMN_COUNT; count++) names[count] = data_column_name(count);
    names[count++] = "date";
    names[count++] = "clock";
    names[count++] = "symbol";
    return yaml_refuse(node, err, "it is no column of ours%s",
                       nearest_hint(node->key, names, hint, sizeof hint));
}

/* One column a line, which is what import_options.header takes besides the inline form. */
static enum status write_map(struct writer *writer, const struct yaml *yaml, struct err *err)
{
    enum status status = yaml_expect(yaml->root, YAML_MAPPING, err);
    if (status != ST_OK) return status;
    if (yaml->root->count == 0)
        return err_set(err, ST_CONFIG, "%s: it names no column; write `ts: NAME`, a column a line",
                       yaml->name);
    for (const struct yaml_node *node = yaml->root->first; node; node = node->next) {
        struct text column;
        if (!csv_is_own_name(node->key)) return refuse_key(node, err);
        status = yaml_text(node, &column, err);
        if (status != ST_OK) return status;
        if (yaml_is_null(node) || memchr(column.bytes, '\n', column.length))
            return yaml_refuse(node, err, "it names no column of the file");
        writer_format(writer, "%.*s=%.*s\n", TEXT_ARG(node->key), TEXT_ARG(column));
    }
    if (writer_is_cut(writer))
        return err_set(err, ST_CONFIG, "%s: it is longer than %d bytes", yaml->name, MAP_BYTES);
    return ST_OK;
}

enum status header_read(struct text *map, struct arena *arena, struct text given, struct err *err)
{
    if (given.length == 0 || header_is_inline(given)) {
        *map = given;
        return ST_OK;
    }
    char *path = ARENA_ARRAY(arena, char, FILE_PATH_MAX);
    char *bytes = ARENA_ARRAY(arena, char, MAP_BYTES);
    if (!path || !bytes) return err_set(err, ST_FULL, "there is not enough memory");
    if (text_format(path, FILE_PATH_MAX, "%.*s", TEXT_ARG(given)) >= FILE_PATH_MAX)
        return err_set(err, ST_USAGE, "the path of the header map is too long");
    struct file_map file;
    enum status status = file_map_open(&file, path, err);
    if (status != ST_OK) return status;
    struct text text = { file.bytes ? (const char *)file.bytes : "", file.size };
    struct writer writer;
    struct yaml yaml;
    writer_init(&writer, bytes, MAP_BYTES);
    status = yaml_parse(&yaml, arena, path, text, NULL, NULL, err);
    if (status == ST_OK) status = write_map(&writer, &yaml, err);
    file_map_close(&file);
    if (status == ST_OK) *map = writer_text(&writer);
    return status;
}
