/* The plug-ins under tests/plugins, loaded as a host would. */
#include "support/fake_desk.h"
#include "support/test.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static argosy_strategy_entry_fn *entry_of(const char *name)
{
    char path[1024];
    argosy_strategy_entry_fn *entry = NULL;
    snprintf(path, sizeof path, "%s/plugins/%s.so", ARGOSY_BINARY_DIR, name);
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    ck_assert_msg(object != NULL, "%s", dlerror());
    void *symbol = dlsym(object, "argosy_strategy_entry");
    ck_assert_ptr_nonnull(symbol);
    memcpy(&entry, &symbol, sizeof entry);
    return entry;
}

TEST(plugin, an_unknown_abi_and_an_index_behind_the_last_are_answered_with_null)
{
    argosy_strategy_entry_fn *entry = entry_of("hold");
    ck_assert_ptr_nonnull(entry(ARGOSY_ABI, 0));
    ck_assert_ptr_nonnull(entry(ARGOSY_ABI, 1));
    ck_assert_ptr_null(entry(ARGOSY_ABI, 2));
    ck_assert_ptr_null(entry(ARGOSY_ABI + 1, 0));
}

TEST(plugin, an_honest_one_trades_like_a_built_in_one)
{
    const double closes[] = { 10, 9, 8, 9, 10, 9, 10, 11 };
    struct fake_bars bars = fake_bars_make(closes, 8);
    struct fake_options options = { .units = 1 };
    struct fake_run run = fake_run(entry_of("hold")(ARGOSY_ABI, 0), "wait=3", &bars, 1, options);
    ck_assert_uint_eq(run.lookback, 3);
    ck_assert_uint_eq(run.order_count, 1);
    ck_assert_uint_eq(run.orders[0].bar, 3);
    fake_run_free(&run);
    run = fake_run(entry_of("hold")(ARGOSY_ABI, 1), "", &bars, 1, options);
    ck_assert_uint_eq(run.order_count, 4);
    fake_run_free(&run);
    fake_bars_free(&bars);
}

/* Held to a view that is a window into longer columns, as a host with mapped files has it. */
struct sight {
    uint64_t orders;
};

static uint64_t sight_submit(void *self, const struct argosy_order *order)
{
    (void)order;
    return ++((struct sight *)self)->orders;
}

TEST(plugin, the_cheat_decides_by_what_lies_behind_the_newest_bar)
{
    const struct argosy_strategy *peek = entry_of("peek")(ARGOSY_ABI, 0);
    ck_assert_ptr_nonnull(peek);
    for (int rises = 0; rises < 2; rises++) {
        const int64_t closes[] = { 100, 101, rises ? 102 : 100 };
        struct sight sight = { 0 };
        struct argosy_desk desk = { .size = sizeof desk, .submit = sight_submit };
        struct argosy_series series = { .size = sizeof series, .count = 2, .close = closes };
        struct argosy_holding holding = { .size = sizeof holding };
        struct argosy_view view = { .size = sizeof view,
                                    .instrument_count = 1,
                                    .series = &series,
                                    .holdings = &holding,
                                    .desk = &desk,
                                    .desk_self = &sight };
        uint64_t state[8] = { 0 };
        peek->on_bar(state, &view, 0);
        ck_assert_uint_eq(sight.orders, rises);
    }
}
