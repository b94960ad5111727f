#include "core/order_state.h"
#include "base/assert.h"

#define MOVE(state)                                                                                \
    {                                                                                              \
        ORDER_##state, VERDICT_MOVE                                                                \
    }
#define STAY(state)                                                                                \
    {                                                                                              \
        ORDER_##state, VERDICT_STAY                                                                \
    }
#define ALARM(state)                                                                               \
    {                                                                                              \
        ORDER_##state, VERDICT_ALARM                                                               \
    }
#define BUG(state)                                                                                 \
    {                                                                                              \
        ORDER_##state, VERDICT_BUG                                                                 \
    }

/* Rows: where it stands. Columns: what happened, in the order of enum order_input. */
static const struct order_step steps[ORDER_STATE_COUNT][ORDER_INPUT_COUNT] = {
    /*                   send           ack             part             fill             cancelled
                         expired        refused         lost             absent */
    [ORDER_INTENT] = { MOVE(SENT), BUG(INTENT), BUG(INTENT), BUG(INTENT), MOVE(CANCELLED),
                       MOVE(EXPIRED), MOVE(REFUSED), BUG(INTENT), BUG(INTENT) },
    [ORDER_SENT] = { BUG(SENT), MOVE(ACKED), MOVE(PARTIAL), MOVE(FILLED), MOVE(CANCELLED),
                     MOVE(EXPIRED), MOVE(REFUSED), MOVE(UNKNOWN), MOVE(REFUSED) },
    [ORDER_ACKED] = { BUG(ACKED), STAY(ACKED), MOVE(PARTIAL), MOVE(FILLED), MOVE(CANCELLED),
                      MOVE(EXPIRED), ALARM(REFUSED), MOVE(UNKNOWN), ALARM(CANCELLED) },
    [ORDER_PARTIAL] = { BUG(PARTIAL), STAY(PARTIAL), MOVE(PARTIAL), MOVE(FILLED), MOVE(CANCELLED),
                        MOVE(EXPIRED), ALARM(CANCELLED), MOVE(UNKNOWN), ALARM(CANCELLED) },
    [ORDER_UNKNOWN] = { BUG(UNKNOWN), MOVE(ACKED), MOVE(PARTIAL), MOVE(FILLED), MOVE(CANCELLED),
                        MOVE(EXPIRED), MOVE(REFUSED), STAY(UNKNOWN), MOVE(CANCELLED) },
    [ORDER_FILLED] = { BUG(FILLED), STAY(FILLED), ALARM(FILLED), ALARM(FILLED), STAY(FILLED),
                       STAY(FILLED), ALARM(FILLED), STAY(FILLED), ALARM(FILLED) },
    [ORDER_CANCELLED] = { BUG(CANCELLED), STAY(CANCELLED), STAY(CANCELLED), MOVE(FILLED),
                          STAY(CANCELLED), STAY(CANCELLED), STAY(CANCELLED), STAY(CANCELLED),
                          STAY(CANCELLED) },
    [ORDER_EXPIRED] = { BUG(EXPIRED), STAY(EXPIRED), STAY(EXPIRED), MOVE(FILLED), STAY(EXPIRED),
                        STAY(EXPIRED), STAY(EXPIRED), STAY(EXPIRED), STAY(EXPIRED) },
    [ORDER_REFUSED] = { BUG(REFUSED), ALARM(REFUSED), ALARM(REFUSED), ALARM(FILLED), STAY(REFUSED),
                        STAY(REFUSED), STAY(REFUSED), STAY(REFUSED), STAY(REFUSED) },
};

struct order_step order_state_step(enum order_state state, enum order_input input)
{
    ASSERT(state < ORDER_STATE_COUNT);
    ASSERT(input < ORDER_INPUT_COUNT);
    return steps[state][input];
}

const char *order_state_name(enum order_state state)
{
    static const char *const names[ORDER_STATE_COUNT] = {
        "intent", "sent",      "acked",   "partial", "unknown",
        "filled", "cancelled", "expired", "refused",
    };
    ASSERT(state < ORDER_STATE_COUNT);
    return names[state];
}
