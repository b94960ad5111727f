/*
 * file.h — whole files: mapped to be read, or written beside their place and moved there when
 * complete.
 *
 * A reader of a path therefore sees the old file or the new one, never half of one. A writer that
 * fails or is dropped leaves nothing behind. A failed step is remembered: what follows it does
 * nothing, and file_writer_commit tells the story.
 */
#ifndef ARGOSY_OS_FILE_H
#define ARGOSY_OS_FILE_H

#include "base/err.h"
#include "base/text.h"

enum { FILE_PATH_MAX = 1024, FILE_BUFFER = 1 << 16 };

struct file_map {
    const uint8_t *bytes; /* NULL when the file is empty */
    size_t size;
};

/* Maps a file read-only. ST_ABSENT: there is none. */
MUST_USE enum status file_map_open(struct file_map *map, const char *path, struct err *err);
void file_map_close(struct file_map *map); /* also of a zeroed struct */

struct file_writer {
    int fd; /* -1: closed */
    enum status status;
    bool is_replacing;
    char path[FILE_PATH_MAX];
    char aside[FILE_PATH_MAX + 32]; /* where it is written */
    uint64_t size;
    size_t held;
    char buffer[FILE_BUFFER];
    struct err err;
};

/* ST_EXISTS: the path is taken and is_replacing is false. */
MUST_USE enum status file_writer_open(struct file_writer *writer, const char *path,
                                      bool is_replacing, struct err *err);
void file_writer_add(struct file_writer *writer, const void *bytes, size_t size);

/* Syncs, moves the file to its place and syncs the folder. On failure nothing is left. */
MUST_USE enum status file_writer_commit(struct file_writer *writer, struct err *err);
void file_writer_drop(struct file_writer *writer); /* also after a commit: does nothing */

bool file_exists(const char *path);
bool file_is_folder(const char *path);
MUST_USE enum status file_remove(const char *path, struct err *err);

/* Makes a folder and those above it. */
MUST_USE enum status file_make_folders(const char *path, struct err *err);

/* Calls visit for every name in a folder, in alphabetical order, until it answers another status
 * than ST_OK. A folder that is not there is empty. */
MUST_USE enum status file_list(const char *path,
                               enum status (*visit)(void *data, const char *name, struct err *err),
                               void *data, struct err *err);

#endif
