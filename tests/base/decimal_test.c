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
