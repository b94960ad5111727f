/*
 * order.h — an order as the core knows it, and the words it is made of.
 *
 * The words have the values of argosy/strategy.h's; the driver asserts that they agree.
 */
#ifndef ARGOSY_DOMAIN_ORDER_H
#define ARGOSY_DOMAIN_ORDER_H

#include "domain/ids.h"

#include <stdbool.h>
#include <stdint.h>

enum side { SIDE_BUY, SIDE_SELL };

enum order_type {
    ORDER_MARKET,
    ORDER_LIMIT,
    ORDER_STOP,
    ORDER_STOP_LIMIT,
    ORDER_TAKE_PROFIT,
    ORDER_TRAILING_STOP,
    ORDER_TYPE_COUNT
};

enum tif { TIF_GTC, TIF_IOC, TIF_FOK, TIF_GTD, TIF_DAY, TIF_COUNT };

enum size_rule {
    SIZE_RULE_LOTS,
    SIZE_RULE_DEFAULT, /* resolved by the driver before the core sees it */
    SIZE_RULE_POSITION,
    SIZE_RULE_ALL,
    SIZE_RULE_CASH,
    SIZE_RULE_CASH_SHARE,
    SIZE_RULE_EQUITY_SHARE,
    SIZE_RULE_RISK_SHARE,
    SIZE_RULE_COUNT
};

enum order_flag {
    ORDER_REDUCE_ONLY = 1u << 0,
    ORDER_POST_ONLY = 1u << 1,
    ORDER_TRIGGER_MARK = 1u << 2,
    ORDER_TRIGGER_INDEX = 1u << 3,
    ORDER_AT_CLOSE = 1u << 4,
    ORDER_SIZE_AT_FILL = 1u << 5, /* the size rule is resolved on the fill's price */
    ORDER_WHOLE_UNITS = 1u << 6,  /* a size rule answers whole units */
    ORDER_SIZED = 1u << 7,        /* qty_lots is fixed */
    ORDER_HELD = 1u << 8,         /* waits for its parent; not sent */
    ORDER_HEDGE_SHORT = 1u << 9,  /* belongs to the short slot of a hedged position */
    ORDER_SENT_PLAIN = 1u << 10   /* reduces its book, but the venue is not told so */
};

/* Where an order stands (docs/orders.md has the diagram; core/order_state.h the table). */
enum order_state {
    ORDER_INTENT,  /* approved, not yet sent */
    ORDER_SENT,    /* on its way; no answer yet */
    ORDER_ACKED,   /* rests at the venue */
    ORDER_PARTIAL, /* rests, and part of it is filled */
    ORDER_UNKNOWN, /* nobody can say; its worst case stays reserved */
    ORDER_FILLED,
    ORDER_CANCELLED,
    ORDER_EXPIRED,
    ORDER_REFUSED,
    ORDER_STATE_COUNT
};

/* What a leg is to its parent. */
enum order_role { ROLE_ORDER, ROLE_STOP_LOSS, ROLE_TAKE_PROFIT, ROLE_CLOSEOUT, ROLE_COUNT };

struct order {
    struct order_id id;      /* {0}: the slot is free */
    struct order_id parent;  /* the order whose fill brought it to life; {0}: none */
    struct order_id sibling; /* ends when this one ends by a fill (one cancels the other) */
    int64_t ts_ns;           /* when it was asked for */
    int64_t expire_ns;       /* TIF_GTD */
    int64_t qty_lots;
    int64_t filled_lots;
    int64_t limit_ticks;
    int64_t stop_ticks;  /* the trigger; of a trailing stop, the distance */
    int64_t trail_ticks; /* trailing stop: the best price seen */
    int64_t stop_loss_ticks;
    int64_t take_profit_ticks;
    int64_t size_value;
    int64_t reserved_cash; /* set aside in the book's buying power */
    int64_t filled_cash;   /* notional of what was filled */
    int64_t fee_cash;
    int64_t reserved_price_ticks; /* the price the reservation was made at */
    struct instrument_id instrument;
    struct book_id book;
    uint16_t flags; /* enum order_flag */
    uint8_t side;
    uint8_t type;
    uint8_t tif;
    uint8_t state;
    uint8_t size_rule;
    uint8_t role;
    uint8_t is_triggered; /* a stop that has become live */
    uint8_t refusal;      /* enum refusal of core/risk.h, when state is ORDER_REFUSED */
    uint8_t spare[8];
};

static inline int64_t order_left_lots(const struct order *order)
{
    return order->qty_lots - order->filled_lots;
}

static inline bool order_is_open(const struct order *order)
{
    return order->state <= ORDER_UNKNOWN;
}

static inline bool order_has_limit(const struct order *order)
{
    return order->type == ORDER_LIMIT || order->type == ORDER_STOP_LIMIT;
}

static inline int64_t side_sign(uint8_t side) { return side == SIDE_BUY ? 1 : -1; }

/* Whether a buy (sell) that waits for a higher (lower) price, rather than the other way. */
static inline bool order_triggers_upwards(const struct order *order)
{
    return (order->side == SIDE_BUY) != (order->type == ORDER_TAKE_PROFIT);
}

#endif
