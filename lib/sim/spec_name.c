#include "sim/spec_name.h"

const char *const spec_role_names[] = { "bars", "quotes", "fine", "mark", "index", NULL };
const char *const spec_session_names[] = { "all", "regular", NULL };
const char *const account_type_names[] = { "cash", "margin", "futures", NULL };
const char *const account_overdraft_names[] = { "refuse", "cut", "allow", NULL };
const char *const account_ruin_names[] = { "none", "close", NULL };
const char *const account_margin_names[] = { "cross", "isolated", NULL };
const char *const funding_on_names[] = { "mark", "index", "last", NULL };
const char *const fill_when_names[] = { "next-open", "close", "book", NULL };
const char *const limit_fill_names[] = { "through", "touch", NULL };
const char *const price_from_names[] = { "bars", "quotes", NULL };
const char *const size_at_names[] = { "signal", "fill", NULL };
const char *const legs_live_names[] = { "same-bar", "next-bar", NULL };
const char *const end_rule_names[] = { "hold", "close-at-close", "close-at-open", NULL };
const char *const quality_names[] = { "off", "fast", "full", NULL };
const char *const equity_at_names[] = { "event", "close", NULL };
const char *const pairing_names[] = { "fifo", "average", "flat", NULL };
const char *const convention_names[] = { "argosy",    "backtesting.py", "backtrader", "lean",
                                         "freqtrade", "vectorbt",       NULL };

enum status spec_name_find(uint32_t *value, const char *const *names, struct text name)
{
    for (uint32_t i = 0; names[i]; i++) {
        if (!text_equal(name, text_from(names[i]))) continue;
        *value = i;
        return ST_OK;
    }
    return ST_ABSENT;
}
