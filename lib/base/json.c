#include "base/json.h"
#include "base/utf8.h"

#include <string.h>

/* What may come next. */
enum state {
    WANT_VALUE,
    WANT_FIRST,  /* a first member, or the end of what was just opened */
    WANT_COMMA,  /* a comma or the end */
    WANT_MEMBER, /* a member, the comma is behind us */
    WANT_NOTHING,
};

static enum status fail(struct json *json, size_t at, const char *fault)
{
    if (json->fault) return ST_PARSE;
    json->fault = fault;
    json->fault_at = at;
    return ST_PARSE;
}

void json_init(struct json *json, struct text text)
{
    json->fault = NULL;
    json->fault_at = 0;
    json->text = text.bytes ? text : TEXT("");
    json->at = 0;
    json->depth = 0;
    json->is_object = 0;
    json->state = WANT_VALUE;
    json->key_count = 0;
    memset(json->buckets, 0, sizeof json->buckets);
    if (text.length > UINT32_MAX) (void)fail(json, 0, "the text is longer than 4 GiB");
}

static bool is_inside_object(const struct json *json)
{
    return json->depth > 0 && (json->is_object >> (json->depth - 1) & 1) != 0;
}

/* ---- keys ---------------------------------------------------------------------------------------
 */

static uint32_t hex_digit(char c)
{
    if (c >= '0' && c <= '9') return (uint32_t)(c - '0');
    if (c >= 'a' && c <= 'f') return (uint32_t)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return (uint32_t)(c - 'A') + 10;
    return 16;
}

/* The four hex digits at the start of a text; over 0xffff: there are no four. */
static uint32_t hex_word(const char *bytes, size_t length)
{
    if (length < 4) return UINT32_MAX;
    uint32_t word = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t digit = hex_digit(bytes[i]);
        if (digit > 15) return UINT32_MAX;
        word = word << 4 | digit;
    }
    return word;
}

/* What may follow a backslash, but for u, and what it means. */
static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";

uint32_t json_take_character(struct text *rest, char bytes[static 4])
{
    const char *at = rest->bytes;
    uint32_t taken = utf8_length(*rest), length = taken;
    ASSERT(taken > 0);
    memcpy(bytes, at, taken);
    if (at[0] == '\\' && at[1] != 'u') {
        bytes[0] = meanings[(const char *)memchr(names, at[1], sizeof names - 1) - names];
        taken = 2;
    } else if (at[0] == '\\') {
        uint32_t character = hex_word(at + 2, 4);
        taken = 6;
        if (character >= 0xd800 && character <= 0xdbff) {
            character = 0x10000 + ((character - 0xd800) << 10) + (hex_word(at + 8, 4) - 0xdc00);
            taken = 12;
        }
        length = utf8_encode(bytes, character);
    }
    rest->bytes += taken;
    rest->length -= taken;
    return length;
}

/* FNV-1a over the characters meant, so that "a" and "\u0061" hash alike. */
static uint32_t hash_string(struct text rest)
{
    uint32_t hash = 2166136261u;
    char bytes[4];
    while (rest.length > 0) {
        uint32_t count = json_take_character(&rest, bytes);
        for (uint32_t i = 0; i < count; i++) hash = (hash ^ (uint8_t)bytes[i]) * 16777619u;
    }
    return hash ^ hash >> 15;
}

static bool strings_equal(struct text a, struct text b)
{
    if (text_equal(a, b)) return true;
    while (a.length > 0 && b.length > 0) {
        char left[4], right[4];
        uint32_t count = json_take_character(&a, left);
        if (count != json_take_character(&b, right) || memcmp(left, right, count) != 0)
            return false;
    }
    return a.length == b.length;
}

/* Keys form a stack: an object's are the newest while it is the innermost, and go when it ends. So
 * the newest of a bucket is always the first to leave it. */
static enum status key_push(struct json *json, const struct json_token *token)
{
    size_t at = (size_t)(token->text.bytes - json->text.bytes);
    uint32_t hash = hash_string(token->text), steps = 0;
    uint16_t *bucket = &json->buckets[hash % JSON_BUCKETS];
    for (uint32_t i = *bucket; i != 0; i = json->keys[i - 1].older) {
        const struct json_key *other = &json->keys[i - 1];
        if (++steps > JSON_CHAIN_MAX) return fail(json, at, "too many keys are made to look alike");
        if (other->hash != hash || other->depth != json->depth) continue;
        struct text text = { json->text.bytes + other->at, other->length };
        if (strings_equal(text, token->text)) return fail(json, at, "the key is there already");
    }
    if (json->key_count == JSON_KEYS_MAX)
        return fail(json, at, "the objects that are open have more than 2,048 keys");
    json->keys[json->key_count++] = (struct json_key){ .hash = hash,
                                                       .at = (uint32_t)at,
                                                       .length = (uint32_t)token->text.length,
                                                       .older = *bucket,
                                                       .depth = (uint16_t)json->depth };
    *bucket = (uint16_t)json->key_count;
    return ST_OK;
}

static void keys_drop(struct json *json)
{
    while (json->key_count > 0 && json->keys[json->key_count - 1].depth == json->depth) {
        const struct json_key *key = &json->keys[--json->key_count];
        json->buckets[key->hash % JSON_BUCKETS] = key->older;
    }
}

/* ---- scanning ---------------------------------------------------------------------------------
 */

static size_t skip_blanks(const struct json *json, size_t at)
{
    for (; at < json->text.length; at++) {
        char c = json->text.bytes[at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') break;
    }
    return at;
}

static enum status scan_escape(struct json *json, size_t *at)
{
    const char *bytes = json->text.bytes;
    size_t length = json->text.length, start = *at;
    if (start + 1 >= length) return fail(json, start, "the string has no end");
    if (bytes[start + 1] != 'u') {
        if (!memchr(names, bytes[start + 1], sizeof names - 1))
            return fail(json, start, "there is no such escape");
        *at = start + 2;
        return ST_OK;
    }
    uint32_t word = hex_word(bytes + start + 2, length - start - 2);
    if (word > 0xffff) return fail(json, start, "\\u takes four hex digits");
    if (word == 0) return fail(json, start, "NUL is not allowed, escaped or not");
    *at = start + 6;
    if (word < 0xd800 || word > 0xdfff) return ST_OK;
    if (word > 0xdbff || length - *at < 6 || bytes[*at] != '\\' || bytes[*at + 1] != 'u')
        return fail(json, start, "half of a surrogate pair stands alone");
    word = hex_word(bytes + *at + 2, 4);
    if (word < 0xdc00 || word > 0xdfff)
        return fail(json, start, "half of a surrogate pair stands alone");
    *at += 6;
    return ST_OK;
}

/* How many of the bytes from `at` on are plain: no quote, backslash, control or beyond ASCII. Eight
 * at a time: a byte's top bit is left set where the byte is one of those. */
static size_t plain_run(const char *bytes, size_t length)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    size_t at = 0;
    for (; length - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, 8);
        uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
        uint64_t found = (word - ones * 0x20) | (quote - ones) | (slash - ones) | word;
        if (found & tops) break;
    }
    for (; at < length; at++) {
        uint8_t c = (uint8_t)bytes[at];
        if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') break;
    }
    return at;
}

static enum status scan_string(struct json *json, struct json_token *token)
{
    const char *bytes = json->text.bytes;
    size_t at = json->at + 1, start = at, length = json->text.length;
    token->has_escapes = false;
    for (;;) {
        at += plain_run(bytes + at, length - at);
        if (at == length) return fail(json, json->at, "the string has no end");
        uint8_t c = (uint8_t)bytes[at];
        if (c == '"') break;
        if (c == '\\') {
            token->has_escapes = true;
            if (scan_escape(json, &at) != ST_OK) return ST_PARSE;
        } else if (c < 0x20) {
            return fail(json, at, "a control character stands in a string, not escaped");
        } else {
            uint32_t count = utf8_length((struct text){ bytes + at, length - at });
            if (count == 0) return fail(json, at, "this is not UTF-8");
            at += count;
        }
    }
    token->text = (struct text){ bytes + start, at - start };
    json->at = at + 1;
    return ST_OK;
}

static size_t scan_digits(const struct json *json, size_t at)
{
    while (at < json->text.length && json->text.bytes[at] >= '0' && json->text.bytes[at] <= '9')
        at++;
    return at;
}

static bool is_at(const struct json *json, size_t at, char c)
{
    return at < json->text.length && json->text.bytes[at] == c;
}

static enum status scan_number(struct json *json, struct json_token *token)
{
    size_t start = json->at, at = start + is_at(json, start, '-'), digits = at;
    at = scan_digits(json, at);
    if (at == digits) return fail(json, start, "a digit is missing");
    if (at > digits + 1 && is_at(json, digits, '0'))
        return fail(json, start, "a number begins with a needless zero");
    if (is_at(json, at, '.')) {
        digits = at + 1;
        at = scan_digits(json, digits);
        if (at == digits) return fail(json, start, "a digit is missing behind the point");
    }
    if (is_at(json, at, 'e') || is_at(json, at, 'E')) {
        digits = at + 1 + (is_at(json, at + 1, '-') || is_at(json, at + 1, '+'));
        at = scan_digits(json, digits);
        if (at == digits) return fail(json, start, "a digit is missing in the exponent");
    }
    token->kind = JSON_NUMBER;
    token->text = (struct text){ json->text.bytes + start, at - start };
    json->at = at;
    return ST_OK;
}

static enum status scan_word(struct json *json, struct json_token *token, enum json_kind kind,
                             struct text word)
{
    struct text rest = { json->text.bytes + json->at, json->text.length - json->at };
    if (!text_starts(rest, word)) return fail(json, json->at, "a value is missing");
    token->kind = kind;
    token->text = (struct text){ rest.bytes, word.length };
    json->at += word.length;
    return ST_OK;
}

/* ---- the machine: json_next's branches are the arrows ---------------------------------------
 *
 *   WANT_VALUE --value--> WANT_COMMA (inside), WANT_NOTHING (outermost)
 *      |  ^                   |   ^
 *      |  '--key and colon    |   '-- an end
 *      v          |           v
 *   WANT_FIRST ---+------ WANT_MEMBER
 */
static enum status open_level(struct json *json, struct json_token *token, bool is_object)
{
    if (json->depth == JSON_DEPTH_MAX)
        return fail(json, json->at, "it is nested more than 32 levels deep");
    uint32_t bit = (uint32_t)1 << json->depth++;
    json->is_object = is_object ? json->is_object | bit : json->is_object & ~bit;
    json->state = WANT_FIRST;
    token->kind = is_object ? JSON_OBJECT : JSON_ARRAY;
    token->text = (struct text){ json->text.bytes + json->at, 1 };
    json->at++;
    return ST_OK;
}

static enum status close_level(struct json *json, struct json_token *token)
{
    bool is_object = is_inside_object(json);
    if (!is_at(json, json->at, is_object ? '}' : ']'))
        return fail(json, json->at, "another bracket must be closed first");
    if (is_object) keys_drop(json);
    json->depth--;
    json->state = json->depth > 0 ? WANT_COMMA : WANT_NOTHING;
    token->kind = is_object ? JSON_OBJECT_END : JSON_ARRAY_END;
    token->text = (struct text){ json->text.bytes + json->at, 1 };
    json->at++;
    return ST_OK;
}

static enum status read_value(struct json *json, struct json_token *token)
{
    char c = json->text.bytes[json->at];
    enum status status;
    switch (c) {
    case '{': return open_level(json, token, true);
    case '[': return open_level(json, token, false);
    case '"':
        status = scan_string(json, token);
        token->kind = JSON_STRING;
        break;
    case 't': status = scan_word(json, token, JSON_TRUE, TEXT("true")); break;
    case 'f': status = scan_word(json, token, JSON_FALSE, TEXT("false")); break;
    case 'n': status = scan_word(json, token, JSON_NULL, TEXT("null")); break;
    default:
        if (c != '-' && (c < '0' || c > '9')) return fail(json, json->at, "a value is missing");
        status = scan_number(json, token);
    }
    json->state = json->depth > 0 ? WANT_COMMA : WANT_NOTHING;
    return status;
}

static enum status read_key(struct json *json, struct json_token *token)
{
    if (!is_at(json, json->at, '"')) return fail(json, json->at, "a key in quotes is missing");
    token->kind = JSON_KEY;
    if (scan_string(json, token) != ST_OK) return ST_PARSE;
    if (key_push(json, token) != ST_OK) return ST_PARSE;
    json->at = skip_blanks(json, json->at);
    if (!is_at(json, json->at, ':')) return fail(json, json->at, "a colon is missing");
    json->at++;
    json->state = WANT_VALUE;
    return ST_OK;
}

enum status json_next(struct json *json, struct json_token *token)
{
    json->at = skip_blanks(json, json->at);
    *token = (struct json_token){ .text = { json->text.bytes + json->at, 0 } };
    if (json->fault) return ST_PARSE;
    if (json->at == json->text.length) {
        if (json->state == WANT_NOTHING) return ST_OK;
        return fail(json, json->at, "the text ends too soon");
    }
    if (json->state == WANT_NOTHING) return fail(json, json->at, "something follows the value");
    char c = json->text.bytes[json->at];
    if (json->state == WANT_COMMA) {
        if (c == '}' || c == ']') return close_level(json, token);
        if (c != ',') return fail(json, json->at, "a comma is missing");
        json->at = skip_blanks(json, json->at + 1);
        if (json->at == json->text.length) return fail(json, json->at, "the text ends too soon");
        json->state = WANT_MEMBER;
    } else if (json->state == WANT_FIRST) {
        if (c == '}' || c == ']') return close_level(json, token);
        json->state = WANT_MEMBER;
    }
    if (json->state == WANT_MEMBER && is_inside_object(json)) return read_key(json, token);
    return read_value(json, token);
}
