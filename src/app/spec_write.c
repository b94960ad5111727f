#include "app/spec_write.h"
#include "app/header.h"
#include "app/spec_key.h"

#include <string.h>

/* The two forms share one walk over the keys: a section opens when the first key of it comes and
 * closes when a key of another does. */
struct spec_out {
    struct writer *writer;    /* YAML, */
    struct json_writer *json; /* or JSON when this is set */
    const char *origin;
    uint32_t depth;
    char sections[4][32];
};

static void indent(struct spec_out *out)
{
    for (uint32_t i = 0; i < out->depth; i++) writer_add(out->writer, TEXT("  "));
}

static bool is_plain(struct text text)
{
    if (text.length == 0) return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool is_mark = c && strchr("_./+-%:", c) && !(c == '-' && i == 0 && text.length == 1);
        if (!is_word && !(is_mark && (i > 0 || c != '%') && (i > 0 || c != ':'))) return false;
        if (c == ':' && i + 1 == text.length) return false;
    }
    static const char *const taken[] = { "null", "Null", "NULL", "---", "...", NULL };
    for (const char *const *word = taken; *word; word++)
        if (text_equal(text, text_from(*word))) return false;
    return true;
}

static void write_scalar(struct writer *writer, struct text text)
{
    if (is_plain(text)) {
        writer_add(writer, text);
        return;
    }
    writer_char(writer, '"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '"' || c == '\\') writer_char(writer, '\\');
        if (c == '$' && i + 1 < text.length && text.bytes[i + 1] == '{') writer_char(writer, '$');
        writer_char(writer, c);
    }
    writer_char(writer, '"');
}

static void open_section(struct spec_out *out, struct text name)
{
    if (out->json) {
        json_write_key(out->json, name);
        json_write_object(out->json);
    } else {
        indent(out);
        writer_format(out->writer, "%.*s:\n", TEXT_ARG(name));
    }
    text_format(out->sections[out->depth++], sizeof out->sections[0], "%.*s", TEXT_ARG(name));
}

static void close_to(struct spec_out *out, uint32_t depth)
{
    while (out->depth > depth) {
        out->depth--;
        if (out->json) json_write_object_end(out->json);
    }
}

/* Opens and closes sections for a path from the top and answers its last part. */
static struct text walk_to(struct spec_out *out, struct text path)
{
    uint32_t same = 0;
    bool is_same = true;
    struct text rest = path, part = text_cut(&rest, '.');
    for (; rest.length > 0; part = text_cut(&rest, '.')) {
        is_same = is_same && same < out->depth && text_equal(part, text_from(out->sections[same]));
        if (!is_same) {
            close_to(out, same);
            open_section(out, part);
        }
        same++;
    }
    close_to(out, same);
    return part;
}

static void put(struct spec_out *out, struct text name, struct text value)
{
    if (out->json) {
        json_write_key(out->json, name);
        json_write_string(out->json, value);
        return;
    }
    indent(out);
    if (is_plain(name)) writer_add(out->writer, name);
    else write_scalar(out->writer, name);
    writer_add(out->writer, TEXT(": "));
    write_scalar(out->writer, value);
    writer_char(out->writer, '\n');
}

static bool is_relative(const struct spec_key *key, struct text value)
{
    if (key->kind == KEY_SOURCE)
        return value.bytes[0] != '/' && memchr(value.bytes, '/', value.length);
    if (key->kind == KEY_HEADER && header_is_inline(value)) return false;
    return (key->kind == KEY_PATH || key->kind == KEY_HEADER) && value.bytes[0] != '/';
}

static void put_key(struct spec_out *out, const struct spec_key *key, const void *base)
{
    char bytes[2 * PATH_TEXT + 16];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    if (!spec_key_write(&writer, key, base)) return;
    struct text value = writer_text(&writer);
    char whole[4 * PATH_TEXT];
    const struct spec_data *row = base;
    if (out->origin && is_relative(key, value)) {
        while (text_starts(value, TEXT("./"))) value.bytes += 2, value.length -= 2;
        text_format(whole, sizeof whole, "%s/%.*s", out->origin, TEXT_ARG(value));
        value = text_from(whole);
    } else if (out->origin && key->kind == KEY_ADJUST && row->adjust == ADJUST_FACTORS &&
               row->adjust_file[0] != '/') {
        text_format(whole, sizeof whole, "factors:%s/%s", out->origin, row->adjust_file);
        value = text_from(whole);
    }
    put(out, walk_to(out, text_from(key->path)), value);
}

static void put_data(struct spec_out *out, const struct spec *spec)
{
    if (spec->data_count == 0) return;
    if (out->json) {
        json_write_key(out->json, TEXT("data"));
        json_write_array(out->json);
    } else writer_add(out->writer, TEXT("data:\n"));
    for (uint32_t i = 0; i < spec->data_count; i++) {
        struct spec_out row = { .writer = out->writer, .json = out->json, .origin = out->origin };
        if (out->json) json_write_object(out->json);
        for (const struct spec_key *key = spec_data_keys; key->path; key++) {
            /* A row lies one level deeper than its keys' paths, behind its dash. */
            char bytes[2 * PATH_TEXT + 16];
            struct writer probe;
            writer_init(&probe, bytes, sizeof bytes);
            if (!spec_key_write(&probe, key, &spec->data[i])) continue;
            if (!out->json)
                writer_add(out->writer, key == spec_data_keys ? TEXT("  - ") : TEXT("    "));
            put_key(&row, key, &spec->data[i]);
        }
        if (out->json) json_write_object_end(out->json);
    }
    if (out->json) json_write_array_end(out->json);
}

/* A list of tiers: from what amount on, and two rates. */
static void put_tiers(struct spec_out *out, const int64_t (*tiers)[3], uint32_t count,
                      const char *const *names)
{
    if (count == 0) return;
    if (out->json) {
        json_write_key(out->json, TEXT("tiers"));
        json_write_array(out->json);
    } else {
        indent(out);
        writer_add(out->writer, TEXT("tiers:\n"));
    }
    for (uint32_t i = 0; i < count; i++) {
        const int64_t *values = tiers[i];
        if (out->json) json_write_object(out->json);
        for (uint32_t j = 0; j < 3; j++) {
            uint32_t decimals = j == 0 ? LEDGER_DECIMALS : E12_DIGITS;
            if (out->json) {
                json_write_key(out->json, text_from(names[j]));
                json_write_decimal(out->json, values[j], decimals);
                continue;
            }
            indent(out);
            writer_format(out->writer, "  %s%s: ", j == 0 ? "- " : "  ", names[j]);
            decimal_format(out->writer, values[j], decimals, true);
            writer_char(out->writer, '\n');
        }
        if (out->json) json_write_object_end(out->json);
    }
    if (out->json) json_write_array_end(out->json);
}

static void put_fee_tiers(struct spec_out *out, const struct spec_fee *fee)
{
    static const char *const names[] = { "from", "maker", "taker" };
    int64_t rows[8][3];
    for (uint32_t i = 0; i < fee->tier_count; i++) {
        rows[i][0] = fee->tiers[i].volume_from;
        rows[i][1] = fee->tiers[i].maker_e12;
        rows[i][2] = fee->tiers[i].taker_e12;
    }
    put_tiers(out, (const int64_t(*)[3])rows, fee->tier_count, names);
}

static void put_margin_tiers(struct spec_out *out, const struct spec *spec)
{
    static const char *const names[] = { "from", "initial", "maintenance" };
    int64_t rows[MARGIN_TIERS_MAX][3];
    for (uint32_t i = 0; i < spec->account.tier_count; i++) {
        rows[i][0] = spec->account.tiers[i].notional_from;
        rows[i][1] = spec->account.tiers[i].initial_e12;
        rows[i][2] = spec->account.tiers[i].maintenance_e12;
    }
    put_tiers(out, (const int64_t(*)[3])rows, spec->account.tier_count, names);
}

static void put_params(struct spec_out *out, const struct spec *spec)
{
    if (spec->strategy.param_count == 0) return;
    (void)walk_to(out, TEXT("strategy.params.x"));
    for (uint32_t i = 0; i < spec->strategy.param_count; i++) {
        const struct spec_param *param = &spec->strategy.params[i];
        char whole[2 * PATH_TEXT];
        struct text value = text_from(param->text);
        if (out->origin && !strcmp(param->name, "file") && *param->text != '/') {
            text_format(whole, sizeof whole, "%s/%s", out->origin, param->text);
            value = text_from(whole);
        }
        put(out, text_from(param->name), value);
    }
}

static void put_all(struct spec_out *out, const struct spec *spec)
{
    put_data(out, spec);
    for (const struct spec_key *key = spec_keys; key->path; key++) {
        struct text path = text_from(key->path);
        bool is_fee = text_starts(path, TEXT("costs.fee."));
        if (is_fee && !spec->costs.fee.is_given) {
            if (text_equal(path, TEXT("costs.fee.rate")))
                put(out, walk_to(out, TEXT("costs.fee")), TEXT("default"));
            continue;
        }
        put_key(out, key, spec);
        if (text_equal(path, TEXT("costs.fee.max_rate"))) put_fee_tiers(out, &spec->costs.fee);
        if (text_equal(path, TEXT("account.margin"))) put_margin_tiers(out, spec);
        if (text_equal(path, TEXT("strategy.plugin"))) put_params(out, spec);
    }
    close_to(out, 0);
}

void spec_write(struct writer *writer, const struct spec *spec, const char *origin)
{
    struct spec_out out = { .writer = writer, .origin = origin };
    put_all(&out, spec);
}

void spec_write_json(struct json_writer *json, const struct spec *spec)
{
    struct spec_out out = { .json = json };
    json_write_object(json);
    put_all(&out, spec);
    json_write_object_end(json);
}
