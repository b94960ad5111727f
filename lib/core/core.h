/*
 * core.h — the trading core: a pure step machine. It is told what happened and decides what
 * follows.
 *
 * core_step() takes one event and says what must be done through a sink: send, cancel, amend, and
 * what somebody may want to know. It has no clock, socket, file, thread, random source or
 * allocation; the same events give the same state, bit for bit. Always true, and checked by
 * core_check():
 *   1. the ledger sums to zero per asset;
 *   2. the cost of a book's positions is its position account;
 *   3. what is reserved for a book is the sum of its open orders' reservations;
 *   4. marked values are those of the positions at the last marks.
 * Thread: core. Memory: from an arena, once.
 */
#ifndef ARGOSY_CORE_CORE_H
#define ARGOSY_CORE_CORE_H

#include "base/err.h"
#include "core/ledger.h"
#include "core/order_state.h"
#include "core/order_table.h"
#include "core/position.h"
#include "core/risk.h"
#include "domain/event.h"
#include "domain/fee.h"

enum core_account { CORE_CASH, CORE_MARGIN, CORE_FUTURES };

struct core_config {
    uint32_t book_count;
    uint32_t asset_count;
    uint32_t instrument_count;
    uint32_t orders_max; /* open at once; and as many ended ones are remembered as fit */
    bool is_hedged;      /* long and short slots side by side */
    bool is_isolated;    /* margin stays what it was at the entry; profits free none of it */
    enum core_account account;
    int64_t leverage_e12;      /* margin: equity × leverage can be held; 10^12 is one to one */
    bool is_overdraft_allowed; /* buying power is not judged at all */
    bool counts_proceeds;     /* cash: what market sales under way will bring can be used already */
    struct asset_id currency; /* what equity is told in */
    const struct instrument *instruments; /* copied */
    const struct fee_schedule *fees;      /* by instrument; copied */
};

/* What is known of an instrument's price. */
struct market {
    int64_t ts_ns;
    int64_t last_ticks, mark_ticks, index_ticks, bid_ticks, ask_ticks;
    uint32_t flags; /* enum price_flag: which of them are known */
    uint32_t spare;
};

/* What a book has tied up of an asset. */
struct book_funds {
    int64_t marked_cash;   /* positions at the mark */
    int64_t margin_cash;   /* initial margin of the positions */
    int64_t reserved_cash; /* for open orders */
};

enum notice_kind {
    NOTICE_ORDER,   /* an order's state changed */
    NOTICE_WAITS,   /* an order waits for the fill's price to be sized */
    NOTICE_REFUSED, /* an intent became no order: `order` says what was asked */
    NOTICE_FILL,
    NOTICE_ALARM
};

struct notice {
    enum notice_kind kind;
    enum refusal refusal;
    const struct order *order; /* read only, until the next step */
    const char *text;          /* of an alarm */
    uint64_t ref;              /* the intent's own reference */
    /* of a fill */
    int64_t ts_venue_ns, qty_lots, price_ticks, notional_cash, fee_cash, pnl_cash, position_lots;
    bool is_maker;
};

/* Where the core's decisions go. Nothing here may call core_step. */
struct sink {
    void *self;
    void (*submit)(void *self, const struct approved_order *order);
    void (*cancel)(void *self, const struct order *order);
    void (*amend)(void *self, const struct approved_order *order);
    void (*notice)(void *self, const struct notice *notice);
};

struct core {
    struct core_config config;
    struct instrument *instruments;
    struct fee_schedule *fees;
    struct market *markets;
    struct position *positions; /* [instrument][book][slot] */
    struct book_funds *funds;   /* [book][asset] */
    struct ledger ledger;
    struct order_table orders;
    struct risk risk;
    struct event_terms terms; /* for the next intent */
    bool has_terms;
    bool is_halted, is_reduce_only;
    bool is_crossing; /* within a step: own orders are filling each other */
    int64_t now_ns;
    int64_t next_day_ns;
    uint64_t event_count;
    int64_t volume_cash; /* notional traded: the fee tier */
    uint64_t alarm_count;
};

/* How much arena core_create needs. */
size_t core_bytes(const struct core_config *config);

/* A core over copies of the config's instruments. ST_FULL: the arena is too small. */
MUST_USE enum status core_create(struct core **core, struct arena *arena,
                                 const struct core_config *config, struct err *err);

/* One event. Events with an instrument, book, asset or order that does not exist are bugs of the
 * caller, but for reports of orders no longer remembered: those raise an alarm. */
void core_step(struct core *core, const struct event *in, const struct sink *out);

/* ---- what a reader may ask, between steps ------------------------------------------------------
 */

static inline struct position *core_position(const struct core *core, struct book_id book,
                                             struct instrument_id instrument, uint32_t slot)
{
    uint32_t slots = core->config.is_hedged ? 2 : 1;
    ASSERT(slot < slots);
    ASSERT(instrument.v < core->config.instrument_count);
    return &core->positions[(instrument.v * core->config.book_count + book.v) * slots + slot];
}

int64_t core_cash(const struct core *core, struct book_id book, struct asset_id asset);

/* A book's cash, margin and positions at the mark, in the account's currency. */
int64_t core_equity(const struct core *core, struct book_id book);
int64_t core_account_equity(const struct core *core);

/* What a book may still use for new orders in an asset. */
int64_t core_free(const struct core *core, struct book_id book, struct asset_id asset);

/* The price orders are judged at: the mark, else the last. False: none yet. */
bool core_reference(const struct core *core, struct instrument_id instrument, int64_t *ticks);

/* The quantity a size rule gives at a price, in whole lots (units with ORDER_WHOLE_UNITS): the
 * largest whose cost with its fee is within the rule's amount. 0: nothing. */
int64_t core_size(const struct core *core, const struct order *order, int64_t price_ticks);

/* What a fill of an order may cost: what its book has free and what is set aside for the order; in
 * a cash account no more than the cash that is there. */
int64_t core_spendable(const struct core *core, const struct order *order);

/* The largest quantity that core_spendable pays for at a price, fee included. */
int64_t core_affordable(const struct core *core, const struct order *order, int64_t price_ticks);

/* The fee the schedule asks for a fill now. */
int64_t core_fee(const struct core *core, struct instrument_id instrument, int64_t price_ticks,
                 int64_t qty_lots, bool is_maker);

/* The same where the notional is known. */
int64_t core_fee_on(const struct core *core, struct instrument_id instrument, int64_t notional,
                    int64_t qty_lots, bool is_maker);

/* A hash over the whole state, in a stated order: equal on every build and machine. */
uint64_t core_hash(const struct core *core);

bool core_check(const struct core *core);

#endif
