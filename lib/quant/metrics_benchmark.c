#include "quant/maths.h"
#include "quant/metrics_parts.h"

#include <math.h>

/* ---- exposure -----------------------------------------------------------------------------------
 */

/* Each point's exposure weighs as long as it lasted; the last one as long as points usually do. */
static double exposure_mean(const struct metric_work *work)
{
    const struct metric_input *in = work->in;
    if (!in->exposure || in->count == 0) return NAN;
    struct sum held = { 0 };
    double whole = 0.0;
    for (uint64_t i = 0; i < in->count; i++) {
        bool is_last = i + 1 == in->count;
        double lasted = (double)(is_last ? work->gap_ns : in->ts_ns[i + 1] - in->ts_ns[i]);
        sum_add(&held, in->exposure[i] * lasted);
        whole += lasted;
    }
    return whole > 0.0 ? sum_value(&held) / whole : in->exposure[in->count - 1];
}

/* The first point at or after a moment. */
static uint64_t point_find(const struct metric_input *in, int64_t ts_ns)
{
    uint64_t low = 0, high = in->count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (in->ts_ns[middle] < ts_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The share of points at which a trade was open, its entry and its exit included. */
static double time_in_market(struct metric_work *work)
{
    const struct metric_input *in = work->in;
    size_t mark = arena_mark(work->arena);
    int32_t *steps = ARENA_ARRAY(work->arena, int32_t, in->count + 1);
    ASSERT(steps); /* metrics_bytes counts it */
    for (uint64_t i = 0; i < in->trade_count; i++) {
        const struct metric_trade *trade = &in->trades[i];
        uint64_t from = point_find(in, trade->entry_ts_ns);
        uint64_t to = trade->is_open ? in->count : point_find(in, trade->exit_ts_ns + 1);
        if (from < to) steps[from]++, steps[to]--;
    }
    uint64_t inside = 0;
    int32_t open = 0;
    for (uint64_t i = 0; i < in->count; i++) {
        open += steps[i];
        inside += open > 0;
    }
    arena_rewind(work->arena, mark);
    return metrics_ratio((double)inside, (double)in->count);
}

void metrics_exposure(struct metric_work *work)
{
    work->out[METRIC_TIME_IN_MARKET] = time_in_market(work);
    work->out[METRIC_EXPOSURE] =
        work->rules->is_exposure_time ? work->out[METRIC_TIME_IN_MARKET] : exposure_mean(work);
}

/* ---- the benchmark ------------------------------------------------------------------------------
 */

struct pairs {
    uint64_t count;
    struct sum x, y, xx, xy, yy;
};

static double mean_of(const struct sum *sum, uint64_t count)
{
    return metrics_ratio(sum_value(sum), (double)count);
}

/* Plain products will do: returns lie about 0, so little cancels when the means are taken off. */
static void pairs_add(struct pairs *pairs, double x, double y)
{
    pairs->count++;
    sum_add(&pairs->x, x);
    sum_add(&pairs->y, y);
    sum_add(&pairs->xx, x * x);
    sum_add(&pairs->xy, x * y);
    sum_add(&pairs->yy, y * y);
}

static double covariance(const struct sum *products, const struct sum *x, const struct sum *y,
                         uint64_t count)
{
    double n = (double)count;
    return sum_value(products) - sum_value(x) / n * sum_value(y);
}

static double beta_of(const struct pairs *pairs)
{
    return metrics_ratio(covariance(&pairs->xy, &pairs->x, &pairs->y, pairs->count),
                         covariance(&pairs->xx, &pairs->x, &pairs->x, pairs->count));
}

static struct pairs pairs_of_periods(const struct metric_work *work)
{
    struct pairs pairs = { 0 };
    for (uint64_t i = 0; i < work->return_count; i++)
        if (!isnan(work->benchmark_returns[i]))
            pairs_add(&pairs, work->benchmark_returns[i], work->returns[i]);
    return pairs;
}

static struct pairs pairs_of_logs(const struct metric_input *in)
{
    struct pairs pairs = { 0 };
    for (uint64_t i = 1; i < in->count && in->equity[i] > 0.0; i++)
        pairs_add(&pairs, maths_log(in->benchmark[i] / in->benchmark[i - 1]),
                  maths_log(in->equity[i] / in->equity[i - 1]));
    return pairs;
}

/* The mean and deviation of what the run made more than the benchmark. */
static void active(struct metric_work *work, uint64_t count)
{
    struct sum sum = { 0 }, squares = { 0 };
    for (uint64_t i = 0; i < work->return_count; i++)
        if (!isnan(work->benchmark_returns[i]))
            sum_add(&sum, work->returns[i] - work->benchmark_returns[i]);
    double mean = mean_of(&sum, count);
    for (uint64_t i = 0; i < work->return_count; i++) {
        double d = work->returns[i] - work->benchmark_returns[i] - mean;
        if (!isnan(d)) sum_add(&squares, d * d);
    }
    double deviation = count > 1 ? sqrt(sum_value(&squares) / (double)(count - 1)) : NAN;
    work->out[METRIC_TRACKING_ERROR] = deviation * sqrt(work->year);
    work->out[METRIC_INFORMATION_RATIO] = metrics_ratio(mean, deviation);
}

/* The run's annualised return over the benchmark's, in the periods the benchmark rose (or fell). */
static double capture(struct metric_work *work, bool is_up)
{
    uint64_t count = 0;
    double annual[2];
    for (int side = 0; side < 2; side++) {
        count = 0;
        for (uint64_t i = 0; i < work->return_count; i++) {
            double mark = work->benchmark_returns[i];
            if (is_up ? mark > 0.0 : mark < 0.0)
                work->scratch[count++] = side == 0 ? work->returns[i] : mark;
        }
        annual[side] = metrics_annualise(work->scratch, count, (double)count, work->year);
    }
    return metrics_ratio(annual[0], annual[1]);
}

void metrics_benchmark(struct metric_work *work)
{
    const struct metric_input *in = work->in;
    double *out = work->out;
    if (!in->benchmark || in->count == 0) return;
    double held = in->benchmark[in->count - 1] / in->benchmark[in->benchmark_from] - 1.0;
    out[METRIC_BENCHMARK_RETURN] = held;
    struct pairs pairs = work->rules->is_beta_log ? pairs_of_logs(in) : pairs_of_periods(work);
    double beta = beta_of(&pairs);
    double alpha = mean_of(&pairs.y, pairs.count) - work->risk_free -
                   beta * (mean_of(&pairs.x, pairs.count) - work->risk_free);
    out[METRIC_BETA] = beta;
    out[METRIC_ALPHA] = work->rules->is_beta_log
                            ? out[METRIC_RETURN] - in->risk_free - beta * (held - in->risk_free)
                            : maths_pow(1.0 + alpha, work->year) - 1.0;
    double xx = covariance(&pairs.xx, &pairs.x, &pairs.x, pairs.count);
    double yy = covariance(&pairs.yy, &pairs.y, &pairs.y, pairs.count);
    double xy = covariance(&pairs.xy, &pairs.x, &pairs.y, pairs.count);
    if (xx > 0.0 && yy > 0.0) out[METRIC_CORRELATION] = xy / sqrt(xx * yy);
    out[METRIC_TREYNOR] = metrics_ratio(out[METRIC_ANNUAL_RETURN] - in->risk_free, beta);
    struct pairs daily = pairs_of_periods(work);
    active(work, daily.count);
    out[METRIC_UP_CAPTURE] = capture(work, true);
    out[METRIC_DOWN_CAPTURE] = capture(work, false);
}
