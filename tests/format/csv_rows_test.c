/* The quick readers against the thorough ones, on random cells and whole random files. */
#include "base/decimal.h"
#include "format/csv_write.h"
#include "format/format.h"
#include "format/scan.h"
#include "format/stamp.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

static void random_number(struct writer *writer, uint32_t digits_max, bool is_signed)
{
    uint32_t whole = 1 + (uint32_t)rng_below(&test_rng, digits_max);
    uint32_t behind = (uint32_t)rng_below(&test_rng, 12);
    if (is_signed && rng_below(&test_rng, 4) == 0) writer_char(writer, '-');
    for (uint32_t i = 0; i < whole; i++)
        writer_char(writer, (char)('0' + rng_below(&test_rng, 10)));
    if (behind == 0) return;
    writer_char(writer, '.');
    for (uint32_t i = 1; i < behind; i++)
        writer_char(writer, (char)('0' + rng_below(&test_rng, 10)));
}

TEST(scan, a_plain_number_is_what_the_decimal_reader_says)
{
    uint64_t answered = 0;
    for (uint64_t i = 0; i < test_rounds * 100; i++) {
        char bytes[64 + SCAN_SLACK] = { 0 };
        struct writer writer;
        writer_init(&writer, bytes, 64);
        random_number(&writer, 22, true);
        size_t length = writer.length;
        bytes[length] = ",\n;x"[rng_below(&test_rng, 4)];
        uint32_t decimals = (uint32_t)rng_below(&test_rng, 10);
        int64_t value = 0, expected = 0;
        const char *end = scan_number(bytes, decimals, &value);
        enum status status =
            decimal_parse_exact(&expected, (struct text){ bytes, length }, decimals);
        if (!end) continue;
        answered++;
        ck_assert_int_eq(end - bytes, length);
        ck_assert_int_eq(status, ST_OK);
        ck_assert_int_eq(value, expected);
    }
    ck_assert_int_gt(answered, test_rounds * 20); /* it does answer the plain ones */
}

TEST(scan, what_is_not_plain_is_left_to_others)
{
    static const char *const odd[] = {
        "", "-", ".5", "x1", "+1", "99999999999999999999", "1.1234"
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        char bytes[32 + SCAN_SLACK] = { 0 };
        int64_t value;
        memcpy(bytes, odd[i], strlen(odd[i]));
        ck_assert_ptr_null(scan_number(bytes, 3, &value));
    }
}

static struct import decode(const char *text, struct arena *arena)
{
    static struct import import;
    struct err err;
    struct import_options options = { .name = TEXT("random.csv") };
    size_t size = format_arena_bytes(strlen(text));
    arena_init(arena, malloc(size), size);
    ck_assert_msg(format_decode(&import, arena, text_from(text), &options, &err) == ST_OK, "%s\n%s",
                  err.text, text);
    return import;
}

/* A file of random bars, its cells plain or each in quotes: the second takes the thorough reader.
 */
static void write_file(struct writer *writer, bool is_quoted, uint64_t seed, uint64_t rows)
{
    const char *quote = is_quoted ? "\"" : "";
    rng_init(&test_rng, seed);
    writer_format(writer, "ts_ms,open,high,low,close,volume\n");
    int64_t ts = 1500000000000;
    for (uint64_t i = 0; i < rows; i++) {
        ts += (int64_t)rng_below(&test_rng, 3) * 60000;
        writer_format(writer, "%s%lld%s", quote, (long long)ts, quote);
        for (int c = 0; c < 5; c++) {
            writer_format(writer, ",%s", quote);
            random_number(writer, 6, false);
            writer_format(writer, "%s", quote);
        }
        writer_char(writer, '\n');
    }
}

static void check_same(const struct dataset *a, const struct dataset *b)
{
    ck_assert_int_eq(a->count, b->count);
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_int_eq(a->price_decimals, b->price_decimals);
    ck_assert_int_eq(a->lot_decimals, b->lot_decimals);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        ck_assert_int_eq(a->columns[c] != NULL, b->columns[c] != NULL);
        if (a->columns[c]) ck_assert_int_eq(memcmp(a->columns[c], b->columns[c], a->count * 8), 0);
    }
    ck_assert_uint_eq(a->hash, b->hash);
}

TEST(csv_rows, quick_and_thorough_reading_give_the_same_columns)
{
    static char plain[1 << 17], quoted[1 << 17];
    for (uint64_t round = 0; round < test_rounds / 20; round++) {
        struct writer writer;
        struct arena a, b;
        uint64_t rows = 1 + round % 60;
        writer_init(&writer, plain, sizeof plain);
        write_file(&writer, false, test_seed + round, rows);
        writer_init(&writer, quoted, sizeof quoted);
        write_file(&writer, true, test_seed + round, rows);
        struct import first = decode(plain, &a), second = decode(quoted, &b);
        check_same(&first.datasets[0], &second.datasets[0]);
        free(a.bytes);
        free(b.bytes);
    }
}

TEST(csv_write, what_is_written_is_read_back_the_same)
{
    static char text[1 << 17], again[1 << 18];
    for (uint64_t round = 0; round < test_rounds / 20; round++) {
        struct writer writer;
        struct arena a, b;
        writer_init(&writer, text, sizeof text);
        write_file(&writer, false, test_seed + round, 1 + round % 60);
        struct import first = decode(text, &a);
        writer_init(&writer, again, sizeof again);
        csv_write_header(&first.datasets[0], &writer);
        ck_assert_int_eq(csv_write_rows(&first.datasets[0], &writer, 0), first.datasets[0].count);
        struct import second = decode(again, &b);
        check_same(&first.datasets[0], &second.datasets[0]);
        free(a.bytes);
        free(b.bytes);
    }
}

/* Half of an import's work is finding out which day it is: every day once, against a calendar that
 * only counts. */
TEST(stamp, every_day_from_1678_to_2261_follows_the_one_before)
{
    static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t day = -106650; /* 1678-01-01: 292 years, 71 of them leap, before 1970 */
    for (int year = 1678; year <= 2261; year++)
        for (int month = 1; month <= 12; month++) {
            bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            for (int d = 1; d <= days[month - 1] + (month == 2 && is_leap); d++, day++) {
                char text[16], back[40];
                struct writer writer;
                int64_t ts;
                text_format(text, sizeof text, "%04d-%02d-%02d", year, month, d);
                ck_assert_int_eq(stamp_parse(&ts, text_from(text)), ST_OK);
                ck_assert_int_eq(ts, day * NS_PER_DAY);
                writer_init(&writer, back, sizeof back);
                time_format(&writer, ts + 1);
                ck_assert_int_eq(strncmp(back, text, 10), 0);
            }
        }
}

/* time.h reads one form, and slowly; what both take is the same moment, what one refuses of that
 * form the other refuses. Every piece is sometimes wrong. */
TEST(stamp, a_written_time_is_what_time_h_reads)
{
    static const char *const offsets[] = { "",    "Z",      "+02:00", "-0530", "+14",
                                           "+24", "+02:60", "+2",     "Y",     "+23:59" };
    static const char *const fractions[] = { "",           ".5",           ".000000001", ".",
                                             ".123456789", ".12345678900", ".1234567891" };
    uint64_t taken = 0;
    for (uint64_t round = 0; round < 20 * test_rounds; round++) {
        char text[64];
        struct writer writer;
        writer_init(&writer, text, sizeof text);
        writer_format(&writer, "%04u-%02u-%02u", 1690 + (uint32_t)rng_below(&test_rng, 560),
                      (uint32_t)rng_below(&test_rng, 14), (uint32_t)rng_below(&test_rng, 33));
        if (rng_below(&test_rng, 8) > 0) {
            writer_format(&writer, "%c%02u:%02u", "T  "[rng_below(&test_rng, 3)],
                          (uint32_t)rng_below(&test_rng, 26), (uint32_t)rng_below(&test_rng, 62));
            if (rng_below(&test_rng, 4) > 0)
                writer_format(&writer, ":%02u%s", (uint32_t)rng_below(&test_rng, 62),
                              fractions[rng_below(&test_rng, 7)]);
            writer_add(&writer, text_from(offsets[rng_below(&test_rng, 10)]));
        }
        int64_t quick = 0, slow = 0;
        bool is_taken = time_parse(&slow, writer_text(&writer)) == ST_OK;
        ck_assert_msg((stamp_parse(&quick, writer_text(&writer)) == ST_OK) == is_taken, "%s", text);
        if (is_taken) ck_assert_msg(quick == slow, "%s", text);
        taken += is_taken;
    }
    ck_assert_uint_gt(taken, test_rounds);
}

TEST(stamp, days_that_do_not_exist_are_no_time)
{
    static const char *const wrong[] = { "2021-02-29",       "2020-13-01", "2020-00-10",
                                         "2020-04-31",       "31.04.2020", "20200431",
                                         "2020-01/02",       "1600-01-01", "2020-01-01 24:00:00",
                                         "2020-01-01T10:60", "2020-1-1" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int64_t ts;
        ck_assert_msg(stamp_parse(&ts, text_from(wrong[i])) == ST_PARSE, "%s", wrong[i]);
    }
}
