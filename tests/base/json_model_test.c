/* The reader against a model: a recursive descent that knows nothing of speed, and Python's. */
#include "base/json.h"
#include "base/json_write.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct json json;

/* ---- the model ----------------------------------------------------------------------------------
 */

struct model {
    const unsigned char *at, *end;
};

static void model_blanks(struct model *model)
{
    while (model->at < model->end &&
           (*model->at == ' ' || *model->at == '\t' || *model->at == '\n' || *model->at == '\r'))
        model->at++;
}

static int model_byte(struct model *model) { return model->at < model->end ? *model->at++ : -1; }

static long model_hex(struct model *model)
{
    char text[5] = { 0 };
    for (int i = 0; i < 4; i++) {
        int c = model_byte(model);
        if (c < 0 || !strchr("0123456789abcdefABCDEF", c) || c == 0) return -1;
        text[i] = (char)c;
    }
    return strtol(text, NULL, 16);
}

/* Code points of one string into out; -1: it is none. */
static int model_string(struct model *model, uint32_t *out)
{
    int count = 0;
    if (model_byte(model) != '"') return -1;
    for (;;) {
        int c = model_byte(model);
        if (c < 0x20) return -1;
        if (c == '"') return count;
        uint32_t point = (uint32_t)c;
        if (c == '\\') {
            c = model_byte(model);
            if (c == 'u') {
                long high = model_hex(model), low = 0;
                if (high <= 0 || (high >= 0xdc00 && high <= 0xdfff)) return -1;
                point = (uint32_t)high;
                if (high >= 0xd800 && high <= 0xdbff) {
                    if (model_byte(model) != '\\' || model_byte(model) != 'u') return -1;
                    low = model_hex(model);
                    if (low < 0xdc00 || low > 0xdfff) return -1;
                    point = 0x10000 + (uint32_t)(high - 0xd800) * 0x400 + (uint32_t)(low - 0xdc00);
                }
            } else {
                static const char *const escapes[] = { "\"\"", "\\\\", "//",  "b\b",
                                                       "f\f",  "n\n",  "r\r", "t\t" };
                point = 0;
                for (int i = 0; i < 8; i++)
                    if (c == escapes[i][0]) point = (uint32_t)escapes[i][1];
                if (point == 0) return -1;
            }
        } else if (c >= 0x80) {
            int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : -1;
            static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
            if (more < 0 || c >= 0xf8) return -1;
            point = (uint32_t)c & (0x3fu >> more);
            for (int i = 0; i < more; i++) {
                c = model_byte(model);
                if (c < 0x80 || c >= 0xc0) return -1;
                point = point * 64 + ((uint32_t)c & 0x3f);
            }
            if (point < least[more] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
                return -1;
        }
        if (count < 255) out[count++] = point;
    }
}

static bool model_digits(struct model *model)
{
    const unsigned char *start = model->at;
    while (model->at < model->end && *model->at >= '0' && *model->at <= '9') model->at++;
    return model->at > start;
}

static bool model_number(struct model *model)
{
    if (model->at < model->end && *model->at == '-') model->at++;
    if (model->at < model->end && *model->at == '0') model->at++;
    else if (!model_digits(model)) return false;
    if (model->at < model->end && *model->at == '.') {
        model->at++;
        if (!model_digits(model)) return false;
    }
    if (model->at < model->end && (*model->at == 'e' || *model->at == 'E')) {
        model->at++;
        if (model->at < model->end && (*model->at == '-' || *model->at == '+')) model->at++;
        if (!model_digits(model)) return false;
    }
    return true;
}

static bool model_value(struct model *model, int depth);

static bool model_members(struct model *model, int depth, bool is_object)
{
    uint32_t keys[64][256];
    int lengths[64], count = 0;
    int end = is_object ? '}' : ']';
    if (depth > 32) return false;
    model->at++;
    model_blanks(model);
    if (model->at < model->end && *model->at == end) return model->at++, true;
    for (;;) {
        model_blanks(model);
        if (is_object) {
            ck_assert_int_lt(count, 64);
            lengths[count] = model_string(model, keys[count]);
            if (lengths[count] < 0) return false;
            for (int i = 0; i < count; i++)
                if (lengths[i] == lengths[count] &&
                    !memcmp(keys[i], keys[count], (size_t)lengths[i] * sizeof(uint32_t)))
                    return false;
            count++;
            model_blanks(model);
            if (model_byte(model) != ':') return false;
        }
        if (!model_value(model, depth)) return false;
        model_blanks(model);
        int c = model_byte(model);
        if (c == end) return true;
        if (c != ',') return false;
    }
}

static bool model_value(struct model *model, int depth)
{
    static const char *const words[] = { "true", "false", "null" };
    uint32_t points[256];
    model_blanks(model);
    if (model->at == model->end) return false;
    if (*model->at == '{' || *model->at == '[')
        return model_members(model, depth + 1, *model->at == '{');
    if (*model->at == '"') return model_string(model, points) >= 0;
    for (int i = 0; i < 3; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(model->end - model->at) < length || memcmp(model->at, words[i], length))
            continue;
        model->at += length;
        return true;
    }
    return model_number(model);
}

static bool model_accepts(struct text text)
{
    struct model model = { (const unsigned char *)text.bytes,
                           (const unsigned char *)text.bytes + text.length };
    if (!model_value(&model, 0)) return false;
    model_blanks(&model);
    return model.at == model.end;
}

/* ---- random documents, mostly sound ---------------------------------------------------------- */

static void random_string(struct writer *writer)
{
    static const char *const pieces[] = {
        "a",    "b", "\\n",      "\xc3\xa9", "\\u0061", "\\ud83d\\ude00", "\xf0\x9f\x98\x80",
        "\\\"", "/", "abcdefgh", "\\u00e9",  " ",       "\xe2\x82\xac"
    };
    writer_char(writer, '"');
    for (uint64_t i = rng_below(&test_rng, 4); i > 0; i--)
        writer_add(writer, text_from(pieces[rng_below(&test_rng, sizeof pieces / sizeof *pieces)]));
    writer_char(writer, '"');
}

static void random_value(struct writer *writer, int depth)
{
    static const char *const scalars[] = { "0",     "-0",    "1.5",
                                           "-12e3", "1E-5",  "true",
                                           "null",  "false", "12345678901234567890" };
    uint64_t what = rng_below(&test_rng, depth > 6 ? 4 : 8);
    if (rng_below(&test_rng, 5) == 0) writer_char(writer, " \n\t\r"[rng_below(&test_rng, 4)]);
    if (what < 2) random_string(writer);
    else if (what < 4)
        writer_add(writer,
                   text_from(scalars[rng_below(&test_rng, sizeof scalars / sizeof *scalars)]));
    else {
        bool is_object = what < 6;
        writer_char(writer, is_object ? '{' : '[');
        for (uint64_t i = rng_below(&test_rng, 5), first = i; i > 0; i--) {
            if (i != first) writer_char(writer, ',');
            if (is_object) random_string(writer), writer_char(writer, ':');
            random_value(writer, depth + 1);
        }
        writer_char(writer, is_object ? '}' : ']');
    }
    if (rng_below(&test_rng, 5) == 0) writer_char(writer, ' ');
}

static struct text random_document(char *bytes, size_t capacity)
{
    static const char spice[] = "{}[]:,\"\\u0d8\xc3\xff\x1f\0 -+.eEtn";
    struct writer writer;
    do {
        writer_init(&writer, bytes, capacity);
        random_value(&writer, 0);
    } while (writer_is_cut(&writer));
    size_t length = writer.length;
    for (uint64_t i = rng_below(&test_rng, 3); i > 0 && length > 1; i--) {
        size_t at = rng_below(&test_rng, length);
        switch (rng_below(&test_rng, 4)) {
        case 0: bytes[at] = spice[rng_below(&test_rng, sizeof spice - 1)]; break;
        case 1: memmove(bytes + at, bytes + at + 1, --length - at); break;
        case 2: length = at; break;
        default: bytes[at] = bytes[rng_below(&test_rng, length)];
        }
    }
    return (struct text){ bytes, length };
}

TEST(json_model, what_the_model_accepts_is_accepted_and_nothing_else)
{
    static char bytes[1200];
    uint64_t accepted = 0, rounds = test_rounds * 20;
    for (uint64_t i = 0; i < rounds; i++) {
        struct text text = random_document(bytes, sizeof bytes);
        bool is_accepted = json_check(&json, text) == ST_OK;
        ck_assert_msg(is_accepted == model_accepts(text), "%.*s: %s", TEXT_ARG(text),
                      is_accepted ? "accepted" : json.fault);
        accepted += is_accepted;
    }
    ck_assert_uint_gt(accepted, rounds / 10); /* both answers occur */
    ck_assert_uint_lt(accepted, rounds * 9 / 10);
}

static const char python_reader[] =
    "import json, sys\n"
    "def pairs(p):\n"
    "    d = dict(p)\n"
    "    if len(d) != len(p): raise ValueError\n"
    "    for k in d: text(k)\n"
    "    return d\n"
    "def text(s):\n"
    "    s.encode('utf-8')\n"
    "    if '\\0' in s: raise ValueError\n"
    "def walk(v, depth):\n"
    "    if isinstance(v, str): text(v)\n"
    "    if isinstance(v, (list, dict)):\n"
    "        if depth == 32: raise ValueError\n"
    "        for x in (v.values() if isinstance(v, dict) else v): walk(x, depth + 1)\n"
    "def none(x): raise ValueError\n"
    "data = open(sys.argv[1], 'rb').read()\n"
    "at = 0\n"
    "while at < len(data):\n"
    "    size = int.from_bytes(data[at:at + 4], 'little')\n"
    "    is_accepted = data[at + 4]\n"
    "    doc = data[at + 5:at + 5 + size]\n"
    "    at += 5 + size\n"
    "    try:\n"
    "        walk(json.loads(doc.decode('utf-8'), object_pairs_hook=pairs, parse_constant=none,\n"
    "                        parse_int=lambda x: 0, parse_float=lambda x: 0), 0)\n"
    "        answer = 1\n"
    "    except (ValueError, RecursionError):\n"
    "        answer = 0\n"
    "    if answer != is_accepted: print(doc, is_accepted); sys.exit(1)\n";

TEST(json_model, python_accepts_the_same_documents)
{
    if (system("python3 -c 'import json' 2>/dev/null") != 0) test_skip("python3 is not there");
    static char bytes[1200];
    char cases[] = "/tmp/argosy-json-XXXXXX", script[] = "/tmp/argosy-json-XXXXXX", command[128];
    int file = mkstemp(cases), code = mkstemp(script);
    ck_assert_int_ge(file, 0);
    ck_assert_int_ge(code, 0);
    FILE *out = fdopen(file, "wb");
    for (uint64_t i = 0; i < test_rounds * 10; i++) {
        struct text text = random_document(bytes, sizeof bytes);
        uint32_t length = (uint32_t)text.length;
        fwrite(&length, 4, 1, out);
        fputc(json_check(&json, text) == ST_OK, out);
        fwrite(text.bytes, 1, text.length, out);
    }
    fclose(out);
    ck_assert_int_eq(write(code, python_reader, sizeof python_reader - 1),
                     (int)sizeof python_reader - 1);
    close(code);
    snprintf(command, sizeof command, "python3 %s %s", script, cases);
    int status = system(command);
    unlink(cases);
    unlink(script);
    ck_assert_int_eq(status, 0);
}

/* ---- there and back
 * ------------------------------------------------------------------------------ */

/* Writes again what is read, token by token. */
static void copy_document(struct json_writer *out, struct text text)
{
    static char plain[2048];
    struct json_token token;
    struct writer writer;
    json_init(&json, text);
    for (;;) {
        ck_assert_int_eq(json_next(&json, &token), ST_OK);
        writer_init(&writer, plain, sizeof plain);
        if (token.kind == JSON_KEY || token.kind == JSON_STRING) json_unescape(&token, &writer);
        switch (token.kind) {
        case JSON_END: return;
        case JSON_OBJECT: json_write_object(out); break;
        case JSON_OBJECT_END: json_write_object_end(out); break;
        case JSON_ARRAY: json_write_array(out); break;
        case JSON_ARRAY_END: json_write_array_end(out); break;
        case JSON_KEY: json_write_key(out, writer_text(&writer)); break;
        case JSON_STRING: json_write_string(out, writer_text(&writer)); break;
        case JSON_TRUE: json_write_bool(out, true); break;
        case JSON_FALSE: json_write_bool(out, false); break;
        case JSON_NULL: json_write_null(out); break;
        default: json_write_raw(out, token.text);
        }
    }
}

TEST(json_model, what_is_accepted_survives_writing_and_reading)
{
    static char bytes[1200], first[1 << 14], second[1 << 14];
    for (uint64_t i = 0; i < test_rounds * 10; i++) {
        struct text text = random_document(bytes, sizeof bytes);
        if (json_check(&json, text) != ST_OK) continue;
        struct json_style style = { .is_pretty = i & 1, .is_embedded = i & 2 };
        struct writer writer;
        struct json_writer out;
        writer_init(&writer, first, sizeof first);
        json_write_init(&out, &writer, style);
        copy_document(&out, text);
        ck_assert(json_write_is_done(&out));
        ck_assert(!writer_is_cut(&writer));
        struct text once = writer_text(&writer);
        ck_assert_msg(json_check(&json, once) == ST_OK, "%.*s: %s", TEXT_ARG(once), json.fault);
        writer_init(&writer, second, sizeof second);
        json_write_init(&out, &writer, style);
        copy_document(&out, once);
        ck_assert(text_equal(writer_text(&writer), once));
    }
}
