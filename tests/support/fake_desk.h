/*
 * fake_desk.h — the simplest market a strategy can trade at: bars in memory, a list of what was
 * asked.
 *
 * Market orders fill whole at the next bar's open, or at once at the close; limits fill whole at
 * their price on the first later bar that trades through them (at the open where that is better).
 * No fees, no spread, no buying power: it is not a model of a venue, it holds strategies to their
 * rules. What lies behind the newest bar is not in memory, so that a sanitizer sees whoever peeks.
 */
#ifndef ARGOSY_TESTS_SUPPORT_FAKE_DESK_H
#define ARGOSY_TESTS_SUPPORT_FAKE_DESK_H

#include <argosy/strategy.h>

#include <stdbool.h>

enum { FAKE_DECIMALS = 9, FAKE_LOT_DECIMALS = 8 };

struct fake_bars {
    char symbol[32];
    uint64_t count;
    int64_t *ts_ns, *open, *high, *low, *close; /* ticks of 10^-9 */
    int64_t *volume;                            /* lots of 10^-8; NULL: none */
};

/* Reads a CSV with a header line (through gzip -d when its name ends in .gz). A column's name is
 * looked for with `prefix` in front ("adj_" for adjusted prices). */
struct fake_bars fake_bars_load(const char *path, const char *symbol, const char *prefix);

/* Bars from closes; open, high and low are made from them, an hour apart. */
struct fake_bars fake_bars_make(const double *closes, uint64_t count);

/* Copies of the first `count` bars; UTC days of hourly bars (a day ends with the row stamped
 * 23:00). */
struct fake_bars fake_bars_cut(const struct fake_bars *bars, uint64_t count);
struct fake_bars fake_bars_days(const struct fake_bars *bars);
void fake_bars_free(struct fake_bars *bars);

struct fake_order {
    struct argosy_order asked; /* tag kept: it is static */
    uint64_t reference;
    int64_t ts_ns; /* start of the bar it was asked on */
    uint64_t bar;  /* that bar's index; fill_bar: where it filled */
    uint64_t fill_bar;
    int64_t fill_ts_ns;
    int64_t qty_lots; /* filled */
    double price;     /* of the fill */
    uint32_t status;  /* enum argosy_order_status */
    uint32_t spare;
};

struct fake_options {
    bool at_close;     /* else next open */
    double units;      /* the run's size: quantity; */
    double cash_share; /* or a share of cash at the close, when units is 0; */
    double cash;       /* both 0: all of it, in whole units. Starting cash; 0: 10,000 */
    double fee_rate;
    double slippage;    /* of the price, on market orders */
    const char *file;   /* what read_file answers; NULL: no file */
    uint64_t part_lots; /* a market order fills at most so much a bar; 0: whole */
};

struct fake_run {
    struct fake_order *orders;
    uint64_t order_count, order_capacity;
    char log[16384];
    char error[512];
    int started; /* what start answered */
    uint64_t lookback;
    uint64_t plots;
    double cash, equity;
    int64_t held[16];
};

/* Runs a strategy over bars; `set` is "name=value;name=value", the rest are defaults. */
struct fake_run fake_run(const struct argosy_strategy *strategy, const char *set,
                         const struct fake_bars *bars, uint32_t bars_count,
                         struct fake_options options);
void fake_run_free(struct fake_run *run);

#endif
