#include "strategy/signal.h"

#include <string.h>

const char *const signal_whens[] = { "cross", "above", NULL };
const char *const signal_sides[] = { "long", "short", "both", NULL };

/* One instrument's part of the state; its core follows. */
struct track {
    uint64_t entries; /* asked for since the position was last flat */
};

struct signal {
    const struct signal_rule *rule;
    const struct argosy_value *values; /* a copy, behind the tracks */
    uint8_t *tracks;
    size_t track_bytes;
    uint64_t lookback;
    uint64_t window;
    uint64_t entries_max;
    size_t core_bytes;
    enum signal_when when;
    bool wants_long, wants_short, has_exits;
};

static size_t round_up(size_t bytes) { return (bytes + 63) / 64 * 64; }

static const struct argosy_value *shared(const struct signal_rule *rule,
                                         const struct argosy_value *values, enum signal_param which)
{
    return &values[rule->own_count + (uint32_t)which];
}

static size_t track_bytes(const struct signal_rule *rule, const struct argosy_value *values)
{
    return round_up(sizeof(struct track)) + round_up(rule->core_bytes(values));
}

size_t signal_state_bytes(const struct argosy_setup *setup, const struct signal_rule *rule)
{
    return round_up(sizeof(struct signal)) +
           setup->instrument_count * track_bytes(rule, setup->values) +
           setup->value_count * sizeof(struct argosy_value);
}

static uint64_t larger(uint64_t a, uint64_t b) { return a > b ? a : b; }

/* The first decision falls on the bar of this index: a cross needs a difference before it, a window
 * all its bars. */
static uint64_t lookback_from(const struct signal_rule *rule, const struct argosy_value *values)
{
    uint64_t window = (uint64_t)shared(rule, values, SIGNAL_PARAM_WINDOW)->number;
    uint64_t warmup = (uint64_t)shared(rule, values, SIGNAL_PARAM_WARMUP)->number;
    uint64_t own = rule->lookback(values);
    if (shared(rule, values, SIGNAL_PARAM_WHEN)->number == SIGNAL_CROSS) own++;
    if (window > 0) own = window - 1;
    return larger(own, warmup);
}

static int check_window(const struct argosy_setup *setup, const struct signal_rule *rule)
{
    uint64_t window = (uint64_t)shared(rule, setup->values, SIGNAL_PARAM_WINDOW)->number;
    bool is_cross = shared(rule, setup->values, SIGNAL_PARAM_WHEN)->number == SIGNAL_CROSS;
    uint64_t needed = rule->lookback(setup->values) + (is_cross ? 2 : 1);
    if (window == 0 || window >= needed) return 0;
    return desk_refuse(setup, "window is %llu, but the indicators need %llu bars; raise it",
                       (unsigned long long)window, (unsigned long long)needed);
}

static void *core_at(const struct signal *signal, uint32_t instrument)
{
    return signal->tracks + signal->track_bytes * instrument + round_up(sizeof(struct track));
}

static struct track *track_at(const struct signal *signal, uint32_t instrument)
{
    return (struct track *)(void *)(signal->tracks + signal->track_bytes * instrument);
}

int signal_start(void *state, const struct argosy_setup *setup, const struct signal_rule *rule)
{
    struct signal *signal = state;
    const struct argosy_value *values = setup->values;
    const char *why = rule->check ? rule->check(values) : NULL;
    double side = shared(rule, values, SIGNAL_PARAM_SIDE)->number;
    ASSERT(setup->value_count == rule->own_count + SIGNAL_PARAM_COUNT);
    if (why) return desk_refuse(setup, "%s", why);
    if (check_window(setup, rule) != 0) return -1;

    *signal = (struct signal){
        .rule = rule,
        .tracks = (uint8_t *)state + round_up(sizeof *signal),
        .track_bytes = track_bytes(rule, values),
        .core_bytes = rule->core_bytes(values),
        .lookback = lookback_from(rule, values),
        .window = (uint64_t)shared(rule, values, SIGNAL_PARAM_WINDOW)->number,
        .entries_max = (uint64_t)shared(rule, values, SIGNAL_PARAM_ENTRIES)->number,
        .when = (enum signal_when)shared(rule, values, SIGNAL_PARAM_WHEN)->number,
        .wants_long = side != SIGNAL_SHORT,
        .wants_short = side != SIGNAL_LONG,
        .has_exits = shared(rule, values, SIGNAL_PARAM_EXITS)->number == EXITS_ON,
    };
    void *copy = signal->tracks + signal->track_bytes * setup->instrument_count;
    memcpy(copy, values, setup->value_count * sizeof *values);
    signal->values = copy;
    for (uint32_t i = 0; i < setup->instrument_count; i++) rule->open(core_at(signal, i), copy);
    return 0;
}

uint64_t signal_lookback(const void *state) { return ((const struct signal *)state)->lookback; }

/* Takes the newest bar into the core; with a window, the window's bars into a fresh one. */
static uint32_t signal_feed(const struct signal *signal, void *core,
                            const struct argosy_series *series, double *lines)
{
    const struct signal_rule *rule = signal->rule;
    if (LIKELY(signal->window == 0))
        return rule->bar(core, series, series->count - 1, signal->when, lines);

    uint32_t call = CALL_NOTHING;
    uint64_t first = series->count > signal->window ? series->count - signal->window : 0;
    memset(core, 0, signal->core_bytes);
    rule->open(core, signal->values);
    for (uint64_t i = first; i < series->count; i++)
        call = rule->bar(core, series, i, signal->when, lines);
    return call;
}

static void enter(const struct signal *signal, struct track *track, const struct argosy_view *view,
                  uint32_t instrument, enum argosy_side side)
{
    if (signal->entries_max > 0 && track->entries >= signal->entries_max) return;
    const char *tag = side == ARGOSY_BUY ? "signal up" : "signal down";
    if (desk_open(view, instrument, side, tag) != 0) track->entries++;
}

static void act(const struct signal *signal, struct track *track, const struct argosy_view *view,
                uint32_t instrument, uint32_t call)
{
    const struct argosy_holding *holding = &view->holdings[instrument];
    int64_t held = holding->qty_lots;
    if (holding->open_orders > 0) return;
    if (held == 0) track->entries = 0;
    /* A position this state has not seen opened (after a restart) counts as one entry. */
    if (held != 0 && track->entries == 0) track->entries = 1;

    bool leaves = held > 0 ? (call & CALL_LEAVE_LONG) != 0 : held < 0 && (call & CALL_LEAVE_SHORT);
    if (leaves && signal->has_exits) {
        const char *tag = held > 0 ? "signal down" : "signal up";
        if (desk_close(view, instrument, tag) == 0) return;
        held = 0;
        track->entries = 0;
    }
    if ((call & CALL_ENTER_LONG) && signal->wants_long && held >= 0)
        enter(signal, track, view, instrument, ARGOSY_BUY);
    else if ((call & CALL_ENTER_SHORT) && signal->wants_short && held <= 0)
        enter(signal, track, view, instrument, ARGOSY_SELL);
}

void signal_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    const struct signal *signal = state;
    const struct argosy_series *series = &view->series[instrument];
    double lines[SIGNAL_LINES_MAX] = { 0 };
    uint32_t call = signal_feed(signal, core_at(signal, instrument), series, lines);

    for (uint32_t i = 0; i < signal->rule->line_count; i++)
        desk_plot(view, instrument, signal->rule->lines[i].pane, signal->rule->lines[i].name,
                  lines[i]);
    if (call == CALL_NOTHING || series->count <= signal->lookback) return;
    act(signal, track_at(signal, instrument), view, instrument, call);
}
