/*
 * pairs.c — two instruments that move together: sells the one that ran ahead, buys the other.
 *
 * The spread is what is left of log y - (intercept + slope × log x), fitted by least squares over
 * the last `lookback` moments in which both had a bar; z is its newest value in its own deviations.
 * y is the first instrument, x the second.
 *
 *   flat --z > enter--> short spread (sell y, buy x)   --z < leave-->  flat
 *   flat --z < -enter--> long spread (buy y, sell x)   --z > -leave--> flat
 *   short or long --|z| > stop--> stopped --|z| < leave--> flat
 *
 * y is sized as `share` of the equity; x is worth slope times as much, since the spread is one of
 * logarithms. Where the legs are is read off the holdings: nothing to lose in a restart.
 */
#include "quant/maths.h"
#include "quant/regression.h"
#include "strategy/builtin.h"
#include "strategy/desk.h"
#include "strategy/param.h"

enum {
    PARAM_LOOKBACK,
    PARAM_ENTER,
    PARAM_LEAVE,
    PARAM_STOP,
    PARAM_SHARE,
    PARAM_EXITS_RULE,
    PARAM_WARMUP_BARS
};

enum { LEG_Y, LEG_X, LEG_COUNT };

struct pairs {
    double enter, leave, stop, share;
    uint64_t lookback, warmup;
    uint64_t moments; /* in which both had a bar */
    bool has_exits, is_stopped;
    bool has_bar[LEG_COUNT]; /* this moment */
    struct indicator_stream *fit;
};

enum { PAIRS_HEAD = (sizeof(struct pairs) + 63) / 64 * 64 };

static size_t pairs_bytes(const struct argosy_setup *setup)
{
    return (size_t)PAIRS_HEAD +
           indicator_bytes(&indicator_ols, &setup->values[PARAM_LOOKBACK].number);
}

static int pairs_start(void *state, const struct argosy_setup *setup)
{
    struct pairs *pairs = state;
    const struct argosy_value *values = setup->values;
    pairs->enter = values[PARAM_ENTER].number;
    pairs->leave = values[PARAM_LEAVE].number;
    pairs->stop = values[PARAM_STOP].number;
    pairs->share = values[PARAM_SHARE].number;
    pairs->lookback = (uint64_t)values[PARAM_LOOKBACK].number;
    pairs->warmup = (uint64_t)values[PARAM_WARMUP_BARS].number;
    pairs->has_exits = values[PARAM_EXITS_RULE].number == EXITS_ON;
    if (setup->instrument_count != LEG_COUNT)
        return desk_refuse(setup, "pairs trades exactly two instruments; give --data twice");
    if (!(pairs->leave < pairs->enter && pairs->enter < pairs->stop))
        return desk_refuse(setup, "leave must be below enter, and enter below stop");
    pairs->fit = indicator_open((uint8_t *)state + PAIRS_HEAD, &indicator_ols,
                                &values[PARAM_LOOKBACK].number);
    return 0;
}

static uint64_t pairs_lookback(const void *state)
{
    const struct pairs *pairs = state;
    uint64_t own = pairs->lookback - 1;
    return own > pairs->warmup ? own : pairs->warmup;
}

static void pairs_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    (void)view;
    ((struct pairs *)state)->has_bar[instrument] = true;
}

static void close_legs(const struct argosy_view *view, const char *tag)
{
    desk_close(view, LEG_Y, tag);
    desk_close(view, LEG_X, tag);
}

/* A negative slope hedges with x on the same side as y. */
static void open_legs(const struct pairs *pairs, const struct argosy_view *view,
                      enum argosy_side y_side, double slope)
{
    double equity = desk_cash(view->wallet, view->wallet->equity);
    enum argosy_side other = y_side == ARGOSY_BUY ? ARGOSY_SELL : ARGOSY_BUY;
    enum argosy_side x_side = slope > 0 ? other : y_side;
    const struct argosy_series *y = &view->series[LEG_Y], *x = &view->series[LEG_X];
    int64_t y_lots = desk_lots(y, pairs->share * equity / argosy_close(y, 0));
    int64_t x_lots = desk_lots(x, pairs->share * equity * fabs(slope) / argosy_close(x, 0));
    const char *tag = y_side == ARGOSY_BUY ? "spread low" : "spread high";
    if (y_lots == 0 || x_lots == 0) return; /* half a pair is no pair */
    if (desk_market(view, LEG_Y, y_side, y_lots, tag) != 0)
        desk_market(view, LEG_X, x_side, x_lots, tag);
}

static void decide(struct pairs *pairs, const struct argosy_view *view, double z, double slope)
{
    int64_t held = view->holdings[LEG_Y].qty_lots;
    bool is_flat = held == 0 && view->holdings[LEG_X].qty_lots == 0;
    if (view->holdings[LEG_Y].open_orders > 0 || view->holdings[LEG_X].open_orders > 0) return;
    if (is_flat) {
        if (fabs(z) < pairs->leave) pairs->is_stopped = false;
        if (pairs->is_stopped || fabs(z) > pairs->stop) return;
        if (z > pairs->enter) open_legs(pairs, view, ARGOSY_SELL, slope);
        if (z < -pairs->enter) open_legs(pairs, view, ARGOSY_BUY, slope);
        return;
    }
    if (!pairs->has_exits) return;
    bool is_back = held < 0 ? z < pairs->leave : z > -pairs->leave;
    if (held == 0) close_legs(view, "one leg only");
    else if (fabs(z) > pairs->stop) {
        pairs->is_stopped = true;
        close_legs(view, "stop");
    } else if (is_back) close_legs(view, "spread back");
}

static void pairs_on_moment(void *state, const struct argosy_view *view)
{
    struct pairs *pairs = state;
    bool has_both = pairs->has_bar[LEG_Y] && pairs->has_bar[LEG_X];
    pairs->has_bar[LEG_Y] = pairs->has_bar[LEG_X] = false;
    if (!has_both) return;

    double logs[LEG_COUNT] = { maths_log(argosy_close(&view->series[LEG_Y], 0)),
                               maths_log(argosy_close(&view->series[LEG_X], 0)) };
    double fit[INDICATOR_OUTPUTS_MAX];
    indicator_update(pairs->fit, logs, fit);
    desk_plot(view, LEG_Y, 1, "z", fit[2]);
    desk_plot(view, LEG_Y, 2, "slope", fit[0]);
    if (++pairs->moments <= pairs->warmup || isnan(fit[2])) return;
    decide(pairs, view, fit[2], fit[0]);
}

static const struct argosy_param pairs_params[] = {
    PARAM_INT("lookback", 3, PARAM_PERIOD_MAX, 60, "moments the line is fitted over"),
    PARAM_NUMBER("enter", 0.01, 100, 2, "deviations at which the spread is traded"),
    PARAM_NUMBER("leave", -100, 100, 0.5, "deviations at which it counts as back"),
    PARAM_NUMBER("stop", 0.01, 1000, 4, "deviations at which it is given up"),
    PARAM_NUMBER("share", 0.0001, 100, 0.45, "share of the equity in the first leg"),
    PARAM_EXITS(EXITS_ON),
    PARAM_WARMUP,
};

const struct argosy_strategy strategy_pairs = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "pairs",
    .help = "trades the spread of two instruments back to the line that fits them",
    .params = pairs_params,
    .param_count = PARAM_COUNT(pairs_params),
    .state_bytes = pairs_bytes,
    .start = pairs_start,
    .lookback = pairs_lookback,
    .on_bar = pairs_on_bar,
    .on_moment = pairs_on_moment,
};
