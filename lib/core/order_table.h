/*
 * order_table.h — the orders the core remembers: the open ones, and those that ended last.
 *
 * A slot is claimed with the next order id and stays readable after the order has ended until every
 * other free slot has been used: a late report still finds its order. An id names its slot (id mod
 * capacity), so finding is one look. Open orders of an instrument are chained, in the order of
 * their asking.
 *   1. id.v % capacity is the slot's index;
 *   2. the open list of an instrument holds exactly its open orders, the oldest first.
 */
#ifndef ARGOSY_CORE_ORDER_TABLE_H
#define ARGOSY_CORE_ORDER_TABLE_H

#include "base/arena.h"
#include "base/assert.h"
#include "base/status.h"
#include "domain/order.h"

struct order_link {
    uint32_t next, last; /* slots; ORDER_NONE ends the chain */
};

enum { ORDER_NONE = 0xffffffffu };

struct order_table {
    struct order *orders;
    struct order_link *links;
    uint32_t *heads, *tails; /* by instrument */
    uint32_t *free_slots;    /* a ring: the longest free first */
    uint32_t capacity;
    uint32_t instrument_count;
    uint32_t free_head, free_count;
    uint32_t open_count;
    uint64_t claim_count; /* a new id is claim_count × capacity + slot */
};

MUST_USE enum status order_table_init(struct order_table *table, struct arena *arena,
                                      uint32_t capacity, uint32_t instrument_count);

/* A zeroed order with a new id, chained to its instrument; NULL when every slot holds an open
 * order. */
struct order *order_table_claim(struct order_table *table, struct instrument_id instrument);

/* The order has ended: off the chain, its slot to be used again last. */
void order_table_release(struct order_table *table, struct order *order);

/* The order of that id, open or lately ended; NULL when it is not remembered. */
struct order *order_table_find(const struct order_table *table, struct order_id id);

/* Walks the open orders of an instrument. The next of an order is read before it may be released.
 */
struct order *order_table_first(const struct order_table *table, struct instrument_id instrument);
struct order *order_table_next(const struct order_table *table, const struct order *order);

bool order_table_check(const struct order_table *table);

#endif
