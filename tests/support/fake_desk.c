#include "support/fake_desk.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BARS_MAX = 16, VALUES_MAX = 64 };

/* ---- bars --------------------------------------------------------------------------------------
 */

static void *take(size_t count, size_t size)
{
    void *bytes = calloc(count ? count : 1, size);
    ck_assert_ptr_nonnull(bytes);
    return bytes;
}

static struct fake_bars bars_new(const char *symbol, uint64_t count, bool has_volume)
{
    struct fake_bars bars = { .count = count };
    int64_t **columns[] = { &bars.ts_ns, &bars.open, &bars.high, &bars.low, &bars.close };
    snprintf(bars.symbol, sizeof bars.symbol, "%s", symbol);
    for (size_t i = 0; i < 5; i++) *columns[i] = take(count, sizeof(int64_t));
    if (has_volume) bars.volume = take(count, sizeof(int64_t));
    return bars;
}

void fake_bars_free(struct fake_bars *bars)
{
    int64_t *columns[] = {
        bars->ts_ns, bars->open, bars->high, bars->low, bars->close, bars->volume
    };
    for (size_t i = 0; i < 6; i++) free(columns[i]);
    *bars = (struct fake_bars){ 0 };
}

static int64_t stamp(const char *text)
{
    struct tm when = { 0 };
    if (strchr(text, '-') == NULL) return strtoll(text, NULL, 10) * 1000000000;
    ck_assert_int_ge(sscanf(text, "%d-%d-%d%*c%d:%d", &when.tm_year, &when.tm_mon, &when.tm_mday,
                            &when.tm_hour, &when.tm_min),
                     3);
    when.tm_year -= 1900;
    when.tm_mon -= 1;
    return (int64_t)timegm(&when) * 1000000000;
}

static int64_t scaled(const char *text, double scale)
{
    return llround(strtod(text, NULL) * scale);
}

static int column_of(char *header, const char *prefix, const char *name)
{
    char copy[1024], wanted[64], *rest = copy;
    snprintf(copy, sizeof copy, "%s", header);
    snprintf(wanted, sizeof wanted, "%s%s", prefix, name);
    for (int i = 0; rest; i++)
        if (strcmp(strsep(&rest, ",\r\n"), wanted) == 0) return i;
    return -1;
}

struct fake_bars fake_bars_load(const char *path, const char *symbol, const char *prefix)
{
    char command[1200], line[1024];
    size_t length = strlen(path);
    bool is_packed = length > 3 && strcmp(path + length - 3, ".gz") == 0;
    snprintf(command, sizeof command, "%s '%s'", is_packed ? "gzip -dc" : "cat", path);
    FILE *file = popen(command, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    int at[6] = { column_of(line, "", "ts"),        column_of(line, prefix, "open"),
                  column_of(line, prefix, "high"),  column_of(line, prefix, "low"),
                  column_of(line, prefix, "close"), column_of(line, prefix, "volume") };
    if (at[0] < 0) at[0] = column_of(line, "", "ts_s");
    for (int i = 0; i < 5; i++) ck_assert_int_ge(at[i], 0);

    struct fake_bars bars = bars_new(symbol, 40000, true);
    bars.count = 0;
    while (fgets(line, sizeof line, file) && bars.count < 40000) {
        char *cells[32] = { 0 }, *rest = line;
        for (int i = 0; i < 32 && rest; i++) cells[i] = strsep(&rest, ",\r\n");
        bars.ts_ns[bars.count] = stamp(cells[at[0]]);
        bars.open[bars.count] = scaled(cells[at[1]], 1e9);
        bars.high[bars.count] = scaled(cells[at[2]], 1e9);
        bars.low[bars.count] = scaled(cells[at[3]], 1e9);
        bars.close[bars.count] = scaled(cells[at[4]], 1e9);
        bars.volume[bars.count] = scaled(cells[at[5]], 1e8);
        bars.count++;
    }
    pclose(file);
    return bars;
}

struct fake_bars fake_bars_make(const double *closes, uint64_t count)
{
    struct fake_bars bars = bars_new("TEST", count, true);
    for (uint64_t i = 0; i < count; i++) {
        double open = i ? closes[i - 1] : closes[0];
        bars.ts_ns[i] = 1600000000000000000 + (int64_t)i * 3600000000000;
        bars.open[i] = llround(open * 1e9);
        bars.high[i] = llround(fmax(open, closes[i]) * 1e9);
        bars.low[i] = llround(fmin(open, closes[i]) * 1e9);
        bars.close[i] = llround(closes[i] * 1e9);
        bars.volume[i] = 1000 * 100000000ll;
    }
    return bars;
}

struct fake_bars fake_bars_cut(const struct fake_bars *bars, uint64_t count)
{
    struct fake_bars cut = bars_new(bars->symbol, count, bars->volume != NULL);
    size_t bytes = count * sizeof(int64_t);
    memcpy(cut.ts_ns, bars->ts_ns, bytes);
    memcpy(cut.open, bars->open, bytes);
    memcpy(cut.high, bars->high, bytes);
    memcpy(cut.low, bars->low, bytes);
    memcpy(cut.close, bars->close, bytes);
    if (bars->volume) memcpy(cut.volume, bars->volume, bytes);
    return cut;
}

struct fake_bars fake_bars_days(const struct fake_bars *bars)
{
    const int64_t hour = 3600000000000, day = 24 * hour;
    struct fake_bars days = bars_new(bars->symbol, bars->count + 1, true);
    uint64_t i = 0, count = 0;
    while (i < bars->count && bars->ts_ns[i] % day != 0) i++;
    bool is_open = false;
    for (; i < bars->count; i++) {
        if (!is_open) {
            days.ts_ns[count] = bars->ts_ns[i] / day * day;
            days.open[count] = bars->open[i];
            days.high[count] = bars->high[i];
            days.low[count] = bars->low[i];
            days.volume[count] = 0;
        }
        is_open = true;
        if (bars->high[i] > days.high[count]) days.high[count] = bars->high[i];
        if (bars->low[i] < days.low[count]) days.low[count] = bars->low[i];
        days.close[count] = bars->close[i];
        days.volume[count] += bars->volume[i];
        if (bars->ts_ns[i] % day == 23 * hour) {
            is_open = false;
            count++;
        }
    }
    days.count = count;
    return days;
}

/* ---- the desk ----------------------------------------------------------------------------------
 */

struct desk {
    const struct argosy_strategy *strategy;
    void *state;
    struct fake_run *run;
    struct fake_options options;
    struct argosy_desk ops;
    struct argosy_view view;
    struct argosy_series series[BARS_MAX];
    struct argosy_holding holdings[BARS_MAX];
    struct argosy_wallet wallet;
    const struct fake_bars *bars;
    struct fake_bars seen[BARS_MAX]; /* grown copies: nothing lies behind the newest bar */
    uint32_t bars_count;
    double prices[BARS_MAX]; /* the last known */
};

static double price_of(int64_t ticks) { return (double)ticks * 1e-9; }

static void mark(struct desk *desk)
{
    double equity = desk->run->cash;
    for (uint32_t i = 0; i < desk->bars_count; i++)
        equity += (double)desk->holdings[i].qty_lots * 1e-8 * desk->prices[i];
    desk->run->equity = equity;
    desk->wallet.cash = desk->wallet.free = llround(desk->run->cash * 1e8);
    desk->wallet.equity = llround(equity * 1e8);
}

static int64_t order_lots(struct desk *desk, const struct argosy_order *asked, double price)
{
    int64_t held = desk->holdings[asked->instrument].qty_lots;
    double cash = desk->run->cash;
    switch (asked->size_rule) {
    case ARGOSY_SIZE_LOTS: return asked->qty_lots;
    case ARGOSY_SIZE_POSITION: return held < 0 ? -held : held;
    case ARGOSY_SIZE_CASH: return (int64_t)floor((double)asked->size_value / price);
    case ARGOSY_SIZE_ALL: return (int64_t)floor(cash / price) * 100000000;
    default: break;
    }
    if (desk->options.units > 0) return llround(desk->options.units * 1e8);
    if (desk->options.cash_share > 0)
        return (int64_t)floor(desk->options.cash_share * cash / price * 1e8);
    return (int64_t)floor(cash / price) * 100000000;
}

static void holding_apply(struct argosy_holding *holding, int64_t signed_lots, double price)
{
    int64_t before = holding->qty_lots, after = before + signed_lots;
    bool grows = (before >= 0 && signed_lots > 0) || (before <= 0 && signed_lots < 0);
    if (grows) {
        holding->entry_price =
            (holding->entry_price * (double)llabs(before) + price * (double)llabs(signed_lots)) /
            (double)llabs(after);
        holding->entries++;
    }
    if (after == 0) holding->entry_price = 0;
    holding->qty_lots = after;
}

static void end_order(struct desk *desk, struct fake_order *order, uint32_t status)
{
    struct argosy_holding *holding = &desk->holdings[order->asked.instrument];
    uint64_t reference = order->reference;
    order->status = status;
    holding->open_orders--;
    if (status != ARGOSY_ORDER_FILLED && desk->strategy->on_order)
        desk->strategy->on_order(desk->state, &desk->view, reference, status);
}

static void fill(struct desk *desk, uint64_t index, double price, uint64_t bar, int64_t ts_ns)
{
    struct fake_order *order = &desk->run->orders[index];
    uint32_t instrument = order->asked.instrument;
    bool is_market = order->asked.type != ARGOSY_LIMIT;
    double sign = order->asked.side == ARGOSY_BUY ? 1 : -1;
    if (is_market) price *= 1 + sign * desk->options.slippage;
    int64_t whole = order_lots(desk, &order->asked, price), lots = whole - order->qty_lots;
    if (lots <= 0) {
        end_order(desk, order, ARGOSY_ORDER_REFUSED);
        return;
    }
    if (is_market && desk->options.part_lots && lots > (int64_t)desk->options.part_lots)
        lots = (int64_t)desk->options.part_lots;
    double fee = (double)lots * 1e-8 * price * desk->options.fee_rate;
    desk->run->cash -= sign * (double)lots * 1e-8 * price + fee;
    holding_apply(&desk->holdings[instrument], sign > 0 ? lots : -lots, price);
    order->qty_lots += lots;
    order->price = price;
    order->fill_bar = bar;
    order->fill_ts_ns = ts_ns;
    bool is_done = order->qty_lots == whole;
    if (is_done) end_order(desk, order, ARGOSY_ORDER_FILLED);
    mark(desk);
    struct argosy_fill told = { .size = sizeof told,
                                .instrument = instrument,
                                .order = order->reference,
                                .side = order->asked.side,
                                .ts_ns = ts_ns,
                                .qty_lots = lots,
                                .price_ticks = llround(price * 1e9),
                                .fee_cash = llround(fee * 1e8),
                                .left_lots = whole - order->qty_lots };
    if (desk->strategy->on_fill) desk->strategy->on_fill(desk->state, &desk->view, &told);
}

static uint64_t desk_submit(void *self, const struct argosy_order *asked)
{
    struct desk *desk = self;
    struct fake_run *run = desk->run;
    uint32_t instrument = asked->instrument;
    ck_assert_uint_lt(instrument, desk->bars_count);
    ck_assert_uint_eq(asked->size, sizeof *asked);
    ck_assert_int_ge(asked->qty_lots, 0);
    const struct argosy_series *series = &desk->series[instrument];
    double price =
        asked->type == ARGOSY_LIMIT ? price_of(asked->limit_ticks) : desk->prices[instrument];
    if (order_lots(desk, asked, price) <= 0) return 0;
    if (run->order_count == run->order_capacity) {
        run->order_capacity = run->order_capacity ? 2 * run->order_capacity : 64;
        run->orders = realloc(run->orders, run->order_capacity * sizeof *run->orders);
        ck_assert_ptr_nonnull(run->orders);
    }
    uint64_t index = run->order_count++;
    run->orders[index] = (struct fake_order){ .asked = *asked,
                                              .reference = index + 1,
                                              .ts_ns = series->ts_ns[series->count - 1],
                                              .bar = series->count - 1 };
    desk->holdings[instrument].open_orders++;
    bool is_now = desk->options.at_close || (asked->flags & ARGOSY_AT_CLOSE);
    if (asked->type == ARGOSY_MARKET && is_now)
        fill(desk, index, desk->prices[instrument], series->count - 1,
             series->ts_ns[series->count - 1]);
    return index + 1;
}

static void desk_cancel(void *self, uint64_t reference)
{
    struct desk *desk = self;
    if (reference == 0 || reference > desk->run->order_count) return;
    struct fake_order *order = &desk->run->orders[reference - 1];
    if (order->status == ARGOSY_ORDER_OPEN) end_order(desk, order, ARGOSY_ORDER_CANCELLED);
}

static void desk_cancel_all(void *self, uint32_t instrument)
{
    struct desk *desk = self;
    for (uint64_t i = 0; i < desk->run->order_count; i++)
        if (desk->run->orders[i].asked.instrument == instrument) desk_cancel(self, i + 1);
}

static void desk_amend(void *self, uint64_t reference, int64_t qty_lots, int64_t limit_ticks,
                       int64_t stop_ticks)
{
    struct desk *desk = self;
    if (reference == 0 || reference > desk->run->order_count) return;
    struct argosy_order *asked = &desk->run->orders[reference - 1].asked;
    if (qty_lots) asked->qty_lots = qty_lots;
    if (limit_ticks) asked->limit_ticks = limit_ticks;
    if (stop_ticks) asked->stop_ticks = stop_ticks;
}

static void desk_timer(void *self, int64_t ts_ns, uint64_t tag)
{
    (void)self;
    (void)ts_ns;
    (void)tag;
    ck_abort_msg("the fake desk has no timers");
}

static const char *desk_refusal(void *self)
{
    (void)self;
    return "";
}

static void desk_plot(void *self, uint32_t instrument, uint32_t pane, const char *name,
                      double value)
{
    struct desk *desk = self;
    ck_assert_uint_lt(instrument, desk->bars_count);
    ck_assert_uint_lt(pane, 8);
    ck_assert(name && *name);
    ck_assert(!isnan(value));
    desk->run->plots++;
}

static void desk_log(void *self, const char *text)
{
    struct desk *desk = self;
    size_t used = strlen(desk->run->log);
    snprintf(desk->run->log + used, sizeof desk->run->log - used, "%s\n", text);
}

/* ---- a run -------------------------------------------------------------------------------------
 */

static const char *read_file(void *self, const char *name, size_t *size)
{
    struct desk *desk = self;
    if (!desk->options.file || strcmp(name, "missing.csv") == 0) return NULL;
    *size = strlen(desk->options.file);
    return desk->options.file;
}

static void set_value(const struct argosy_param *param, struct argosy_value *value, char *text)
{
    if (param->type == ARGOSY_PARAM_TEXT) value->text = text;
    else if (param->type == ARGOSY_PARAM_CHOICE) {
        value->number = -1;
        for (uint32_t i = 0; param->choices[i]; i++)
            if (strcmp(param->choices[i], text) == 0) value->number = i;
        ck_assert_msg(value->number >= 0, "%s is no %s", text, param->name);
    } else value->number = strtod(text, NULL);
}

static void set_values(const struct argosy_strategy *strategy, struct argosy_value *values,
                       char *set)
{
    for (uint32_t i = 0; i < strategy->param_count; i++)
        values[i] =
            (struct argosy_value){ strategy->params[i].initial, strategy->params[i].initial_text };
    while (set && *set) {
        char *pair = strsep(&set, ";"), *name = strsep(&pair, "=");
        uint32_t i = 0;
        while (i < strategy->param_count && strcmp(strategy->params[i].name, name) != 0) i++;
        ck_assert_msg(i < strategy->param_count, "%s has no %s", strategy->name, name);
        set_value(&strategy->params[i], &values[i], pair);
    }
}

/* Moves the newest bar into memory of just the right size. */
static void grow(struct desk *desk, uint32_t instrument)
{
    struct argosy_series *series = &desk->series[instrument];
    struct fake_bars *seen = &desk->seen[instrument];
    fake_bars_free(seen);
    *seen = fake_bars_cut(&desk->bars[instrument], series->count + 1);
    series->count = seen->count;
    series->ts_ns = seen->ts_ns;
    series->open = seen->open;
    series->high = seen->high;
    series->low = seen->low;
    series->close = seen->close;
    series->volume = seen->volume;
    desk->prices[instrument] = price_of(seen->close[series->count - 1]);
}

static void match(struct desk *desk, uint32_t instrument, uint64_t bar)
{
    const struct fake_bars *bars = &desk->bars[instrument];
    uint64_t count = desk->run->order_count; /* what on_fill asks for waits for the next bar */
    for (uint64_t i = 0; i < count; i++) {
        const struct fake_order *order = &desk->run->orders[i];
        if (order->asked.instrument != instrument || order->status != ARGOSY_ORDER_OPEN) continue;
        int64_t open = bars->open[bar], limit = order->asked.limit_ticks;
        bool is_buy = order->asked.side == ARGOSY_BUY;
        if (order->asked.type == ARGOSY_MARKET)
            fill(desk, i, price_of(open), bar, bars->ts_ns[bar]);
        else if (order->asked.type != ARGOSY_LIMIT) continue;
        else if (is_buy ? bars->low[bar] < limit : bars->high[bar] > limit)
            fill(desk, i,
                 price_of(is_buy ? (open < limit ? open : limit) : (open > limit ? open : limit)),
                 bar, bars->ts_ns[bar]);
        else if (order->asked.tif == ARGOSY_IOC)
            end_order(desk, &desk->run->orders[i], ARGOSY_ORDER_CANCELLED);
    }
}

static bool step(struct desk *desk)
{
    bool is_any = false;
    int64_t now = INT64_MAX;
    for (uint32_t i = 0; i < desk->bars_count; i++) {
        uint64_t next = desk->series[i].count;
        if (next < desk->bars[i].count && desk->bars[i].ts_ns[next] < now)
            now = desk->bars[i].ts_ns[next];
    }
    for (uint32_t i = 0; i < desk->bars_count; i++) {
        uint64_t next = desk->series[i].count;
        if (next >= desk->bars[i].count || desk->bars[i].ts_ns[next] != now) continue;
        is_any = true;
        match(desk, i, next);
        grow(desk, i);
        desk->view.now_ns = now + desk->series[i].interval_ns;
        mark(desk);
        desk->strategy->on_bar(desk->state, &desk->view, i);
    }
    if (is_any && desk->strategy->on_moment) desk->strategy->on_moment(desk->state, &desk->view);
    return is_any;
}

static void desk_init(struct desk *desk, const struct fake_bars *bars, uint32_t count)
{
    desk->bars = bars;
    desk->bars_count = count;
    desk->ops = (struct argosy_desk){ .size = sizeof desk->ops,
                                      .submit = desk_submit,
                                      .cancel = desk_cancel,
                                      .cancel_all = desk_cancel_all,
                                      .amend = desk_amend,
                                      .timer = desk_timer,
                                      .refusal = desk_refusal,
                                      .plot = desk_plot,
                                      .log = desk_log };
    desk->wallet = (struct argosy_wallet){ .size = sizeof desk->wallet, .decimals = 8 };
    for (uint32_t i = 0; i < count; i++) {
        bool has_two = bars[i].count > 1;
        desk->holdings[i].size = sizeof desk->holdings[i];
        desk->series[i] = (struct argosy_series){
            .size = sizeof desk->series[i],
            .instrument = i,
            .symbol = bars[i].symbol,
            .interval_ns = has_two ? bars[i].ts_ns[1] - bars[i].ts_ns[0] : 0,
            .tick_units = 1,
            .price_scale = 1e9,
            .lot_units = 1,
            .qty_scale = 1e8,
            .lot_step = 1,
        };
    }
    desk->view = (struct argosy_view){ .size = sizeof desk->view,
                                       .instrument_count = count,
                                       .series = desk->series,
                                       .holdings = desk->holdings,
                                       .wallet = &desk->wallet,
                                       .desk = &desk->ops,
                                       .desk_self = desk };
}

struct fake_run fake_run(const struct argosy_strategy *strategy, const char *set,
                         const struct fake_bars *bars, uint32_t bars_count,
                         struct fake_options options)
{
    struct fake_run run = { .cash = options.cash > 0 ? options.cash : 10000 };
    struct desk *desk = take(1, sizeof *desk);
    struct argosy_value values[VALUES_MAX];
    char copy[512];
    ck_assert_uint_le(bars_count, BARS_MAX);
    snprintf(copy, sizeof copy, "%s", set);
    set_values(strategy, values, copy);
    desk->strategy = strategy;
    desk->run = &run;
    desk->options = options;
    desk_init(desk, bars, bars_count);
    mark(desk);

    struct argosy_setup setup = { .size = sizeof setup,
                                  .instrument_count = bars_count,
                                  .value_count = strategy->param_count,
                                  .values = values,
                                  .series = desk->series,
                                  .read_file = read_file,
                                  .read_self = desk,
                                  .error = run.error,
                                  .error_size = sizeof run.error };
    desk->state = take(1, strategy->state_bytes(&setup));
    run.started = strategy->start(desk->state, &setup);
    if (run.started == 0) {
        run.lookback = strategy->lookback(desk->state);
        while (step(desk)) continue;
        if (strategy->on_end) strategy->on_end(desk->state, &desk->view);
    }
    for (uint32_t i = 0; i < bars_count; i++) {
        run.held[i] = desk->holdings[i].qty_lots;
        fake_bars_free(&desk->seen[i]);
    }
    free(desk->state);
    free(desk);
    return run;
}

void fake_run_free(struct fake_run *run) { free(run->orders); }
