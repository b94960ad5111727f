#include "domain/fee.h"

static const int64_t e12 = INT64_C(1000000000000);
static const uint64_t whole_e12 = UINT64_C(1000000000000), half_e12 = UINT64_C(500000000000);

struct fee_schedule fee_schedule_flat(int64_t rate_e12)
{
    return (struct fee_schedule){ .tiers = { { 0, rate_e12, rate_e12 } }, .tier_count = 1 };
}

bool fee_schedule_check(const struct fee_schedule *schedule)
{
    if (schedule->tier_count < 1 || schedule->tier_count > FEE_TIERS_MAX) return false;
    if (schedule->tiers[0].volume_from != 0) return false;
    for (uint32_t i = 1; i < schedule->tier_count; i++)
        if (schedule->tiers[i].volume_from <= schedule->tiers[i - 1].volume_from) return false;
    return schedule->min >= 0 && schedule->max_rate_e12 >= 0;
}

static int64_t share(int64_t notional, int64_t rate_e12)
{
    i128 product = (i128)notional * rate_e12;
    if (product < 0) return (int64_t)decimal_divide(product, e12, ROUND_HALF_AWAY);
    u128 rounded = (u128)product;
    rounded += half_e12;
    if (rounded <= UINT64_MAX) return (int64_t)((uint64_t)rounded / whole_e12); /* far faster */
    return (int64_t)(rounded / whole_e12);
}

int64_t fee_compute(const struct fee_schedule *schedule, const struct instrument *instrument,
                    int64_t notional, int64_t qty_lots, int64_t volume_before, bool is_maker)
{
    ASSERT(notional >= 0);
    ASSERT(qty_lots >= 0);
    const struct fee_tier *tier = &schedule->tiers[0];
    for (uint32_t i = 1; i < schedule->tier_count; i++)
        if (volume_before >= schedule->tiers[i].volume_from) tier = &schedule->tiers[i];
    int64_t rate = is_maker ? tier->maker_e12 : tier->taker_e12;
    int64_t fee = rate ? share(notional, rate) : 0;
    if (schedule->per_unit_e4) {
        i128 product = (i128)qty_lots * instrument->lot_units * schedule->per_unit_e4;
        i128 scale = (i128)decimal_power(instrument->lot_decimals) * 10000;
        fee += (int64_t)decimal_divide(product, scale, ROUND_HALF_AWAY);
    }
    fee += schedule->fixed;
    if (fee < 0) return fee;
    if (fee < schedule->min) fee = schedule->min;
    if (schedule->max_rate_e12) {
        int64_t cap = share(notional, schedule->max_rate_e12);
        if (fee > cap) fee = cap;
    }
    return fee;
}
