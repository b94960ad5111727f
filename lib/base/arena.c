#include "base/arena.h"
#include "base/assert.h"

#include <string.h>

enum { ARENA_ALIGN = 64 };

void arena_init(struct arena *arena, void *bytes, size_t size)
{
    ASSERT(bytes || size == 0);
    *arena = (struct arena){ .bytes = bytes, .size = size };
}

void *arena_take(struct arena *arena, size_t count, size_t size)
{
    ASSERT(!arena->is_frozen);
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) return NULL;
    uintptr_t next = (uintptr_t)arena->bytes + arena->used;
    size_t pad = (size_t)(-next & (ARENA_ALIGN - 1));
    if (pad > arena->size - arena->used || bytes > arena->size - arena->used - pad) return NULL;
    void *piece = arena->bytes + arena->used + pad;
    arena->used += pad + bytes;
    memset(piece, 0, bytes);
    return piece;
}

void arena_freeze(struct arena *arena)
{
    arena->is_frozen = true;
}

size_t arena_mark(const struct arena *arena)
{
    return arena->used;
}

void arena_rewind(struct arena *arena, size_t mark)
{
    ASSERT(mark <= arena->used);
    arena->used = mark;
}
