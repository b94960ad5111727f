#include "app/spec_read.h"
#include "app/spec_key.h"
#include "app/spec_strategy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a file is read from: what all parts of the reader need. */
struct reader {
    struct spec *spec;
    struct arena *arena;
    struct spec_place place;
};

/* A refusal of the value grammar, with the node's line in front. */
static enum status refuse(const struct yaml_node *node, const struct err *why, struct err *err)
{
    return yaml_refuse(node, err, "%s", why->text);
}

static enum status need_text(const struct yaml_node *node, struct text *text, struct err *err)
{
    if (yaml_is_null(node)) return yaml_refuse(node, err, "the value is missing");
    return yaml_text(node, text, err);
}

static enum status set_key(const struct reader *reader, void *base, const struct spec_key *key,
                           const struct yaml_node *node, struct err *err)
{
    struct text text = { 0 };
    struct err why = { 0 };
    enum status status = need_text(node, &text, err);
    if (status != ST_OK) return status;
    status = spec_key_set(base, key, text, &reader->place, &why);
    return status == ST_OK ? ST_OK : refuse(node, &why, err);
}

static enum status set_path(const struct reader *reader, const char *path,
                            const struct yaml_node *node, struct err *err)
{
    struct text text = { 0 };
    struct err why = { 0 };
    enum status status = need_text(node, &text, err);
    if (status != ST_OK) return status;
    status = spec_set(reader->spec, path, text, &reader->place, &why);
    return status == ST_OK ? ST_OK : refuse(node, &why, err);
}

/* The node of a key's path, every part of it asked for; a part that is no mapping is refused. A
 * short form (`fee: 0.001`) ends the walk: it was read before. The tree remembers the names it was
 * asked for, so they lie in the arena. */
static enum status find_path(const struct reader *reader, struct yaml_node *root, const char *path,
                             struct yaml_node **found, struct err *err)
{
    *found = NULL;
    struct yaml_node *node = root;
    size_t size = strlen(path) + 1;
    char *names = arena_take(reader->arena, size, 1);
    if (!names) return err_set(err, ST_FULL, "the spec needs more memory than there is");
    memcpy(names, path, size);
    for (uint32_t depth = 0; node && names; depth++) {
        char *name = names, *point = strchr(names, '.');
        if (point) *point = 0;
        names = point ? point + 1 : NULL;
        if (depth > 0 && node->kind == YAML_SCALAR &&
            (yaml_is_null(node) || depth > 1 || text_equal(node->key, TEXT("strategy"))))
            return ST_OK;
        enum status status = yaml_expect(node, YAML_MAPPING, err);
        if (status != ST_OK) return status;
        node = yaml_find(node, name);
    }
    *found = node;
    return ST_OK;
}

static enum status read_tiers(const struct reader *reader, struct yaml_node *list, struct err *err)
{
    static const struct spec_key keys[] = {
        { .path = "from", .kind = KEY_CASH, .offset = offsetof(struct spec_fee_tier, volume_from) },
        { .path = "maker",
          .kind = KEY_RATE,
          .offset = offsetof(struct spec_fee_tier, maker_e12),
          .is_signed = true },
        { .path = "taker", .kind = KEY_RATE, .offset = offsetof(struct spec_fee_tier, taker_e12) },
    };
    struct spec_fee *fee = &reader->spec->costs.fee;
    enum status status = yaml_expect(list, YAML_SEQUENCE, err);
    if (status != ST_OK) return status;
    if (list->count > sizeof fee->tiers / sizeof *fee->tiers)
        return yaml_refuse(list, err, "more than 8 tiers");
    fee->is_given = true;
    fee->tier_count = 0;
    for (struct yaml_node *row = list->first; row; row = row->next) {
        struct spec_fee_tier *tier = &fee->tiers[fee->tier_count];
        status = yaml_expect(row, YAML_MAPPING, err);
        if (status != ST_OK) return status;
        for (uint32_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            struct yaml_node *node = yaml_find(row, keys[i].path);
            if (!node) return yaml_refuse(row, err, "a tier has from, maker and taker");
            status = set_key(reader, tier, &keys[i], node, err);
            if (status != ST_OK) return status;
        }
        if (fee->tier_count > 0 && tier->volume_from <= tier[-1].volume_from)
            return yaml_refuse(row, err, "a tier begins above the one before it");
        fee->tier_count++;
    }
    return ST_OK;
}

/* A list of plain values as one text, joined by commas: how strategies take lists. */
static enum status join_list(const struct reader *reader, const struct yaml_node *list,
                             struct text *text, struct err *err)
{
    char bytes[PATH_TEXT];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    for (const struct yaml_node *item = list->first; item; item = item->next) {
        struct text part;
        enum status status = need_text(item, &part, err);
        if (status != ST_OK) return status;
        if (item != list->first) writer_char(&writer, ',');
        writer_add(&writer, part);
    }
    if (writer_is_cut(&writer)) return yaml_refuse(list, err, "the list is too long");
    char *kept = arena_take(reader->arena, writer.length + 1, 1);
    if (!kept) return err_set(err, ST_FULL, "the spec needs more memory than there is");
    memcpy(kept, bytes, writer.length + 1);
    *text = (struct text){ kept, writer.length };
    return ST_OK;
}

static enum status read_params(const struct reader *reader, struct yaml_node *params,
                               struct err *err)
{
    enum status status = yaml_expect(params, YAML_MAPPING, err);
    if (status != ST_OK) return status;
    yaml_use(params);
    for (struct yaml_node *node = params->first; node; node = node->next) {
        struct text text = { 0 };
        struct err why = { 0 };
        status = node->kind == YAML_SEQUENCE ? join_list(reader, node, &text, err)
                                             : need_text(node, &text, err);
        if (status != ST_OK) return status;
        status = spec_set_param(reader->spec, node->key, text, node->line, &reader->place, &why);
        if (status != ST_OK) return refuse(node, &why, err);
    }
    return ST_OK;
}

/* A mapping of plain values as the one text that a short form takes: name=value,name=value. */
static enum status join_map(const struct reader *reader, struct yaml_node *map, struct text *text,
                            struct err *err)
{
    char bytes[PATH_TEXT];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    yaml_use(map);
    for (const struct yaml_node *item = map->first; item; item = item->next) {
        struct text part;
        enum status status = need_text(item, &part, err);
        if (status != ST_OK) return status;
        writer_format(&writer, "%s%.*s=%.*s", item == map->first ? "" : ",", TEXT_ARG(item->key),
                      TEXT_ARG(part));
    }
    if (writer_is_cut(&writer)) return yaml_refuse(map, err, "the mapping is too long");
    char *kept = arena_take(reader->arena, writer.length + 1, 1);
    if (!kept) return err_set(err, ST_FULL, "the spec needs more memory than there is");
    memcpy(kept, bytes, writer.length + 1);
    *text = (struct text){ kept, writer.length };
    return ST_OK;
}

static enum status set_row_fee(const struct reader *reader, struct spec_data *data,
                               struct yaml_node *node, struct err *err)
{
    struct text text;
    struct err why = { 0 };
    enum status status = join_map(reader, node, &text, err);
    if (status != ST_OK) return status;
    status = spec_fee_set(&data->fee, text, &why);
    return status == ST_OK ? ST_OK : refuse(node, &why, err);
}

/* `funding: {rate, every, on, rates}` is the same as the four keys. */
static enum status read_funding(const struct reader *reader, struct yaml_node *map, struct err *err)
{
    static const char *const parts[][2] = { { "rate", "costs.funding" },
                                            { "every", "costs.funding_every" },
                                            { "on", "costs.funding_on" },
                                            { "rates", "costs.funding_rates" } };
    for (uint32_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct yaml_node *node = yaml_find(map, parts[i][0]);
        enum status status = node ? set_path(reader, parts[i][1], node, err) : ST_OK;
        if (status != ST_OK) return status;
    }
    return ST_OK;
}

static enum status read_margin_tiers(const struct reader *reader, struct yaml_node *list,
                                     struct err *err)
{
    static const struct spec_key keys[] = {
        { .path = "from", .kind = KEY_CASH, .offset = offsetof(struct margin_tier, notional_from) },
        { .path = "initial",
          .kind = KEY_RATE,
          .offset = offsetof(struct margin_tier, initial_e12) },
        { .path = "maintenance",
          .kind = KEY_RATE,
          .offset = offsetof(struct margin_tier, maintenance_e12) },
    };
    struct spec *spec = reader->spec;
    enum status status = yaml_expect(list, YAML_SEQUENCE, err);
    if (status != ST_OK) return status;
    if (list->count > MARGIN_TIERS_MAX) return yaml_refuse(list, err, "more than 8 tiers");
    spec->account.tier_count = 0;
    for (struct yaml_node *row = list->first; row; row = row->next) {
        struct margin_tier *tier = &spec->account.tiers[spec->account.tier_count];
        status = yaml_expect(row, YAML_MAPPING, err);
        for (uint32_t i = 0; status == ST_OK && i < sizeof keys / sizeof *keys; i++) {
            struct yaml_node *node = yaml_find(row, keys[i].path);
            if (!node) return yaml_refuse(row, err, "a tier has from, initial and maintenance");
            status = set_key(reader, tier, &keys[i], node, err);
        }
        if (status != ST_OK) return status;
        bool is_first = spec->account.tier_count == 0;
        if (is_first ? tier->notional_from != 0 : tier->notional_from <= tier[-1].notional_from)
            return yaml_refuse(row, err, "tiers begin at 0 and rise");
        if (!is_first && (tier->initial_e12 < tier[-1].initial_e12 ||
                          tier->maintenance_e12 < tier[-1].maintenance_e12))
            return yaml_refuse(row, err, "a higher tier asks for no less than the one before it");
        if (tier->initial_e12 == 0 || tier->maintenance_e12 > tier->initial_e12)
            return yaml_refuse(row, err, "maintenance is at most initial, and initial above 0");
        spec->account.tier_count++;
    }
    return ST_OK;
}

static enum status read_row(const struct reader *reader, struct spec_data *data,
                            struct yaml_node *node, struct err *err)
{
    enum status status;
    if (node->kind == YAML_SCALAR) return set_key(reader, data, &spec_data_keys[0], node, err);
    status = yaml_expect(node, YAML_MAPPING, err);
    if (status != ST_OK) return status;
    for (const struct spec_key *key = spec_data_keys; key->path; key++) {
        struct yaml_node *value = yaml_find(node, key->path);
        if (!value && key == spec_data_keys) return yaml_refuse(node, err, "source is missing");
        if (!value) continue;
        bool is_fee_map = key->kind == KEY_FEE && value->kind == YAML_MAPPING;
        status = is_fee_map ? set_row_fee(reader, data, value, err)
                            : set_key(reader, data, key, value, err);
        if (status != ST_OK) return status;
    }
    return ST_OK;
}

/* A list of rows, or one row or name alone. */
static enum status read_data(const struct reader *reader, struct yaml_node *data, struct err *err)
{
    uint32_t count = data->kind == YAML_SEQUENCE ? data->count : 1;
    struct yaml_node *row = data->kind == YAML_SEQUENCE ? data->first : data;
    if (count == 0) return yaml_refuse(data, err, "the list is empty");
    if (count > SPEC_DATA_MAX)
        return yaml_refuse(data, err, "more than %d data sets", SPEC_DATA_MAX);
    reader->spec->data = ARENA_ARRAY(reader->arena, struct spec_data, count);
    if (!reader->spec->data)
        return err_set(err, ST_FULL, "the spec needs more memory than there is");
    reader->spec->data_count = count;
    for (uint32_t i = 0; i < count; i++, row = row->next) {
        enum status status = read_row(reader, &reader->spec->data[i], row, err);
        if (status != ST_OK) return status;
    }
    return ST_OK;
}

/* What is not one plain value under one key; before the keys, so that `fee: {rate: 0}` starts from
 * nothing and not from the defaults. */
static enum status read_special(const struct reader *reader, struct yaml_node *root,
                                struct err *err)
{
    struct yaml_node *node = yaml_find(root, "data");
    enum status status = node ? read_data(reader, node, err) : ST_OK;
    if (status != ST_OK) return status;
    node = yaml_find(root, "strategy");
    if (node && node->kind == YAML_SCALAR) status = set_path(reader, "strategy.name", node, err);
    else if (node && node->kind == YAML_MAPPING && yaml_find(node, "params"))
        status = read_params(reader, yaml_find(node, "params"), err);
    if (status != ST_OK) return status;
    struct yaml_node *account = yaml_find(root, "account");
    node = account && account->kind == YAML_MAPPING ? yaml_find(account, "tiers") : NULL;
    if (node) status = read_margin_tiers(reader, node, err);
    if (status != ST_OK) return status;
    struct yaml_node *costs = yaml_find(root, "costs");
    if (!costs || costs->kind != YAML_MAPPING) return ST_OK;
    node = yaml_find(costs, "fee");
    if (node && node->kind == YAML_SCALAR) status = set_path(reader, "costs.fee", node, err);
    else if (node && node->kind == YAML_MAPPING) {
        memset(&reader->spec->costs.fee, 0, sizeof reader->spec->costs.fee);
        struct yaml_node *tiers = yaml_find(node, "tiers");
        if (tiers) status = read_tiers(reader, tiers, err);
    }
    if (status != ST_OK) return status;
    node = yaml_find(costs, "funding");
    if (node && node->kind == YAML_MAPPING) status = read_funding(reader, node, err);
    if (status != ST_OK) return status;
    node = yaml_find(costs, "slippage");
    if (node && node->kind == YAML_SCALAR) status = set_path(reader, "costs.slippage", node, err);
    return status;
}

/* Names of strategies and parameters, refused with the line they stand on. */
static enum status check_strategy(const struct spec *spec, struct yaml_node *root, struct err *err)
{
    struct err why = { 0 };
    struct yaml_node *node = yaml_find(root, "strategy");
    if (!node || *spec->strategy.plugin || !*spec->strategy.name) return ST_OK;
    struct yaml_node *name = node->kind == YAML_MAPPING ? yaml_find(node, "name") : node;
    if (spec_strategy_check(spec->strategy.name, &why) != ST_OK)
        return refuse(name ? name : node, &why, err);
    struct yaml_node *params = node->kind == YAML_MAPPING ? yaml_find(node, "params") : NULL;
    for (uint32_t i = 0; params && i < spec->strategy.param_count; i++) {
        const struct spec_param *param = &spec->strategy.params[i];
        if (spec_strategy_check_param(spec->strategy.name, param->name, param->text, &why) == ST_OK)
            continue;
        struct yaml_node *line = yaml_find(params, param->name);
        return refuse(line ? line : params, &why, err);
    }
    return ST_OK;
}

enum status spec_read_text(struct spec *spec, struct arena *arena, const char *name,
                           const char *folder, struct text text, yaml_lookup_fn *lookup,
                           void *context, struct err *err)
{
    struct yaml yaml;
    const struct reader reader = { spec, arena, { folder } };
    enum status status = yaml_parse(&yaml, arena, name, text, lookup, context, err);
    if (status != ST_OK) return status;
    status = yaml_expect(yaml.root, YAML_MAPPING, err);
    if (status == ST_OK) status = read_special(&reader, yaml.root, err);
    if (status != ST_OK) return status;
    for (const struct spec_key *key = spec_keys; key->path; key++) {
        struct yaml_node *node;
        status = find_path(&reader, yaml.root, key->path, &node, err);
        if (status != ST_OK) return status;
        bool is_map = node && node->kind == YAML_MAPPING; /* funding: read before */
        if (is_map && !text_equal(text_from(key->path), TEXT("costs.funding")))
            return yaml_expect(node, YAML_SCALAR, err);
        if (node && !is_map) status = set_path(&reader, key->path, node, err);
        if (status != ST_OK) return status;
    }
    status = yaml_check_known(&yaml, err);
    return status == ST_OK ? check_strategy(spec, yaml.root, err) : status;
}

static bool look_up_environment(void *context, struct text name, struct text *value)
{
    (void)context;
    char key[256];
    if (text_format(key, sizeof key, "%.*s", TEXT_ARG(name)) >= sizeof key) return false;
    const char *found = getenv(key);
    if (!found) return false;
    *value = text_from(found);
    return true;
}

static enum status load(struct text *text, struct arena *arena, const char *path, struct err *err)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return err_set(err, errno == ENOENT ? ST_ABSENT : ST_IO, "%s: %s; give the path of a spec",
                       path, strerror(errno));
    enum status status = ST_OK;
    char *bytes = arena_take(arena, SPEC_BYTES_MAX + 1, 1);
    size_t size = bytes ? fread(bytes, 1, SPEC_BYTES_MAX + 1, file) : 0;
    if (!bytes) status = err_set(err, ST_FULL, "%s: there is no memory for it", path);
    else if (ferror(file)) status = err_set(err, ST_IO, "%s: it cannot be read", path);
    else if (size > SPEC_BYTES_MAX)
        status = err_set(err, ST_CONFIG, "%s: larger than a spec may be (1 MiB)", path);
    fclose(file);
    *text = (struct text){ bytes, size };
    return status;
}

enum status spec_read_file(struct spec *spec, struct arena *arena, const char *path,
                           struct err *err)
{
    struct text text = { 0 };
    char folder[PATH_TEXT];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    if (slash == path) length = 1;
    if (text_format(folder, sizeof folder, "%.*s", (int)length, path) >= sizeof folder)
        return err_set(err, ST_USAGE, "the path of the spec is too long");
    enum status status = load(&text, arena, path, err);
    if (status != ST_OK) return status;
    return spec_read_text(spec, arena, path, folder, text, look_up_environment, NULL, err);
}
