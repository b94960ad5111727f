#define _GNU_SOURCE /* nftw */
#include "support/folder.h"

#include <check.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char root[64];
static pid_t owner;

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

static void remove_all(void)
{
    if (getpid() == owner) nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *folder_path(void)
{
    if (owner == getpid()) return root;
    snprintf(root, sizeof root, "/tmp/argosy-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    owner = getpid();
    atexit(remove_all);
    return root;
}

const char *folder_file(const char *name)
{
    static char paths[8][512];
    static int turn;
    char *path = paths[turn++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder_path(), name);
    return path;
}

const char *folder_write(const char *name, const void *bytes, size_t size)
{
    const char *path = folder_file(name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
    return path;
}

uint32_t folder_count(const char *name)
{
    DIR *folder = opendir(folder_file(name));
    uint32_t count = 0;
    struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (folder) closedir(folder);
    return count;
}
