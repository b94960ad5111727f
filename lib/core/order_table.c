#include "core/order_table.h"

#include <string.h>

enum status order_table_init(struct order_table *table, struct arena *arena, uint32_t capacity,
                             uint32_t instrument_count)
{
    ASSERT(capacity > 0);
    *table = (struct order_table){ .capacity = capacity, .instrument_count = instrument_count };
    table->orders = ARENA_ARRAY(arena, struct order, capacity);
    table->links = ARENA_ARRAY(arena, struct order_link, capacity);
    table->free_slots = ARENA_ARRAY(arena, uint32_t, capacity);
    table->heads = ARENA_ARRAY(arena, uint32_t, instrument_count);
    table->tails = ARENA_ARRAY(arena, uint32_t, instrument_count);
    if (!table->orders || !table->links || !table->free_slots || !table->heads || !table->tails)
        return ST_FULL;
    for (uint32_t i = 0; i < capacity; i++) table->free_slots[i] = i;
    for (uint32_t i = 0; i < instrument_count; i++) table->heads[i] = table->tails[i] = ORDER_NONE;
    table->free_count = capacity;
    return ST_OK;
}

struct order *order_table_claim(struct order_table *table, struct instrument_id instrument)
{
    ASSERT(instrument.v < table->instrument_count);
    if (table->free_count == 0) return NULL;
    uint32_t slot = table->free_slots[table->free_head];
    table->free_head = table->free_head + 1 == table->capacity ? 0 : table->free_head + 1;
    table->free_count--;
    table->open_count++;

    struct order *order = &table->orders[slot];
    memset(order, 0, sizeof *order);
    order->id.v = ++table->claim_count * table->capacity + slot;
    order->instrument = instrument;

    uint32_t tail = table->tails[instrument.v];
    table->links[slot] = (struct order_link){ .next = ORDER_NONE, .last = tail };
    if (tail == ORDER_NONE) table->heads[instrument.v] = slot;
    else table->links[tail].next = slot;
    table->tails[instrument.v] = slot;
    return order;
}

static uint32_t slot_of(const struct order_table *table, const struct order *order)
{
    return (uint32_t)(order - table->orders);
}

void order_table_release(struct order_table *table, struct order *order)
{
    uint32_t slot = slot_of(table, order);
    ASSERT(table->free_count < table->capacity);
    struct order_link link = table->links[slot];
    if (link.last == ORDER_NONE) table->heads[order->instrument.v] = link.next;
    else table->links[link.last].next = link.next;
    if (link.next == ORDER_NONE) table->tails[order->instrument.v] = link.last;
    else table->links[link.next].last = link.last;

    uint32_t tail = table->free_head + table->free_count;
    table->free_slots[tail >= table->capacity ? tail - table->capacity : tail] = slot;
    table->free_count++;
    table->open_count--;
}

struct order *order_table_find(const struct order_table *table, struct order_id id)
{
    if (id.v == 0) return NULL;
    struct order *order = &table->orders[id.v % table->capacity];
    return order->id.v == id.v ? order : NULL;
}

struct order *order_table_first(const struct order_table *table, struct instrument_id instrument)
{
    uint32_t slot = table->heads[instrument.v];
    return slot == ORDER_NONE ? NULL : &table->orders[slot];
}

struct order *order_table_next(const struct order_table *table, const struct order *order)
{
    uint32_t slot = table->links[slot_of(table, order)].next;
    return slot == ORDER_NONE ? NULL : &table->orders[slot];
}

bool order_table_check(const struct order_table *table)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < table->instrument_count; i++) {
        uint64_t last = 0;
        for (uint32_t slot = table->heads[i]; slot != ORDER_NONE; slot = table->links[slot].next) {
            const struct order *order = &table->orders[slot];
            if (order->id.v % table->capacity != slot) return false;
            if (order->instrument.v != i || !order_is_open(order)) return false;
            if (order->id.v / table->capacity <= last) return false;
            last = order->id.v / table->capacity;
            if (++open > table->capacity) return false;
        }
    }
    return open == table->open_count && open + table->free_count == table->capacity;
}
