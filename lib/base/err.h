/*
 * err.h — the story of a failure. It belongs to the caller, allocates nothing and is untouched on
 * success. err_set tells it, err_add puts context in front of it on the way up.
 */
#ifndef ARGOSY_BASE_ERR_H
#define ARGOSY_BASE_ERR_H

#include "base/assert.h"
#include "base/status.h"

struct err {
    enum status status;
    char text[1000]; /* one sentence: what, where and how to mend it */
};

/* Tells the story and answers `status`, so that a function can return it. A NULL err is allowed. */
enum status err_set(struct err *err, enum status status, const char *format, ...) PRINTF(3, 4);

/* Puts "context: " in front of the story. */
void err_add(struct err *err, const char *format, ...) PRINTF(2, 3);

#endif
