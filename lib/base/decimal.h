/*
 * decimal.h — decimal text <-> scaled integers, exactly. Nothing between the two is a float.
 *
 * A decimal is units × 10^-decimals in an int64_t, 0 <= decimals <= 18. Text is an optional sign,
 * digits, an optional point and digits, and (where allowed) an exponent. What does not fit is
 * refused, never saturated.
 */
#ifndef ARGOSY_BASE_DECIMAL_H
#define ARGOSY_BASE_DECIMAL_H

#include "base/status.h"
#include "base/text.h"

typedef __int128 i128;
typedef unsigned __int128 u128;

enum { DECIMALS_MAX = 18 };

struct decimal {
    int64_t units;
    uint32_t decimals; /* how many the text had, trailing zeros included */
};

enum rounding { ROUND_ZERO, ROUND_FLOOR, ROUND_CEIL, ROUND_HALF_AWAY };

/* How large a value is, without its sign; not for INT64_MIN. */
static inline int64_t decimal_size(int64_t value) { return value < 0 ? -value : value; }

/* 10^exponent, exponent 0..18. */
int64_t decimal_power(uint32_t exponent);

/* The decimal a text spells, exponents included ("1.5e-3"). ST_PARSE: it is not a number.
 * ST_RANGE: it has more than 18 decimals, or does not fit. A refused text changes nothing. */
MUST_USE enum status decimal_parse(struct decimal *decimal, struct text text);

/* The text as units of 10^-decimals. More decimals than that: ST_RANGE, unless they are zeros. */
MUST_USE enum status decimal_parse_exact(int64_t *units, struct text text, uint32_t decimals);

/* The text as units of 10^-decimals, rounded half away from zero; any number of digits after the
 * point is read, and *is_exact says whether anything was lost. */
MUST_USE enum status decimal_parse_round(int64_t *units, bool *is_exact, struct text text,
                                         uint32_t decimals);

/* units × 10^-from as units of 10^-to. ST_RANGE: it does not fit. */
MUST_USE enum status decimal_rescale(int64_t *out, int64_t units, uint32_t from, uint32_t to,
                                     enum rounding rounding);

/* numerator / denominator (> 0), rounded as stated. */
i128 decimal_divide(i128 numerator, i128 denominator, enum rounding rounding);

/* Writes units × 10^-decimals: "-0.05". With is_trimmed, without trailing zeros after the point. */
void decimal_format(struct writer *writer, int64_t units, uint32_t decimals, bool is_trimmed);

/* Integer square root, rounded down. */
uint64_t decimal_sqrt(u128 value);

#endif
