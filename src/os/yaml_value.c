#include "os/yaml.h"
#include "base/decimal.h"
#include "base/number.h"

#include <string.h>

struct yaml_asked {
    const char *key;
    struct yaml_asked *next;
};

static void remember(struct yaml_node *mapping, const char *key)
{
    for (const struct yaml_asked *asked = mapping->asked; asked; asked = asked->next)
        if (strcmp(asked->key, key) == 0) return;
    struct yaml_asked *asked = ARENA_NEW(mapping->yaml->arena, struct yaml_asked);
    if (!asked) return; /* only a hint is lost */
    *asked = (struct yaml_asked){ key, mapping->asked };
    mapping->asked = asked;
}

struct yaml_node *yaml_find(struct yaml_node *mapping, const char *key)
{
    if (!mapping) return NULL;
    ASSERT(mapping->kind == YAML_MAPPING);
    remember(mapping, key);
    for (struct yaml_node *node = mapping->first; node; node = node->next) {
        if (!text_equal(node->key, text_from(key))) continue;
        node->is_used = true;
        return node;
    }
    return NULL;
}

/* The node behind this one in the order of the text, below `top`. */
static struct yaml_node *walk(const struct yaml_node *top, const struct yaml_node *node,
                              bool is_descending)
{
    if (is_descending && node->first) return node->first;
    for (; node != top; node = node->parent) {
        ASSERT(node);
        if (node->next) return node->next;
    }
    return NULL;
}

void yaml_use(struct yaml_node *top)
{
    for (struct yaml_node *node = top; node; node = walk(top, node, true)) node->is_used = true;
}

bool yaml_is_null(const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR || node->is_quoted) return false;
    return node->text.length == 0 || text_equal(node->text, TEXT("~")) ||
           text_equal(node->text, TEXT("null"));
}

/* ---- faults -----------------------------------------------------------------------------------
 */

/* "data[2].source": the keys and places from the root down. */
static void add_path(struct writer *writer, const struct yaml_node *node)
{
    const struct yaml_node *way[YAML_DEPTH_MAX + 1];
    uint32_t count = 0;
    for (; node->parent; node = node->parent) way[count++] = node;
    for (uint32_t i = count; i-- > 0;) {
        if (way[i]->parent->kind == YAML_MAPPING) {
            if (i + 1 < count) writer_char(writer, '.');
            writer_add(writer, way[i]->key);
            continue;
        }
        uint32_t place = 0;
        for (const struct yaml_node *at = way[i]->parent->first; at != way[i]; at = at->next)
            place++;
        writer_format(writer, "[%u]", place);
    }
}

enum status yaml_refuse(const struct yaml_node *node, struct err *err, const char *format, ...)
{
    char path[200], story[600];
    struct writer writer;
    va_list args;
    writer_init(&writer, path, sizeof path);
    add_path(&writer, node);
    writer_init(&writer, story, sizeof story);
    va_start(args, format);
    writer_vformat(&writer, format, args);
    va_end(args);
    return err_set(err, ST_CONFIG, "%s:%u: %s%s%s", node->yaml->name, node->line, path,
                   path[0] ? ": " : "", story);
}

const struct yaml_node *yaml_unknown(const struct yaml *yaml, const struct yaml_node *last)
{
    const struct yaml_node *node = last ? walk(yaml->root, last, false) : yaml->root;
    for (; node; node = walk(yaml->root, node, true))
        if (node->parent && node->parent->kind == YAML_MAPPING && !node->is_used) return node;
    return NULL;
}

static bool is_nearer(uint32_t *distance, struct text name, const char *known)
{
    uint32_t found = text_distance(name, text_from(known), *distance);
    if (found >= *distance) return false;
    *distance = found;
    return true;
}

/* More edits than that, and it is another word. */
static uint32_t distance_limit(struct text name) { return 2 + (uint32_t)name.length / 3; }

const char *yaml_nearest(const struct yaml_node *node)
{
    const char *nearest = NULL;
    uint32_t distance = distance_limit(node->key);
    for (const struct yaml_asked *asked = node->parent->asked; asked; asked = asked->next)
        if (is_nearer(&distance, node->key, asked->key)) nearest = asked->key;
    return nearest;
}

static void add_unknown(struct writer *writer, const struct yaml_node *node)
{
    writer_format(writer, "%s:%u: the key \"", node->yaml->name, node->key_line);
    add_path(writer, node);
    writer_add(writer, TEXT("\" is not known"));
    const char *nearest = yaml_nearest(node), *before = "; known are ";
    if (nearest) {
        writer_format(writer, "; did you mean \"%s\"?", nearest);
        return;
    }
    for (const struct yaml_asked *asked = node->parent->asked; asked; asked = asked->next) {
        writer_format(writer, "%s%s", before, asked->key);
        before = ", ";
    }
}

enum status yaml_check_known(const struct yaml *yaml, struct err *err)
{
    enum { TOLD_MAX = 3 };
    char story[900];
    struct writer writer;
    uint32_t count = 0;
    writer_init(&writer, story, sizeof story);
    for (const struct yaml_node *node = NULL; (node = yaml_unknown(yaml, node)) != NULL; count++) {
        if (count >= TOLD_MAX) continue;
        if (count > 0) writer_add(&writer, TEXT("; "));
        add_unknown(&writer, node);
    }
    if (count == 0) return ST_OK;
    if (count > TOLD_MAX) writer_format(&writer, "; and %u more", count - TOLD_MAX);
    return err_set(err, ST_CONFIG, "%s", story);
}

/* ---- values -----------------------------------------------------------------------------------
 */

enum status yaml_expect(const struct yaml_node *node, enum yaml_kind kind, struct err *err)
{
    static const char *const names[] = { "one value", "a list", "a mapping (key: value)" };
    if (node->kind == kind) return ST_OK;
    return yaml_refuse(node, err, "%s is expected here, not %s", names[kind], names[node->kind]);
}

enum status yaml_text(const struct yaml_node *node, struct text *value, struct err *err)
{
    enum status status = yaml_expect(node, YAML_SCALAR, err);
    if (status == ST_OK) *value = node->text;
    return status;
}

static enum status refuse_value(const struct yaml_node *node, struct err *err, const char *what)
{
    return yaml_refuse(node, err, "\"%.*s\" is not %s", TEXT_ARG(node->text), what);
}

enum status yaml_integer(const struct yaml_node *node, int64_t *value, int64_t least, int64_t most,
                         struct err *err)
{
    int64_t found;
    if (yaml_expect(node, YAML_SCALAR, err) != ST_OK) return ST_CONFIG;
    if (decimal_parse_exact(&found, node->text, 0) != ST_OK)
        return refuse_value(node, err, "a whole number");
    if (found < least || found > most)
        return yaml_refuse(node, err, "%lld is not from %lld to %lld", (long long)found,
                           (long long)least, (long long)most);
    *value = found;
    return ST_OK;
}

enum status yaml_number(const struct yaml_node *node, double *value, struct err *err)
{
    if (yaml_expect(node, YAML_SCALAR, err) != ST_OK) return ST_CONFIG;
    if (number_parse(value, node->text) != ST_OK) return refuse_value(node, err, "a number");
    return ST_OK;
}

enum status yaml_bool(const struct yaml_node *node, bool *value, struct err *err)
{
    static const char *const words[] = { "false", "true", "no", "yes", "off", "on" };
    if (yaml_expect(node, YAML_SCALAR, err) != ST_OK) return ST_CONFIG;
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!text_equal_fold(node->text, text_from(words[i]))) continue;
        *value = i % 2 == 1;
        return ST_OK;
    }
    return refuse_value(node, err, "true or false");
}

enum status yaml_decimal(const struct yaml_node *node, int64_t *units, uint32_t decimals,
                         struct err *err)
{
    if (yaml_expect(node, YAML_SCALAR, err) != ST_OK) return ST_CONFIG;
    enum status status = decimal_parse_exact(units, node->text, decimals);
    if (status == ST_OK) return ST_OK;
    if (status == ST_PARSE) return refuse_value(node, err, "a number");
    return yaml_refuse(node, err, "\"%.*s\" is too large or has more than %u decimals",
                       TEXT_ARG(node->text), decimals);
}

enum status yaml_choice(const struct yaml_node *node, uint32_t *index, const char *const *names,
                        uint32_t count, struct err *err)
{
    if (yaml_expect(node, YAML_SCALAR, err) != ST_OK) return ST_CONFIG;
    char known[400];
    struct writer writer;
    const char *nearest = NULL;
    uint32_t distance = distance_limit(node->text);
    writer_init(&writer, known, sizeof known);
    for (uint32_t i = 0; i < count; i++) {
        if (text_equal(node->text, text_from(names[i]))) {
            *index = i;
            return ST_OK;
        }
        if (is_nearer(&distance, node->text, names[i])) nearest = names[i];
        writer_format(&writer, "%s%s", i ? ", " : "", names[i]);
    }
    return yaml_refuse(node, err, "\"%.*s\" is none of %s%s%s%s", TEXT_ARG(node->text), known,
                       nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                       nearest ? "\"?" : "");
}
