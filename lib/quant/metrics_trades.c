#include "quant/maths.h"
#include "quant/metrics_parts.h"

#include <math.h>

/* Wins and losses of one kind of value: trades in money, in returns, or periods. */
struct tally {
    uint64_t count, wins, losses;
    struct sum all, won, lost;
};

static void tally_add(struct tally *tally, double value)
{
    tally->count++;
    sum_add(&tally->all, value);
    if (value > 0.0) sum_add(&tally->won, value), tally->wins++;
    if (value < 0.0) sum_add(&tally->lost, value), tally->losses++;
}

static struct tally tally_of(const struct metric_work *work, enum metric_basis basis)
{
    const struct metric_input *in = work->in;
    struct tally tally = { 0 };
    struct sum equity = { in->equity_start, 0.0 };
    if (basis == BASIS_PERIOD)
        for (uint64_t i = 0; i < work->return_count; i++) {
            /* A period without a change is no period of this strategy. */
            if (work->returns[i] != 0.0) tally_add(&tally, work->returns[i]);
        }
    else
        for (uint64_t i = 0; i < in->trade_count; i++) {
            const struct metric_trade *trade = &in->trades[i];
            if (trade->is_open) continue;
            if (basis == BASIS_MONEY) tally_add(&tally, trade->pnl);
            if (basis == BASIS_RETURN) tally_add(&tally, trade->ret);
            if (basis == BASIS_EQUITY) tally_add(&tally, trade->pnl / sum_value(&equity));
            sum_add(&equity, trade->pnl);
        }
    return tally;
}

static double mean_win(const struct tally *tally)
{
    return metrics_ratio(sum_value(&tally->won), (double)tally->wins);
}

static double mean_loss(const struct tally *tally)
{
    return metrics_ratio(sum_value(&tally->lost), (double)tally->losses);
}

/* What each trade returned: best, worst, the compound mean; and how long they took. */
static void spread(struct metric_work *work, uint64_t closed)
{
    const struct metric_input *in = work->in;
    struct sum logs = { 0 }, days = { 0 };
    double best = NAN, worst = NAN, longest = NAN;
    for (uint64_t i = 0; i < in->trade_count; i++) {
        const struct metric_trade *trade = &in->trades[i];
        if (trade->is_open) continue;
        double took = (double)(trade->exit_ts_ns - trade->entry_ts_ns) / (double)METRIC_DAY_NS;
        if (!(trade->ret <= best)) best = trade->ret;
        if (!(trade->ret >= worst)) worst = trade->ret;
        if (!(took <= longest)) longest = took;
        sum_add(&logs, maths_log1p(trade->ret));
        sum_add(&days, took);
    }
    double n = (double)closed, mean_days = metrics_ratio(sum_value(&days), n);
    double gap = (double)work->gap_ns / (double)METRIC_DAY_NS;
    if (work->rules->is_duration_rounded_up && gap > 0.0) mean_days = ceil(mean_days / gap) * gap;
    work->out[METRIC_BEST_TRADE] = best;
    work->out[METRIC_WORST_TRADE] = worst;
    work->out[METRIC_AVERAGE_TRADE] = maths_expm1(metrics_ratio(sum_value(&logs), n));
    work->out[METRIC_AVERAGE_TRADE_DAYS] = mean_days;
    work->out[METRIC_MAX_TRADE_DAYS] = longest;
}

/* The longest runs of wins and of losses; a trade that ends even breaks both. */
static void streaks(struct metric_work *work)
{
    uint64_t wins = 0, losses = 0, wins_most = 0, losses_most = 0;
    for (uint64_t i = 0; i < work->in->trade_count; i++) {
        const struct metric_trade *trade = &work->in->trades[i];
        if (trade->is_open) continue;
        wins = trade->pnl > 0.0 ? wins + 1 : 0;
        losses = trade->pnl < 0.0 ? losses + 1 : 0;
        if (wins > wins_most) wins_most = wins;
        if (losses > losses_most) losses_most = losses;
    }
    work->out[METRIC_WIN_STREAK] = (double)wins_most;
    work->out[METRIC_LOSS_STREAK] = (double)losses_most;
}

/* sqrt(n) × mean / deviation of the trades' profits: Tharp. */
static double sqn(const struct metric_work *work, const struct tally *money)
{
    const struct metric_input *in = work->in;
    uint32_t ddof = work->rules->sqn_ddof;
    if (money->count < 2) return NAN;
    double n = (double)money->count, mean = sum_value(&money->all) / n;
    struct sum squares = { 0 };
    for (uint64_t i = 0; i < in->trade_count; i++) {
        double d = in->trades[i].pnl - mean;
        if (!in->trades[i].is_open) sum_add(&squares, d * d);
    }
    return metrics_ratio(sqrt(n) * mean, sqrt(sum_value(&squares) / (n - ddof)));
}

static double expectancy(const struct tally *tally, enum metric_basis basis)
{
    double n = (double)tally->count;
    if (basis != BASIS_EQUITY) return metrics_ratio(sum_value(&tally->all), n);
    /* Per unit of the average loss. */
    double payoff = metrics_ratio(mean_win(tally), -mean_loss(tally));
    return (double)tally->wins / n * payoff - (double)tally->losses / n;
}

void metrics_trades(struct metric_work *work)
{
    double *out = work->out;
    struct tally money = tally_of(work, BASIS_MONEY), wins = tally_of(work, work->rules->wins);
    struct tally factor = tally_of(work, work->rules->profit_factor);
    struct tally expected = tally_of(work, work->rules->expectancy);
    double n = (double)wins.count, rate = metrics_ratio((double)wins.wins, n);
    double payoff = metrics_ratio(mean_win(&wins), -mean_loss(&wins));
    out[METRIC_TRADES] = (double)money.count;
    out[METRIC_WIN_RATE] = rate;
    out[METRIC_LOSS_RATE] = metrics_ratio((double)wins.losses, n);
    out[METRIC_AVERAGE_WIN] = mean_win(&wins);
    out[METRIC_AVERAGE_LOSS] = mean_loss(&wins);
    out[METRIC_PAYOFF] = payoff;
    out[METRIC_KELLY] = rate - (1.0 - rate) / payoff;
    out[METRIC_EXPECTANCY_RATIO] = (1.0 + payoff) * rate - 1.0;
    out[METRIC_PROFIT_FACTOR] = metrics_ratio(sum_value(&factor.won), -sum_value(&factor.lost));
    out[METRIC_EXPECTANCY] = expectancy(&expected, work->rules->expectancy);
    out[METRIC_SQN] = sqn(work, &money);
    spread(work, money.count);
    streaks(work);
}
