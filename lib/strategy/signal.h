/*
 * signal.h — what all strategies with a signal share: when a difference becomes a decision, and
 * what a decision becomes.
 *
 * A strategy of this kind is a rule: it takes one bar into its core and says where one should enter
 * and leave, on either side. The machinery around it does the rest:
 *
 *   bar -> rule->bar (core: indicators, last differences) -> call -> orders
 *
 * A turn. With signal=cross a difference d turns up when d > 0 and the last d before that was not 0
 * was < 0, and down mirrored. With signal=above it is up on every bar with d > 0 and down on every
 * bar with d < 0.
 *
 * Orders. An entry is a market order of the run's size; a leave closes all that is held. Leaving
 * comes first, so that a reversal is two orders: close, then open, the second sized after the
 * first. Nothing is asked for while an order of the instrument is still open, nor before `lookback`
 * bars have passed. `side` says which entries are wanted, `max_entries` how often one position may
 * be entered (0: any number), `exits=off` drops every leave.
 *
 * Window. With window=N the core starts anew on every bar and is fed the last N bars only; the
 * differences of this and of earlier bars then all come from that same window, and before N bars
 * are there nothing is decided.
 */
#ifndef ARGOSY_STRATEGY_SIGNAL_H
#define ARGOSY_STRATEGY_SIGNAL_H

#include <argosy/strategy.h>

#include "strategy/desk.h"
#include "strategy/param.h"

enum { SIGNAL_LINES_MAX = 4 };

enum signal_when { SIGNAL_CROSS, SIGNAL_ABOVE };
enum signal_side { SIGNAL_LONG, SIGNAL_SHORT, SIGNAL_BOTH };

extern const char *const signal_whens[];
extern const char *const signal_sides[];

/* The rows every signal strategy's table ends with; `when` is called signal but where that is
 * taken. */
/* clang-format off */
#define SIGNAL_PARAMS(when_name, when_initial)                                                     \
    PARAM_CHOICE("side", signal_sides, SIGNAL_LONG, "which positions are wanted"),                 \
    PARAM_CHOICE(when_name, signal_whens, when_initial,                                            \
                 "cross: act when the difference changes sign; above: on every bar by its sign"),  \
    PARAM_ENTRIES(1),                                                                              \
    PARAM_EXITS(EXITS_ON),                                                                         \
    PARAM_WARMUP,                                                                                  \
    PARAM_INT("window", 0, PARAM_PERIOD_MAX, 0,                                                    \
              "restart the indicators on the last so many bars; 0: never")
/* clang-format on */

/* Where the shared rows stand behind the strategy's own. */
enum signal_param {
    SIGNAL_PARAM_SIDE,
    SIGNAL_PARAM_WHEN,
    SIGNAL_PARAM_ENTRIES,
    SIGNAL_PARAM_EXITS,
    SIGNAL_PARAM_WARMUP,
    SIGNAL_PARAM_WINDOW,
    SIGNAL_PARAM_COUNT
};

/* What a rule calls for, or-ed. */
enum signal_call {
    CALL_NOTHING = 0,
    CALL_ENTER_LONG = 1 << 0,
    CALL_LEAVE_LONG = 1 << 1,
    CALL_ENTER_SHORT = 1 << 2,
    CALL_LEAVE_SHORT = 1 << 3,
    CALL_UP = CALL_ENTER_LONG | CALL_LEAVE_SHORT, /* of rules with one difference */
    CALL_DOWN = CALL_ENTER_SHORT | CALL_LEAVE_LONG
};

struct signal_line {
    const char *name;
    uint32_t pane;
};

struct signal_rule {
    uint32_t own_count; /* parameters before the shared ones */
    uint32_t line_count;
    struct signal_line lines[SIGNAL_LINES_MAX];
    size_t (*core_bytes)(const struct argosy_value *values);
    /* Why these values do not go together, or NULL. May be NULL. */
    const char *(*check)(const struct argosy_value *values);
    /* The index of the first bar that gives a difference, without crosses. */
    uint64_t (*lookback)(const struct argosy_value *values);
    /* core: zeroed. */
    void (*open)(void *core, const struct argosy_value *values);
    /* The bar at `index`: enum signal_call. Fills in line_count lines to draw, NaN: none. */
    uint32_t (*bar)(void *core, const struct argosy_series *series, uint64_t index,
                    enum signal_when when, double *lines);
};

/* +1: a turn up, -1: a turn down, 0: none. `last` remembers; it begins as 0. A NaN is no
 * difference. */
static inline int signal_turn(enum signal_when when, double *last, double difference)
{
    int turn = 0;
    if (difference > 0) {
        turn = when == SIGNAL_ABOVE || *last < 0;
        *last = difference;
    } else if (difference < 0) {
        turn = -(when == SIGNAL_ABOVE || *last > 0);
        *last = difference;
    }
    return turn;
}

static inline uint32_t signal_call_from_turn(int turn)
{
    if (LIKELY(turn == 0)) return CALL_NOTHING;
    return turn > 0 ? CALL_UP : CALL_DOWN;
}

static inline uint32_t signal_call_if(bool condition, enum signal_call call)
{
    return condition ? (uint32_t)call : CALL_NOTHING;
}

/* The strategy's functions; each strategy passes its rule on. */
size_t signal_state_bytes(const struct argosy_setup *setup, const struct signal_rule *rule);
int signal_start(void *state, const struct argosy_setup *setup, const struct signal_rule *rule);
uint64_t signal_lookback(const void *state);
void signal_on_bar(void *state, const struct argosy_view *view, uint32_t instrument);

/* Defines `static const struct argosy_strategy` around a rule and a table of parameters. */
/* clang-format off */
#define SIGNAL_STRATEGY(identifier, name_text, help_text, param_table, rule_value)                 \
    static size_t identifier##_bytes(const struct argosy_setup *setup)                             \
    {                                                                                              \
        return signal_state_bytes(setup, &rule_value);                                             \
    }                                                                                              \
    static int identifier##_start(void *state, const struct argosy_setup *setup)                   \
    {                                                                                              \
        return signal_start(state, setup, &rule_value);                                            \
    }                                                                                              \
    const struct argosy_strategy identifier = {                                                    \
        .size = sizeof(struct argosy_strategy),                                                    \
        .abi = ARGOSY_ABI,                                                                         \
        .name = name_text,                                                                         \
        .help = help_text,                                                                         \
        .params = param_table,                                                                     \
        .param_count = PARAM_COUNT(param_table),                                                   \
        .state_bytes = identifier##_bytes,                                                         \
        .start = identifier##_start,                                                               \
        .lookback = signal_lookback,                                                               \
        .on_bar = signal_on_bar,                                                                   \
    }
/* clang-format on */

#endif
