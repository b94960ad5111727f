/*
 * arena.h — memory handed out in one direction and taken back all at once.
 *
 * An arena cuts pieces from one block that somebody else owns. It never grows and never asks the
 * system for anything. Always true: used <= size; once frozen, cutting another piece is a bug.
 */
#ifndef ARGOSY_BASE_ARENA_H
#define ARGOSY_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena {
    uint8_t *bytes; /* not owned */
    size_t size;
    size_t used;
    bool is_frozen;
};

void arena_init(struct arena *arena, void *bytes, size_t size);

/* count × size bytes, zeroed, aligned to 64; NULL when the arena is too small. */
void *arena_take(struct arena *arena, size_t count, size_t size);

/* From here on, taking memory is a bug. */
void arena_freeze(struct arena *arena);

/* A place to come back to: everything taken after the mark is given back by the rewind. */
size_t arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, size_t mark);

#define ARENA_NEW(arena, type)          ((type *)arena_take((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_take((arena), (count), sizeof(type)))

#endif
