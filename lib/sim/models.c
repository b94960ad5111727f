#include "sim/models.h"

/* price × rate, rounded up: slippage is never rounded in the taker's favour. */
static int64_t share_up(int64_t price_ticks, int64_t rate_e12)
{
    return (int64_t)decimal_divide((i128)decimal_size(price_ticks) * rate_e12, E12, ROUND_CEIL);
}

/* The part of the bar's volume taken, × 10^12; all of it where the volume is not known. */
static int64_t part_e12(const struct taking *taking)
{
    if (taking->volume_lots <= 0) return E12;
    i128 part = (i128)taking->qty_lots * E12 / taking->volume_lots;
    return part > E12 ? E12 : (int64_t)part;
}

static int64_t default_rate_e12(void) { return 2 * (E12 / 10000); } /* two basis points */

int64_t slippage_price(const struct spec_slippage *slippage, const struct instrument *instrument,
                       const struct taking *taking)
{
    int64_t price = taking->price_ticks, worse = 0;
    switch (slippage->kind) {
    case SLIP_DEFAULT:
        worse = taking->spread_ticks > 0 ? (taking->spread_ticks + 1) / 2
                                         : share_up(price, default_rate_e12());
        break;
    case SLIP_RATE: worse = share_up(price, slippage->value); break;
    case SLIP_TICKS: worse = slippage->value; break;
    case SLIP_SPREAD: worse = (taking->spread_ticks + 1) / 2; break;
    case SLIP_VOLUME: {
        int64_t rate = (int64_t)((i128)slippage->value * part_e12(taking) / E12);
        worse = share_up(price, rate);
        break;
    }
    case SLIP_SQRT: {
        int64_t root = (int64_t)decimal_sqrt((u128)part_e12(taking) * (u128)E12);
        int64_t rate = (int64_t)((i128)slippage->value * root / E12);
        worse = share_up(price, rate);
        break;
    }
    }
    int64_t moved = taking->is_buy ? price + worse : price - worse;
    if (moved <= 0 && price > 0) moved = 1;
    return instrument_price_round(instrument, moved, taking->is_buy ? ROUND_CEIL : ROUND_FLOOR);
}

static struct fee_schedule schedule_of(const struct spec_fee *fee)
{
    if (!fee->is_given) return fee_schedule_flat(E12 / 1000);
    struct fee_schedule schedule = fee_schedule_flat(fee->rate_e12);
    if (fee->has_maker) schedule.tiers[0].maker_e12 = fee->maker_e12;
    for (uint32_t i = 0; i < fee->tier_count && i < FEE_TIERS_MAX; i++)
        schedule.tiers[i] = (struct fee_tier){ fee->tiers[i].volume_from, fee->tiers[i].maker_e12,
                                               fee->tiers[i].taker_e12 };
    if (fee->tier_count > 0) schedule.tier_count = fee->tier_count;
    schedule.fixed = fee->fixed;
    schedule.per_unit_e4 = fee->per_unit;
    schedule.min = fee->min;
    schedule.max_rate_e12 = fee->max_rate_e12;
    return schedule;
}

struct fee_schedule spec_fee_schedule(const struct spec *spec)
{
    return schedule_of(&spec->costs.fee);
}

struct fee_schedule spec_data_fee_schedule(const struct spec *spec, const struct spec_data *data)
{
    return schedule_of(data->fee.is_given ? &data->fee : &spec->costs.fee);
}

int64_t spec_maintenance(const struct spec *spec, int64_t notional)
{
    i128 sum = 0;
    if (spec->account.tier_count == 0) sum = (i128)notional * spec->account.maintenance_e12;
    for (uint32_t i = 0; i < spec->account.tier_count; i++) {
        const struct margin_tier *tier = &spec->account.tiers[i];
        bool is_last = i + 1 == spec->account.tier_count;
        int64_t end =
            is_last || notional < tier[1].notional_from ? notional : tier[1].notional_from;
        if (end > tier->notional_from)
            sum += (i128)(end - tier->notional_from) * tier->maintenance_e12;
    }
    return (int64_t)decimal_divide(sum, E12, ROUND_CEIL);
}

/* Tiers cap the leverage; where less is asked for, less is had. */
static void copy_tiers(struct instrument *instrument, const struct spec *spec)
{
    int64_t asked =
        spec->account.leverage_e12 > E12
            ? (int64_t)decimal_divide((i128)E12 * E12, spec->account.leverage_e12, ROUND_CEIL)
            : 0;
    instrument->tier_count = spec->account.tier_count;
    for (uint32_t i = 0; i < spec->account.tier_count; i++) {
        instrument->tiers[i] = spec->account.tiers[i];
        if (instrument->tiers[i].initial_e12 < asked) instrument->tiers[i].initial_e12 = asked;
    }
}

enum status spec_instrument(struct instrument *instrument, const struct spec *spec,
                            const struct spec_data *data, const struct dataset *dataset,
                            struct asset_id base, struct err *err)
{
    *instrument = (struct instrument){
        .kind = spec->account.type == ACCOUNT_FUTURES ? INSTRUMENT_FUTURE : INSTRUMENT_SPOT,
        .base = base,
        .price_decimals = dataset->price_decimals,
        .lot_decimals = dataset->lot_decimals,
        .ledger_decimals = LEDGER_DECIMALS,
        .tick_units = dataset->tick_units,
        .lot_units = dataset->lot_units,
        .multiplier_units = 1,
        .margin_per_contract = spec->account.margin_per_contract,
        .is_tradable = true,
    };
    text_format(instrument->symbol, sizeof instrument->symbol, "%s", dataset->symbol);
    copy_tiers(instrument, spec);
    if (data->kind[0] && instrument_kind_parse(&instrument->kind, text_from(data->kind)) != ST_OK)
        return err_set(
            err, ST_CONFIG,
            "kind \"%s\" is not known; use spot, perpetual, inverse, future, equity or fx",
            data->kind);
    if (instrument->kind == INSTRUMENT_PERPETUAL_INVERSE)
        return err_set(
            err, ST_CONFIG,
            "an inverse contract settles in its base asset, which a run's single currency "
            "cannot hold; use kind perpetual");
    if (data->multiplier[0]) {
        struct decimal multiplier;
        if (decimal_parse(&multiplier, text_from(data->multiplier)) != ST_OK ||
            multiplier.units <= 0)
            return err_set(err, ST_CONFIG, "multiplier \"%s\" is not a number above 0",
                           data->multiplier);
        instrument->multiplier_units = multiplier.units;
        instrument->multiplier_decimals = multiplier.decimals;
    }
    return instrument_prepare(instrument, err);
}
