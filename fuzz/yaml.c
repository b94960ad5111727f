/*
 * The YAML tree on foreign bytes: it is refused with a story or it is a sound tree; asking for
 * everything leaves nothing unknown, and asking for nothing leaves every outermost key unknown.
 */
#include "os/yaml.h"

#include <stdlib.h>
#include <string.h>

static bool look_up(void *context, struct text name, struct text *value)
{
    (void)context;
    *value = TEXT("$${A} ${A}");
    return name.length % 2 == 1;
}

static uint32_t check_node(const struct yaml_node *node, size_t size)
{
    uint32_t count = 1, members = 0;
    ASSERT(node->line >= 1);
    ASSERT(node->column >= 1);
    ASSERT(node->line <= size + 1);
    ASSERT(node->depth <= YAML_DEPTH_MAX + 1);
    ASSERT(node->kind == YAML_SCALAR || !node->text.bytes);
    ASSERT(node->kind != YAML_SCALAR || !node->first);
    if (node->kind == YAML_SCALAR) ASSERT(node->text.bytes[node->text.length] == 0);
    for (const struct yaml_node *member = node->first; member; member = member->next, members++) {
        ASSERT(member->parent == node);
        ASSERT(!member->key.bytes == (node->kind == YAML_SEQUENCE));
        ASSERT(member->next || node->last == member);
        count += check_node(member, size);
    }
    ASSERT(members == node->count);
    return count;
}

static void ask_for_values(const struct yaml_node *node)
{
    static const char *const names[] = { "next-open", "close", "book" };
    struct err err;
    int64_t units;
    double number;
    bool is_on;
    uint32_t index;
    for (const struct yaml_node *member = node->first; member; member = member->next) {
        (void)!yaml_integer(member, &units, -5, 5, &err);
        (void)!yaml_decimal(member, &units, 8, &err);
        (void)!yaml_number(member, &number, &err);
        (void)!yaml_bool(member, &is_on, &err);
        (void)!yaml_choice(member, &index, names, 3, &err);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t memory[4 << 20];
    struct arena arena;
    struct yaml yaml;
    struct err err = { 0 };
    arena_init(&arena, memory, sizeof memory);
    struct text text = { (const char *)bytes, size };
    enum status status = yaml_parse(&yaml, &arena, "fuzz.yaml", text, look_up, NULL, &err);
    if (status != ST_OK) {
        ASSERT(status == ST_CONFIG || status == ST_FULL);
        ASSERT(err.status == status);
        ASSERT(err.text[0]);
        return 0;
    }
    ASSERT(check_node(yaml.root, size) <= YAML_NODES_MAX + 1);
    (void)!yaml_check_known(&yaml, &err);
    ask_for_values(yaml.root);
    if (yaml.root->kind == YAML_MAPPING) {
        bool has_keys = yaml.root->count > 0;
        ASSERT((yaml_unknown(&yaml, NULL) != NULL) == has_keys);
        for (struct yaml_node *node = yaml.root->first; node; node = node->next)
            if (!memchr(node->key.bytes, 0, node->key.length))
                ASSERT(yaml_find(yaml.root, node->key.bytes) == node);
    }
    yaml_use(yaml.root);
    ASSERT(yaml_check_known(&yaml, &err) == ST_OK);
    return 0;
}
