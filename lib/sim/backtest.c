/* backtest.c — a run put together: core, venue and strategy wired to each other, begun, summed up.
 */
#include "sim/run.h"

/* ---- events into the core, reports out of the venue ---------------------------------------------
 */

static void take_report(struct run *run, const struct report *report)
{
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = { report->instrument },
                           .kind = (uint16_t)report->kind };
    event.report.order = report->order.v;
    event.report.reason = report->reason;
    run->depth++;
    core_step(run->core, &event, &run->sink);
    run->depth--;
}

/* Whatever the venue had to say while the core was in a step. */
static void drain_reports(struct run *run)
{
    while (run->depth == 0 && run->report_count > 0) {
        struct report report = run->reports[run->report_head];
        run->report_head = (run->report_head + 1) % REPORTS_MAX;
        run->report_count--;
        take_report(run, &report);
    }
}

void run_step(struct run *run, const struct event *event)
{
    run->depth++;
    core_step(run->core, event, &run->sink);
    run->depth--;
    if (run->report_count > 0) drain_reports(run);
}

/* Whether an order reduces what its book holds: it goes first, and slips as an exit does. */
static bool is_exit(const struct run *run, const struct order *order)
{
    if (order->flags & ORDER_REDUCE_ONLY) return true;
    const struct position *position = core_position(run->core, order->book, order->instrument, 0);
    return position->qty_lots * side_sign(order->side) < 0;
}

static void on_submit(void *self, const struct approved_order *approved)
{
    struct run *run = self;
    const struct order *order = approved_order_get(approved);
    run->submitted = order->id.v;
    recorder_order(run, order);
    if (order->size_rule != SIZE_RULE_LOTS && (order->flags & ORDER_SIZE_AT_FILL))
        return; /* the venue has it already, and has just asked for its size */
    bar_venue_submit(run->venue, order, is_exit(run, order), run->now_ns);
}

static void on_cancel(void *self, const struct order *order)
{
    struct run *run = self;
    bar_venue_cancel(run->venue, order->id);
}

static void on_amend(void *self, const struct approved_order *approved)
{
    struct run *run = self;
    bar_venue_amend(run->venue, approved_order_get(approved), run->now_ns);
}

static void tell_fill(struct run *run, const struct notice *notice)
{
    if (!run->strategy->on_fill) return;
    const struct order *order = notice->order;
    bool is_leg = order->role == ROLE_STOP_LOSS || order->role == ROLE_TAKE_PROFIT;
    struct call call = { .is_fill = true };
    call.fill = (struct argosy_fill){ .size = sizeof call.fill,
                                      .instrument = order->instrument.v,
                                      .order = order->id.v,
                                      .side = order->side,
                                      .is_maker = notice->is_maker,
                                      .is_leg = is_leg,
                                      .parent = order->parent.v,
                                      .ts_ns = notice->ts_venue_ns,
                                      .qty_lots = notice->qty_lots,
                                      .price_ticks = notice->price_ticks,
                                      .fee_cash = notice->fee_cash,
                                      .left_lots = order_left_lots(order) };
    desk_push(run, &call);
}

static void tell_order(struct run *run, const struct order *order)
{
    if (!run->strategy->on_order || order_is_open(order) || order->state == ORDER_FILLED) return;
    struct call call = { .order = order->id.v };
    call.status = order->state == ORDER_REFUSED     ? ARGOSY_ORDER_REFUSED
                  : order->state == ORDER_CANCELLED ? ARGOSY_ORDER_CANCELLED
                                                    : ARGOSY_ORDER_EXPIRED;
    desk_push(run, &call);
}

static void on_notice(void *self, const struct notice *notice)
{
    struct run *run = self;
    recorder_notice(run, notice);
    switch (notice->kind) {
    case NOTICE_FILL:
        desk_touch(run, notice->order->instrument.v);
        tell_fill(run, notice);
        break;
    case NOTICE_ORDER:
        desk_touch(run, notice->order->instrument.v);
        tell_order(run, notice->order);
        break;
    case NOTICE_REFUSED:
        run->refusal = notice->refusal;
        text_format(run->refusal_text, sizeof run->refusal_text, "%s",
                    refusal_text(notice->refusal));
        if (notice->order->id.v) {
            desk_touch(run, notice->order->instrument.v);
            tell_order(run, notice->order);
        }
        break;
    case NOTICE_WAITS: /* sized at its fill: the venue keeps it until then */
        run->submitted = notice->order->id.v;
        if (!(notice->order->flags & ORDER_HELD))
            bar_venue_submit(run->venue, notice->order, is_exit(run, notice->order), run->now_ns);
        break;
    case NOTICE_ALARM: break;
    }
}

/* ---- the venue's questions ----------------------------------------------------------------------
 */

/* How much of a fill that costs a taker `cost` the account takes: a reduce-only order no more than
 * the position, and a buyer in a cash account no more than the cash, as the overdraft rule says. */
static int64_t bearable(struct run *run, const struct order *order, int64_t qty_lots,
                        int64_t price_ticks, int64_t cost)
{
    const struct core *core = run->core;
    const struct position *position = core_position(core, order->book, order->instrument, 0);
    if (order->flags & ORDER_REDUCE_ONLY) {
        if (position->qty_lots * side_sign(order->side) >= 0) return 0;
        int64_t held = decimal_size(position->qty_lots);
        return qty_lots < held ? qty_lots : held;
    }
    enum account_overdraft overdraft = spec_overdraft(run->spec);
    if (overdraft == OVERDRAFT_ALLOW) return qty_lots;
    if (run->spec->account.type != ACCOUNT_CASH || order->side == SIDE_SELL) return qty_lots;
    if (cost <= core_spendable(core, order)) return qty_lots;
    if (overdraft == OVERDRAFT_REFUSE) return 0;
    int64_t most = core_affordable(core, order, price_ticks);
    return most < qty_lots ? most : qty_lots;
}

int64_t run_fill(void *self, const struct venue_order *venue_order, int64_t qty_lots,
                 int64_t price_ticks, int64_t slippage_ticks, bool is_maker,
                 const struct venue_bar *bar)
{
    struct run *run = self;
    const struct order *order = order_table_find(&run->core->orders, venue_order->id);
    ASSERT(order);
    const struct core *core = run->core;
    const struct instrument *it = &core->instruments[order->instrument.v];
    int64_t notional = instrument_notional(it, price_ticks, qty_lots);
    int64_t taker_fee = core_fee_on(core, order->instrument, notional, qty_lots, false);
    int64_t qty = bearable(run, order, qty_lots, price_ticks, notional + taker_fee);
    if (qty == 0) return 0;
    bool is_known = qty == qty_lots && !is_maker;
    struct event event = { .ts_venue_ns = bar->start_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = order->instrument,
                           .kind = EV_FILL };
    event.report = (struct event_report){
        .order = venue_order->id.v,
        .qty_lots = qty,
        .price_ticks = price_ticks,
        .fee_cash =
            is_known ? taker_fee : core_fee(core, order->instrument, price_ticks, qty, is_maker),
        .is_maker = is_maker,
    };
    int64_t slippage = slippage_ticks ? instrument_notional(it, slippage_ticks, qty) : 0;
    uint64_t before = run->recorder.fill_count;
    uint32_t instrument = order->instrument.v;
    run_step(run, &event);
    if (run->recorder.fill_count > before) run->recorder.fills[before].slippage_cash = slippage;
    run->output->result.instruments[instrument].slippage_cash += slippage;
    return qty;
}

static int64_t on_size(void *self, const struct venue_order *venue_order, int64_t price_ticks)
{
    struct run *run = self;
    const struct order *waiting = order_table_find(&run->core->orders, venue_order->id);
    if (!waiting || waiting->state != ORDER_INTENT) return 0; /* it was cancelled meanwhile */
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = { venue_order->instrument },
                           .kind = EV_SIZE };
    event.report.order = venue_order->id.v;
    event.report.price_ticks = price_ticks;
    run_step(run, &event);
    const struct order *order = order_table_find(&run->core->orders, venue_order->id);
    return order && order_is_open(order) ? order_left_lots(order) : 0;
}

static void on_end(void *self, const struct venue_order *venue_order, uint32_t kind,
                   uint32_t reason)
{
    struct run *run = self;
    const struct order *order = order_table_find(&run->core->orders, venue_order->id);
    if (!order || !order_is_open(order)) return;
    ASSERT(run->report_count < REPORTS_MAX);
    run->reports[(run->report_head + run->report_count++) % REPORTS_MAX] =
        (struct report){ venue_order->id, venue_order->instrument, kind, reason };
    drain_reports(run); /* inside a step: when it has ended */
}

/* ---- beginning and end --------------------------------------------------------------------------
 */

static enum status open_core(struct run *run, struct err *err)
{
    const struct spec *spec = run->spec;
    struct core_config config = {
        .book_count = 1,
        .asset_count = 1,
        .instrument_count = run->input->instrument_count,
        .orders_max = BACKTEST_ORDERS_MAX,
        .account = spec->account.type == ACCOUNT_CASH     ? CORE_CASH
                   : spec->account.type == ACCOUNT_MARGIN ? CORE_MARGIN
                                                          : CORE_FUTURES,
        .leverage_e12 = spec->account.leverage_e12 > 0 ? spec->account.leverage_e12 : E12,
        .counts_proceeds = true, /* at one moment, closing orders fill first */
        .is_isolated = spec->account.margin == MARGIN_ISOLATED,
        .instruments = run->input->instruments,
        .fees = run->input->fees,
    };
    enum status status = core_create(&run->core, &run->memory->work, &config, err);
    if (status != ST_OK) return status;
    struct risk_limits limits = {
        .notional_max = spec->risk.notional_max,
        .position_notional_max = spec->risk.position_notional_max,
        .collar_e12 = spec->risk.collar_e12,
        .loss_daily_max = spec->risk.loss_daily_max,
        .reference_age_ns_max = spec->risk.reference_age_max_ns,
        .orders_open_max = spec->risk.orders_open_max,
        .orders_rate_max = spec->risk.orders_rate_max,
        .cancels_rate_max = spec->risk.cancels_rate_max,
        .duplicates_max = spec->risk.duplicates_max,
    };
    run->core->risk.limits[SCOPE_ACCOUNT] = limits;
    return ST_OK;
}

static enum status open_venue(struct run *run)
{
    const struct spec *spec = run->spec;
    uint32_t count = run->input->instrument_count;
    run->watched = ARENA_ARRAY(&run->memory->work, uint8_t, count);
    run->seen = arena_take(&run->memory->work, count, sizeof *run->seen);
    if (!run->watched || !run->seen) return ST_FULL;
    struct bar_venue_config config = {
        .watched = run->watched,
        .orders_max = BACKTEST_ORDERS_MAX,
        .instrument_count = run->input->instrument_count,
        .instruments = run->core->instruments,
        .slippage_entry = spec->costs.slippage_entry,
        .slippage_exit = spec->costs.slippage_exit,
        .volume_share_e12 = spec->costs.volume_share_e12,
        .limit_fill = spec->orders.limit_fill,
        .price_from = spec->orders.price_from,
        .legs_live = spec->orders.legs_live,
        .bound_e12 = spec->orders.bound_e12,
        .latency_ns = spec->costs.latency_ns,
        .latency_bars = run->input->latency_bars,
        .limit_quarter = run->input->limit_quarter,
        .seed = spec->seed,
    };
    struct venue_port port = { run, run_fill, on_size, on_end };
    return bar_venue_create(&run->venue, &run->memory->work, &config, port);
}

/* A source whose volume is 0 throughout says nothing about volume. */
static bool has_volume(const struct dataset *data)
{
    const int64_t *volume = data->columns[COLUMN_VOLUME];
    for (uint64_t i = 0; volume && i < data->count; i++)
        if (volume[i] > 0) return true;
    return false;
}

static void open_seen(struct run *run, const struct dataset *series, enum seen_series which)
{
    for (uint32_t i = 0; i < run->input->instrument_count && series; i++) {
        if (series[i].count == 0) continue;
        run->feeds[run->feed_count++] = (struct feed){
            .data = &series[i], .instrument = i, .is_quotes = true, .seen = (uint8_t)(which + 1)
        };
        run->seen[i][which].is_given = true;
        run->watched[i] |= which == SEEN_MARK ? PRICE_MARK : PRICE_INDEX;
    }
}

static enum status open_feeds(struct run *run)
{
    const struct backtest_input *input = run->input;
    uint32_t count = input->instrument_count;
    struct arena *arena = &run->memory->work;
    run->feeds = ARENA_ARRAY(arena, struct feed, 4 * (size_t)count);
    run->heap = ARENA_ARRAY(arena, uint32_t, 4 * (size_t)count);
    run->fine_next = ARENA_ARRAY(arena, uint64_t, count);
    run->bars = ARENA_ARRAY(arena, struct venue_bar, count);
    run->dues = ARENA_ARRAY(arena, struct dues, count);
    run->opening = ARENA_ARRAY(arena, uint32_t, count);
    run->reports = ARENA_ARRAY(arena, struct report, REPORTS_MAX);
    if (!run->feeds || !run->heap || !run->fine_next || !run->bars || !run->dues || !run->opening ||
        !run->reports)
        return ST_FULL;
    for (uint32_t i = 0; i < count; i++)
        run->feeds[run->feed_count++] = (struct feed){ .data = &input->bars[i],
                                                       .instrument = i,
                                                       .has_volume = has_volume(&input->bars[i]) };
    for (uint32_t i = 0; i < count && input->quotes; i++)
        if (input->quotes[i].count > 0)
            run->feeds[run->feed_count++] =
                (struct feed){ .data = &input->quotes[i], .instrument = i, .is_quotes = true };
    open_seen(run, input->marks, SEEN_MARK);
    open_seen(run, input->indexes, SEEN_INDEX);
    return ST_OK;
}

static void fund_account(struct run *run)
{
    int64_t first = INT64_MAX;
    for (uint32_t i = 0; i < run->feed_count; i++)
        if (run->feeds[i].data->count > 0 && run->feeds[i].data->columns[COLUMN_TS][0] < first)
            first = run->feeds[i].data->columns[COLUMN_TS][0];
    run->now_ns = first;
    struct event event = { .ts_venue_ns = first, .ts_received_ns = first, .kind = EV_TRANSFER };
    event.transfer =
        (struct event_transfer){ .amount = run->spec->account.cash, .reason = TRANSFER_WORLD };
    run_step(run, &event);
    run->equity_peak = run->spec->account.cash;
}

static void sum_up(struct run *run)
{
    struct backtest_output *output = run->output;
    struct result *result = &output->result;
    const struct recorder *r = &run->recorder;
    result->spec = run->spec;
    result->instrument_count = run->input->instrument_count;
    result->fills = r->fills;
    result->fill_count = r->fill_count;
    result->orders = r->orders;
    result->order_count =
        run->input->capture & CAPTURE_ORDERS ? r->order_count : run->core->orders.claim_count;
    result->equity = r->equity;
    result->equity_count = r->equity_count;
    result->plots = r->plots;
    result->plot_count = r->plot_count;
    result->cash_start = run->spec->account.cash;
    result->cash_end = run->wallet.cash;
    result->equity_end = run->wallet.equity;
    result->equity_peak = run->equity_peak;
    result->drawdown_max = run->drawdown_cash;
    result->drawdown_max_share = run->drawdown_share;
    result->bar_count = run->told;
    result->event_count = run->core->event_count;
    result->rejected_count = run->rejected;
    result->ambiguous_bars = bar_venue_ambiguous(run->venue);
    result->state_hash = core_hash(run->core);
    result->currency = run->spec->account.currency;
    for (uint32_t i = 0; i < result->instrument_count; i++) {
        const struct position *position =
            core_position(run->core, (struct book_id){ 0 }, (struct instrument_id){ i }, 0);
        struct instrument_result *sums = &result->instruments[i];
        sums->data = run->input->bars[i];
        sums->instrument = run->core->instruments[i];
        sums->pnl_cash = position->pnl_cash + position->value_cash - position->cost_cash;
        sums->funding_cash = position->funding_cash;
        sums->borrow_cash = position->borrow_cash;
        result->fees += sums->fees_cash;
        result->funding += sums->funding_cash;
        result->borrow += sums->borrow_cash;
        result->slippage += sums->slippage_cash;
    }
    result->bankruptcy =
        -ledger_total(&run->core->ledger, run->core->config.currency, LEDGER_BANKRUPTCY);
    output->decisions = r->decisions;
    output->decision_count = r->decision_count;
    output->bars_told = run->told;
    output->lookback = run->strategy->lookback ? run->strategy->lookback(run->state) : 0;
}

enum status backtest_run(struct backtest_output *output, const struct backtest_input *input,
                         struct backtest_memory *memory, struct err *err)
{
    ASSERT(input->instrument_count > 0);
    struct run *run = ARENA_NEW(&memory->work, struct run);
    if (!run) return err_set(err, ST_FULL, "the run's memory is too small");
    *output = (struct backtest_output){ 0 };
    run->input = input;
    run->spec = input->spec;
    run->memory = memory;
    run->output = output;
    run->has_dues = input->funding_count > 0 || input->spec->costs.funding_every_ns > 0 ||
                    input->spec->costs.borrow_e12 > 0 ||
                    input->spec->account.type == ACCOUNT_FUTURES;
    run->has_guards = input->spec->account.maintenance_e12 > 0 ||
                      input->spec->account.tier_count > 0 ||
                      input->spec->account.ruin == RUIN_CLOSE;
    run->sink = (struct sink){ run, on_submit, on_cancel, on_amend, on_notice };
    output->result.instruments =
        ARENA_ARRAY(&memory->work, struct instrument_result, input->instrument_count);
    enum status status = open_core(run, err);
    if (status != ST_OK) return status;
    if (!output->result.instruments || open_venue(run) != ST_OK || open_feeds(run) != ST_OK ||
        recorder_open(run) != ST_OK)
        return err_set(err, ST_FULL, "the run's memory is too small");
    status = desk_open(run, err);
    if (status != ST_OK) return status;

    fund_account(run);
    run_clock(run);
    if (!run->is_over || output->is_ruined) {
        if (!output->is_ruined && input->stop_ns == INT64_MAX) {
            if (run->strategy->on_end) run->strategy->on_end(run->state, &run->view);
            account_end(run);
        }
        desk_refresh(run);
        if (run->recorder.equity_count > 0) { /* the last point, after what the end did */
            struct equity_point *last = &run->recorder.equity[run->recorder.equity_count - 1];
            last->equity = run->wallet.equity;
            last->cash = run->wallet.cash;
        }
    }
    if (run->recorder.is_full)
        return err_set(err, ST_FULL, "the run made more rows than its memory holds");
    sum_up(run);
    return ST_OK;
}
