/*
 * The JSON reader on foreign bytes: what it accepts survives writing and reading; skipping a value
 * whole and walking it token by token agree; what it refuses has a place inside the text.
 */
#include "base/json.h"
#include "base/json_write.h"

#include <stdlib.h>
#include <string.h>

static struct json json, other;
static char plain[1 << 16];

static void write_token(struct json_writer *out, const struct json_token *token)
{
    struct writer writer;
    writer_init(&writer, plain, sizeof plain);
    if (token->kind == JSON_KEY || token->kind == JSON_STRING) json_unescape(token, &writer);
    switch (token->kind) {
    case JSON_OBJECT: json_write_object(out); break;
    case JSON_OBJECT_END: json_write_object_end(out); break;
    case JSON_ARRAY: json_write_array(out); break;
    case JSON_ARRAY_END: json_write_array_end(out); break;
    case JSON_KEY: json_write_key(out, writer_text(&writer)); break;
    case JSON_STRING: json_write_string(out, writer_text(&writer)); break;
    default: json_write_raw(out, token->text);
    }
}

/* Reads a text token by token and writes it again; false: it is refused. */
static bool copy_document(struct writer *writer, struct text text, struct json_style style)
{
    struct json_writer out;
    struct json_token token;
    json_write_init(&out, writer, style);
    json_init(&json, text);
    for (;;) {
        if (json_next(&json, &token) != ST_OK) return false;
        if (token.kind == JSON_END) break;
        ASSERT(token.text.bytes >= text.bytes);
        ASSERT(token.text.bytes + token.text.length <= text.bytes + text.length);
        write_token(&out, &token);
    }
    ASSERT(json_write_is_done(&out));
    return true;
}

/* Members found by name and walked one by one are the same. */
static void check_members(struct text text)
{
    struct json_token key;
    struct text walked, found;
    json_init(&json, text);
    if (json_expect(&json, JSON_OBJECT, &key) != ST_OK) return;
    for (int i = 0; i < 8 && json_more(&json); i++) {
        struct writer writer;
        ASSERT(json_expect(&json, JSON_KEY, &key) == ST_OK);
        writer_init(&writer, plain, sizeof plain);
        json_unescape(&key, &writer);
        ASSERT(json_skip(&json, &walked) == ST_OK);
        ASSERT(json_equal(&key, writer_text(&writer)));
        ASSERT(json_find(&other, text, writer_text(&writer), &found));
        ASSERT(text_equal(walked, found));
        ASSERT(json_check(&other, found) == ST_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char first[1 << 18], second[1 << 18];
    if (size > 1 << 12) return 0;
    /* A copy of its own, so that reading past its end is seen. */
    char *own = malloc(size ? size : 1);
    if (size > 0) memcpy(own, bytes, size);
    struct text text = { own, size };
    struct json_style style = { .is_pretty = size & 1, .is_embedded = size & 2 };
    struct writer writer, again;
    bool is_accepted = json_check(&json, text) == ST_OK;
    writer_init(&writer, first, sizeof first);
    ASSERT(copy_document(&writer, text, style) == is_accepted);
    if (is_accepted) {
        writer_init(&again, second, sizeof second);
        ASSERT(json_check(&json, writer_text(&writer)) == ST_OK);
        ASSERT(copy_document(&again, writer_text(&writer), style));
        ASSERT(text_equal(writer_text(&writer), writer_text(&again)));
        check_members(text);
    } else {
        struct err err;
        ASSERT(json.fault_at <= size);
        ASSERT(json_err(&json, &err) == ST_PARSE);
    }
    free(own);
    return 0;
}
