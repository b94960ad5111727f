/* engine.c — the exact engine with memory of its own, run as often as a bench wants. */
#include "bench/bench.h"

#include "sim/models.h"

#include <string.h>

static const size_t gib = (size_t)1 << 30;

static void set_terms(struct spec *spec)
{
    spec_defaults(spec);
    text_format(spec->account.currency, sizeof spec->account.currency, "USD");
    spec->account.cash = 100000 * decimal_power(LEDGER_DECIMALS);
    spec->orders.size = (struct spec_size){ SIZE_UNITS, E12 };
    spec->costs.fee.is_given = true;
    spec->costs.fee.rate_e12 = E12 / 1000;
    spec->costs.slippage_entry.kind = spec->costs.slippage_exit.kind = SLIP_TICKS;
    spec->end = END_HOLD;
    spec->quality = QUALITY_OFF;
}

static enum status set_instruments(struct engine *engine, struct arena *arena, struct err *err)
{
    uint32_t count = engine->input.instrument_count;
    struct instrument *instruments = ARENA_ARRAY(arena, struct instrument, count);
    struct fee_schedule *fees = ARENA_ARRAY(arena, struct fee_schedule, count);
    struct spec_data *data = ARENA_NEW(arena, struct spec_data);
    if (!instruments || !fees || !data)
        return err_set(err, ST_FULL, "the bench's instruments do not fit");
    for (uint32_t i = 0; i < count; i++) {
        enum status status = spec_instrument(&instruments[i], &engine->spec, data,
                                             &engine->input.bars[i], (struct asset_id){ 0 }, err);
        if (status != ST_OK) return status;
        fees[i] = spec_fee_schedule(&engine->spec);
    }
    engine->input.instruments = instruments;
    engine->input.fees = fees;
    return ST_OK;
}

enum status engine_open(struct engine *engine, const struct dataset *bars, uint32_t count,
                        const struct argosy_strategy *strategy, struct arena *arena,
                        struct err *err)
{
    *engine = (struct engine){ 0 };
    set_terms(&engine->spec);
    for (uint32_t i = 0; i < strategy->param_count; i++)
        engine->values[i] =
            (struct argosy_value){ strategy->params[i].initial, strategy->params[i].initial_text };
    engine->input = (struct backtest_input){ .spec = &engine->spec,
                                             .instrument_count = count,
                                             .bars = bars,
                                             .strategy = strategy,
                                             .values = engine->values,
                                             .stop_ns = INT64_MAX };
    enum status status = set_instruments(engine, arena, err);
    for (uint32_t i = 0; i < ENGINE_MEMORIES && status == ST_OK; i++)
        status = memory_reserve(&engine->memory[i], 2 * gib, err);
    if (status != ST_OK) engine_close(engine);
    return status;
}

void engine_set(struct engine *engine, const char *param, double value)
{
    const struct argosy_strategy *strategy = engine->input.strategy;
    uint32_t i = 0;
    while (i < strategy->param_count && strcmp(strategy->params[i].name, param) != 0) i++;
    ASSERT(i < strategy->param_count);
    engine->values[i].number = value;
}

enum status engine_run(void *self, struct err *err)
{
    struct engine *engine = self;
    struct backtest_memory run;
    struct arena *arenas[ENGINE_MEMORIES] = { &run.work, &run.fills, &run.orders, &run.equity,
                                              &run.decisions };
    for (uint32_t i = 0; i < ENGINE_MEMORIES; i++)
        arena_init(arenas[i], engine->memory[i].bytes, engine->memory[i].size);
    return backtest_run(&engine->output, &engine->input, &run, err);
}

void engine_close(struct engine *engine)
{
    for (uint32_t i = 0; i < ENGINE_MEMORIES; i++) memory_release(&engine->memory[i]);
}
