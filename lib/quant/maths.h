/*
 * maths.h — exp, log and their kin: one implementation of ours, because libc's differ by version
 * and by processor, and a study's result must not.
 *
 * Pure C without a fused multiply-add; the same bits from every compiler and at every
 * optimisation level. Every function answers within 1 ulp of the true value over the whole range,
 * subnormal numbers included (the tests measure it). Specials are C's Annex F: a NaN in is a NaN
 * out, an infinity where the value does not fit. No flag and no errno is promised.
 *
 * How: the argument is reduced (Cody and Waite, 1980), the rest is a Taylor series whose leading
 * terms are carried to about 100 bits (twofold.h).
 */
#ifndef ARGOSY_QUANT_MATHS_H
#define ARGOSY_QUANT_MATHS_H

double maths_exp(double x);
double maths_expm1(double x); /* e^x - 1 */
double maths_log(double x);
double maths_log1p(double x); /* log(1 + x) */
double maths_log10(double x);
double maths_log2(double x);
double maths_pow(double x, double y);
double maths_atan(double x);

/* The error function, its complement, and the normal distribution: P(Z <= x) and the x where that
 * is p. maths_normal_quantile answers -inf at 0, +inf at 1 and NaN outside of [0, 1]. */
double maths_erf(double x);
double maths_erfc(double x);
double maths_normal_cdf(double x);
double maths_normal_quantile(double p);

#endif
