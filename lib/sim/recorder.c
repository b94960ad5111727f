/* recorder.c — what a run keeps: rows of fills, orders and equity, plotted lines, decisions. */
#include "sim/run.h"
#include "base/hash.h"

#include <string.h>

static const int64_t day_ns = INT64_C(86400000000000);

enum status recorder_open(struct run *run)
{
    struct recorder *r = &run->recorder;
    struct backtest_memory *memory = run->memory;
    r->fills = (struct fill_row *)(void *)memory->fills.bytes;
    r->orders = (struct order_row *)(void *)memory->orders.bytes;
    r->equity = (struct equity_point *)(void *)memory->equity.bytes;
    r->decisions = (struct decision *)(void *)memory->decisions.bytes;
    r->fill_max = memory->fills.size / sizeof(struct fill_row);
    r->order_max = memory->orders.size / sizeof(struct order_row);
    r->equity_max = memory->equity.size / sizeof(struct equity_point);
    r->decision_max = memory->decisions.size / sizeof(struct decision);
    r->rows = ARENA_ARRAY(&memory->work, uint64_t, run->core->config.orders_max);
    r->tags = ARENA_ARRAY(&memory->work, const char *, run->core->config.orders_max);
    return r->rows && r->tags ? ST_OK : ST_FULL;
}

static uint8_t status_of(const struct order *order)
{
    switch ((enum order_state)order->state) {
    case ORDER_FILLED: return ARGOSY_ORDER_FILLED;
    case ORDER_CANCELLED: return ARGOSY_ORDER_CANCELLED;
    case ORDER_EXPIRED: return ARGOSY_ORDER_EXPIRED;
    case ORDER_REFUSED: return ARGOSY_ORDER_REFUSED;
    default: return ARGOSY_ORDER_OPEN;
    }
}

/* The row of an order, made when there is none yet; NULL when there is no room. */
static struct order_row *row_of(struct run *run, const struct order *order)
{
    struct recorder *r = &run->recorder;
    uint64_t slot = run_slot(run, order->id), at = r->rows[slot];
    if (order->id.v != 0 && at < r->order_count && r->orders[at].id == order->id.v)
        return &r->orders[at];
    if (r->order_count == r->order_max) {
        r->is_full = true;
        return NULL;
    }
    r->rows[slot] = r->order_count;
    struct order_row *row = &r->orders[r->order_count++];
    *row = (struct order_row){ .ts_ns = run->bars[order->instrument.v].start_ns };
    return row;
}

void recorder_order(struct run *run, const struct order *order)
{
    if (!(run->input->capture & CAPTURE_ORDERS)) return;
    struct order_row *row = row_of(run, order);
    if (!row) return;
    *row = (struct order_row){
        .ts_ns = row->ts_ns,
        .id = order->id.v,
        .instrument = order->instrument.v,
        .book = order->book.v,
        .side = order->side,
        .type = order->type,
        .status = status_of(order),
        .qty_lots = order->qty_lots,
        .limit_ticks = order->limit_ticks,
        .stop_ticks = order->stop_ticks,
        .filled_lots = order->filled_lots,
        .filled_cash = order->filled_cash,
        .fee_cash = order->fee_cash,
        .reason = order->refusal ? refusal_text((enum refusal)order->refusal) : "",
    };
}

static enum fill_reason reason_of(const struct run *run, const struct order *order)
{
    switch ((enum order_role)order->role) {
    case ROLE_STOP_LOSS: return REASON_STOP_LOSS;
    case ROLE_TAKE_PROFIT: return REASON_TAKE_PROFIT;
    case ROLE_CLOSEOUT: return (enum fill_reason)run->closing_reason;
    default: return REASON_SIGNAL;
    }
}

static void keep_fill(struct run *run, const struct notice *notice)
{
    struct recorder *r = &run->recorder;
    const struct order *order = notice->order;
    if (r->fill_count == r->fill_max) {
        r->is_full = true;
        return;
    }
    r->fills[r->fill_count++] = (struct fill_row){
        .ts_ns = notice->ts_venue_ns,
        .order = order->id.v,
        .bar = run->bars[order->instrument.v].index,
        .instrument = order->instrument.v,
        .book = order->book.v,
        .side = order->side,
        .reason = (uint8_t)reason_of(run, order),
        .is_maker = notice->is_maker,
        .qty_lots = notice->qty_lots,
        .price_ticks = notice->price_ticks,
        .fee_cash = notice->fee_cash,
        .pnl_cash = notice->pnl_cash,
        .position_lots = notice->position_lots,
        .tag = r->tags[run_slot(run, order->id)],
    };
    struct instrument_result *sums = &run->output->result.instruments[order->instrument.v];
    sums->fills++;
    sums->fees_cash += notice->fee_cash;
    sums->turnover_cash += notice->notional_cash;
}

void recorder_notice(struct run *run, const struct notice *notice)
{
    switch (notice->kind) {
    case NOTICE_FILL: keep_fill(run, notice); break;
    case NOTICE_REFUSED:
        run->rejected++;
        recorder_order(run, notice->order);
        break;
    case NOTICE_WAITS:
    case NOTICE_ORDER: recorder_order(run, notice->order); break;
    case NOTICE_ALARM: break;
    }
}

void recorder_point(struct run *run)
{
    struct recorder *r = &run->recorder;
    const struct core *core = run->core;
    int64_t equity = run->wallet.equity, gross = 0, net = 0;
    for (uint32_t i = 0; i < core->config.instrument_count; i++) {
        int64_t value = core->positions[i].value_cash;
        gross += value < 0 ? -value : value;
        net += value;
    }
    int64_t ts = run->moment_ns;
    bool is_new = (run->input->capture & CAPTURE_EQUITY) || r->equity_count == 0 ||
                  ts >= run->point_day_end_ns;
    if (is_new) {
        if (r->equity_count == r->equity_max) {
            r->is_full = true;
            return;
        }
        r->equity_count++;
        run->point_day_end_ns = (ts / day_ns - (ts % day_ns < 0) + 1) * day_ns;
    }
    r->equity[r->equity_count - 1] = (struct equity_point){
        .ts_ns = ts, .equity = equity, .cash = run->wallet.cash, .exposure = gross, .net = net
    };
}

void recorder_plot(struct run *run, uint32_t instrument, uint32_t pane, const char *name,
                   double value)
{
    struct recorder *r = &run->recorder;
    if (!(run->input->capture & CAPTURE_PLOTS)) return;
    uint32_t i = 0;
    for (; i < r->plot_count; i++)
        if (r->plots[i].instrument == instrument &&
            text_equal(text_from(r->plots[i].name), text_from(name)))
            break;
    if (i == r->plot_count) {
        uint64_t count = run->input->bars[instrument].count;
        if (i == PLOT_LINES_MAX) return;
        double *values = ARENA_ARRAY(&run->memory->work, double, count);
        if (!values) return;
        memset(values, 0xff, count * sizeof *values); /* NaN: nothing drawn */
        r->plot_values[i] = values;
        r->plots[i] = (struct plot_line){ name, instrument, pane, values };
        r->plot_count++;
    }
    r->plot_values[i][run->bars[instrument].index] = value;
}

void recorder_decide(struct run *run, const struct argosy_order *order)
{
    struct recorder *r = &run->recorder;
    if (!(run->input->capture & CAPTURE_DECISIONS)) return;
    if (r->decision_count == r->decision_max) {
        r->is_full = true;
        return;
    }
    const int64_t words[] = { order->instrument,
                              order->side,
                              order->type,
                              order->tif,
                              order->size_rule,
                              order->flags,
                              order->qty_lots,
                              order->size_value,
                              order->limit_ticks,
                              order->stop_ticks,
                              order->stop_loss_ticks,
                              order->take_profit_ticks,
                              order->expire_ns };
    r->decisions[r->decision_count++] =
        (struct decision){ run->now_ns, hash_bytes((uint64_t)run->now_ns, words, sizeof words),
                           run->is_opening };
}
