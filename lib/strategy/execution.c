#include "strategy/execution.h"
#include "domain/time.h"
#include "strategy/schedule.h"

#include "base/decimal.h"

const char *const execution_sides[] = { "buy", "sell", NULL };

size_t execution_bytes(const struct argosy_setup *setup)
{
    (void)setup;
    return sizeof(struct execution);
}

int execution_start(struct execution *execution, const struct argosy_setup *setup)
{
    const struct argosy_value *values = setup->values;
    struct text start = text_trim(text_from(values[EXECUTION_START].text));
    execution->side = (enum argosy_side)values[EXECUTION_SIDE].number;
    execution->qty = values[EXECUTION_QTY].number;
    execution->limit = values[EXECUTION_LIMIT].number;
    execution->half_spread = values[EXECUTION_HALF_SPREAD].number;
    execution->warmup = (uint64_t)values[EXECUTION_WARMUP].number;
    execution->start_ns = INT64_MIN;
    if (start.length > 0 && time_parse(&execution->start_ns, start) != ST_OK)
        return desk_refuse(setup, "start=%.*s is no UTC time; write 2024-05-01T09:30",
                           TEXT_ARG(start));
    execution->qty_lots = desk_lots(&setup->series[0], execution->qty);
    if (execution->qty_lots == 0)
        return desk_refuse(setup, "qty is less than the smallest order of %s; raise it",
                           setup->series[0].symbol);
    return 0;
}

uint64_t execution_lookback(const void *state) { return ((const struct execution *)state)->warmup; }

static double sign_of(const struct execution *execution)
{
    return execution->side == ARGOSY_BUY ? 1 : -1;
}

/* Splits the fills that came since the last bar, now that the price they met is known. */
static void settle(struct execution *execution, const struct argosy_view *view, double reference)
{
    const struct argosy_series *series = &view->series[0];
    double sign = sign_of(execution);
    double qty = desk_qty(series, execution->fresh_lots);
    double value = execution->fresh_value * series->lot_units / series->qty_scale;
    double spread = qty * reference * execution->half_spread;
    execution->cost.delay += sign * qty * (reference - execution->arrival);
    execution->cost.spread += spread;
    execution->cost.impact += sign * (value - qty * reference) - spread;
    execution->fresh_lots = 0;
    execution->fresh_value = 0;
}

struct execution_cost execution_cost(const struct execution *execution,
                                     const struct argosy_view *view)
{
    const struct argosy_series *series = &view->series[0];
    struct execution_cost cost = execution->cost;
    double left = desk_qty(series, execution->qty_lots - execution->done_lots);
    cost.unfilled = sign_of(execution) * (argosy_close(series, 0) - execution->arrival) * left;
    return cost;
}

static double cost_sum(struct execution_cost cost)
{
    return cost.delay + cost.spread + cost.impact + cost.fee + cost.unfilled;
}

static double basis_points(const struct execution *execution, double cash)
{
    return cash / (execution->arrival * execution->qty) * 1e4;
}

static bool is_beyond_limit(const struct execution *execution, double price)
{
    if (execution->limit == 0) return false;
    return execution->side == ARGOSY_BUY ? price > execution->limit : price < execution->limit;
}

static uint64_t ask_child(const struct execution *execution, const struct argosy_view *view,
                          int64_t lots)
{
    const struct argosy_series *series = &view->series[0];
    bool is_buy = execution->side == ARGOSY_BUY;
    struct argosy_order order = {
        .size = sizeof order, .side = (uint8_t)execution->side, .qty_lots = lots, .tag = "child"
    };
    if (execution->limit > 0) {
        order.type = ARGOSY_LIMIT;
        order.tif = ARGOSY_IOC;
        order.limit_ticks = is_buy ? desk_ticks_below(series, execution->limit)
                                   : desk_ticks_above(series, execution->limit);
    }
    return desk_submit(view, &order);
}

/* Asks for what is missing to a share of the parent. */
static void ask(struct execution *execution, const struct argosy_view *view, double share)
{
    const struct argosy_series *series = &view->series[0];
    int64_t step = series->lot_step > 0 ? series->lot_step : 1;
    int64_t target = (int64_t)floor(share * (double)execution->qty_lots);
    if (share >= 1) target = execution->qty_lots;
    int64_t lots = (target - execution->asked_lots) / step * step;
    if (lots <= 0 || execution->live_count == EXECUTION_SLICES_MAX) return;
    if (is_beyond_limit(execution, argosy_close(series, 0))) return;

    execution->asked_lots += lots;
    execution->is_asking = 1;
    uint32_t place = execution->live_count++;
    execution->live[place].order = 0; /* taken by a fill that comes before submit answers */
    execution->live[place].left_lots = lots;
    uint64_t order = ask_child(execution, view, lots);
    execution->is_asking = 0;
    if (order == 0) {
        execution->asked_lots -= lots;
        execution->live_count = place;
    } else if (execution->live_count > place) {
        execution->live[place].order = order;
    }
    if (execution->fresh_lots > 0) settle(execution, view, argosy_close(series, 0));
}

static void draw(const struct execution *execution, const struct argosy_view *view)
{
    double share = (double)execution->done_lots / (double)execution->qty_lots;
    struct execution_cost cost = execution_cost(execution, view);
    desk_plot(view, 0, 0, "arrival", execution->arrival);
    desk_plot(view, 0, 1, "done", share);
    desk_plot(view, 0, 2, "shortfall bp", basis_points(execution, cost_sum(cost)));
}

void execution_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct execution *execution = state;
    const struct argosy_series *series = &view->series[0];
    uint64_t newest = series->count - 1;
    if (instrument != 0 || series->count <= execution->warmup) return;
    if (series->ts_ns[newest] < execution->start_ns) return;
    if (!execution->is_started) {
        execution->is_started = 1;
        execution->arrival = argosy_close(series, 0);
    }
    if (execution->fresh_lots > 0)
        settle(execution, view, argosy_price(series, series->open[newest]));
    /* Once a plan is over, what died on the way is asked for again, as long as it takes. */
    if (execution->done_lots < execution->qty_lots) {
        bool is_over = execution->slices > 0 && execution->slice >= execution->slices;
        double share = is_over ? 1 : execution->share(execution, view, execution->slice);
        if (!is_over) execution->slice++;
        ask(execution, view, share);
    }
    draw(execution, view);
}

static uint32_t live_find(const struct execution *execution, uint64_t order)
{
    uint32_t i = 0;
    while (i < execution->live_count && execution->live[i].order != order) i++;
    if (i == execution->live_count && execution->is_asking) return execution->live_count - 1;
    return i;
}

static void live_remove(struct execution *execution, uint32_t place)
{
    execution->live[place] = execution->live[--execution->live_count];
}

void execution_on_fill(void *state, const struct argosy_view *view, const struct argosy_fill *fill)
{
    struct execution *execution = state;
    uint32_t place = live_find(execution, fill->order);
    if (fill->instrument != 0 || place >= execution->live_count) return;
    double price = argosy_price(&view->series[0], fill->price_ticks);
    execution->done_lots += fill->qty_lots;
    execution->fresh_lots += fill->qty_lots;
    execution->fresh_value += (double)fill->qty_lots * price;
    execution->cost.fee += desk_cash(view->wallet, fill->fee_cash);
    execution->live[place].left_lots -= fill->qty_lots;
    if (execution->live[place].left_lots <= 0) live_remove(execution, place);
}

/* What a child could not fill is missing again. */
void execution_on_order(void *state, const struct argosy_view *view, uint64_t order,
                        uint32_t status)
{
    struct execution *execution = state;
    uint32_t place = live_find(execution, order);
    (void)view;
    if (status == ARGOSY_ORDER_OPEN || status == ARGOSY_ORDER_FILLED) return;
    if (place >= execution->live_count) return;
    execution->asked_lots -= execution->live[place].left_lots;
    live_remove(execution, place);
}

static void write_cash(struct writer *writer, const char *name, const struct execution *execution,
                       double cash)
{
    int64_t cents = (int64_t)floor(cash * 1e4 + 0.5);
    int64_t tenths = (int64_t)floor(basis_points(execution, cash) * 100 + 0.5);
    writer_format(writer, " %s ", name);
    decimal_format(writer, cents, 4, false);
    writer_format(writer, " (");
    decimal_format(writer, tenths, 2, false);
    writer_format(writer, " bp)");
}

void execution_on_end(void *state, const struct argosy_view *view)
{
    struct execution *execution = state;
    char line[400];
    struct writer writer;
    if (!execution->is_started) {
        desk_log(view, "the parent order never began: no bar starts at or after its start");
        return;
    }
    if (execution->fresh_lots > 0) settle(execution, view, argosy_close(&view->series[0], 0));
    struct execution_cost cost = execution_cost(execution, view);
    writer_init(&writer, line, sizeof line);
    writer_format(&writer, "parent order: %lld of %lld lots filled;",
                  (long long)execution->done_lots, (long long)execution->qty_lots);
    write_cash(&writer, "shortfall", execution, cost_sum(cost));
    writer_char(&writer, ':');
    write_cash(&writer, "delay", execution, cost.delay);
    write_cash(&writer, "spread", execution, cost.spread);
    write_cash(&writer, "impact", execution, cost.impact);
    write_cash(&writer, "fee", execution, cost.fee);
    write_cash(&writer, "unfilled", execution, cost.unfilled);
    desk_log(view, "%s", line);
}
