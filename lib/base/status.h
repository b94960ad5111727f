/*
 * status.h — how a call ended: one list of statuses and their texts.
 *
 * A refusal is a status the caller is expected to handle; a failure is a status with a story in a
 * struct err (err.h). A bug is neither: it is an ASSERT (assert.h).
 */
#ifndef ARGOSY_BASE_STATUS_H
#define ARGOSY_BASE_STATUS_H

#define STATUS_LIST(X)                                                                             \
    X(ST_OK, "ok")                                                                                 \
    X(ST_FULL, "there is no room left")                                                            \
    X(ST_EXISTS, "it already exists")                                                              \
    X(ST_ABSENT, "it does not exist")                                                              \
    X(ST_RANGE, "a value is out of range")                                                         \
    X(ST_PARSE, "the text is not what was expected")                                               \
    X(ST_USAGE, "the call is wrong")                                                               \
    X(ST_CONFIG, "the configuration is wrong")                                                     \
    X(ST_DATA, "the data is bad")                                                                  \
    X(ST_IO, "input or output failed")                                                             \
    X(ST_CREATE, "the output cannot be created")                                                   \
    X(ST_AGAIN, "try again later")                                                                 \
    X(ST_UNAVAILABLE, "a service is not there")                                                    \
    X(ST_PERMISSION, "it is not permitted")                                                        \
    X(ST_REFUSED, "the answer is no")                                                              \
    X(ST_INTERRUPTED, "it was interrupted")

enum status {
#define STATUS_NAME(name, text) name,
    STATUS_LIST(STATUS_NAME)
#undef STATUS_NAME
        STATUS_COUNT
};

/* The status's text, a static string. */
const char *status_text(enum status status);

/* The exit code of sysexits.h that a program ending with this status answers. */
int status_exit_code(enum status status);

#endif
