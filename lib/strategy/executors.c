/*
 * executors.c — four ways to cut a parent order: by time, by the volume of the day, by the volume
 * that trades, and by the trade-off between impact and risk.
 */
#include "strategy/builtin.h"
#include "strategy/execution.h"

#define DAY_NS INT64_C(86400000000000)

#define EXECUTOR(identifier, name_text, help_text, param_table, start_function)                    \
    const struct argosy_strategy identifier = {                                                    \
        .size = sizeof(struct argosy_strategy),                                                    \
        .abi = ARGOSY_ABI,                                                                         \
        .name = name_text,                                                                         \
        .help = help_text,                                                                         \
        .params = param_table,                                                                     \
        .param_count = PARAM_COUNT(param_table),                                                   \
        .state_bytes = execution_bytes,                                                            \
        .start = start_function,                                                                   \
        .lookback = execution_lookback,                                                            \
        .on_bar = execution_on_bar,                                                                \
        .on_fill = execution_on_fill,                                                              \
        .on_order = execution_on_order,                                                            \
        .on_end = execution_on_end,                                                                \
    }

enum { OWN = EXECUTION_PARAM_COUNT };

#define PARAM_SLICES                                                                               \
    PARAM_INT("slices", 1, EXECUTION_SLICES_MAX, 10, "bars to spread the children over")

/* ---- twap: the same for every bar --------------------------------------------------------------
 */

static double twap_share(struct execution *execution, const struct argosy_view *view,
                         uint32_t slice)
{
    (void)view;
    return (double)(slice + 1) / (double)execution->slices;
}

static int twap_start(void *state, const struct argosy_setup *setup)
{
    struct execution *execution = state;
    execution->share = twap_share;
    execution->slices = (uint32_t)setup->values[OWN].number;
    return execution_start(execution, setup);
}

static const struct argosy_param twap_params[] = { EXECUTION_PARAMS, PARAM_SLICES };

EXECUTOR(strategy_twap, "twap", "works a parent order in equal parts over time", twap_params,
         twap_start);

/* ---- vwap: as volume came on the days before
 * ----------------------------------------------------- */

/* The volume of the bar that starts at a time, or -1: there is none. */
static double volume_at(const struct argosy_series *series, int64_t ts_ns)
{
    uint64_t low = 0, high = series->count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (series->ts_ns[middle] < ts_ns) low = middle + 1;
        else high = middle;
    }
    if (low == series->count || series->ts_ns[low] != ts_ns) return -1;
    return (double)series->volume[low];
}

/* The mean volume at the time of day of a bar still to come, over the days before that have one. */
static double volume_expected(const struct argosy_series *series, int64_t ts_ns, uint32_t days)
{
    double sum = 0, count = 0;
    for (uint32_t day = 1; day <= days; day++) {
        double volume = volume_at(series, ts_ns - (int64_t)day * DAY_NS);
        if (volume < 0) continue;
        sum += volume;
        count += 1;
    }
    return count > 0 ? sum / count : 0;
}

/* Plans all slices when the first is due: a child asked for at the close of bar k meets bar k + 1.
 * Without volumes, or where none is known for those hours, the plan is twap's. */
static void vwap_plan(struct execution *execution, const struct argosy_view *view)
{
    const struct argosy_series *series = &view->series[0];
    int64_t newest_ns = series->ts_ns[series->count - 1];
    double sum = 0;
    for (uint32_t i = 0; i < execution->slices; i++) {
        int64_t ts_ns = newest_ns + (int64_t)(i + 1) * series->interval_ns;
        if (series->volume && series->interval_ns > 0)
            sum += volume_expected(series, ts_ns, execution->days);
        execution->curve[i] = sum;
    }
    if (sum == 0) desk_log(view, "vwap: no volume is known for these hours; working as twap");
    for (uint32_t i = 0; i < execution->slices; i++)
        execution->curve[i] =
            sum > 0 ? execution->curve[i] / sum : (double)(i + 1) / (double)execution->slices;
}

static double vwap_share(struct execution *execution, const struct argosy_view *view,
                         uint32_t slice)
{
    if (slice == 0) vwap_plan(execution, view);
    return slice + 1 == execution->slices ? 1 : execution->curve[slice];
}

static int vwap_start(void *state, const struct argosy_setup *setup)
{
    struct execution *execution = state;
    execution->share = vwap_share;
    execution->slices = (uint32_t)setup->values[OWN].number;
    execution->days = (uint32_t)setup->values[OWN + 1].number;
    return execution_start(execution, setup);
}

static const struct argosy_param vwap_params[] = {
    EXECUTION_PARAMS,
    PARAM_SLICES,
    PARAM_INT("days", 1, 250, 20, "days whose volume at the same hours makes the curve"),
};

EXECUTOR(strategy_vwap, "vwap", "works a parent order along the volume of the days before",
         vwap_params, vwap_start);

/* ---- pov: a share of what trades
 * ------------------------------------------------------------------ */

/* Ours shall be ρ of all volume, so ρ / (1 - ρ) of the others'; a bar's volume is the others'. */
static double pov_share(struct execution *execution, const struct argosy_view *view, uint32_t slice)
{
    const struct argosy_series *series = &view->series[0];
    double ratio = execution->participation / (1 - execution->participation);
    double traded = series->volume ? (double)series->volume[series->count - 1] : 0;
    if (!series->volume && slice == 0)
        desk_log(view, "pov: the data has no volume, so there is nothing to take part in");
    execution->curve[0] += ratio * traded / (double)execution->qty_lots;
    return execution->curve[0] < 1 ? execution->curve[0] : 1;
}

static int pov_start(void *state, const struct argosy_setup *setup)
{
    struct execution *execution = state;
    execution->share = pov_share;
    execution->participation = setup->values[OWN].number;
    return execution_start(execution, setup);
}

static const struct argosy_param pov_params[] = {
    EXECUTION_PARAMS,
    PARAM_NUMBER("participation", 0.0001, 0.9, 0.1, "share of all volume that is to be ours"),
};

EXECUTOR(strategy_pov, "pov", "works a parent order as a share of the volume that trades",
         pov_params, pov_start);

/* ---- shortfall: Almgren and Chriss
 * --------------------------------------------------------------- */

/* What is left after j of n steps is sinh(κ(T - t_j)) / sinh(κT), and cosh(κτ) = 1 + urgency, where
 * urgency = τ²λσ² / (2η). With r = e^(-κτ) <= 1 that is r^j (1 - r^2(n-j)) / (1 - r^2n): no
 * hyperbolic is needed, and nothing can overflow. */
static void shortfall_plan(struct execution *execution, double urgency)
{
    double cosh_step = 1 + urgency;
    double r = 1 / (cosh_step + sqrt(cosh_step * cosh_step - 1));
    uint32_t n = execution->slices;
    double all = 1;
    for (uint32_t i = 0; i < 2 * n; i++) all *= r;
    for (uint32_t j = 1; j <= n; j++) {
        double done_power = 1, left_power = 1;
        for (uint32_t i = 0; i < j; i++) done_power *= r;
        for (uint32_t i = 0; i < 2 * (n - j); i++) left_power *= r;
        double left =
            urgency == 0 ? (double)(n - j) / (double)n : done_power * (1 - left_power) / (1 - all);
        execution->curve[j - 1] = 1 - left;
    }
}

static double shortfall_share(struct execution *execution, const struct argosy_view *view,
                              uint32_t slice)
{
    (void)view;
    return slice + 1 == execution->slices ? 1 : execution->curve[slice];
}

static int shortfall_start(void *state, const struct argosy_setup *setup)
{
    struct execution *execution = state;
    execution->share = shortfall_share;
    execution->slices = (uint32_t)setup->values[OWN].number;
    shortfall_plan(execution, setup->values[OWN + 1].number);
    return execution_start(execution, setup);
}

static const struct argosy_param shortfall_params[] = {
    EXECUTION_PARAMS,
    PARAM_SLICES,
    PARAM_NUMBER("urgency", 0, 100, 0.1,
                 "risk against impact in one step, τ²λσ² / (2η); 0: as twap, high: all at once"),
};

EXECUTOR(strategy_shortfall, "shortfall",
         "works a parent order along the Almgren-Chriss path: the more urgent, the earlier",
         shortfall_params, shortfall_start);
