#include "quant/maths.h"
#include "quant/metrics_parts.h"

#include <math.h>

double metrics_ratio(double numerator, double denominator)
{
    double ratio = numerator / denominator;
    return denominator != 0.0 && isfinite(ratio) ? ratio : NAN;
}

double metrics_mean(const double *values, uint64_t count)
{
    struct sum sum = { 0 };
    for (uint64_t i = 0; i < count; i++) sum_add(&sum, values[i]);
    return metrics_ratio(sum_value(&sum), (double)count);
}

double metrics_variance(const double *values, uint64_t count, double mean, uint32_t ddof)
{
    if (count <= ddof) return NAN;
    struct sum sum = { 0 };
    for (uint64_t i = 0; i < count; i++) sum_add(&sum, (values[i] - mean) * (values[i] - mean));
    return metrics_ratio(sum_value(&sum), (double)(count - ddof));
}

double metrics_annualise(const double *returns, uint64_t count, double periods, double year)
{
    struct sum logs = { 0 };
    if (count == 0) return NAN;
    for (uint64_t i = 0; i < count; i++) {
        if (returns[i] < -1.0) return NAN;
        if (returns[i] == -1.0) return -1.0;
        sum_add(&logs, maths_log1p(returns[i]));
    }
    double annual = maths_expm1(sum_value(&logs) * year / periods);
    return isfinite(annual) ? annual : NAN;
}

/* Hoare's FIND (1961), the pivot the median of three. */
double metrics_select(double *values, uint64_t count, uint64_t k)
{
    ASSERT(k < count);
    uint64_t low = 0, high = count - 1;
    while (low < high) {
        double a = values[low], b = values[low + (high - low) / 2], c = values[high];
        double pivot = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
        uint64_t i = low, j = high;
        for (;;) {
            while (values[i] < pivot) i++;
            while (values[j] > pivot) j--;
            if (i >= j) break;
            double swap = values[i];
            values[i++] = values[j];
            values[j--] = swap;
        }
        /* Left of i nothing is above the pivot, right of j nothing below it. */
        if (i == j) {
            if (k == i) break;
            if (k < i) high = i - 1;
            else low = i + 1;
        } else if (k <= j) high = j;
        else low = i;
    }
    return values[k];
}

/* The day a moment falls in, counted from 1970; floors before it. */
static int64_t day_of(int64_t ts_ns)
{
    int64_t day = ts_ns / METRIC_DAY_NS;
    return day - (day * METRIC_DAY_NS > ts_ns);
}

/* The step most neighbours are apart, by Boyer and Moore's vote (a majority wins; without one, any
 * step that occurs); 0 for fewer than two points. */
static int64_t usual_gap(const struct metric_input *in)
{
    int64_t gap = 0;
    uint64_t votes = 0;
    for (uint64_t i = 1; i < in->count; i++) {
        int64_t step = in->ts_ns[i] - in->ts_ns[i - 1];
        if (step == gap) votes++;
        else if (votes > 0) votes--;
        else gap = step, votes = 1;
    }
    return gap;
}

static double year_from_week(const struct metric_input *in)
{
    uint64_t weekends = 0;
    for (uint64_t i = 0; i < in->count; i++) {
        int64_t weekday = (day_of(in->ts_ns[i]) % 7 + 7 + 4) % 7; /* 0: Sunday */
        weekends += weekday == 0 || weekday == 6;
    }
    /* Where more than three fifths of the weekends' share of a week is there. */
    return (double)weekends > (double)in->count * (2.0 / 7.0) * 0.6 ? 365.0 : 252.0;
}

static double periods_per_year(const struct metric_work *work)
{
    if (work->rules->year_periods > 0) return work->rules->year_periods;
    if (work->rules->is_year_from_week) return year_from_week(work->in);
    if (work->rules->is_year_from_gap && work->gap_ns > 0)
        return 365.0 * (double)METRIC_DAY_NS / (double)work->gap_ns;
    return work->in->days_per_year;
}

/* The last point of each period, one after the other: next answers false behind the last. */
struct periods {
    const struct metric_work *work;
    uint64_t next;
    int64_t day_end_ns;
};

static bool periods_next(struct periods *at, uint64_t *last)
{
    const struct metric_input *in = at->work->in;
    if (at->next >= in->count) return false;
    uint64_t i = at->next;
    if (!at->work->rules->is_by_point) {
        int64_t end_ns = (day_of(in->ts_ns[i]) + 1) * METRIC_DAY_NS;
        while (i + 1 < in->count && in->ts_ns[i + 1] < end_ns) i++;
    }
    at->next = i + 1;
    *last = i;
    return true;
}

static void fill_returns(struct metric_work *work)
{
    const struct metric_input *in = work->in;
    struct periods at = { .work = work };
    double before = in->equity_start, mark = NAN;
    uint64_t last, count = 0;
    if (work->rules->is_start_ignored && periods_next(&at, &last)) {
        before = in->equity[last];
        if (in->benchmark) mark = in->benchmark[last];
    }
    while (before > 0.0 && periods_next(&at, &last)) {
        work->returns[count] = in->equity[last] / before - 1.0;
        before = in->equity[last];
        if (in->benchmark) {
            work->benchmark_returns[count] = in->benchmark[last] / mark - 1.0;
            mark = in->benchmark[last];
        }
        count++;
    }
    work->return_count = count;
}

enum status metrics_reduce(struct metric_work *work)
{
    const struct metric_input *in = work->in;
    struct periods at = { .work = work };
    uint64_t last, count = 0;
    while (periods_next(&at, &last)) count++;
    work->returns = ARENA_ARRAY(work->arena, double, count);
    work->scratch = ARENA_ARRAY(work->arena, double, count);
    if (in->benchmark) work->benchmark_returns = ARENA_ARRAY(work->arena, double, count);
    if (!work->returns || !work->scratch || (in->benchmark && !work->benchmark_returns))
        return ST_FULL;
    work->gap_ns = usual_gap(in);
    work->year = periods_per_year(work);
    work->risk_free =
        in->risk_free == 0.0 ? 0.0 : maths_pow(1.0 + in->risk_free, 1.0 / work->year) - 1.0;
    int64_t span_ns = in->to_ns - in->from_ns;
    if (span_ns == 0 && in->count > 0) span_ns = in->ts_ns[in->count - 1] - in->ts_ns[0];
    work->days = (double)span_ns / (double)METRIC_DAY_NS;
    fill_returns(work);
    work->mean = metrics_mean(work->returns, work->return_count);
    work->deviation = sqrt(metrics_variance(work->returns, work->return_count, work->mean, 1));
    /* Equal returns differ by roundings alone; nothing may be divided by that. */
    if (work->deviation <= 0x1p-46 * fabs(work->mean)) work->deviation = 0.0;
    return ST_OK;
}
