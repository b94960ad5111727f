#include "quant/maths.h"
#include "quant/metrics_parts.h"

#include <math.h>
#include <string.h>

static double annual_return(const struct metric_work *work)
{
    if (work->rules->is_annual_of_mean) return maths_pow(1.0 + work->mean, work->year) - 1.0;
    double periods = (double)work->return_count;
    return metrics_annualise(work->returns, work->return_count, periods, work->year);
}

void metrics_returns(struct metric_work *work)
{
    const struct metric_input *in = work->in;
    double *out = work->out;
    double start = in->equity_start;
    if (work->rules->is_start_ignored && in->count > 0) start = in->equity[0];
    double growth = in->count > 0 ? in->equity[in->count - 1] / start : NAN;
    out[METRIC_RETURN] = growth - 1.0;
    out[METRIC_ANNUAL_RETURN] = annual_return(work);
    out[METRIC_CAGR] = out[METRIC_ANNUAL_RETURN];
    if (work->rules->cagr_days > 0)
        out[METRIC_CAGR] = growth >= 0.0 && work->days > 0.0
                               ? maths_pow(growth, work->rules->cagr_days / work->days) - 1.0
                               : NAN;
    uint64_t positive = 0;
    double best = NAN, worst = NAN;
    for (uint64_t i = 0; i < work->return_count; i++) {
        double r = work->returns[i];
        positive += r > 0.0;
        if (!(r <= best)) best = r;
        if (!(r >= worst)) worst = r;
    }
    out[METRIC_BEST_DAY] = best;
    out[METRIC_WORST_DAY] = worst;
    out[METRIC_POSITIVE_DAYS] = metrics_ratio((double)positive, (double)work->return_count);
}

/* sqrt((variance + (1 + g)²)^N - (1 + g)^(2N)) with g the mean growth of a period: Tuttle and
 * Litterman's deviation of a compounded year. */
static double volatility_compound(const struct metric_work *work)
{
    double periods = (double)work->return_count;
    double growth = 1.0 + metrics_annualise(work->returns, work->return_count, periods, 1.0);
    double square = growth * growth, variance = work->deviation * work->deviation;
    return sqrt(maths_pow(variance + square, work->year) - maths_pow(square, work->year));
}

/* Population moments: third and fourth over powers of the variance; a normal's kurtosis is 3. */
static void shape(struct metric_work *work)
{
    struct sum second = { 0 }, third = { 0 }, fourth = { 0 };
    for (uint64_t i = 0; i < work->return_count; i++) {
        double d = work->returns[i] - work->mean, square = d * d;
        sum_add(&second, square);
        sum_add(&third, square * d);
        sum_add(&fourth, square * square);
    }
    double n = (double)work->return_count, variance = sum_value(&second) / n;
    bool is_flat = !(work->deviation > 0.0);
    work->out[METRIC_SKEW] =
        is_flat ? NAN : metrics_ratio(sum_value(&third) / n, variance * sqrt(variance));
    work->out[METRIC_KURTOSIS] =
        is_flat ? NAN : metrics_ratio(sum_value(&fourth) / n, variance * variance);
}

/* The value below which a share of the returns lies, between the two nearest ranks in proportion.
 */
static double percentile(struct metric_work *work, double share)
{
    uint64_t count = work->return_count;
    double rank = share * (double)(count - 1), whole = floor(rank);
    uint64_t k = (uint64_t)whole;
    memcpy(work->scratch, work->returns, count * sizeof(double));
    double low = metrics_select(work->scratch, count, k);
    if (k + 1 >= count) return low;
    double high = metrics_select(work->scratch + k + 1, count - k - 1, 0);
    return low + (high - low) * (rank - whole);
}

/* The mean of the worst int((n - 1) / 20) + 1 returns. */
static double worst_mean(struct metric_work *work)
{
    uint64_t k = (uint64_t)(0.05 * (double)(work->return_count - 1));
    memcpy(work->scratch, work->returns, work->return_count * sizeof(double));
    metrics_select(work->scratch, work->return_count, k);
    return metrics_mean(work->scratch, k + 1);
}

static void tails_normal(struct metric_work *work)
{
    double var = work->mean + work->deviation * maths_normal_quantile(0.05);
    struct sum below = { 0 };
    uint64_t count = 0;
    for (uint64_t i = 0; i < work->return_count; i++)
        if (work->returns[i] < var) sum_add(&below, work->returns[i]), count++;
    work->out[METRIC_VALUE_AT_RISK] = var;
    work->out[METRIC_CONDITIONAL_VALUE_AT_RISK] =
        count > 0 ? sum_value(&below) / (double)count : var;
}

void metrics_risk(struct metric_work *work)
{
    double *out = work->out;
    struct sum falls = { 0 };
    for (uint64_t i = 0; i < work->return_count; i++) {
        double below = work->returns[i] - work->risk_free;
        if (below < 0.0) sum_add(&falls, below * below);
    }
    out[METRIC_DOWNSIDE_DEVIATION] =
        sqrt(metrics_ratio(sum_value(&falls), (double)work->return_count)) * sqrt(work->year);
    out[METRIC_VOLATILITY] = work->rules->is_volatility_compound
                                 ? volatility_compound(work)
                                 : work->deviation * sqrt(work->year);
    shape(work);
    if (work->return_count == 0) return;
    double low = percentile(work, 0.05);
    out[METRIC_TAIL_RATIO] = metrics_ratio(fabs(percentile(work, 0.95)), fabs(low));
    out[METRIC_VALUE_AT_RISK] = low;
    out[METRIC_CONDITIONAL_VALUE_AT_RISK] = worst_mean(work);
    if (work->rules->is_risk_normal) tails_normal(work);
}
