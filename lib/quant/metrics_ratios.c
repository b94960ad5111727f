#include "quant/maths.h"
#include "quant/metrics_parts.h"

#include <math.h>

/* The least-squares line through the sum of log returns, period by period. */
struct line {
    double slope, slope_error, r_squared;
};

static struct line line_of_logs(const struct metric_work *work)
{
    double n = (double)work->return_count, middle = (n - 1.0) / 2.0;
    struct sum height = { 0 }, level = { 0 }, cross = { 0 }, across = { 0 }, up = { 0 };
    for (uint64_t i = 0; i < work->return_count; i++) {
        sum_add(&height, maths_log1p(work->returns[i]));
        work->scratch[i] = sum_value(&height);
        sum_add(&level, work->scratch[i]);
    }
    double mean = sum_value(&level) / n;
    for (uint64_t i = 0; i < work->return_count; i++) {
        double x = (double)i - middle, y = work->scratch[i] - mean;
        sum_add(&cross, x * y);
        sum_add(&across, x * x);
        sum_add(&up, y * y);
    }
    double xy = sum_value(&cross), xx = sum_value(&across), yy = sum_value(&up);
    double slope = metrics_ratio(xy, xx), rest = yy - slope * xy;
    return (struct line){ .slope = slope,
                          .slope_error = sqrt((rest > 0.0 ? rest : 0.0) / (n - 2.0) / xx),
                          .r_squared = metrics_ratio(xy * xy, xx * yy) };
}

/* Lo (2002): A / sqrt(A + 2 sum (A - k) rho_k), k up to Newey and West's 4 (n / 100)^(2/9) lags. */
static double year_autocorrelated(const struct metric_work *work)
{
    uint64_t n = work->return_count;
    double year = work->year;
    uint64_t lags = (uint64_t)(4.0 * maths_pow((double)n / 100.0, 2.0 / 9.0));
    struct sum inflated = { year, 0.0 };
    double whole = work->deviation * work->deviation * (double)(n - 1);
    for (uint64_t k = 1; k <= lags && k < n && (double)k < year; k++) {
        struct sum product = { 0 };
        for (uint64_t i = k; i < n; i++)
            sum_add(&product,
                    (work->returns[i] - work->mean) * (work->returns[i - k] - work->mean));
        sum_add(&inflated, 2.0 * (year - (double)k) * sum_value(&product) / whole);
    }
    double sum = sum_value(&inflated);
    return sum > 0.0 ? year / sqrt(sum) : NAN;
}

/* Bailey and López de Prado (2012): how sure it is that the true Sharpe ratio is above 0, and how
 * many periods it takes to be 95 % sure. */
static void probabilistic(struct metric_work *work, double sharpe)
{
    double *out = work->out;
    double n = (double)work->return_count;
    double wide =
        1.0 - out[METRIC_SKEW] * sharpe + (out[METRIC_KURTOSIS] - 1.0) / 4.0 * sharpe * sharpe;
    if (!(wide > 0.0)) return;
    out[METRIC_PROBABILISTIC_SHARPE] = maths_normal_cdf(sharpe * sqrt((n - 1.0) / wide));
    double steps = maths_normal_quantile(0.95) / sharpe;
    if (sharpe > 0.0) out[METRIC_MIN_TRACK_RECORD] = 1.0 + wide * steps * steps;
}

static void sharpe_and_sortino(struct metric_work *work)
{
    double *out = work->out;
    double excess = work->mean - work->risk_free,
           above = out[METRIC_ANNUAL_RETURN] - work->in->risk_free;
    double sharpe = metrics_ratio(excess, work->deviation), down = out[METRIC_DOWNSIDE_DEVIATION];
    out[METRIC_SHARPE] = sharpe * sqrt(work->year);
    out[METRIC_SORTINO] = metrics_ratio(excess * work->year, down);
    if (work->rules->sharpe == SHARPE_ANNUAL) {
        out[METRIC_SHARPE] = metrics_ratio(above, out[METRIC_VOLATILITY]);
        out[METRIC_SORTINO] = metrics_ratio(above, down);
    }
    if (isnan(sharpe)) return;
    out[METRIC_SHARPE_AUTOCORRELATED] = sharpe * year_autocorrelated(work);
    probabilistic(work, sharpe);
}

static void gains_against_losses(struct metric_work *work)
{
    double *out = work->out;
    struct sum gains = { 0 }, losses = { 0 }, above = { 0 }, below = { 0 };
    for (uint64_t i = 0; i < work->return_count; i++) {
        double r = work->returns[i], excess = r - work->risk_free;
        sum_add(r > 0.0 ? &gains : &losses, r);
        sum_add(excess > 0.0 ? &above : &below, excess);
    }
    double total = sum_value(&gains) + sum_value(&losses);
    out[METRIC_OMEGA] = metrics_ratio(sum_value(&above), -sum_value(&below));
    out[METRIC_GAIN_TO_PAIN] = metrics_ratio(total, -sum_value(&losses));
    out[METRIC_RECOVERY] = metrics_ratio(fabs(total), -out[METRIC_MAX_DRAWDOWN]);
    out[METRIC_COMMON_SENSE] = out[METRIC_PROFIT_FACTOR] * out[METRIC_TAIL_RATIO];
}

/* The mean of the worst twentieth of the falls from the peak. */
static double worst_falls(struct metric_work *work)
{
    uint64_t count = work->return_count, k = (uint64_t)(0.05 * (double)(count - 1));
    metrics_falls(work);
    metrics_select(work->scratch, count, k);
    return metrics_mean(work->scratch, k + 1);
}

void metrics_ratios(struct metric_work *work)
{
    double *out = work->out;
    if (work->return_count == 0) return;
    sharpe_and_sortino(work);
    gains_against_losses(work);
    double above = out[METRIC_ANNUAL_RETURN] - work->in->risk_free;
    out[METRIC_CALMAR] =
        metrics_ratio(out[work->rules->is_calmar_annual ? METRIC_ANNUAL_RETURN : METRIC_CAGR],
                      -out[METRIC_MAX_DRAWDOWN]);
    out[METRIC_MARTIN] = metrics_ratio(above, out[METRIC_ULCER]);
    double pitfall = metrics_ratio(-worst_falls(work), out[METRIC_VOLATILITY]);
    out[METRIC_SERENITY] = metrics_ratio(above, out[METRIC_ULCER] * pitfall);
    struct line line = line_of_logs(work);
    out[METRIC_STABILITY] = line.r_squared;
    out[METRIC_K_RATIO] =
        metrics_ratio(line.slope * sqrt(work->year), line.slope_error * (double)work->return_count);
}
