/*
 * twofold.h — a number as the unevaluated sum of two doubles, hi + lo with |lo| <= ulp(hi) / 2:
 * about 104 bits. Inside of maths.c only: sums after Knuth and Møller, products after Dekker
 * (1971), without a fused multiply-add, so that every machine gets the same bits. Operands stay far
 * from the ends of the range; whoever uses it scales first.
 */
#ifndef ARGOSY_QUANT_TWOFOLD_H
#define ARGOSY_QUANT_TWOFOLD_H

struct twofold {
    double hi;
    double lo;
};

/* a + b exactly, for |a| >= |b| or a = 0. */
static inline struct twofold twofold_sum_ordered(double a, double b)
{
    double hi = a + b;
    return (struct twofold){ hi, b - (hi - a) };
}

/* a + b exactly. */
static inline struct twofold twofold_sum(double a, double b)
{
    double hi = a + b, part = hi - a;
    return (struct twofold){ hi, (a - (hi - part)) + (b - part) };
}

/* a × b exactly. Each factor is cut in two halves of 26 bits. */
static inline struct twofold twofold_product(double a, double b)
{
    double cut_a = 134217729.0 * a, cut_b = 134217729.0 * b, hi = a * b;
    double top_a = cut_a - (cut_a - a), top_b = cut_b - (cut_b - b);
    double low_a = a - top_a, low_b = b - top_b;
    double lo = ((top_a * top_b - hi) + top_a * low_b + low_a * top_b) + low_a * low_b;
    return (struct twofold){ hi, lo };
}

static inline struct twofold twofold_add(struct twofold a, struct twofold b)
{
    struct twofold sum = twofold_sum(a.hi, b.hi), rest = twofold_sum(a.lo, b.lo);
    sum = twofold_sum_ordered(sum.hi, sum.lo + rest.hi);
    return twofold_sum_ordered(sum.hi, sum.lo + rest.lo);
}

static inline struct twofold twofold_multiply(struct twofold a, struct twofold b)
{
    struct twofold product = twofold_product(a.hi, b.hi);
    return twofold_sum_ordered(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline struct twofold twofold_scale(struct twofold a, double factor)
{
    struct twofold product = twofold_product(a.hi, factor);
    return twofold_sum_ordered(product.hi, product.lo + a.lo * factor);
}

static inline struct twofold twofold_divide(struct twofold a, struct twofold b)
{
    double first = a.hi / b.hi;
    struct twofold back = twofold_scale(b, first);
    double rest = ((a.hi - back.hi) - back.lo) + a.lo;
    return twofold_sum_ordered(first, rest / b.hi);
}

static inline struct twofold twofold_negate(struct twofold a)
{
    return (struct twofold){ -a.hi, -a.lo };
}

/* a × 2^k: exact while nothing falls below the normal range. */
static inline struct twofold twofold_shift(struct twofold a, double power_of_two)
{
    return (struct twofold){ a.hi * power_of_two, a.lo * power_of_two };
}

#endif
