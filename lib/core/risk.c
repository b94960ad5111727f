#include "core/risk.h"
#include "base/hash.h"

/* An approved order is the order itself, under a name that only this file can give it. */
struct approved_order {
    struct order order;
};

static const int64_t second_ns = 1000000000;

const char *refusal_text(enum refusal refusal)
{
    static const char *const texts[] = {
#define REFUSAL_TEXT(name, text) text,
        REFUSAL_LIST(REFUSAL_TEXT)
#undef REFUSAL_TEXT
    };
    ASSERT(refusal < REFUSAL_COUNT);
    return texts[refusal];
}

static bool rate_init(struct risk_rate *rate, struct arena *arena)
{
    rate->times = ARENA_ARRAY(arena, int64_t, RATE_MAX);
    return rate->times != NULL;
}

enum status risk_init(struct risk *risk, struct arena *arena, uint32_t book_count)
{
    *risk = (struct risk){ .book_count = book_count };
    risk->book_limits = ARENA_ARRAY(arena, struct risk_limits, book_count);
    risk->book_usage = ARENA_ARRAY(arena, struct risk_usage, book_count);
    if (!risk->book_limits || !risk->book_usage) return ST_FULL;
    bool is_ready = rate_init(&risk->account_usage.orders, arena) &&
                    rate_init(&risk->account_usage.cancels, arena);
    for (uint32_t i = 0; i < book_count && is_ready; i++)
        is_ready = rate_init(&risk->book_usage[i].orders, arena) &&
                   rate_init(&risk->book_usage[i].cancels, arena);
    return is_ready ? ST_OK : ST_FULL;
}

/* Whether `limit` events already lie within the last second. */
static bool rate_is_full(const struct risk_rate *rate, uint32_t limit, int64_t now_ns)
{
    if (limit == 0) return false;
    if (limit > RATE_MAX) limit = RATE_MAX;
    if (rate->count < limit) return false;
    return rate->times[(rate->count - limit) % RATE_MAX] > now_ns - second_ns;
}

static void rate_count(struct risk_rate *rate, int64_t now_ns)
{
    rate->times[rate->count++ % RATE_MAX] = now_ns;
}

static uint64_t duplicate_key(const struct order *order)
{
    uint64_t key = hash_word(order->instrument.v, order->side);
    key = hash_word(key, (uint64_t)order->limit_ticks);
    return hash_word(key, (uint64_t)order->qty_lots);
}

static bool duplicates_are_full(const struct risk_usage *usage, const struct order *order,
                                uint32_t limit, int64_t now_ns)
{
    if (limit == 0) return false;
    uint64_t key = duplicate_key(order);
    uint32_t count = 0;
    for (uint32_t i = 0; i < DUPLICATE_WINDOW; i++)
        count += usage->duplicate_keys[i] == key &&
                 usage->duplicate_times[i] > now_ns - second_ns && usage->duplicate_times[i] != 0;
    return count >= limit;
}

/* How much the order takes off the position at most, and where the position could end. */
static int64_t worst_lots(int64_t position, int64_t open, int64_t qty, int64_t sign)
{
    return position * sign + open + qty;
}

static bool only_reduces(const struct risk_question *q)
{
    int64_t sign = side_sign(q->order->side);
    return q->position_lots * sign < 0 &&
           order_left_lots(q->order) <= decimal_size(q->position_lots);
}

/* Rules about the order itself and the instrument. */
static enum refusal judge_shape(const struct risk_question *q)
{
    const struct order *order = q->order;
    const struct instrument *it = q->instrument;
    if (!it->is_tradable) return REFUSAL_NOT_TRADABLE;
    if (order->qty_lots <= 0) return REFUSAL_QTY_NONE;
    if (order->qty_lots % it->qty_lots_min != 0) return REFUSAL_LOT;
    if (order_has_limit(order) && !instrument_price_valid(it, order->limit_ticks))
        return REFUSAL_TICK;
    bool has_trigger = order->type == ORDER_STOP || order->type == ORDER_STOP_LIMIT ||
                       order->type == ORDER_TAKE_PROFIT;
    if (has_trigger && !instrument_price_valid(it, order->stop_ticks)) return REFUSAL_TICK;
    if (order->type == ORDER_TRAILING_STOP && order->stop_ticks <= 0) return REFUSAL_TICK;
    if ((order->flags & ORDER_POST_ONLY) &&
        (order->type != ORDER_LIMIT || order->tif == TIF_IOC || order->tif == TIF_FOK))
        return REFUSAL_TERMS;
    if (order->tif == TIF_GTD && order->expire_ns <= q->now_ns) return REFUSAL_TERMS;
    if (order->flags & ORDER_REDUCE_ONLY) {
        if (q->position_lots * side_sign(order->side) >= 0) return REFUSAL_REDUCE_ONLY;
    }
    if (q->parent_left_lots < order->qty_lots) return REFUSAL_PARENT;
    return REFUSAL_NONE;
}

/* The price a limit on size is judged at: what the order says, else the reference. */
static int64_t judged_price(const struct risk_question *q)
{
    return order_has_limit(q->order) ? q->order->limit_ticks : q->reference_ticks;
}

static enum refusal judge_price(const struct risk_question *q, const struct risk_limits *limits)
{
    if (limits->reference_age_ns_max > 0 &&
        q->now_ns - q->reference_ts_ns > limits->reference_age_ns_max)
        return REFUSAL_REFERENCE_STALE;
    if (limits->collar_e12 > 0 && order_has_limit(q->order)) {
        i128 distance = decimal_size(q->order->limit_ticks - q->reference_ticks);
        i128 allowed = (i128)decimal_size(q->reference_ticks) * limits->collar_e12;
        if (distance * INT64_C(1000000000000) > allowed) return REFUSAL_COLLAR;
    }
    return REFUSAL_NONE;
}

static enum refusal judge_size(const struct risk_question *q, const struct risk_limits *limits,
                               bool is_book)
{
    const struct order *order = q->order;
    if (limits->qty_lots_max > 0 && order->qty_lots > limits->qty_lots_max) return REFUSAL_QTY_MAX;
    int64_t price = judged_price(q);
    if (limits->notional_max > 0 &&
        instrument_notional(q->instrument, price, order->qty_lots) > limits->notional_max)
        return REFUSAL_NOTIONAL_MAX;
    if (limits->position_notional_max > 0) {
        bool is_buy = order->side == SIDE_BUY;
        int64_t position = is_book ? q->position_lots : q->account_lots;
        int64_t open = is_book ? (is_buy ? q->open_buy_lots : q->open_sell_lots)
                               : (is_buy ? q->account_buy_lots : q->account_sell_lots);
        int64_t worst = worst_lots(position, open, order_left_lots(order), side_sign(order->side));
        if (worst > 0 &&
            instrument_notional(q->instrument, price, worst) > limits->position_notional_max)
            return REFUSAL_POSITION_MAX;
    }
    return REFUSAL_NONE;
}

static enum refusal judge_pace(const struct risk_question *q, const struct risk_limits *limits,
                               const struct risk_usage *usage)
{
    if (limits->orders_open_max > 0 && usage->orders_open > limits->orders_open_max)
        return REFUSAL_OPEN_ORDERS;
    if (rate_is_full(&usage->orders, limits->orders_rate_max, q->now_ns)) return REFUSAL_ORDER_RATE;
    if (duplicates_are_full(usage, q->order, limits->duplicates_max, q->now_ns))
        return REFUSAL_DUPLICATE;
    return REFUSAL_NONE;
}

static enum refusal judge_money(const struct risk_question *q, const struct risk_limits *limits,
                                const struct risk_usage *usage, bool is_book)
{
    if (only_reduces(q)) return REFUSAL_NONE;
    int64_t equity = is_book ? q->equity : q->account_equity;
    int64_t used = is_book ? q->used_cash : q->account_used_cash;
    if (limits->loss_daily_max > 0 && usage->day_start_equity - equity >= limits->loss_daily_max)
        return REFUSAL_DAILY_LOSS;
    if (limits->budget_max > 0 && used + q->need_cash > limits->budget_max) return REFUSAL_BUDGET;
    return REFUSAL_NONE;
}

static enum refusal judge_self_match(const struct risk_question *q)
{
    const struct order *order = q->order;
    if (order->side == SIDE_BUY) {
        if (q->best_own_sell_ticks == 0) return REFUSAL_NONE;
        bool meets = !order_has_limit(order) || order->limit_ticks >= q->best_own_sell_ticks;
        return meets ? REFUSAL_SELF_MATCH : REFUSAL_NONE;
    }
    if (q->best_own_buy_ticks == 0) return REFUSAL_NONE;
    bool meets = !order_has_limit(order) || order->limit_ticks <= q->best_own_buy_ticks;
    return meets ? REFUSAL_SELF_MATCH : REFUSAL_NONE;
}

/* Rules about what the account can bear; they hold whatever the limits say. */
static enum refusal judge_account(const struct risk_question *q)
{
    const struct order *order = q->order;
    if (q->is_cash_account && order->side == SIDE_SELL) {
        int64_t can_sell = q->position_lots - q->open_sell_lots;
        if (order_left_lots(order) > can_sell && !(order->flags & ORDER_REDUCE_ONLY))
            return REFUSAL_SHORT;
    }
    if (!only_reduces(q) && !q->is_overdraft_allowed && q->need_cash > q->free_cash)
        return REFUSAL_BUYING_POWER;
    return REFUSAL_NONE;
}

static const struct risk_limits *limits_of(const struct risk *risk, struct book_id book, int scope)
{
    return scope == SCOPE_BOOK ? &risk->book_limits[book.v] : &risk->limits[scope];
}

static bool limits_any(const struct risk_limits *limits)
{
    int64_t amounts = limits->qty_lots_max | limits->notional_max | limits->position_notional_max |
                      limits->collar_e12 | limits->reference_age_ns_max | limits->loss_daily_max |
                      limits->budget_max;
    uint32_t counts = limits->orders_open_max | limits->orders_rate_max | limits->duplicates_max;
    return amounts != 0 || counts != 0 || limits->is_self_match_refused;
}

bool risk_is_limited(const struct risk *risk, struct book_id book)
{
    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        if (limits_any(limits_of(risk, book, scope))) return true;
    return false;
}

enum refusal risk_judge(const struct risk *risk, const struct risk_question *q)
{
    enum refusal no = REFUSAL_NONE;
    if (q->is_halted) return REFUSAL_HALTED;
    if (q->is_reduce_only_mode && !only_reduces(q)) return REFUSAL_REDUCE_ONLY_MODE;
    if ((no = judge_shape(q))) return no;
    if (!q->has_reference) return REFUSAL_REFERENCE_MISSING;
    int64_t notional_min = q->instrument->notional_min;
    if (notional_min > 0 && !only_reduces(q) &&
        instrument_notional(q->instrument, judged_price(q), q->order->qty_lots) < notional_min)
        return REFUSAL_NOTIONAL_MIN;

    for (int scope = 0; scope < SCOPE_COUNT && !q->is_unlimited; scope++) {
        bool is_book = scope == SCOPE_BOOK;
        const struct risk_limits *limits = limits_of(risk, q->order->book, scope);
        const struct risk_usage *usage =
            is_book ? &risk->book_usage[q->order->book.v] : &risk->account_usage;
        if ((no = judge_price(q, limits))) return no;
        if ((no = judge_size(q, limits, is_book))) return no;
        if ((no = judge_pace(q, limits, usage))) return no;
        if ((no = judge_money(q, limits, usage, is_book))) return no;
        if (limits->is_self_match_refused && (no = judge_self_match(q))) return no;
    }
    return judge_account(q);
}

static void count_order(struct risk_usage *usage, const struct risk_limits *limits,
                        const struct order *order, int64_t now_ns)
{
    if (limits->orders_rate_max) rate_count(&usage->orders, now_ns);
    if (!limits->duplicates_max) return;
    usage->duplicate_keys[usage->duplicate_next] = duplicate_key(order);
    usage->duplicate_times[usage->duplicate_next] = now_ns;
    usage->duplicate_next = (usage->duplicate_next + 1) % DUPLICATE_WINDOW;
}

/* The widest of the limits that share the account's usage: it counts when any of them does. */
static struct risk_limits account_limits(const struct risk *risk)
{
    struct risk_limits any = { 0 };
    for (int scope = SCOPE_ACCOUNT; scope < SCOPE_COUNT; scope++) {
        any.orders_rate_max |= risk->limits[scope].orders_rate_max;
        any.cancels_rate_max |= risk->limits[scope].cancels_rate_max;
        any.duplicates_max |= risk->limits[scope].duplicates_max;
    }
    return any;
}

void risk_count_order(struct risk *risk, const struct order *order, int64_t now_ns)
{
    struct risk_limits account = account_limits(risk);
    count_order(&risk->book_usage[order->book.v], &risk->book_limits[order->book.v], order, now_ns);
    count_order(&risk->account_usage, &account, order, now_ns);
}

enum refusal risk_judge_cancel(const struct risk *risk, struct book_id book, int64_t now_ns)
{
    if (rate_is_full(&risk->book_usage[book.v].cancels, risk->book_limits[book.v].cancels_rate_max,
                     now_ns))
        return REFUSAL_CANCEL_RATE;
    for (int scope = SCOPE_ACCOUNT; scope < SCOPE_COUNT; scope++)
        if (rate_is_full(&risk->account_usage.cancels, risk->limits[scope].cancels_rate_max,
                         now_ns))
            return REFUSAL_CANCEL_RATE;
    return REFUSAL_NONE;
}

void risk_count_cancel(struct risk *risk, struct book_id book, int64_t now_ns)
{
    if (risk->book_limits[book.v].cancels_rate_max)
        rate_count(&risk->book_usage[book.v].cancels, now_ns);
    if (account_limits(risk).cancels_rate_max) rate_count(&risk->account_usage.cancels, now_ns);
}

static const struct approved_order *approved(struct order *order)
{
    /* The one place where an order gets the name that can be sent. */
    return (const struct approved_order *)order;
}

const struct approved_order *risk_approve(struct risk *risk, const struct risk_question *question,
                                          struct order *order, enum refusal *refusal)
{
    ASSERT(question->order == order);
    *refusal = risk_judge(risk, question);
    if (*refusal != REFUSAL_NONE) return NULL;
    if (!question->is_unlimited) risk_count_order(risk, order, question->now_ns);
    return approved(order);
}

const struct approved_order *risk_approve_reducing(const struct risk_question *question,
                                                   struct order *order, enum refusal *refusal)
{
    ASSERT(question->order == order);
    ASSERT(order->flags & ORDER_REDUCE_ONLY);
    *refusal = judge_shape(question);
    return *refusal == REFUSAL_NONE ? approved(order) : NULL;
}

const struct approved_order *risk_approve_smaller(struct order *order)
{
    ASSERT(order->state != ORDER_INTENT);
    ASSERT(order_is_open(order));
    return approved(order);
}

const struct order *approved_order_get(const struct approved_order *approved_order)
{
    return &approved_order->order;
}
