#include "quant/maths.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A tenth of the arguments are any bits at all, the others lie where the function has something to
 * say. */
static double any_double(void)
{
    uint64_t bits = rng_next(&test_rng);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static double between(double low, double high)
{
    return low + (high - low) * rng_unit(&test_rng);
}

/* How many last places of the true value the answer is away from it. The truth is libm's long
 * double: 64 bits here, so it adds at most 2^-11 of a last place of its own. */
static double ulps(double answer, long double truth)
{
    if (isnan(truth)) return isnan(answer) ? 0 : INFINITY;
    double rounded = (double)truth;
    if (isinf(rounded) || isinf(answer)) return rounded == answer ? 0 : INFINITY;
    int exponent = 0;
    frexpl(truth, &exponent);
    if (exponent < -1021) exponent = -1021;
    return (double)fabsl(((long double)answer - truth) / ldexpl(1.0L, exponent - 53));
}

struct function {
    const char *name;
    double (*ours)(double);
    long double (*truth)(long double);
    double low, high;
};

/* Far out the rounding of x / sqrt(2) alone would be worth a last place: u² is put right to x² / 2.
 */
static long double normal_cdf(long double x)
{
    long double u = -x / sqrtl(2.0L), square = u * u, half = x * (x / 2);
    if (!(fabsl(x) < 100)) return erfcl(u) / 2;
    long double miss = (half - square) + (fmal(x, x / 2, -half) - fmal(u, u, -square));
    return erfcl(u) / 2 * (u > 1 ? expl(-miss) : 1);
}

static const struct function functions[] = {
    { "exp", maths_exp, expl, -746, 710 },
    { "exp", maths_exp, expl, -1, 1 },
    { "expm1", maths_expm1, expm1l, -40, 710 },
    { "expm1", maths_expm1, expm1l, -2, 2 },
    { "log", maths_log, logl, 0, 1e3 },
    { "log", maths_log, logl, 0.5, 2 },
    { "log1p", maths_log1p, log1pl, -1, 100 },
    { "log1p", maths_log1p, log1pl, -0.01, 0.01 },
    { "log10", maths_log10, log10l, 0, 1e6 },
    { "log10", maths_log10, log10l, 0.9, 1.1 },
    { "log2", maths_log2, log2l, 0, 1e6 },
    { "log2", maths_log2, log2l, 0.9, 1.1 },
    { "atan", maths_atan, atanl, -10, 10 },
    { "atan", maths_atan, atanl, -1, 1 },
    { "erf", maths_erf, erfl, -6.5, 6.5 },
    { "erf", maths_erf, erfl, -0.1, 0.1 },
    { "erfc", maths_erfc, erfcl, -7, 27.3 },
    { "erfc", maths_erfc, erfcl, -1, 4.5 },
    { "normal_cdf", maths_normal_cdf, normal_cdf, -38.6, 9 },
    { "normal_cdf", maths_normal_cdf, normal_cdf, -3, 3 },
};

/* The functions with a series of a hundred terms take fewer rounds. */
static bool is_slow(const char *name)
{
    return strchr("en", name[0]) && name[1] != 'x';
}

TEST(maths, every_function_is_within_one_ulp)
{
    for (size_t f = 0; f < sizeof functions / sizeof *functions; f++) {
        const struct function *it = &functions[f];
        uint64_t rounds = test_rounds * (is_slow(it->name) ? 10 : 50);
        double worst = 0, worst_at = 0;
        for (uint64_t i = 0; i < rounds; i++) {
            double x = i % 10 == 0 ? any_double() : between(it->low, it->high);
            double off = ulps(it->ours(x), it->truth(x));
            if (off > worst) worst = off, worst_at = x;
        }
        if (test_rounds > 1000)
            printf("%-10s %8g..%-8g %.4f ulp at %a\n", it->name, it->low, it->high, worst,
                   worst_at);
        fflush(stdout);
        ck_assert_msg(worst <= 1.0, "%s(%a) is %g ulp off", it->name, worst_at, worst);
    }
}

TEST(maths, a_power_is_within_one_ulp)
{
    double worst = 0, at_x = 0, at_y = 0;
    for (uint64_t i = 0; i < test_rounds * 50; i++) {
        double x, y;
        switch (i % 5) {
        case 0: x = any_double(), y = any_double(); break;
        case 1: x = between(0, 10), y = between(-320, 320); break;
        case 2: x = between(0.99, 1.01), y = between(-1e5, 1e5); break;
        case 3: x = -floor(between(0, 50)), y = floor(between(-190, 190)); break;
        default: x = between(0, 1e3), y = 1.0 / (1 + (double)rng_below(&test_rng, 400)); break;
        }
        double off = ulps(maths_pow(x, y), powl(x, y));
        if (off > worst) worst = off, at_x = x, at_y = y;
    }
    if (test_rounds > 1000) printf("pow %.4f ulp at (%a, %a)\n", worst, at_x, at_y);
    ck_assert_msg(worst <= 1.0, "pow(%a, %a) is %g ulp off", at_x, at_y, worst);
}

TEST(maths, subnormal_numbers_come_and_go)
{
    double worst = 0;
    for (uint64_t i = 0; i < test_rounds * 10; i++) {
        double x = between(-745.2, -708.0),
               tiny = 0x1p-1074 * (double)(1 + rng_below(&test_rng, 1ull << 52));
        worst = fmax(worst, ulps(maths_exp(x), expl(x)));
        worst = fmax(worst, ulps(maths_log(tiny), logl(tiny)));
        worst = fmax(worst, ulps(maths_log10(tiny), log10l(tiny)));
        worst = fmax(worst, ulps(maths_log1p(tiny), log1pl(tiny)));
        worst = fmax(worst, ulps(maths_expm1(tiny), expm1l(tiny)));
        worst = fmax(worst, ulps(maths_erf(tiny), erfl(tiny)));
        worst = fmax(worst, ulps(maths_pow(tiny, 0.5), sqrtl(tiny)));
        double y = between(-1075, -1021);
        worst = fmax(worst, ulps(maths_pow(2.0, y), exp2l(y)));
    }
    ck_assert_msg(worst <= 1.0, "%g ulp off", worst);
}

TEST(maths, whole_powers_that_fit_are_exact)
{
    ck_assert(maths_pow(3, 2) == 9);
    ck_assert(maths_pow(10, 15) == 1e15);
    ck_assert(maths_pow(-2, 3) == -8);
    ck_assert(maths_pow(2, -1074) == 0x1p-1074);
    ck_assert(maths_pow(1.5, 2) == 2.25);
    ck_assert(maths_log10(1000) == 3);
    ck_assert(maths_log10(1e-5) == -5);
    ck_assert(maths_log2(0x1p-1074) == -1074);
    for (int k = -1022; k <= 1023; k++) ck_assert(maths_log2(ldexp(1.0, k)) == k);
}

/* Every pair of these behaves as C's Annex F says, which libm's pow follows. */
TEST(maths, the_ends_of_pow_are_those_of_annex_f)
{
    const double ends[] = { 0.0,       -0.0, 1.0,    -1.0,       2.0,     -2.0,       3.0,
                            -3.0,      0.5,  -0.5,   1e300,      -1e300,  5e-324,     INFINITY,
                            -INFINITY, NAN,  0x1p53, 0x1p53 + 2, -0x1p53, 1 + 0x1p-52 };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t j = 0; j < sizeof ends / sizeof *ends; j++) {
            double ours = maths_pow(ends[i], ends[j]), truth = pow(ends[i], ends[j]);
            ck_assert_msg((isnan(ours) && isnan(truth)) ||
                              (fabs(ours - truth) <= fabs(truth) * 0x1p-52 || ours == truth),
                          "pow(%a, %a) is %a, not %a", ends[i], ends[j], ours, truth);
            ck_assert_int_eq(isnan(truth) ? 0 : signbit(ours), isnan(truth) ? 0 : signbit(truth));
        }
}

TEST(maths, infinities_and_nan_go_where_they_should)
{
    ck_assert(isnan(maths_exp(NAN)) && isnan(maths_log(NAN)) && isnan(maths_log1p(NAN)));
    ck_assert(isnan(maths_expm1(NAN)) && isnan(maths_erf(NAN)) && isnan(maths_atan(NAN)));
    ck_assert(isnan(maths_log(-1)) && isnan(maths_log1p(-1.5)) &&
              isnan(maths_normal_quantile(1.5)));
    ck_assert(maths_exp(INFINITY) == INFINITY && maths_exp(-INFINITY) == 0);
    ck_assert(maths_log(0) == -INFINITY && maths_log(INFINITY) == INFINITY);
    ck_assert(maths_log1p(-1) == -INFINITY);
    ck_assert(maths_expm1(-INFINITY) == -1 && maths_expm1(INFINITY) == INFINITY);
    ck_assert(maths_erf(INFINITY) == 1 && maths_erfc(INFINITY) == 0 && maths_erfc(-INFINITY) == 2);
    ck_assert(maths_normal_cdf(-INFINITY) == 0 && maths_normal_cdf(INFINITY) == 1);
    ck_assert(maths_normal_quantile(0) == -INFINITY && maths_normal_quantile(1) == INFINITY);
}

/* The quantile's truth is the distribution itself: between the two neighbours of z the wanted p
 * must lie. */
TEST(maths, the_normal_quantile_inverts_the_distribution)
{
    double worst = 0, at = 0;
    for (uint64_t i = 0; i < test_rounds * 10; i++) {
        double p = rng_unit(&test_rng);
        if (i % 3 == 0) p = pow(10, between(-307, 0));
        if (i % 3 == 1) p = 0.5 + between(-1, 1) * pow(10, between(-15, -1));
        if (p <= 0 || p >= 1) continue;
        double z = maths_normal_quantile(p);
        /* One step of Newton in long double from z: where it lands is the truth to many more bits.
         */
        long double side = p < 0.5 ? 1 : -1,
                    tail = p < 0.5 ? (long double)p : 1.0L - (long double)p;
        long double density = expl(-(long double)z * z / 2) / sqrtl(2 * acosl(-1.0L)), miss;
        if (fabs(p - 0.5) < 0.1)
            miss = (long double)p - 0.5L - erfl(z / sqrtl(2.0L)) / 2;
        else
            miss = side * (tail - erfcl(-side * z / sqrtl(2.0L)) / 2);
        double off = ulps(z, z + miss / density);
        if (off > worst) worst = off, at = p;
    }
    if (test_rounds > 1000) printf("normal_quantile %.4f ulp at %a\n", worst, at);
    ck_assert_msg(worst <= 1.0, "normal_quantile(%a) is %g ulp off", at, worst);
    ck_assert(fabs(maths_normal_quantile(0.95) - 1.6448536269514722) < 1e-15);
}
