#include "base/json_write.h"
#include "base/decimal.h"
#include "base/number.h"
#include "base/utf8.h"

enum { DEPTH_MAX = 32 };

void json_write_init(struct json_writer *json, struct writer *writer, struct json_style style)
{
    *json = (struct json_writer){ .writer = writer, .style = style };
}

static uint32_t level_bit(const struct json_writer *json)
{
    return (uint32_t)1 << (json->depth - 1);
}

static bool is_inside_object(const struct json_writer *json)
{
    return json->depth > 0 && (json->is_object & level_bit(json)) != 0;
}

static void break_line(struct json_writer *json)
{
    if (!json->style.is_pretty) return;
    writer_char(json->writer, '\n');
    for (uint32_t i = 0; i < json->depth; i++) writer_add(json->writer, TEXT("  "));
}

/* Before a member of the level we are in. */
static void begin_member(struct json_writer *json)
{
    if (json->has_member & level_bit(json)) writer_char(json->writer, ',');
    json->has_member |= level_bit(json);
    break_line(json);
}

/* Before any value. */
static void begin_value(struct json_writer *json)
{
    ASSERT(!json->is_done);
    ASSERT(json->is_keyed == is_inside_object(json));
    if (json->depth > 0 && !json->is_keyed) begin_member(json);
    json->is_keyed = false;
}

static void end_value(struct json_writer *json) { json->is_done = json->depth == 0; }

static void open_level(struct json_writer *json, bool is_object)
{
    begin_value(json);
    ASSERT(json->depth < DEPTH_MAX);
    json->depth++;
    json->has_member &= ~level_bit(json);
    if (is_object) json->is_object |= level_bit(json);
    else json->is_object &= ~level_bit(json);
    writer_char(json->writer, is_object ? '{' : '[');
}

static void close_level(struct json_writer *json, bool is_object)
{
    ASSERT(json->depth > 0);
    ASSERT(is_inside_object(json) == is_object);
    ASSERT(!json->is_keyed);
    bool has_member = (json->has_member & level_bit(json)) != 0;
    json->depth--;
    if (has_member) break_line(json);
    writer_char(json->writer, is_object ? '}' : ']');
    end_value(json);
}

void json_write_object(struct json_writer *json) { open_level(json, true); }
void json_write_object_end(struct json_writer *json) { close_level(json, true); }
void json_write_array(struct json_writer *json) { open_level(json, false); }
void json_write_array_end(struct json_writer *json) { close_level(json, false); }

/* ---- strings ----------------------------------------------------------------------------------
 */

static void add_escape(struct writer *writer, char c)
{
    switch (c) {
    case '"': writer_add(writer, TEXT("\\\"")); break;
    case '\\': writer_add(writer, TEXT("\\\\")); break;
    case '\n': writer_add(writer, TEXT("\\n")); break;
    case '\r': writer_add(writer, TEXT("\\r")); break;
    case '\t': writer_add(writer, TEXT("\\t")); break;
    case '\b': writer_add(writer, TEXT("\\b")); break;
    case '\f': writer_add(writer, TEXT("\\f")); break;
    default: writer_format(writer, "\\u%04x", (uint32_t)(uint8_t)c);
    }
}

static bool is_plain(const struct json_writer *json, char c)
{
    if ((uint8_t)c < 0x20 || (uint8_t)c >= 0x80 || c == '"' || c == '\\') return false;
    return !json->style.is_embedded || (c != '<' && c != '>' && c != '&');
}

/* What is not plain, at the front of `rest`; answers the bytes taken. */
static size_t add_special(struct json_writer *json, struct text rest)
{
    uint32_t length = utf8_length(rest);
    if (length == 0 || rest.bytes[0] == 0) {
        writer_add(json->writer, TEXT("\xef\xbf\xbd"));
        return 1;
    }
    struct text character = { rest.bytes, length };
    if (length == 1) add_escape(json->writer, rest.bytes[0]);
    else if (json->style.is_embedded && text_equal(character, TEXT("\xe2\x80\xa8")))
        writer_add(json->writer, TEXT("\\u2028"));
    else if (json->style.is_embedded && text_equal(character, TEXT("\xe2\x80\xa9")))
        writer_add(json->writer, TEXT("\\u2029"));
    else writer_add(json->writer, character);
    return length;
}

static void add_string(struct json_writer *json, struct text rest)
{
    writer_char(json->writer, '"');
    while (rest.length > 0) {
        size_t taken = 0;
        while (taken < rest.length && is_plain(json, rest.bytes[taken])) taken++;
        writer_add(json->writer, (struct text){ rest.bytes, taken });
        if (taken == 0) taken = add_special(json, rest);
        rest.bytes += taken;
        rest.length -= taken;
    }
    writer_char(json->writer, '"');
}

void json_write_key(struct json_writer *json, struct text key)
{
    ASSERT(is_inside_object(json));
    ASSERT(!json->is_keyed);
    begin_member(json);
    add_string(json, key);
    writer_add(json->writer, json->style.is_pretty ? TEXT(": ") : TEXT(":"));
    json->is_keyed = true;
}

void json_write_string(struct json_writer *json, struct text text)
{
    begin_value(json);
    add_string(json, text);
    end_value(json);
}

/* ---- numbers and words --------------------------------------------------------------------------
 */

void json_write_raw(struct json_writer *json, struct text value)
{
    ASSERT(value.length > 0);
    begin_value(json);
    writer_add(json->writer, value);
    end_value(json);
}

void json_write_integer(struct json_writer *json, int64_t value)
{
    begin_value(json);
    writer_format(json->writer, "%lld", (long long)value);
    end_value(json);
}

void json_write_unsigned(struct json_writer *json, uint64_t value)
{
    begin_value(json);
    writer_format(json->writer, "%llu", (unsigned long long)value);
    end_value(json);
}

void json_write_bool(struct json_writer *json, bool value)
{
    json_write_raw(json, value ? TEXT("true") : TEXT("false"));
}

void json_write_null(struct json_writer *json) { json_write_raw(json, TEXT("null")); }

void json_write_number(struct json_writer *json, double value)
{
    if (!number_is_finite(value)) {
        json_write_null(json);
        return;
    }
    begin_value(json);
    number_format(json->writer, value);
    end_value(json);
}

void json_write_decimal(struct json_writer *json, int64_t units, uint32_t decimals)
{
    begin_value(json);
    writer_char(json->writer, '"');
    decimal_format(json->writer, units, decimals, true);
    writer_char(json->writer, '"');
    end_value(json);
}

bool json_write_is_done(const struct json_writer *json) { return json->is_done; }
