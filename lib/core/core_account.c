/* core_account.c — what a book has: cash, margin, marks, buying power, sizes. */
#include "core/core_internal.h"

static const int64_t e12 = INT64_C(1000000000000);

struct book_funds *funds_of(const struct core *core, struct book_id book, struct asset_id asset)
{
    return &core->funds[book.v * core->config.asset_count + asset.v];
}

struct ledger_account account_of(const struct core *core, struct book_id book,
                                 struct asset_id asset, enum account_kind kind)
{
    return ledger_account(&core->ledger, book, asset, kind);
}

static int64_t balance(const struct core *core, struct book_id book, struct asset_id asset,
                       enum account_kind kind)
{
    return ledger_balance(&core->ledger, account_of(core, book, asset, kind));
}

static int64_t share_of(int64_t amount, int64_t rate_e12, enum rounding rounding)
{
    return (int64_t)decimal_divide((i128)amount * rate_e12, e12, rounding);
}

int64_t margin_for(const struct core *core, const struct instrument *it, int64_t notional,
                   int64_t qty_lots)
{
    if (core->config.account == CORE_CASH) return 0;
    if (core->config.account == CORE_FUTURES && it->margin_per_contract > 0) {
        i128 margin = (i128)it->margin_per_contract * decimal_size(qty_lots) * it->lot_units;
        return (int64_t)decimal_divide(margin, decimal_power(it->lot_decimals), ROUND_CEIL);
    }
    for (uint32_t i = it->tier_count; i > 0; i--)
        if (notional >= it->tiers[i - 1].notional_from)
            return share_of(notional, it->tiers[i - 1].initial_e12, ROUND_CEIL);
    if (core->config.leverage_e12 == e12) return notional;
    return (int64_t)decimal_divide((i128)notional * e12, core->config.leverage_e12, ROUND_CEIL);
}

bool core_reference(const struct core *core, struct instrument_id instrument, int64_t *ticks)
{
    const struct market *market = &core->markets[instrument.v];
    *ticks = market->flags & PRICE_MARK ? market->mark_ticks : market->last_ticks;
    return (market->flags & (PRICE_MARK | PRICE_LAST)) != 0;
}

void position_mark(struct core *core, struct book_id book, struct instrument_id instrument,
                   struct position *position)
{
    const struct instrument *it = &core->instruments[instrument.v];
    struct book_funds *funds = funds_of(core, book, it->settle);
    int64_t price, value = 0, margin = 0;
    if (position->qty_lots != 0 && core_reference(core, instrument, &price)) {
        value = instrument_cash(it, price, position->qty_lots, ROUND_ZERO);
        if (core->config.account == CORE_MARGIN)
            margin = margin_for(
                core, it, decimal_size(core->config.is_isolated ? position->cost_cash : value),
                position->qty_lots);
    }
    funds->marked_cash += value - position->value_cash;
    funds->margin_cash += margin - position->margin_cash;
    position->value_cash = value;
    position->margin_cash = margin;
}

void instrument_mark(struct core *core, struct instrument_id instrument)
{
    uint32_t slots = core->config.is_hedged ? 2 : 1;
    for (uint32_t i = 0; i < core->config.book_count; i++)
        for (uint32_t slot = 0; slot < slots; slot++) {
            struct book_id book = { (uint16_t)i };
            struct position *position = core_position(core, book, instrument, slot);
            if (position->qty_lots != 0) position_mark(core, book, instrument, position);
        }
}

int64_t core_cash(const struct core *core, struct book_id book, struct asset_id asset)
{
    return balance(core, book, asset, LEDGER_CASH);
}

/* What an asset's unit is worth in the account's currency: the reference price of an instrument
 * that trades one for the other; 1 for the currency itself, 0 when nobody knows. */
static int64_t converted(const struct core *core, struct asset_id asset, int64_t amount)
{
    if (asset.v == core->config.currency.v || amount == 0) return amount;
    for (uint32_t i = 0; i < core->config.instrument_count; i++) {
        const struct instrument *it = &core->instruments[i];
        bool is_pair = it->kind == INSTRUMENT_SPOT || it->kind == INSTRUMENT_FX ||
                       it->kind == INSTRUMENT_PERPETUAL_INVERSE;
        int64_t price;
        if (!is_pair || !core_reference(core, (struct instrument_id){ i }, &price) || price <= 0)
            continue;
        i128 units = (i128)price * it->tick_units, scale = decimal_power(it->price_decimals);
        if (it->base.v == asset.v && it->quote.v == core->config.currency.v)
            return (int64_t)decimal_divide(amount * units, scale, ROUND_ZERO);
        if (it->quote.v == asset.v && it->base.v == core->config.currency.v)
            return (int64_t)decimal_divide(amount * scale, units, ROUND_ZERO);
    }
    return 0;
}

/* What a book has in one asset, marked. */
static int64_t worth(const struct core *core, struct book_id book, struct asset_id asset)
{
    const int64_t *kinds = &core->ledger.balances[account_of(core, book, asset, LEDGER_WORLD).v];
    return kinds[LEDGER_CASH] + kinds[LEDGER_MARGIN] + kinds[LEDGER_FINANCING] +
           funds_of(core, book, asset)->marked_cash;
}

int64_t core_equity(const struct core *core, struct book_id book)
{
    if (core->config.asset_count == 1) return worth(core, book, core->config.currency);
    int64_t equity = 0;
    for (uint16_t i = 0; i < core->config.asset_count; i++) {
        struct asset_id asset = { i };
        equity += converted(core, asset, worth(core, book, asset));
    }
    return equity;
}

int64_t core_account_equity(const struct core *core)
{
    int64_t equity = 0;
    for (uint16_t book = 0; book < core->config.book_count; book++)
        equity += core_equity(core, (struct book_id){ book });
    return equity;
}

int64_t core_free(const struct core *core, struct book_id book, struct asset_id asset)
{
    const struct book_funds *funds = funds_of(core, book, asset);
    int64_t cash = balance(core, book, asset, LEDGER_CASH);
    if (core->config.account != CORE_MARGIN) return cash - funds->reserved_cash;
    if (core->config.is_isolated) return cash - funds->margin_cash - funds->reserved_cash;
    int64_t equity = cash + balance(core, book, asset, LEDGER_FINANCING) + funds->marked_cash;
    return equity - funds->margin_cash - funds->reserved_cash;
}

int64_t core_fee_on(const struct core *core, struct instrument_id instrument, int64_t notional,
                    int64_t qty_lots, bool is_maker)
{
    return fee_compute(&core->fees[instrument.v], &core->instruments[instrument.v], notional,
                       qty_lots, core->volume_cash, is_maker);
}

int64_t core_fee(const struct core *core, struct instrument_id instrument, int64_t price_ticks,
                 int64_t qty_lots, bool is_maker)
{
    int64_t notional = instrument_notional(&core->instruments[instrument.v], price_ticks, qty_lots);
    return core_fee_on(core, instrument, notional, qty_lots, is_maker);
}

/* What a quantity costs at a price: the money it ties up and the taker's fee. */
static int64_t cost_of(const struct core *core, const struct order *order, int64_t price_ticks,
                       int64_t qty_lots, bool is_margin)
{
    const struct instrument *it = &core->instruments[order->instrument.v];
    int64_t notional = instrument_notional(it, price_ticks, qty_lots);
    int64_t fee = core_fee_on(core, order->instrument, notional, qty_lots, false);
    int64_t tied = is_margin ? margin_for(core, it, notional, qty_lots) : notional;
    return tied + (fee > 0 ? fee : 0);
}

/* The lots a size comes in. */
static int64_t size_step(const struct instrument *it, const struct order *order)
{
    int64_t step = it->qty_lots_min;
    if (order->flags & ORDER_WHOLE_UNITS) {
        int64_t unit = decimal_power(it->lot_decimals) / it->lot_units;
        if (unit > step) step = unit;
    }
    return step;
}

/* How many steps could be within an amount if there were no fee: floor(amount / tied(one step)),
 * one more for rounding, and never so many that their value leaves 62 bits. */
static int64_t steps_bound(const struct core *core, const struct instrument *it,
                           int64_t price_ticks, int64_t amount, int64_t step, bool is_margin)
{
    i128 cap = ((i128)1 << 62) * it->cash_den / it->cash_num / price_ticks / step;
    if (cap > INT64_MAX / 2 / step) cap = INT64_MAX / 2 / step;
    i128 bound;
    if (is_margin && core->config.account == CORE_FUTURES && it->margin_per_contract > 0) {
        bound = (i128)amount * decimal_power(it->lot_decimals) / it->lot_units /
                it->margin_per_contract / step;
    } else {
        i128 value = amount;
        if (is_margin) {
            int64_t rate = it->tier_count ? it->tiers[0].initial_e12 : 0; /* the lowest */
            value = rate ? value * e12 / rate : value * core->config.leverage_e12 / e12;
            if (value > INT64_MAX) value = INT64_MAX;
        }
        bound = value * it->cash_den / it->cash_num / price_ticks / step;
    }
    bound += 1;
    return (int64_t)(bound < cap ? bound : cap);
}

/* The largest multiple of the step whose cost is within an amount. Costs are all but proportional,
 * so a proportional guess lands next to the answer; exact looks around it settle the rest. */
static int64_t largest_within(const struct core *core, const struct order *order,
                              int64_t price_ticks, int64_t amount, bool is_margin)
{
    const struct instrument *it = &core->instruments[order->instrument.v];
    int64_t price = decimal_size(price_ticks), step = size_step(it, order);
    if (amount <= 0 || price == 0) return 0;
    int64_t bound = steps_bound(core, it, price, amount, step, is_margin);
    int64_t low = bound;
    for (int i = 0; i < 3 && low > 0; i++) {
        int64_t cost = cost_of(core, order, price, low * step, is_margin);
        if (cost <= amount) break;
        low = (int64_t)((i128)low * amount / cost);
    }
    for (int64_t reach = 1; low > 0 && cost_of(core, order, price, low * step, is_margin) > amount;
         reach *= 2)
        low = low > reach ? low - reach : 0;
    int64_t high = low; /* from here: low fits; high does not, or lies behind the bound */
    for (int64_t reach = 1;; reach *= 2) {
        high = reach < bound + 1 - high ? high + reach : bound + 1;
        if (high > bound || cost_of(core, order, price, high * step, is_margin) > amount) break;
        low = high;
    }
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (cost_of(core, order, price, middle * step, is_margin) <= amount) low = middle;
        else high = middle;
    }
    return low * step;
}

int64_t core_spendable(const struct core *core, const struct order *order)
{
    const struct instrument *it = &core->instruments[order->instrument.v];
    int64_t amount = core_free(core, order->book, it->settle) + order->reserved_cash;
    if (core->config.account != CORE_CASH) return amount;
    int64_t cash = core_cash(core, order->book, it->settle); /* not what sales will bring */
    return amount < cash ? amount : cash;
}

int64_t core_affordable(const struct core *core, const struct order *order, int64_t price_ticks)
{
    return largest_within(core, order, price_ticks, core_spendable(core, order),
                          core->config.account != CORE_CASH);
}

int64_t core_size(const struct core *core, const struct order *order, int64_t price_ticks)
{
    const struct instrument *it = &core->instruments[order->instrument.v];
    const struct position *position = position_of(core, order);
    bool is_margin = core->config.account != CORE_CASH;
    switch ((enum size_rule)order->size_rule) {
    case SIZE_RULE_LOTS: return order->qty_lots;
    case SIZE_RULE_POSITION: return decimal_size(position->qty_lots);
    case SIZE_RULE_ALL:
        return largest_within(core, order, price_ticks, core_free(core, order->book, it->settle),
                              is_margin);
    case SIZE_RULE_CASH: return largest_within(core, order, price_ticks, order->size_value, false);
    case SIZE_RULE_CASH_SHARE: {
        int64_t cash = core_cash(core, order->book, it->settle);
        return largest_within(core, order, price_ticks,
                              share_of(cash, order->size_value, ROUND_FLOOR), false);
    }
    case SIZE_RULE_EQUITY_SHARE: {
        int64_t equity = core_equity(core, order->book);
        return largest_within(core, order, price_ticks,
                              share_of(equity, order->size_value, ROUND_FLOOR), false);
    }
    case SIZE_RULE_RISK_SHARE: {
        if (order->stop_loss_ticks == 0) return 0;
        int64_t risked = share_of(core_equity(core, order->book), order->size_value, ROUND_FLOOR);
        int64_t distance = decimal_size(price_ticks - order->stop_loss_ticks);
        if (distance == 0 || risked <= 0) return 0;
        int64_t step = size_step(it, order);
        i128 lots = (i128)risked * it->cash_den / ((i128)distance * it->cash_num);
        int64_t most = largest_within(core, order, price_ticks,
                                      core_free(core, order->book, it->settle), is_margin);
        if (lots > most) lots = most;
        return (int64_t)(lots / step * step);
    }
    case SIZE_RULE_DEFAULT:
    case SIZE_RULE_COUNT: break;
    }
    assert_failed(__FILE__, __LINE__, "the size rule is known and resolved");
}
