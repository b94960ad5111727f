#include "quant/metrics_parts.h"

#include <math.h>

/* A drawdown is one stretch from a peak to the next point that reaches it again, or to the end. */
struct stretch {
    double peak, trough;
    int64_t from_ns;
    bool is_below;
};

struct drawdowns {
    struct sum depths, days;
    uint64_t count;
    double deepest, longest_days;
};

static void stretch_close(struct drawdowns *all, const struct stretch *at, int64_t to_ns)
{
    double depth = at->trough / at->peak - 1.0;
    double days = (double)(to_ns - at->from_ns) / (double)METRIC_DAY_NS;
    sum_add(&all->depths, depth);
    sum_add(&all->days, days);
    all->count++;
    if (depth < all->deepest) all->deepest = depth;
    if (days > all->longest_days) all->longest_days = days;
}

static void walk(const struct metric_input *in, bool is_start_no_peak, struct drawdowns *all)
{
    struct stretch at = { .peak = is_start_no_peak ? in->equity[0] : in->equity_start };
    at.from_ns = in->from_ns < in->to_ns && !is_start_no_peak ? in->from_ns : in->ts_ns[0];
    for (uint64_t i = 0; i < in->count; i++) {
        double equity = in->equity[i];
        if (equity >= at.peak) {
            if (at.is_below) stretch_close(all, &at, in->ts_ns[i]);
            at = (struct stretch){ .peak = equity, .from_ns = in->ts_ns[i] };
        } else if (!at.is_below || equity < at.trough) {
            at.is_below = true;
            at.trough = equity;
        }
    }
    if (at.is_below) stretch_close(all, &at, in->ts_ns[in->count - 1]);
}

void metrics_falls(struct metric_work *work)
{
    double value = 1.0, peak = work->rules->is_start_no_peak ? 0.0 : 1.0;
    for (uint64_t i = 0; i < work->return_count; i++) {
        value *= 1.0 + work->returns[i];
        if (value > peak) peak = value;
        work->scratch[i] = value / peak - 1.0;
    }
}

/* sqrt(sum of squared falls / (n - ddof)): Martin and McCann, 1989. */
static double ulcer(struct metric_work *work)
{
    metrics_falls(work);
    return sqrt(metrics_variance(work->scratch, work->return_count, 0.0, work->rules->ulcer_ddof));
}

static double round_up(const struct metric_work *work, double days)
{
    if (!work->rules->is_duration_rounded_up || work->gap_ns <= 0) return days;
    double gap = (double)work->gap_ns / (double)METRIC_DAY_NS;
    return ceil(days / gap) * gap;
}

void metrics_drawdown(struct metric_work *work)
{
    const struct metric_input *in = work->in;
    double *out = work->out;
    if (in->count == 0) return;
    struct drawdowns all = { 0 };
    walk(in, work->rules->is_start_no_peak, &all);
    out[METRIC_MAX_DRAWDOWN] = all.deepest < in->drawdown_seen ? all.deepest : in->drawdown_seen;
    out[METRIC_MAX_DRAWDOWN_DAYS] = all.longest_days;
    out[METRIC_DRAWDOWNS] = (double)all.count;
    out[METRIC_AVERAGE_DRAWDOWN] = metrics_ratio(sum_value(&all.depths), (double)all.count);
    out[METRIC_AVERAGE_DRAWDOWN_DAYS] =
        round_up(work, metrics_ratio(sum_value(&all.days), (double)all.count));
    out[METRIC_ULCER] = ulcer(work);
}
