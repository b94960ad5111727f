#include "os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading -------------------------------------------------------------------------------- */

static enum status open_failure(const char *path, struct err *err)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return err_set(err, ST_ABSENT, "%s: there is no such file; check the path", path);
    if (errno == EACCES)
        return err_set(err, ST_PERMISSION, "%s: it may not be read; change its rights", path);
    return err_set(err, ST_IO, "open %s: %s", path, strerror(errno));
}

enum status file_map_open(struct file_map *map, const char *path, struct err *err)
{
    *map = (struct file_map){ 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return open_failure(path, err);
    struct stat info;
    enum status status = ST_OK;
    if (fstat(fd, &info) != 0) {
        status = err_set(err, ST_IO, "stat %s: %s", path, strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        status = err_set(err, ST_USAGE, "%s: it is not a regular file; name a file", path);
    } else if (info.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes == MAP_FAILED) status = err_set(err, ST_IO, "map %s: %s", path, strerror(errno));
        else *map = (struct file_map){ bytes, (size_t)info.st_size };
    }
    close(fd);
    return status;
}

void file_map_close(struct file_map *map)
{
    if (!map->bytes) return;
    /* munmap takes a pointer to what may be written; the mapping itself is read-only. */
    munmap((void *)(uintptr_t)map->bytes, map->size);
    *map = (struct file_map){ 0 };
}

/* ---- writing -------------------------------------------------------------------------------- */

/* A device, a folder, a socket: a file moved to its place would take it away from everybody. */
static bool is_special(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode);
}

enum status file_writer_open(struct file_writer *writer, const char *path, bool is_replacing,
                             struct err *err)
{
    writer->fd = -1;
    writer->status = ST_OK;
    writer->is_replacing = is_replacing;
    writer->size = 0;
    writer->held = 0;
    if (text_format(writer->path, sizeof writer->path, "%s", path) >= sizeof writer->path)
        return err_set(err, ST_USAGE, "the path %.80s... is too long", path);
    if (!is_replacing && file_exists(path))
        return err_set(err, ST_EXISTS, "%s exists; remove it or name another file", path);
    if (is_replacing && is_special(path))
        return err_set(err, ST_CREATE,
                       "%s is no regular file, so it cannot be replaced; name another file", path);
    text_format(writer->aside, sizeof writer->aside, "%s.XXXXXX", path);
    writer->fd = mkstemp(writer->aside);
    if (writer->fd < 0) return err_set(err, ST_CREATE, "create %s: %s", path, strerror(errno));
    /* mkstemp gives 0600; the file gets the rights any new file would have. */
    fcntl(writer->fd, F_SETFD, FD_CLOEXEC);
    mode_t mask = umask(0);
    umask(mask);
    fchmod(writer->fd, 0666 & ~mask);
    return ST_OK;
}

static void fail(struct file_writer *writer, const char *step)
{
    bool is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    enum status status = is_full ? ST_CREATE : ST_IO;
    const char *mend = status == ST_CREATE ? "; make room and try again" : "";
    writer->status =
        err_set(&writer->err, status, "%s %s: %s%s", step, writer->path, strerror(errno), mend);
}

static void write_all(struct file_writer *writer, const char *bytes, size_t size)
{
    while (size > 0 && writer->status == ST_OK) {
        ssize_t done = write(writer->fd, bytes, size);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) {
            fail(writer, "write");
            return;
        }
        bytes += done;
        size -= (size_t)done;
    }
}

static void flush(struct file_writer *writer)
{
    write_all(writer, writer->buffer, writer->held);
    writer->held = 0;
}

void file_writer_add(struct file_writer *writer, const void *bytes, size_t size)
{
    ASSERT(writer->fd >= 0);
    if (writer->status != ST_OK) return;
    writer->size += size;
    if (writer->held + size > sizeof writer->buffer) flush(writer);
    if (size >= sizeof writer->buffer) {
        write_all(writer, bytes, size);
        return;
    }
    memcpy(writer->buffer + writer->held, bytes, size);
    writer->held += size;
}

/* The folder of a path, synced: only then does a rename survive a power cut. */
static void sync_folder(struct file_writer *writer)
{
    char folder[FILE_PATH_MAX];
    text_format(folder, sizeof folder, "%s", writer->path);
    char *slash = strrchr(folder, '/');
    if (slash == folder) slash[1] = 0;
    else if (slash) *slash = 0;
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    if (fsync(fd) != 0 && errno != EINVAL) fail(writer, "sync the folder of");
    close(fd);
}

enum status file_writer_commit(struct file_writer *writer, struct err *err)
{
    ASSERT(writer->fd >= 0);
    flush(writer);
    if (writer->status == ST_OK && fsync(writer->fd) != 0) fail(writer, "sync");
    if (close(writer->fd) != 0 && writer->status == ST_OK) fail(writer, "close");
    writer->fd = -1;
    if (writer->status == ST_OK && writer->is_replacing) {
        if (rename(writer->aside, writer->path) != 0) fail(writer, "move to");
    } else if (writer->status == ST_OK) {
        /* link refuses a path that was taken meanwhile; rename would silently replace it. */
        if (link(writer->aside, writer->path) != 0) {
            if (errno == EEXIST)
                writer->status = err_set(&writer->err, ST_EXISTS,
                                         "%s exists; remove it or name another file", writer->path);
            else fail(writer, "move to");
        } else {
            unlink(writer->aside);
        }
    }
    if (writer->status == ST_OK) sync_folder(writer);
    else unlink(writer->aside);
    if (writer->status != ST_OK) return err_set(err, writer->status, "%s", writer->err.text);
    return ST_OK;
}

void file_writer_drop(struct file_writer *writer)
{
    if (writer->fd < 0) return;
    close(writer->fd);
    unlink(writer->aside);
    writer->fd = -1;
}

/* ---- folders -------------------------------------------------------------------------------- */

bool file_exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum status file_remove(const char *path, struct err *err)
{
    if (unlink(path) == 0) return ST_OK;
    if (errno == ENOENT) return err_set(err, ST_ABSENT, "%s: there is no such file", path);
    return err_set(err, ST_IO, "remove %s: %s", path, strerror(errno));
}

enum status file_make_folders(const char *path, struct err *err)
{
    char part[FILE_PATH_MAX];
    if (text_format(part, sizeof part, "%s", path) >= sizeof part)
        return err_set(err, ST_USAGE, "the path %.80s... is too long", path);
    for (char *at = part + 1;; at++) {
        char kept = *at;
        if (kept != '/' && kept != 0) continue;
        *at = 0;
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return err_set(err, ST_CREATE, "make the folder %s: %s", part, strerror(errno));
        if (kept == 0) break;
        *at = kept;
    }
    if (file_is_folder(path)) return ST_OK;
    return err_set(err, ST_CREATE, "%s is in the way: it is no folder", path);
}

enum status file_list(const char *path,
                      enum status (*visit)(void *data, const char *name, struct err *err),
                      void *data, struct err *err)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0 && errno == ENOENT) return ST_OK;
    if (count < 0) return err_set(err, ST_IO, "list %s: %s", path, strerror(errno));
    enum status status = ST_OK;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        bool is_dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
        if (status == ST_OK && !is_dots) status = visit(data, name, err);
        free(entries[i]);
    }
    free(entries);
    return status;
}
