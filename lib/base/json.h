/*
 * json.h — a strict reader of JSON: the caller pulls one token after the other out of a text in
 * memory.
 *
 * It takes RFC 8259 and nothing else, and of that what two readers cannot understand differently:
 * no duplicate keys in an object, no lone surrogates, no NUL (written out or escaped), valid UTF-8,
 * at most 32 levels, nothing behind the value. Numbers stay text: prices must not pass through a
 * double. Nothing is allocated and nothing copied: tokens point into the text, strings still
 * escaped.
 *
 *     struct json json;
 *     struct json_token token;
 *     json_init(&json, text);
 *     json_expect(&json, JSON_OBJECT, &token);
 *     while (json_more(&json)) {
 *         json_expect(&json, JSON_KEY, &token);
 *         if (json_equal(&token, TEXT("px"))) json_expect(&json, JSON_STRING, &price);
 *         else json_skip(&json, NULL);
 *     }
 *     json_finish(&json);
 *     if (json.fault) return json_err(&json, err);
 *
 * The first fault stays: from then on every call answers ST_PARSE (json_more: false), so that a
 * caller may look once, at the end. Until json_finish has said ST_OK, the text is not known to be
 * sound.
 *
 * Limits: 4 GiB of text; JSON_KEYS_MAX keys in all objects that are open at one time. A key is
 * looked up among those by a hash, and compared with at most JSON_CHAIN_MAX of them: two thousand
 * honest keys never get near that, and keys made to collide are refused, not waited for. So the
 * time is linear in the text, whatever it holds.
 */
#ifndef ARGOSY_BASE_JSON_H
#define ARGOSY_BASE_JSON_H

#include "base/err.h"
#include "base/text.h"

enum { JSON_DEPTH_MAX = 32, JSON_KEYS_MAX = 2048, JSON_CHAIN_MAX = 64, JSON_BUCKETS = 1024 };

enum json_kind {
    JSON_END, /* behind the value */
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY,
    JSON_STRING,
    JSON_NUMBER,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL,
    JSON_KIND_COUNT
};

struct json_token {
    enum json_kind kind;
    bool has_escapes; /* keys and strings */
    struct text text; /* as it stands in the source; of keys and strings what the quotes hold */
};

/* A key of an open object. */
struct json_key {
    uint32_t hash;
    uint32_t at;     /* of its first byte behind the quote */
    uint32_t length; /* as it stands */
    uint16_t older;  /* 1 + the one before in its bucket; 0: none */
    uint16_t depth;
};

/* Open, so that it can lie on a stack or in an arena; `fault` is for callers, the rest is not. */
struct json {
    const char *fault; /* what is wrong, a sentence's end; NULL: nothing yet */
    size_t fault_at;
    struct text text;
    size_t at;
    uint32_t depth;
    uint32_t is_object; /* a bit a level, the outermost the lowest */
    uint32_t state;
    uint32_t key_count;
    uint16_t buckets[JSON_BUCKETS]; /* 1 + the newest key; 0: none */
    struct json_key keys[JSON_KEYS_MAX];
};

void json_init(struct json *json, struct text text);

/* The next token. ST_PARSE: the text is not acceptable; json->fault says why. */
MUST_USE enum status json_next(struct json *json, struct json_token *token);

/* Whether the object or array we are in has another member; if not, its end is consumed. */
bool json_more(struct json *json);

/* The next token, which must be of that kind. */
enum status json_expect(struct json *json, enum json_kind kind, struct json_token *token);

/* Passes over the next value, whatever it holds, and answers how it stands (`value` may be NULL).
 */
enum status json_skip(struct json *json, struct text *value);

/* Nothing may follow the value. */
enum status json_finish(struct json *json);

/* A fault of the caller's own about the token (NULL: about where we are), "this is not a price":
 * reported like the reader's, and answers ST_PARSE like it. */
enum status json_refuse(struct json *json, const struct json_token *token, const char *fault);

/* Whether a text is one acceptable value. */
MUST_USE enum status json_check(struct json *json, struct text text);

/* Finds a member of an object whose text has been checked. False: there is none of that name. */
bool json_find(struct json *json, struct text object, struct text key, struct text *value);

/* ---- what tokens say ----------------------------------------------------------------------- */

/* Whether a key or string, its escapes undone, is this text. */
bool json_equal(const struct json_token *token, struct text text);

/* A key or string, its escapes undone, into the caller's writer; it is never longer than it stood.
 */
void json_unescape(const struct json_token *token, struct writer *writer);

/* Takes one character off a string known to be sound, its escape undone, and writes its UTF-8;
 * answers how many bytes. */
uint32_t json_take_character(struct text *rest, char bytes[static 4]);

/* A number without point or exponent. ST_RANGE: it has one, or does not fit. */
MUST_USE enum status json_integer(const struct json_token *token, int64_t *value);

/* ---- faults -----------------------------------------------------------------------------------
 */

/* Line and column (in characters) of a place in the text, both from 1. */
void json_place(const struct json *json, size_t at, uint32_t *line, uint32_t *column);

/* Tells the fault with its line and column: "line 3, column 14: a comma is missing". */
enum status json_err(const struct json *json, struct err *err);

#endif
