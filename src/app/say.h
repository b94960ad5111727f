/*
 * say.h — how the program speaks: results on stdout, everything else on stderr.
 *
 * With --json stdout carries exactly one JSON object, also when the answer is a failure. Colour and
 * bars are for terminals only; --no-color and NO_COLOR are obeyed. Output is buffered and its
 * errors are kept until say_end(), which answers ST_IO when something did not arrive.
 *
 * The manners are set once, by say_begin(), before the first word. Thread: main.
 */
#ifndef ARGOSY_APP_SAY_H
#define ARGOSY_APP_SAY_H

#include "base/err.h"
#include "base/text.h"

struct say_manners {
    const char *verb; /* NULL: none; stands in front of errors */
    bool is_json, is_quiet, is_colorless;
};

enum say_color { SAY_PLAIN, SAY_BOLD, SAY_DIM, SAY_GREEN, SAY_YELLOW, SAY_RED };

void say_begin(struct say_manners manners);
bool say_is_json(void);

/* Results. */
void say_text(struct text text);
void say_format(const char *format, ...) PRINTF(1, 2);
void say_color(enum say_color color, struct text text); /* coloured where that is wanted */

/* A line on stderr, unless quiet. */
void say_note(const char *format, ...) PRINTF(1, 2);

/* The failure: `argosy VERB: sentence` on stderr, and with --json the error object on stdout. What
 * was said on stdout before and has not left yet is dropped. Answers the exit code. */
int say_error(const struct err *err);

/* The error object alone: {"error": {"code", "message", "where", "mend"}}. `where` is the place the
 * sentence begins with ("prices.csv:118"), `mend` what stands behind its semicolon; else null. */
void say_error_json(struct writer *writer, const struct err *err);

/* Sends what is buffered. */
MUST_USE enum status say_end(struct err *err);

/* ---- tables ------------------------------------------------------------------------------------
 */

struct say_column {
    const char *title;
    bool is_number; /* to the right */
};

/* Rows of column_count cells each, two blanks between columns, widths in characters. */
void say_table(const struct say_column *columns, uint32_t column_count, const struct text *cells,
               uint32_t row_count);
void say_table_write(struct writer *writer, const struct say_column *columns, uint32_t column_count,
                     const struct text *cells, uint32_t row_count);

/* How many columns a text takes: characters, marks that combine and join none, wide ones two. */
uint32_t say_width(struct text text);

#endif
