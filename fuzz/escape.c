/*
 * escape.c — a foreign text on its way into a report: what out_html, out_json and out_csv write
 * holds no markup of the text's own, and read as a browser, a JSON reader or a spreadsheet reads
 * it, it is the text again, bytes that are not UTF-8 mended.
 */
#include "base/json.h"
#include "base/utf8.h"
#include "report/out.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { INPUT_MAX = 4096, PAGE = 6 * INPUT_MAX + 3 }; /* a byte becomes six at most, and quotes */

static char page_bytes[PAGE], mended_bytes[PAGE], back_bytes[PAGE];
static struct writer page;

static void keep(void *self, const char *bytes, size_t size)
{
    writer_add(self, (struct text){ bytes, size });
}

static struct text written(void (*write)(struct out *, const char *), const char *text)
{
    static struct out out;
    writer_init(&page, page_bytes, sizeof page_bytes);
    out_init(&out, (struct report_sink){ keep, &page });
    write(&out, text);
    out_flush(&out);
    ASSERT(!writer_is_cut(&page));
    return writer_text(&page);
}

/* What every one of them must be read back as. */
static struct text mend(const char *terminated)
{
    struct writer writer;
    writer_init(&writer, mended_bytes, sizeof mended_bytes);
    for (struct text rest = text_from(terminated); rest.length > 0;) {
        uint32_t length = utf8_length(rest);
        if (length == 0) writer_add(&writer, TEXT("\xef\xbf\xbd"));
        else writer_add(&writer, (struct text){ rest.bytes, length });
        length += length == 0;
        rest = (struct text){ rest.bytes + length, rest.length - length };
    }
    return writer_text(&writer);
}

static bool has_any(struct text text, const char *bytes)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(bytes, text.bytes[i])) return true;
    return false;
}

static void html_check(const char *terminated, struct text mended)
{
    static const struct {
        struct text name, byte;
    } entities[] = { { { "&lt;", 4 }, { "<", 1 } },
                     { { "&gt;", 4 }, { ">", 1 } },
                     { { "&amp;", 5 }, { "&", 1 } },
                     { { "&quot;", 6 }, { "\"", 1 } },
                     { { "&#39;", 5 }, { "'", 1 } } };
    struct text text = written(out_html, terminated);
    struct writer back;
    ASSERT(!has_any(text, "<>\"'"));
    writer_init(&back, back_bytes, sizeof back_bytes);
    while (text.length > 0) {
        struct text byte = { text.bytes, 1 };
        size_t length = 1;
        if (text.bytes[0] == '&') {
            size_t i = 0;
            while (i < 5 && !text_starts(text, entities[i].name)) i++;
            ASSERT(i < 5); /* an ampersand begins one of ours, never the text's own */
            byte = entities[i].byte;
            length = entities[i].name.length;
        }
        writer_add(&back, byte);
        text = (struct text){ text.bytes + length, text.length - length };
    }
    ASSERT(text_equal(writer_text(&back), mended));
}

static void json_text_check(const char *terminated, struct text mended)
{
    static struct json json;
    struct json_token token;
    struct text text = written(out_json, terminated);
    ASSERT(!has_any(text, "<>&"));
    json_init(&json, text);
    ASSERT(json_expect(&json, JSON_STRING, &token) == ST_OK);
    ASSERT(json_finish(&json) == ST_OK);
    ASSERT(json_equal(&token, mended));
}

static void csv_check(const char *terminated, struct text mended)
{
    struct text text = written(out_csv, terminated);
    struct writer back;
    writer_init(&back, back_bytes, sizeof back_bytes);
    bool is_quoted = text.length > 0 && text.bytes[0] == '"';
    ASSERT(is_quoted || !has_any(text, ",\"\n\r"));
    ASSERT(!is_quoted || (text.length >= 2 && text.bytes[text.length - 1] == '"'));
    if (is_quoted) text = (struct text){ text.bytes + 1, text.length - 2 };
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '"') {
            ASSERT(i + 1 < text.length && text.bytes[i + 1] == '"'); /* none ends the cell early */
            i++;
        }
        writer_char(&back, text.bytes[i]);
    }
    ASSERT(text_equal(writer_text(&back), mended));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char terminated[INPUT_MAX + 1];
    if (size > INPUT_MAX) return 0;
    memcpy(terminated, bytes, size);
    terminated[size] = 0;
    struct text mended = mend(terminated);
    html_check(terminated, mended);
    json_text_check(terminated, mended);
    csv_check(terminated, mended);
    return 0;
}
