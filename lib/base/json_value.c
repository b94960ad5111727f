#include "base/json.h"
#include "base/decimal.h"

#include <string.h>

enum status json_refuse(struct json *json, const struct json_token *token, const char *fault)
{
    ASSERT(fault);
    if (json->fault) return ST_PARSE;
    json->fault = fault;
    json->fault_at = token ? (size_t)(token->text.bytes - json->text.bytes) : json->at;
    /* The quote is part of the token a person sees. */
    if (token && (token->kind == JSON_KEY || token->kind == JSON_STRING)) json->fault_at--;
    return ST_PARSE;
}

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool json_more(struct json *json)
{
    if (json->fault) return false;
    ASSERT(json->depth > 0);
    size_t at = json->at;
    uint32_t depth = json->depth;
    for (; at < json->text.length; at++)
        if (!is_blank(json->text.bytes[at])) break;
    if (at < json->text.length && json->text.bytes[at] != '}' && json->text.bytes[at] != ']')
        return true;
    struct json_token token;
    enum status status = json_next(json, &token);
    ASSERT(status != ST_OK || json->depth == depth - 1);
    return false;
}

enum status json_expect(struct json *json, enum json_kind kind, struct json_token *token)
{
    static const char *const faults[JSON_KIND_COUNT] = {
        "the text should end here",  "an object is expected here", "the object should end here",
        "a list is expected here",   "the list should end here",   "a key is expected here",
        "a string is expected here", "a number is expected here",  "true is expected here",
        "false is expected here",    "null is expected here"
    };
    ASSERT(kind < JSON_KIND_COUNT);
    if (json_next(json, token) != ST_OK) return ST_PARSE;
    if (token->kind != kind) return json_refuse(json, token, faults[kind]);
    return ST_OK;
}

enum status json_skip(struct json *json, struct text *value)
{
    struct json_token token;
    if (json_next(json, &token) != ST_OK) return ST_PARSE;
    if (token.kind == JSON_END || token.kind == JSON_KEY || token.kind == JSON_OBJECT_END ||
        token.kind == JSON_ARRAY_END)
        return json_refuse(json, NULL, "a value is expected here");
    const char *start = token.text.bytes - (token.kind == JSON_STRING);
    if (token.kind == JSON_OBJECT || token.kind == JSON_ARRAY) {
        uint32_t outside = json->depth - 1;
        while (json->depth > outside)
            if (json_next(json, &token) != ST_OK) return ST_PARSE;
    }
    if (value) *value = (struct text){ start, (size_t)(json->text.bytes + json->at - start) };
    return ST_OK;
}

enum status json_finish(struct json *json)
{
    struct json_token token;
    return json_expect(json, JSON_END, &token);
}

enum status json_check(struct json *json, struct text text)
{
    json_init(json, text);
    if (json_skip(json, NULL) != ST_OK) return ST_PARSE;
    return json_finish(json);
}

bool json_find(struct json *json, struct text object, struct text key, struct text *value)
{
    struct json_token token;
    json_init(json, object);
    if (json_expect(json, JSON_OBJECT, &token) != ST_OK) return false;
    while (json_more(json)) {
        if (json_expect(json, JSON_KEY, &token) != ST_OK) return false;
        if (json_equal(&token, key)) return json_skip(json, value) == ST_OK;
        if (json_skip(json, NULL) != ST_OK) return false;
    }
    return false;
}

bool json_equal(const struct json_token *token, struct text text)
{
    ASSERT(token->kind == JSON_KEY || token->kind == JSON_STRING);
    if (!token->has_escapes) return text_equal(token->text, text);
    struct text rest = token->text;
    while (rest.length > 0) {
        char bytes[4];
        uint32_t count = json_take_character(&rest, bytes);
        if (count > text.length || memcmp(bytes, text.bytes, count) != 0) return false;
        text.bytes += count;
        text.length -= count;
    }
    return text.length == 0;
}

void json_unescape(const struct json_token *token, struct writer *writer)
{
    ASSERT(token->kind == JSON_KEY || token->kind == JSON_STRING);
    if (!token->has_escapes) {
        writer_add(writer, token->text);
        return;
    }
    struct text rest = token->text;
    while (rest.length > 0) {
        char bytes[4];
        uint32_t count = json_take_character(&rest, bytes);
        writer_add(writer, (struct text){ bytes, count });
    }
}

enum status json_integer(const struct json_token *token, int64_t *value)
{
    ASSERT(token->kind == JSON_NUMBER);
    for (size_t i = 0; i < token->text.length; i++) {
        char c = token->text.bytes[i];
        if (c == '.' || c == 'e' || c == 'E') return ST_RANGE;
    }
    return decimal_parse_exact(value, token->text, 0);
}

void json_place(const struct json *json, size_t at, uint32_t *line, uint32_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at && i < json->text.length; i++) {
        char c = json->text.bytes[i];
        if (c == '\n') {
            ++*line;
            *column = 1;
        } else if (((uint8_t)c & 0xc0) !=
                   0x80) { /* what follows a character's first byte is not counted */
            ++*column;
        }
    }
}

enum status json_err(const struct json *json, struct err *err)
{
    ASSERT(json->fault);
    uint32_t line, column;
    json_place(json, json->fault_at, &line, &column);
    return err_set(err, ST_PARSE, "line %u, column %u: %s", line, column, json->fault);
}
