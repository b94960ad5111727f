/*
 * models.h — what trading costs in the simulation: small tables behind one set of functions.
 *
 * Slippage moves a taker's price against it: by a share of the price, by ticks, by half the spread,
 * by a share of the price that grows with the part of the bar's volume taken, or with its square
 * root. Prices round against the taker. Formulas and defaults: docs/models.md.
 */
#ifndef ARGOSY_SIM_MODELS_H
#define ARGOSY_SIM_MODELS_H

#include "domain/dataset.h"
#include "domain/fee.h"
#include "sim/spec.h"

/* What a taker meets: the quote if one is known, and how much of the bar it takes. */
struct taking {
    int64_t price_ticks;  /* without slippage */
    int64_t spread_ticks; /* 0: not known */
    int64_t qty_lots;
    int64_t volume_lots; /* of the bar; 0: not known */
    bool is_buy;
};

/* The price a taker pays or gets. */
int64_t slippage_price(const struct spec_slippage *slippage, const struct instrument *instrument,
                       const struct taking *taking);

/* The fee schedule a run asks for: the spec's, else 0.1 % for both sides. */
struct fee_schedule spec_fee_schedule(const struct spec *spec);
/* The same for one instrument: its own row may say otherwise. */
struct fee_schedule spec_data_fee_schedule(const struct spec *spec, const struct spec_data *data);

/* What a position of this notional must keep: each tier's rate on the part inside it, or one rate.
 */
int64_t spec_maintenance(const struct spec *spec, int64_t notional);

/* An instrument for a dataset, as the spec describes it; assets: 0 is the account's currency, base
 * is `base`. */
MUST_USE enum status spec_instrument(struct instrument *instrument, const struct spec *spec,
                                     const struct spec_data *data, const struct dataset *dataset,
                                     struct asset_id base, struct err *err);

#endif
