/* bar_orders.h — the state of a venue of bars, shared by bar_venue.c (what fills) and bar_orders.c
 * (where the orders lie). Nobody else includes it. */
#ifndef ARGOSY_SIM_BAR_ORDERS_H
#define ARGOSY_SIM_BAR_ORDERS_H

#include "sim/bar_venue.h"

struct bar_venue {
    struct bar_venue_config config;
    struct venue_port port;
    struct venue_order *orders;
    uint32_t *heads, *tails; /* by instrument, in the order of arrival */
    uint32_t *slots;         /* order id -> slot, a table of open addressing */
    uint32_t slot_mask;
    uint32_t free_head;   /* chained by next */
    int64_t *volume_left; /* by instrument: what of this bar may still be ours */
    uint64_t *volume_bar; /* by instrument: 1 + the index of the bar that is about */
    uint64_t ambiguous_count;
    uint32_t dead_count; /* still on lists */
};

/* The order of an id, dead or alive, or NULL. */
struct venue_order *venue_find(const struct bar_venue *venue, struct order_id id);

void venue_index_add(struct bar_venue *venue, uint32_t slot);
void venue_index_remove(struct bar_venue *venue, uint32_t slot);

/* Takes the dead off the list; matching only marks them, so that its own walk stays whole. */
void venue_sweep(struct bar_venue *venue, uint32_t instrument);

#endif
