/*
 * text.h — a stretch of bytes somebody else owns, and a writer that fills a buffer somebody else
 * owns.
 *
 * A text is a value: pointer and length, not terminated. A writer never overflows: what does not
 * fit is counted and dropped, and `writer_is_cut` says so. The formatter understands %s %.*s %d %i
 * %u %x %c %% with the lengths h, l, ll, z and the widths and zero flags of printf (no floats:
 * number.h prints those), and nothing locale-dependent.
 */
#ifndef ARGOSY_BASE_TEXT_H
#define ARGOSY_BASE_TEXT_H

#include "base/assert.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *bytes;
    size_t length;
};

#define TEXT(literal)   ((struct text){ "" literal, sizeof(literal) - 1 })
#define TEXT_ARG(value) (int)(value).length, (value).bytes /* for %.*s */

struct text text_from(const char *terminated);
bool text_equal(struct text a, struct text b);
bool text_equal_fold(struct text a, struct text b); /* ASCII letters without case */
bool text_starts(struct text text, struct text prefix);
bool text_ends(struct text text, struct text suffix);
struct text text_trim(struct text text); /* without leading and trailing blanks, tabs, CR, LF */

/* Cuts `rest` at the first `mark`: answers what stood before it, and moves rest behind it. Without
 * a mark answers all of rest and leaves it empty. */
struct text text_cut(struct text *rest, char mark);

/* The edits that turn a into b (insert, delete, replace, swap of neighbours; case ignored), at most
 * `limit`: beyond it answers limit. Texts over 64 bytes are `limit` apart. */
uint32_t text_distance(struct text a, struct text b, uint32_t limit);

struct writer {
    char *bytes; /* not owned; always terminated when capacity > 0 */
    size_t capacity;
    size_t length;  /* what was written; <= capacity - 1 */
    size_t dropped; /* bytes that did not fit */
};

void writer_init(struct writer *writer, char *bytes, size_t capacity);
void writer_add(struct writer *writer, struct text text);
void writer_char(struct writer *writer, char c);
void writer_format(struct writer *writer, const char *format, ...) PRINTF(2, 3);
void writer_vformat(struct writer *writer, const char *format, va_list args) PRINTF(2, 0);
struct text writer_text(const struct writer *writer);
bool writer_is_cut(const struct writer *writer);

/* snprintf's manners without its locale: answers the length it would have had. */
size_t text_format(char *bytes, size_t capacity, const char *format, ...) PRINTF(3, 4);

#endif
