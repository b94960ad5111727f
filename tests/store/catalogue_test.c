#include "store/catalogue.h"
#include "base/hash.h"
#include "support/folder.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static struct err err;
static struct catalogue catalogue;
static struct catalogue_import done;

static const char bars[] = "ts,open,high,low,close,volume\n2020-01-02,1.5,2,1,1.75,100\n"
                           "2020-01-03,1.75,2.5,1.5,2,50\n";
static const char two_symbols[] = "symbol,ts,open,high,low,close\nAA,2020-01-02,1,1,1,1\n"
                                  "BB,2020-01-02,2,2,2,2\nAA,2020-01-03,1,1,1,1\n";

static enum status add(const char *path, const char *name)
{
    struct import_options options = { 0 };
    ck_assert_int_eq(catalogue_init(&catalogue, text_from(folder_path()), &err), ST_OK);
    return catalogue_add(&catalogue, &done, text_from(path), text_from(name), &options, &err);
}

static const char *put(const char *name, const char *text)
{
    return folder_write(name, text, strlen(text));
}

TEST(catalogue, an_imported_file_is_there_by_its_name_with_its_columns)
{
    struct column_file file;
    ck_assert_msg(add(put("bars.csv", bars), "") == ST_OK, "%s", err.text);
    ck_assert_str_eq(done.entries[0].name, "bars");
    ck_assert_int_eq(catalogue_open(&catalogue, &file, TEXT("bars"), true, &err), ST_OK);
    ck_assert_int_eq(file.dataset.count, 2);
    ck_assert_int_eq(file.dataset.price_decimals, 2);
    ck_assert_int_eq(file.dataset.columns[COLUMN_HIGH][1], 250);
    ck_assert_int_eq((uintptr_t)file.dataset.columns[COLUMN_HIGH] % 4096, 0);
    ck_assert_uint_eq(file.dataset.hash, dataset_hash(&file.dataset));
    ck_assert_str_eq(file.dataset.symbol, "bars");
    column_file_close(&file);
}

TEST(catalogue, the_same_bytes_are_imported_once)
{
    const char *path = put("bars.csv", bars);
    ck_assert_int_eq(add(path, ""), ST_OK);
    ck_assert(!done.is_known);
    ck_assert_int_eq(add(path, ""), ST_OK);
    ck_assert(done.is_known);
    ck_assert_int_eq(folder_count("data"), 1);
}

TEST(catalogue, a_name_that_has_other_data_is_refused)
{
    ck_assert_int_eq(add(put("bars.csv", bars), ""), ST_OK);
    put("bars.csv", "ts,open,high,low,close\n2020-01-02,1,1,1,1\n");
    ck_assert_int_eq(add(folder_file("bars.csv"), ""), ST_EXISTS);
    ck_assert_int_eq(add(folder_file("bars.csv"), "other"), ST_OK);
    ck_assert(catalogue_has(&catalogue, TEXT("other")));
}

TEST(catalogue, a_symbol_column_makes_a_dataset_each)
{
    ck_assert_int_eq(add(put("stocks.csv", two_symbols), ""), ST_OK);
    ck_assert_int_eq(done.entry_count, 2);
    ck_assert(catalogue_has(&catalogue, TEXT("stocks-AA")));
    ck_assert(catalogue_has(&catalogue, TEXT("stocks-BB")));
}

TEST(catalogue, an_import_cut_short_is_completed_by_repeating_it)
{
    const char *path = put("stocks.csv", two_symbols);
    ck_assert_int_eq(add(path, ""), ST_OK);
    ck_assert_int_eq(catalogue_remove(&catalogue, TEXT("stocks-BB"), &err), ST_OK);
    ck_assert_int_eq(add(path, ""), ST_OK);
    ck_assert(!done.is_known);
    ck_assert(done.entries[0].is_known);
    ck_assert(!done.entries[1].is_known);
    ck_assert(catalogue_has(&catalogue, TEXT("stocks-BB")));
}

TEST(catalogue, an_import_that_fails_leaves_nothing)
{
    const char *path = put("stocks.csv", two_symbols);
    ck_assert_int_eq(add(put("bad.csv", "ts,open,high,low,close\n2020-01-02,1,x,1,1\n"), ""),
                     ST_DATA);
    ck_assert_int_eq(folder_count("data"), 0);
    /* Of two datasets the second meets a name that is taken: the first does not stay either. */
    ck_assert_int_eq(add(put("bars.csv", bars), "stocks-BB"), ST_OK);
    ck_assert_int_eq(add(path, ""), ST_EXISTS);
    ck_assert_int_eq(folder_count("data"), 1);
}

TEST(catalogue, a_full_disk_leaves_nothing)
{
    const char *path = put("stocks.csv", two_symbols);
    ck_assert_int_eq(add(path, ""), ST_OK); /* the folder is there */
    ck_assert_int_eq(catalogue_remove(&catalogue, TEXT("stocks-AA"), &err), ST_OK);
    ck_assert_int_eq(catalogue_remove(&catalogue, TEXT("stocks-BB"), &err), ST_OK);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 8192, 8192 });
    ck_assert_int_eq(add(path, ""), ST_CREATE);
    ck_assert_int_eq(folder_count("data"), 0);
}

TEST(catalogue, an_unknown_name_gets_the_nearest)
{
    struct column_file file;
    ck_assert_int_eq(add(put("bars.csv", bars), "BTC-USD"), ST_OK);
    ck_assert_int_eq(add(folder_file("bars.csv"), "ETH-USD"), ST_OK);
    ck_assert_int_eq(catalogue_open(&catalogue, &file, TEXT("BTCUSD"), true, &err), ST_ABSENT);
    ck_assert_str_eq(err.text, "there is no dataset and no file named \"BTCUSD\"; nearest: "
                               "BTC-USD, ETH-USD; `argosy data list` shows them all");
}

TEST(catalogue, a_name_cannot_leave_the_folder)
{
    ck_assert_int_eq(add(put("bars.csv", bars), ""), ST_OK);
    ck_assert_int_eq(add(folder_file("bars.csv"), "../out"), ST_USAGE);
    ck_assert(!catalogue_has(&catalogue, TEXT("../data/bars")));
    ck_assert_int_eq(folder_count(""), 2);
}

/* Every byte that says something is covered by a hash. */
TEST(column_file, a_flipped_byte_anywhere_in_what_counts_is_found)
{
    ck_assert_int_eq(add(put("bars.csv", bars), ""), ST_OK);
    const char *path = folder_file("data/bars.columns");
    FILE *stream = fopen(path, "rb");
    static unsigned char bytes[1 << 16];
    size_t size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    ck_assert_int_eq(size, 4096 * 7); /* the header, ts, four prices, volume */
    for (size_t i = 0; i < size; i++) {
        bool counts = i < 4096 || i % 4096 < 16; /* two rows a column; the rest is padding */
        if (!counts || (i < 4096 && i % 7 != 0)) continue;
        bytes[i] ^= 4;
        folder_write("data/bars.columns", bytes, size);
        struct column_file file;
        ck_assert_msg(column_file_open(&file, path, true, &err) == ST_DATA, "byte %zu", i);
        bytes[i] ^= 4;
    }
}

/* The hash guards against accidents; whoever makes a file can make its hash too. */
TEST(column_file, a_header_that_says_what_cannot_be_is_refused_though_its_hash_is_right)
{
    enum { KIND = 12, PRICE_DECIMALS = 16, TICK = 24, LOT = 32, COUNT = 72, OFFSETS = 96 };
    static const struct {
        size_t at;
        uint64_t value, mask;
    } wrong[] = {
        { KIND, DATA_KIND_COUNT, UINT32_MAX }, /* no such kind */
        { KIND, DATA_QUOTEBARS, UINT32_MAX },  /* whose asks are not there */
        { PRICE_DECIMALS, 19, UINT32_MAX },
        { PRICE_DECIMALS + 4, 19, UINT32_MAX },
        { TICK, 0, UINT64_MAX },
        { LOT, 0, UINT64_MAX },
        { COUNT, 0, UINT64_MAX },
        { COUNT, 1000, UINT64_MAX },                   /* longer than the file */
        { COUNT, UINT64_MAX, UINT64_MAX },             /* whose size would overflow */
        { OFFSETS, 0, UINT64_MAX },                    /* no times */
        { OFFSETS + 8 * COLUMN_CLOSE, 0, UINT64_MAX }, /* no closes */
        { OFFSETS, 4097, UINT64_MAX },                 /* off its page */
        { OFFSETS, UINT64_C(1) << 40, UINT64_MAX },    /* outside the file */
        { OFFSETS + 8 * COLUMN_COUNT, 4096, UINT64_MAX },
    };
    struct column_file file;
    static unsigned char bytes[1 << 16];
    ck_assert_int_eq(add(put("bars.csv", bars), ""), ST_OK);
    FILE *stream = fopen(folder_file("data/bars.columns"), "rb");
    size_t size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        unsigned char header[4096];
        uint64_t value, hash;
        memcpy(header, bytes, sizeof header);
        memcpy(&value, bytes + wrong[i].at, sizeof value);
        value = (value & ~wrong[i].mask) | (wrong[i].value & wrong[i].mask);
        memcpy(bytes + wrong[i].at, &value, sizeof value);
        hash = hash_bytes(0, bytes, sizeof header - sizeof hash);
        memcpy(bytes + sizeof header - sizeof hash, &hash, sizeof hash);
        const char *path = folder_write("data/bars.columns", bytes, size);
        ck_assert_msg(column_file_open(&file, path, false, &err) == ST_DATA, "%zu", i);
        ck_assert_ptr_nonnull(strstr(err.text, "the header is damaged"));
        memcpy(bytes, header, sizeof header);
    }
    const char *path = folder_write("data/bars.columns", bytes, size);
    ck_assert_int_eq(column_file_open(&file, path, true, &err), ST_OK);
    column_file_close(&file);
}

TEST(column_file, a_file_of_another_version_or_kind_is_named_so)
{
    struct column_file file;
    static unsigned char bytes[4096];
    memcpy(bytes, "ARGOCOL\n\2", 9);
    ck_assert_int_eq(column_file_open(&file, folder_write("x", bytes, 4096), true, &err), ST_DATA);
    ck_assert_ptr_nonnull(strstr(err.text, "it is of version 2, this program reads 1"));
    bytes[0] = 'B';
    ck_assert_int_eq(column_file_open(&file, folder_write("x", bytes, 4096), true, &err), ST_DATA);
    ck_assert_ptr_nonnull(strstr(err.text, "it is no column file"));
    ck_assert_int_eq(column_file_open(&file, folder_file("none"), true, &err), ST_ABSENT);
}

TEST(column_file, a_cut_file_is_refused)
{
    ck_assert_int_eq(add(put("bars.csv", bars), ""), ST_OK);
    static unsigned char bytes[1 << 16];
    FILE *stream = fopen(folder_file("data/bars.columns"), "rb");
    size_t size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    for (size_t length = 1; length < size - 4080; length += 977) {
        struct column_file file;
        const char *path = folder_write("data/bars.columns", bytes, length);
        ck_assert_int_eq(column_file_open(&file, path, false, &err), ST_DATA);
    }
}
