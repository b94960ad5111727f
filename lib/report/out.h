/*
 * out.h — bytes on their way into a sink: a small buffer, and the few ways a report writes text,
 * numbers and times.
 *
 * The sink is told bytes in order and in pieces of at most OUT_BYTES (or larger, where a caller
 * hands over a large text). Nothing is formatted twice and nothing is kept: what left the buffer is
 * the sink's. A text that came from a user or a venue goes through out_html, out_json or out_csv,
 * never through out_text; each of them also mends bytes that are not UTF-8 (they become U+FFFD).
 *
 * Not for the wire: a double is written with ten significant digits, enough for an eye and a chart.
 */
#ifndef ARGOSY_REPORT_OUT_H
#define ARGOSY_REPORT_OUT_H

#include "base/decimal.h"
#include "base/text.h"

struct report_sink {
    void (*write)(void *self, const char *bytes, size_t size);
    void *self;
};

enum { OUT_BYTES = 16384 };

struct out {
    struct report_sink sink;
    size_t length;
    char bytes[OUT_BYTES];
};

void out_init(struct out *out, struct report_sink sink);
void out_flush(struct out *out); /* hands over what is buffered; call it last */

void out_text(struct out *out, struct text text); /* as it is: only for texts of our own */
void out_char(struct out *out, char c);
void out_string(struct out *out, const char *terminated); /* as out_text */

void out_html(struct out *out, const char *terminated); /* escaped for element and attribute */
void out_json(struct out *out, const char *terminated); /* quoted; safe inside a script element */
void out_csv(struct out *out, const char *terminated);  /* quoted where RFC 4180 asks for it */

void out_int(struct out *out, int64_t value);
void out_decimal(struct out *out, int64_t units, uint32_t decimals, bool is_trimmed);

/* A JSON number of ten significant digits ("4142299000e-9"), or null when it is not finite. */
void out_double(struct out *out, double value);

/* For people: `decimals` after the point, commas between thousands, "–" when it is not finite. The
 * sign is a minus, or with is_signed also a plus. */
void out_grouped(struct out *out, double value, uint32_t decimals, bool is_signed);

/* "2004-08-19T00:00:00Z", with as many decimals of a second as it has. */
void out_time(struct out *out, int64_t ts_ns);
void out_date(struct out *out, int64_t ts_ns); /* "2004-08-19" */

#endif
