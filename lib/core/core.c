#include "core/core_internal.h"
#include "base/hash.h"

#include <string.h>

static const int64_t day_ns = INT64_C(86400000000000);

static size_t padded(size_t count, size_t size) { return count * size + 64; }

size_t core_bytes(const struct core_config *config)
{
    size_t books = config->book_count, instruments = config->instrument_count;
    size_t slots = config->is_hedged ? 2 : 1;
    size_t bytes = padded(1, sizeof(struct core));
    bytes += padded(instruments, sizeof(struct instrument));
    bytes += padded(instruments, sizeof(struct fee_schedule));
    bytes += padded(instruments, sizeof(struct market));
    bytes += padded(instruments * books * slots, sizeof(struct position));
    bytes += padded(books * config->asset_count, sizeof(struct book_funds));
    bytes += padded(books * config->asset_count * LEDGER_KIND_COUNT, sizeof(int64_t));
    bytes += padded(config->orders_max, sizeof(struct order));
    bytes += padded(config->orders_max, sizeof(struct order_link));
    bytes +=
        padded(config->orders_max, sizeof(uint32_t)) + 2 * padded(instruments, sizeof(uint32_t));
    bytes += padded(books, sizeof(struct risk_limits)) + padded(books, sizeof(struct risk_usage));
    bytes += (books + 1) * 2 * padded(RATE_MAX, sizeof(int64_t));
    return bytes + 64;
}

static enum status check_config(const struct core_config *config, struct err *err)
{
    if (config->book_count == 0 || config->asset_count == 0 || config->instrument_count == 0 ||
        config->orders_max == 0)
        return err_set(err, ST_CONFIG, "a core needs a book, an asset, an instrument and an order");
    if (config->leverage_e12 <= 0) return err_set(err, ST_CONFIG, "the leverage must be above 0");
    for (uint32_t i = 0; i < config->instrument_count; i++) {
        const struct instrument *it = &config->instruments[i];
        if (!instrument_check(it))
            return err_set(err, ST_CONFIG, "instrument %s was not prepared", it->symbol);
        if (it->base.v >= config->asset_count || it->quote.v >= config->asset_count ||
            it->settle.v >= config->asset_count)
            return err_set(err, ST_CONFIG, "instrument %s names an unknown asset", it->symbol);
        if (!fee_schedule_check(&config->fees[i]))
            return err_set(err, ST_CONFIG, "the fee schedule of %s is not valid", it->symbol);
    }
    return ST_OK;
}

enum status core_create(struct core **out, struct arena *arena, const struct core_config *config,
                        struct err *err)
{
    enum status status = check_config(config, err);
    if (status != ST_OK) return status;
    size_t instruments = config->instrument_count, slots = config->is_hedged ? 2 : 1;
    struct core *core = ARENA_NEW(arena, struct core);
    if (!core) return err_set(err, ST_FULL, "the core's memory is too small");
    core->config = *config;
    core->instruments = ARENA_ARRAY(arena, struct instrument, instruments);
    core->fees = ARENA_ARRAY(arena, struct fee_schedule, instruments);
    core->markets = ARENA_ARRAY(arena, struct market, instruments);
    core->positions = ARENA_ARRAY(arena, struct position, instruments * config->book_count * slots);
    core->funds =
        ARENA_ARRAY(arena, struct book_funds, (size_t)config->book_count * config->asset_count);
    bool is_ready =
        core->instruments && core->fees && core->markets && core->positions && core->funds &&
        ledger_init(&core->ledger, arena, config->book_count, config->asset_count) == ST_OK &&
        order_table_init(&core->orders, arena, config->orders_max, config->instrument_count) ==
            ST_OK &&
        risk_init(&core->risk, arena, config->book_count) == ST_OK;
    if (!is_ready) return err_set(err, ST_FULL, "the core's memory is too small");
    memcpy(core->instruments, config->instruments, instruments * sizeof *core->instruments);
    memcpy(core->fees, config->fees, instruments * sizeof *core->fees);
    core->config.instruments = core->instruments;
    core->config.fees = core->fees;
    core->now_ns = INT64_MIN;
    core->next_day_ns = INT64_MIN;
    *out = core;
    return ST_OK;
}

/* A new UTC day: today's losses count from here. */
static void start_day(struct core *core)
{
    int64_t day = core->now_ns / day_ns - (core->now_ns % day_ns < 0);
    core->next_day_ns = (day + 1) * day_ns;
    for (uint32_t book = 0; book < core->config.book_count; book++)
        core->risk.book_usage[book].day_start_equity =
            core_equity(core, (struct book_id){ (uint16_t)book });
    core->risk.account_usage.day_start_equity = core_account_equity(core);
}

static void apply_bar(struct core *core, const struct event *in)
{
    struct market *market = &core->markets[in->instrument.v];
    market->ts_ns = core->now_ns;
    market->last_ticks = in->bar.close_ticks;
    market->flags |= PRICE_LAST;
    instrument_mark(core, in->instrument);
}

static void apply_price(struct core *core, const struct event *in)
{
    struct market *market = &core->markets[in->instrument.v];
    market->ts_ns = core->now_ns;
    if (in->flags & PRICE_LAST) market->last_ticks = in->price.last_ticks;
    if (in->flags & PRICE_MARK) market->mark_ticks = in->price.mark_ticks;
    if (in->flags & PRICE_INDEX) market->index_ticks = in->price.index_ticks;
    if (in->flags & PRICE_BID) market->bid_ticks = in->price.bid_ticks;
    if (in->flags & PRICE_ASK) market->ask_ticks = in->price.ask_ticks;
    market->flags |= in->flags;
    instrument_mark(core, in->instrument);
}

static void apply_command(struct core *core, const struct event *in)
{
    switch ((enum command)in->command.command) {
    case COMMAND_HALT: core->is_halted = true; return;
    case COMMAND_REDUCE_ONLY: core->is_reduce_only = true; return;
    case COMMAND_RESUME: core->is_halted = core->is_reduce_only = false; return;
    }
    assert_failed(__FILE__, __LINE__, "the command is known");
}

void core_step(struct core *core, const struct event *in, const struct sink *out)
{
    if (in->ts_received_ns > core->now_ns) core->now_ns = in->ts_received_ns; /* never backwards */
    if (core->now_ns >= core->next_day_ns) start_day(core);
    core->event_count++;
    switch ((enum event_kind)in->kind) {
    case EV_BAR: apply_bar(core, in); break;
    case EV_PRICE: apply_price(core, in); break;
    case EV_FUNDING:
    case EV_BORROW: apply_funding(core, in); break;
    case EV_SETTLE: apply_settlement(core, in); break;
    case EV_STATUS:
        core->instruments[in->instrument.v].is_tradable = in->status.is_tradable != 0;
        break;
    case EV_TERMS:
        core->terms = in->terms;
        core->has_terms = true;
        break;
    case EV_INTENT: order_intent(core, in, out); break;
    case EV_AMEND: order_amend(core, in, out); break;
    case EV_CANCEL: {
        struct order *order =
            order_table_find(&core->orders, (struct order_id){ in->report.order });
        if (order) order_cancel(core, order, out);
        break;
    }
    case EV_SIZE: order_size(core, in, out); break;
    case EV_ACK:
    case EV_REFUSE:
    case EV_FILL:
    case EV_CANCELLED:
    case EV_EXPIRED:
    case EV_LOST:
    case EV_TRIGGERED: order_report(core, in, out); break;
    case EV_TRANSFER: apply_transfer(core, in); break;
    case EV_COMMAND: apply_command(core, in); break;
    case EV_TIMER: break; /* moves the clock */
    case EV_NONE:
    case EVENT_KIND_COUNT: assert_failed(__FILE__, __LINE__, "the event is of a known kind");
    }
    VERIFY(core_check(core));
}

/* ---- the state as a whole ----------------------------------------------------------------------
 */

static uint64_t hash_order(uint64_t hash, const struct order *order)
{
    const int64_t words[] = { (int64_t)order->id.v,
                              (int64_t)order->parent.v,
                              (int64_t)order->sibling.v,
                              order->ts_ns,
                              order->expire_ns,
                              order->qty_lots,
                              order->filled_lots,
                              order->limit_ticks,
                              order->stop_ticks,
                              order->trail_ticks,
                              order->stop_loss_ticks,
                              order->take_profit_ticks,
                              order->size_value,
                              order->reserved_cash,
                              order->filled_cash,
                              order->fee_cash,
                              order->instrument.v,
                              order->book.v,
                              order->flags,
                              order->side,
                              order->type,
                              order->tif,
                              order->state,
                              order->size_rule,
                              order->role,
                              order->is_triggered };
    return hash_bytes(hash, words, sizeof words);
}

uint64_t core_hash(const struct core *core)
{
    const struct core_config *config = &core->config;
    uint64_t hash = hash_word(0, core->event_count);
    hash = hash_word(hash, (uint64_t)core->now_ns);
    hash = hash_word(hash, (uint64_t)core->volume_cash);
    hash = hash_word(hash, (uint64_t)core->is_halted * 2 + core->is_reduce_only);
    hash = hash_word(hash, core->ledger.transfer_count);
    hash = hash_bytes(hash, core->ledger.balances,
                      (size_t)config->book_count * config->asset_count * LEDGER_KIND_COUNT *
                          sizeof(int64_t));
    size_t slots = config->is_hedged ? 2 : 1;
    hash =
        hash_bytes(hash, core->positions,
                   config->instrument_count * config->book_count * slots * sizeof(struct position));
    hash = hash_bytes(hash, core->funds,
                      (size_t)config->book_count * config->asset_count * sizeof(struct book_funds));
    hash = hash_bytes(hash, core->markets, config->instrument_count * sizeof(struct market));
    hash = hash_word(hash, core->orders.claim_count);
    for (uint32_t i = 0; i < config->instrument_count; i++)
        for (const struct order *order =
                 order_table_first(&core->orders, (struct instrument_id){ i });
             order; order = order_table_next(&core->orders, order))
            hash = hash_order(hash, order);
    return hash;
}

static_assert(sizeof(struct position) == 96, "no padding: it is hashed as it lies");
static_assert(sizeof(struct market) == 56, "no padding: it is hashed as it lies");
static_assert(sizeof(struct book_funds) == 24, "no padding: it is hashed as it lies");

static bool check_book(const struct core *core, struct book_id book)
{
    const struct core_config *config = &core->config;
    uint32_t slots = config->is_hedged ? 2 : 1;
    for (uint16_t a = 0; a < config->asset_count; a++) {
        struct asset_id asset = { a };
        int64_t cost = 0, marked = 0, margin = 0, reserved = 0;
        for (uint32_t i = 0; i < config->instrument_count; i++) {
            if (core->instruments[i].settle.v != a) continue;
            struct instrument_id instrument = { i };
            for (uint32_t slot = 0; slot < slots; slot++) {
                const struct position *position = core_position(core, book, instrument, slot);
                if (!position_check(position)) return false;
                cost += position->cost_cash;
                marked += position->value_cash;
                margin += position->margin_cash;
            }
            for (const struct order *order = order_table_first(&core->orders, instrument); order;
                 order = order_table_next(&core->orders, order))
                if (order->book.v == book.v) reserved += order->reserved_cash;
        }
        const struct book_funds *funds = funds_of(core, book, asset);
        if (cost != ledger_balance(&core->ledger, account_of(core, book, asset, LEDGER_POSITION)))
            return false;
        if (funds->marked_cash != marked || funds->margin_cash != margin ||
            funds->reserved_cash != reserved)
            return false;
    }
    return true;
}

bool core_check(const struct core *core)
{
    if (!ledger_check(&core->ledger)) return false;
    if (!order_table_check(&core->orders)) return false;
    for (uint16_t book = 0; book < core->config.book_count; book++)
        if (!check_book(core, (struct book_id){ book })) return false;
    return true;
}
