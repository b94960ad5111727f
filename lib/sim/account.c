/* account.c — what falls due by itself: funding, borrow, settlement, liquidation, ruin, the end. */
#include "sim/run.h"
#include "sim/models.h"

static const int64_t day_ns = INT64_C(86400000000000);

static struct position *position_of(const struct run *run, uint32_t instrument)
{
    return core_position(run->core, (struct book_id){ 0 }, (struct instrument_id){ instrument }, 0);
}

static void charge(struct run *run, enum event_kind kind, uint32_t instrument, int64_t rate_e12,
                   int64_t price_ticks)
{
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = { instrument },
                           .kind = (uint16_t)kind };
    event.funding.rate_e12 = rate_e12;
    event.funding.price_ticks = price_ticks;
    run_step(run, &event);
}

/* The first multiple of a period after a time. */
static int64_t next_multiple(int64_t ts_ns, int64_t every_ns)
{
    int64_t count = ts_ns / every_ns - (ts_ns % every_ns < 0);
    return (count + 1) * every_ns;
}

/* What funding is computed on: the series the run names where it is known, else the last trade. */
static int64_t funding_price(const struct run *run, uint32_t instrument)
{
    const struct seen *seen = run->seen[instrument];
    enum funding_on on = run->spec->costs.funding_on;
    if (on == FUNDING_ON_MARK && seen[SEEN_MARK].is_known) return seen[SEEN_MARK].close_ticks;
    if (on == FUNDING_ON_INDEX && seen[SEEN_INDEX].is_known) return seen[SEEN_INDEX].close_ticks;
    return run->bars[instrument].close_ticks;
}

/* Published rates, each at its own time; those before the first bar are nobody's. */
static void accrue_published(struct run *run, uint32_t instrument)
{
    const struct backtest_input *input = run->input;
    struct dues *dues = &run->dues[instrument];
    int64_t from = run->bars[instrument].start_ns;
    while (dues->funding_ns == 0 && dues->rate_next < input->funding_count &&
           input->funding[dues->rate_next].ts_ns < from)
        dues->rate_next++;
    dues->funding_ns = 1; /* the first bar has been seen */
    for (; dues->rate_next < input->funding_count; dues->rate_next++) {
        const struct funding_rate *rate = &input->funding[dues->rate_next];
        if (rate->ts_ns > run->now_ns) return;
        if (position_of(run, instrument)->qty_lots != 0 && rate->rate_e12 != 0)
            charge(run, EV_FUNDING, instrument, rate->rate_e12, funding_price(run, instrument));
    }
}

/* Dues are charged when an instrument's bar closes, for every due time since its last close: the
 * position did not change in between but for this bar's own fills. */
void account_accrue(struct run *run, uint32_t instrument)
{
    const struct spec *spec = run->spec;
    const struct position *position = position_of(run, instrument);
    struct dues *dues = &run->dues[instrument];
    int64_t price = run->bars[instrument].close_ticks, now = run->now_ns;

    if (run->input->funding_count > 0) accrue_published(run, instrument);
    else if (spec->costs.funding_every_ns > 0) {
        if (dues->funding_ns == 0)
            dues->funding_ns =
                next_multiple(run->bars[instrument].start_ns - 1, spec->costs.funding_every_ns);
        for (; dues->funding_ns <= now; dues->funding_ns += spec->costs.funding_every_ns)
            if (position->qty_lots != 0 && spec->costs.funding_e12 != 0)
                charge(run, EV_FUNDING, instrument, spec->costs.funding_e12,
                       funding_price(run, instrument));
    }
    if (spec->costs.borrow_e12 > 0) {
        if (dues->borrow_ns == 0) dues->borrow_ns = run->bars[instrument].start_ns;
        int64_t held_ns = now - dues->borrow_ns;
        dues->borrow_ns = now;
        int64_t rate = (int64_t)((i128)spec->costs.borrow_e12 * held_ns / (365 * day_ns));
        if (position->qty_lots < 0 && rate > 0) charge(run, EV_BORROW, instrument, rate, price);
    }
    if (spec->account.type == ACCOUNT_FUTURES) {
        bool is_daily = run->bars[instrument].end_ns - run->bars[instrument].start_ns >= day_ns;
        bool is_due = is_daily || now >= dues->settle_ns;
        if (is_due && position->qty_lots != 0) charge(run, EV_SETTLE, instrument, 0, price);
        if (is_due) dues->settle_ns = next_multiple(now, day_ns);
    }
}

/* Closes a whole position at a price, whatever the venue would say: an order of the run's own. */
static void close_position(struct run *run, uint32_t instrument, int64_t price_ticks,
                           enum fill_reason reason, bool has_costs)
{
    const struct position *position = position_of(run, instrument);
    int64_t lots = position->qty_lots;
    if (lots == 0) return;
    run->closing_reason = (uint8_t)reason;
    struct event intent = { .ts_venue_ns = run->now_ns,
                            .ts_received_ns = run->now_ns,
                            .instrument = { instrument },
                            .kind = EV_INTENT,
                            .flags = ORDER_REDUCE_ONLY | ORDER_AT_CLOSE };
    intent.intent = (struct event_intent){ .qty_lots = decimal_size(lots),
                                           .side = lots > 0 ? SIDE_SELL : SIDE_BUY,
                                           .type = ORDER_MARKET,
                                           .size_rule = SIZE_RULE_LOTS,
                                           .role = ROLE_CLOSEOUT };
    run_step(run, &intent);
    struct venue_bar bar = run->bars[instrument];
    bar.close_ticks = price_ticks;
    bar.has_volume = false;
    if (!has_costs) {
        struct venue_order order = { .id = { run->submitted },
                                     .left_lots = decimal_size(lots),
                                     .instrument = instrument,
                                     .side = intent.intent.side,
                                     .is_exit = true };
        run_fill(run, &order, decimal_size(lots), price_ticks, 0, false, &bar);
        bar_venue_forget(run->venue, order.id);
        return;
    }
    bar_venue_closeout(run->venue, instrument, &bar, (struct order_id){ run->submitted });
}

static void cancel_all(struct run *run, uint32_t instrument)
{
    for (;;) {
        const struct order *order =
            order_table_first(&run->core->orders, (struct instrument_id){ instrument });
        if (!order) return;
        struct event event = { .ts_venue_ns = run->now_ns,
                               .ts_received_ns = run->now_ns,
                               .instrument = order->instrument,
                               .kind = EV_CANCEL };
        event.report.order = order->id.v;
        run_step(run, &event);
    }
}

/* What the account would be worth if this instrument stood at another price. */
static int64_t equity_at(const struct run *run, uint32_t instrument, int64_t price_ticks)
{
    const struct position *position = position_of(run, instrument);
    int64_t value = instrument_cash(&run->core->instruments[instrument], price_ticks,
                                    position->qty_lots, ROUND_ZERO);
    return core_equity(run->core, (struct book_id){ 0 }) + value - position->value_cash;
}

static int64_t maintenance_at(const struct run *run, uint32_t instrument, int64_t price_ticks)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < run->input->instrument_count; i++) {
        const struct position *position = position_of(run, i);
        if (position->qty_lots == 0) continue;
        int64_t notional = i != instrument ? decimal_size(position->value_cash)
                                           : instrument_notional(&run->core->instruments[i],
                                                                 price_ticks, position->qty_lots);
        sum += spec_maintenance(run->spec, notional);
    }
    return sum;
}

static bool is_isolated(const struct run *run)
{
    return run->spec->account.margin == MARGIN_ISOLATED &&
           run->spec->account.type == ACCOUNT_MARGIN;
}

/* Cross: the whole account stands behind every position. Isolated: its own margin, and no more. */
static bool is_under(const struct run *run, uint32_t instrument, int64_t price_ticks)
{
    if (!is_isolated(run))
        return equity_at(run, instrument, price_ticks) <
               maintenance_at(run, instrument, price_ticks);
    const struct position *position = position_of(run, instrument);
    const struct instrument *it = &run->core->instruments[instrument];
    int64_t value = instrument_cash(it, price_ticks, position->qty_lots, ROUND_ZERO);
    return position->margin_cash + value - position->cost_cash <
           spec_maintenance(run->spec, decimal_size(value));
}

/* What liquidation looks at: the mark where one is given, never the last trade then. */
static struct venue_bar guarded_range(const struct run *run, uint32_t instrument)
{
    const struct seen *mark = &run->seen[instrument][SEEN_MARK];
    struct venue_bar range = run->bars[instrument];
    if (!mark->is_given) return range;
    range.open_ticks = mark->open_ticks;
    range.high_ticks = mark->high_ticks;
    range.low_ticks = mark->low_ticks;
    range.close_ticks = mark->close_ticks;
    return range;
}

static void write_off(struct run *run, int64_t amount)
{
    if (amount <= 0) return;
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .kind = EV_TRANSFER };
    event.transfer = (struct event_transfer){ .amount = amount, .reason = TRANSFER_BANKRUPTCY };
    run_step(run, &event);
}

static int64_t cash_of(const struct run *run)
{
    return core_cash(run->core, (struct book_id){ 0 }, (struct asset_id){ 0 });
}

static bool is_flat(const struct run *run)
{
    for (uint32_t i = 0; i < run->input->instrument_count; i++)
        if (position_of(run, i)->qty_lots != 0) return false;
    return true;
}

/* Ends a position at a price; what it lost beyond what stood behind it is written off. */
static void liquidate(struct run *run, uint32_t instrument, int64_t price_ticks)
{
    int64_t before = cash_of(run), margin = position_of(run, instrument)->margin_cash;
    const struct venue_bar *bar = &run->bars[instrument];
    if (price_ticks > bar->high_ticks) price_ticks = bar->high_ticks; /* the mark is no trade */
    if (price_ticks < bar->low_ticks) price_ticks = bar->low_ticks;
    cancel_all(run, instrument);
    close_position(run, instrument, price_ticks, REASON_LIQUIDATION, true);
    if (is_isolated(run)) write_off(run, before - cash_of(run) - margin);
    else if (is_flat(run)) write_off(run, -cash_of(run));
}

/* The worst price for the position since its last close: if the account does not bear it, the
 * position ends at the first price it does not bear, or at the first one seen when that was already
 * beyond it. */
static void guard_margin(struct run *run, uint32_t instrument)
{
    struct venue_bar range = guarded_range(run, instrument);
    const struct seen *mark = &run->seen[instrument][SEEN_MARK];
    const struct position *position = position_of(run, instrument);
    if (position->qty_lots == 0 || (mark->is_given && !mark->is_known)) return;
    int64_t worst = position->qty_lots > 0 ? range.low_ticks : range.high_ticks;
    if (!is_under(run, instrument, worst)) return;
    int64_t bears = range.open_ticks, breaks = worst;
    if (is_under(run, instrument, bears)) breaks = bears;
    while (decimal_size(breaks - bears) > 1) {
        int64_t middle = bears + (breaks - bears) / 2;
        if (is_under(run, instrument, middle)) breaks = middle;
        else bears = middle;
    }
    liquidate(run, instrument, breaks);
}

void account_guard(struct run *run, uint32_t instrument)
{
    if (run->spec->account.maintenance_e12 > 0 || run->spec->account.tier_count > 0)
        guard_margin(run, instrument);
    struct seen *mark = &run->seen[instrument][SEEN_MARK];
    mark->open_ticks = mark->high_ticks = mark->low_ticks = mark->close_ticks;
    if (run->spec->account.ruin != RUIN_CLOSE) return;
    if (core_equity(run->core, (struct book_id){ 0 }) > 0) return;
    for (uint32_t i = 0; i < run->input->instrument_count; i++) {
        cancel_all(run, i);
        close_position(run, i, run->bars[i].close_ticks, REASON_RUIN, false);
    }
    write_off(run, -cash_of(run)); /* nobody owes more than there was */
    run->output->is_ruined = true;
    run->is_over = true;
}

void account_end(struct run *run)
{
    if (run->spec->end == END_HOLD) return;
    bool is_close = run->spec->end == END_CLOSE_AT_CLOSE;
    for (uint32_t i = 0; i < run->input->instrument_count; i++) {
        cancel_all(run, i);
        close_position(run, i, is_close ? run->bars[i].close_ticks : run->bars[i].open_ticks,
                       REASON_END, true);
    }
}
