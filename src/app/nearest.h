/*
 * nearest.h — the known name that a mistyped one most likely meant.
 *
 *     struct nearest nearest = nearest_to(TEXT("strateg"));
 *     for (...) nearest_offer(&nearest, name);
 *     if (nearest.name) "did you mean strategy?"
 *
 * A name counts as near within a third of its length, and never beyond three edits (text_distance);
 * of equally near ones the first offered stays.
 */
#ifndef ARGOSY_APP_NEAREST_H
#define ARGOSY_APP_NEAREST_H

#include "base/text.h"

struct nearest {
    struct text wanted;
    const char *name; /* NULL: nothing is near */
    uint32_t distance;
};

struct nearest nearest_to(struct text wanted);
void nearest_offer(struct nearest *nearest, const char *name);

/* Writes `; did you mean "NAME"?` or, with nothing near, `; known are A, B, C` out of a list that
 * ends with NULL (nothing when the list is NULL). */
void nearest_write(const struct nearest *nearest, const char *const *known, struct writer *writer);

/* The story's end for a name out of a list that ends with NULL, in the caller's buffer. */
const char *nearest_hint(struct text wanted, const char *const *known, char *bytes,
                         size_t capacity);

#endif
