/* The ledger: what is moved is taken from somewhere, and nothing else ever changes. */
#include "core/ledger.h"
#include "support/test.h"

#include <string.h>

enum { BOOKS = 3, ASSETS = 2 };

static uint8_t bytes[64 << 10];

static struct ledger new_ledger(void)
{
    struct arena arena;
    struct ledger ledger;
    arena_init(&arena, bytes, sizeof bytes);
    ck_assert_int_eq(ledger_init(&ledger, &arena, BOOKS, ASSETS), ST_OK);
    return ledger;
}

static struct ledger_account at(const struct ledger *ledger, uint16_t book, uint16_t asset,
                                enum account_kind kind)
{
    return ledger_account(ledger, (struct book_id){ book }, (struct asset_id){ asset }, kind);
}

TEST(ledger, starts_empty_and_balanced)
{
    struct ledger ledger = new_ledger();
    for (int i = 0; i < BOOKS * ASSETS * LEDGER_KIND_COUNT; i++)
        ck_assert_int_eq(ledger.balances[i], 0);
    ck_assert(ledger_check(&ledger));
    ck_assert_uint_eq(ledger.transfer_count, 0);
}

TEST(ledger, an_arena_too_small_is_refused)
{
    struct arena arena;
    struct ledger ledger;
    arena_init(&arena, bytes, 64);
    ck_assert_int_eq(ledger_init(&ledger, &arena, BOOKS, ASSETS), ST_FULL);
}

TEST(ledger, every_account_has_a_place_of_its_own)
{
    struct ledger ledger = new_ledger();
    bool is_taken[BOOKS * ASSETS * LEDGER_KIND_COUNT] = { false };
    for (uint16_t book = 0; book < BOOKS; book++)
        for (uint16_t asset = 0; asset < ASSETS; asset++)
            for (int kind = 0; kind < LEDGER_KIND_COUNT; kind++) {
                uint32_t v = at(&ledger, book, asset, (enum account_kind)kind).v;
                ck_assert_uint_lt(v, BOOKS * ASSETS * LEDGER_KIND_COUNT);
                ck_assert(!is_taken[v]);
                is_taken[v] = true;
            }
}

TEST(ledger, a_transfer_takes_here_what_it_puts_there)
{
    struct ledger ledger = new_ledger();
    ledger_move(&ledger, at(&ledger, 0, 0, LEDGER_WORLD), at(&ledger, 0, 0, LEDGER_CASH), 100);
    ledger_move(&ledger, at(&ledger, 0, 0, LEDGER_CASH), at(&ledger, 0, 0, LEDGER_FEE), 3);
    ck_assert_int_eq(ledger_balance(&ledger, at(&ledger, 0, 0, LEDGER_WORLD)), -100);
    ck_assert_int_eq(ledger_balance(&ledger, at(&ledger, 0, 0, LEDGER_CASH)), 97);
    ck_assert_int_eq(ledger_balance(&ledger, at(&ledger, 0, 0, LEDGER_FEE)), 3);
    ck_assert_uint_eq(ledger.transfer_count, 2);
    ck_assert(ledger_check(&ledger));
}

TEST(ledger, a_negative_amount_moves_the_other_way)
{
    struct ledger ledger = new_ledger();
    ledger_move(&ledger, at(&ledger, 0, 0, LEDGER_CASH), at(&ledger, 0, 0, LEDGER_FEE), -7);
    ck_assert_int_eq(ledger_balance(&ledger, at(&ledger, 0, 0, LEDGER_CASH)), 7);
    ck_assert_int_eq(ledger_balance(&ledger, at(&ledger, 0, 0, LEDGER_FEE)), -7);
}

TEST(ledger, a_total_is_of_one_kind_and_asset_over_all_books)
{
    struct ledger ledger = new_ledger();
    for (uint16_t book = 0; book < BOOKS; book++) {
        ledger_move(&ledger, at(&ledger, book, 0, LEDGER_WORLD), at(&ledger, book, 0, LEDGER_CASH),
                    10 + book);
        ledger_move(&ledger, at(&ledger, book, 1, LEDGER_WORLD), at(&ledger, book, 1, LEDGER_CASH),
                    1000);
    }
    ck_assert_int_eq(ledger_total(&ledger, (struct asset_id){ 0 }, LEDGER_CASH), 33);
    ck_assert_int_eq(ledger_total(&ledger, (struct asset_id){ 1 }, LEDGER_CASH), 3000);
    ck_assert_int_eq(ledger_total(&ledger, (struct asset_id){ 1 }, LEDGER_WORLD), -3000);
    ck_assert_int_eq(ledger_total(&ledger, (struct asset_id){ 0 }, LEDGER_FEE), 0);
}

TEST(ledger, the_check_finds_one_unit_in_any_account)
{
    for (int i = 0; i < BOOKS * ASSETS * LEDGER_KIND_COUNT; i++) {
        struct ledger ledger = new_ledger();
        ledger.balances[i] = i % 2 ? 1 : -1;
        ck_assert(!ledger_check(&ledger));
    }
}

TEST(ledger, the_check_does_not_let_one_asset_pay_for_another)
{
    struct ledger ledger = new_ledger();
    ledger.balances[at(&ledger, 0, 0, LEDGER_CASH).v] = 5;
    ledger.balances[at(&ledger, 0, 1, LEDGER_CASH).v] = -5;
    ck_assert(!ledger_check(&ledger));
}

static struct ledger broken;
static void move_to_itself(void *argument)
{
    (void)argument;
    ledger_move(&broken, at(&broken, 0, 0, LEDGER_CASH), at(&broken, 0, 0, LEDGER_CASH), 1);
}
static void move_too_much_in(void *argument)
{
    (void)argument;
    broken.balances[at(&broken, 0, 0, LEDGER_CASH).v] = INT64_MAX;
    ledger_move(&broken, at(&broken, 0, 0, LEDGER_FEE), at(&broken, 0, 0, LEDGER_CASH), 1);
}
static void move_too_much_out(void *argument)
{
    (void)argument;
    broken.balances[at(&broken, 0, 0, LEDGER_CASH).v] = INT64_MIN;
    ledger_move(&broken, at(&broken, 0, 0, LEDGER_CASH), at(&broken, 0, 0, LEDGER_FEE), 1);
}
static void name_beyond_the_last(void *argument)
{
    (void)argument;
    account_kind_name(LEDGER_KIND_COUNT);
}
static void account_beyond_the_last_book(void *argument)
{
    (void)argument;
    at(&broken, BOOKS, 0, LEDGER_CASH);
}
static void account_beyond_the_last_asset(void *argument)
{
    (void)argument;
    at(&broken, 0, ASSETS, LEDGER_CASH);
}

TEST(ledger, what_cannot_be_moved_is_a_bug)
{
    broken = new_ledger();
    assert_dies(move_to_itself, NULL);
    assert_dies(move_too_much_in, NULL);
    assert_dies(move_too_much_out, NULL);
    assert_dies(name_beyond_the_last, NULL);
    assert_dies(account_beyond_the_last_book, NULL);
    assert_dies(account_beyond_the_last_asset, NULL);
}

TEST(ledger, the_largest_amounts_fit_exactly)
{
    struct ledger ledger = new_ledger();
    ledger_move(&ledger, at(&ledger, 0, 0, LEDGER_WORLD), at(&ledger, 0, 0, LEDGER_CASH),
                INT64_MAX);
    ck_assert_int_eq(ledger_balance(&ledger, at(&ledger, 0, 0, LEDGER_CASH)), INT64_MAX);
    ck_assert_int_eq(ledger_balance(&ledger, at(&ledger, 0, 0, LEDGER_WORLD)), -INT64_MAX);
    ck_assert(ledger_check(&ledger));
}

TEST(ledger, account_kinds_have_names_of_their_own)
{
    ck_assert_str_eq(account_kind_name(LEDGER_WORLD), "world");
    ck_assert_str_eq(account_kind_name(LEDGER_FINANCING), "financing");
    ck_assert_str_eq(account_kind_name(LEDGER_CROSSING), "crossing");
    for (int a = 0; a < LEDGER_KIND_COUNT; a++)
        for (int b = 0; b < a; b++)
            ck_assert_str_ne(account_kind_name((enum account_kind)a),
                             account_kind_name((enum account_kind)b));
}

TEST(ledger, random_transfers_equal_a_naive_list_of_entries)
{
    struct ledger ledger = new_ledger();
    __int128 naive[BOOKS * ASSETS * LEDGER_KIND_COUNT] = { 0 };
    for (uint64_t i = 0; i < test_rounds; i++) {
        uint16_t asset = (uint16_t)rng_below(&test_rng, ASSETS);
        struct ledger_account from = at(&ledger, (uint16_t)rng_below(&test_rng, BOOKS), asset,
                                        (enum account_kind)rng_below(&test_rng, LEDGER_KIND_COUNT));
        struct ledger_account to = at(&ledger, (uint16_t)rng_below(&test_rng, BOOKS), asset,
                                      (enum account_kind)rng_below(&test_rng, LEDGER_KIND_COUNT));
        if (from.v == to.v) continue;
        int64_t amount = (int64_t)rng_below(&test_rng, UINT64_C(1) << 50) - (INT64_C(1) << 49);
        ledger_move(&ledger, from, to, amount);
        naive[from.v] -= amount;
        naive[to.v] += amount;
        ck_assert(ledger_check(&ledger));
    }
    for (int i = 0; i < BOOKS * ASSETS * LEDGER_KIND_COUNT; i++)
        ck_assert(ledger.balances[i] == naive[i]);
}
