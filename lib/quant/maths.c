#include "quant/maths.h"
#include "quant/maths_kernel.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const struct twofold ln2 = { 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56 };
/* The first 41 bits of ln 2, so that k × ln2_top is exact for every k of a double, and the rest. */
static const double ln2_top = 0x1.62e42fefa3000p-1;
static const struct twofold ln2_rest = { 0x1.3de6af278ece6p-42, 0x1.f97b57a079a19p-103 };
static const double log2_e = 0x1.71547652b82fep+0;
static const struct twofold log10_e = { 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57 };
static const struct twofold log2_e_twofold = { 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56 };
static const struct twofold third = { 0x1.5555555555555p-2, 0x1.5555555555555p-56 };
static const struct twofold fifth = { 0x1.999999999999ap-3, -0x1.999999999999ap-57 };
static const struct twofold sixth = { 0x1.5555555555555p-3, 0x1.5555555555555p-57 };

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

double maths_power_of_two(int32_t k) { return from_bits((uint64_t)(k + 1023) << 52); }

/* x = 2^k × answer with the answer in [sqrt(1/2), sqrt(2)); x positive, finite, normal. */
static double split_exponent(double x, int32_t *k)
{
    uint64_t bits = bits_of(x);
    int32_t exponent = (int32_t)(bits >> 52) - 1023;
    double part = from_bits((bits & 0x000fffffffffffffull) | 0x3ff0000000000000ull);
    if (part >= 0x1.6a09e667f3bcdp+0) part *= 0.5, exponent++;
    *k = exponent;
    return part;
}

/* ---- the exponential ----------------------------------------------------------------------------
 */

/* e^r - 1 for |r| <= 0.35: r + r²/2 in full, the rest of the series from r³/6 on. r³/6 itself is
 * carried in full too: below it an error of a double's last bit is 2^-9 of ours. */
static struct twofold expm1_series(struct twofold r)
{
    static const double tail[] = {
        /* 1/4!, 1/5!, ... 1/15! */
        0x1.5555555555555p-5,  0x1.1111111111111p-7,  0x1.6c16c16c16c17p-10, 0x1.a01a01a01a01ap-13,
        0x1.a01a01a01a01ap-16, 0x1.71de3a556c734p-19, 0x1.27e4fb7789f5cp-22, 0x1.ae64567f544e4p-26,
        0x1.1eed8eff8d898p-29, 0x1.6124613a86d09p-33, 0x1.93974a8c07c9dp-37, 0x1.ae7f3e733b81fp-41
    };
    double rest = 0.0;
    for (int i = (int)(sizeof tail / sizeof *tail) - 1; i >= 0; i--) rest = rest * r.hi + tail[i];
    struct twofold square = twofold_multiply(r, r);
    struct twofold cubic = twofold_sum_ordered(sixth.hi, sixth.lo + r.hi * rest);
    cubic = twofold_multiply(twofold_multiply(square, r), cubic);
    return twofold_add(r, twofold_add(twofold_shift(square, 0.5), cubic));
}

struct twofold maths_exp_parts(struct twofold x, int32_t *k)
{
    double turns = floor(x.hi * log2_e + 0.5);
    *k = (int32_t)turns;
    struct twofold r = twofold_sum(x.hi - turns * ln2_top, x.lo);
    r = twofold_add(r, twofold_scale(ln2_rest, -turns));
    return expm1_series(r);
}

/* (1 + e) × 2^k in one rounding. Where the result is subnormal the bits it cannot keep are rounded
 * away by adding a number whose last bit is the result's, before scaling: twice rounded would be
 * off. */
static double scale_one_plus(struct twofold e, int32_t k)
{
    struct twofold value = twofold_sum_ordered(1.0, e.hi);
    value = twofold_sum_ordered(value.hi, value.lo + e.lo);
    if (k > 1024) return INFINITY;
    if (k == 1024) return value.hi * 2.0 * 0x1p1023;
    if (k > -1022 || (k == -1022 && value.hi >= 1.0)) return value.hi * maths_power_of_two(k);
    if (k < -1080) return 0.0;
    double big = maths_power_of_two(-1022 - k);
    struct twofold rounded = twofold_sum_ordered(big, value.hi);
    double kept = rounded.hi + (rounded.lo + value.lo) - big;
    /* k is below a normal number's exponent: two exact steps. */
    return kept * 0x1p-1000 * maths_power_of_two(k + 1000);
}

double maths_exp_twofold(struct twofold x)
{
    int32_t k;
    struct twofold e = maths_exp_parts(x, &k);
    return scale_one_plus(e, k);
}

double maths_exp(double x)
{
    if (isnan(x)) return x;
    if (x > 709.79) return INFINITY;
    if (x < -745.2) return 0.0;
    return maths_exp_twofold((struct twofold){ x, 0.0 });
}

double maths_expm1(double x)
{
    if (isnan(x)) return x;
    if (fabs(x) < 0x1p-54) return x;
    if (x > 709.79) return INFINITY;
    if (x < -50.0) return -1.0;
    int32_t k;
    struct twofold e = maths_exp_parts((struct twofold){ x, 0.0 }, &k);
    if (k > 60) return scale_one_plus(e, k);
    /* 2^k (1 - 2^-k + e). The difference of the powers is exact up to 2^53; beyond it 2^-k counts
     * for less than the twofold's low part and is carried there. */
    if (k == 0) return e.hi + e.lo;
    struct twofold one = twofold_sum(1.0, -maths_power_of_two(-k));
    struct twofold value = twofold_add(one, e);
    return (value.hi + value.lo) * maths_power_of_two(k);
}

/* ---- logarithms ---------------------------------------------------------------------------------
 */

/* log((1 + s) / (1 - s)) = 2s (1 + s²/3 + s⁴/5 + ...), |s| <= 0.1716; the terms up to s⁴ are
 * carried in full, the others weigh less than 2^-18. */
static struct twofold log_series(struct twofold s)
{
    struct twofold z = twofold_multiply(s, s);
    double rest = 0.0;
    for (int n = 31; n >= 7; n -= 2) rest = rest * z.hi + 1.0 / n;
    struct twofold sum = twofold_sum_ordered(fifth.hi, fifth.lo + z.hi * rest);
    sum = twofold_add(third, twofold_multiply(z, sum));
    sum = twofold_multiply(twofold_multiply(s, z), sum);
    return twofold_shift(twofold_add(s, sum), 2.0);
}

struct twofold maths_log_twofold(struct twofold x)
{
    int32_t k;
    struct twofold m = { split_exponent(x.hi, &k), 0.0 };
    /* In two steps: 2^-k alone may be too large or too small for a double. */
    m.lo = x.lo * maths_power_of_two(-(k / 2)) * maths_power_of_two(-(k - k / 2));
    struct twofold above = twofold_sum(m.hi - 1.0, m.lo);
    struct twofold below = twofold_add((struct twofold){ 2.0, 0.0 }, above);
    struct twofold log = log_series(twofold_divide(above, below));
    if (k == 0) return log;
    struct twofold whole = twofold_add(twofold_sum(k * ln2_top, 0.0), twofold_scale(ln2_rest, k));
    return twofold_add(whole, log);
}

/* The logarithm of a positive double, subnormal ones too; specials are done. */
static struct twofold log_any(double x)
{
    if (x >= 0x1p-1022) return maths_log_twofold((struct twofold){ x, 0.0 });
    struct twofold log = maths_log_twofold((struct twofold){ x * 0x1p54, 0.0 });
    return twofold_add(log, twofold_scale(ln2, -54.0));
}

/* Whether x is none of log's ordinary arguments; then *out is the answer. */
static bool log_is_special(double x, double *out)
{
    if (x > 0.0 && isfinite(x)) return false;
    if (isnan(x)) *out = x;
    else if (x == 0.0) *out = -INFINITY;
    else *out = x > 0.0 ? INFINITY : NAN;
    return true;
}

double maths_log(double x)
{
    double special;
    if (log_is_special(x, &special)) return special;
    struct twofold log = log_any(x);
    return log.hi + log.lo;
}

double maths_log1p(double x)
{
    double special;
    if (fabs(x) < 0x1p-54) return x;
    if (log_is_special(1.0 + x, &special)) return isnan(x) ? x : special;
    struct twofold log = maths_log_twofold(twofold_sum(1.0, x));
    return log.hi + log.lo;
}

double maths_log10(double x)
{
    double special;
    if (log_is_special(x, &special)) return special;
    struct twofold log = twofold_multiply(log_any(x), log10_e);
    return log.hi + log.lo;
}

double maths_log2(double x)
{
    double special;
    if (log_is_special(x, &special)) return special;
    struct twofold log = twofold_multiply(log_any(x), log2_e_twofold);
    return log.hi + log.lo;
}

/* ---- powers -------------------------------------------------------------------------------------
 */

static bool is_whole(double y) { return floor(y) == y; }
static bool is_odd(double y) { return fabs(y) < 0x1p53 && is_whole(y) && !is_whole(y * 0.5); }

/* pow where an operand is zero, infinite or NaN, after C's Annex F. */
static double pow_special(double x, double y)
{
    if (y == 0.0 || x == 1.0) return 1.0;
    if (isnan(x) || isnan(y)) return x + y;
    if (isinf(y)) {
        if (x == -1.0) return 1.0;
        return (fabs(x) > 1.0) == (y > 0.0) ? INFINITY : 0.0;
    }
    double size = (x == 0.0) == (y > 0.0) ? 0.0 : INFINITY; /* x is zero or infinite */
    return signbit(x) && is_odd(y) ? -size : size;
}

double maths_pow(double x, double y)
{
    if (y == 0.0 || x == 1.0 || x == 0.0 || !isfinite(x) || !isfinite(y)) return pow_special(x, y);
    if (x < 0.0 && !is_whole(y)) return NAN;
    double sign = x < 0.0 && is_odd(y) ? -1.0 : 1.0;
    struct twofold log = log_any(fabs(x));
    /* Beyond these the product's halves would overflow, and the answer is decided anyway. */
    double rough = log.hi * y;
    if (rough > 710.0) return sign * INFINITY;
    if (rough < -746.0) return sign * 0.0;
    if (fabs(rough) < 0x1p-60) return sign * (1.0 + rough);
    return sign * maths_exp_twofold(twofold_scale(log, y));
}

/* ---- the arc tangent ----------------------------------------------------------------------------
 */

static const struct twofold half_pi = { 0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54 };

/* atan(i / 8). */
static const struct twofold atan_eighths[] = {
    { 0x0.0p+0, 0x0.0p+0 },
    { 0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59 },
    { 0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57 },
    { 0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56 },
    { 0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56 },
    { 0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58 },
    { 0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56 },
    { 0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56 },
    { 0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55 },
};

/* atan(x) = atan(c) + atan((x - c) / (1 + c x)) with c the nearest eighth: what is left is at most
 * 1/16. */
static struct twofold atan_below_one(struct twofold x)
{
    double eighth = floor(x.hi * 8.0 + 0.5), c = eighth * 0.125;
    struct twofold above = twofold_add(x, (struct twofold){ -c, 0.0 });
    struct twofold below = twofold_add((struct twofold){ 1.0, 0.0 }, twofold_scale(x, c));
    struct twofold t = twofold_divide(above, below);
    double square = t.hi * t.hi, rest = 0.0;
    for (int n = 15; n >= 3; n -= 2) rest = 1.0 / n - square * rest;
    t = twofold_add(t, (struct twofold){ -t.hi * square * rest, 0.0 });
    return twofold_add(atan_eighths[(int)eighth], t);
}

double maths_atan(double x)
{
    double size = fabs(x);
    if (isnan(x) || size < 0x1p-28) return x;
    struct twofold angle = half_pi;
    if (size <= 1.0) angle = atan_below_one((struct twofold){ size, 0.0 });
    else if (size < 0x1p100) {
        struct twofold over =
            twofold_divide((struct twofold){ 1.0, 0.0 }, (struct twofold){ size, 0.0 });
        angle = twofold_add(half_pi, twofold_negate(atan_below_one(over)));
    }
    return x < 0.0 ? -angle.hi : angle.hi;
}
