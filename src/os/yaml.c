#include "os/yaml.h"

#include <string.h>
#include <yaml.h>

/* The reading of one text. */
struct reading {
    struct yaml *yaml;
    struct yaml_node *parent; /* the innermost that is open */
    yaml_lookup_fn *lookup;
    void *context;
    struct text key; /* of the mapping's next value; bytes NULL: none yet */
    uint32_t key_line;
    struct err *err;
};

static enum status refuse(const struct reading *it, uint32_t line, const char *sentence)
{
    return err_set(it->err, ST_CONFIG, "%s:%u: %s", it->yaml->name, line, sentence);
}

static enum status no_room(const struct reading *it)
{
    return err_set(it->err, ST_FULL, "%s: the memory set aside for it is too small",
                   it->yaml->name);
}

static enum status copy_text(const struct reading *it, struct text *copy, struct text text)
{
    char *bytes = arena_take(it->yaml->arena, text.length + 1, 1);
    if (!bytes) return no_room(it);
    if (text.length > 0) memcpy(bytes, text.bytes, text.length);
    *copy = (struct text){ bytes, text.length };
    return ST_OK;
}

/* ---- ${NAME} ------------------------------------------------------------------------------------
 */

static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        if (!is_letter && (i == 0 || c < '0' || c > '9')) return false;
    }
    return name.length > 0;
}

/* Replaces what stands between ${ and }. */
static enum status add_variable(const struct reading *it, struct writer *writer, uint32_t line,
                                struct text inside)
{
    struct text name = inside, standby = { NULL, 0 }, value;
    const char *colon = inside.length ? memchr(inside.bytes, ':', inside.length) : NULL;
    if (colon) {
        name.length = (size_t)(colon - inside.bytes);
        standby = (struct text){ colon + 1, inside.length - name.length - 1 };
    }
    if (!is_name(name) || (colon && !text_starts(standby, TEXT("-"))))
        return err_set(it->err, ST_CONFIG,
                       "%s:%u: \"${%.*s}\" is neither ${NAME} nor ${NAME:-default}; write $${ "
                       "for a plain ${",
                       it->yaml->name, line, TEXT_ARG(inside));
    bool is_set = it->lookup(it->context, name, &value);
    if (colon && (!is_set || value.length == 0))
        value = (struct text){ standby.bytes + 1, standby.length - 1 };
    else if (!is_set)
        return err_set(it->err, ST_CONFIG,
                       "%s:%u: the variable %.*s is not set; set it, or write ${%.*s:-default}",
                       it->yaml->name, line, TEXT_ARG(name), TEXT_ARG(name));
    writer_add(writer, value);
    return ST_OK;
}

static enum status add_replaced(const struct reading *it, struct writer *writer, uint32_t line,
                                struct text rest)
{
    while (rest.length > 0) {
        struct text plain = text_cut(&rest, '$');
        bool was_cut = rest.bytes > plain.bytes + plain.length;
        writer_add(writer, plain);
        if (!was_cut) break;
        if (text_starts(rest, TEXT("${"))) {
            writer_add(writer, TEXT("${"));
            rest.bytes += 2, rest.length -= 2;
        } else if (!text_starts(rest, TEXT("{"))) {
            writer_char(writer, '$');
        } else {
            const char *end = memchr(rest.bytes, '}', rest.length);
            if (!end) return refuse(it, line, "a ${ is not closed; write $${ for a plain ${");
            struct text inside = { rest.bytes + 1, (size_t)(end - rest.bytes) - 1 };
            enum status status = add_variable(it, writer, line, inside);
            if (status != ST_OK) return status;
            rest.bytes += inside.length + 2, rest.length -= inside.length + 2;
        }
    }
    return ST_OK;
}

/* The scalar's text into the arena: measured first, then written. */
static enum status replace(const struct reading *it, struct text *value, uint32_t line,
                           struct text text)
{
    if (!it->lookup || text.length == 0 || !memchr(text.bytes, '$', text.length))
        return copy_text(it, value, text);
    struct writer writer;
    writer_init(&writer, NULL, 0);
    enum status status = add_replaced(it, &writer, line, text);
    if (status != ST_OK) return status;
    size_t size = writer.dropped;
    if (size > YAML_VALUE_MAX)
        return refuse(it, line, "a value is longer than 64 KiB once its variables are replaced");
    char *bytes = arena_take(it->yaml->arena, size + 1, 1);
    if (!bytes) return no_room(it);
    writer_init(&writer, bytes, size + 1);
    status = add_replaced(it, &writer, line, text);
    ASSERT(!writer_is_cut(&writer));
    *value = writer_text(&writer);
    return status;
}

/* ---- nodes --------------------------------------------------------------------------------------
 */

static enum status add_node(struct reading *it, struct yaml_node **out, enum yaml_kind kind,
                            const yaml_mark_t *mark)
{
    struct yaml *yaml = it->yaml;
    uint32_t line = (uint32_t)mark->line + 1;
    uint32_t depth = it->parent ? it->parent->depth + 1 : 1;
    if (yaml->node_count == YAML_NODES_MAX)
        return refuse(it, line, "there are more than 65,536 values");
    if (kind != YAML_SCALAR && depth > YAML_DEPTH_MAX)
        return refuse(it, line, "it is nested more than 32 levels deep");
    struct yaml_node *node = ARENA_NEW(yaml->arena, struct yaml_node);
    if (!node) return no_room(it);
    yaml->node_count++;
    node->kind = kind;
    node->line = line;
    node->column = (uint32_t)mark->column + 1;
    node->depth = depth;
    node->parent = it->parent;
    node->yaml = yaml;
    node->key = it->key;
    node->key_line = it->key.bytes ? it->key_line : line;
    it->key = (struct text){ NULL, 0 };
    if (!it->parent) {
        yaml->root = node;
    } else {
        if (it->parent->last) it->parent->last->next = node;
        else it->parent->first = node;
        it->parent->last = node;
        it->parent->count++;
    }
    *out = node;
    return ST_OK;
}

static bool wants_key(const struct reading *it)
{
    return it->parent && it->parent->kind == YAML_MAPPING && !it->key.bytes;
}

static enum status take_key(struct reading *it, struct text text, uint32_t line)
{
    for (const struct yaml_node *node = it->parent->first; node; node = node->next)
        if (text_equal(node->key, text))
            return err_set(it->err, ST_CONFIG,
                           "%s:%u: the key \"%.*s\" is there already, in line %u", it->yaml->name,
                           line, TEXT_ARG(text), node->key_line);
    if (it->parent->count == YAML_KEYS_MAX)
        return refuse(it, line, "the mapping has more than 1,024 keys");
    it->key_line = line;
    return copy_text(it, &it->key, text);
}

static enum status on_scalar(struct reading *it, const yaml_event_t *event)
{
    uint32_t line = (uint32_t)event->start_mark.line + 1;
    struct text text = { (const char *)event->data.scalar.value, event->data.scalar.length };
    if (text.length > 0 && memchr(text.bytes, 0, text.length))
        return refuse(it, line, "a NUL is not allowed, escaped or not");
    if (wants_key(it)) return take_key(it, text, line);
    struct yaml_node *node = NULL;
    enum status status = add_node(it, &node, YAML_SCALAR, &event->start_mark);
    if (!node) return status;
    node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return replace(it, &node->text, line, text);
}

static enum status on_begin(struct reading *it, const yaml_event_t *event, enum yaml_kind kind)
{
    if (wants_key(it))
        return refuse(it, (uint32_t)event->start_mark.line + 1, "a key must be a plain text");
    struct yaml_node *node = NULL;
    enum status status = add_node(it, &node, kind, &event->start_mark);
    if (node) it->parent = node;
    return status;
}

static enum status check_marks(const struct reading *it, const yaml_event_t *event,
                               const yaml_char_t *anchor, const yaml_char_t *tag)
{
    uint32_t line = (uint32_t)event->start_mark.line + 1;
    if (anchor) return refuse(it, line, "anchors (&name) are not supported; write the value out");
    if (tag) return refuse(it, line, "tags (!name) are not supported; leave the tag out");
    return ST_OK;
}

static enum status on_event(struct reading *it, const yaml_event_t *event)
{
    enum status status;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return refuse(it, (uint32_t)event->start_mark.line + 1,
                      "aliases (*name) are not supported; write the value out");
    case YAML_SCALAR_EVENT:
        status = check_marks(it, event, event->data.scalar.anchor, event->data.scalar.tag);
        return status == ST_OK ? on_scalar(it, event) : status;
    case YAML_SEQUENCE_START_EVENT:
        status = check_marks(it, event, event->data.sequence_start.anchor,
                             event->data.sequence_start.tag);
        return status == ST_OK ? on_begin(it, event, YAML_SEQUENCE) : status;
    case YAML_MAPPING_START_EVENT:
        status =
            check_marks(it, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        return status == ST_OK ? on_begin(it, event, YAML_MAPPING) : status;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        ASSERT(it->parent); /* libyaml ends only what it began */
        it->parent = it->parent->parent;
        return ST_OK;
    case YAML_DOCUMENT_START_EVENT:
        if (!it->yaml->root) return ST_OK;
        return refuse(it, (uint32_t)event->start_mark.line + 1, "a second document begins");
    default: return ST_OK;
    }
}

/* ---- the parser ---------------------------------------------------------------------------------
 */

/* libyaml's own complaint. Bytes it cannot read have an offset and no line. */
static enum status parser_fault(const struct reading *it, const yaml_parser_t *parser,
                                struct text text)
{
    if (parser->error == YAML_MEMORY_ERROR) return no_room(it);
    uint32_t line = (uint32_t)parser->problem_mark.line + 1;
    if (parser->error == YAML_READER_ERROR) {
        line = 1;
        for (size_t i = 0; i < parser->problem_offset && i < text.length; i++)
            line += text.bytes[i] == '\n';
    }
    return err_set(it->err, ST_CONFIG, "%s:%u: this is not YAML: %s", it->yaml->name, line,
                   parser->problem ? parser->problem : "it cannot be read");
}

static enum status read_events(struct reading *it, yaml_parser_t *parser, struct text text)
{
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) return parser_fault(it, parser, text);
        bool is_end = event.type == YAML_STREAM_END_EVENT;
        enum status status = on_event(it, &event);
        yaml_event_delete(&event);
        if (status != ST_OK || is_end) return status;
    }
}

enum status yaml_parse(struct yaml *yaml, struct arena *arena, const char *name, struct text text,
                       yaml_lookup_fn *lookup, void *context, struct err *err)
{
    *yaml = (struct yaml){ .name = name, .arena = arena };
    struct reading it = { .yaml = yaml, .lookup = lookup, .context = context, .err = err };
    if (text.length > YAML_BYTES_MAX) return refuse(&it, 1, "the text is longer than 1 MiB");

    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return no_room(&it);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.bytes, text.length);
    enum status status = read_events(&it, &parser, text);
    yaml_parser_delete(&parser);
    if (status != ST_OK || (yaml->root && !yaml_is_null(yaml->root))) return status;

    struct yaml_node *root; /* nothing at all is a mapping without keys */
    yaml->root = NULL;
    return add_node(&it, &root, YAML_MAPPING, &(yaml_mark_t){ 0 });
}
