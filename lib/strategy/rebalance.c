/*
 * rebalance.c — keeps shares of the equity in many instruments, moving back to them every so often.
 *
 * Weights are "equal" (among the instruments that have a bar by then) or a list: "0.6,0.4" in the
 * order of the data, or "SPY=0.6,TLT=0.4" by symbol. What they leave of 1, and the reserve, stays
 * in cash. An instrument is traded only when it is off its weight by more than band × equity. Sells
 * are asked for before buys, so that their money is there. With a schedule in bars the moments
 * count, not one instrument's bars.
 */
#include "strategy/builtin.h"
#include "strategy/desk.h"
#include "strategy/param.h"
#include "strategy/schedule.h"

#include "base/decimal.h"

enum { PARAM_WEIGHTS, PARAM_EVERY, PARAM_BAND, PARAM_RESERVE, PARAM_WARMUP_BARS };

struct rebalance {
    struct schedule every;
    double band, reserve;
    uint64_t warmup;
    uint64_t moments;
    int64_t now_ns, last_ns; /* starts of the newest bars of this moment and the one before */
    uint32_t instrument_count;
    bool is_equal;
    double weights[]; /* by instrument */
};

static size_t rebalance_bytes(const struct argosy_setup *setup)
{
    return sizeof(struct rebalance) + setup->instrument_count * sizeof(double);
}

static bool weight_parse(double *weight, struct text text)
{
    struct decimal decimal;
    if (decimal_parse(&decimal, text_trim(text)) != ST_OK) return false;
    *weight = (double)decimal.units / (double)decimal_power(decimal.decimals);
    return *weight >= 0;
}

static uint32_t instrument_find(const struct argosy_setup *setup, struct text symbol)
{
    uint32_t i = 0;
    while (i < setup->instrument_count && !text_equal(text_from(setup->series[i].symbol), symbol))
        i++;
    return i;
}

static int weights_read(struct rebalance *rebalance, const struct argosy_setup *setup,
                        struct text list)
{
    double sum = 0;
    for (uint32_t place = 0; list.length > 0; place++) {
        struct text value = text_cut(&list, ','), part = value;
        struct text symbol = text_trim(text_cut(&value, '='));
        bool is_named = symbol.length < part.length && value.bytes != part.bytes + part.length;
        uint32_t index = is_named ? instrument_find(setup, symbol) : place;
        double weight = 0;
        if (index >= setup->instrument_count)
            return desk_refuse(setup, "weights: there is no instrument for \"%.*s\"",
                               TEXT_ARG(part));
        if (!weight_parse(&weight, is_named ? value : part))
            return desk_refuse(setup, "weights: \"%.*s\" is not a share of 0 or more",
                               TEXT_ARG(part));
        rebalance->weights[index] = weight;
        sum += weight;
    }
    if (sum > 1 + 1e-9) return desk_refuse(setup, "the weights add up to more than 1; lower them");
    return 0;
}

static int rebalance_start(void *state, const struct argosy_setup *setup)
{
    struct rebalance *rebalance = state;
    const char *every = setup->values[PARAM_EVERY].text;
    struct text weights = text_trim(text_from(setup->values[PARAM_WEIGHTS].text));
    rebalance->band = setup->values[PARAM_BAND].number;
    rebalance->reserve = setup->values[PARAM_RESERVE].number;
    rebalance->warmup = (uint64_t)setup->values[PARAM_WARMUP_BARS].number;
    rebalance->instrument_count = setup->instrument_count;
    rebalance->is_equal = text_equal(weights, TEXT("equal"));
    if (schedule_parse(&rebalance->every, text_from(every)) != ST_OK)
        return desk_refuse(setup, "every=%s is no schedule; say 10, 1d, 1w or 1mo", every);
    return rebalance->is_equal ? 0 : weights_read(rebalance, setup, weights);
}

static uint64_t rebalance_lookback(const void *state)
{
    return ((const struct rebalance *)state)->warmup;
}

static void rebalance_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct rebalance *rebalance = state;
    const struct argosy_series *series = &view->series[instrument];
    rebalance->now_ns = series->ts_ns[series->count - 1];
}

static bool is_due(struct rebalance *rebalance)
{
    uint64_t moments = ++rebalance->moments;
    int64_t last_ns = rebalance->last_ns;
    rebalance->last_ns = rebalance->now_ns;
    if (moments <= rebalance->warmup) return false;
    if (moments == rebalance->warmup + 1) return true;
    if (rebalance->every.kind == SCHEDULE_BARS)
        return (moments - 1 - rebalance->warmup) % (uint64_t)rebalance->every.length == 0;
    return schedule_turns(&rebalance->every, last_ns, rebalance->now_ns);
}

/* How much cash an instrument is away from its weight; > 0: too little is held. */
static double missing(const struct rebalance *rebalance, const struct argosy_view *view,
                      uint32_t instrument, double equity, uint32_t known_count)
{
    const struct argosy_series *series = &view->series[instrument];
    double weight =
        rebalance->is_equal ? 1.0 / (double)known_count : rebalance->weights[instrument];
    double held = desk_qty(series, view->holdings[instrument].qty_lots) * argosy_close(series, 0);
    double difference = weight * (1 - rebalance->reserve) * equity - held;
    return fabs(difference) > rebalance->band * equity ? difference : 0;
}

static void trade(const struct argosy_view *view, uint32_t instrument, double cash)
{
    const struct argosy_series *series = &view->series[instrument];
    double price = argosy_close(series, 0);
    int64_t held = view->holdings[instrument].qty_lots;
    if (!(price > 0)) return;
    int64_t lots = desk_lots(series, fabs(cash) / price);
    if (cash < 0 && lots > held) lots = held;
    desk_market(view, instrument, cash > 0 ? ARGOSY_BUY : ARGOSY_SELL, lots, "rebalance");
}

static void rebalance_on_moment(void *state, const struct argosy_view *view)
{
    struct rebalance *rebalance = state;
    double equity = desk_cash(view->wallet, view->wallet->equity);
    uint32_t known_count = 0;
    if (!is_due(rebalance) || !(equity > 0)) return;
    for (uint32_t i = 0; i < view->instrument_count; i++) known_count += view->series[i].count > 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < view->instrument_count; i++) {
            if (view->series[i].count == 0 || view->holdings[i].open_orders > 0) continue;
            double cash = missing(rebalance, view, i, equity, known_count);
            if (pass == 0 ? cash < 0 : cash > 0) trade(view, i, cash);
        }
    }
}

static const struct argosy_param rebalance_params[] = {
    PARAM_TEXT("weights", "equal", "equal, or shares of the equity: 0.6,0.4 or SPY=0.6,TLT=0.4"),
    PARAM_TEXT("every", "1mo", "10 (moments), 1d, 1w, 1mo, daily, weekly, monthly"),
    PARAM_NUMBER("band", 0, 1, 0,
                 "leave alone what is off by no more than this share of the equity"),
    PARAM_NUMBER("reserve", 0, 1, 0.01, "share of the equity that stays in cash for fees and gaps"),
    PARAM_WARMUP,
};

const struct argosy_strategy strategy_rebalance = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "rebalance",
    .help = "holds shares of the equity in many instruments and moves back to them every so often",
    .params = rebalance_params,
    .param_count = PARAM_COUNT(rebalance_params),
    .state_bytes = rebalance_bytes,
    .start = rebalance_start,
    .lookback = rebalance_lookback,
    .on_bar = rebalance_on_bar,
    .on_moment = rebalance_on_moment,
};
