/* orders.c — a strategy that only carries out a file of timed orders (script.h). */
#include "strategy/builtin.h"
#include "strategy/desk.h"
#include "strategy/param.h"
#include "strategy/script.h"

#include <string.h>

enum { PARAM_FILE };

struct orders {
    uint32_t count;
    uint32_t first; /* rows before it are done */
    struct script_row rows[];
};

static struct text file_of(const struct argosy_setup *setup)
{
    const char *name = setup->values[PARAM_FILE].text;
    size_t size = 0;
    if (!name || !*name || !setup->read_file) return TEXT("");
    const char *bytes = setup->read_file(setup->read_self, name, &size);
    return bytes ? (struct text){ bytes, size } : TEXT("");
}

static size_t orders_bytes(const struct argosy_setup *setup)
{
    return sizeof(struct orders) + script_rows_max(file_of(setup)) * sizeof(struct script_row);
}

static int orders_start(void *state, const struct argosy_setup *setup)
{
    struct orders *orders = state;
    const char *name = setup->values[PARAM_FILE].text;
    struct text text = file_of(setup);
    struct err err = { 0 };
    if (!name || !*name) return desk_refuse(setup, "orders needs a file; --set file=orders.csv");
    if (text.length == 0) return desk_refuse(setup, "%s cannot be read or is empty", name);
    if (script_parse(orders->rows, &orders->count, text, setup->series, setup->instrument_count,
                     &err) != ST_OK)
        return desk_refuse(setup, "%s: %s", name, err.text);
    return 0;
}

static uint64_t orders_lookback(const void *state)
{
    (void)state;
    return 0;
}

/* The newest order of that name that was accepted. */
static uint64_t reference_of(const struct orders *orders, const char *id)
{
    for (uint32_t i = orders->count; i-- > 0;)
        if (orders->rows[i].reference != 0 && strcmp(orders->rows[i].id, id) == 0)
            return orders->rows[i].reference;
    return 0;
}

static void submit(struct script_row *row, const struct argosy_view *view)
{
    struct argosy_order order = row->order;
    int64_t held = view->holdings[order.instrument].qty_lots;
    if (row->action == SCRIPT_CLOSE && !row->has_side) {
        if (held == 0) {
            desk_log(view, "line %u: nothing is held, so there is nothing to close",
                     (unsigned)row->line);
            return;
        }
        order.side = held > 0 ? ARGOSY_SELL : ARGOSY_BUY;
    }
    row->reference = desk_submit(view, &order);
    if (row->reference == 0)
        desk_log(view, "line %u: refused: %s", (unsigned)row->line,
                 view->desk->refusal(view->desk_self));
}

static void carry_out(const struct orders *orders, struct script_row *row,
                      const struct argosy_view *view)
{
    const struct argosy_order *order = &row->order;
    if (row->action == SCRIPT_OPEN || row->action == SCRIPT_CLOSE) {
        submit(row, view);
        return;
    }
    if (row->action == SCRIPT_CANCEL && row->id[0] == 0) {
        view->desk->cancel_all(view->desk_self, order->instrument);
        return;
    }
    uint64_t reference = reference_of(orders, row->id);
    if (reference == 0)
        desk_log(view, "line %u: there is no order \"%s\"", (unsigned)row->line, row->id);
    else if (row->action == SCRIPT_CANCEL) view->desk->cancel(view->desk_self, reference);
    else
        view->desk->amend(view->desk_self, reference, order->qty_lots, order->limit_ticks,
                          order->stop_ticks);
}

static void orders_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct orders *orders = state;
    const struct argosy_series *series = &view->series[instrument];
    int64_t now_ns = series->ts_ns[series->count - 1];
    for (uint32_t i = orders->first; i < orders->count && orders->rows[i].ts_ns <= now_ns; i++) {
        struct script_row *row = &orders->rows[i];
        if (row->is_done || row->order.instrument != instrument) continue;
        row->is_done = true;
        if (row->ts_ns == now_ns) carry_out(orders, row, view);
        else desk_log(view, "line %u: no bar starts at its time", (unsigned)row->line);
    }
    while (orders->first < orders->count && orders->rows[orders->first].is_done) orders->first++;
}

static void orders_on_end(void *state, const struct argosy_view *view)
{
    struct orders *orders = state;
    for (uint32_t i = orders->first; i < orders->count; i++)
        if (!orders->rows[i].is_done)
            desk_log(view, "line %u: no bar starts at its time", (unsigned)orders->rows[i].line);
}

static const struct argosy_param orders_params[] = {
    PARAM_TEXT("file", "",
               "a CSV of timed orders: ts,instrument,action,side,qty,type,limit,stop,"
               "stop_loss,take_profit,tif,id"),
};

const struct argosy_strategy strategy_orders = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "orders",
    .help = "carries out a file of timed orders, each at the close of the bar that starts then",
    .params = orders_params,
    .param_count = PARAM_COUNT(orders_params),
    .state_bytes = orders_bytes,
    .start = orders_start,
    .lookback = orders_lookback,
    .on_bar = orders_on_bar,
    .on_end = orders_on_end,
};
