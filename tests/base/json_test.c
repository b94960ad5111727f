#include "base/json.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct json json; /* 35 KiB: not for a stack that tests fork */

static bool is_accepted(struct text text) { return json_check(&json, text) == ST_OK; }

#define ACCEPT(literal)                                                                            \
    ck_assert_msg(is_accepted(TEXT(literal)), "%s: refused: %s", literal, json.fault)
#define REFUSE(literal, why)                                                                       \
    do {                                                                                           \
        ck_assert_msg(!is_accepted(TEXT(literal)), "%s: accepted", literal);                       \
        ck_assert_str_eq(json.fault, why);                                                         \
    } while (0)

TEST(json, what_rfc_8259_allows_is_accepted)
{
    ACCEPT("0");
    ACCEPT("-0");
    ACCEPT(" \t\r\n1 \t\r\n");
    ACCEPT("-1.5e+10");
    ACCEPT("1E5");
    ACCEPT("1e-5");
    ACCEPT("0.000");
    ACCEPT("123456789012345678901234567890.123456789012345678901234567890e99999");
    ACCEPT("true");
    ACCEPT("false");
    ACCEPT("null");
    ACCEPT("\"\"");
    ACCEPT("\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"");
    ACCEPT("\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"");
    ACCEPT("\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xed\x9f\xbf \xee\x80\x80 \xf4\x8f\xbf\xbf "
           "\x7f\"");
    ACCEPT("[]");
    ACCEPT("{}");
    ACCEPT("[1,2 , [3,[]] ,{}]");
    ACCEPT("{\"a\":1,\"b\":{\"a\":[{\"a\":null},{\"a\":0}]},\"\":\"\"}");
    ACCEPT("{\"a\":{\"a\":{\"a\":1}}}");
    ACCEPT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
}

TEST(json, what_is_no_json_is_refused_with_a_reason)
{
    static const char missing[] = "a value is missing";
    REFUSE("", "the text ends too soon");
    REFUSE("  ", "the text ends too soon");
    REFUSE("{", "the text ends too soon");
    REFUSE("[1,", "the text ends too soon");
    REFUSE("[1", "the text ends too soon");
    REFUSE("{\"a\":", "the text ends too soon");
    REFUSE("\"abc", "the string has no end");
    REFUSE("\"abc\\", "the string has no end");
    REFUSE("\"abcdefghijk\\\"", "the string has no end");
    REFUSE("{\"a\"}", "a colon is missing");
    REFUSE("{\"a\" 1}", "a colon is missing");
    REFUSE("{\"a\"", "a colon is missing");
    REFUSE("{1:2}", "a key in quotes is missing");
    REFUSE("{a:2}", "a key in quotes is missing");
    REFUSE("{'a':2}", "a key in quotes is missing");
    REFUSE("{\"a\":1,}", "a key in quotes is missing");
    REFUSE("{,}", "a key in quotes is missing");
    REFUSE("[1,]", missing);
    REFUSE("[,1]", missing);
    REFUSE("[1,,2]", missing);
    REFUSE("{\"a\":}", missing);
    REFUSE("[1 2]", "a comma is missing");
    REFUSE("{\"a\":1 \"b\":2}", "a comma is missing");
    REFUSE("[1}", "another bracket must be closed first");
    REFUSE("{\"a\":1]", "another bracket must be closed first");
    REFUSE("]", missing);
    REFUSE(",", missing);
    REFUSE("1 1", "something follows the value");
    REFUSE("{}}", "something follows the value");
    REFUSE("1,", "something follows the value");
    REFUSE("null\0", "something follows the value");
    REFUSE("\"a\" // b", "something follows the value");
    REFUSE("/* a */ 1", missing);
    REFUSE("NaN", missing);
    REFUSE("Infinity", missing);
    REFUSE("-Infinity", "a digit is missing");
    REFUSE("nul", missing);
    REFUSE("True", missing);
    REFUSE("nulll", "something follows the value");
    REFUSE("+1", missing);
    REFUSE(".5", missing);
    REFUSE("-", "a digit is missing");
    REFUSE("01", "a number begins with a needless zero");
    REFUSE("-00.5", "a number begins with a needless zero");
    REFUSE("1.", "a digit is missing behind the point");
    REFUSE("1.e5", "a digit is missing behind the point");
    REFUSE("1e", "a digit is missing in the exponent");
    REFUSE("1e+", "a digit is missing in the exponent");
    REFUSE("1ex", "a digit is missing in the exponent");
    REFUSE("0x10", "something follows the value");
    REFUSE("\xef\xbb\xbf{}", missing);
    REFUSE("\0", missing);
    REFUSE("\v1", missing);
    REFUSE("\xc2\xa0"
           "1",
           missing);
}

TEST(json, strings_must_be_sound)
{
    static const char utf8[] = "this is not UTF-8";
    static const char half[] = "half of a surrogate pair stands alone";
    static const char hex[] = "\\u takes four hex digits";
    REFUSE("\"\x80\"", utf8);
    REFUSE("\"\xc0\x80\"", utf8);
    REFUSE("\"\xc1\xbf\"", utf8);
    REFUSE("\"\xc3\"", utf8);
    REFUSE("\"\xc3(\"", utf8);
    REFUSE("\"\xe0\x9f\xbf\"", utf8);
    REFUSE("\"\xe2\x82\"", utf8);
    REFUSE("\"\xe2\x82(\"", utf8);
    REFUSE("\"\xed\xa0\x80\"", utf8);
    REFUSE("\"\xf0\x8f\xbf\xbf\"", utf8);
    REFUSE("\"\xf4\x90\x80\x80\"", utf8);
    REFUSE("\"\xf5\x80\x80\x80\"", utf8);
    REFUSE("\"\xff\"", utf8);
    REFUSE("\"\xf0\x9f\x98", utf8);
    REFUSE("\"\\ud800\"", half);
    REFUSE("\"\\ud800x\\udc00\"", half);
    REFUSE("\"\\ud800\\n\\n\\n\"", half);
    REFUSE("\"\\udc00\\ud800\"", half);
    REFUSE("\"\\ud800\\ud800\"", half);
    REFUSE("\"\\ud800\\u0041\"", half);
    REFUSE("\"\\ud800\\uxxxx\"", half);
    REFUSE("\"\\u12g4\"", hex);
    REFUSE("\"\\u12", hex);
    REFUSE("\"\\u 123\"", hex);
    REFUSE("\"\\x41\"", "there is no such escape");
    REFUSE("\"\\\0\"", "there is no such escape");
    REFUSE("\"\\U0041\"", "there is no such escape");
    REFUSE("\"\\u0000\"", "NUL is not allowed, escaped or not");
    REFUSE("\"a\nb\"", "a control character stands in a string, not escaped");
    REFUSE("\"abcdefgh\x1f\"", "a control character stands in a string, not escaped");
    REFUSE("\"\0\"", "a control character stands in a string, not escaped");
}

TEST(json, a_key_may_stand_once_in_an_object)
{
    static const char there[] = "the key is there already";
    REFUSE("{\"a\":1,\"a\":2}", there);
    REFUSE("{\"a\":1,\"\\u0061\":2}", there);
    REFUSE("{\"\\u00e9\":1,\"\xc3\xa9\":2}", there);
    REFUSE("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", there);
    REFUSE("{\"\":1,\"b\":{\"\":0},\"\":2}", there);
    REFUSE("[{\"a\":1},{\"b\":{\"a\":[{\"a\":0}]},\"b\":2}]", there);
    ACCEPT("{\"a\":1,\"A\":2,\"a \":3,\"\\u0061\\u0061\":4}");
    ACCEPT("[{\"a\":1},{\"a\":2}]");
}

/* "{"k0":0,"k1":0,...}" */
static struct text many_keys(uint32_t count, uint32_t twice)
{
    static char bytes[1 << 17];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    writer_char(&writer, '{');
    for (uint32_t i = 0; i < count; i++)
        writer_format(&writer, "%s\"k%u\":0", i ? "," : "", i == count - 1 ? twice : i);
    writer_char(&writer, '}');
    ck_assert(!writer_is_cut(&writer));
    return writer_text(&writer);
}

TEST(json, an_object_has_at_most_2048_keys)
{
    ck_assert(is_accepted(many_keys(2048, 2047)));
    ck_assert(!is_accepted(many_keys(2049, 2048)));
    ck_assert_str_eq(json.fault, "the objects that are open have more than 2,048 keys");
    for (uint32_t i = 0; i < 2047; i += 89) {
        ck_assert(!is_accepted(many_keys(2048, i)));
        ck_assert_str_eq(json.fault, "the key is there already");
    }
}

/* The reader's hash, so that keys can be made to share a bucket. */
static uint32_t bucket_of(const char *key)
{
    uint32_t hash = 2166136261u;
    for (; *key; key++) hash = (hash ^ (uint8_t)*key) * 16777619u;
    return (hash ^ hash >> 15) % JSON_BUCKETS;
}

TEST(json, keys_made_to_collide_are_refused)
{
    static char bytes[1 << 14];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    writer_char(&writer, '{');
    for (uint32_t i = 0, found = 0; found < 100; i++) {
        char key[16];
        snprintf(key, sizeof key, "%u", i);
        if (bucket_of(key) != 7) continue;
        writer_format(&writer, "%s\"%s\":0", found++ ? "," : "", key);
    }
    writer_char(&writer, '}');
    ck_assert(!is_accepted(writer_text(&writer)));
    ck_assert_str_eq(json.fault, "too many keys are made to look alike");
}

TEST(json, more_than_32_levels_are_refused)
{
    for (uint32_t depth = 30; depth < 36; depth++) {
        char bytes[100];
        memset(bytes, '[', depth);
        memset(bytes + depth, ']', depth);
        ck_assert_int_eq(is_accepted((struct text){ bytes, 2 * depth }), depth <= 32);
    }
    static char deep[100000];
    memset(deep, '[', sizeof deep);
    ck_assert(!is_accepted((struct text){ deep, sizeof deep }));
    ck_assert_str_eq(json.fault, "it is nested more than 32 levels deep");
}

/* ---- pulling ------------------------------------------------------------------------------------
 */

static struct json_token expect(enum json_kind kind)
{
    struct json_token token;
    ck_assert_msg(json_expect(&json, kind, &token) == ST_OK, "%s", json.fault);
    return token;
}

TEST(json, tokens_come_in_the_order_of_the_text)
{
    json_init(&json, TEXT(" {\"px\": \"1.5\", \"n\": [1, -2e3, true, false, null], \"o\": {}} "));
    expect(JSON_OBJECT);
    struct json_token token = expect(JSON_KEY);
    ck_assert(json_equal(&token, TEXT("px")));
    token = expect(JSON_STRING);
    ck_assert(text_equal(token.text, TEXT("1.5")));
    expect(JSON_KEY);
    expect(JSON_ARRAY);
    token = expect(JSON_NUMBER);
    int64_t value;
    ck_assert_int_eq(json_integer(&token, &value), ST_OK);
    ck_assert_int_eq(value, 1);
    token = expect(JSON_NUMBER);
    ck_assert(text_equal(token.text, TEXT("-2e3")));
    ck_assert_int_eq(json_integer(&token, &value), ST_RANGE);
    expect(JSON_TRUE);
    expect(JSON_FALSE);
    expect(JSON_NULL);
    expect(JSON_ARRAY_END);
    expect(JSON_KEY);
    expect(JSON_OBJECT);
    expect(JSON_OBJECT_END);
    expect(JSON_OBJECT_END);
    expect(JSON_END);
    expect(JSON_END);
}

TEST(json, members_can_be_walked_skipped_and_found)
{
    struct text text = TEXT("{\"a\": [1, {\"x\": \"]}\"}], \"b\\u0063\": \" y \" , \"d\":-1.5}"),
                value;
    json_init(&json, text);
    struct json_token token;
    uint32_t members = 0, elements = 0;
    expect(JSON_OBJECT);
    while (json_more(&json)) {
        token = expect(JSON_KEY);
        members++;
        if (!json_equal(&token, TEXT("a"))) {
            ck_assert_int_eq(json_skip(&json, &value), ST_OK);
            continue;
        }
        expect(JSON_ARRAY);
        for (; json_more(&json); elements++) ck_assert_int_eq(json_skip(&json, &value), ST_OK);
        ck_assert(text_equal(value, TEXT("{\"x\": \"]}\"}")));
    }
    ck_assert_int_eq(json_finish(&json), ST_OK);
    ck_assert_uint_eq(members, 3);
    ck_assert_uint_eq(elements, 2);
    ck_assert(text_equal(value, TEXT("-1.5")));
    ck_assert(json_find(&json, text, TEXT("bc"), &value));
    ck_assert(text_equal(value, TEXT("\" y \"")));
    ck_assert(json_find(&json, text, TEXT("a"), &value));
    ck_assert(text_equal(value, TEXT("[1, {\"x\": \"]}\"}]")));
    ck_assert(!json_find(&json, text, TEXT("x"), &value));
    ck_assert(!json_find(&json, TEXT("[1]"), TEXT("x"), &value));
    ck_assert(!json_find(&json, TEXT("{\"x\":}"), TEXT("x"), &value));
    ck_assert(!json_find(&json, TEXT("{\"y\":,\"x\":1}"), TEXT("x"), &value));
    ck_assert(!json_find(&json, TEXT("{1"), TEXT("x"), &value));
}

TEST(json, escapes_are_undone)
{
    char bytes[64];
    struct writer writer;
    struct text expected = TEXT("A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"\\/\b\f\n\r\t");
    json_init(&json, TEXT("\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\\\"\\\\\\/\\b\\f\\n\\r\\t\""));
    struct json_token token = expect(JSON_STRING);
    writer_init(&writer, bytes, sizeof bytes);
    json_unescape(&token, &writer);
    ck_assert(text_equal(writer_text(&writer), expected));
    ck_assert(json_equal(&token, expected));
    ck_assert(!json_equal(&token, TEXT("A")));
    ck_assert(!json_equal(&token, TEXT("")));
    ck_assert(!json_equal(&token, TEXT("A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"\\/\b\f\n\r\t ")));
    ck_assert(!json_equal(&token, TEXT("B\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"\\/\b\f\n\r\t")));
    json_init(&json, TEXT("\"plain\""));
    token = expect(JSON_STRING);
    writer_init(&writer, bytes, 4);
    json_unescape(&token, &writer);
    ck_assert(text_equal(writer_text(&writer), TEXT("pla")));
    ck_assert(writer_is_cut(&writer));
}

/* ---- faults -----------------------------------------------------------------------------------
 */

static void check_story(const char *text, const char *story)
{
    struct err err = { 0 };
    ck_assert(!is_accepted(text_from(text)));
    ck_assert_int_eq(json_err(&json, &err), ST_PARSE);
    ck_assert_str_eq(err.text, story);
}

TEST(json, a_fault_is_told_with_line_and_column)
{
    check_story("{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3: a comma is missing");
    check_story("[\"\xc3\xa9\xe2\x82\xac\", x]", "line 1, column 8: a value is missing");
    check_story("", "line 1, column 1: the text ends too soon");
    check_story("[1,\n", "line 2, column 1: the text ends too soon");
    check_story("{\"a\":1,\n\"a\":2}", "line 2, column 2: the key is there already");
}

TEST(json, a_fault_stays)
{
    struct json_token token;
    struct text value;
    struct err err;
    json_init(&json, TEXT("{\"a\": [\"b\", 1]}"));
    expect(JSON_OBJECT);
    expect(JSON_KEY);
    expect(JSON_ARRAY);
    ck_assert_int_eq(json_expect(&json, JSON_NUMBER, &token), ST_PARSE);
    ck_assert_int_eq(json_next(&json, &token), ST_PARSE);
    ck_assert_int_eq(json_skip(&json, &value), ST_PARSE);
    ck_assert_int_eq(json_refuse(&json, NULL, "another"), ST_PARSE);
    ck_assert(!json_more(&json));
    ck_assert_int_eq(json_finish(&json), ST_PARSE);
    ck_assert_int_eq(json_err(&json, &err), ST_PARSE);
    ck_assert_str_eq(err.text, "line 1, column 8: a number is expected here");
}

TEST(json, a_caller_can_refuse_a_token_in_its_own_words)
{
    struct err err;
    json_init(&json, TEXT("[12]"));
    expect(JSON_ARRAY);
    struct json_token token = expect(JSON_NUMBER);
    ck_assert_int_eq(json_refuse(&json, &token, "this is above 10"), ST_PARSE);
    ck_assert_int_eq(json_err(&json, &err), ST_PARSE);
    ck_assert_str_eq(err.text, "line 1, column 2: this is above 10");
    json_init(&json, TEXT("[]"));
    expect(JSON_ARRAY);
    ck_assert_int_eq(json_skip(&json, NULL), ST_PARSE);
    ck_assert_str_eq(json.fault, "a value is expected here");
    json_init(&json, TEXT("{\"a\":1"));
    expect(JSON_OBJECT);
    ck_assert(json_more(&json));
    expect(JSON_KEY);
    ck_assert_int_eq(json_skip(&json, NULL), ST_OK);
    ck_assert(!json_more(&json));
    ck_assert_str_eq(json.fault, "the text ends too soon");
    json_init(&json, (struct text){ NULL, 0 });
    ck_assert_int_eq(json_expect(&json, JSON_END, &token), ST_PARSE);
    json_init(&json, (struct text){ "", (size_t)1 << 33 });
    ck_assert_int_eq(json_expect(&json, JSON_END, &token), ST_PARSE);
    ck_assert_str_eq(json.fault, "the text is longer than 4 GiB");
    json_init(&json, TEXT("1"));
    expect(JSON_NUMBER);
    ck_assert_int_eq(json_expect(&json, JSON_NUMBER, &token), ST_PARSE);
    ck_assert_uint_eq(json.fault_at, 1);
}

TEST(json, any_blank_may_stand_before_a_member_or_an_end)
{
    json_init(&json, TEXT("[ 1\t,\n2\r, \t\r\n3 \t\r\n]"));
    uint32_t count = 0;
    for (expect(JSON_ARRAY); json_more(&json); count++)
        ck_assert_int_eq(json_skip(&json, NULL), ST_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_int_eq(json_finish(&json), ST_OK);
}

TEST(json, only_a_value_can_be_skipped)
{
    static const char *const texts[] = { "1", "{\"a\":1}", "{}", "[]" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct json_token token;
        json_init(&json, text_from(texts[i]));
        ck_assert_int_eq(json_next(&json, &token), ST_OK); /* what follows is no value */
        ck_assert_int_eq(json_skip(&json, NULL), ST_PARSE);
        ck_assert_str_eq(json.fault, "a value is expected here");
    }
}

TEST(json, an_integer_has_neither_point_nor_exponent_and_fits)
{
    static const char *const bad[] = { "1.0", "1e2", "1E2", "9223372036854775808" };
    int64_t value = -77;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_init(&json, text_from(bad[i]));
        struct json_token token = expect(JSON_NUMBER);
        ck_assert_int_eq(json_integer(&token, &value), ST_RANGE);
        ck_assert_int_eq(value, -77);
    }
    json_init(&json, TEXT("-9223372036854775808"));
    struct json_token token = expect(JSON_NUMBER);
    ck_assert_int_eq(json_integer(&token, &value), ST_OK);
    ck_assert(value == INT64_MIN);
}

TEST(json, a_refused_key_is_told_with_its_quote)
{
    struct err err;
    json_init(&json, TEXT("{\"ab\":1}"));
    expect(JSON_OBJECT);
    struct json_token token = expect(JSON_KEY);
    ck_assert_int_eq(json_refuse(&json, &token, "this key is not known"), ST_PARSE);
    ck_assert_int_eq(json_err(&json, &err), ST_PARSE);
    ck_assert_str_eq(err.text, "line 1, column 2: this key is not known");
}
