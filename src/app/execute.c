#include "app/execute.h"

#include "app/strategy_values.h"
#include "os/clock.h"
#include "os/file.h"
#include "quant/maths.h"
#include "sim/models.h"
#include "sim/trades.h"

#include <math.h>
#include <string.h>

/* Address space, not memory: what is not written to costs nothing. */
static const size_t gib = (size_t)1 << 30;

static enum status reserve(struct execution *x, struct arena *arena, size_t size, struct err *err)
{
    ASSERT(x->memory_count < EXECUTION_ARENAS);
    enum status status = memory_arena(&x->memory[x->memory_count], arena, size, err);
    if (status == ST_OK) x->memory_count++;
    return status;
}

static enum status reserve_run(struct execution *x, struct backtest_memory *memory, struct err *err)
{
    enum status status = reserve(x, &memory->work, 8 * gib, err);
    if (status == ST_OK) status = reserve(x, &memory->fills, 32 * gib, err);
    if (status == ST_OK) status = reserve(x, &memory->orders, 32 * gib, err);
    if (status == ST_OK) status = reserve(x, &memory->equity, 16 * gib, err);
    if (status == ST_OK) status = reserve(x, &memory->decisions, 8 * gib, err);
    return status;
}

/* ---- what the run is made of --------------------------------------------------------------------
 */

static enum status make_instruments(struct execution *x, struct err *err)
{
    uint32_t count = x->load.count;
    struct instrument *instruments = ARENA_ARRAY(&x->data, struct instrument, count);
    struct fee_schedule *fees = ARENA_ARRAY(&x->data, struct fee_schedule, count);
    if (!instruments || !fees) return err_set(err, ST_FULL, "the data's memory is too small");
    for (uint32_t i = 0; i < count; i++) {
        enum status status = spec_instrument(&instruments[i], x->spec, x->load.specs[i],
                                             &x->load.bars[i], (struct asset_id){ 0 }, err);
        if (status != ST_OK) return status;
        fees[i] = spec_data_fee_schedule(x->spec, x->load.specs[i]);
    }
    x->input.instrument_count = count;
    x->input.bars = x->load.bars;
    x->input.quotes = x->load.has_quotes ? x->load.quotes : NULL;
    x->input.fine = x->load.has_fine ? x->load.fine : NULL;
    x->input.marks = x->load.has_marks ? x->load.marks : NULL;
    x->input.indexes = x->load.has_indexes ? x->load.indexes : NULL;
    x->input.funding = x->load.funding;
    x->input.funding_count = x->load.funding_count;
    x->input.instruments = instruments;
    x->input.fees = fees;
    return ST_OK;
}

/* A file that a strategy's parameter names, mapped into the data's arena so that it outlives the
 * run. */
static const char *read_file(void *self, const char *name, size_t *size)
{
    struct execution *x = self;
    struct file_map map;
    struct err err;
    if (file_map_open(&map, name, &err) != ST_OK) return NULL;
    char *bytes = arena_take(&x->data, map.size + 1, 1);
    if (bytes && map.size > 0) memcpy(bytes, map.bytes, map.size);
    *size = map.size;
    file_map_close(&map);
    return bytes;
}

static enum status find_strategy(struct execution *x, struct err *err)
{
    const struct spec *spec = x->spec;
    if (spec->strategy.rules[0])
        return err_set(err, ST_USAGE,
                       "rules files are not supported yet; name a strategy with --strategy");
    if (spec->strategy.plugin[0]) {
        enum status status = plugin_open(&x->plugin, spec->strategy.plugin, err);
        if (status == ST_OK)
            status = plugin_strategy(&x->plugin, spec->strategy.name, &x->strategy, err);
        if (status != ST_OK) return status;
    } else {
        x->strategy = strategy_find(text_from(spec->strategy.name));
        if (!x->strategy) {
            const struct argosy_strategy *near =
                strategy_find_nearest(text_from(spec->strategy.name));
            return err_set(
                err, ST_USAGE, "there is no strategy %s%s%s; `argosy strategies` lists them",
                spec->strategy.name, near ? "; did you mean " : "", near ? near->name : "");
        }
    }
    return strategy_values(x->values, SPEC_PARAMS_MAX, x->strategy, spec, err);
}

static enum status check_warmup(const struct execution *x, struct err *err)
{
    uint64_t longest = 0;
    for (uint32_t i = 0; i < x->load.count; i++)
        if (x->load.bars[i].count > longest) longest = x->load.bars[i].count;
    if (x->output.lookback < longest) return ST_OK;
    return err_set(
        err, ST_DATA,
        "%s needs %llu bars before its first decision, and the data have %llu; take more data or "
        "smaller periods",
        x->strategy->name, (unsigned long long)x->output.lookback + 1, (unsigned long long)longest);
}

/* ---- figures ------------------------------------------------------------------------------------
 */

static double money(int64_t cash) { return (double)cash / (double)decimal_power(LEDGER_DECIMALS); }

static void fill_trades(struct metric_trade *out, const struct result *result)
{
    for (uint64_t i = 0; i < result->trade_count; i++) {
        const struct trade_row *trade = &result->trades[i];
        double put_in = fabs(money(trade->entry_cash));
        out[i] = (struct metric_trade){ .entry_ts_ns = trade->entry_ts_ns,
                                        .exit_ts_ns = trade->exit_ts_ns,
                                        .pnl = money(trade->pnl_cash),
                                        .ret = put_in > 0 ? money(trade->pnl_cash) / put_in : 0,
                                        .is_open = trade->is_open };
    }
}

/* The close of the first instrument at each point of the curve. */
static void fill_benchmark(double *benchmark, const struct result *result)
{
    const struct dataset *data = &result->instruments[0].data;
    uint64_t row = 0;
    for (uint64_t i = 0; i < result->equity_count; i++) {
        while (row + 1 < data->count &&
               data->columns[COLUMN_TS][row + 1] <= result->equity[i].ts_ns)
            row++;
        benchmark[i] =
            instrument_price(&result->instruments[0].instrument, data->columns[COLUMN_CLOSE][row]);
    }
}

/* Lean measures from the start date to the end date a run was told, whether or not bars fall on
 * them. */
static void cover_span(struct metric_input *input, const struct spec *spec)
{
    if (spec->metrics.conventions != CONVENTION_LEAN) return;
    if (spec->from_ns == INT64_MIN || spec->to_ns == INT64_MAX) return;
    input->from_ns = spec->from_ns;
    input->to_ns = spec->to_ns;
}

static enum status measure(const struct execution *x, const struct result *result, double *out,
                           struct arena *arena, struct err *err)
{
    size_t mark = arena_mark(arena);
    uint64_t count = result->equity_count;
    int64_t *ts = ARENA_ARRAY(arena, int64_t, count);
    double *equity = ARENA_ARRAY(arena, double, count);
    double *exposure = ARENA_ARRAY(arena, double, count);
    double *benchmark = ARENA_ARRAY(arena, double, count);
    struct metric_trade *trades = ARENA_ARRAY(arena, struct metric_trade, result->trade_count);
    if (!ts || !equity || !exposure || !benchmark || !trades)
        return err_set(err, ST_FULL, "the memory of the figures is too small");
    for (uint64_t i = 0; i < count; i++) {
        const struct equity_point *point = &result->equity[i];
        ts[i] = point->ts_ns;
        equity[i] = money(point->equity);
        exposure[i] = point->equity > 0 ? (double)point->exposure / (double)point->equity : 0;
    }
    fill_trades(trades, result);
    fill_benchmark(benchmark, result);
    bool has_benchmark = result->instrument_count == 1 && count > 0;
    for (uint64_t i = 0; has_benchmark && i < count; i++) has_benchmark = benchmark[i] > 0;
    bool is_close = x->spec->metrics.equity_at == EQUITY_AT_CLOSE;
    /* backtesting.py holds from the strategy's first decision, everybody else from the first bar.
     */
    bool is_from_decision = x->spec->metrics.conventions == CONVENTION_BACKTESTING_PY;
    struct metric_input input = {
        .convention = (enum metric_convention)x->spec->metrics.conventions,
        .equity_start = money(result->cash_start),
        .count = count,
        .ts_ns = ts,
        .equity = equity,
        .exposure = exposure,
        .benchmark = has_benchmark ? benchmark : NULL,
        .benchmark_from = is_from_decision && x->output.lookback > 0 ? x->output.lookback - 1 : 0,
        .trade_count = result->trade_count,
        .trades = trades,
        .days_per_year = x->sessions_a_year,
        .drawdown_seen = is_close ? 0 : result->drawdown_max_share,
    };
    if (input.benchmark_from >= count) input.benchmark = NULL;
    cover_span(&input, x->spec);
    enum status status = metrics_compute(out, &input, arena, err);
    arena_rewind(arena, mark);
    return status;
}

/* The Sharpe of a harsher run; its trades are not needed for it. */
static double harsher_sharpe(void *self, const struct result *result)
{
    struct execution *x = self;
    double metrics[METRIC_COUNT];
    struct err err;
    if (result->equity_count == 0) return NAN;
    if (measure(x, result, metrics, &x->figures, &err) != ST_OK) return NAN;
    return metrics[METRIC_SHARPE];
}

static enum status judge(struct execution *x, struct err *err)
{
    enum status status = ST_OK;
    if (x->spec->quality != QUALITY_OFF) {
        status = reserve_run(x, &x->scratch, err);
        if (status == ST_OK)
            status = quality_harsher(&x->quality, &x->input, &x->scratch, harsher_sharpe, x, err);
        size_t mark = arena_mark(&x->figures);
        if (status == ST_OK)
            status = quality_lookahead(&x->quality, &x->input, &x->output, &x->scratch, &x->figures,
                                       err);
        arena_rewind(&x->figures, mark);
        if (status != ST_OK) return status;
    }
    quality_grade(&x->quality, &x->input, x->result);
    x->result->grade = x->quality.grade;
    x->result->assumptions = x->quality.assumptions;
    x->result->assumption_count = x->quality.assumption_count;
    x->result->lookahead = x->quality.lookahead;
    x->result->lookahead_text = x->quality.lookahead_text;
    x->result->harsher = x->quality.harsher;
    x->result->harsher_count = x->quality.harsher_count;
    return ST_OK;
}

static enum status pair_up(struct execution *x, struct err *err)
{
    struct result *result = x->result;
    struct trade_mark *marks =
        ARENA_ARRAY(&x->figures, struct trade_mark, result->instrument_count);
    if (!marks) return err_set(err, ST_FULL, "the memory of the figures is too small");
    for (uint32_t i = 0; i < result->instrument_count; i++) {
        const struct dataset *data = &result->instruments[i].data;
        uint64_t last = data->count - 1;
        marks[i] = (struct trade_mark){ data->columns[COLUMN_CLOSE][last],
                                        data->columns[COLUMN_TS][last], last };
    }
    struct trade_input input = { .fills = result->fills,
                                 .fill_count = result->fill_count,
                                 .instruments = x->input.instruments,
                                 .marks = marks,
                                 .instrument_count = result->instrument_count,
                                 .pairing = x->spec->metrics.pairing };
    struct trade_list list;
    if (trades_pair(&list, &input, &x->figures) != ST_OK)
        return err_set(err, ST_FULL, "the memory of the figures is too small for the trades");
    result->trades = list.rows;
    result->trade_count = list.count;
    result->trade_open_count = list.open_count;
    return ST_OK;
}

/* ---- all of it ----------------------------------------------------------------------------------
 */

static enum status carry_out(struct execution *x, const struct execute_options *options,
                             struct err *err)
{
    enum status status = reserve(x, &x->data, 64 * gib, err);
    if (status == ST_OK) status = reserve(x, &x->figures, 32 * gib, err);
    if (status == ST_OK) status = reserve_run(x, &x->run, err);
    if (status == ST_OK) status = find_strategy(x, err);
    if (status == ST_OK) status = load_open(&x->load, x->spec, options->home, &x->data, err);
    if (status == ST_OK) status = make_instruments(x, err);
    if (status != ST_OK) return status;
    x->sessions_a_year = load_sessions_a_year(&x->load);
    x->input.spec = x->spec;
    x->input.strategy = x->strategy;
    x->input.values = x->values;
    x->input.read_file = read_file;
    x->input.read_self = x;
    x->input.capture = options->capture | CAPTURE_EQUITY;
    if (x->spec->quality != QUALITY_OFF) x->input.capture |= CAPTURE_DECISIONS;
    x->input.stop_ns = INT64_MAX;
    x->input.progress = options->progress;
    x->input.progress_self = options->progress_self;
    x->input.is_interrupted = options->is_interrupted;
    x->input.log = options->log;

    int64_t start = clock_mono_ns();
    status = backtest_run(&x->output, &x->input, &x->run, err);
    x->wall_s = (double)(clock_mono_ns() - start) / 1e9;
    if (status != ST_OK) return status;
    if (x->output.was_interrupted)
        return err_set(err, ST_INTERRUPTED,
                       "interrupted; nothing was written, the same command starts again");
    x->result = &x->output.result;
    status = check_warmup(x, err);
    if (status == ST_OK) status = pair_up(x, err);
    if (status == ST_OK) status = measure(x, x->result, x->metrics, &x->figures, err);
    if (status == ST_OK) status = judge(x, err);
    return status;
}

enum status execute(struct execution *x, const struct spec *spec,
                    const struct execute_options *options, struct err *err)
{
    *x = (struct execution){ .spec = spec };
    enum status status = carry_out(x, options, err);
    if (status != ST_OK) execution_close(x);
    return status;
}

void execution_close(struct execution *x)
{
    load_close(&x->load);
    plugin_close(&x->plugin);
    for (uint32_t i = 0; i < x->memory_count; i++) memory_release(&x->memory[i]);
    x->memory_count = 0;
}
