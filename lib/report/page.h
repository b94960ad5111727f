/*
 * page.h — the files of page/ as bytes (cmake/embed.cmake makes them), and a template's filling in.
 *
 * A template is HTML with places named {{so}}. page_fill writes what lies between them as it is and
 * asks the caller for the rest.
 */
#ifndef ARGOSY_REPORT_PAGE_H
#define ARGOSY_REPORT_PAGE_H

#include "report/out.h"

extern const unsigned char report_page_template[], report_page_index[];
extern const unsigned char report_page_css[], report_page_js[], report_page_index_js[];
extern const size_t report_page_template_size, report_page_index_size;
extern const size_t report_page_css_size, report_page_js_size, report_page_index_js_size;

struct page_place {
    const char *name;
    void (*fill)(struct out *out, const void *context);
};

/* Writes the template; a place that `places` does not name is a bug. A place without a `fill` stops
 * the writing: the answer is how many bytes of the template are left behind it, 0 at its end. */
size_t page_fill(struct out *out, const unsigned char *html, size_t size,
                 const struct page_place *places, size_t place_count, const void *context);

void page_css(struct out *out, const void *context); /* for places: the style, */
void page_js(struct out *out, const void *context);  /* and the report's script */

#endif
