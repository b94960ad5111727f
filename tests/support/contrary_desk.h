/*
 * contrary_desk.h — a desk whose every answer the test decides: it refuses when told to, fills
 * nothing of itself, and reports fills and ends only when the test says so, in whatever order.
 *
 * One strategy over one or two instruments, in prices of 10^-2 and lots of 10^-2.
 */
#ifndef ARGOSY_TESTS_SUPPORT_CONTRARY_DESK_H
#define ARGOSY_TESTS_SUPPORT_CONTRARY_DESK_H

#include <argosy/strategy.h>

#include <stdbool.h>

enum { CONTRARY_ORDERS_MAX = 256, CONTRARY_BARS_MAX = 256, CONTRARY_INSTRUMENTS_MAX = 2 };

struct contrary {
    const struct argosy_strategy *strategy;
    void *state;
    int started;
    char error[256];
    bool is_refusing;
    uint32_t order_count; /* accepted; the reference of orders[i] is i + 1 */
    struct argosy_order orders[CONTRARY_ORDERS_MAX];
    uint32_t asked_count; /* accepted or not */
    uint32_t cancel_count, cancel_all_count, amend_count;
    uint64_t cancelled; /* the reference of the newest cancel or amend */
    char log[1024];
    int64_t ts_ns[CONTRARY_BARS_MAX];
    int64_t prices[CONTRARY_INSTRUMENTS_MAX][CONTRARY_BARS_MAX];
    int64_t volumes[CONTRARY_BARS_MAX];
    struct argosy_series series[CONTRARY_INSTRUMENTS_MAX];
    struct argosy_holding holdings[CONTRARY_INSTRUMENTS_MAX];
    struct argosy_wallet wallet;
    struct argosy_desk desk;
    struct argosy_view view;
};

/* Starts a built-in strategy; `set` is "name=value;name=value", the rest are defaults. `file` is
 * what read_file answers, or NULL. Reachable until the test's process ends. */
struct contrary *contrary_start(const char *name, const char *set, uint32_t instruments,
                                const char *file);

/* A bar of every instrument closes, an hour after the last; then the moment. */
void contrary_bar(struct contrary *it, double first, double second);

/* An order fills by so many lots at a price in cents; the holding follows. */
void contrary_fill(struct contrary *it, uint64_t order, int64_t lots, int64_t price,
                   int64_t left_lots);
void contrary_end(struct contrary *it, uint64_t order, enum argosy_order_status status);
void contrary_finish(struct contrary *it); /* the last bar has closed */

#endif
