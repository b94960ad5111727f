/*
 * yaml.h — YAML as a small tree: mappings, sequences and scalars, each with its line and column.
 *
 * What a configuration needs and no more: one document of at most 1 MiB, 32 levels, 65,536 nodes
 * and 1,024 keys a mapping. Anchors, aliases and tags are refused, and so are keys that stand
 * twice. Scalars stay text until somebody asks for a number. In their values ${NAME} and
 * ${NAME:-default} are replaced by what a lookup answers; the default serves where NAME is not set
 * or empty; $${ is a plain ${.
 *
 *     struct yaml yaml;
 *     if (yaml_parse(&yaml, &arena, "spec.yaml", text, lookup, context, err) != ST_OK) ...
 *     struct yaml_node *costs = yaml_find(yaml.root, "costs");
 *     if (costs && yaml_expect(costs, YAML_MAPPING, err) != ST_OK) ...
 *     if ((node = yaml_find(costs, "volume_share")) && yaml_decimal(node, &share, 12, err) !=
 * ST_OK) ... if (yaml_check_known(&yaml, err) != ST_OK) ...
 *
 * What is asked for is known, whether it was there or not: at the end yaml_check_known refuses the
 * keys nobody asked for and names the nearest that somebody did. Every failure is ST_CONFIG with a
 * story that begins "spec.yaml:12: costs.fee: ", but for ST_FULL: the arena is too small.
 *
 * The tree lives in the caller's arena; the name and the text must outlive it. Texts are
 * terminated.
 */
#ifndef ARGOSY_OS_YAML_H
#define ARGOSY_OS_YAML_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

enum {
    YAML_BYTES_MAX = 1 << 20,
    YAML_DEPTH_MAX = 32,
    YAML_NODES_MAX = 65536,
    YAML_KEYS_MAX = 1024,
    YAML_VALUE_MAX = 65536, /* a scalar, once its variables are replaced */
};

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_asked; /* a key that was asked for */

struct yaml_node {
    enum yaml_kind kind;
    uint32_t line; /* both from 1 */
    uint32_t column;
    uint32_t key_line;
    struct text key;                /* in a mapping; empty elsewhere */
    struct text text;               /* a scalar's */
    bool is_quoted;                 /* a scalar's: "5" or '5' or a block, not 5 */
    bool is_used;                   /* somebody asked for it */
    uint32_t count;                 /* members */
    uint32_t depth;                 /* the root's is 1 */
    struct yaml_node *first, *last; /* members, in the order of the text */
    struct yaml_node *next, *parent;
    struct yaml_asked *asked;
    struct yaml *yaml;
};

struct yaml {
    const char *name; /* the file's, for stories */
    struct arena *arena;
    struct yaml_node *root; /* an empty text's is an empty mapping */
    uint32_t node_count;
};

/* What a variable holds; false: it is not set. */
typedef bool yaml_lookup_fn(void *context, struct text name, struct text *value);

/* `lookup` may be NULL: then nothing is replaced. */
MUST_USE enum status yaml_parse(struct yaml *yaml, struct arena *arena, const char *name,
                                struct text text, yaml_lookup_fn *lookup, void *context,
                                struct err *err);

/* The value of a key, or NULL. A NULL mapping has no keys. */
struct yaml_node *yaml_find(struct yaml_node *mapping, const char *key);

/* Marks a node and all below it as used: for mappings whose keys are free. */
void yaml_use(struct yaml_node *node);

bool yaml_is_null(const struct yaml_node *node); /* nothing, ~ or null */

/* ---- values: what is not what was asked for is refused with its place --------------------------
 */

MUST_USE enum status yaml_expect(const struct yaml_node *node, enum yaml_kind kind,
                                 struct err *err);
MUST_USE enum status yaml_text(const struct yaml_node *node, struct text *value, struct err *err);
MUST_USE enum status yaml_integer(const struct yaml_node *node, int64_t *value, int64_t least,
                                  int64_t most, struct err *err);
MUST_USE enum status yaml_number(const struct yaml_node *node, double *value, struct err *err);
MUST_USE enum status yaml_bool(const struct yaml_node *node, bool *value, struct err *err);

/* A decimal as units of 10^-decimals, exactly. */
MUST_USE enum status yaml_decimal(const struct yaml_node *node, int64_t *units, uint32_t decimals,
                                  struct err *err);

/* One of `count` names, as its index. */
MUST_USE enum status yaml_choice(const struct yaml_node *node, uint32_t *index,
                                 const char *const *names, uint32_t count, struct err *err);

/* ---- faults -----------------------------------------------------------------------------------
 */

/* Refuses a node in the caller's words: "spec.yaml:12: costs.fee: <format>". Answers ST_CONFIG. */
enum status yaml_refuse(const struct yaml_node *node, struct err *err, const char *format, ...)
    PRINTF(3, 4);

/* The keys nobody asked for, one after the other in the order of the text; NULL: no more. Begins
 * after `last`, or with the first when it is NULL. */
const struct yaml_node *yaml_unknown(const struct yaml *yaml, const struct yaml_node *last);

/* The key nearest to one nobody asked for, of those its mapping was asked for; NULL: none is near.
 */
const char *yaml_nearest(const struct yaml_node *node);

/* ST_CONFIG, and which, when there are keys nobody asked for. */
MUST_USE enum status yaml_check_known(const struct yaml *yaml, struct err *err);

#endif
