#include "base/text.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

static const struct text nothing = { NULL, 0 };

TEST(text, texts_are_compared_by_their_bytes)
{
    ck_assert(text_equal(TEXT("abc"), text_from("abc")));
    ck_assert(!text_equal(TEXT("abc"), TEXT("abd")));
    ck_assert(!text_equal(TEXT("abc"), TEXT("ab")));
    ck_assert(text_equal(nothing, TEXT("")));
    ck_assert(text_equal(text_from(NULL), nothing));
    ck_assert(text_equal_fold(TEXT("aBc-1[Z"), TEXT("AbC-1[z")));
    ck_assert(!text_equal_fold(TEXT("["), TEXT("{"))); /* 32 apart, but no letters */
    ck_assert(!text_equal_fold(TEXT("@"), TEXT("`")));
    ck_assert(!text_equal_fold(TEXT("a"), TEXT("ab")));
    ck_assert(text_starts(TEXT("abc"), TEXT("ab")));
    ck_assert(text_starts(TEXT("abc"), nothing));
    ck_assert(!text_starts(TEXT("abc"), TEXT("b")));
    ck_assert(!text_starts(TEXT("abc"), TEXT("abcd")));
    ck_assert(text_ends(TEXT("abc"), TEXT("bc")));
    ck_assert(text_ends(nothing, nothing));
    ck_assert(!text_ends(TEXT("abc"), TEXT("b")));
    ck_assert(!text_ends(TEXT("abc"), TEXT("zabc")));
}

TEST(text, blanks_are_trimmed_at_both_ends)
{
    ck_assert(text_equal(text_trim(TEXT(" \t\r\n a b \n\r\t ")), TEXT("a b")));
    ck_assert(text_equal(text_trim(TEXT(" \t ")), TEXT("")));
    ck_assert(text_equal(text_trim(TEXT("a")), TEXT("a")));
    ck_assert(text_equal(text_trim(nothing), nothing));
}

TEST(text, cutting_takes_one_field_after_the_other)
{
    struct text rest = TEXT("a,,bc");
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("a")));
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("")));
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("bc")));
    ck_assert_uint_eq(rest.length, 0);
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("")));
    rest = nothing;
    ck_assert_uint_eq(text_cut(&rest, ',').length, 0);
    rest = TEXT("a,");
    ck_assert(text_equal(text_cut(&rest, ','), TEXT("a")));
    ck_assert_uint_eq(rest.length, 0);
}

/* The edits by their definition: the least over all first steps. */
static uint32_t model_distance(const char *a, const char *b)
{
    if (!*a) return (uint32_t)strlen(b);
    if (!*b) return (uint32_t)strlen(a);
    uint32_t best = model_distance(a + 1, b + 1) + (*a != *b), other = model_distance(a + 1, b) + 1;
    if (other < best) best = other;
    other = model_distance(a, b + 1) + 1;
    if (other < best) best = other;
    if (a[1] && b[1] && a[0] == b[1] && a[1] == b[0]) {
        other = model_distance(a + 2, b + 2) + 1;
        if (other < best) best = other;
    }
    return best;
}

TEST(text, the_distance_counts_edits)
{
    ck_assert_uint_eq(text_distance(TEXT("slippage"), TEXT("slipage"), 9), 1);
    ck_assert_uint_eq(text_distance(TEXT("Fee"), TEXT("fee"), 9), 0);
    ck_assert_uint_eq(text_distance(TEXT("from"), TEXT("form"), 9), 1);
    ck_assert_uint_eq(text_distance(TEXT(""), TEXT("abc"), 9), 3);
    ck_assert_uint_eq(text_distance(nothing, nothing, 9), 0);
    ck_assert_uint_eq(text_distance(TEXT("abc"), TEXT("xyz"), 2), 2);
    char longest[65];
    memset(longest, 'a', sizeof longest);
    ck_assert_uint_eq(text_distance((struct text){ longest, 64 }, nothing, 99), 64);
    ck_assert_uint_eq(text_distance((struct text){ longest, 65 }, nothing, 99), 99);
    ck_assert_uint_eq(text_distance(nothing, (struct text){ longest, 65 }, 99), 99);
    for (uint64_t i = 0; i < test_rounds; i++) {
        char a[7] = { 0 }, b[7] = { 0 };
        for (uint64_t j = rng_below(&test_rng, 7); j > 0; j--)
            a[j - 1] = "abc"[rng_below(&test_rng, 3)];
        for (uint64_t j = rng_below(&test_rng, 7); j > 0; j--)
            b[j - 1] = "abc"[rng_below(&test_rng, 3)];
        uint32_t found = text_distance(text_from(a), text_from(b), 99);
        ck_assert_msg(found == model_distance(a, b), "%s %s: %u", a, b, found);
        ck_assert_uint_eq(found, text_distance(text_from(b), text_from(a), 99));
    }
}

TEST(writer, what_does_not_fit_is_counted_and_dropped)
{
    char bytes[5];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    writer_add(&writer, TEXT("abc"));
    ck_assert(!writer_is_cut(&writer));
    writer_add(&writer, TEXT("def"));
    ck_assert_str_eq(bytes, "abcd");
    ck_assert_uint_eq(writer.dropped, 2);
    writer_char(&writer, 'x');
    ck_assert_uint_eq(writer.dropped, 3);
    ck_assert(writer_is_cut(&writer));
    ck_assert(text_equal(writer_text(&writer), TEXT("abcd")));
    writer_add(&writer, nothing);
    writer_init(&writer, NULL, 0);
    writer_add(&writer, TEXT("abc"));
    ck_assert_uint_eq(writer.dropped, 3);
    writer_init(&writer, bytes, 1);
    writer_char(&writer, 'a');
    ck_assert_str_eq(bytes, "");
}

#define SAME(...)                                                                                  \
    do {                                                                                           \
        char ours[400], theirs[400];                                                               \
        size_t length = text_format(ours, sizeof ours, __VA_ARGS__);                               \
        ck_assert_int_eq(snprintf(theirs, sizeof theirs, __VA_ARGS__), (int)length);               \
        ck_assert_str_eq(ours, theirs);                                                            \
    } while (0)

TEST(writer, the_formatter_writes_what_printf_writes)
{
    SAME("plain");
    SAME("%%|%c|%s|%.*s|%.2s|%.0s", 'x', "text", 2, "text", "text", "text");
    SAME("%8s|%-8s|%*s|%-*s|%.9s", "ab", "ab", 6, "ab", 6, "ab", "ab");
    SAME("%d %i %u %x", -1, 2, 3u, 0xbeefu);
    SAME("%ld %lld %zu %zd %hd %hhu", -1L, -2LL, (size_t)3, (ssize_t)-4, (short)-5,
         (unsigned char)6);
    SAME("%lu %llu %lx %llx %zx", 1ul, 2ull, 3ul, 4ull, (size_t)5);
    SAME("%lld %lld %llu", (long long)INT64_MIN, (long long)INT64_MAX,
         (unsigned long long)UINT64_MAX);
    SAME("%05d|%5d|%-5d|%05u|%08x", -42, -42, -42, 42u, 0xabcu);
    SAME("%0*d|%*d|%-*d|%2d", 7, -42, 7, -42, 7, -42, -12345);
    SAME("%d|%5c|%-5c|", 0, 'x', 'y');
    for (uint64_t i = 0; i < test_rounds; i++) {
        long long value = (long long)rng_next(&test_rng) >> rng_below(&test_rng, 64);
        int width = (int)rng_below(&test_rng, 30);
        SAME("%lld %*lld %0*lld %-*lld.", value, width, value, width, value, width, value);
        SAME("%llx %0*llx", (unsigned long long)value, width, (unsigned long long)value);
    }
    char bytes[8];
    ck_assert_uint_eq(text_format(bytes, sizeof bytes, "%d", 123456789), 9);
    ck_assert_str_eq(bytes, "1234567");
    const char *volatile null = NULL;
    char word[8];
    ck_assert_uint_eq(text_format(word, sizeof word, "%s", null), 6);
    ck_assert_str_eq(word, "(null)");
}

static void format_unknown(void *format)
{
    char bytes[8];
    text_format(bytes, sizeof bytes, format, 1.0, 1.0);
}

TEST(writer, a_conversion_it_does_not_know_is_a_bug)
{
    char formats[][6] = { "%f", "%p", "%+d", "%.3d", "%" };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        assert_dies(format_unknown, formats[i]);
}
