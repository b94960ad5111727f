#include "base/json_write.h"
#include "base/json.h"
#include "support/test.h"

#include <math.h>

static char bytes[4096];
static struct writer writer;
static struct json_writer json;

static void begin(struct json_style style)
{
    writer_init(&writer, bytes, sizeof bytes);
    json_write_init(&json, &writer, style);
}

static void write_example(void)
{
    json_write_object(&json);
    json_write_key(&json, TEXT("name"));
    json_write_string(&json, TEXT("EMA \"cross\""));
    json_write_key(&json, TEXT("equity"));
    json_write_decimal(&json, 1234567890, 8);
    json_write_key(&json, TEXT("metrics"));
    json_write_array(&json);
    json_write_number(&json, -0.4798);
    json_write_number(&json, NAN);
    json_write_number(&json, INFINITY);
    json_write_integer(&json, INT64_MIN);
    json_write_unsigned(&json, UINT64_MAX);
    json_write_array_end(&json);
    json_write_key(&json, TEXT("open"));
    json_write_bool(&json, false);
    json_write_key(&json, TEXT("none"));
    json_write_object(&json);
    json_write_object_end(&json);
    json_write_key(&json, TEXT("spec"));
    json_write_raw(&json, TEXT("[1, 2]"));
    json_write_object_end(&json);
    ck_assert(json_write_is_done(&json));
}

TEST(json_write, commas_and_colons_come_by_themselves)
{
    begin((struct json_style){ 0 });
    write_example();
    ck_assert_str_eq(bytes, "{\"name\":\"EMA \\\"cross\\\"\",\"equity\":\"12.3456789\","
                            "\"metrics\":[-0.4798,null,null,-9223372036854775808,"
                            "18446744073709551615],\"open\":false,\"none\":{},\"spec\":[1, 2]}");
}

TEST(json_write, pretty_is_a_member_a_line)
{
    begin((struct json_style){ .is_pretty = true });
    write_example();
    ck_assert_str_eq(bytes, "{\n"
                            "  \"name\": \"EMA \\\"cross\\\"\",\n"
                            "  \"equity\": \"12.3456789\",\n"
                            "  \"metrics\": [\n"
                            "    -0.4798,\n"
                            "    null,\n"
                            "    null,\n"
                            "    -9223372036854775808,\n"
                            "    18446744073709551615\n"
                            "  ],\n"
                            "  \"open\": false,\n"
                            "  \"none\": {},\n"
                            "  \"spec\": [1, 2]\n"
                            "}");
}

static void check_string(struct text text, bool is_embedded, const char *expected)
{
    static struct json reader;
    begin((struct json_style){ .is_embedded = is_embedded });
    json_write_string(&json, text);
    ck_assert_str_eq(bytes, expected);
    ck_assert_int_eq(json_check(&reader, writer_text(&writer)), ST_OK);
}

TEST(json_write, strings_are_escaped_and_always_utf8)
{
    check_string(TEXT(""), false, "\"\"");
    check_string(TEXT("a\"\\\n\r\t\b\f\x1f\x01z"), false,
                 "\"a\\\"\\\\\\n\\r\\t\\b\\f\\u001f\\u0001z\"");
    check_string(TEXT("\xc3\xa9 \xf0\x9f\x98\x80 \x7f/"), false,
                 "\"\xc3\xa9 \xf0\x9f\x98\x80 \x7f/\"");
    check_string(TEXT("a\xff"
                      "b\xc3"),
                 false,
                 "\"a\xef\xbf\xbd"
                 "b\xef\xbf\xbd\"");
    check_string(TEXT("a\0b"), false,
                 "\"a\xef\xbf\xbd"
                 "b\"");
    check_string(TEXT("<b>&\xe2\x80\xa8"), false, "\"<b>&\xe2\x80\xa8\"");
    check_string(TEXT("</script>&\xe2\x80\xa8\xe2\x80\xa9\xe2\x82\xac"), true,
                 "\"\\u003c/script\\u003e\\u0026\\u2028\\u2029\xe2\x82\xac\"");
}

TEST(json_write, any_bytes_become_a_string_that_the_reader_takes)
{
    static struct json reader;
    for (uint64_t i = 0; i < test_rounds * 10; i++) {
        char text[40];
        size_t length = rng_below(&test_rng, sizeof text);
        for (size_t j = 0; j < length; j++) text[j] = (char)rng_next(&test_rng);
        begin((struct json_style){ .is_embedded = i & 1 });
        json_write_string(&json, (struct text){ text, length });
        ck_assert_msg(json_check(&reader, writer_text(&writer)) == ST_OK, "%s", reader.fault);
    }
}

/* ---- misuse is a bug ----------------------------------------------------------------------------
 */

static void two_values(void *unused)
{
    (void)unused;
    json_write_null(&json);
    json_write_null(&json);
}

static void member_without_key(void *unused)
{
    (void)unused;
    json_write_object(&json);
    json_write_null(&json);
}

static void key_in_array(void *unused)
{
    (void)unused;
    json_write_array(&json);
    json_write_key(&json, TEXT("a"));
}

static void key_without_value(void *unused)
{
    (void)unused;
    json_write_object(&json);
    json_write_key(&json, TEXT("a"));
    json_write_object_end(&json);
}

static void wrong_end(void *unused)
{
    (void)unused;
    json_write_array(&json);
    json_write_object_end(&json);
}

static void end_without_beginning(void *unused)
{
    (void)unused;
    json_write_array_end(&json);
}

static void too_deep(void *unused)
{
    (void)unused;
    for (int i = 0; i < 33; i++) json_write_array(&json);
}

TEST(json_write, misuse_dies)
{
    void (*const runs[])(void *) = { two_values,        member_without_key, key_in_array,
                                     key_without_value, wrong_end,          end_without_beginning,
                                     too_deep };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        begin((struct json_style){ 0 });
        assert_dies(runs[i], NULL);
    }
}

TEST(json_write, thirty_two_levels_can_be_written)
{
    begin((struct json_style){ 0 });
    for (int i = 0; i < 32; i++) json_write_array(&json);
    for (int i = 0; i < 32; i++) json_write_array_end(&json);
    static struct json reader;
    ck_assert(json_write_is_done(&json));
    ck_assert_int_eq(json_check(&reader, writer_text(&writer)), ST_OK);
}
