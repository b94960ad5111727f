/*
 * json_write.h — writes JSON: commas, colons, line breaks and escapes by itself.
 *
 *     struct json_writer json;
 *     json_write_init(&json, &writer, (struct json_style){ .is_pretty = true });
 *     json_write_object(&json);
 *     json_write_key(&json, TEXT("equity"));
 *     json_write_decimal(&json, units, 8);
 *     json_write_object_end(&json);
 *     ASSERT(json_write_is_done(&json));
 *
 * What it writes json.h reads: one value, at most 32 levels deep, valid UTF-8 (bytes that are none,
 * and NUL, become U+FFFD). A member without a key, a key without a value or an end without a
 * beginning is a bug. That the keys of an object differ is the caller's to see to. Exact quantities
 * are decimal strings, other numbers doubles, and a double that is none is null.
 */
#ifndef ARGOSY_BASE_JSON_WRITE_H
#define ARGOSY_BASE_JSON_WRITE_H

#include "base/text.h"

struct json_style {
    bool is_pretty; /* a member a line, two blanks a level */
    bool
        is_embedded; /* may stand inside an HTML script element: < > & and U+2028, U+2029 escaped */
};

struct json_writer {
    struct writer *writer; /* not owned */
    struct json_style style;
    uint32_t depth;
    uint32_t is_object; /* a bit a level */
    uint32_t has_member;
    bool is_keyed; /* a key waits for its value */
    bool is_done;
};

void json_write_init(struct json_writer *json, struct writer *writer, struct json_style style);

void json_write_object(struct json_writer *json);
void json_write_object_end(struct json_writer *json);
void json_write_array(struct json_writer *json);
void json_write_array_end(struct json_writer *json);
void json_write_key(struct json_writer *json, struct text key);

void json_write_string(struct json_writer *json, struct text text);
void json_write_integer(struct json_writer *json, int64_t value);
void json_write_unsigned(struct json_writer *json, uint64_t value);
void json_write_bool(struct json_writer *json, bool value);
void json_write_null(struct json_writer *json);

/* The shortest text that reads back (number.h); null for infinity and NaN. */
void json_write_number(struct json_writer *json, double value);

/* units × 10^-decimals as a string, without trailing zeros: "0.5". */
void json_write_decimal(struct json_writer *json, int64_t units, uint32_t decimals);

/* A value that is JSON already, as it stands. */
void json_write_raw(struct json_writer *json, struct text value);

/* Whether one whole value has been written. */
bool json_write_is_done(const struct json_writer *json);

#endif
