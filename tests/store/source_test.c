#include "store/source.h"
#include "format/csv_write.h"
#include "format/stamp.h"
#include "os/memory.h"
#include "store/catalogue.h"
#include "store/inflate.h"
#include "support/folder.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static struct err err;
static struct memory memory;
static struct source source;

static enum status open_it(const char *text)
{
    struct arena arena;
    struct source_request request = { .source = text_from(text),
                                      .home = text_from(folder_path()),
                                      .seed = 5 };
    memory_release(&memory);
    ck_assert_int_eq(memory_arena(&memory, &arena, format_arena_bytes((size_t)64 << 20), &err), 0);
    return source_open(&source, &arena, &request, &err);
}

static const char bars[] = "ts,open,high,low,close\n2020-01-02,1.5,2,1,1.75\n";

TEST(source, a_path_is_imported_for_this_run_only)
{
    ck_assert_int_eq(open_it(folder_write("bars.csv", bars, strlen(bars))), ST_OK);
    ck_assert_int_eq(source.count, 1);
    ck_assert_str_eq(source.datasets[0].name, "bars");
    ck_assert_str_eq(source.datasets[0].format, "csv");
    ck_assert_int_eq(folder_count("data"), 0);
    source_close(&source);
}

TEST(source, a_name_comes_from_the_catalogue)
{
    struct catalogue catalogue;
    struct catalogue_import done;
    struct import_options options = { 0 };
    const char *path = folder_write("bars.csv", bars, strlen(bars));
    ck_assert_int_eq(catalogue_init(&catalogue, text_from(folder_path()), &err), ST_OK);
    ck_assert_int_eq(
        catalogue_add(&catalogue, &done, text_from(path), TEXT("mine"), &options, &err), ST_OK);
    ck_assert_int_eq(open_it("mine"), ST_OK);
    ck_assert_str_eq(source.datasets[0].name, "mine");
    ck_assert_int_eq(source.datasets[0].columns[COLUMN_CLOSE][0], 175);
    source_close(&source);
}

TEST(source, demo_without_recorded_bars_is_the_generated_market_and_says_so)
{
    ck_assert_int_eq(open_it("demo"), ST_OK);
    ck_assert(source.datasets[0].is_generated);
    ck_assert_str_eq(source.datasets[0].name, "generated market");
    ck_assert_str_eq(source.datasets[0].source, "generated market, seed 5");
}

TEST(source, what_is_neither_name_nor_file_is_refused)
{
    ck_assert_int_eq(open_it("nothing"), ST_ABSENT);
    ck_assert_int_eq(open_it(folder_file("none.csv")), ST_ABSENT);
    ck_assert_int_eq(open_it(folder_path()), ST_USAGE);
}

TEST(source, a_truncated_gzip_is_refused_with_its_path)
{
    const char *path = folder_file("bars.csv.gz");
    gzFile file = gzopen(path, "wb");
    gzwrite(file, bars, sizeof bars - 1);
    gzclose(file);
    char bytes[256];
    FILE *stream = fopen(path, "rb");
    size_t size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    ck_assert_int_eq(open_it(path), ST_OK);
    folder_write("bars.csv.gz", bytes, size - 9);
    ck_assert_int_eq(open_it(path), ST_DATA);
    char expected[300];
    snprintf(expected, sizeof expected,
             "%s: the gzip data cannot be unpacked: it ends too early; fetch it again", path);
    ck_assert_str_eq(err.text, expected);
}

TEST(source, names_are_made_of_the_last_part_of_a_path)
{
    static const char *const pairs[][2] = {
        { "/a/b/bars.csv", "bars" },           { "bars.csv.gz", "bars" },
        { "x.whl!a/BTC.csv", "BTC" },          { "dir/spy 1m (2).txt", "spy-1m--2-" },
        { "BTC_USDT-5m.json", "BTC_USDT-5m" }, { ".csv", "-csv" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char name[64];
        source_name(name, sizeof name, text_from(pairs[i][0]));
        ck_assert_str_eq(name, pairs[i][1]);
    }
}

/* ---- every recorded file of bars ------------------------------------------------------------ */

/* Ours are instants; the manifest has days, blanks for T and stamps without Z. */
static int64_t instant(const char *text)
{
    int64_t ts;
    ck_assert_msg(stamp_parse(&ts, text_from(text)) == ST_OK, "%s", text);
    return ts;
}

static void check_file(char *line)
{
    char *fields[5], path[1024], name[64];
    for (int i = 0; i < 5; i++) fields[i] = strsep(&line, "\t");
    snprintf(name, sizeof name, "market/%s", fields[0]);
    snprintf(path, sizeof path, "%s", test_data(name));
    ck_assert_msg(open_it(path) == ST_OK, "%s", err.text);
    const struct dataset *dataset = &source.datasets[0];
    ck_assert_int_eq(source.count, 1);
    ck_assert_int_eq(dataset->count, strtoll(fields[2], NULL, 10));
    ck_assert_int_eq(dataset->columns[COLUMN_TS][0], instant(fields[3]));
    ck_assert_int_eq(dataset->columns[COLUMN_TS][dataset->count - 1], instant(fields[4]));
    bool has_quotes = strstr(fields[0], "-quotebars-") != NULL;
    ck_assert_int_eq(dataset->kind, has_quotes ? DATA_QUOTEBARS : DATA_BARS);
    for (uint64_t i = 0; i < dataset->count; i++)
        ck_assert_int_ge(dataset->columns[COLUMN_HIGH][i], dataset->columns[COLUMN_LOW][i]);
    source_close(&source);
}

TEST(source, every_recorded_file_of_bars_has_the_rows_its_manifest_says)
{
    char line[2048];
    FILE *manifest = fopen(test_data("market/MANIFEST.tsv"), "r");
    uint32_t count = 0;
    while (fgets(line, sizeof line, manifest)) {
        bool is_bars = strstr(line, "-bars-") || strstr(line, "-barsbid-") ||
                       strstr(line, "-barsask-") || strstr(line, "-quotebars-");
        if (!is_bars || strncmp(line, "api/", 4) == 0) continue;
        check_file(line);
        count++;
    }
    fclose(manifest);
    ck_assert_int_eq(count, 34);
}
