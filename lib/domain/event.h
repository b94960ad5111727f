/*
 * event.h — the one event: 64 bytes, everything the core is ever told.
 *
 *   kind                payload         meaning
 *   EV_BAR              bar             a bar has closed; its close is the reference price
 *   EV_PRICE            price           new last, mark, index, bid or ask (those whose flag is set)
 *   EV_FUNDING          funding         a funding payment falls due
 *   EV_BORROW           funding         borrow interest falls due on shorts
 *   EV_SETTLE           funding         daily settlement of futures at price_ticks
 *   EV_STATUS           status          an instrument opens, halts or changes its rules
 *   EV_TERMS            terms           what the next intent also says (legs, expiry, links)
 *   EV_INTENT           intent          a strategy, a person or a rule asks for an order
 *   EV_AMEND            amend           ... for a change of one
 *   EV_CANCEL           report          ... for its end
 *   EV_SIZE             report          the venue is about to fill an order whose size is a rule:
 * price given EV_ACK EV_REFUSE EV_FILL EV_CANCELLED EV_EXPIRED EV_LOST EV_TRIGGERED  report   the
 * venue's answers EV_TRANSFER         transfer        money comes, goes or moves between books
 *   EV_COMMAND          command         halt, reduce only, resume
 *   EV_TIMER            timer           a time was reached
 *
 * Kinds are append-only and never reused: journals outlive releases.
 */
#ifndef ARGOSY_DOMAIN_EVENT_H
#define ARGOSY_DOMAIN_EVENT_H

#include "domain/order.h"

#include <assert.h>

enum event_kind {
    EV_NONE,
    EV_BAR,
    EV_PRICE,
    EV_FUNDING,
    EV_BORROW,
    EV_SETTLE,
    EV_STATUS,
    EV_TERMS,
    EV_INTENT,
    EV_AMEND,
    EV_CANCEL,
    EV_SIZE,
    EV_ACK,
    EV_REFUSE,
    EV_FILL,
    EV_CANCELLED,
    EV_EXPIRED,
    EV_LOST,
    EV_TRIGGERED,
    EV_TRANSFER,
    EV_COMMAND,
    EV_TIMER,
    EVENT_KIND_COUNT
};

struct event_bar {
    int64_t open_ticks, high_ticks, low_ticks, close_ticks;
    int64_t volume_lots;
};

enum price_flag { PRICE_LAST = 1, PRICE_MARK = 2, PRICE_INDEX = 4, PRICE_BID = 8, PRICE_ASK = 16 };
struct event_price {
    int64_t last_ticks, mark_ticks, index_ticks, bid_ticks, ask_ticks;
};

struct event_funding {
    int64_t rate_e12;    /* longs pay shorts when positive; of EV_BORROW: shorts pay */
    int64_t price_ticks; /* what the notional is computed on */
    int64_t spare[3];
};

struct event_terms {
    int64_t stop_loss_ticks, take_profit_ticks; /* 0: none */
    int64_t expire_ns;
    uint64_t parent;  /* held until that order fills; 0: none */
    uint64_t sibling; /* one cancels the other; 0: none */
};

struct event_intent {
    int64_t qty_lots; /* or the value of the size rule */
    int64_t limit_ticks;
    int64_t stop_ticks;
    uint64_t ref; /* the asker's own */
    uint16_t book;
    uint8_t side, type, tif, size_rule, role, spare;
};

struct event_amend {
    uint64_t order;
    int64_t qty_lots, limit_ticks, stop_ticks; /* 0: as it was */
    int64_t spare;
};

struct event_report {
    uint64_t order;
    int64_t qty_lots;
    int64_t price_ticks;
    int64_t fee_cash; /* in the fee asset's ledger units; negative: a rebate */
    uint32_t reason;
    uint8_t is_maker;
    uint8_t is_crossed; /* between two books of ours: no venue saw it */
    uint8_t spare[2];
};

enum transfer_reason {
    TRANSFER_WORLD,      /* a deposit or withdrawal */
    TRANSFER_BOOK,       /* from another book of ours */
    TRANSFER_BANKRUPTCY, /* a loss beyond the equity is written off */
    TRANSFER_SUSPENSE    /* an unexplained difference */
};
struct event_transfer {
    int64_t amount; /* > 0 into the book, < 0 out of it */
    uint16_t asset;
    uint16_t book;
    uint16_t from_book; /* TRANSFER_BOOK: where it comes from */
    uint16_t reason;    /* enum transfer_reason */
    int64_t spare[3];
};

enum command { COMMAND_HALT, COMMAND_REDUCE_ONLY, COMMAND_RESUME };
struct event_command {
    uint32_t command; /* enum command */
    uint32_t reason;
    int64_t spare[4];
};

struct event_timer {
    uint64_t tag;
    int64_t spare[4];
};

struct event_status {
    uint32_t is_tradable;
    uint32_t reserve;
    int64_t spare[4];
};

struct event {
    int64_t ts_venue_ns;    /* when it happened there; of a bar or a fill in one, the bar's start */
    int64_t ts_received_ns; /* when we knew; the core's clock */
    struct instrument_id instrument;
    uint16_t kind;  /* enum event_kind */
    uint16_t flags; /* of an intent: enum order_flag; of a price: enum price_flag */
    union {
        struct event_bar bar;
        struct event_price price;
        struct event_funding funding;
        struct event_terms terms;
        struct event_intent intent;
        struct event_amend amend;
        struct event_report report;
        struct event_transfer transfer;
        struct event_command command;
        struct event_timer timer;
        struct event_status status;
    };
};

static_assert(sizeof(struct event) == 64, "one cache line, no padding");
static_assert(sizeof(struct event_bar) == 40, "no padding");
static_assert(sizeof(struct event_price) == 40, "no padding");
static_assert(sizeof(struct event_funding) == 40, "no padding");
static_assert(sizeof(struct event_terms) == 40, "no padding");
static_assert(sizeof(struct event_intent) == 40, "no padding");
static_assert(sizeof(struct event_amend) == 40, "no padding");
static_assert(sizeof(struct event_report) == 40, "no padding");
static_assert(sizeof(struct event_transfer) == 40, "no padding");
static_assert(sizeof(struct event_command) == 40, "no padding");
static_assert(sizeof(struct event_timer) == 40, "no padding");
static_assert(sizeof(struct event_status) == 40, "no padding");

#endif
