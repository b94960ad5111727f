#include "base/decimal.h"
#include "support/test.h"

static int64_t exact(const char *text, uint32_t decimals)
{
    int64_t units = -77;
    ck_assert_int_eq(decimal_parse_exact(&units, text_from(text), decimals), ST_OK);
    return units;
}

TEST(decimal, text_becomes_units_and_text_again)
{
    ck_assert_int_eq(exact("1.25", 2), 125);
    ck_assert_int_eq(exact("-0.05", 2), -5);
    ck_assert_int_eq(exact("1.2500", 2), 125);
    ck_assert_int_eq(exact("2.2351e7", 0), 22351000);
    ck_assert_int_eq(exact("5e-3", 4), 50);
    char bytes[64];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    decimal_format(&writer, -5, 2, false);
    ck_assert_str_eq(bytes, "-0.05");
    writer_init(&writer, bytes, sizeof bytes);
    decimal_format(&writer, INT64_MIN, 18, true);
    ck_assert_str_eq(bytes, "-9.223372036854775808");
}

TEST(decimal, what_is_not_a_number_is_refused)
{
    const char *bad[] = {
        "", ".", "-", "1o2.5", "1e", "0x10", "1..2", "nan", "1 2", "--1", "1e9999"
    };
    int64_t units;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_int_ne(decimal_parse_exact(&units, text_from(bad[i]), 2), ST_OK);
    ck_assert_int_eq(decimal_parse_exact(&units, TEXT("1.234"), 2), ST_RANGE);
    ck_assert_int_eq(decimal_parse_exact(&units, TEXT("99999999999999999999"), 0), ST_RANGE);
}

TEST(decimal, rounding_is_half_away_from_zero)
{
    int64_t units;
    bool is_exact;
    ck_assert_int_eq(decimal_parse_round(&units, &is_exact, TEXT("27.93525483923904"), 9), ST_OK);
    ck_assert_int_eq(units, 27935254839);
    ck_assert(!is_exact);
    ck_assert_int_eq(decimal_parse_round(&units, &is_exact, TEXT("-0.0000000005"), 9), ST_OK);
    ck_assert_int_eq(units, -1);
    ck_assert_int_eq((int64_t)decimal_divide(-7, 2, ROUND_FLOOR), -4);
    ck_assert_int_eq((int64_t)decimal_divide(-7, 2, ROUND_HALF_AWAY), -4);
    ck_assert_int_eq((int64_t)decimal_divide(7, 2, ROUND_CEIL), 4);
    ck_assert_int_eq((int64_t)decimal_divide(-7, 2, ROUND_ZERO), -3);
}

TEST(decimal, the_square_root_is_rounded_down)
{
    ck_assert_uint_eq(decimal_sqrt(0), 0);
    ck_assert_uint_eq(decimal_sqrt(99), 9);
    ck_assert_uint_eq(decimal_sqrt(100), 10);
    for (uint64_t i = 0; i < test_rounds; i++) {
        uint64_t root = rng_next(&test_rng) >> 1;
        u128 square = (u128)root * root;
        ck_assert_uint_eq(decimal_sqrt(square), root);
        ck_assert_uint_eq(decimal_sqrt(square + root), root);
        if (root > 0) ck_assert_uint_eq(decimal_sqrt(square - 1), root - 1);
    }
}

/* ---- every form of text, and the edges of 64 bits -------------------------------------------- */

TEST(decimal, a_text_has_as_many_decimals_as_it_shows)
{
    static const struct {
        const char *text;
        int64_t units;
        uint32_t decimals;
    } cases[] = {
        { "0", 0, 0 },
        { "-0", 0, 0 },
        { "+1.50", 150, 2 },
        { ".5", 5, 1 },
        { "5.", 5, 0 },
        { "007", 7, 0 },
        { "1.5e-3", 15, 4 },
        { "1.5E+3", 1500, 0 },
        { "1.25e1", 125, 1 },
        { "0e500", 0, 0 },
        { "0e99999999999999999999", 0, 0 },
        { "9223372036854775807", INT64_MAX, 0 },
        { "-9223372036854775808", INT64_MIN, 0 },
        { "-9.223372036854775808", INT64_MIN, 18 },
        { "0.000000000000000001", 1, 18 },
        { "922337203685477580.7e1", INT64_MAX, 0 },
        { "0000000000000000000000000000000000000000000000000000001", 1, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal decimal;
        ck_assert_msg(decimal_parse(&decimal, text_from(cases[i].text)) == ST_OK, "%s",
                      cases[i].text);
        ck_assert_int_eq(decimal.units, cases[i].units);
        ck_assert_uint_eq(decimal.decimals, cases[i].decimals);
    }
}

TEST(decimal, what_does_not_fit_is_refused_and_changes_nothing)
{
    static const char *const large[] = { "9223372036854775808",
                                         "-9223372036854775809",
                                         "18446744073709551615",
                                         "18446744073709551616",
                                         "99999999999999999999",
                                         "1e19",
                                         "1e500",
                                         "-1e99999999999999999999",
                                         "0.0000000000000000001",
                                         "0e-19",
                                         "1e-99999999999999999999",
                                         "9.2233720368547758070" };
    static const char *const bad[] = { "",
                                       "-",
                                       "+",
                                       ".",
                                       "-.",
                                       "e5",
                                       "1e",
                                       "1e+",
                                       "1e-",
                                       "1x",
                                       "1e5x",
                                       "1.2.3",
                                       "1,5",
                                       " 1",
                                       "1 ",
                                       "--1",
                                       "+-1",
                                       "1e--5",
                                       "0x10",
                                       "inf",
                                       "nan",
                                       "1_0",
                                       "1e5.0",
                                       "."
                                       "e5" };
    struct decimal decimal = { -77, 77 };
    int64_t units = -77;
    bool is_exact = true;
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        ck_assert_msg(decimal_parse(&decimal, text_from(large[i])) == ST_RANGE, "%s", large[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(decimal_parse(&decimal, text_from(bad[i])) == ST_PARSE, "%s", bad[i]);
        ck_assert_int_eq(decimal_parse_round(&units, &is_exact, text_from(bad[i]), 3), ST_PARSE);
        ck_assert_int_eq(decimal_parse_exact(&units, text_from(bad[i]), 3), ST_PARSE);
    }
    ck_assert_int_eq(decimal_parse(&decimal, (struct text){ NULL, 0 }), ST_PARSE);
    ck_assert_int_eq(decimal_parse(&decimal, (struct text){ "1\0", 2 }), ST_PARSE);
    ck_assert_int_eq(decimal_parse_round(&units, &is_exact, TEXT("9223372036854775807.5"), 0),
                     ST_RANGE);
    ck_assert_int_eq(decimal_parse_round(&units, &is_exact, TEXT("-9223372036854775808.5"), 0),
                     ST_RANGE);
    ck_assert_int_eq(decimal_parse_round(&units, &is_exact, TEXT("92233720368547758.08"), 2),
                     ST_RANGE);
    ck_assert_int_eq(decimal.units, -77);
    ck_assert_uint_eq(decimal.decimals, 77);
    ck_assert_int_eq(units, -77);
}

static void check_round(const char *text, uint32_t decimals, int64_t units, bool is_exact)
{
    int64_t found = -77;
    bool found_exact = !is_exact;
    ck_assert_msg(decimal_parse_round(&found, &found_exact, text_from(text), decimals) == ST_OK,
                  "%s", text);
    ck_assert_int_eq(found, units);
    ck_assert_int_eq(found_exact, is_exact);
}

TEST(decimal, the_first_digit_left_out_decides_the_rounding)
{
    check_round("0.4999999999999999999999999999", 0, 0, false);
    check_round("0.5", 0, 1, false);
    check_round("-0.5", 0, -1, false);
    check_round("0.5000000000000000000000001", 0, 1, false);
    check_round("0.8191", 1, 8, false);
    check_round("0.05", 0, 0, false);
    check_round("5e-1", 0, 1, false);
    check_round("5e-2", 0, 0, false);
    check_round("9e-5000", 18, 0, false);
    check_round("0.000", 1, 0, true);
    check_round("1.10000000000000000000000000000", 1, 11, true);
    check_round("9223372036854775807.4", 0, INT64_MAX, false);
    check_round("-9223372036854775808.4", 0, INT64_MIN, false);
    check_round("9223372036854775806.5", 0, INT64_MAX, false);
    check_round("-9223372036854775807.5", 0, INT64_MIN, false);
    check_round("12345e-3", 2, 1235, false);
}

/* ---- exhaustive where the edges are --------------------------------------------------------- */

static const int64_t edges[] = { INT64_MIN,
                                 INT64_MIN + 1,
                                 -1000000000000000001,
                                 -1000000000000000000,
                                 -999999999999999999,
                                 -4294967297,
                                 -4294967296,
                                 -11,
                                 -10,
                                 -9,
                                 -6,
                                 -5,
                                 -4,
                                 -3,
                                 -2,
                                 -1,
                                 0,
                                 1,
                                 2,
                                 3,
                                 4,
                                 5,
                                 6,
                                 9,
                                 10,
                                 11,
                                 4294967295,
                                 4294967296,
                                 999999999999999999,
                                 1000000000000000000,
                                 1000000000000000001,
                                 INT64_MAX - 1,
                                 INT64_MAX };
enum { EDGE_COUNT = sizeof edges / sizeof *edges };

/* Whether quotient is what the rounding says, by its definition: no division. */
static bool is_rounded(i128 quotient, i128 n, i128 d, enum rounding rounding)
{
    i128 rest = n - quotient * d; /* the exact value is quotient + rest / d */
    i128 size = rest < 0 ? -rest : rest;
    switch (rounding) {
    case ROUND_FLOOR: return rest >= 0 && rest < d;
    case ROUND_CEIL: return rest <= 0 && -rest < d;
    case ROUND_ZERO: return size < d && (rest == 0 || (rest > 0) == (n > 0));
    case ROUND_HALF_AWAY:
        /* Nearest; on a tie the rest points back to zero. */
        return 2 * size < d || (2 * size == d && (rest > 0) == (n < 0));
    }
    return false;
}

TEST(decimal, division_keeps_its_definition_at_every_pair_of_edges)
{
    for (int rounding = ROUND_ZERO; rounding <= ROUND_HALF_AWAY; rounding++)
        for (int i = 0; i < EDGE_COUNT; i++)
            for (int j = 0; j < EDGE_COUNT; j++) {
                if (edges[j] <= 0) continue;
                for (int k = 0; k < EDGE_COUNT; k++) { /* 64 bits, and products of 128 */
                    i128 n = k == 0 ? edges[i] : (i128)edges[i] * edges[k], d = edges[j];
                    ck_assert(is_rounded(decimal_divide(n, d, rounding), n, d, rounding));
                    ck_assert(
                        is_rounded(decimal_divide(n, d << 30, rounding), n, d << 30, rounding));
                }
            }
    for (i128 n = -60; n <= 60; n++)
        for (i128 d = 1; d <= 20; d++)
            for (int rounding = ROUND_ZERO; rounding <= ROUND_HALF_AWAY; rounding++)
                ck_assert(is_rounded(decimal_divide(n, d, rounding), n, d, rounding));
}

static i128 wide_power(uint32_t exponent)
{
    i128 power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

TEST(decimal, every_pair_of_scales_is_rescaled_at_every_edge)
{
    for (int rounding = ROUND_ZERO; rounding <= ROUND_HALF_AWAY; rounding++)
        for (uint32_t from = 0; from <= DECIMALS_MAX; from++)
            for (uint32_t to = 0; to <= DECIMALS_MAX; to++)
                for (int i = 0; i < EDGE_COUNT; i++) {
                    int64_t out = -77;
                    enum status status = decimal_rescale(&out, edges[i], from, to, rounding);
                    i128 wide = edges[i];
                    if (to >= from) {
                        wide *= wide_power(to - from);
                        bool fits = wide >= INT64_MIN && wide <= INT64_MAX;
                        ck_assert_int_eq(status, fits ? ST_OK : ST_RANGE);
                        ck_assert_int_eq(out, fits ? (int64_t)wide : -77);
                    } else {
                        ck_assert_int_eq(status, ST_OK);
                        ck_assert(is_rounded(out, wide, wide_power(from - to), rounding));
                    }
                }
}

TEST(decimal, every_edge_survives_text_at_every_scale)
{
    for (uint32_t decimals = 0; decimals <= DECIMALS_MAX; decimals++)
        for (uint64_t i = 0; i < EDGE_COUNT + test_rounds; i++) {
            int64_t units = i < EDGE_COUNT
                                ? edges[i]
                                : (int64_t)rng_next(&test_rng) >> rng_below(&test_rng, 64);
            for (int is_trimmed = 0; is_trimmed < 2; is_trimmed++) {
                char bytes[40];
                struct writer writer;
                struct decimal decimal;
                writer_init(&writer, bytes, sizeof bytes);
                decimal_format(&writer, units, decimals, is_trimmed);
                ck_assert_int_eq(exact(bytes, decimals), units);
                ck_assert_int_eq(decimal_parse(&decimal, writer_text(&writer)), ST_OK);
                if (!is_trimmed) ck_assert_uint_eq(decimal.decimals, decimals);
                if (is_trimmed && decimal.decimals > 0) ck_assert_int_ne(decimal.units % 10, 0);
            }
        }
}

/* ---- misuse -------------------------------------------------------------------------------------
 */

static void divide_by_zero(void *unused)
{
    (void)unused;
    (void)decimal_divide(1, 0, ROUND_ZERO);
}

static void round_unknown(void *unused)
{
    (void)unused;
    (void)decimal_divide(1, 2, (enum rounding)9);
}

static void power_beyond(void *unused)
{
    (void)unused;
    (void)decimal_power(19);
}

TEST(decimal, misuse_dies)
{
    assert_dies(divide_by_zero, NULL);
    assert_dies(round_unknown, NULL);
    assert_dies(power_beyond, NULL);
    for (uint32_t i = 0; i <= DECIMALS_MAX; i++)
        ck_assert(decimal_power(i) == (int64_t)wide_power(i));
}
