/*
 * risk.h — no order without risk: every check an order passes before anybody sends it.
 *
 * risk_approve() is the only maker of a struct approved_order, and only an approved order can be
 * sent. Its answer is a refusal from the list below, with a text, or none. All arithmetic is in
 * integers; a limit of 0 means unlimited. Limits hold in scopes: the strategy's book, the account,
 * the tenant, the house.
 */
#ifndef ARGOSY_CORE_RISK_H
#define ARGOSY_CORE_RISK_H

#include "base/arena.h"
#include "base/status.h"
#include "domain/instrument.h"
#include "domain/order.h"

#define REFUSAL_LIST(X)                                                                            \
    X(REFUSAL_NONE, "approved")                                                                    \
    X(REFUSAL_HALTED, "trading is halted; it needs a person and a reason to resume")               \
    X(REFUSAL_REDUCE_ONLY_MODE, "only orders that reduce a position are accepted now")             \
    X(REFUSAL_NOT_TRADABLE, "the instrument is not open for trading")                              \
    X(REFUSAL_VERSION, "the instrument's rules have changed since the order was made")             \
    X(REFUSAL_TICK, "the price is not a multiple of the tick")                                     \
    X(REFUSAL_LOT, "the quantity is not a multiple of the lot")                                    \
    X(REFUSAL_QTY_NONE, "the quantity comes to nothing")                                           \
    X(REFUSAL_QTY_MAX, "the quantity is above the limit")                                          \
    X(REFUSAL_NOTIONAL_MIN, "the value is below the instrument's minimum")                         \
    X(REFUSAL_NOTIONAL_MAX, "the value is above the limit")                                        \
    X(REFUSAL_REFERENCE_MISSING, "there is no reference price")                                    \
    X(REFUSAL_REFERENCE_STALE, "the reference price is too old")                                   \
    X(REFUSAL_COLLAR, "the price is too far from the reference price")                             \
    X(REFUSAL_POSITION_MAX, "the position could grow beyond the limit")                            \
    X(REFUSAL_BUYING_POWER, "there is not enough buying power")                                    \
    X(REFUSAL_SHORT, "a cash account cannot sell what it does not hold")                           \
    X(REFUSAL_OPEN_ORDERS, "too many orders are open")                                             \
    X(REFUSAL_ORDER_RATE, "too many orders in the last second")                                    \
    X(REFUSAL_CANCEL_RATE, "too many cancels in the last second")                                  \
    X(REFUSAL_DUPLICATE, "the same order was made too often in the last second")                   \
    X(REFUSAL_PARENT, "the children's total would exceed the parent's quantity")                   \
    X(REFUSAL_REDUCE_ONLY, "there is no position to reduce")                                       \
    X(REFUSAL_SELF_MATCH, "it would trade against an own order")                                   \
    X(REFUSAL_DAILY_LOSS, "today's loss has reached the limit")                                    \
    X(REFUSAL_BUDGET, "the strategy's capital budget is used up")                                  \
    X(REFUSAL_TABLE_FULL, "no more orders can be remembered")                                      \
    X(REFUSAL_TERMS, "the order's terms contradict each other")                                    \
    X(REFUSAL_VENUE, "the venue refused it")                                                       \
    X(REFUSAL_POST_ONLY, "a post-only order would have taken")                                     \
    X(REFUSAL_FOK, "it could not be filled at once and whole")

enum refusal {
#define REFUSAL_NAME(name, text) name,
    REFUSAL_LIST(REFUSAL_NAME)
#undef REFUSAL_NAME
        REFUSAL_COUNT
};

const char *refusal_text(enum refusal refusal);

enum risk_scope { SCOPE_BOOK, SCOPE_ACCOUNT, SCOPE_TENANT, SCOPE_HOUSE, SCOPE_COUNT };

enum { RATE_MAX = 1024, DUPLICATE_WINDOW = 64 };

/* What a scope may do; 0: unlimited. */
struct risk_limits {
    int64_t qty_lots_max;
    int64_t notional_max;          /* of one order, cash units */
    int64_t position_notional_max; /* of one instrument's worst case */
    int64_t collar_e12;            /* a limit price may be this far from the reference */
    int64_t reference_age_ns_max;
    int64_t loss_daily_max; /* cash units */
    int64_t budget_max; /* capital in use: reservations, and margin or (cash) cost of positions */
    uint32_t orders_open_max;
    uint32_t orders_rate_max;  /* a second; at most RATE_MAX */
    uint32_t cancels_rate_max; /* a second; at most RATE_MAX */
    uint32_t duplicates_max;   /* a second */
    bool is_self_match_refused;
};

/* The times of the last events of one kind: a sliding window of one second. */
struct risk_rate {
    int64_t *times; /* a ring of RATE_MAX */
    uint64_t count;
};

/* What a scope is doing. */
struct risk_usage {
    uint32_t orders_open; /* the one that is judged among them */
    int64_t day_start_equity;
    struct risk_rate orders, cancels;
    uint64_t duplicate_keys[DUPLICATE_WINDOW];
    int64_t duplicate_times[DUPLICATE_WINDOW];
    uint32_t duplicate_next;
};

/* Everything one decision looks at, gathered by the core: plain values, so that it can be checked
 * against a reference in wide arithmetic. */
struct risk_question {
    const struct instrument *instrument;
    const struct order *order; /* quantity fixed */
    int64_t now_ns;
    int64_t reference_ticks; /* 0 with has_reference false */
    int64_t reference_ts_ns;
    bool has_reference;
    bool is_cash_account;
    bool is_halted, is_reduce_only_mode;
    int64_t position_lots; /* of the book */
    int64_t open_buy_lots; /* of open orders, this one not among them */
    int64_t open_sell_lots;
    int64_t account_lots; /* the same over all books */
    int64_t account_buy_lots, account_sell_lots;
    int64_t best_own_buy_ticks, best_own_sell_ticks; /* own resting orders; 0: none */
    int64_t free_cash;                    /* buying power of the book before this order */
    int64_t need_cash;                    /* what this order would reserve */
    int64_t equity, account_equity;       /* looked up where a loss limit asks for them */
    int64_t used_cash, account_used_cash; /* capital in use, where a budget asks for it */
    int64_t parent_left_lots;             /* what the parent still allows; INT64_MAX: no parent */
    bool is_overdraft_allowed;
    bool is_unlimited; /* the asker knows that no scope has limits (risk_is_limited) */
};

struct risk {
    struct risk_limits
        limits[SCOPE_COUNT];         /* [SCOPE_BOOK]: what books have unless they have their own */
    struct risk_limits *book_limits; /* by book */
    struct risk_usage *book_usage;   /* by book */
    struct risk_usage account_usage;
    uint32_t book_count;
};

MUST_USE enum status risk_init(struct risk *risk, struct arena *arena, uint32_t book_count);

/* Whether anything limits a book's orders: its own limits or those above it. */
bool risk_is_limited(const struct risk *risk, struct book_id book);

/* The first rule that says no, or REFUSAL_NONE. Changes nothing. */
enum refusal risk_judge(const struct risk *risk, const struct risk_question *question);

/* Counts an approved order (cancel) in the rates and the duplicate guard. */
void risk_count_order(struct risk *risk, const struct order *order, int64_t now_ns);
enum refusal risk_judge_cancel(const struct risk *risk, struct book_id book, int64_t now_ns);
void risk_count_cancel(struct risk *risk, struct book_id book, int64_t now_ns);

/* An order that risk has approved: made by risk_approve alone, read by whoever sends. */
struct approved_order;
const struct approved_order *risk_approve(struct risk *risk, const struct risk_question *question,
                                          struct order *order, enum refusal *refusal);
/* A leg or closing order whose risk was judged with its parent (it can only reduce). */
const struct approved_order *risk_approve_reducing(const struct risk_question *question,
                                                   struct order *order, enum refusal *refusal);
/* An approved order of which a part is no longer wanted: what was judged larger needs no judging.
 */
const struct approved_order *risk_approve_smaller(struct order *order);
const struct order *approved_order_get(const struct approved_order *approved);

#endif
