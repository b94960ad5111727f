/* savings.c — buying by the calendar: dca (the same amount every time), value-averaging (what is
 * missing to a growing target). Every instrument is saved into on its own. */
#include "strategy/builtin.h"
#include "strategy/desk.h"
#include "strategy/param.h"
#include "strategy/schedule.h"

enum {
    PARAM_AMOUNT, /* dca's amount, value-averaging's target */
    PARAM_EVERY,
    PARAM_MAX_ENTRIES,
    PARAM_WARMUP_BARS,
    PARAM_EXITS_RULE
};

struct savings {
    double amount;
    struct schedule every;
    uint64_t entries_max, warmup;
    bool has_exits;
    uint64_t periods[]; /* by instrument: how many have come due */
};

static size_t savings_bytes(const struct argosy_setup *setup)
{
    return sizeof(struct savings) + setup->instrument_count * sizeof(uint64_t);
}

static int savings_start(void *state, const struct argosy_setup *setup)
{
    struct savings *savings = state;
    const char *every = setup->values[PARAM_EVERY].text;
    savings->amount = setup->values[PARAM_AMOUNT].number;
    savings->entries_max = (uint64_t)setup->values[PARAM_MAX_ENTRIES].number;
    savings->warmup = (uint64_t)setup->values[PARAM_WARMUP_BARS].number;
    if (setup->value_count > PARAM_EXITS_RULE)
        savings->has_exits = setup->values[PARAM_EXITS_RULE].number == EXITS_ON;
    if (schedule_parse(&savings->every, text_from(every)) != ST_OK)
        return desk_refuse(setup, "every=%s is no schedule; say 10, 4h, 1d, 1w or 1mo", every);
    return 0;
}

static uint64_t savings_lookback(const void *state)
{
    return ((const struct savings *)state)->warmup;
}

/* Whether a period has come due that may still buy. */
static bool is_due(struct savings *savings, const struct argosy_view *view, uint32_t instrument)
{
    const struct argosy_series *series = &view->series[instrument];
    if (!schedule_is_due(&savings->every, series, savings->warmup)) return false;
    savings->periods[instrument]++;
    return savings->entries_max == 0 || savings->periods[instrument] <= savings->entries_max;
}

static void dca_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct savings *savings = state;
    if (is_due(savings, view, instrument))
        desk_market_cash(view, instrument, ARGOSY_BUY, savings->amount, "dca");
}

/* The target after k periods is k × target. What lies above it is sold unless exits=off. */
static void value_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct savings *savings = state;
    const struct argosy_series *series = &view->series[instrument];
    if (!is_due(savings, view, instrument)) return;

    double price = argosy_close(series, 0);
    double held = desk_qty(series, view->holdings[instrument].qty_lots) * price;
    double target = savings->amount * (double)savings->periods[instrument];
    desk_plot(view, instrument, 1, "target value", target);
    desk_plot(view, instrument, 1, "value", held);
    if (target > held)
        desk_market_cash(view, instrument, ARGOSY_BUY, target - held, "below target");
    else if (savings->has_exits && price > 0)
        desk_market(view, instrument, ARGOSY_SELL, desk_lots(series, (held - target) / price),
                    "above target");
}

#define EVERY_HELP "10 (bars), 4h, 1d, 1w, 1mo, daily, weekly, monthly"

static const struct argosy_param dca_params[] = {
    PARAM_NUMBER("amount", 0.01, PARAM_COUNT_MAX, 100, "cash spent every time"),
    PARAM_TEXT("every", "1w", EVERY_HELP),
    PARAM_INT("max_entries", 0, PARAM_COUNT_MAX, 0, "how often to buy; 0: any number"),
    PARAM_WARMUP,
};

static const struct argosy_param value_params[] = {
    PARAM_NUMBER("target", 0.01, PARAM_COUNT_MAX, 100,
                 "cash value the position should gain every time"),
    PARAM_TEXT("every", "1w", EVERY_HELP),
    PARAM_INT("max_entries", 0, PARAM_COUNT_MAX, 0, "for how many periods; 0: any number"),
    PARAM_WARMUP,
    PARAM_EXITS(EXITS_ON),
};

const struct argosy_strategy strategy_dca = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "dca",
    .help = "buys for the same amount of cash every so often, whatever the price",
    .params = dca_params,
    .param_count = PARAM_COUNT(dca_params),
    .state_bytes = savings_bytes,
    .start = savings_start,
    .lookback = savings_lookback,
    .on_bar = dca_on_bar,
};

const struct argosy_strategy strategy_value_averaging = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "value-averaging",
    .help = "buys or sells every so often what brings the position to a steadily growing value",
    .params = value_params,
    .param_count = PARAM_COUNT(value_params),
    .state_bytes = savings_bytes,
    .start = savings_start,
    .lookback = savings_lookback,
    .on_bar = value_on_bar,
};
