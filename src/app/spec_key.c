#include "app/spec_key.h"
#include "app/grammar.h"
#include "app/header.h"
#include "app/nearest.h"
#include "base/utf8.h"
#include "sim/spec_name.h"

#include <string.h>
#include <unistd.h>

static const char *const stamp_names[] = { "start", "end", NULL };

const struct spec_key *spec_key_find(const struct spec_key *keys, struct text path)
{
    for (; keys->path; keys++)
        if (text_equal(path, text_from(keys->path))) return keys;
    return NULL;
}

/* ---- writing -----------------------------------------------------------------------------------
 */

static int64_t load(const void *at)
{
    int64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint32_t load_word(const void *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static bool load_bool(const void *at)
{
    bool value;
    memcpy(&value, at, sizeof value);
    return value;
}

static void write_adjust(struct writer *writer, const struct spec_data *data)
{
    switch (data->adjust) {
    case ADJUST_NONE: writer_add(writer, TEXT("none")); break;
    case ADJUST_FACTORS: writer_format(writer, "factors:%s", data->adjust_file); break;
    case ADJUST_ADJ_CLOSE: writer_add(writer, TEXT("adj-close")); break;
    }
}

static bool write_fee(struct writer *writer, const struct spec_fee *fee)
{
    const struct {
        const char *name;
        int64_t value;
        uint32_t decimals;
    } parts[] = { { "maker", fee->maker_e12, E12_DIGITS },
                  { "fixed", fee->fixed, LEDGER_DECIMALS },
                  { "per_unit", fee->per_unit, E12_DIGITS },
                  { "min", fee->min, LEDGER_DECIMALS },
                  { "max_rate", fee->max_rate_e12, E12_DIGITS } };
    if (!fee->is_given) return false;
    writer_add(writer, TEXT("rate="));
    decimal_format(writer, fee->rate_e12, E12_DIGITS, true);
    for (uint32_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (i == 0 ? !fee->has_maker : parts[i].value == 0) continue;
        writer_format(writer, ",%s=", parts[i].name);
        decimal_format(writer, parts[i].value, parts[i].decimals, true);
    }
    return true;
}

static bool write_time(struct writer *writer, const struct spec_key *key, int64_t ts_ns)
{
    if (ts_ns == key->absent) return false;
    time_format(writer, ts_ns);
    return true;
}

static uint32_t key_decimals(enum spec_kind kind)
{
    switch (kind) {
    case KEY_CASH:
    case KEY_QTY: return LEDGER_DECIMALS;
    case KEY_RATE:
    case KEY_PER_UNIT: return E12_DIGITS;
    default: return 0;
    }
}

bool spec_key_write(struct writer *writer, const struct spec_key *key, const void *base)
{
    const void *at = (const char *)base + key->offset;
    if (key->unset && !load_bool((const char *)base + key->given)) {
        writer_add(writer, text_from(key->unset));
        return true;
    }
    switch (key->kind) {
    case KEY_WORD: writer_add(writer, text_from(key->names[load_word(at)])); return true;
    case KEY_BOOL: writer_add(writer, load_bool(at) ? TEXT("yes") : TEXT("no")); return true;
    case KEY_TEXT:
    case KEY_PATH:
    case KEY_NUMBER:
    case KEY_SOURCE:
    case KEY_INSTRUMENT:
    case KEY_HEADER:
    case KEY_STAMP: writer_add(writer, text_from(at)); return *(const char *)at != 0;
    case KEY_CASH:
    case KEY_RATE:
    case KEY_QTY:
    case KEY_PER_UNIT:
        if (key->none && load(at) == 0) writer_add(writer, text_from(key->none));
        else decimal_format(writer, load(at), key_decimals(key->kind), true);
        return true;
    case KEY_COUNT:
        if (key->none && load_word(at) == 0) writer_add(writer, text_from(key->none));
        else writer_format(writer, "%u", load_word(at));
        return true;
    case KEY_SEED: writer_format(writer, "%llu", (unsigned long long)load(at)); return true;
    case KEY_DURATION:
        if (key->none && load(at) == 0) writer_add(writer, text_from(key->none));
        else grammar_duration_write(writer, load(at));
        return true;
    case KEY_INTERVAL: grammar_interval_write(writer, load(at)); return true;
    case KEY_TIME: return write_time(writer, key, load(at));
    case KEY_SIZE: grammar_size_write(writer, at); return true;
    case KEY_SLIPPAGE: grammar_slippage_write(writer, at); return true;
    case KEY_ADJUST: write_adjust(writer, base); return true;
    case KEY_FEE: return write_fee(writer, at);
    }
    return false;
}

/* ---- reading -----------------------------------------------------------------------------------
 */

/* What YAML takes for a line break or no character at all, beyond ASCII's controls. */
static bool is_line_or_nothing(struct text character)
{
    static const char *const odd[] = { "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf",
                                       "\xef\xbf\xbe", "\xef\xbf\xbf" };
    unsigned char first = (unsigned char)character.bytes[0];
    if (first < ' ' || first == 0x7f) return true;
    if (first == 0xc2 && (unsigned char)character.bytes[1] < 0xa0) return true;
    for (uint32_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (text_equal(character, text_from(odd[i]))) return true;
    return false;
}

/* Texts are kept as they are, so they must be what a spec file can hold: UTF-8 of one line. */
static enum status set_text(char *at, size_t size, struct text text, struct err *err)
{
    if (text.length >= size)
        return err_set(err, ST_USAGE, "the value is longer than %u bytes", (uint32_t)size - 1);
    for (struct text rest = text; rest.length > 0;) {
        uint32_t length = utf8_length(rest);
        if (length == 0 || is_line_or_nothing((struct text){ rest.bytes, length }))
            return err_set(err, ST_USAGE, "the value is not UTF-8 text of one line");
        rest.bytes += length;
        rest.length -= length;
    }
    memset(at, 0, size);
    memcpy(at, text.bytes, text.length);
    return ST_OK;
}

static enum status set_path(char *at, size_t size, struct text text, const struct spec_place *place,
                            struct err *err)
{
    char path[PATH_TEXT];
    struct writer writer;
    if (text.length == 0) return err_set(err, ST_USAGE, "the path is empty");
    writer_init(&writer, path, sizeof path);
    if (text.bytes[0] != '/' && place && place->folder && *place->folder)
        writer_format(&writer, "%s/", place->folder);
    writer_add(&writer, text);
    if (writer_is_cut(&writer))
        return err_set(err, ST_USAGE, "the path is longer than %u bytes", (uint32_t)size - 1);
    return set_text(at, size, writer_text(&writer), err);
}

/* A source with a slash is a path. Without one it is a file of this folder where there is such a
 * file, and is then written with "./" in front, and otherwise a name of the catalogue. What stands
 * behind a "!" is a member of the file. */
static enum status set_source(char *at, size_t size, struct text text,
                              const struct spec_place *place, struct err *err)
{
    if (text.length == 0) return err_set(err, ST_USAGE, "the source is empty");
    char path[PATH_TEXT];
    enum status status = set_path(path, sizeof path, text, place, err);
    if (status != ST_OK) return status;
    if (!memchr(text.bytes, '/', text.length)) {
        struct text rest = text_from(path), file = text_cut(&rest, '!');
        char name[PATH_TEXT];
        text_format(name, sizeof name, "%.*s", TEXT_ARG(file));
        if (access(name, F_OK) != 0) return set_text(at, size, text, err);
    }
    if (!strchr(path, '/')) {
        char beside[PATH_TEXT + 2];
        text_format(beside, sizeof beside, "./%s", path);
        return set_text(at, size, text_from(beside), err);
    }
    return set_text(at, size, text_from(path), err);
}

static enum status set_word(uint32_t *value, const char *const *names, struct text text,
                            struct err *err)
{
    char hint[256];
    if (spec_name_find(value, names, text) == ST_OK) return ST_OK;
    return err_set(err, ST_USAGE, "\"%.*s\" is not known%s", TEXT_ARG(text),
                   nearest_hint(text, names, hint, sizeof hint));
}

static enum status set_adjust(struct spec_data *data, struct text text,
                              const struct spec_place *place, struct err *err)
{
    struct text factors = TEXT("factors:");
    enum spec_adjust adjust = ADJUST_NONE;
    char file[PATH_TEXT] = { 0 };
    if (text_starts(text, factors)) {
        adjust = ADJUST_FACTORS;
        text.bytes += factors.length;
        text.length -= factors.length;
        enum status status = set_path(file, sizeof file, text, place, err);
        if (status != ST_OK) return status;
    } else if (text_equal(text, TEXT("adj-close"))) adjust = ADJUST_ADJ_CLOSE;
    else if (!text_equal(text, TEXT("none")))
        return err_set(err, ST_USAGE, "\"%.*s\" is none of none, factors:FILE, adj-close",
                       TEXT_ARG(text));
    data->adjust = adjust;
    memcpy(data->adjust_file, file, sizeof file);
    return ST_OK;
}

static enum status set_instrument(char *at, size_t size, struct text text, struct err *err)
{
    const char *names[INSTRUMENT_KIND_COUNT + 1] = { 0 };
    for (uint32_t i = 0; i < INSTRUMENT_KIND_COUNT; i++)
        names[i] = instrument_kind_name((enum instrument_kind)i);
    uint32_t kind;
    enum status status = set_word(&kind, names, text, err);
    return status == ST_OK ? set_text(at, size, text, err) : status;
}

static enum status set_number(char *at, size_t size, struct text text, struct err *err)
{
    struct decimal decimal;
    if (decimal_parse(&decimal, text) != ST_OK)
        return err_set(err, ST_USAGE, "\"%.*s\" is not a number", TEXT_ARG(text));
    if (decimal.units <= 0) return err_set(err, ST_USAGE, "%.*s is not above 0", TEXT_ARG(text));
    return set_text(at, size, text, err);
}

static enum status set_seed(void *at, struct text text, struct err *err)
{
    uint64_t value = 0;
    bool is_bad = text.length == 0;
    for (size_t i = 0; i < text.length && !is_bad; i++) {
        uint64_t digit = (uint64_t)(text.bytes[i] - '0');
        is_bad = text.bytes[i] < '0' || text.bytes[i] > '9' ||
                 __builtin_mul_overflow(value, 10u, &value) ||
                 __builtin_add_overflow(value, digit, &value);
    }
    if (is_bad)
        return err_set(err, ST_USAGE, "\"%.*s\" is not a whole number of 64 bits", TEXT_ARG(text));
    memcpy(at, &value, sizeof value);
    return ST_OK;
}

static enum status check_sign(const struct spec_key *key, int64_t value, struct text text,
                              struct err *err)
{
    if (value < 0 && !key->is_signed)
        return err_set(err, ST_USAGE, "%.*s is below 0", TEXT_ARG(text));
    if (value == 0 && key->is_positive)
        return err_set(err, ST_USAGE, "%.*s is not above 0%s%s", TEXT_ARG(text),
                       key->none ? "; switch it off with " : "", key->none ? key->none : "");
    return ST_OK;
}

/* Amounts of every unit, as an int64_t. */
static enum status read_amount(int64_t *value, const struct spec_key *key, struct text text,
                               struct err *err)
{
    if (key->none && text_equal(text, text_from(key->none))) {
        *value = 0;
        return ST_OK;
    }
    enum status status = ST_OK;
    switch (key->kind) {
    case KEY_RATE: status = grammar_rate_parse(value, text, err); break;
    case KEY_DURATION: return grammar_duration_parse(value, text, err);
    case KEY_INTERVAL: return grammar_interval_parse(value, text, err);
    case KEY_TIME: return grammar_time_parse(value, text, err);
    default: status = grammar_decimal_parse(value, text, key_decimals(key->kind), err); break;
    }
    return status == ST_OK ? check_sign(key, *value, text, err) : status;
}

static enum status set_amount(void *at, const struct spec_key *key, struct text text,
                              struct err *err)
{
    int64_t value;
    enum status status = read_amount(&value, key, text, err);
    if (status != ST_OK) return status;
    if (key->kind != KEY_COUNT) {
        memcpy(at, &value, sizeof value);
        return ST_OK;
    }
    if (value > UINT32_MAX)
        return err_set(err, ST_USAGE, "%.*s is out of range: at most %u", TEXT_ARG(text),
                       UINT32_MAX);
    uint32_t count = (uint32_t)value;
    memcpy(at, &count, sizeof count);
    return ST_OK;
}

static enum status set_value(void *base, const struct spec_key *key, struct text text,
                             const struct spec_place *place, struct err *err)
{
    void *at = (char *)base + key->offset;
    enum status status = ST_OK;
    switch (key->kind) {
    case KEY_WORD: {
        uint32_t value;
        status = set_word(&value, key->names, text, err);
        if (status == ST_OK) memcpy(at, &value, sizeof value);
        return status;
    }
    case KEY_BOOL: {
        bool value;
        status = grammar_bool_parse(&value, text, err);
        if (status == ST_OK) memcpy(at, &value, sizeof value);
        return status;
    }
    case KEY_TEXT: return set_text(at, key->size, text, err);
    case KEY_PATH: return set_path(at, key->size, text, place, err);
    case KEY_NUMBER: return set_number(at, key->size, text, err);
    case KEY_SEED: return set_seed(at, text, err);
    case KEY_SIZE: return grammar_size_parse(at, text, err);
    case KEY_SLIPPAGE: return grammar_slippage_parse(at, text, err);
    case KEY_SOURCE: return set_source(at, key->size, text, place, err);
    case KEY_ADJUST: return set_adjust(base, text, place, err);
    case KEY_INSTRUMENT: return set_instrument(at, key->size, text, err);
    case KEY_HEADER:
        return header_is_inline(text) ? set_text(at, key->size, text, err)
                                      : set_path(at, key->size, text, place, err);
    case KEY_FEE: return spec_fee_set(at, text, err);
    case KEY_STAMP: {
        uint32_t value;
        status = set_word(&value, stamp_names, text, err);
        return status == ST_OK ? set_text(at, key->size, text, err) : status;
    }
    case KEY_CASH:
    case KEY_RATE:
    case KEY_QTY:
    case KEY_PER_UNIT:
    case KEY_COUNT:
    case KEY_DURATION:
    case KEY_INTERVAL:
    case KEY_TIME: return set_amount(at, key, text, err);
    }
    return status;
}

enum status spec_key_set(void *base, const struct spec_key *key, struct text text,
                         const struct spec_place *place, struct err *err)
{
    bool is_given = true;
    if (key->unset && text_equal(text, text_from(key->unset))) {
        struct spec defaults;
        spec_defaults(&defaults);
        is_given = false;
        size_t size = key->kind == KEY_WORD ? sizeof(uint32_t) : sizeof(int64_t);
        memcpy((char *)base + key->offset, (char *)&defaults + key->offset, size);
    } else {
        enum status status = set_value(base, key, text, place, err);
        if (status != ST_OK) return status;
    }
    if (key->unset) memcpy((char *)base + key->given, &is_given, sizeof is_given);
    return ST_OK;
}
