#include "os/file.h"
#include "support/folder.h"
#include "support/test.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct file_writer writer;
static struct err err;

static void check_content(const char *path, const char *expected)
{
    struct file_map map;
    ck_assert_msg(file_map_open(&map, path, &err) == ST_OK, "%s", err.text);
    ck_assert_int_eq(map.size, strlen(expected));
    ck_assert_int_eq(memcmp(map.bytes, expected, map.size), 0);
    file_map_close(&map);
}

TEST(file, what_is_committed_is_there_whole_and_alone)
{
    const char *path = folder_file("a");
    ck_assert_int_eq(file_writer_open(&writer, path, false, &err), ST_OK);
    file_writer_add(&writer, "hello ", 6);
    ck_assert(!file_exists(path)); /* nothing to see before the commit */
    file_writer_add(&writer, "world", 5);
    ck_assert_int_eq(file_writer_commit(&writer, &err), ST_OK);
    check_content(path, "hello world");
    ck_assert_int_eq(folder_count(""), 1);
}

TEST(file, more_than_the_buffer_is_written_in_order)
{
    static char bytes[3 * FILE_BUFFER + 17];
    for (size_t i = 0; i < sizeof bytes - 1; i++) bytes[i] = (char)('a' + rng_below(&test_rng, 26));
    const char *path = folder_file("big");
    ck_assert_int_eq(file_writer_open(&writer, path, false, &err), ST_OK);
    for (size_t at = 0; at < sizeof bytes - 1;) {
        size_t step = 1 + rng_below(&test_rng, at % 3 == 0 ? FILE_BUFFER + 100 : 1000);
        if (step > sizeof bytes - 1 - at) step = sizeof bytes - 1 - at;
        file_writer_add(&writer, bytes + at, step);
        at += step;
    }
    ck_assert_int_eq(file_writer_commit(&writer, &err), ST_OK);
    check_content(path, bytes);
}

TEST(file, a_path_that_is_taken_is_refused_unless_replacing)
{
    const char *path = folder_write("a", "old", 3);
    ck_assert_int_eq(file_writer_open(&writer, path, false, &err), ST_EXISTS);
    ck_assert_int_eq(file_writer_open(&writer, path, true, &err), ST_OK);
    file_writer_add(&writer, "new", 3);
    check_content(path, "old");
    ck_assert_int_eq(file_writer_commit(&writer, &err), ST_OK);
    check_content(path, "new");
}

TEST(file, what_is_no_regular_file_is_not_replaced)
{
    const char *path = folder_file("pipe");
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_eq(file_writer_open(&writer, path, true, &err), ST_CREATE);
    ck_assert_ptr_nonnull(strstr(err.text, "no regular file"));
    ck_assert_int_eq(folder_count(""), 1);
}

TEST(file, a_path_taken_meanwhile_is_not_overwritten)
{
    const char *path = folder_file("a");
    ck_assert_int_eq(file_writer_open(&writer, path, false, &err), ST_OK);
    folder_write("a", "theirs", 6);
    file_writer_add(&writer, "ours", 4);
    ck_assert_int_eq(file_writer_commit(&writer, &err), ST_EXISTS);
    check_content(path, "theirs");
    ck_assert_int_eq(folder_count(""), 1);
}

TEST(file, a_dropped_writer_leaves_nothing)
{
    ck_assert_int_eq(file_writer_open(&writer, folder_file("a"), false, &err), ST_OK);
    file_writer_add(&writer, "half", 4);
    file_writer_drop(&writer);
    file_writer_drop(&writer);
    ck_assert_int_eq(folder_count(""), 0);
}

/* A limit on the size of files stands for a full disk: write fails in the middle of it. */
TEST(file, a_write_that_fails_leaves_nothing_and_says_so)
{
    static char bytes[4 * FILE_BUFFER];
    signal(SIGXFSZ, SIG_IGN);
    const char *path = folder_file("a");
    ck_assert_int_eq(file_writer_open(&writer, path, false, &err), ST_OK);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ FILE_BUFFER, FILE_BUFFER });
    for (int i = 0; i < 3; i++) file_writer_add(&writer, bytes, sizeof bytes / 2);
    ck_assert_int_eq(file_writer_commit(&writer, &err), ST_CREATE);
    ck_assert_msg(strstr(err.text, "make room and try again") != NULL, "%s", err.text);
    ck_assert_int_eq(folder_count(""), 0);
}

TEST(file, a_folder_that_is_not_there_cannot_be_written_to)
{
    ck_assert_int_eq(file_writer_open(&writer, folder_file("no/a"), false, &err), ST_CREATE);
    ck_assert_int_eq(file_make_folders(folder_file("no/such/one"), &err), ST_OK);
    ck_assert_int_eq(file_make_folders(folder_file("no/such/one"), &err), ST_OK);
    ck_assert(file_is_folder(folder_file("no/such/one")));
    folder_write("plain", "x", 1);
    ck_assert_int_eq(file_make_folders(folder_file("plain/one"), &err), ST_CREATE);
}

TEST(file, an_absent_file_and_a_folder_are_not_mapped_and_an_empty_one_is_empty)
{
    struct file_map map;
    ck_assert_int_eq(file_map_open(&map, folder_file("none"), &err), ST_ABSENT);
    ck_assert_int_eq(file_map_open(&map, folder_path(), &err), ST_USAGE);
    ck_assert_int_eq(file_map_open(&map, folder_write("empty", "", 0), &err), ST_OK);
    ck_assert_int_eq(map.size, 0);
    file_map_close(&map);
}

static enum status visit(void *data, const char *name, struct err *fault)
{
    (void)fault;
    strcat(data, name);
    return ST_OK;
}

TEST(file, a_folder_is_listed_in_order)
{
    char names[64] = "";
    folder_write("c", "", 0), folder_write("a", "", 0), folder_write("b", "", 0);
    ck_assert_int_eq(file_list(folder_path(), visit, names, &err), ST_OK);
    ck_assert_str_eq(names, "abc");
    ck_assert_int_eq(file_list(folder_file("none"), visit, names, &err), ST_OK);
}
