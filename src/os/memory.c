#include "os/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum status memory_reserve(struct memory *memory, size_t size, struct err *err)
{
    ASSERT(size > 0);
    void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (bytes == MAP_FAILED)
        return err_set(err, ST_FULL, "the system refuses %zu MiB of address space: %s", size >> 20,
                       strerror(errno));
    madvise(bytes, size, MADV_HUGEPAGE); /* advice: where it is refused, pages are small */
    *memory = (struct memory){ bytes, size };
    return ST_OK;
}

void memory_release(struct memory *memory)
{
    if (memory->bytes) munmap(memory->bytes, memory->size);
    *memory = (struct memory){ 0 };
}

enum status memory_arena(struct memory *memory, struct arena *arena, size_t size, struct err *err)
{
    enum status status = memory_reserve(memory, size, err);
    if (status == ST_OK) arena_init(arena, memory->bytes, size);
    return status;
}
