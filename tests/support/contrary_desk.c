#include "support/contrary_desk.h"
#include "base/text.h"
#include "strategy/registry.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES_MAX = 32, STATE_BYTES = 1 << 20 };

static uint64_t submit(void *self, const struct argosy_order *order)
{
    struct contrary *it = self;
    it->asked_count++;
    if (it->is_refusing) return 0;
    ck_assert_uint_lt(it->order_count, CONTRARY_ORDERS_MAX);
    it->orders[it->order_count++] = *order;
    it->holdings[order->instrument].open_orders++;
    return it->order_count;
}

static void cancel(void *self, uint64_t order)
{
    struct contrary *it = self;
    it->cancel_count++;
    it->cancelled = order;
}

static void cancel_all(void *self, uint32_t instrument)
{
    struct contrary *it = self;
    it->cancel_all_count += instrument < CONTRARY_INSTRUMENTS_MAX;
}

static void amend(void *self, uint64_t order, int64_t qty_lots, int64_t limit_ticks,
                  int64_t stop_ticks)
{
    struct contrary *it = self;
    it->amend_count += qty_lots >= 0 && limit_ticks >= 0 && stop_ticks >= 0;
    it->cancelled = order;
}

static void timer(void *self, int64_t ts_ns, uint64_t tag)
{
    ck_assert_msg(self && ts_ns && tag, "a timer for never");
}

static const char *refusal(void *self) { return self ? "the test says no" : ""; }

static void plot(void *self, uint32_t instrument, uint32_t pane, const char *name, double value)
{
    ck_assert_ptr_nonnull(self);
    ck_assert_uint_lt(instrument, CONTRARY_INSTRUMENTS_MAX);
    ck_assert_uint_lt(pane, 8);
    ck_assert_ptr_nonnull(name);
    ck_assert(!isinf(value));
}

static void log_line(void *self, const char *text)
{
    struct contrary *it = self;
    size_t length = strlen(it->log);
    snprintf(it->log + length, sizeof it->log - length, "%s\n", text);
}

static const char *read_file(void *self, const char *name, size_t *size)
{
    const char *file = self;
    *size = file && *name ? strlen(file) : 0;
    return file;
}

/* The defaults, then what `set` says. */
static void read_values(struct argosy_value *values, const struct argosy_strategy *strategy,
                        char *set)
{
    for (uint32_t i = 0; i < strategy->param_count; i++)
        values[i] = (struct argosy_value){ .number = strategy->params[i].initial,
                                           .text = strategy->params[i].initial_text };
    for (char *one = strsep(&set, ";"); one && *one; one = strsep(&set, ";")) {
        char *value = strchr(one, '=');
        *value++ = 0;
        uint32_t at = strategy_param_find(strategy, text_from(one));
        ck_assert_msg(at < strategy->param_count, "no %s", one);
        values[at].text = value;
        values[at].number = strtod(value, NULL);
        for (int i = 0; strategy->params[at].choices && strategy->params[at].choices[i]; i++)
            if (strcmp(strategy->params[at].choices[i], value) == 0) values[at].number = i;
    }
}

struct contrary *contrary_start(const char *name, const char *set, uint32_t instruments,
                                const char *file)
{
    static struct contrary contrary;
    static struct argosy_value values[VALUES_MAX];
    static _Alignas(64) char state[STATE_BYTES];
    static char told[256], bytes[2048];
    struct contrary *it = &contrary;
    *it = (struct contrary){ .strategy = strategy_find(text_from(name)), .state = state };
    ck_assert_ptr_nonnull(it->strategy);
    memset(state, 0, sizeof state);
    snprintf(told, sizeof told, "%s", set);
    if (file) snprintf(bytes, sizeof bytes, "%s", file);
    read_values(values, it->strategy, told);
    for (uint32_t i = 0; i < instruments; i++) {
        it->series[i] = (struct argosy_series){ .size = sizeof it->series[i],
                                                .instrument = i,
                                                .symbol = i ? "B" : "A",
                                                .ts_ns = it->ts_ns,
                                                .open = it->prices[i],
                                                .high = it->prices[i],
                                                .low = it->prices[i],
                                                .close = it->prices[i],
                                                .volume = it->volumes,
                                                .tick_units = 1,
                                                .price_scale = 100,
                                                .lot_units = 1,
                                                .qty_scale = 100,
                                                .lot_step = 1 };
        it->holdings[i].size = sizeof it->holdings[i];
    }
    it->wallet = (struct argosy_wallet){ .size = sizeof it->wallet,
                                         .decimals = 8,
                                         .cash = INT64_C(1000000000000),
                                         .equity = INT64_C(1000000000000),
                                         .free = INT64_C(1000000000000) };
    it->desk = (struct argosy_desk){ .size = sizeof it->desk,
                                     .submit = submit,
                                     .cancel = cancel,
                                     .cancel_all = cancel_all,
                                     .amend = amend,
                                     .timer = timer,
                                     .refusal = refusal,
                                     .plot = plot,
                                     .log = log_line };
    it->view = (struct argosy_view){ .size = sizeof it->view,
                                     .instrument_count = instruments,
                                     .series = it->series,
                                     .holdings = it->holdings,
                                     .wallet = &it->wallet,
                                     .desk = &it->desk,
                                     .desk_self = it };
    struct argosy_setup setup = { .size = sizeof setup,
                                  .instrument_count = instruments,
                                  .value_count = it->strategy->param_count,
                                  .values = values,
                                  .series = it->series,
                                  .read_file = read_file,
                                  .read_self = file ? bytes : NULL,
                                  .error = it->error,
                                  .error_size = sizeof it->error };
    ck_assert_uint_le(it->strategy->state_bytes(&setup), STATE_BYTES);
    it->started = it->strategy->start(state, &setup);
    if (it->started == 0) (void)it->strategy->lookback(state);
    return it;
}

void contrary_bar(struct contrary *it, double first, double second)
{
    uint64_t count = it->series[0].count;
    ck_assert_uint_lt(count, CONTRARY_BARS_MAX);
    it->ts_ns[count] = INT64_C(1600000000000000000) + (int64_t)count * 3600000000000;
    it->prices[0][count] = llround(first * 100);
    it->prices[1][count] = llround(second * 100);
    it->volumes[count] = 100000;
    for (uint32_t i = 0; i < it->view.instrument_count; i++) {
        it->series[i].count = count + 1;
        it->view.now_ns = it->ts_ns[count] + 3600000000000;
        it->strategy->on_bar(it->state, &it->view, i);
    }
    if (it->strategy->on_moment) it->strategy->on_moment(it->state, &it->view);
}

void contrary_fill(struct contrary *it, uint64_t order, int64_t lots, int64_t price,
                   int64_t left_lots)
{
    bool is_known = order > 0 && order <= it->order_count;
    const struct argosy_order *asked =
        is_known ? &it->orders[order - 1] : &(struct argosy_order){ 0 };
    struct argosy_holding *holding = &it->holdings[asked->instrument];
    holding->qty_lots += asked->side == ARGOSY_BUY ? lots : -lots;
    if (left_lots == 0 && is_known) holding->open_orders--;
    struct argosy_fill fill = { .size = sizeof fill,
                                .instrument = asked->instrument,
                                .order = order,
                                .side = asked->side,
                                .qty_lots = lots,
                                .price_ticks = price,
                                .left_lots = left_lots };
    if (it->strategy->on_fill) it->strategy->on_fill(it->state, &it->view, &fill);
}

void contrary_end(struct contrary *it, uint64_t order, enum argosy_order_status status)
{
    bool is_over = status != ARGOSY_ORDER_OPEN && order > 0 && order <= it->order_count;
    if (is_over) it->holdings[it->orders[order - 1].instrument].open_orders--;
    if (it->strategy->on_order) it->strategy->on_order(it->state, &it->view, order, status);
}

void contrary_finish(struct contrary *it)
{
    if (it->strategy->on_end) it->strategy->on_end(it->state, &it->view);
}
