/* The small modules: arena, err, status, hash, rng, utf8, big. */
#include "base/arena.h"
#include "base/big.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "support/test.h"

#include <string.h>

/* ---- arena --------------------------------------------------------------------------------------
 */

static _Alignas(64) uint8_t block[1024];
static struct arena arena;

TEST(arena, pieces_are_zeroed_aligned_and_apart)
{
    memset(block, 0xff, sizeof block);
    arena_init(&arena, block + 1, sizeof block - 1);
    uint8_t *last = NULL;
    for (int i = 0; i < 7; i++) {
        uint8_t *piece = arena_take(&arena, 3, 21);
        ck_assert_ptr_nonnull(piece);
        ck_assert_uint_eq((uintptr_t)piece % 64, 0);
        ck_assert(!last || piece >= last + 63);
        for (int j = 0; j < 63; j++) ck_assert_uint_eq(piece[j], 0);
        memset(piece, 0xee, 63);
        last = piece;
    }
    ck_assert_uint_le(arena.used, arena.size);
}

TEST(arena, what_does_not_fit_is_null_and_takes_nothing)
{
    arena_init(&arena, block, sizeof block);
    ck_assert_ptr_nonnull(arena_take(&arena, 1, 1000));
    size_t used = arena_mark(&arena);
    ck_assert_ptr_null(arena_take(&arena, 1, 25));
    ck_assert_ptr_null(arena_take(&arena, 1, 1)); /* its alignment lies behind the end */
    ck_assert_ptr_null(arena_take(&arena, SIZE_MAX, 2));
    ck_assert_ptr_null(arena_take(&arena, SIZE_MAX, 1));
    ck_assert_uint_eq(arena_mark(&arena), used);
    arena_rewind(&arena, 0);
    ck_assert_ptr_nonnull(arena_take(&arena, 1, 1024));
    arena_init(&arena, NULL, 0);
    ck_assert_ptr_null(arena_take(&arena, 0, 8));
    ck_assert_ptr_null(arena_take(&arena, 1, 1));
}

static void take(void *unused)
{
    (void)unused;
    (void)arena_take(&arena, 1, 1);
}

static void rewind_forward(void *unused)
{
    (void)unused;
    arena_rewind(&arena, 1);
}

TEST(arena, taking_after_the_freeze_dies)
{
    arena_init(&arena, block, sizeof block);
    assert_dies(rewind_forward, NULL);
    arena_freeze(&arena);
    assert_dies(take, NULL);
}

/* ---- err and status
 * ------------------------------------------------------------------------------ */

TEST(err, a_story_is_told_and_gets_context_in_front)
{
    struct err err = { 0 };
    ck_assert_int_eq(err_set(&err, ST_IO, "open %s: %d", "a.csv", 5), ST_IO);
    ck_assert_str_eq(err.text, "open a.csv: 5");
    err_add(&err, "venue %s", "x");
    ck_assert_str_eq(err.text, "venue x: open a.csv: 5");
    ck_assert_int_eq(err.status, ST_IO);
    ck_assert_int_eq(err_set(&err, ST_DATA, "again: %s", err.text), ST_DATA);
    ck_assert_str_eq(err.text, "again: venue x: open a.csv: 5");
    err_add(&err, "%.5s", err.text);
    ck_assert_str_eq(err.text, "again: again: venue x: open a.csv: 5");
    ck_assert_int_eq(err_set(NULL, ST_FULL, "nobody listens"), ST_FULL);
    err_add(NULL, "nobody listens");
}

TEST(err, a_story_too_long_is_cut)
{
    struct err err = { 0 };
    for (int i = 0; i < 100; i++) err_add(&err, "twenty letters are it");
    ck_assert_uint_eq(strlen(err.text), sizeof err.text - 1);
}

static void tell_success(void *unused)
{
    (void)unused;
    (void)err_set(NULL, ST_OK, "well");
}

static void text_of_unknown(void *unused)
{
    (void)unused;
    (void)status_text(STATUS_COUNT);
}

TEST(err, success_is_no_story)
{
    assert_dies(tell_success, NULL);
    assert_dies(text_of_unknown, NULL);
}

TEST(status, each_has_a_text_and_an_exit_code_of_sysexits)
{
    static const int codes[] = { 0, 70, 73, 66, 64, 65, 64, 78, 65, 74, 73, 75, 69, 77, 1, 130 };
    static_assert(sizeof codes / sizeof *codes == STATUS_COUNT, "a code each");
    for (int i = 0; i < STATUS_COUNT; i++) {
        ck_assert_uint_gt(strlen(status_text(i)), 1);
        ck_assert_int_eq(status_exit_code(i), codes[i]);
    }
    ck_assert_int_eq(status_exit_code(STATUS_COUNT), 70);
}

/* ---- hash and rng ---------------------------------------------------------------------------- */

TEST(hash, every_byte_and_the_length_count)
{
    uint8_t bytes[40] = { 0 };
    uint64_t seen[41 * 9];
    uint32_t count = 0;
    for (size_t size = 0; size <= sizeof bytes; size++) {
        seen[count++] = hash_bytes(0, bytes, size); /* zeros of each length */
        for (size_t i = 0; i < size && i < 8; i++) {
            bytes[size - 1 - i] ^= 1;
            seen[count++] = hash_bytes(0, bytes, size);
            bytes[size - 1 - i] ^= 1;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < i; j++) ck_assert_uint_ne(seen[i], seen[j]);
    ck_assert_uint_ne(hash_bytes(1, bytes, 8), hash_bytes(0, bytes, 8));
    ck_assert_uint_ne(hash_word(hash_word(0, 1), 2), hash_word(hash_word(0, 2), 1));
}

/* A flipped bit of the input flips about half of the output. */
TEST(hash, one_bit_changes_half_of_the_value)
{
    double flips = 0;
    for (int bit = 0; bit < 64; bit++)
        for (uint64_t i = 0; i < test_rounds; i++) {
            uint64_t word = rng_next(&test_rng);
            uint64_t other = word ^ (uint64_t)1 << bit;
            flips += __builtin_popcountll(hash_bytes(0, &word, 8) ^ hash_bytes(0, &other, 8));
        }
    flips /= 64.0 * (double)test_rounds;
    ck_assert_msg(flips > 30 && flips < 34, "%f", flips);
}

/* Published truth: xoshiro256++ from the state 1 2 3 4, and splitmix64 from 1234567, which fills
 * it. */
TEST(rng, it_is_xoshiro256_plus_plus_filled_by_splitmix64)
{
    static const uint64_t expected[] = { 41943041ull,
                                         58720359ull,
                                         3588806011781223ull,
                                         3591011842654386ull,
                                         9228616714210784205ull,
                                         9973669472204895162ull,
                                         14011001112246962877ull,
                                         12406186145184390807ull,
                                         15849039046786891736ull,
                                         10450023813501588000ull };
    static const uint64_t filled[] = { 6457827717110365317ull, 3203168211198807973ull,
                                       9817491932198370423ull, 4593380528125082431ull };
    struct rng rng = { { 1, 2, 3, 4 } };
    for (int i = 0; i < 10; i++) ck_assert_uint_eq(rng_next(&rng), expected[i]);
    rng_init(&rng, 1234567);
    for (int i = 0; i < 4; i++) ck_assert_uint_eq(rng.words[i], filled[i]);
}

TEST(rng, draws_below_a_bound_are_even)
{
    uint64_t counts[7] = { 0 }, rounds = test_rounds * 70;
    for (uint64_t i = 0; i < rounds; i++) counts[rng_below(&test_rng, 7)]++;
    for (int i = 0; i < 7; i++) {
        double away = (double)counts[i] - (double)rounds / 7;
        ck_assert_double_lt(away * away, 25 * (double)rounds / 7); /* five standard deviations */
    }
    /* Of a bound of 3 × 2^62, a third of all words must be drawn again. */
    uint64_t bound = (uint64_t)3 << 62, quarters[3] = { 0 };
    for (uint64_t i = 0; i < rounds; i++) {
        uint64_t value = rng_below(&test_rng, bound);
        ck_assert_uint_lt(value, bound);
        quarters[value >> 62]++;
    }
    for (int i = 0; i < 3; i++) {
        double away = (double)quarters[i] - (double)rounds / 3;
        ck_assert_double_lt(away * away, 25 * (double)rounds / 3);
    }
    ck_assert_uint_eq(rng_below(&test_rng, 1), 0);
    for (uint64_t i = 0; i < test_rounds; i++) {
        double unit = rng_unit(&test_rng);
        ck_assert(unit >= 0 && unit < 1);
    }
}

static void draw_below_nothing(void *unused)
{
    (void)unused;
    (void)rng_below(&test_rng, 0);
}

TEST(rng, nothing_is_below_zero) { assert_dies(draw_below_nothing, NULL); }

/* ---- utf8 ---------------------------------------------------------------------------------------
 */

TEST(utf8, every_character_is_written_and_read_back)
{
    for (uint32_t character = 0; character <= 0x10ffff; character++) {
        if (character == 0xd800) character = 0xe000;
        char bytes[4];
        uint32_t length = utf8_encode(bytes, character);
        ck_assert_uint_eq(length, character < 0x80      ? 1
                                  : character < 0x800   ? 2
                                  : character < 0x10000 ? 3
                                                        : 4);
        ck_assert_uint_eq(utf8_length((struct text){ bytes, length }), length);
        ck_assert_uint_eq(utf8_length((struct text){ bytes, length - 1 }), 0);
        uint32_t back = (uint8_t)bytes[0] & (length == 1 ? 0x7fu : 0x7fu >> length);
        for (uint32_t i = 1; i < length; i++) back = back << 6 | ((uint8_t)bytes[i] & 0x3f);
        ck_assert_uint_eq(back, character);
    }
}

/* All pairs of first bytes, against the decoded value. */
TEST(utf8, what_no_character_begins_with_is_refused)
{
    for (uint32_t first = 0; first < 256; first++)
        for (uint32_t second = 0; second < 256; second++) {
            char bytes[4] = { (char)first, (char)second, (char)0x80, (char)0xbf };
            uint32_t length = first < 0x80   ? 1
                              : first < 0xc0 ? 0
                              : first < 0xe0 ? 2
                              : first < 0xf0 ? 3
                                             : 4;
            static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
            uint32_t character = first & (length == 1 ? 0x7fu : 0x7fu >> length);
            for (uint32_t i = 1; i < length; i++)
                character = character << 6 | ((uint8_t)bytes[i] & 0x3f);
            bool is_one = length > 0 && first < 0xf8 && (length == 1 || (second & 0xc0) == 0x80) &&
                          character >= least[length] && character <= 0x10ffff &&
                          (character < 0xd800 || character > 0xdfff);
            ck_assert_uint_eq(utf8_length((struct text){ bytes, 4 }), is_one ? length : 0);
        }
    ck_assert_uint_eq(utf8_length(TEXT("\xf0\x90\x80")), 0);
    ck_assert_uint_eq(utf8_length(TEXT("\xf0\x90\x80\x7f")), 0);
    ck_assert_uint_eq(utf8_length(TEXT("\xf0\x90\x80\xc0")), 0);
}

static void encode_surrogate(void *character)
{
    char bytes[4];
    (void)utf8_encode(bytes, *(uint32_t *)character);
}

TEST(utf8, a_surrogate_is_no_character)
{
    uint32_t none[] = { 0xd800, 0xdfff, 0x110000 };
    for (int i = 0; i < 3; i++) assert_dies(encode_surrogate, &none[i]);
}

/* ---- big
 * ------------------------------------------------------------------------------------------ */

static bool is_value(const struct big *big, unsigned __int128 value)
{
    uint32_t count = value >> 64 ? 2 : value ? 1 : 0;
    return big->count == count && (count < 1 || big->words[0] == (uint64_t)value) &&
           (count < 2 || big->words[1] == (uint64_t)(value >> 64));
}

TEST(big, small_values_agree_with_128_bits)
{
    for (uint64_t i = 0; i < test_rounds * 10; i++) {
        uint64_t start = rng_next(&test_rng) >> rng_below(&test_rng, 64);
        uint64_t factor = rng_next(&test_rng) >> rng_below(&test_rng, 64);
        uint64_t addend = rng_next(&test_rng) >> rng_below(&test_rng, 64);
        uint64_t divisor = (rng_next(&test_rng) >> rng_below(&test_rng, 64)) | 1;
        uint32_t bits = (uint32_t)rng_below(&test_rng, 140);
        struct big big;
        unsigned __int128 value = (unsigned __int128)start * factor + addend;
        big_set(&big, start);
        if (start == 0) value = addend;
        big_mul_add(&big, factor, addend);
        ck_assert(is_value(&big, value));
        ck_assert_uint_eq(big_div(&big, divisor), (uint64_t)(value % divisor));
        value /= divisor;
        ck_assert(is_value(&big, value));
        uint32_t width = big_bits(&big);
        ck_assert(width == 0 ? value == 0 : value >> (width - 1) == 1);
        bool is_exact = bits >= 128 ? value == 0 : value >> bits << bits == value;
        ck_assert_int_eq(big_shift_down(&big, bits), is_exact);
        ck_assert(is_value(&big, bits >= 128 ? 0 : value >> bits));
    }
}

TEST(big, what_is_multiplied_in_can_be_divided_out)
{
    for (uint64_t i = 0; i < test_rounds; i++) {
        struct big big, start;
        uint32_t power = (uint32_t)rng_below(&test_rng, 1100),
                 bits = (uint32_t)rng_below(&test_rng, 300);
        big_set(&big, rng_next(&test_rng) >> rng_below(&test_rng, 64));
        start = big;
        big_mul_power(&big, power);
        big_shift_up(&big, bits);
        ck_assert(big_div_power(&big, power));
        ck_assert(big_shift_down(&big, bits));
        ck_assert_uint_eq(big.count, start.count);
        ck_assert(start.count == 0 || big.words[0] == start.words[0]);
        if (start.count == 0) continue;
        big_mul_power(&big, power);
        big_mul_add(&big, 1, 1); /* one more: no longer a multiple */
        if (power > 0) ck_assert(!big_div_power(&big, power));
    }
}

static void grow_beyond(void *unused)
{
    (void)unused;
    struct big big;
    big_set(&big, 1);
    big_mul_power(&big, 1300);
}

static void shift_beyond(void *unused)
{
    (void)unused;
    struct big big;
    big_set(&big, 1);
    big_shift_up(&big, 4096);
}

TEST(big, growing_past_4096_bits_dies)
{
    assert_dies(grow_beyond, NULL);
    assert_dies(shift_beyond, NULL);
    struct big big;
    big_set(&big, 1);
    big_shift_up(&big, 4095);
    ck_assert_uint_eq(big_bits(&big), 4096);
}
