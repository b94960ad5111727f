/*
 * execution.h — what the executors share: a parent order cut into children, and what it cost.
 *
 * An executor works one parent order (side, qty) of the first instrument. On every bar from `start`
 * on it says how much of the parent should be done or on its way by now; the machinery asks for
 * what is missing, rounded down to the lot step, as a market order, or as a limit order for this
 * bar where `limit` is given (none while the close lies beyond it). The last slice asks for all
 * that is left.
 *
 * The cost is measured against the arrival mid, the close of the bar at which the work began. With
 * q and p a fill's quantity and price, ref the open of the bar it filled in (the close of the bar
 * it was asked on, where it filled at once), and s +1 for a buy, -1 for a sell:
 *
 *   delay    = sum s q (ref - arrival)           the market moved before the child met it
 *   spread   = sum q ref × half_spread           what crossing it is taken to cost
 *   impact   = sum s q (p - ref) - spread        the rest of the distance to the market
 *   fee      = sum of the fees
 *   unfilled = s (last close - arrival) × what is left
 *
 * Delay, spread and impact add up to s q (p - arrival). The sum of all five is the shortfall. It is
 * drawn as it grows and logged at the end, in cash and in basis points of arrival × qty.
 */
#ifndef ARGOSY_STRATEGY_EXECUTION_H
#define ARGOSY_STRATEGY_EXECUTION_H

#include "strategy/desk.h"
#include "strategy/param.h"

enum { EXECUTION_SLICES_MAX = 1000 };

/* The rows every executor's table begins with; its own follow. */
enum execution_param {
    EXECUTION_SIDE,
    EXECUTION_QTY,
    EXECUTION_START,
    EXECUTION_LIMIT,
    EXECUTION_HALF_SPREAD,
    EXECUTION_WARMUP,
    EXECUTION_PARAM_COUNT
};

extern const char *const execution_sides[];

/* clang-format off */
#define EXECUTION_PARAMS                                                                           \
    PARAM_CHOICE("side", execution_sides, ARGOSY_BUY, "of the parent order"),                      \
    PARAM_NUMBER("qty", 1e-9, PARAM_COUNT_MAX, 1, "of the parent order, in units"),                \
    PARAM_TEXT("start", "", "a UTC time, 2024-05-01T09:30; empty: the first bar"),                 \
    PARAM_NUMBER("limit", 0, PARAM_COUNT_MAX, 0, "never trade beyond this price; 0: at any"),      \
    PARAM_NUMBER("half_spread", 0, 0.1, 0.0002,                                                    \
                 "share of the price taken for spread in the cost; the rest counts as impact"),    \
    PARAM_WARMUP
/* clang-format on */

struct execution_cost {
    double delay, spread, impact, fee, unfilled; /* cash */
};

struct execution {
    /* How much of the parent, 0..1, should be done or asked for after `slice` (from 0). Asked once
     * a bar. It may look at the view. */
    double (*share)(struct execution *execution, const struct argosy_view *view, uint32_t slice);
    enum argosy_side side;
    uint32_t slices; /* 0: as many as it takes */
    uint32_t slice;  /* the next */
    uint32_t is_started, is_asking;
    int64_t start_ns; /* INT64_MIN: at once */
    uint64_t warmup;
    int64_t qty_lots, done_lots, asked_lots; /* asked: of all children together, less what died */
    double qty, limit, half_spread;
    double arrival;
    int64_t fresh_lots; /* filled since the last bar: waits for its reference price */
    double fresh_value; /* lots × price */
    struct execution_cost cost;
    double curve[EXECUTION_SLICES_MAX]; /* cumulated shares, where the executor plans ahead */
    double participation;
    uint32_t days;
    uint32_t live_count;
    struct {
        uint64_t order;
        int64_t left_lots;
    } live[EXECUTION_SLICES_MAX]; /* children not ended yet */
};

size_t execution_bytes(const struct argosy_setup *setup);
/* The shared part of `start`. */
int execution_start(struct execution *execution, const struct argosy_setup *setup);
uint64_t execution_lookback(const void *state);
void execution_on_bar(void *state, const struct argosy_view *view, uint32_t instrument);
void execution_on_fill(void *state, const struct argosy_view *view, const struct argosy_fill *fill);
void execution_on_order(void *state, const struct argosy_view *view, uint64_t order,
                        uint32_t status);
void execution_on_end(void *state, const struct argosy_view *view);

/* What has been done and the rest of what it cost by now, the unfilled part at the newest close. */
struct execution_cost execution_cost(const struct execution *execution,
                                     const struct argosy_view *view);

#endif
