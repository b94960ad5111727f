/* folder.h — a folder of its own for a test, removed when its process ends. */
#ifndef ARGOSY_TESTS_SUPPORT_FOLDER_H
#define ARGOSY_TESTS_SUPPORT_FOLDER_H

#include <stddef.h>
#include <stdint.h>

/* The folder's path, the same one for every call of a process. */
const char *folder_path(void);

/* A path in it, in a static buffer per call (eight of them). */
const char *folder_file(const char *name);

/* Writes a file in it and answers its path. */
const char *folder_write(const char *name, const void *bytes, size_t size);

/* How many entries it, or a folder in it, has. */
uint32_t folder_count(const char *name);

#endif
