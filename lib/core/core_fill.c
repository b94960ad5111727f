/* core_fill.c — what fills, funding, settlements and transfers do to the money: ledger moves only.
 */
#include "core/core_internal.h"

static const int64_t e12 = INT64_C(1000000000000);

static int64_t share_of(int64_t amount, int64_t rate_e12)
{
    return (int64_t)decimal_divide((i128)amount * rate_e12, e12, ROUND_HALF_AWAY);
}

/* The accounts of a book in an asset: the kinds lie side by side. */
static struct ledger_account kind_of(struct ledger_account base, enum account_kind kind)
{
    return (struct ledger_account){ base.v + (uint32_t)kind };
}

/* Futures: the margin that the position needs moves between cash and the margin account. */
static void post_margin(struct core *core, const struct instrument *it, struct ledger_account base,
                        int64_t lots_before, int64_t lots_after, int64_t price_ticks)
{
    int64_t before = lots_before ? margin_for(core, it, 0, lots_before) : 0, after = 0;
    if (it->margin_per_contract == 0) {
        /* By rate: what is posted now is released in proportion, what opens is posted at its price.
         */
        int64_t posted = ledger_balance(&core->ledger, kind_of(base, LEDGER_MARGIN));
        before = posted;
        int64_t notional = instrument_notional(it, price_ticks, lots_after);
        after = lots_after ? margin_for(core, it, notional, lots_after) : 0;
    } else {
        after = lots_after ? margin_for(core, it, 0, lots_after) : 0;
    }
    if (after != before)
        ledger_move(&core->ledger, kind_of(base, LEDGER_CASH), kind_of(base, LEDGER_MARGIN),
                    after - before);
}

void apply_fill(struct core *core, struct order *order, const struct event *in,
                const struct sink *out)
{
    const struct event_report *report = &in->report;
    const struct instrument *it = &core->instruments[order->instrument.v];
    struct position *position = position_of(core, order);
    struct ledger_account base = account_of(core, order->book, it->settle, LEDGER_WORLD);
    struct ledger *ledger = &core->ledger;
    int64_t lots_before = position->qty_lots, lots = report->qty_lots * side_sign(order->side);

    struct position_change change = position_fill(position, it, lots, report->price_ticks);
    enum account_kind source = core->config.account == CORE_CASH ? LEDGER_CASH : LEDGER_FINANCING;
    int64_t cost = change.opened_cost - change.closed_cost;
    if (cost != 0 && report->is_crossed) {
        /* Between our own books: through an account of that name, where nothing stays. */
        ledger_move(ledger, kind_of(base, source), kind_of(base, LEDGER_CROSSING), cost);
        ledger_move(ledger, kind_of(base, LEDGER_CROSSING), kind_of(base, LEDGER_POSITION), cost);
    } else if (cost != 0) {
        ledger_move(ledger, kind_of(base, source), kind_of(base, LEDGER_POSITION), cost);
    }
    if (change.pnl_cash != 0)
        ledger_move(ledger, kind_of(base, LEDGER_PNL), kind_of(base, LEDGER_CASH), change.pnl_cash);
    if (report->fee_cash != 0)
        ledger_move(ledger, kind_of(base, LEDGER_CASH), kind_of(base, LEDGER_FEE),
                    report->fee_cash);
    if (core->config.account == CORE_FUTURES)
        post_margin(core, it, base, lots_before, position->qty_lots, report->price_ticks);

    int64_t notional = instrument_notional(it, report->price_ticks, report->qty_lots);
    position->fee_cash += report->fee_cash;
    order->filled_lots += report->qty_lots;
    order->filled_cash += notional;
    order->fee_cash += report->fee_cash;
    if (!report->is_crossed)
        core->volume_cash += notional; /* a venue's tier knows its own trades */
    position_mark(core, order->book, order->instrument, position);

    struct notice notice = {
        .kind = NOTICE_FILL,
        .order = order,
        .ts_venue_ns = in->ts_venue_ns,
        .qty_lots = report->qty_lots,
        .price_ticks = report->price_ticks,
        .notional_cash = notional,
        .fee_cash = report->fee_cash,
        .pnl_cash = change.pnl_cash,
        .position_lots = position->qty_lots,
        .is_maker = report->is_maker,
    };
    out->notice(out->self, &notice);
}

/* Funding is owed on each book's own position; the venue charges the net one. What rounding leaves
 * between the two is booked to the first book's dust, so that the account pays what the venue says.
 */
void apply_funding(struct core *core, const struct event *in)
{
    const struct instrument *it = &core->instruments[in->instrument.v];
    bool is_borrow = in->kind == EV_BORROW;
    enum account_kind kind = is_borrow ? LEDGER_BORROW : LEDGER_FUNDING;
    uint32_t slots = core->config.is_hedged ? 2 : 1;
    int64_t net_lots = 0, paid = 0;
    for (uint32_t i = 0; i < core->config.book_count; i++)
        for (uint32_t slot = 0; slot < slots; slot++) {
            struct book_id book = { (uint16_t)i };
            struct position *position = core_position(core, book, in->instrument, slot);
            int64_t lots = position->qty_lots;
            if (lots == 0 || (is_borrow && lots > 0)) continue;
            int64_t value =
                instrument_cash(it, in->funding.price_ticks, is_borrow ? -lots : lots, ROUND_ZERO);
            int64_t owed = share_of(value, in->funding.rate_e12);
            net_lots += is_borrow ? -lots : lots;
            paid += owed;
            if (is_borrow) position->borrow_cash += owed;
            else position->funding_cash += owed;
            if (owed != 0)
                ledger_move(&core->ledger, account_of(core, book, it->settle, LEDGER_CASH),
                            account_of(core, book, it->settle, kind), owed);
        }
    int64_t charged = share_of(instrument_cash(it, in->funding.price_ticks, net_lots, ROUND_ZERO),
                               in->funding.rate_e12);
    if (charged != paid)
        ledger_move(&core->ledger, account_of(core, (struct book_id){ 0 }, it->settle, LEDGER_CASH),
                    account_of(core, (struct book_id){ 0 }, it->settle, LEDGER_DUST),
                    charged - paid);
}

/* Daily settlement: gains and losses since the last one become cash, and the position costs its
 * value. */
void apply_settlement(struct core *core, const struct event *in)
{
    const struct instrument *it = &core->instruments[in->instrument.v];
    uint32_t slots = core->config.is_hedged ? 2 : 1;
    for (uint32_t i = 0; i < core->config.book_count; i++)
        for (uint32_t slot = 0; slot < slots; slot++) {
            struct book_id book = { (uint16_t)i };
            struct position *position = core_position(core, book, in->instrument, slot);
            if (position->qty_lots == 0) continue;
            int64_t value =
                instrument_cash(it, in->funding.price_ticks, position->qty_lots, ROUND_ZERO);
            int64_t variation = value - position->cost_cash;
            if (variation == 0) continue;
            position->cost_cash = value;
            position->pnl_cash += variation;
            struct ledger_account base = account_of(core, book, it->settle, LEDGER_WORLD);
            ledger_move(&core->ledger, kind_of(base, LEDGER_FINANCING),
                        kind_of(base, LEDGER_POSITION), variation);
            ledger_move(&core->ledger, kind_of(base, LEDGER_PNL), kind_of(base, LEDGER_CASH),
                        variation);
            position_mark(core, book, in->instrument, position);
        }
}

void apply_transfer(struct core *core, const struct event *in)
{
    const struct event_transfer *transfer = &in->transfer;
    struct book_id book = { transfer->book };
    struct asset_id asset = { transfer->asset };
    struct ledger_account cash = account_of(core, book, asset, LEDGER_CASH), other;
    switch ((enum transfer_reason)transfer->reason) {
    case TRANSFER_WORLD: other = account_of(core, book, asset, LEDGER_WORLD); break;
    case TRANSFER_BANKRUPTCY: other = account_of(core, book, asset, LEDGER_BANKRUPTCY); break;
    case TRANSFER_SUSPENSE: other = account_of(core, book, asset, LEDGER_SUSPENSE); break;
    case TRANSFER_BOOK:
        other = account_of(core, (struct book_id){ transfer->from_book }, asset, LEDGER_CASH);
        break;
    default: assert_failed(__FILE__, __LINE__, "the transfer's reason is known");
    }
    if (transfer->amount != 0) ledger_move(&core->ledger, other, cash, transfer->amount);
}
