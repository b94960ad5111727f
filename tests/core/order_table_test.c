/* The table of orders against a naive list that never forgets. */
#include "core/order_table.h"
#include "support/test.h"

#include <string.h>

static uint8_t bytes[256 << 10];

static struct order_table new_table(uint32_t capacity, uint32_t instruments)
{
    struct arena arena;
    struct order_table table;
    arena_init(&arena, bytes, sizeof bytes);
    ck_assert_int_eq(order_table_init(&table, &arena, capacity, instruments), ST_OK);
    return table;
}

static struct order *claim(struct order_table *table, uint32_t instrument)
{
    return order_table_claim(table, (struct instrument_id){ instrument });
}

static void end(struct order_table *table, struct order *order)
{
    order->state = ORDER_FILLED;
    order_table_release(table, order);
}

TEST(order_table, an_arena_too_small_is_refused_wherever_it_ends)
{
    for (size_t size = 0; size < 2048; size += 64) {
        struct arena arena;
        struct order_table table;
        arena_init(&arena, bytes, size);
        enum status status = order_table_init(&table, &arena, 4, 2);
        /* 4 orders of 160 bytes, 4 links, 4 slots, 2 heads, 2 tails, each on a line of 64 */
        ck_assert_int_eq(status, size < 640 + 4 * 64 ? ST_FULL : ST_OK);
    }
}

TEST(order_table, an_ended_order_is_remembered_until_all_other_slots_were_used)
{
    struct order_table table = new_table(4, 1);
    struct order_id first = claim(&table, 0)->id;
    end(&table, order_table_find(&table, first));
    for (int i = 0; i < 3; i++) {
        ck_assert_ptr_nonnull(order_table_find(&table, first));
        struct order_id id = claim(&table, 0)->id;
        end(&table, order_table_find(&table, id));
    }
    ck_assert_ptr_nonnull(order_table_find(&table, first));
    ck_assert_ptr_nonnull(claim(&table, 0));
    ck_assert_ptr_null(order_table_find(&table, first));
}

TEST(order_table, a_full_table_says_so_and_takes_again_after_a_release)
{
    struct order_table table = new_table(2, 1);
    struct order *a = claim(&table, 0), *b = claim(&table, 0);
    ck_assert_ptr_nonnull(a);
    ck_assert_ptr_nonnull(b);
    ck_assert_ptr_null(claim(&table, 0));
    end(&table, a);
    ck_assert_ptr_nonnull(claim(&table, 0));
    ck_assert_ptr_null(claim(&table, 0));
}

TEST(order_table, no_order_has_the_id_nought)
{
    struct order_table table = new_table(2, 1);
    ck_assert_ptr_null(order_table_find(&table, (struct order_id){ 0 }));
    ck_assert_uint_ne(claim(&table, 0)->id.v, 0);
}

TEST(order_table, a_claimed_order_is_blank)
{
    struct order_table table = new_table(1, 1);
    struct order *order = claim(&table, 0);
    order->qty_lots = 5;
    order->flags = 3;
    end(&table, order);
    order = claim(&table, 0);
    struct order blank = { .id = order->id, .instrument = order->instrument };
    ck_assert_mem_eq(order, &blank, sizeof blank);
}

TEST(order_table, random_claims_and_releases_equal_a_naive_list)
{
    enum { CAPACITY = 7, INSTRUMENTS = 3, KEPT = 4096 };
    struct order_table table = new_table(CAPACITY, INSTRUMENTS);
    static struct {
        uint64_t id;
        uint32_t instrument;
        bool is_open;
    } list[KEPT];
    uint32_t count = 0, open = 0;
    for (uint64_t round = 0; round < test_rounds && count < KEPT; round++) {
        if (rng_below(&test_rng, 2) == 0) {
            uint32_t instrument = (uint32_t)rng_below(&test_rng, INSTRUMENTS);
            struct order *order = claim(&table, instrument);
            ck_assert_int_eq(order == NULL, open == CAPACITY);
            if (order) {
                list[count].id = order->id.v;
                list[count].instrument = instrument;
                list[count++].is_open = true;
                open++;
            }
        } else if (open > 0) {
            uint32_t at = (uint32_t)rng_below(&test_rng, count);
            while (!list[at].is_open) at = (at + 1) % count;
            end(&table, order_table_find(&table, (struct order_id){ list[at].id }));
            list[at].is_open = false;
            open--;
        }
        ck_assert(order_table_check(&table));
        ck_assert_uint_eq(table.open_count, open);
        for (uint32_t i = 0; i < INSTRUMENTS; i++) {
            struct order *order = order_table_first(&table, (struct instrument_id){ i });
            for (uint32_t k = 0; k < count; k++) { /* the naive list is in the order of asking */
                if (!list[k].is_open || list[k].instrument != i) continue;
                ck_assert_ptr_nonnull(order);
                ck_assert_uint_eq(order->id.v, list[k].id);
                ck_assert_ptr_eq(order_table_find(&table, order->id), order);
                order = order_table_next(&table, order);
            }
            ck_assert_ptr_null(order);
        }
    }
}

TEST(order_table, the_check_finds_what_is_wrong)
{
    struct order_table table = new_table(4, 2);
    struct order *a = claim(&table, 0), *b = claim(&table, 0);
    ck_assert(order_table_check(&table));
    struct order before = *a;
    a->id.v++; /* an id that does not name its slot */
    ck_assert(!order_table_check(&table));
    *a = before;
    a->instrument.v = 1; /* on another instrument's list */
    ck_assert(!order_table_check(&table));
    *a = before;
    a->state = ORDER_FILLED; /* ended, and still on the list */
    ck_assert(!order_table_check(&table));
    *a = before;
    b->id.v = b->id.v % table.capacity; /* older than the one before it */
    ck_assert(!order_table_check(&table));
    b->id.v = 2 * table.capacity + 1;
    ck_assert(order_table_check(&table));
    table.open_count++;
    ck_assert(!order_table_check(&table));
    table.open_count--;
    table.free_count--;
    ck_assert(!order_table_check(&table));
    table.free_count++;
    ck_assert(order_table_check(&table));
}

static struct order_table broken;
static void claim_beyond(void *argument)
{
    (void)argument;
    (void)claim(&broken, 9);
}
static void release_twice(void *argument)
{
    struct order *order = argument;
    order_table_release(&broken, order);
    order_table_release(&broken, order);
}
static void no_capacity(void *argument)
{
    struct arena arena;
    arena_init(&arena, argument, 64);
    (void)!order_table_init(&broken, &arena, 0, 1);
}

TEST(order_table, misuse_is_a_bug)
{
    broken = new_table(1, 1);
    assert_dies(claim_beyond, NULL);
    assert_dies(release_twice, claim(&broken, 0));
    assert_dies(no_capacity, bytes);
}
