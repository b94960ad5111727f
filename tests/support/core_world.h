/*
 * core_world.h — a core in a test: built from a few words, told events by short functions, and what
 * it said last kept for looking at.
 *
 * There is one world a test. After every event core_check() holds and the ledger is summed up here
 * by hand, so that no test can leave a unit lying about.
 */
#ifndef ARGOSY_TESTS_SUPPORT_CORE_WORLD_H
#define ARGOSY_TESTS_SUPPORT_CORE_WORLD_H

#include "core/core.h"
#include "support/test.h"

enum { WORLD_HEARD_MAX = 64, WORLD_UNIT = 100000000 };

/* What the core said during the last step; orders are copied, for they live on. */
struct world_heard {
    struct order sent[WORLD_HEARD_MAX], cancelled[WORLD_HEARD_MAX], amended[WORLD_HEARD_MAX];
    struct notice fills[WORLD_HEARD_MAX];
    uint32_t sent_count, cancel_count, amend_count, fill_count;
    uint32_t refuse_count, alarm_count, wait_count, move_count;
    enum refusal refusal;
    uint64_t ref, refused_order, waits;
    char alarm[128];
};

struct world {
    struct core *core;
    struct world_heard heard;
    int64_t now_ns;
};
extern struct world world;

/* An order as a test asks for it: what is left out is nothing. */
struct world_order {
    uint32_t instrument;
    uint16_t book;
    uint8_t side, type, tif, size_rule, role;
    uint16_t flags;
    int64_t qty, limit, stop, stop_loss, take_profit, expire_ns;
    uint64_t parent, sibling, ref;
};

/* An instrument of unit tick, lot and multiplier that is open for trading; assets all 0. */
struct instrument world_instrument(const char *symbol, uint32_t price_decimals,
                                   uint32_t lot_decimals);

/* Makes the core. Counts of 0 in the config become 1 (64 orders), a leverage of 0 one to one; the
 * instruments are prepared here and every one has the schedule. */
void world_open(struct core_config config, const struct instrument *instruments, uint32_t count,
                struct fee_schedule fees);

void world_step(struct event event); /* the clock moves on by a millisecond */
void world_bar(uint32_t instrument, int64_t close_ticks);
void world_deposit(uint16_t book, uint16_t asset, int64_t amount);
/* The new order's id; 0: it was refused, and heard.refusal says why. */
uint64_t world_ask(struct world_order order);
void world_fill(uint64_t order, int64_t qty_lots, int64_t price_ticks, int64_t fee_cash);
void world_report(enum event_kind kind, uint64_t order);
void world_amend(uint64_t order, int64_t qty_lots, int64_t limit_ticks, int64_t stop_ticks);

const struct order *world_find(uint64_t order);               /* it must be remembered */
int64_t world_balance(uint16_t book, enum account_kind kind); /* of asset 0 */
const struct position *world_position(uint16_t book, uint32_t instrument);

#endif
