/*
 * order_state.h — what an order's state becomes when something happens: a table.
 *
 *            send          ack             part            fill
 *   INTENT ───────▶ SENT ───────▶ ACKED ───────▶ PARTIAL ───────▶ FILLED
 *     │              │ └── lost ─▶ UNKNOWN ◀─ lost ─┘ │
 *     │ refuse       │ refuse        │ (any evidence) │ cancel, expire
 *     ▼              ▼               ▼                ▼
 *   REFUSED        REFUSED      wherever it says   CANCELLED / EXPIRED
 *
 * Answers may come in any order: a fill before the acknowledgement, a fill after the cancellation.
 * A fill is always booked, because it is real; one that an ended order should not have had raises
 * an alarm. UNKNOWN ends only with evidence: a report naming the order, a definite refusal, or a
 * proof of absence.
 */
#ifndef ARGOSY_CORE_ORDER_STATE_H
#define ARGOSY_CORE_ORDER_STATE_H

#include "domain/order.h"

enum order_input {
    INPUT_SEND,
    INPUT_ACK,
    INPUT_PART, /* a fill that leaves something open */
    INPUT_FILL, /* the fill of the rest */
    INPUT_CANCELLED,
    INPUT_EXPIRED,
    INPUT_REFUSED,
    INPUT_LOST,   /* no answer, or one that cannot be read */
    INPUT_ABSENT, /* proof that the venue never had it */
    ORDER_INPUT_COUNT
};

enum order_verdict {
    VERDICT_MOVE,  /* the state changes */
    VERDICT_STAY,  /* late or repeated news: nothing changes */
    VERDICT_ALARM, /* booked, but somebody must look */
    VERDICT_BUG    /* cannot happen unless we are wrong */
};

struct order_step {
    uint8_t next;    /* enum order_state */
    uint8_t verdict; /* enum order_verdict */
};

struct order_step order_state_step(enum order_state state, enum order_input input);

const char *order_state_name(enum order_state state);

#endif
