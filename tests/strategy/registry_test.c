#include "strategy/registry.h"
#include "support/fake_desk.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct argosy_strategy *strategy(const char *name)
{
    return strategy_find(text_from(name));
}

TEST(registry, every_name_of_the_command_line_is_there)
{
    static const char *const names[] = {
        "buy-hold",        "sma-cross",  "ema-cross", "macd", "rsi",
        "bollinger",       "donchian",   "dca",       "grid", "rebalance",
        "value-averaging", "safety-dca", "twap",      "vwap", "pov",
        "shortfall",       "pairs",      "orders"
    };
    uint32_t count = 0;
    while (strategy_at(count)) count++;
    ck_assert_uint_eq(count, sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_ptr_nonnull(strategy(names[i]));
        ck_assert_str_eq(strategy(names[i])->name, names[i]);
    }
    ck_assert_ptr_null(strategy("sma_cross"));
    ck_assert_ptr_null(strategy(""));
}

TEST(registry, a_slip_finds_the_nearest_name)
{
    ck_assert_str_eq(strategy_find_nearest(TEXT("sma-corss"))->name, "sma-cross");
    ck_assert_str_eq(strategy_find_nearest(TEXT("Grid"))->name, "grid");
    ck_assert_ptr_null(strategy_find_nearest(TEXT("martingale-of-doom")));
    const struct argosy_strategy *macd = strategy("macd");
    uint32_t near = strategy_param_find_nearest(macd, TEXT("treshold"));
    ck_assert_str_eq(macd->params[near].name, "threshold");
    ck_assert_uint_eq(strategy_param_find(macd, TEXT("treshold")), macd->param_count);
    ck_assert_uint_eq(strategy_param_find(macd, TEXT("threshold")), near);
}

TEST(registry, every_table_is_complete_and_its_defaults_lie_within_its_ranges)
{
    const struct argosy_strategy *row;
    for (uint32_t i = 0; (row = strategy_at(i)) != NULL; i++) {
        ck_assert_uint_eq(row->size, sizeof *row);
        ck_assert_uint_eq(row->abi, ARGOSY_ABI);
        ck_assert(row->help && strlen(row->help) > 10 && row->help[strlen(row->help) - 1] != '.');
        ck_assert(row->state_bytes && row->start && row->lookback && row->on_bar);
        for (uint32_t k = 0; k < row->param_count; k++) {
            const struct argosy_param *param = &row->params[k];
            uint32_t choices = 0;
            ck_assert_uint_eq(param->size, sizeof *param);
            ck_assert_msg(param->help && *param->help, "%s.%s has no help", row->name, param->name);
            ck_assert_uint_eq(strategy_param_find(row, text_from(param->name)), k);
            if (param->type == ARGOSY_PARAM_TEXT) {
                ck_assert_ptr_nonnull(param->initial_text);
                continue;
            }
            if (param->type == ARGOSY_PARAM_CHOICE) {
                while (param->choices[choices]) choices++;
                ck_assert(param->initial >= 0 && param->initial < choices);
                continue;
            }
            ck_assert_msg(param->min <= param->initial && param->initial <= param->max,
                          "%s.%s: the default is out of range", row->name, param->name);
            if (param->type == ARGOSY_PARAM_INT)
                ck_assert_double_eq(floor(param->initial), param->initial);
        }
    }
}

TEST(registry, the_page_in_docs_is_what_the_table_says)
{
    static char page[32768], there[32768];
    struct writer writer;
    const char *path = ARGOSY_SOURCE_DIR "/docs/strategies.md";
    writer_init(&writer, page, sizeof page);
    strategy_write_page(&writer);
    ck_assert(!writer_is_cut(&writer));
    FILE *file;
    if (getenv("UPDATE_GOLDEN")) {
        file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(page, 1, writer.length, file), writer.length);
        fclose(file);
    }
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "docs/strategies.md is not there; UPDATE_GOLDEN=1 writes it");
    size_t length = fread(there, 1, sizeof there - 1, file);
    fclose(file);
    there[length] = 0;
    ck_assert_msg(strcmp(page, there) == 0, "docs/strategies.md is old; UPDATE_GOLDEN=1 renews it");
}

/* ---- nothing looks ahead ------------------------------------------------------------------------
 */

struct trial {
    const char *name, *set;
    uint32_t instruments;
};

static const struct trial trials[] = {
    { "buy-hold", "warmup=5", 1 },
    { "sma-cross", "fast=5;slow=20;side=both", 1 },
    { "sma-cross", "fast=3;slow=9;window=30;signal=above;max_entries=3", 2 },
    { "ema-cross", "fast=5;slow=20;side=short", 2 },
    { "ema-cross", "fast=1;slow=9;window=10;max_entries=0", 1 },
    { "macd", "threshold=0.001", 1 },
    { "macd", "seed=own;when=cross;side=both", 1 },
    { "rsi", "period=7;side=both", 1 },
    { "rsi", "signal=above;low=40;high=60;window=50", 1 },
    { "bollinger", "side=both;width=1.5", 1 },
    { "bollinger", "signal=above;period=10", 1 },
    { "donchian", "entry=20;exit=10;side=both", 1 },
    { "donchian", "entry=5;exit=12;signal=cross", 1 },
    { "dca", "every=2w", 1 },
    { "value-averaging", "every=monthly;target=200", 2 },
    { "safety-dca", "step=0.02;scale=1.2;target=0.03", 1 },
    { "grid", "low=2500;high=4500;levels=21;spacing=geometric", 1 },
    { "rebalance", "every=1mo;band=0.01", 2 },
    { "twap", "qty=7;slices=30;start=2005-05-01", 1 },
    { "vwap", "qty=7;slices=30", 1 },
    { "pov", "qty=7;participation=0.0001", 1 },
    { "shortfall", "qty=7;slices=30;urgency=0.05", 1 },
    { "pairs", "lookback=40;enter=1.5", 2 },
    { "orders", "file=orders.csv", 1 },
};

static const char *const trial_file = "ts,action,side,qty,type,limit,id\n"
                                      "2005-02-01,open,buy,1,market,,a\n"
                                      "2005-03-01,open,sell,1,limit,3100,b\n"
                                      "2005-09-01,close,,all,,,\n";

/* The index has no volume of its own; the executors that follow volume are given some. */
static struct fake_bars load_index(void)
{
    static const char *const path = "market/index-estoxx50-bars-1d-20050103-20061229.csv";
    struct fake_bars bars = fake_bars_load(test_data(path), "ESTX", "");
    for (uint64_t i = 0; i < bars.count; i++) bars.volume[i] = 1000 * 100000000ll;
    return bars;
}

static struct fake_options trial_options(const struct trial *trial)
{
    bool is_fixed = strcmp(trial->name, "buy-hold") != 0;
    return (struct fake_options){ .units = is_fixed ? 1 : 0, .cash = 1e6, .file = trial_file };
}

/* Decisions made before the cut must be those of the full run, and made of the same bytes. */
static void compare(const struct trial *trial, const struct fake_run *full,
                    const struct fake_run *cut, int64_t end_ns)
{
    uint64_t i = 0;
    for (; i < cut->order_count; i++) {
        ck_assert_uint_lt(i, full->order_count);
        ck_assert_msg(full->orders[i].ts_ns == cut->orders[i].ts_ns &&
                          memcmp(&full->orders[i].asked, &cut->orders[i].asked,
                                 sizeof full->orders[i].asked) == 0,
                      "%s %s: order %llu differs", trial->name, trial->set, (unsigned long long)i);
    }
    if (i < full->order_count) ck_assert_int_ge(full->orders[i].ts_ns, end_ns);
}

TEST(registry, no_decision_changes_when_the_future_is_removed)
{
    struct fake_bars bars[2], cut[2];
    bars[0] = load_index();
    bars[1] =
        fake_bars_load(test_data("market/nasdaq-goog-bars-1d-20040819-20130301.csv"), "GOOG", "");
    uint64_t goog_end = 0;
    while (bars[1].ts_ns[goog_end] < bars[0].ts_ns[bars[0].count - 1]) goog_end++;
    bars[1].count = goog_end;

    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        const struct trial *trial = &trials[i];
        struct fake_run full = fake_run(strategy(trial->name), trial->set, bars, trial->instruments,
                                        trial_options(trial));
        ck_assert_msg(full.started == 0, "%s: %s", trial->name, full.error);
        ck_assert_msg(full.order_count > 0, "%s %s asked for nothing", trial->name, trial->set);
        for (int round = 0; round < 3; round++) {
            uint64_t count = 2 + rng_below(&test_rng, bars[0].count - 2);
            int64_t end_ns = bars[0].ts_ns[count - 1] + 1;
            uint64_t others = 0;
            while (others < bars[1].count && bars[1].ts_ns[others] < end_ns) others++;
            cut[0] = fake_bars_cut(&bars[0], count);
            cut[1] = fake_bars_cut(&bars[1], others);
            struct fake_run part = fake_run(strategy(trial->name), trial->set, cut,
                                            trial->instruments, trial_options(trial));
            /* A limit's own amends and fills happen later in the full run. */
            compare(trial, &full, &part, end_ns);
            fake_run_free(&part);
            fake_bars_free(&cut[0]);
            fake_bars_free(&cut[1]);
        }
        fake_run_free(&full);
    }
    fake_bars_free(&bars[0]);
    fake_bars_free(&bars[1]);
}

TEST(registry, no_strategy_decides_before_its_lookback)
{
    struct fake_bars bars = load_index();
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        const struct trial *trial = &trials[i];
        if (trial->instruments > 1 || strcmp(trial->name, "orders") == 0) continue;
        char set[256];
        snprintf(set, sizeof set, "%s;warmup=100", trial->set);
        struct fake_run run = fake_run(strategy(trial->name), set, &bars, 1, trial_options(trial));
        ck_assert_uint_ge(run.lookback, 100);
        ck_assert_msg(run.order_count > 0, "%s asked for nothing", trial->name);
        ck_assert_uint_ge(run.orders[0].bar, 100);
        fake_run_free(&run);
        run = fake_run(strategy(trial->name), trial->set, &bars, 1, trial_options(trial));
        ck_assert_uint_ge(run.orders[0].bar, run.lookback);
        fake_run_free(&run);
    }
    fake_bars_free(&bars);
}
