/* bar_orders.c — where the orders of a venue of bars lie: lists in order of arrival, and an index.
 */
#include "sim/bar_orders.h"
#include "base/hash.h"

enum status bar_venue_create(struct bar_venue **out, struct arena *arena,
                             const struct bar_venue_config *config, struct venue_port port)
{
    struct bar_venue *venue = ARENA_NEW(arena, struct bar_venue);
    if (!venue) return ST_FULL;
    venue->config = *config;
    venue->port = port;
    uint32_t size = 4;
    while (size < 2 * config->orders_max) size *= 2;
    venue->slot_mask = size - 1;
    venue->orders = ARENA_ARRAY(arena, struct venue_order, config->orders_max);
    venue->slots = ARENA_ARRAY(arena, uint32_t, size);
    venue->heads = ARENA_ARRAY(arena, uint32_t, config->instrument_count);
    venue->tails = ARENA_ARRAY(arena, uint32_t, config->instrument_count);
    venue->volume_left = ARENA_ARRAY(arena, int64_t, config->instrument_count);
    venue->volume_bar = ARENA_ARRAY(arena, uint64_t, config->instrument_count);
    if (!venue->orders || !venue->slots || !venue->heads || !venue->tails || !venue->volume_left ||
        !venue->volume_bar)
        return ST_FULL;
    for (uint32_t i = 0; i < size; i++) venue->slots[i] = VENUE_NONE;
    for (uint32_t i = 0; i < config->instrument_count; i++)
        venue->heads[i] = venue->tails[i] = VENUE_NONE;
    for (uint32_t i = 0; i < config->orders_max; i++)
        venue->orders[i].next = i + 1 < config->orders_max ? i + 1 : VENUE_NONE;
    *out = venue;
    return ST_OK;
}

static uint32_t home_of(const struct bar_venue *venue, struct order_id id)
{
    return (uint32_t)hash_word(0, id.v) & venue->slot_mask;
}

struct venue_order *venue_find(const struct bar_venue *venue, struct order_id id)
{
    for (uint32_t at = home_of(venue, id); venue->slots[at] != VENUE_NONE;
         at = (at + 1) & venue->slot_mask) {
        struct venue_order *order = &venue->orders[venue->slots[at]];
        if (order->id.v == id.v) return order;
    }
    return NULL;
}

void venue_index_add(struct bar_venue *venue, uint32_t slot)
{
    uint32_t at = home_of(venue, venue->orders[slot].id);
    while (venue->slots[at] != VENUE_NONE) at = (at + 1) & venue->slot_mask;
    venue->slots[at] = slot;
}

/* Removes an entry and closes the gap behind it. */
void venue_index_remove(struct bar_venue *venue, uint32_t slot)
{
    uint32_t at = home_of(venue, venue->orders[slot].id);
    while (venue->slots[at] != slot) at = (at + 1) & venue->slot_mask;
    uint32_t hole = at;
    for (;;) {
        at = (at + 1) & venue->slot_mask;
        if (venue->slots[at] == VENUE_NONE) break;
        uint32_t home = home_of(venue, venue->orders[venue->slots[at]].id);
        bool may_move = ((at - home) & venue->slot_mask) >= ((at - hole) & venue->slot_mask);
        if (!may_move) continue;
        venue->slots[hole] = venue->slots[at];
        hole = at;
    }
    venue->slots[hole] = VENUE_NONE;
}

void venue_sweep(struct bar_venue *venue, uint32_t instrument)
{
    if (venue->dead_count == 0) return;
    uint32_t last = VENUE_NONE, slot = venue->heads[instrument];
    while (slot != VENUE_NONE) {
        struct venue_order *order = &venue->orders[slot];
        uint32_t next = order->next;
        if (order->is_dead) {
            if (last == VENUE_NONE) venue->heads[instrument] = next;
            else venue->orders[last].next = next;
            if (venue->tails[instrument] == slot) venue->tails[instrument] = last;
            venue_index_remove(venue, slot);
            venue->dead_count--;
            order->id.v = 0;
            order->next = venue->free_head;
            venue->free_head = slot;
        } else {
            last = slot;
        }
        slot = next;
    }
}

bool bar_venue_is_idle(const struct bar_venue *venue, uint32_t instrument)
{
    return venue->heads[instrument] == VENUE_NONE;
}

uint64_t bar_venue_ambiguous(const struct bar_venue *venue) { return venue->ambiguous_count; }
