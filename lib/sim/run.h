/* run.h — one run's state, shared by backtest.c (the wiring), clock.c (what happens next), desk.c
 * (the strategy's side), account.c (what falls due) and recorder.c (what is kept). Nobody else
 * includes it. */
#ifndef ARGOSY_SIM_RUN_H
#define ARGOSY_SIM_RUN_H

#include "core/core.h"
#include "sim/backtest.h"
#include "sim/bar_venue.h"

enum { CALLS_MAX = 4 * BACKTEST_ORDERS_MAX, REPORTS_MAX = 4 * BACKTEST_ORDERS_MAX };

/* Something to tell the strategy once the core has finished its step. */
struct call {
    bool is_fill;
    uint32_t status; /* enum argosy_order_status */
    uint64_t order;
    struct argosy_fill fill;
};

/* A report of the venue's that came while the core was in a step. */
struct report {
    struct order_id order;
    uint32_t instrument;
    uint32_t kind;
    uint32_t reason;
};

struct feed {
    const struct dataset *data;
    uint64_t next; /* the row to be told */
    uint32_t instrument;
    bool is_quotes; /* told when its row has ended: quotes, mark or index */
    uint8_t seen;   /* 1 + enum seen_series of a mark or index; 0: bars or quotes */
    bool has_volume;
    bool is_open;    /* the row has opened and not yet closed */
    int64_t time_ns; /* of the next happening */
};

/* A series beside the trades: its newest value, and its range since the trades' last close. */
enum seen_series { SEEN_MARK, SEEN_INDEX, SEEN_COUNT };
struct seen {
    int64_t open_ticks, high_ticks, low_ticks, close_ticks;
    bool is_given, is_known;
};

struct recorder {
    struct fill_row *fills;
    struct order_row *orders;
    struct equity_point *equity;
    struct decision *decisions;
    uint64_t fill_count, order_count, equity_count, decision_count;
    uint64_t fill_max, order_max, equity_max, decision_max;
    uint64_t *rows;    /* by order slot: the index of its row */
    const char **tags; /* by order slot */
    struct plot_line plots[PLOT_LINES_MAX];
    double *plot_values[PLOT_LINES_MAX];
    uint32_t plot_count;
    bool is_full;
};

struct run {
    const struct backtest_input *input;
    const struct spec *spec;
    struct backtest_memory *memory;
    struct backtest_output *output;
    struct core *core;
    struct bar_venue *venue;
    struct sink sink;
    struct recorder recorder;

    uint32_t
        *opening; /* instruments whose bars open at this moment and for which something waits */
    uint32_t opening_count;
    struct feed *feeds;
    uint32_t feed_count;
    uint32_t *heap; /* feeds by time, the next first; only with more than one feed */

    /* the strategy's side */
    const struct argosy_strategy *strategy;
    void *state;
    struct argosy_series *series;
    struct argosy_holding *holdings;
    uint32_t *stale; /* instruments whose holding is not what the core says by now */
    bool *is_stale;  /* by instrument */
    uint32_t stale_count;
    int64_t *default_lots; /* by instrument: the run's --size where it is in units */
    struct argosy_wallet wallet;
    uint64_t wallet_event; /* the core's event count when the wallet was read */
    struct argosy_view view;
    uint64_t submitted; /* the order the last intent became */
    enum refusal refusal;
    char refusal_text[256];
    struct call *calls; /* a ring */
    uint32_t call_head, call_count;
    struct timer_entry {
        int64_t ts_ns;
        uint64_t tag;
    } timers[64];
    uint32_t timer_count;

    struct report *reports; /* a ring */
    uint32_t report_head, report_count;
    uint32_t depth;  /* > 0: inside core_step */
    bool is_opening; /* between an open and its close: decisions made here know only the open */

    struct venue_bar *bars; /* by instrument: the one that is open or was last */
    struct seen (*seen)[SEEN_COUNT];
    uint8_t *watched;    /* by instrument: enum price_flag of the series that are given */
    uint64_t *fine_next; /* by instrument: the first finer row not before the bar that opens */
    int64_t now_ns;
    int64_t moment_ns; /* the start of the bar that closed last */
    struct dues {
        int64_t funding_ns, borrow_ns, settle_ns;
        uint64_t rate_next;
    } * dues; /* by instrument */
    int64_t equity_peak, drawdown_cash;
    double drawdown_share;
    uint64_t told, rejected;
    bool is_over;
    bool has_dues;            /* funding, borrow or settlement can fall due */
    bool has_guards;          /* liquidation or ruin can happen */
    int64_t point_day_end_ns; /* the equity point of this UTC day is rewritten until then */
    uint8_t closing_reason;   /* of fills the run itself makes */
};

/* desk.c */
MUST_USE enum status desk_open(struct run *run, struct err *err);
void desk_touch(struct run *run, uint32_t instrument); /* its holding has changed */
void desk_refresh(struct run *run);                    /* before the strategy looks again */
void desk_deliver(struct run *run);                    /* queued calls to the strategy */
void desk_push(struct run *run, const struct call *call);

/* recorder.c */
MUST_USE enum status recorder_open(struct run *run);
void recorder_notice(struct run *run, const struct notice *notice);
void recorder_order(struct run *run, const struct order *order);
void recorder_point(struct run *run);
void recorder_plot(struct run *run, uint32_t instrument, uint32_t pane, const char *name,
                   double value);
void recorder_decide(struct run *run, const struct argosy_order *order);

/* account.c: what falls due by itself */
void account_accrue(struct run *run, uint32_t instrument); /* funding, borrow, settlement */
void account_guard(struct run *run, uint32_t instrument);  /* liquidation and ruin, at a close */
void account_end(struct run *run);                         /* the run's end rule */

/* clock.c: tells all data to the end */
void run_clock(struct run *run);

/* backtest.c */
void run_step(struct run *run, const struct event *event);
int64_t run_fill(void *self, const struct venue_order *order, int64_t qty_lots, int64_t price_ticks,
                 int64_t slippage_ticks, bool is_maker, const struct venue_bar *bar);

static inline uint64_t run_slot(const struct run *run, struct order_id id)
{
    return id.v % run->core->config.orders_max;
}

#endif
