/*
 * instrument.h — what is traded: its units, its value, its rules.
 *
 * A price is price_ticks × tick_units × 10^-price_decimals of the quote asset, a quantity is
 * qty_lots × lot_units × 10^-lot_decimals (contracts, shares or coins), and one contract stands for
 * multiplier_units × 10^-multiplier_decimals of the underlying. Cash is in units of the settling
 * asset's ledger scale: 10^-ledger_decimals, 8 unless stated.
 *
 * Always true, and checked by instrument_check(): units are positive, decimals are at most 18, the
 * ratio cash_num / cash_den is what the decimals and the multiplier say, in lowest terms.
 */
#ifndef ARGOSY_DOMAIN_INSTRUMENT_H
#define ARGOSY_DOMAIN_INSTRUMENT_H

#include "base/decimal.h"
#include "base/err.h"
#include "domain/ids.h"

enum instrument_kind {
    INSTRUMENT_SPOT,
    INSTRUMENT_PERPETUAL,         /* linear: settles in the quote asset */
    INSTRUMENT_PERPETUAL_INVERSE, /* settles in the base asset; value = -contracts / price */
    INSTRUMENT_FUTURE,
    INSTRUMENT_EQUITY,
    INSTRUMENT_FX,
    INSTRUMENT_KIND_COUNT
};

enum tick_rule {
    TICK_FIXED,       /* prices are whole ticks */
    TICK_FIVE_FIGURES /* and have at most five significant figures, unless they are whole units */
};

enum { SYMBOL_MAX = 32, LEDGER_DECIMALS = 8, MARGIN_TIERS_MAX = 8 };

/* A step of the margin schedule: from this notional on, these rates (units of 10^-12). */
struct margin_tier {
    int64_t notional_from; /* cash units */
    int64_t initial_e12;
    int64_t maintenance_e12;
};

struct instrument {
    char symbol[SYMBOL_MAX];
    enum instrument_kind kind;
    enum tick_rule tick_rule;
    struct asset_id base;   /* what is traded */
    struct asset_id quote;  /* what prices are in */
    struct asset_id settle; /* what profit is paid in */
    uint32_t price_decimals;
    uint32_t lot_decimals;
    uint32_t multiplier_decimals;
    uint32_t ledger_decimals;
    int64_t tick_units;
    int64_t lot_units;
    int64_t multiplier_units;
    int64_t cash_num; /* cash units per tick and lot: cash_num / cash_den */
    int64_t cash_den;
    int64_t qty_lots_min;        /* 1: a lot is the smallest order */
    int64_t notional_min;        /* cash units; 0: none */
    int64_t margin_per_contract; /* cash units a lot-unit quantity of 1; 0: by margin tiers */
    struct margin_tier tiers[MARGIN_TIERS_MAX];
    uint32_t tier_count;
    uint32_t calendar;        /* index into the calendar table (calendar.h) */
    bool is_negative_allowed; /* prices below zero */
    bool is_tradable;
};

/* Fills in what follows from the other fields (cash_num, cash_den) and checks them. */
MUST_USE enum status instrument_prepare(struct instrument *instrument, struct err *err);
bool instrument_check(const struct instrument *instrument);

/* The value of qty_lots (signed) at a price, in cash units rounded as stated. Linear kinds:
 * price × quantity × multiplier. Inverse: -(quantity × multiplier / price), so that for every kind
 * profit = value at exit - value at entry. */
int64_t instrument_cash(const struct instrument *instrument, int64_t price_ticks, int64_t qty_lots,
                        enum rounding rounding);

/* Notional: the size of that value, never negative. */
int64_t instrument_notional(const struct instrument *instrument, int64_t price_ticks,
                            int64_t qty_lots);

/* Whether a price obeys the tick rule and the sign rule. */
bool instrument_price_valid(const struct instrument *instrument, int64_t price_ticks);

/* The nearest price that obeys the tick rule, towards `rounding`. */
int64_t instrument_price_round(const struct instrument *instrument, int64_t price_ticks,
                               enum rounding rounding);

/* A price as a double: the double nearest to its decimal text (ticks × units below 2^53). */
static inline double instrument_price(const struct instrument *instrument, int64_t price_ticks)
{
    return (double)(price_ticks * instrument->tick_units) /
           (double)decimal_power(instrument->price_decimals);
}

void instrument_price_format(const struct instrument *instrument, struct writer *writer,
                             int64_t price_ticks);
void instrument_qty_format(const struct instrument *instrument, struct writer *writer,
                           int64_t qty_lots);

const char *instrument_kind_name(enum instrument_kind kind);
/* Name -> kind: ST_ABSENT when there is none of that name. */
MUST_USE enum status instrument_kind_parse(enum instrument_kind *kind, struct text name);

#endif
