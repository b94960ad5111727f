#include "sim/spec.h"

#include <string.h>

void spec_defaults(struct spec *spec)
{
    memset(spec, 0, sizeof *spec); /* its padding too, so that equal specs are equal bytes */
    spec->from_ns = INT64_MIN;
    spec->to_ns = INT64_MAX;
    spec->account.cash = 10000 * decimal_power(LEDGER_DECIMALS);
    spec->account.leverage_e12 = E12;
    memcpy(spec->account.currency, "USD", sizeof "USD");
    spec->costs.volume_share_e12 = E12 / 10;
    spec->quality = QUALITY_FAST;
    spec->seed = 1;
}

enum account_overdraft spec_overdraft(const struct spec *spec)
{
    if (spec->account.is_overdraft_given) return spec->account.overdraft;
    return spec->account.type == ACCOUNT_CASH ? OVERDRAFT_CUT : OVERDRAFT_ALLOW;
}
