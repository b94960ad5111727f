/*
 * bar_venue.h — a venue that knows only bars: which orders fill in one, when, and at what price.
 *
 * A bar is walked along a documented path: open, nearer extreme, farther extreme, close. Orders
 * fill where the path reaches them, in that order; a bar that reaches both the stop and the target
 * of one position is ambiguous: it is counted, and the stop is taken first. A resting limit fills
 * when the price trades through it by a tick (or touches it, as the run says). What fills in a bar
 * is at most a share of its volume. The venue answers by events; who owns it hands them to the
 * core.
 *
 * The venue remembers its own orders and never asks the core what it thinks. Memory: from an arena,
 * once.
 */
#ifndef ARGOSY_SIM_BAR_VENUE_H
#define ARGOSY_SIM_BAR_VENUE_H

#include "base/arena.h"
#include "base/rng.h"
#include "core/core.h"
#include "domain/dataset.h"
#include "sim/models.h"

struct venue_bar {
    uint64_t index;
    int64_t start_ns, end_ns;
    int64_t open_ticks, high_ticks, low_ticks, close_ticks;
    int64_t volume_lots; /* 0 with has_volume false */
    bool has_volume;
    int64_t bid_ticks, ask_ticks; /* at the close, where quotes are known; 0: not */
    const struct dataset *fine;   /* rows of finer bars inside this one; fine_count 0: none */
    uint64_t fine_first, fine_count;
};

struct venue_order {
    struct order_id id;
    struct order_id parent, sibling;
    int64_t arrive_ns; /* it is not at the venue before */
    int64_t expire_ns; /* INT64_MAX: never */
    int64_t left_lots; /* 0: sized when it fills */
    int64_t limit_ticks, stop_ticks, trail_ticks;
    uint32_t instrument;
    uint32_t next; /* in the instrument's list; VENUE_NONE ends it */
    uint16_t flags;
    uint8_t side, type, tif, role;
    bool is_triggered;
    bool is_exit; /* reduces a position: the exit's slippage */
    bool is_new;  /* has not yet seen a bar's open */
    bool is_dead;
    bool waits_for_close; /* triggered by another series inside this bar: acts at its close */
};

enum { VENUE_NONE = 0xffffffffu };

struct bar_venue;

/* What the venue asks of its owner while it matches. */
struct venue_port {
    void *self;
    /* A fill of at most qty_lots at a price. The owner tells the core, and answers how much was
     * taken: less where cash or position does not bear it, 0: nothing. */
    int64_t (*fill)(void *self, const struct venue_order *order, int64_t qty_lots,
                    int64_t price_ticks, int64_t slippage_ticks, bool is_maker,
                    const struct venue_bar *bar);
    /* The quantity of an order that is sized at its fill's price; 0: it was dropped. */
    int64_t (*size)(void *self, const struct venue_order *order, int64_t price_ticks);
    /* The order ended without filling: enum event_kind EV_CANCELLED, EV_EXPIRED or EV_REFUSE. */
    void (*end)(void *self, const struct venue_order *order, uint32_t kind, uint32_t reason);
};

struct bar_venue_config {
    uint32_t orders_max;
    uint32_t instrument_count;
    const struct instrument *instruments;
    const uint8_t *watched; /* by instrument: which series (PRICE_MARK, PRICE_INDEX) triggers can
                               look at; NULL: none, and all look at the trades */
    struct spec_slippage slippage_entry, slippage_exit;
    int64_t volume_share_e12; /* 0: no limit */
    enum limit_fill limit_fill;
    enum price_from price_from;
    enum legs_live legs_live;
    int64_t bound_e12;
    int64_t latency_ns;
    uint32_t latency_bars;  /* whole bars on top: a harsher set */
    uint32_t limit_quarter; /* 1: resting limits fill a quarter as often: a harsher set */
    uint64_t seed;
};

MUST_USE enum status bar_venue_create(struct bar_venue **venue, struct arena *arena,
                                      const struct bar_venue_config *config,
                                      struct venue_port port);

/* An order arrives (at now_ns plus the latency). `is_exit`: it reduces a position. `is_sized`
 * false: its size is asked for at its fill. */
void bar_venue_submit(struct bar_venue *venue, const struct order *order, bool is_exit,
                      int64_t now_ns);
void bar_venue_amend(struct bar_venue *venue, const struct order *order, int64_t now_ns);
void bar_venue_cancel(struct bar_venue *venue, struct order_id id);

/* A bar opens, at bar->start_ns: orders that have arrived meet its open. Two passes: first those
 * that close (of all instruments that open now), then the others, which may use what the first have
 * freed. */
enum open_pass { OPEN_EXITS, OPEN_ENTRIES };
void bar_venue_open(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar,
                    enum open_pass pass);
/* The bar has run to its close: resting orders fill along its path. */
void bar_venue_walk(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar);
/* Orders made at this bar's close, to be filled at it. */
void bar_venue_close(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar);

/* A bar of the mark or index (an enum price_flag) has ended: orders whose trigger looks at it and
 * was reached in it act at the next price of the trades, the close of the bar that is open. */
void bar_venue_trigger(struct bar_venue *venue, uint32_t instrument, uint32_t series,
                       const struct venue_bar *range);

/* One order, made to end a position, fills at the bar's close with an exit's slippage. */
void bar_venue_closeout(struct bar_venue *venue, uint32_t instrument, const struct venue_bar *bar,
                        struct order_id id);
/* The owner has filled an order itself: the venue drops it without a word. */
void bar_venue_forget(struct bar_venue *venue, struct order_id id);

/* Whether anything waits for this instrument. */
bool bar_venue_is_idle(const struct bar_venue *venue, uint32_t instrument);
uint64_t bar_venue_ambiguous(const struct bar_venue *venue);

#endif
