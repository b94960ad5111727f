/*
 * fee.h — what a fill costs: a schedule and the one function that reads it.
 *
 * fee = notional × rate + quantity × per_unit + fixed, at least `min`, at most max_rate × notional;
 * the rate is the maker's or the taker's, by the tier of the volume traded before. Rounded half
 * away from zero to a ledger unit. A maker's rate may be negative: a rebate, to which min and max
 * do not apply.
 */
#ifndef ARGOSY_DOMAIN_FEE_H
#define ARGOSY_DOMAIN_FEE_H

#include "domain/instrument.h"

enum { FEE_TIERS_MAX = 8 };

struct fee_tier {
    int64_t volume_from; /* notional traded before, in ledger units */
    int64_t maker_e12;
    int64_t taker_e12;
};

struct fee_schedule {
    struct fee_tier tiers[FEE_TIERS_MAX]; /* rising; the first begins at 0 */
    uint32_t tier_count;                  /* at least 1 */
    int64_t fixed;                        /* ledger units */
    int64_t per_unit_e4;                  /* ledger units × 10^-4 for a quantity of 1 */
    int64_t min;                          /* ledger units; 0: none */
    int64_t max_rate_e12;                 /* of the notional; 0: none */
};

/* A schedule of one rate for both sides. */
struct fee_schedule fee_schedule_flat(int64_t rate_e12);

bool fee_schedule_check(const struct fee_schedule *schedule);

int64_t fee_compute(const struct fee_schedule *schedule, const struct instrument *instrument,
                    int64_t notional, int64_t qty_lots, int64_t volume_before, bool is_maker);

#endif
