/*
 * naive_engine.h — the bar simulation once more, as simply as it can be said, to hold the product's
 * against. It shares no code with the product: no header of lib/ is included, nothing is kept that
 * can be recomputed, a bar's path is walked tick by tick, sizes are found by bisection. Integers
 * only. One instrument, one account, one bar after the other.
 */
#ifndef ARGOSY_TESTS_SIM_NAIVE_ENGINE_H
#define ARGOSY_TESTS_SIM_NAIVE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    NAIVE_BARS = 256,
    NAIVE_ASKS = 768,
    NAIVE_ORDERS = 4096,
    NAIVE_FILLS = 4096,
    NAIVE_TIERS = 3
};

/* The words are numbered as docs/models.md lists them, which is also how the public header does. */
enum { N_BUY, N_SELL };
enum { N_MARKET, N_LIMIT, N_STOP, N_STOP_LIMIT, N_TAKE_PROFIT, N_TRAILING };
enum { N_GTC, N_IOC, N_FOK, N_GTD, N_DAY };
enum { N_LOTS, N_DEFAULT, N_POSITION, N_ALL, N_CASH, N_CASH_SHARE, N_EQUITY_SHARE, N_RISK_SHARE };
enum { N_REDUCE_ONLY = 1, N_POST_ONLY = 2, N_AT_CLOSE = 16 };
enum { N_SLIP_DEFAULT, N_SLIP_RATE, N_SLIP_TICKS, N_SLIP_SPREAD, N_SLIP_VOLUME, N_SLIP_SQRT };
enum { N_SUBMIT, N_CANCEL, N_AMEND };
enum { N_REFUSE, N_CUT, N_ALLOW };

struct naive_bar {
    int64_t start, end, open, high, low, close, volume;
};

/* What is asked for when a bar has closed. */
struct naive_ask {
    int bar, what, target; /* target: the ask whose order is meant */
    int side, type, tif, rule, flags;
    int64_t qty, value, limit, stop, stop_loss, take_profit, expire;
};

struct naive_fee {
    int64_t from[NAIVE_TIERS], maker[NAIVE_TIERS], taker[NAIVE_TIERS];
    int tiers;
    int64_t fixed, per_unit_e4, min, max_rate;
};

struct naive_config {
    int64_t cash;
    int64_t lot_decimals; /* a tick is 0.01, a lot 10^-lot_decimals, cash has 8 decimals */
    bool is_margin;
    int64_t leverage_e12;
    int overdraft;
    bool has_volume;
    int64_t share_e12; /* 0: no limit */
    bool is_touch, is_next_bar, is_size_at_fill, is_fill_at_close, is_whole;
    int slip_entry, slip_exit;
    int64_t slip_entry_value, slip_exit_value;
    struct naive_fee fee;
    int64_t latency;
};

struct naive_fill {
    int bar, side;
    bool is_maker;
    int64_t qty, price, fee, bare; /* bare: the price without slippage */
    int64_t asked;                 /* when its order reached the venue */
    bool is_leg;
};

struct naive_outcome {
    struct naive_fill fills[NAIVE_FILLS];
    int fill_count;
    int64_t cash[NAIVE_BARS], equity[NAIVE_BARS];
    int64_t position;
    int ambiguous;
    int refused; /* asks that became no order */
    int ended;   /* orders that ended by cancel, expiry or the venue's refusal */
};

void naive_run(struct naive_outcome *outcome, const struct naive_config *config,
               const struct naive_bar *bars, int bar_count, const struct naive_ask *asks,
               int ask_count);

#endif
