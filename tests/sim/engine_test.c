/* The bar simulation against a naive one that shares no code with it, on random markets, random
 * orders and random models. A round is one run of 128 bars. */
#include "sim/backtest.h"
#include "sim/models.h"
#include "sim/naive_engine.h"
#include "support/test.h"

#include <string.h>

enum { BARS = 128 };

static struct naive_bar bars[BARS];
static struct naive_ask asks[NAIVE_ASKS];
static int ask_count;
static struct naive_config config;
static struct naive_outcome naive;
static struct backtest_output output;
static struct spec spec;

static uint64_t below(uint64_t bound) { return rng_below(&test_rng, bound); }

static int64_t between(int64_t low, int64_t high)
{
    return low + (int64_t)below((uint64_t)(high - low + 1));
}

/* ---- a random world ----------------------------------------------------------------------------
 */

static void draw_bars(void)
{
    static const int64_t intervals[] = { INT64_C(60000000000), INT64_C(3600000000000),
                                         INT64_C(86400000000000) };
    int64_t interval = intervals[below(3)], ts = interval * between(1, 1000),
            price = between(60, 400);
    int64_t reach = between(1, 12), gap = below(2) ? between(0, 15) : 0;
    for (int i = 0; i < BARS; i++) {
        struct naive_bar *bar = &bars[i];
        *bar = (struct naive_bar){ .start = ts };
        price += between(-gap, gap);
        if (price < 30) price = 30;
        bar->open = bar->high = bar->low = price;
        bool is_flat = below(10) == 0;
        for (int step = 0; step < 4 && !is_flat; step++) {
            price += between(-reach, reach);
            if (price < 20) price = 20;
            if (price > bar->high) bar->high = price;
            if (price < bar->low) bar->low = price;
        }
        bar->close = price;
        bar->volume = below(6) == 0 ? 0 : between(0, 4000);
        ts += interval * (below(12) == 0 ? between(2, 5) : 1);
        bar->end = bar->start + interval;
    }
}

static int64_t near_price(const struct naive_bar *bar)
{
    int64_t price = bar->close + between(-15, 15);
    return below(50) == 0 ? 0 : price > 0 ? price : 1;
}

static void draw_submit(struct naive_ask *ask, const struct naive_bar *bar)
{
    ask->side = (int)below(2);
    ask->type = (int)below(6);
    ask->tif = below(2) ? N_GTC : (int)below(5);
    do ask->rule = below(2) ? N_LOTS : (int)below(8);
    while (ask->rule == N_DEFAULT); /* the driver's word for one of the others */
    ask->qty = between(below(20) == 0 ? -1 : 1, 400);
    ask->value = ask->rule == N_CASH ? between(0, config.cash) : between(0, (int64_t)E12);
    if (ask->rule == N_RISK_SHARE) ask->value /= 10;
    ask->limit = near_price(bar);
    ask->stop = ask->type == N_TRAILING ? between(0, 12) : near_price(bar);
    ask->expire = bar->end + (bar->end - bar->start) * between(-1, 6);
    if (below(5) == 0) ask->flags |= N_REDUCE_ONLY;
    if (below(8) == 0) ask->flags |= N_POST_ONLY;
    if (below(10) == 0) ask->flags |= N_AT_CLOSE;
    if (below(2)) return;
    int64_t way = ask->side == N_BUY ? 1 : -1;
    if (below(4)) ask->stop_loss = bar->close - way * between(-1, 12);
    if (below(4)) ask->take_profit = bar->close + way * between(-1, 12);
}

static void draw_asks(void)
{
    ask_count = 0;
    int64_t calm = between(1, 6);
    for (int i = 0; i < BARS; i++)
        for (uint64_t n = below(3); n > 0 && ask_count < NAIVE_ASKS; n--) {
            if (between(0, calm) != 0) continue;
            struct naive_ask *ask = &asks[ask_count];
            *ask = (struct naive_ask){ .bar = i, .what = N_SUBMIT };
            if (ask_count > 0 && below(4) == 0) {
                ask->what = below(2) ? N_CANCEL : N_AMEND;
                int back = (int)below(6) + 1;
                ask->target = ask_count > back ? ask_count - back : 0;
                ask->qty = below(2) ? between(1, 400) : 0;
                ask->limit = below(2) ? near_price(&bars[i]) : 0;
                ask->stop = below(2) ? between(1, 12) + (below(2) ? bars[i].close : 0) : 0;
            } else draw_submit(ask, &bars[i]);
            ask_count++;
        }
}

static int64_t draw_slippage(int *kind)
{
    *kind = (int)below(6);
    return *kind == N_SLIP_TICKS ? between(0, 3) : between(0, (int64_t)E12 / 50);
}

static void draw_fee(struct naive_fee *fee)
{
    fee->tiers = (int)between(1, NAIVE_TIERS);
    for (int i = 0; i < fee->tiers; i++) {
        fee->from[i] = i == 0 ? 0 : fee->from[i - 1] + between(1, 400000000000);
        fee->taker[i] = between(0, (int64_t)E12 / 200);
        fee->maker[i] = between(-(int64_t)E12 / 2000, (int64_t)E12 / 300);
    }
    if (below(2)) return;
    fee->fixed = below(2) ? between(0, 200000000) : 0;
    fee->per_unit_e4 = below(2) ? between(0, INT64_C(5000000000)) : 0;
    fee->min = below(2) ? between(0, 200000000) : 0;
    fee->max_rate = below(2) ? between(1, (int64_t)E12 / 50) : 0;
}

static void draw_config(void)
{
    config = (struct naive_config){ .cash = between(INT64_C(5000000000), INT64_C(200000000000)),
                                    .lot_decimals = below(2) ? 0 : between(0, 8),
                                    .is_margin = below(2),
                                    .leverage_e12 = between(1, 10) * E12,
                                    .overdraft = (int)below(3),
                                    .has_volume = below(4) != 0,
                                    .share_e12 = below(4) ? between(1, (int64_t)E12) : 0,
                                    .is_touch = below(2),
                                    .is_next_bar = below(2),
                                    .is_size_at_fill = below(2),
                                    .is_fill_at_close = below(4) == 0,
                                    .is_whole = below(3) == 0 };
    config.slip_entry_value = draw_slippage(&config.slip_entry);
    config.slip_exit_value = draw_slippage(&config.slip_exit);
    draw_fee(&config.fee);
    int64_t interval = bars[0].end - bars[0].start;
    if (below(3) == 0) config.latency = below(2) ? 50000000 : between(0, 3 * interval);
}

/* ---- the product's run --------------------------------------------------------------------------
 */

static uint64_t references[NAIVE_ASKS];
static int next_ask;

static size_t state_bytes(const struct argosy_setup *setup) { return setup->size; }
static int start(void *state, const struct argosy_setup *setup) { return state && setup ? 0 : -1; }
static uint64_t lookback(const void *state) { return state ? 0 : 1; }

static void on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    const struct argosy_desk *desk = view->desk;
    int bar = (int)view->series[instrument].count - 1;
    ck_assert_ptr_nonnull(state);
    for (; next_ask < ask_count && asks[next_ask].bar == bar; next_ask++) {
        const struct naive_ask *ask = &asks[next_ask];
        uint64_t target = ask->what == N_SUBMIT ? 0 : references[ask->target];
        struct argosy_order order = { .size = sizeof order,
                                      .side = (uint8_t)ask->side,
                                      .type = (uint8_t)ask->type,
                                      .tif = (uint8_t)ask->tif,
                                      .size_rule = (uint8_t)ask->rule,
                                      .flags = (uint32_t)ask->flags,
                                      .qty_lots = ask->qty,
                                      .size_value = ask->value,
                                      .limit_ticks = ask->limit,
                                      .stop_ticks = ask->stop,
                                      .stop_loss_ticks = ask->stop_loss,
                                      .take_profit_ticks = ask->take_profit,
                                      .expire_ns = ask->expire };
        if (ask->what == N_SUBMIT) references[next_ask] = desk->submit(view->desk_self, &order);
        else if (target && ask->what == N_CANCEL) desk->cancel(view->desk_self, target);
        else if (target) desk->amend(view->desk_self, target, ask->qty, ask->limit, ask->stop);
    }
}

static const struct argosy_strategy asking_strategy = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "asking",
    .help = "what the round drew",
    .state_bytes = state_bytes,
    .start = start,
    .lookback = lookback,
    .on_bar = on_bar,
};

static void describe_spec(void)
{
    memset(&spec, 0, sizeof spec);
    spec.account.cash = config.cash;
    spec.account.type = config.is_margin ? ACCOUNT_MARGIN : ACCOUNT_CASH;
    spec.account.leverage_e12 = config.leverage_e12;
    spec.account.is_overdraft_given = true;
    spec.account.overdraft = (enum account_overdraft)config.overdraft;
    spec.orders.limit_fill = config.is_touch ? LIMIT_TOUCH : LIMIT_THROUGH;
    spec.orders.legs_live = config.is_next_bar ? LEGS_NEXT_BAR : LEGS_SAME_BAR;
    spec.orders.size_at = config.is_size_at_fill ? SIZE_AT_FILL : SIZE_AT_SIGNAL;
    spec.orders.fill = config.is_fill_at_close ? FILL_CLOSE : FILL_NEXT_OPEN;
    spec.orders.whole_units = config.is_whole;
    spec.costs.volume_share_e12 = config.share_e12;
    spec.costs.latency_ns = config.latency;
    spec.costs.slippage_entry =
        (struct spec_slippage){ (enum slippage_kind)config.slip_entry, config.slip_entry_value };
    spec.costs.slippage_exit =
        (struct spec_slippage){ (enum slippage_kind)config.slip_exit, config.slip_exit_value };
    struct spec_fee *fee = &spec.costs.fee;
    fee->is_given = true;
    fee->fixed = config.fee.fixed;
    fee->per_unit = config.fee.per_unit_e4;
    fee->min = config.fee.min;
    fee->max_rate_e12 = config.fee.max_rate;
    fee->tier_count = (uint32_t)config.fee.tiers;
    for (int i = 0; i < config.fee.tiers; i++)
        fee->tiers[i] =
            (struct spec_fee_tier){ config.fee.from[i], config.fee.maker[i], config.fee.taker[i] };
}

static void run_product(void)
{
    static int64_t columns[6][BARS];
    static uint8_t memory_bytes[5][8 << 20];
    struct dataset data = { .symbol = "X",
                            .price_decimals = 2,
                            .tick_units = 1,
                            .lot_decimals = (uint32_t)config.lot_decimals,
                            .lot_units = 1,
                            .interval_ns = bars[0].end - bars[0].start,
                            .count = BARS };
    for (int i = 0; i < BARS; i++) {
        const struct naive_bar *bar = &bars[i];
        const int64_t row[] = {
            bar->start, bar->open, bar->high, bar->low, bar->close, bar->volume
        };
        for (int c = 0; c < 6; c++) columns[c][i] = row[c];
    }
    for (int c = 0; c < (config.has_volume ? 6 : 5); c++) data.columns[c] = columns[c];
    describe_spec();
    struct instrument instrument;
    struct spec_data how = { 0 };
    struct err err;
    struct fee_schedule fees = spec_fee_schedule(&spec);
    ck_assert_int_eq(spec_instrument(&instrument, &spec, &how, &data, (struct asset_id){ 0 }, &err),
                     ST_OK);
    struct backtest_input input = { .spec = &spec,
                                    .instrument_count = 1,
                                    .bars = &data,
                                    .instruments = &instrument,
                                    .fees = &fees,
                                    .strategy = &asking_strategy,
                                    .stop_ns = INT64_MAX,
                                    .capture = CAPTURE_ORDERS | CAPTURE_EQUITY };
    struct backtest_memory memory;
    arena_init(&memory.work, memory_bytes[0], sizeof memory_bytes[0]);
    arena_init(&memory.fills, memory_bytes[1], sizeof memory_bytes[1]);
    arena_init(&memory.orders, memory_bytes[2], sizeof memory_bytes[2]);
    arena_init(&memory.equity, memory_bytes[3], sizeof memory_bytes[3]);
    arena_init(&memory.decisions, memory_bytes[4], sizeof memory_bytes[4]);
    memset(references, 0, sizeof references);
    next_ask = 0;
    enum status status = backtest_run(&output, &input, &memory, &err);
    ck_assert_msg(status == ST_OK, "%s", err.text);
}

/* ---- the comparison ----------------------------------------------------------------------------
 */

static void assert_same(uint64_t round)
{
    const struct result *result = &output.result;
    uint64_t count = (uint64_t)naive.fill_count;
    for (uint64_t i = 0; i < count && i < result->fill_count; i++) {
        const struct fill_row *row = &result->fills[i];
        const struct naive_fill *fill = &naive.fills[i];
        bool is_same = row->bar == (uint64_t)fill->bar && row->side == fill->side &&
                       row->is_maker == fill->is_maker && row->qty_lots == fill->qty &&
                       row->price_ticks == fill->price && row->fee_cash == fill->fee;
        ck_assert_msg(is_same,
                      "round %llu, fill %llu: bar %llu side %d maker %d %lld at %lld fee %lld, "
                      "naive: bar %d side %d maker %d %lld at %lld fee %lld",
                      (unsigned long long)round, (unsigned long long)i,
                      (unsigned long long)row->bar, row->side, row->is_maker,
                      (long long)row->qty_lots, (long long)row->price_ticks,
                      (long long)row->fee_cash, fill->bar, fill->side, fill->is_maker,
                      (long long)fill->qty, (long long)fill->price, (long long)fill->fee);
    }
    ck_assert_msg(result->fill_count == count, "round %llu: %llu fills, naive %llu",
                  (unsigned long long)round, (unsigned long long)result->fill_count,
                  (unsigned long long)count);
    ck_assert_uint_eq(result->equity_count, BARS);
    for (int i = 0; i < BARS; i++) {
        ck_assert_msg(result->equity[i].cash == naive.cash[i],
                      "round %llu, bar %d: cash %lld, naive %lld", (unsigned long long)round, i,
                      (long long)result->equity[i].cash, (long long)naive.cash[i]);
        ck_assert_msg(result->equity[i].equity == naive.equity[i],
                      "round %llu, bar %d: equity %lld, naive %lld", (unsigned long long)round, i,
                      (long long)result->equity[i].equity, (long long)naive.equity[i]);
    }
    int64_t position = count ? result->fills[count - 1].position_lots : 0;
    ck_assert_int_eq(position, naive.position);
    ck_assert_msg(result->ambiguous_bars == (uint64_t)naive.ambiguous,
                  "round %llu: %llu ambiguous bars, naive %d", (unsigned long long)round,
                  (unsigned long long)result->ambiguous_bars, naive.ambiguous);
    ck_assert_msg(result->rejected_count == (uint64_t)naive.refused,
                  "round %llu: %llu refused, naive %d", (unsigned long long)round,
                  (unsigned long long)result->rejected_count, naive.refused);
}

/* The rules a reader is promised, checked on the product's rows alone. */
static void assert_rules(void)
{
    int64_t taken[BARS] = { 0 };
    for (uint64_t i = 0; i < output.result.fill_count; i++) {
        const struct fill_row *row = &output.result.fills[i];
        const struct naive_bar *bar = &bars[row->bar];
        int64_t room = row->slippage_cash == 0 && row->is_maker ? 0 : bar->high;
        ck_assert_int_ge(row->price_ticks, bar->low - (row->side == ARGOSY_SELL ? room : 0));
        ck_assert_int_le(row->price_ticks, bar->high + (row->side == ARGOSY_BUY ? room : 0));
        taken[row->bar] += row->qty_lots;
    }
    if (!config.has_volume || config.share_e12 == 0) return;
    for (int i = 0; i < BARS; i++)
        ck_assert_int_le(taken[i], (int64_t)((__int128)bars[i].volume * config.share_e12 / E12));
}

TEST(engine, any_orders_on_any_bars_come_to_what_a_naive_engine_says)
{
    uint64_t fills = 0, ambiguous = 0, makers = 0, refused = 0, legs = 0;
    for (uint64_t round = 0; round < test_rounds; round++) {
        draw_bars();
        draw_config();
        draw_asks();
        naive_run(&naive, &config, bars, BARS, asks, ask_count);
        run_product();
        assert_same(round);
        assert_rules();
        fills += (uint64_t)naive.fill_count;
        ambiguous += (uint64_t)naive.ambiguous;
        refused += (uint64_t)naive.refused;
        for (int i = 0; i < naive.fill_count; i++) {
            makers += naive.fills[i].is_maker;
            legs += naive.fills[i].is_leg;
            if (naive.fills[i].is_leg) continue;
            /* No order fills in a bar that began before it arrived, unless it asked for its close.
             */
            const struct naive_bar *bar = &bars[naive.fills[i].bar];
            ck_assert(naive.fills[i].asked <= bar->start || naive.fills[i].bare == bar->close);
        }
    }
    if (test_rounds < 100) return;
    ck_assert_uint_gt(fills, 4 * test_rounds); /* chance has really touched every corner */
    ck_assert_uint_gt(makers, test_rounds / 4);
    ck_assert_uint_gt(legs, test_rounds / 4);
    ck_assert_uint_gt(ambiguous, test_rounds / 20);
    ck_assert_uint_gt(refused, test_rounds / 4);
}
