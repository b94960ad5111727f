/*
 * result.h — what a run leaves behind: rows of fills, orders and trades, the equity curve, sums and
 * a verdict. A value over arrays that the run's memory holds; nobody frees its parts.
 *
 * Cash in ledger units (8 decimals), prices in ticks of their instrument, quantities in lots, times
 * in ns UTC. A row about a bar carries the bar's start.
 */
#ifndef ARGOSY_SIM_RESULT_H
#define ARGOSY_SIM_RESULT_H

#include "domain/dataset.h"
#include "sim/spec.h"

enum fill_reason {
    REASON_SIGNAL, /* a strategy's own order */
    REASON_STOP_LOSS,
    REASON_TAKE_PROFIT,
    REASON_LIQUIDATION,
    REASON_RUIN,
    REASON_END, /* closed at the end of the data */
    REASON_COUNT
};
const char *fill_reason_name(enum fill_reason reason);

struct fill_row {
    int64_t ts_ns;
    uint64_t order;
    uint64_t bar; /* index of the bar it fell in */
    uint32_t instrument;
    uint16_t book;
    uint8_t side;   /* enum argosy_side */
    uint8_t reason; /* enum fill_reason */
    uint8_t is_maker;
    uint8_t spare[7];
    int64_t qty_lots;
    int64_t price_ticks;
    int64_t fee_cash;
    int64_t slippage_cash; /* what it cost against the price without slippage */
    int64_t pnl_cash;      /* realised by this fill, before its fee */
    int64_t position_lots; /* after it */
    const char *tag;       /* the order's; may be NULL */
};

struct order_row {
    int64_t ts_ns; /* when it was asked for */
    uint64_t id;
    uint32_t instrument;
    uint16_t book;
    uint8_t side;
    uint8_t type;   /* enum argosy_order_type */
    uint8_t status; /* enum argosy_order_status */
    uint8_t spare[7];
    int64_t qty_lots; /* 0: never fixed */
    int64_t limit_ticks;
    int64_t stop_ticks;
    int64_t filled_lots;
    int64_t filled_cash; /* notional of what was filled */
    int64_t fee_cash;
    const char *reason; /* of a refusal or an end; "" */
};

/* A trade: an entry and the exit that closed it, by the run's pairing. */
struct trade_row {
    int64_t entry_ts_ns, exit_ts_ns;
    uint64_t entry_bar, exit_bar;
    uint32_t instrument;
    uint16_t book;
    uint8_t side;   /* of the entry */
    uint8_t reason; /* enum fill_reason of the exit */
    int64_t qty_lots;
    int64_t entry_cash; /* signed as the position: what it was worth at the entry */
    int64_t exit_cash;
    int64_t fees_cash; /* of both ends, this trade's share */
    int64_t pnl_cash;  /* exit - entry - fees - its funding */
    bool is_open;      /* still open at the end, valued at the last price */
};

/* The curve: a point a moment (all bars that closed at the same time). */
struct equity_point {
    int64_t ts_ns; /* start of the newest bar */
    int64_t equity;
    int64_t cash;
    int64_t exposure; /* gross notional */
    int64_t net;      /* net notional */
};

/* A line a strategy drew: values by bar, NaN where it drew none. */
struct plot_line {
    const char *name;
    uint32_t instrument;
    uint32_t pane;
    const double *values; /* as many as the instrument has bars */
};

struct instrument_result {
    struct dataset data;
    struct instrument instrument;
    int64_t pnl_cash; /* realised and not; before fees and funding */
    int64_t fees_cash;
    int64_t funding_cash;
    int64_t borrow_cash;
    int64_t slippage_cash;
    int64_t turnover_cash; /* notional of all fills */
    uint64_t fills;
};

struct harsher_row {
    const char *name; /* "costs doubled", "one more bar", "limits filled a quarter as often" */
    int64_t equity_end;
    double sharpe;
    uint64_t fills;
};

enum lookahead { LOOKAHEAD_NOT_CHECKED, LOOKAHEAD_NONE, LOOKAHEAD_FOUND };

struct assumption {
    const char *what; /* "fill", "slippage", ... */
    const char *text; /* in plain words */
    uint8_t weight;   /* how much it costs in the grade; 0: measured, not assumed */
};

struct result {
    const struct spec *spec;
    struct instrument_result *instruments;
    uint32_t instrument_count;
    const struct fill_row *fills;
    uint64_t fill_count;
    const struct order_row *orders;
    uint64_t order_count;
    const struct trade_row *trades;
    uint64_t trade_count; /* closed ones first, then the open ones */
    uint64_t trade_open_count;
    const struct equity_point *equity;
    uint64_t equity_count;
    const struct plot_line *plots;
    uint32_t plot_count;
    int64_t cash_start, cash_end, equity_end, equity_peak;
    int64_t drawdown_max;      /* deepest fall from a peak, in cash */
    double drawdown_max_share; /* and as a fraction, <= 0, by `equity_at` */
    int64_t fees, funding, borrow, slippage;
    int64_t written_off; /* losses beyond what stood behind a position: nobody paid them */
    uint64_t bar_count, event_count, rejected_count, ambiguous_bars;
    uint64_t state_hash;
    char grade; /* 'A'..'F'; 0: not graded */
    const struct assumption *assumptions;
    uint32_t assumption_count;
    enum lookahead lookahead;
    const char *lookahead_text; /* where it was found */
    const struct harsher_row *harsher;
    uint32_t harsher_count;
    const char *currency;
};

#endif
