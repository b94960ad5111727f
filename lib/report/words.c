#include "report/words.h"

const char *words_side(uint8_t side) { return side == ARGOSY_SELL ? "sell" : "buy"; }

const char *words_direction(uint8_t side) { return side == ARGOSY_SELL ? "short" : "long"; }

const char *words_type(uint8_t type)
{
    static const char *const names[] = { "market",     "limit",       "stop",
                                         "stop-limit", "take-profit", "trailing-stop" };
    ASSERT(type < sizeof names / sizeof *names);
    return names[type];
}

const char *words_status(uint8_t status)
{
    static const char *const names[] = { "open", "refused", "cancelled", "expired", "filled" };
    ASSERT(status < sizeof names / sizeof *names);
    return names[status];
}

const char *words_reason(uint8_t reason)
{
    static const char *const names[] = { "signal",      "stop-loss", "take-profit",
                                         "liquidation", "ruin",      "end" };
    static_assert(sizeof names / sizeof *names == REASON_COUNT, "a word for every reason");
    ASSERT(reason < REASON_COUNT);
    return names[reason];
}

const char *words_grade(char grade)
{
    switch (grade) {
    case 'A': return "Nearly everything that decides a fill was measured, not assumed.";
    case 'B':
        return "A few models stand in for measurements; their errors are small beside the result.";
    case 'C':
        return "Several things were assumed rather than measured; read the result as a range, not "
               "a figure.";
    case 'D':
        return "Much was assumed; the result says whether an idea is worth better data, not more.";
    case 'E': return "Most of what decides a fill was assumed or switched off; do not trade on it.";
    case 'F': return "The run breaks a rule that real trading keeps; the figures prove nothing.";
    default: return "The run was not graded.";
    }
}
