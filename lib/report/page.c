#include "report/page.h"

static const struct page_place *find_place(struct text name, const struct page_place *places,
                                           size_t place_count)
{
    for (size_t i = 0; i < place_count; i++)
        if (text_equal(text_from(places[i].name), name)) return &places[i];
    assert_failed(__FILE__, __LINE__, "every place of the template has a name we know");
}

size_t page_fill(struct out *out, const unsigned char *html, size_t size,
                 const struct page_place *places, size_t place_count, const void *context)
{
    struct text rest = { (const char *)html, size };
    while (rest.length > 0) {
        struct text before = text_cut(&rest, '{');
        out_text(out, before);
        if (rest.length == 0) return 0;
        if (rest.bytes[0] != '{') {
            out_char(out, '{');
            continue;
        }
        struct text name = text_cut(&rest, '}');
        ASSERT(rest.length > 0);
        ASSERT(rest.bytes[0] == '}');
        rest.bytes++;
        rest.length--;
        name = (struct text){ name.bytes + 1, name.length - 1 };
        const struct page_place *place = find_place(name, places, place_count);
        if (!place->fill) return rest.length;
        place->fill(out, context);
    }
    return 0;
}

void page_css(struct out *out, const void *context)
{
    (void)context;
    out_text(out, (struct text){ (const char *)report_page_css, report_page_css_size });
}

void page_js(struct out *out, const void *context)
{
    (void)context;
    out_text(out, (struct text){ (const char *)report_page_js, report_page_js_size });
}
