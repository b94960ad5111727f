/*
 * memory.h — address space from the system: the only place that asks for any.
 *
 * A reservation costs nothing until it is written to; huge pages are advised. It comes zeroed.
 */
#ifndef ARGOSY_OS_MEMORY_H
#define ARGOSY_OS_MEMORY_H

#include "base/arena.h"
#include "base/err.h"

struct memory {
    void *bytes;
    size_t size;
};

/* Reserves a range. ST_FULL: the system refused. */
MUST_USE enum status memory_reserve(struct memory *memory, size_t size, struct err *err);
void memory_release(struct memory *memory); /* also of a zeroed struct */

/* A reservation as an arena over all of it. */
MUST_USE enum status memory_arena(struct memory *memory, struct arena *arena, size_t size,
                                  struct err *err);

#endif
