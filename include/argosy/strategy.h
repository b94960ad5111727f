/*
 * strategy.h — what a strategy is, for those inside the tree and for plug-ins outside it.
 *
 * A strategy is a table of functions over a state of its own. It is told what happened (a bar
 * closed, an order filled) and says what it wants (orders). It sees a view: what is known now,
 * never what comes later. It computes in floats if it likes; what it asks for is integers. The same
 * object runs in a backtest, on paper and live.
 *
 * A plug-in is a shared object that exports
 *     const struct argosy_strategy *argosy_strategy_entry(uint32_t abi, uint32_t index);
 * which answers its index-th strategy, or NULL behind the last, or NULL when it does not know the
 * ABI.
 *
 * Every struct begins with its size, set by whoever fills it in: what lies behind that size is not
 * there. ABI number 0: names may still change between releases of Argosy 0.x.
 */
#ifndef ARGOSY_STRATEGY_H
#define ARGOSY_STRATEGY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ARGOSY_ABI 0u

/* ---- parameters --------------------------------------------------------------------------------
 */

enum argosy_param_type {
    ARGOSY_PARAM_INT,
    ARGOSY_PARAM_NUMBER,
    ARGOSY_PARAM_CHOICE, /* one of `choices`; the value is its index */
    ARGOSY_PARAM_TEXT    /* a list, a file name, an amount: as the strategy documents */
};

struct argosy_param {
    uint32_t size;
    uint32_t type;
    const char *name;
    const char *help;
    double min, max;            /* both inclusive; numbers and integers only */
    double initial;             /* the default */
    const char *initial_text;   /* the default of a text; may be NULL */
    const char *const *choices; /* NULL-terminated; choices only */
};

/* A parameter's value, in the order of the table. */
struct argosy_value {
    double number;    /* INT: a whole number; CHOICE: the index */
    const char *text; /* TEXT only; lives as long as the strategy */
};

/* ---- what a strategy sees ----------------------------------------------------------------------
 */

/* One instrument's closed bars, the oldest first. The newest is [count - 1]; what lies behind it is
 * not there. Prices in ticks, volumes in lots, times in ns UTC at the bar's start. */
struct argosy_series {
    uint32_t size;
    uint32_t instrument;
    const char *symbol;
    uint64_t count;
    const int64_t *ts_ns;
    const int64_t *open, *high, *low, *close;
    const int64_t *volume; /* NULL: the source has none */
    int64_t interval_ns;   /* 0: irregular */
    double tick_units;     /* price = ticks × tick_units / price_scale */
    double price_scale;
    double lot_units; /* quantity = lots × lot_units / qty_scale */
    double qty_scale;
    int64_t lot_step; /* orders are multiples of this many lots */
};

static inline double argosy_price(const struct argosy_series *series, int64_t ticks)
{
    return (double)ticks * series->tick_units / series->price_scale;
}

/* The close `ago` bars back; ago < count. */
static inline double argosy_close(const struct argosy_series *series, uint64_t ago)
{
    return argosy_price(series, series->close[series->count - 1 - ago]);
}

/* What the strategy holds of an instrument (its own sub-book), and what it has asked for. */
struct argosy_holding {
    uint32_t size;
    uint32_t open_orders; /* resting or on their way */
    int64_t qty_lots;     /* > 0 long, < 0 short */
    int64_t cost_cash;    /* what the position cost, in ledger units; its sign is the position's */
    int64_t pending_lots; /* the signed sum of what open orders may still fill, where it is known */
    double entry_price;   /* the average; 0 when flat */
    uint64_t entries;     /* how often a position was opened or added to */
};

struct argosy_wallet {
    uint32_t size;
    uint32_t decimals; /* cash = units × 10^-decimals */
    int64_t cash;
    int64_t equity;
    int64_t free; /* what new orders may use */
};

/* ---- what a strategy asks for ------------------------------------------------------------------
 */

enum argosy_side { ARGOSY_BUY = 0, ARGOSY_SELL = 1 };

enum argosy_order_type {
    ARGOSY_MARKET = 0,
    ARGOSY_LIMIT = 1,
    ARGOSY_STOP = 2, /* market once the trigger is reached against the holder */
    ARGOSY_STOP_LIMIT = 3,
    ARGOSY_TAKE_PROFIT = 4, /* market once the trigger is reached in the holder's favour */
    ARGOSY_TRAILING_STOP = 5
};

enum argosy_tif { ARGOSY_GTC = 0, ARGOSY_IOC = 1, ARGOSY_FOK = 2, ARGOSY_GTD = 3, ARGOSY_DAY = 4 };

enum argosy_size_rule {
    ARGOSY_SIZE_LOTS = 0,         /* qty_lots */
    ARGOSY_SIZE_DEFAULT = 1,      /* the run's --size */
    ARGOSY_SIZE_POSITION = 2,     /* what is held, to close it; nothing when flat */
    ARGOSY_SIZE_ALL = 3,          /* all that free cash or margin buys */
    ARGOSY_SIZE_CASH = 4,         /* size_value: ledger units of cash */
    ARGOSY_SIZE_CASH_SHARE = 5,   /* size_value: 10^-12 of the cash */
    ARGOSY_SIZE_EQUITY_SHARE = 6, /* size_value: 10^-12 of the equity */
    ARGOSY_SIZE_RISK_SHARE = 7 /* size_value: 10^-12 of the equity lost if the stop loss is hit */
};

enum argosy_flag {
    ARGOSY_REDUCE_ONLY = 1u << 0,
    ARGOSY_POST_ONLY = 1u << 1,
    ARGOSY_TRIGGER_MARK = 1u << 2, /* triggers look at the mark price, not the last trade */
    ARGOSY_TRIGGER_INDEX = 1u << 3,
    ARGOSY_AT_CLOSE = 1u << 4 /* a market order that fills at the close of the bar it was made on */
};

struct argosy_order {
    uint32_t size;
    uint32_t instrument;
    uint8_t side;      /* enum argosy_side */
    uint8_t type;      /* enum argosy_order_type */
    uint8_t tif;       /* enum argosy_tif */
    uint8_t size_rule; /* enum argosy_size_rule */
    uint32_t flags;    /* enum argosy_flag, or-ed */
    int64_t qty_lots;
    int64_t size_value;
    int64_t limit_ticks;
    int64_t stop_ticks;        /* the trigger; trailing stop: the distance */
    int64_t stop_loss_ticks;   /* 0: none; else a protective stop once this order fills */
    int64_t take_profit_ticks; /* 0: none; cancels the stop loss when it fills, and the other way
                                  round */
    int64_t expire_ns;         /* ARGOSY_GTD */
    const char *tag;           /* why, for the report; a static string; may be NULL */
};

struct argosy_fill {
    uint32_t size;
    uint32_t instrument;
    uint64_t order; /* the reference `submit` answered; legs have references of their own */
    uint8_t side;
    uint8_t is_maker;
    uint8_t is_leg; /* of a bracket: a stop loss or take profit of `parent` */
    uint8_t spare[5];
    uint64_t parent;
    int64_t ts_ns;
    int64_t qty_lots;
    int64_t price_ticks;
    int64_t fee_cash;
    int64_t left_lots; /* still open */
};

enum argosy_order_status {
    ARGOSY_ORDER_OPEN = 0,
    ARGOSY_ORDER_REFUSED = 1,
    ARGOSY_ORDER_CANCELLED = 2,
    ARGOSY_ORDER_EXPIRED = 3,
    ARGOSY_ORDER_FILLED = 4
};

/* The desk a strategy trades at. Functions never block. */
struct argosy_desk {
    uint32_t size;
    uint32_t spare;
    /* Asks for an order; answers its reference, or 0 when it was refused at once (why: `refusal`).
     */
    uint64_t (*submit)(void *self, const struct argosy_order *order);
    void (*cancel)(void *self, uint64_t order);
    void (*cancel_all)(void *self, uint32_t instrument);
    /* New quantity (0: as it was), limit and trigger (0: as they were). */
    void (*amend)(void *self, uint64_t order, int64_t qty_lots, int64_t limit_ticks,
                  int64_t stop_ticks);
    /* A call of on_timer at ts_ns, with `tag`. */
    void (*timer)(void *self, int64_t ts_ns, uint64_t tag);
    /* The text of the last refusal; "" when there was none. */
    const char *(*refusal)(void *self);
    /* A line for the report's chart: a value for the newest bar of an instrument. `pane` 0 is drawn
     * over the price, 1.. below it. Costs nothing when nobody wants a chart. `name` is a static
     * string. */
    void (*plot)(void *self, uint32_t instrument, uint32_t pane, const char *name, double value);
    void (*log)(void *self, const char *text);
};

/* What is known now. */
struct argosy_view {
    uint32_t size;
    uint32_t instrument_count;
    int64_t now_ns;                        /* the end of the newest bar */
    const struct argosy_series *series;    /* by instrument */
    const struct argosy_holding *holdings; /* by instrument */
    const struct argosy_wallet *wallet;
    const struct argosy_desk *desk;
    void *desk_self;
};

/* ---- the strategy ------------------------------------------------------------------------------
 */

/* What a strategy is given when it starts. */
struct argosy_setup {
    uint32_t size;
    uint32_t instrument_count;
    uint32_t value_count;
    uint32_t spare;
    const struct argosy_value *values;  /* by parameter */
    const struct argosy_series *series; /* symbols, units; count is 0 */
    /* The bytes of a file named by a TEXT parameter, or NULL; the host reads it, within its limits.
     */
    const char *(*read_file)(void *self, const char *name, size_t *size);
    void *read_self;
    char *error; /* where to say why it cannot start; error_size bytes */
    size_t error_size;
};

struct argosy_strategy {
    uint32_t size;
    uint32_t abi;     /* ARGOSY_ABI */
    const char *name; /* lower case, words joined by '-' */
    const char *help; /* one line */
    const struct argosy_param *params;
    uint32_t param_count;
    uint32_t spare;

    /* How much memory the state wants for these values; it is given zeroed. */
    size_t (*state_bytes)(const struct argosy_setup *setup);
    /* 0, or -1 with a sentence in setup->error. */
    int (*start)(void *state, const struct argosy_setup *setup);
    /* How many bars an instrument needs before the first decision. */
    uint64_t (*lookback)(const void *state);
    /* A bar of one instrument has closed. */
    void (*on_bar)(void *state, const struct argosy_view *view, uint32_t instrument);
    /* All bars of this moment have closed. May be NULL, as all below. */
    void (*on_moment)(void *state, const struct argosy_view *view);
    void (*on_fill)(void *state, const struct argosy_view *view, const struct argosy_fill *fill);
    void (*on_order)(void *state, const struct argosy_view *view, uint64_t order, uint32_t status);
    void (*on_timer)(void *state, const struct argosy_view *view, uint64_t tag);
    /* The last bar has closed. */
    void (*on_end)(void *state, const struct argosy_view *view);
};

/* The one symbol a plug-in exports. */
typedef const struct argosy_strategy *argosy_strategy_entry_fn(uint32_t abi, uint32_t index);

#ifdef __cplusplus
}
#endif

#endif
