#include "base/number.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double random_finite(void)
{
    for (;;) {
        double value = from_bits(rng_next(&test_rng));
        if (isfinite(value)) return value;
    }
}

static const char *format(double value)
{
    static char bytes[64];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    number_format(&writer, value);
    ck_assert(!writer_is_cut(&writer));
    return bytes;
}

static const char *fixed(double value, uint32_t decimals)
{
    static char bytes[512];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    number_format_fixed(&writer, value, decimals);
    return bytes;
}

static const char *grouped(double value, uint32_t decimals)
{
    static char bytes[512];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    number_format_grouped(&writer, value, decimals);
    return bytes;
}

static double parse(const char *text)
{
    double value = -77;
    ck_assert_msg(number_parse(&value, text_from(text)) == ST_OK, "%s", text);
    return value;
}

/* libc reads the same double; its shortest %.Ne that does has as many digits, and no other text of
 * as many digits is nearer. */
static void check_shortest(double value)
{
    const char *text = format(value);
    ck_assert_msg(bits_of(strtod(text, NULL)) == bits_of(value), "%a as %s", value, text);
    ck_assert_msg(bits_of(parse(text)) == bits_of(value), "%a read from %s", value, text);
    char model[64];
    int digits = 0, precision = 0;
    const char *end = text + strcspn(text, "e");
    bool is_leading = true;
    int zeros = 0;
    for (const char *at = text; at < end; at++) {
        if (*at < '0' || *at > '9') continue;
        if (is_leading && *at == '0') continue;
        is_leading = false;
        digits++;
        zeros = *at == '0' ? zeros + 1 : 0;
    }
    digits -= zeros;
    if (value == 0) return;
    do snprintf(model, sizeof model, "%.*e", precision++, value);
    while (strtod(model, NULL) != value);
    ck_assert_msg(digits <= precision, "%s has more digits than %s", text, model);
    /* %.*e rounds correctly, so that when it reads back at this length, it is the nearest such. */
    if (digits == precision) ck_assert_msg(strtod(model, NULL) == strtod(text, NULL), "%s", text);
}

TEST(number, the_shortest_text_has_the_form_that_javascript_gives_it)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        { 0.0, "0" },
        { -0.0, "-0" },
        { 1, "1" },
        { -1.5, "-1.5" },
        { 0.1, "0.1" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 100, "100" },
        { 123456789012, "123456789012" },
        { 1e20, "100000000000000000000" },
        { 1e21, "1e+21" },
        { 1.5e21, "1.5e+21" },
        { 123456789012345680000.0, "123456789012345680000" },
        { 0.000001, "0.000001" },
        { 0.0000015, "0.0000015" },
        { 0.0000001, "1e-7" },
        { 1.25e-7, "1.25e-7" },
        { 5e-324, "5e-324" },
        { 2.2250738585072014e-308, "2.2250738585072014e-308" },
        { 1.7976931348623157e308, "1.7976931348623157e+308" },
        { 9007199254740993.0, "9007199254740992" },
        { 4.35, "4.35" },
        { 2e23, "2e+23" },
        { 9.5367431640625e-7, "9.5367431640625e-7" },
        { 1e23, "1e+23" },
        { 8.41e21, "8.41e+21" },
        { 9.5e-3, "0.0095" },
        { 0.3333333333333333, "0.3333333333333333" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(format(cases[i].value), cases[i].text);
}

TEST(number, every_double_reads_back_from_its_shortest_text)
{
    for (uint64_t i = 0; i < test_rounds * 20; i++) check_shortest(random_finite());
    for (uint64_t i = 0; i < test_rounds * 10; i++) /* subnormals */
        check_shortest(from_bits(rng_next(&test_rng) >> (12 + rng_below(&test_rng, 52))));
    for (uint64_t i = 0; i < test_rounds * 10; i++) { /* what prices and ratios look like */
        double value =
            (double)rng_below(&test_rng, 1000000000000) / pow(10, (double)rng_below(&test_rng, 12));
        check_shortest(value);
        check_shortest(value / 3);
    }
}

TEST(number, powers_of_two_and_of_ten_and_their_neighbours_read_back)
{
    for (int i = -1074; i <= 1023; i++) {
        double value = ldexp(1, i);
        check_shortest(value);
        if (value > 5e-324) check_shortest(nextafter(value, 0));
        check_shortest(nextafter(value, 1e308));
    }
    for (int i = -323; i <= 308; i++) {
        char text[16];
        snprintf(text, sizeof text, "1e%d", i);
        double value = strtod(text, NULL);
        check_shortest(value);
        check_shortest(nextafter(value, 0));
        check_shortest(nextafter(value, 1e308));
    }
}

static void check_parse(const char *text)
{
    double expected = strtod(text, NULL), value = -77;
    enum status status = number_parse(&value, text_from(text));
    if (isinf(expected)) {
        ck_assert_int_eq(status, ST_RANGE);
        ck_assert(value == -77);
        return;
    }
    ck_assert_msg(status == ST_OK, "%s", text);
    ck_assert_msg(bits_of(value) == bits_of(expected), "%s: %a, not %a", text, value, expected);
}

TEST(number, seventeen_digits_are_read_as_libc_reads_them)
{
    for (uint64_t i = 0; i < test_rounds * 100; i++) {
        char text[64];
        double value = random_finite();
        snprintf(text, sizeof text, "%.17g", value);
        ck_assert_msg(bits_of(parse(text)) == bits_of(value), "%s", text);
    }
}

/* Random digits, points and exponents, as long as they like. */
TEST(number, any_text_is_read_as_libc_reads_it)
{
    static char text[1400];
    for (uint64_t i = 0; i < test_rounds * 100; i++) {
        size_t length = 0;
        if (rng_below(&test_rng, 2)) text[length++] = rng_below(&test_rng, 2) ? '-' : '+';
        uint64_t digits = 1 + rng_below(&test_rng, rng_below(&test_rng, 50) ? 25 : 1200);
        uint64_t point = rng_below(&test_rng, digits * 2);
        bool is_zeros = rng_below(&test_rng, 4) == 0;
        for (uint64_t j = 0; j < digits; j++) {
            if (j == point) text[length++] = '.';
            text[length++] =
                (char)('0' + (is_zeros && j > 2 && j + 3 < digits ? 0 : rng_below(&test_rng, 10)));
        }
        if (rng_below(&test_rng, 2))
            length +=
                (size_t)snprintf(text + length, 8, "e%d", (int)rng_below(&test_rng, 700) - 350);
        text[length] = 0;
        check_parse(text);
    }
}

/* The exact middle between two doubles, and a hair beside it, in all its digits. */
TEST(number, halfway_cases_go_to_the_even_neighbour)
{
    static char text[1300];
    for (uint64_t i = 0; i < test_rounds * 5; i++) {
        double low = i % 4 == 0 ? from_bits(rng_next(&test_rng) >> 20) : fabs(random_finite());
        double high = nextafter(low, INFINITY);
        if (isinf(high)) continue;
        if (low > 0x1p-1000) { /* the middle is no double; in long double it is */
            long double middle = ((long double)low + (long double)high) / 2;
            snprintf(text, sizeof text, "%.1100Lf", middle);
            if (low > 1e150) snprintf(text, sizeof text, "%.800Le", middle);
            else if (low < 1e-150) snprintf(text, sizeof text, "%.900Le", middle);
        } else {
            snprintf(text, sizeof text, "%.1200Le", ((long double)low + (long double)high) / 2);
        }
        check_parse(text);
        size_t last = strcspn(text, "e") - 1;
        text[last] = '1';
        check_parse(text);
    }
    check_parse("9007199254740993");
    check_parse("9007199254740993.0000000000000000000000000000000000000000000000000001");
    check_parse("2.4703282292062327208e-324");
    check_parse("2.4703282292062328e-324");
    check_parse("2.2250738585072011e-308");
    check_parse("2.2250738585072012e-308");
    check_parse("1.7976931348623158e308");
    check_parse("1.7976931348623159e308");
    check_parse("6.631236846766476e-316");
    check_parse("89255e-22");
    check_parse(
        "3."
        "237883913302901289588352412501532174863037669423108059901297049552301970670676565786835742"
        "587799557860615776559838283435514391084153169252689190564396459577394618038928365305143463"
        "955100356696665629202017331344031730044369360205258345803431471660032699580731300954848363"
        "975548690010751530018881758184174569652173110473696022749934638425380623369774736560008997"
        "404060967498028389191878963968575439222206416981462690113342524002724385941651051293552601"
        "421155333430225237291523843322331326138431477823591142408800030775170625915670728657003151"
        "953664260769822494937951845801530895238439819708403389937873241463484205608000027270531106"
        "827387907791444918534771598750162812548862768493201518991668028251730299953143924168545708"
        "663913273994694463908672332763671875E-319");
}

TEST(number, odd_forms_are_read_and_nonsense_is_refused)
{
    check_parse("0");
    check_parse("-0");
    check_parse("+1");
    check_parse(".5");
    check_parse("5.");
    check_parse("0e999999999999999999999");
    check_parse("1e-999999999999999999999");
    check_parse("-1e-5000");
    check_parse("1e999999999999999999999");
    check_parse("1e309");
    check_parse("1e-323");
    check_parse("0000000000000000000000000000000000000000000000000000012");
    check_parse("0.00000000000000000000000000000000000000000000000000000000000000000000000012e60");
    check_parse("12345678901234567890123456789012345678901234567890e-60");
    static const char *const bad[] = { "",     "-",     ".",    "+.",  "e5",  "1e",    "1e+",
                                       "1e5.", "1 ",    " 1",   "nan", "inf", "0x1",   "1_0",
                                       "--1",  "1.2.3", "1e5e", "1,5", "-e1", "1e--1", "\xc2\xa0" };
    double value = -77;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(number_parse(&value, text_from(bad[i])) == ST_PARSE, "%s", bad[i]);
    ck_assert_int_eq(number_parse(&value, (struct text){ NULL, 0 }), ST_PARSE);
    ck_assert_int_eq(number_parse(&value, (struct text){ "1\0", 2 }), ST_PARSE);
    ck_assert(value == -77);
}

TEST(number, fixed_decimals_are_what_printf_writes)
{
    static char text[512];
    for (uint64_t i = 0; i < test_rounds * 100; i++) {
        uint32_t decimals = (uint32_t)rng_below(&test_rng, i % 10 ? 12 : NUMBER_DECIMALS_MAX + 1);
        double value = random_finite();
        if (i % 3 == 1) value = ((double)rng_next(&test_rng) - 0x1p63) / pow(10, (double)(i % 25));
        if (i % 3 == 2)
            value = (double)(int)rng_below(&test_rng, 20001) / 1000 - 10; /* near halves */
        snprintf(text, sizeof text, "%.*f", (int)decimals, value);
        ck_assert_str_eq(fixed(value, decimals), text);
    }
    ck_assert_str_eq(fixed(0.5, 0), "0");
    ck_assert_str_eq(fixed(1.5, 0), "2");
    ck_assert_str_eq(fixed(2.5, 0), "2");
    ck_assert_str_eq(fixed(0.125, 2), "0.12");
    ck_assert_str_eq(fixed(1.005, 2), "1.00");
    ck_assert_str_eq(fixed(-0.001, 2), "-0.00");
    ck_assert_str_eq(fixed(0, 2), "0.00");
    ck_assert_str_eq(fixed(1e22, 1), "10000000000000000000000.0");
    snprintf(text, sizeof text, "%.100f", 1.7976931348623157e308);
    ck_assert_str_eq(fixed(1.7976931348623157e308, 100), text);
}

TEST(number, for_people_thousands_are_set_apart)
{
    ck_assert_str_eq(grouped(0, 0), "0");
    ck_assert_str_eq(grouped(999, 0), "999");
    ck_assert_str_eq(grouped(1000, 0), "1,000");
    ck_assert_str_eq(grouped(-1234567.891, 2), "-1,234,567.89");
    ck_assert_str_eq(grouped(-999999.999, 2), "-1,000,000.00");
    ck_assert_str_eq(grouped(-0.001, 2), "0.00");
    ck_assert_str_eq(grouped(1e21, 1), "1,000,000,000,000,000,000,000.0");
    for (uint64_t i = 0; i < test_rounds * 10; i++) {
        double value = (double)rng_next(&test_rng) / pow(10, (double)rng_below(&test_rng, 30));
        char bare[512];
        size_t length = 0;
        for (const char *at = grouped(value, 3); *at; at++)
            if (*at != ',') bare[length++] = *at;
        bare[length] = 0;
        ck_assert_str_eq(bare, fixed(value, 3));
    }
}

static void format_nan(void *unused)
{
    (void)unused;
    format(NAN);
}

static void format_infinity(void *unused)
{
    (void)unused;
    fixed(INFINITY, 2);
}

TEST(number, what_is_no_number_may_not_be_written)
{
    ck_assert(!number_is_finite(NAN));
    ck_assert(!number_is_finite(-INFINITY));
    ck_assert(number_is_finite(1.7976931348623157e308));
    assert_dies(format_nan, NULL);
    assert_dies(format_infinity, NULL);
}
