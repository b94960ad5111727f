/* desk.c — the strategy's side of a run: what it sees, what it asks for, what it is told. */
#include "sim/run.h"

#include <string.h>

static_assert((int)ARGOSY_BUY == (int)SIDE_BUY && (int)ARGOSY_SELL == (int)SIDE_SELL, "one word");
static_assert((int)ARGOSY_TRAILING_STOP == (int)ORDER_TRAILING_STOP, "one word");
static_assert((int)ARGOSY_TAKE_PROFIT == (int)ORDER_TAKE_PROFIT, "one word");
static_assert((int)ARGOSY_STOP_LIMIT == (int)ORDER_STOP_LIMIT, "one word");
static_assert((int)ARGOSY_DAY == (int)TIF_DAY && (int)ARGOSY_GTD == (int)TIF_GTD, "one word");
static_assert((int)ARGOSY_SIZE_RISK_SHARE == (int)SIZE_RULE_RISK_SHARE, "one word");
static_assert((int)ARGOSY_SIZE_ALL == (int)SIZE_RULE_ALL, "one word");
static_assert((int)ARGOSY_REDUCE_ONLY == (int)ORDER_REDUCE_ONLY, "one word");
static_assert((int)ARGOSY_AT_CLOSE == (int)ORDER_AT_CLOSE, "one word");

static const int64_t day_ns = INT64_C(86400000000000);

static void refresh_wallet(struct run *run)
{
    if (run->wallet_event == run->core->event_count) return; /* nothing has happened since */
    run->wallet_event = run->core->event_count;
    run->wallet.cash = core_cash(run->core, (struct book_id){ 0 }, (struct asset_id){ 0 });
    run->wallet.equity = core_equity(run->core, (struct book_id){ 0 });
    run->wallet.free = core_free(run->core, (struct book_id){ 0 }, (struct asset_id){ 0 });
}

static void refresh_holding(struct run *run, uint32_t instrument)
{
    const struct position *position =
        core_position(run->core, (struct book_id){ 0 }, (struct instrument_id){ instrument }, 0);
    const struct instrument *it = &run->core->instruments[instrument];
    struct argosy_holding *holding = &run->holdings[instrument];
    holding->open_orders = position->open_orders;
    holding->qty_lots = position->qty_lots;
    holding->cost_cash = position->cost_cash;
    holding->pending_lots = position->open_buy_lots - position->open_sell_lots;
    holding->entries = position->entry_count;
    holding->entry_price = 0;
    if (position->qty_lots == 0) return;
    double qty =
        (double)(position->qty_lots * it->lot_units) / (double)decimal_power(it->lot_decimals);
    double multiplier =
        (double)it->multiplier_units / (double)decimal_power(it->multiplier_decimals);
    holding->entry_price = (double)position->cost_cash /
                           (double)decimal_power(it->ledger_decimals) / (qty * multiplier);
}

void desk_touch(struct run *run, uint32_t instrument)
{
    if (run->is_stale[instrument]) return;
    run->is_stale[instrument] = true;
    run->stale[run->stale_count++] = instrument;
}

/* An order changes its holding several times before anybody looks: only then is it worked out. */
static void refresh_holdings(struct run *run)
{
    for (uint32_t i = 0; i < run->stale_count; i++) {
        refresh_holding(run, run->stale[i]);
        run->is_stale[run->stale[i]] = false;
    }
    run->stale_count = 0;
}

void desk_refresh(struct run *run)
{
    if (run->stale_count > 0) refresh_holdings(run);
    refresh_wallet(run);
}

/* ---- orders ------------------------------------------------------------------------------------
 */

static int64_t lots_of_units(const struct instrument *it, int64_t units_e12)
{
    i128 lots = (i128)units_e12 * decimal_power(it->lot_decimals) / it->lot_units;
    return (int64_t)(lots / E12);
}

/* The run's --size in the core's words. */
static void default_size(const struct run *run, struct event *intent)
{
    const struct spec_size *size = &run->spec->orders.size;
    intent->intent.qty_lots = size->value;
    switch (size->kind) {
    case SIZE_ALL: intent->intent.size_rule = SIZE_RULE_ALL; return;
    case SIZE_UNITS:
        intent->intent.size_rule = SIZE_RULE_LOTS;
        intent->intent.qty_lots = run->default_lots[intent->instrument.v];
        return;
    case SIZE_CASH: intent->intent.size_rule = SIZE_RULE_CASH; return;
    case SIZE_CASH_SHARE: intent->intent.size_rule = SIZE_RULE_CASH_SHARE; return;
    case SIZE_EQUITY_SHARE: intent->intent.size_rule = SIZE_RULE_EQUITY_SHARE; return;
    case SIZE_RISK_SHARE: intent->intent.size_rule = SIZE_RULE_RISK_SHARE; return;
    }
}

static void refuse(struct run *run, const char *text)
{
    text_format(run->refusal_text, sizeof run->refusal_text, "%s", text);
}

static bool order_is_sound(struct run *run, const struct argosy_order *order)
{
    if (order->instrument >= run->input->instrument_count)
        refuse(run, "there is no such instrument");
    else if (order->side > SIDE_SELL) refuse(run, "the side is neither buy nor sell");
    else if (order->type >= ORDER_TYPE_COUNT) refuse(run, "the order type is not known");
    else if (order->tif >= TIF_COUNT) refuse(run, "the time in force is not known");
    else if (order->size_rule >= SIZE_RULE_COUNT) refuse(run, "the size rule is not known");
    else return true;
    return false;
}

static void send_terms(struct run *run, const struct argosy_order *order)
{
    int64_t expire = order->tif == ARGOSY_GTD ? order->expire_ns : 0;
    if (order->tif == ARGOSY_DAY) expire = (run->now_ns / day_ns + 1) * day_ns;
    if (!order->stop_loss_ticks && !order->take_profit_ticks && !expire) return;
    struct event terms = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = { order->instrument },
                           .kind = EV_TERMS };
    terms.terms = (struct event_terms){ .stop_loss_ticks = order->stop_loss_ticks,
                                        .take_profit_ticks = order->take_profit_ticks,
                                        .expire_ns = expire };
    run_step(run, &terms);
}

/* With a bound a market order is a limit that far from the reference, for this moment only. */
static void bound_market(const struct run *run, const struct argosy_order *order,
                         struct event *intent)
{
    int64_t reference;
    if (!core_reference(run->core, intent->instrument, &reference)) return;
    bool is_buy = order->side == SIDE_BUY;
    int64_t room =
        (int64_t)decimal_divide((i128)reference * run->spec->orders.bound_e12, E12, ROUND_ZERO);
    intent->intent.type = ORDER_LIMIT;
    intent->intent.tif = TIF_IOC;
    intent->intent.limit_ticks = instrument_price_round(
        &run->core->instruments[order->instrument], is_buy ? reference + room : reference - room,
        is_buy ? ROUND_FLOOR : ROUND_CEIL);
}

static uint64_t desk_submit(void *self, const struct argosy_order *order)
{
    struct run *run = self;
    run->submitted = 0;
    run->refusal_text[0] = 0;
    recorder_decide(run, order);
    if (!order_is_sound(run, order)) return 0;
    send_terms(run, order);
    struct event intent = { .ts_venue_ns = run->now_ns,
                            .ts_received_ns = run->now_ns,
                            .instrument = { order->instrument },
                            .kind = EV_INTENT,
                            .flags = (uint16_t)(order->flags & 0x1f) };
    intent.intent = (struct event_intent){
        .qty_lots = order->size_rule == ARGOSY_SIZE_LOTS ? order->qty_lots : order->size_value,
        .limit_ticks = order->limit_ticks,
        .stop_ticks = order->stop_ticks,
        .side = order->side,
        .type = order->type,
        .tif = order->tif == ARGOSY_DAY ? TIF_GTD : order->tif,
        .size_rule = order->size_rule,
    };
    if (order->size_rule == ARGOSY_SIZE_DEFAULT) default_size(run, &intent);
    if (order->size_rule == ARGOSY_SIZE_POSITION) intent.flags |= ORDER_REDUCE_ONLY;
    if (run->spec->orders.whole_units) intent.flags |= ORDER_WHOLE_UNITS;
    bool is_market = order->type == ORDER_MARKET;
    if (is_market && run->spec->orders.bound_e12 > 0) bound_market(run, order, &intent);
    if (is_market && run->spec->orders.fill == FILL_CLOSE) intent.flags |= ORDER_AT_CLOSE;
    bool is_rule =
        intent.intent.size_rule != SIZE_RULE_LOTS && intent.intent.size_rule != SIZE_RULE_POSITION;
    if (is_rule && is_market && run->spec->orders.size_at == SIZE_AT_FILL)
        intent.flags |= ORDER_SIZE_AT_FILL;
    run_step(run, &intent);
    desk_touch(run, order->instrument);
    desk_refresh(run);
    if (run->submitted)
        run->recorder.tags[run_slot(run, (struct order_id){ run->submitted })] = order->tag;
    return run->submitted;
}

static void desk_cancel(void *self, uint64_t order)
{
    struct run *run = self;
    const struct order *known = order_table_find(&run->core->orders, (struct order_id){ order });
    if (!known) return;
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = known->instrument,
                           .kind = EV_CANCEL };
    event.report.order = order;
    uint32_t instrument = known->instrument.v;
    run_step(run, &event);
    desk_touch(run, instrument);
    refresh_holdings(run);
}

static void desk_cancel_all(void *self, uint32_t instrument)
{
    struct run *run = self;
    if (instrument >= run->input->instrument_count) return;
    for (;;) { /* an order's end takes it off the list, so the first is always the next */
        const struct order *order =
            order_table_first(&run->core->orders, (struct instrument_id){ instrument });
        if (!order) break;
        desk_cancel(run, order->id.v);
    }
}

static void desk_amend(void *self, uint64_t order, int64_t qty_lots, int64_t limit_ticks,
                       int64_t stop_ticks)
{
    struct run *run = self;
    const struct order *known = order_table_find(&run->core->orders, (struct order_id){ order });
    if (!known) return;
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = known->instrument,
                           .kind = EV_AMEND };
    event.amend = (struct event_amend){ order, qty_lots, limit_ticks, stop_ticks, 0 };
    run_step(run, &event);
}

static void desk_timer(void *self, int64_t ts_ns, uint64_t tag)
{
    struct run *run = self;
    uint32_t max = sizeof run->timers / sizeof *run->timers;
    if (run->timer_count == max) return;
    uint32_t at = run->timer_count++; /* sorted, equal times in the order they were set */
    while (at > 0 && run->timers[at - 1].ts_ns > ts_ns) {
        run->timers[at] = run->timers[at - 1];
        at--;
    }
    run->timers[at].ts_ns = ts_ns;
    run->timers[at].tag = tag;
}

static const char *desk_refusal(void *self) { return ((struct run *)self)->refusal_text; }

static void desk_plot(void *self, uint32_t instrument, uint32_t pane, const char *name,
                      double value)
{
    recorder_plot(self, instrument, pane, name, value);
}

/* Nobody wants a chart: the cheapest answer to a call that comes on every bar. */
static void desk_plot_nothing(void *self, uint32_t instrument, uint32_t pane, const char *name,
                              double value)
{
    (void)self;
    (void)instrument;
    (void)pane;
    (void)name;
    (void)value;
}

static void desk_log(void *self, const char *text)
{
    struct run *run = self;
    if (run->input->log) run->input->log(run->input->log_self, text);
}

static const struct argosy_desk desk = {
    .size = sizeof(struct argosy_desk),
    .submit = desk_submit,
    .cancel = desk_cancel,
    .cancel_all = desk_cancel_all,
    .amend = desk_amend,
    .timer = desk_timer,
    .refusal = desk_refusal,
    .plot = desk_plot,
    .log = desk_log,
};

static const struct argosy_desk desk_without_charts = {
    .size = sizeof(struct argosy_desk),
    .submit = desk_submit,
    .cancel = desk_cancel,
    .cancel_all = desk_cancel_all,
    .amend = desk_amend,
    .timer = desk_timer,
    .refusal = desk_refusal,
    .plot = desk_plot_nothing,
    .log = desk_log,
};

/* ---- calls -------------------------------------------------------------------------------------
 */

void desk_push(struct run *run, const struct call *call)
{
    ASSERT(run->call_count < CALLS_MAX);
    run->calls[(run->call_head + run->call_count++) % CALLS_MAX] = *call;
}

void desk_deliver(struct run *run)
{
    while (run->call_count > 0) {
        struct call call = run->calls[run->call_head];
        run->call_head = (run->call_head + 1) % CALLS_MAX;
        run->call_count--;
        desk_refresh(run);
        if (call.is_fill) run->strategy->on_fill(run->state, &run->view, &call.fill);
        else run->strategy->on_order(run->state, &run->view, call.order, call.status);
    }
}

/* ---- starting ----------------------------------------------------------------------------------
 */

static void describe_series(struct run *run)
{
    for (uint32_t i = 0; i < run->input->instrument_count; i++) {
        const struct dataset *data = &run->input->bars[i];
        const struct instrument *it = &run->core->instruments[i];
        run->series[i] = (struct argosy_series){
            .size = sizeof(struct argosy_series),
            .instrument = i,
            .symbol = it->symbol,
            .ts_ns = data->columns[COLUMN_TS],
            .open = data->columns[COLUMN_OPEN],
            .high = data->columns[COLUMN_HIGH],
            .low = data->columns[COLUMN_LOW],
            .close = data->columns[COLUMN_CLOSE],
            .volume = data->columns[COLUMN_VOLUME],
            .interval_ns = data->interval_ns,
            .tick_units = (double)it->tick_units,
            .price_scale = (double)decimal_power(it->price_decimals),
            .lot_units = (double)it->lot_units,
            .qty_scale = (double)decimal_power(it->lot_decimals),
            .lot_step = it->qty_lots_min,
        };
        run->holdings[i].size = sizeof(struct argosy_holding);
        if (run->spec->orders.size.kind == SIZE_UNITS)
            run->default_lots[i] = lots_of_units(it, run->spec->orders.size.value);
    }
}

enum status desk_open(struct run *run, struct err *err)
{
    uint32_t count = run->input->instrument_count;
    struct arena *arena = &run->memory->work;
    run->strategy = run->input->strategy;
    run->series = ARENA_ARRAY(arena, struct argosy_series, count);
    run->holdings = ARENA_ARRAY(arena, struct argosy_holding, count);
    run->calls = ARENA_ARRAY(arena, struct call, CALLS_MAX);
    run->stale = ARENA_ARRAY(arena, uint32_t, count);
    run->is_stale = ARENA_ARRAY(arena, bool, count);
    run->default_lots = ARENA_ARRAY(arena, int64_t, count);
    if (!run->series || !run->holdings || !run->calls || !run->stale || !run->is_stale ||
        !run->default_lots)
        return err_set(err, ST_FULL, "the run's memory is too small");
    describe_series(run);
    bool has_charts = run->input->capture & CAPTURE_PLOTS;
    run->wallet = (struct argosy_wallet){ .size = sizeof run->wallet, .decimals = LEDGER_DECIMALS };
    run->view = (struct argosy_view){ .size = sizeof run->view,
                                      .instrument_count = count,
                                      .series = run->series,
                                      .holdings = run->holdings,
                                      .wallet = &run->wallet,
                                      .desk = has_charts ? &desk : &desk_without_charts,
                                      .desk_self = run };
    char error[512] = "";
    struct argosy_setup setup = { .size = sizeof setup,
                                  .instrument_count = count,
                                  .value_count = run->strategy->param_count,
                                  .values = run->input->values,
                                  .series = run->series,
                                  .read_file = run->input->read_file,
                                  .read_self = run->input->read_self,
                                  .error = error,
                                  .error_size = sizeof error };
    size_t bytes = run->strategy->state_bytes(&setup);
    run->state = arena_take(arena, 1, bytes ? bytes : 1);
    if (!run->state)
        return err_set(err, ST_FULL, "strategy %s wants more memory than a run has",
                       run->strategy->name);
    if (run->strategy->start(run->state, &setup) != 0)
        return err_set(err, ST_USAGE, "strategy %s cannot start: %s", run->strategy->name,
                       error[0] ? error : "it did not say why");
    return ST_OK;
}
