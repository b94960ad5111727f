#include "quant/metrics_parts.h"

#include <math.h>

static enum status refuse(struct err *err, const char *what, uint64_t at)
{
    return err_set(err, ST_DATA, "metrics: %s at index %llu", what, (unsigned long long)at);
}

static enum status check_points(const struct metric_input *in, struct err *err)
{
    for (uint64_t i = 0; i < in->count; i++) {
        if (!isfinite(in->equity[i])) return refuse(err, "equity is not finite", i);
        if (i > 0 && in->ts_ns[i] < in->ts_ns[i - 1]) return refuse(err, "time goes backwards", i);
    }
    for (uint64_t i = 0; in->exposure && i < in->count; i++)
        if (!isfinite(in->exposure[i])) return refuse(err, "exposure is not finite", i);
    for (uint64_t i = 0; in->benchmark && i < in->count; i++)
        if (!(in->benchmark[i] > 0.0 && isfinite(in->benchmark[i])))
            return refuse(err, "the benchmark is not a price", i);
    return ST_OK;
}

static enum status check_input(const struct metric_input *in, struct err *err)
{
    if (!(in->equity_start > 0.0 && isfinite(in->equity_start)))
        return err_set(err, ST_DATA, "metrics: the start equity is not positive");
    for (uint64_t i = 0; i < in->trade_count; i++) {
        if (!isfinite(in->trades[i].pnl) || !isfinite(in->trades[i].ret))
            return refuse(err, "a trade's profit is not finite", i);
        if (in->trades[i].exit_ts_ns < in->trades[i].entry_ts_ns)
            return refuse(err, "a trade ends before it begins", i);
    }
    return check_points(in, err);
}

size_t metrics_bytes(const struct metric_input *input)
{
    /* Three columns of periods, the steps of time in the market, and what aligning five pieces
     * costs. */
    return (size_t)input->count * (3 * sizeof(double) + sizeof(int32_t)) + 5 * 128;
}

enum status metrics_compute(double out[METRIC_COUNT], const struct metric_input *input,
                            struct arena *arena, struct err *err)
{
    ASSERT(input->count == 0 || (input->ts_ns && input->equity));
    ASSERT(input->trade_count == 0 || input->trades);
    ASSERT(input->count == 0 || input->benchmark_from < input->count);
    ASSERT(input->days_per_year > 0.0);
    ASSERT(input->risk_free > -1.0);
    ASSERT(input->drawdown_seen <= 0.0);
    ASSERT(input->from_ns <= input->to_ns);

    enum status status = check_input(input, err);
    if (status != ST_OK) return status;
    size_t mark = arena_mark(arena);
    if (arena->size - arena->used < metrics_bytes(input))
        return err_set(err, ST_FULL, "metrics: the scratch memory is too small");

    struct metric_work work = { .in = input, .arena = arena, .out = out };
    work.rules = metric_convention_rules(input->convention);
    for (uint32_t i = 0; i < METRIC_COUNT; i++) out[i] = NAN;
    status = metrics_reduce(&work);
    ASSERT(status == ST_OK);
    metrics_returns(&work);
    metrics_risk(&work);
    metrics_drawdown(&work);
    metrics_trades(&work);
    metrics_ratios(&work);
    metrics_exposure(&work);
    metrics_benchmark(&work);
    for (uint32_t i = 0; i < METRIC_COUNT; i++) {
        bool is_too_short = metric_table[i].is_annual && work.days < work.rules->days_min;
        if (is_too_short || !isfinite(out[i])) out[i] = NAN;
    }
    arena_rewind(arena, mark);
    return ST_OK;
}
