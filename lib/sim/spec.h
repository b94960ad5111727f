/*
 * spec.h — everything a run was told, in one value: what `--spec` files, flags and defaults become,
 * what
 * `--print-spec` prints, and what reproduces the run.
 *
 * Rates are in units of 10^-12 (`e12`), cash in ledger units (8 decimals), times in ns. A text that
 * is empty was not given. The lists are owned by whoever filled them in.
 */
#ifndef ARGOSY_SIM_SPEC_H
#define ARGOSY_SIM_SPEC_H

#include "domain/instrument.h"

#include <stdbool.h>

enum { PATH_TEXT = 1024, E12_DIGITS = 12 };
#define E12 INT64_C(1000000000000)

enum spec_role { ROLE_BARS, ROLE_QUOTES, ROLE_FINE, ROLE_MARK, ROLE_INDEX };
enum spec_adjust { ADJUST_NONE, ADJUST_FACTORS, ADJUST_ADJ_CLOSE };
enum spec_session { SESSION_ALL, SESSION_REGULAR };
enum account_type { ACCOUNT_CASH, ACCOUNT_MARGIN, ACCOUNT_FUTURES };
enum account_overdraft { OVERDRAFT_REFUSE, OVERDRAFT_CUT, OVERDRAFT_ALLOW };
enum account_ruin { RUIN_NONE, RUIN_CLOSE };
enum account_margin { MARGIN_CROSS, MARGIN_ISOLATED };
enum funding_on { FUNDING_ON_MARK, FUNDING_ON_INDEX, FUNDING_ON_LAST };
enum fill_when { FILL_NEXT_OPEN, FILL_CLOSE, FILL_BOOK };
enum limit_fill { LIMIT_THROUGH, LIMIT_TOUCH };
enum price_from { PRICE_BARS, PRICE_QUOTES };
enum size_at { SIZE_AT_SIGNAL, SIZE_AT_FILL };
enum legs_live { LEGS_SAME_BAR, LEGS_NEXT_BAR };
enum end_rule { END_HOLD, END_CLOSE_AT_CLOSE, END_CLOSE_AT_OPEN };
enum quality { QUALITY_OFF, QUALITY_FAST, QUALITY_FULL };
enum equity_at { EQUITY_AT_EVENT, EQUITY_AT_CLOSE };
enum pairing { PAIR_FIFO, PAIR_AVERAGE, PAIR_FLAT };
enum convention {
    CONVENTION_ARGOSY,
    CONVENTION_BACKTESTING_PY,
    CONVENTION_BACKTRADER,
    CONVENTION_LEAN,
    CONVENTION_FREQTRADE,
    CONVENTION_VECTORBT
};
enum size_kind {
    SIZE_ALL,
    SIZE_UNITS,        /* value: quantity × 10^12 */
    SIZE_CASH,         /* value: ledger units */
    SIZE_CASH_SHARE,   /* value: e12 */
    SIZE_EQUITY_SHARE, /* value: e12 */
    SIZE_RISK_SHARE    /* value: e12 */
};

struct spec_size {
    enum size_kind kind;
    int64_t value;
};

struct spec_fee_tier {
    int64_t volume_from; /* traded notional in the last 30 days, ledger units */
    int64_t maker_e12;
    int64_t taker_e12;
};

struct spec_fee {
    bool is_given;    /* else the instrument's schedule, else 0.001 */
    int64_t rate_e12; /* of the notional */
    bool has_maker;
    int64_t maker_e12;    /* where a maker pays another rate (negative: a rebate) */
    int64_t fixed;        /* ledger units an order's fill */
    int64_t per_unit;     /* ledger units × 10^-4 a unit of quantity */
    int64_t min;          /* ledger units; 0: none */
    int64_t max_rate_e12; /* cap as a share of the notional; 0: none */
    struct spec_fee_tier tiers[8];
    uint32_t tier_count;
};

struct spec_data {
    char source[PATH_TEXT]; /* catalogue name, path or "demo" */
    char symbol[SYMBOL_MAX];
    enum spec_role role;
    enum spec_adjust adjust;
    char adjust_file[PATH_TEXT];
    enum spec_session session;
    int64_t interval_ns; /* 0: as recorded */
    char tick[32];       /* decimal text; empty: inferred */
    char lot[32];        /* empty: 1e-8 */
    char kind[16];       /* instrument kind by name; empty: spot */
    char multiplier[32]; /* empty: 1 */
    char stamp[8];       /* "start" or "end": which end of a bar the source stamps; empty: start */
    char header[PATH_TEXT]; /* header map */
    struct spec_fee fee;    /* of this instrument; not given: the run's */
};

/* Slippage: a fixed share of the price, half the spread where known, ... (docs/models.md). */
enum slippage_kind { SLIP_DEFAULT, SLIP_RATE, SLIP_TICKS, SLIP_SPREAD, SLIP_VOLUME, SLIP_SQRT };
struct spec_slippage {
    enum slippage_kind kind;
    int64_t value; /* e12 rate, ticks, or e12 coefficient */
};

struct spec_param {
    char name[32];
    char text[PATH_TEXT];
    uint32_t line; /* in the spec file; 0: from the command line */
};

enum { SPEC_PARAMS_MAX = 32 };

struct spec {
    struct spec_data *data;
    uint32_t data_count;
    int64_t from_ns, to_ns; /* INT64_MIN, INT64_MAX: not given; end exclusive */
    struct {
        enum account_type type;
        char currency[16];
        int64_t cash;
        int64_t leverage_e12;    /* E12: none */
        int64_t maintenance_e12; /* of the notional; 0: no liquidation */
        int64_t margin_per_contract;
        enum account_overdraft overdraft;
        bool is_overdraft_given;
        enum account_ruin ruin;
        enum account_margin margin;
        struct margin_tier tiers[MARGIN_TIERS_MAX]; /* by the notional of a position */
        uint32_t tier_count;
    } account;
    struct {
        enum fill_when fill;
        enum limit_fill limit_fill;
        enum price_from price_from;
        struct spec_size size;
        enum size_at size_at;
        bool whole_units;
        int64_t bound_e12; /* market orders as limits this far from the price; 0: off */
        enum legs_live legs_live;
    } orders;
    struct {
        struct spec_fee fee;
        struct spec_slippage slippage_entry, slippage_exit;
        bool is_slippage_given;
        int64_t volume_share_e12; /* 0: no limit */
        bool is_volume_share_given;
        int64_t borrow_e12;         /* a year, on short notional */
        int64_t funding_e12;        /* a funding interval, on notional; longs pay when positive */
        int64_t funding_every_ns;   /* 0: no funding */
        enum funding_on funding_on; /* whose price the notional is computed on */
        char funding_rates[PATH_TEXT]; /* a file of times and rates instead */
        int64_t latency_ns;
    } costs;
    struct {
        char name[64];          /* of a strategy, */
        char rules[PATH_TEXT];  /* or a rules file, */
        char plugin[PATH_TEXT]; /* or a shared object (the name picks one of its strategies) */
        struct spec_param params[SPEC_PARAMS_MAX];
        uint32_t param_count;
    } strategy;
    enum end_rule end;
    struct {
        enum convention conventions;
        enum equity_at equity_at;
        enum pairing pairing;
    } metrics;
    struct {
        /* Limits of the pre-trade rules (core/risk.h); 0: unlimited. */
        int64_t qty_max_e8;
        int64_t notional_max;
        int64_t position_notional_max;
        int64_t collar_e12;
        int64_t loss_daily_max;
        int64_t reference_age_max_ns;
        uint32_t orders_open_max;
        uint32_t orders_rate_max; /* a second */
        uint32_t cancels_rate_max;
        uint32_t duplicates_max; /* a second */
    } risk;
    enum quality quality;
    uint64_t seed;
};

/* The defaults of the design's section 4: pessimistic. */
void spec_defaults(struct spec *spec);

/* What happens when a fill is dearer than the cash: as given, else cut in a cash account, allowed
 * on margin. */
enum account_overdraft spec_overdraft(const struct spec *spec);

#endif
