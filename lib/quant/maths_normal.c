#include "quant/maths.h"
#include "quant/maths_kernel.h"

#include <math.h>
#include <stdbool.h>

static const struct twofold two_over_sqrt_pi = { 0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56 };
static const struct twofold one_over_sqrt_pi = { 0x1.20dd750429b6dp-1, 0x1.1ae3a914fed80p-57 };
static const struct twofold one_over_sqrt_2 = { 0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55 };
static const struct twofold ln2 = { 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56 };
static const struct twofold one = { 1.0, 0.0 };

/* From here on erfc is taken from its continued fraction; below it 1 - erf is precise. */
static const double fraction_from = 3.0;

/* e^(-x²) = answer × 2^*k. */
static struct twofold gauss(struct twofold x, int32_t *k)
{
    struct twofold e = maths_exp_parts(twofold_negate(twofold_multiply(x, x)), k);
    return twofold_add(one, e);
}

/* erf(x) = 2/sqrt(pi) (x - x³/3 + x⁵/(5·2!) - ...) for |x| < 3:
 * Abramowitz and Stegun 7.1.5. Below 3 the largest term is 2^10 times the sum, so 90 bits stay, and
 * 1 - erf keeps 74 of them. */
static struct twofold erf_series(struct twofold x)
{
    struct twofold square = twofold_negate(twofold_multiply(x, x)), power = x, sum = x;
    for (int n = 1; fabs(power.hi) > 0x1p-110 * fabs(sum.hi); n++) {
        struct twofold factor = twofold_divide(square, (struct twofold){ n, 0.0 });
        power = twofold_multiply(power, factor);
        sum = twofold_add(sum, twofold_divide(power, (struct twofold){ 2 * n + 1, 0.0 }));
    }
    return twofold_multiply(sum, two_over_sqrt_pi);
}

/* erfc(x) = answer × 2^*k for x >= 3 by the continued fraction 1/sqrt(pi) e^(-x²) / (x + 1/2 / (x +
 * 1 / (x + 3/2 / ...))), Abramowitz and Stegun 7.1.14, from the inside out: 80 levels are enough at
 * 3, and the error of all but the outermost reaches the outside 20 times smaller. */
static struct twofold erfc_fraction(struct twofold x, int32_t *k)
{
    double inner = x.hi;
    for (int n = 80; n > 1; n--) inner = x.hi + 0.5 * n / inner;
    struct twofold outer = twofold_add(x, (struct twofold){ 0.5 / inner, 0.0 });
    return twofold_divide(twofold_multiply(gauss(x, k), one_over_sqrt_pi), outer);
}

/* erfc(x) × scale in one rounding, into the subnormal numbers too; scale is 1 or 1/2. */
static double erfc_scaled(struct twofold x, double scale)
{
    if (x.hi > 30.0) return 0.0;
    if (x.hi <= -fraction_from) return 2.0 * scale - erfc_scaled(twofold_negate(x), scale);
    if (x.hi >= fraction_from) {
        int32_t k;
        struct twofold tail = twofold_shift(erfc_fraction(x, &k), scale);
        if (k > -960) return tail.hi * maths_power_of_two(k);
        /* Near the subnormal numbers the low part must take part in the one rounding. */
        struct twofold log = maths_log_twofold(tail);
        return maths_exp_twofold(twofold_add(log, twofold_scale(ln2, k)));
    }
    struct twofold erfc = twofold_add(one, twofold_negate(erf_series(x)));
    return erfc.hi * scale;
}

double maths_erf(double x)
{
    if (isnan(x)) return x;
    /* Below 2^-28 erf is a straight line, and the twofold's products could underflow. */
    if (fabs(x) < 0x1p-28) {
        struct twofold line = twofold_scale(two_over_sqrt_pi, x * 0x1p110);
        return fabs(x) < 0x1p-900 ? x * two_over_sqrt_pi.hi : line.hi * 0x1p-110;
    }
    if (x >= 6.0) return 1.0;
    if (x <= -6.0) return -1.0;
    if (fabs(x) < fraction_from) return erf_series((struct twofold){ x, 0.0 }).hi;
    double tail = erfc_scaled((struct twofold){ fabs(x), 0.0 }, 1.0);
    return x > 0.0 ? 1.0 - tail : tail - 1.0;
}

double maths_erfc(double x)
{
    if (isnan(x)) return x;
    if (fabs(x) < 0x1p-60) return 1.0;
    return erfc_scaled((struct twofold){ x, 0.0 }, 1.0);
}

double maths_normal_cdf(double x)
{
    if (isnan(x)) return x;
    if (fabs(x) < 0x1p-60) return 0.5;
    if (fabs(x) > 45.0) return x > 0.0 ? 1.0 : 0.0;
    return erfc_scaled(twofold_scale(one_over_sqrt_2, -x), 0.5);
}

/* ---- the quantile -------------------------------------------------------------------------------
 */

/* Where the normal's upper tail is p, within 4.5e-4: Hastings, in Abramowitz and Stegun 26.2.23. */
static double quantile_guess(double p)
{
    double t = sqrt(-2.0 * maths_log(p));
    double above = 2.515517 + t * (0.802853 + t * 0.010328);
    double below = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    return t - above / below;
}

/* How far z > 0 stands to the left of where its upper tail is p: (Q(z) - p) / density(z). Both
 * sides are divided by the bell's power of two, so that the smallest p keeps its bits. */
static double tail_miss(double z, double p)
{
    struct twofold x = twofold_scale(one_over_sqrt_2, z), tail;
    int32_t k = 0, bell_k;
    if (x.hi >= fraction_from) tail = erfc_fraction(x, &k);
    else tail = twofold_add(one, twofold_negate(erf_series(x)));
    struct twofold bell = twofold_multiply(gauss(x, &bell_k), one_over_sqrt_pi);
    tail = twofold_shift(tail, 0.5 * maths_power_of_two(k - bell_k));
    int32_t half = -bell_k / 2;
    double wanted = p * maths_power_of_two(half) * maths_power_of_two(-bell_k - half);
    struct twofold miss = twofold_add(tail, (struct twofold){ -wanted, 0.0 });
    return miss.hi / (bell.hi * one_over_sqrt_2.hi);
}

/* The same about the centre, where q = P(Z <= z) - 1/2 is small and a tail would cancel. */
static double centre_miss(double z, double q)
{
    struct twofold x = twofold_scale(one_over_sqrt_2, z);
    int32_t k;
    struct twofold bell = twofold_multiply(gauss(x, &k), one_over_sqrt_pi);
    struct twofold area = twofold_shift(erf_series(x), 0.5);
    struct twofold miss = twofold_add((struct twofold){ q, 0.0 }, twofold_negate(area));
    return miss.hi / (bell.hi * maths_power_of_two(k) * one_over_sqrt_2.hi);
}

/* Halley's step triples the digits: after three the guess's 4.5e-4 is far below a last bit. */
double maths_normal_quantile(double p)
{
    if (!(p >= 0.0 && p <= 1.0)) return NAN;
    if (p == 0.0) return -INFINITY;
    if (p == 1.0) return INFINITY;
    if (p == 0.5) return 0.0;
    double q = p - 0.5, tail = p < 0.5 ? p : 1.0 - p;
    bool is_central = fabs(q) < 0.1;
    double z = is_central ? q * 0x1.40d931ff62706p+1 : quantile_guess(tail);
    for (int i = 0; i < 3; i++) {
        double miss = is_central ? centre_miss(z, q) : tail_miss(z, tail);
        z += miss / (1.0 - 0.5 * z * miss);
    }
    return is_central || p > 0.5 ? z : -z;
}
