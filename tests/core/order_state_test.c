/* The order table, cell by cell, and every short story an order can live through. */
#include "core/order_state.h"
#include "support/test.h"

#include <string.h>

/* The table as somebody who only read reliability.md's rules would write it down: a row a state, a
 * cell "next verdict" for send ack part fill cancelled expired refused lost absent. Verdicts: > the
 * state moves, = news of no use, ! somebody must look, # cannot happen. */
static const char *const expected[ORDER_STATE_COUNT] = {
    [ORDER_INTENT] = "S> I# I# I# C> E> R> I# I#",
    [ORDER_SENT] = "S# A> P> F> C> E> R> U> R>",
    [ORDER_ACKED] = "A# A= P> F> C> E> R! U> C!",
    [ORDER_PARTIAL] = "P# P= P> F> C> E> C! U> C!",
    [ORDER_UNKNOWN] = "U# A> P> F> C> E> R> U= C>",
    [ORDER_FILLED] = "F# F= F! F! F= F= F! F= F!",
    [ORDER_CANCELLED] = "C# C= C= F> C= C= C= C= C=",
    [ORDER_EXPIRED] = "E# E= E= F> E= E= E= E= E=",
    [ORDER_REFUSED] = "R# R! R! F! R= R= R= R= R=",
};
static const char letters[] = "ISAPUFCER";
static const char verdicts[] = ">=!#";

TEST(order_state, every_cell_of_the_table_is_as_written_here)
{
    for (int state = 0; state < ORDER_STATE_COUNT; state++)
        for (int input = 0; input < ORDER_INPUT_COUNT; input++) {
            struct order_step step =
                order_state_step((enum order_state)state, (enum order_input)input);
            ck_assert_msg(letters[step.next] == expected[state][3 * input] &&
                              verdicts[step.verdict] == expected[state][3 * input + 1],
                          "%s, input %d: %c%c, not %.2s", order_state_name((enum order_state)state),
                          input, letters[step.next], verdicts[step.verdict],
                          expected[state] + 3 * input);
        }
}

TEST(order_state, only_a_move_or_an_alarm_changes_the_state)
{
    for (int state = 0; state < ORDER_STATE_COUNT; state++)
        for (int input = 0; input < ORDER_INPUT_COUNT; input++) {
            struct order_step step =
                order_state_step((enum order_state)state, (enum order_input)input);
            if (step.verdict == VERDICT_STAY || step.verdict == VERDICT_BUG)
                ck_assert_int_eq(step.next, state);
        }
}

TEST(order_state, an_order_that_ended_never_opens_again)
{
    for (int state = ORDER_FILLED; state < ORDER_STATE_COUNT; state++)
        for (int input = 0; input < ORDER_INPUT_COUNT; input++)
            ck_assert_int_ge(
                order_state_step((enum order_state)state, (enum order_input)input).next,
                ORDER_FILLED);
}

TEST(order_state, nothing_but_evidence_ends_unknown)
{
    ck_assert_int_eq(order_state_step(ORDER_UNKNOWN, INPUT_LOST).next, ORDER_UNKNOWN);
    for (int input = INPUT_ACK; input < ORDER_INPUT_COUNT; input++)
        if (input != INPUT_LOST)
            ck_assert_int_ne(order_state_step(ORDER_UNKNOWN, (enum order_input)input).next,
                             ORDER_UNKNOWN);
}

/* All sequences of up to six inputs: whatever order news comes in, once the whole fill has been
 * told the order is filled. */
static void tell(enum order_state state, int depth, bool was_filled)
{
    if (was_filled) ck_assert_int_eq(state, ORDER_FILLED);
    if (depth == 6) return;
    for (int input = INPUT_ACK; input < ORDER_INPUT_COUNT; input++) {
        struct order_step step = order_state_step(state, (enum order_input)input);
        ck_assert_int_ne(step.verdict, VERDICT_BUG);
        tell((enum order_state)step.next, depth + 1, was_filled || input == INPUT_FILL);
    }
}

TEST(order_state, once_filled_stays_filled_in_any_order_of_news) { tell(ORDER_SENT, 0, false); }

static void state_beyond(void *argument)
{
    (void)argument;
    order_state_step(ORDER_STATE_COUNT, INPUT_ACK);
}
static void input_beyond(void *argument)
{
    (void)argument;
    order_state_step(ORDER_SENT, ORDER_INPUT_COUNT);
}
static void name_beyond(void *argument)
{
    (void)argument;
    order_state_name(ORDER_STATE_COUNT);
}

TEST(order_state, states_and_inputs_that_do_not_exist_are_bugs)
{
    assert_dies(state_beyond, NULL);
    assert_dies(input_beyond, NULL);
    assert_dies(name_beyond, NULL);
}

TEST(order_state, states_have_the_names_users_read)
{
    static const char *const names[] = { "intent", "sent",      "acked",   "partial", "unknown",
                                         "filled", "cancelled", "expired", "refused" };
    for (int state = 0; state < ORDER_STATE_COUNT; state++)
        ck_assert_str_eq(order_state_name((enum order_state)state), names[state]);
}
