/* core_order.c — the life of an order: asked, judged, sent, answered, ended; its legs and siblings.
 */
#include "core/core_internal.h"

/* ---- reservations ------------------------------------------------------------------------------
 */

/* What a market sale of something held will bring, less its fee: where closing orders fill first,
 * it is as good as there, and a reservation below zero. */
static int64_t proceeds_of(const struct core *core, const struct order *order, int64_t price_ticks)
{
    int64_t lots = order_left_lots(order), held = position_of(core, order)->qty_lots;
    if (order->type != ORDER_MARKET || held <= 0) return 0;
    if (lots > held) lots = held;
    if (lots <= 0) return 0; /* none left, or a quantity that will be refused */
    int64_t notional =
        instrument_notional(&core->instruments[order->instrument.v], price_ticks, lots);
    return notional - core_fee_on(core, order->instrument, notional, lots, false);
}

static int64_t need_of(const struct core *core, const struct order *order, int64_t price_ticks)
{
    const struct instrument *it = &core->instruments[order->instrument.v];
    const struct position *position = position_of(core, order);
    if (core->config.account == CORE_CASH && order->side == SIDE_SELL)
        return core->config.counts_proceeds ? -proceeds_of(core, order, price_ticks) : 0;
    if (!can_enlarge(order)) return 0;
    int64_t lots = order_left_lots(order), held = position->qty_lots * side_sign(order->side);
    bool is_margin = core->config.account != CORE_CASH;
    if (is_margin && held < 0) /* what closes frees margin; only what is beyond it needs some */
        lots = lots + held > 0 ? lots + held : 0;
    if (lots <= 0) return 0; /* none left, or a quantity that will be refused */
    int64_t notional = instrument_notional(it, price_ticks, lots);
    int64_t fee = core_fee_on(core, order->instrument, notional, lots, false);
    int64_t tied = is_margin ? margin_for(core, it, notional, lots) : notional;
    return tied + (fee > 0 ? fee : 0);
}

/* Sets `need` aside for an order, as judged at a price, instead of what was set aside before. */
static void reserve_cash(struct core *core, struct order *order, int64_t need, int64_t price_ticks)
{
    const struct instrument *it = &core->instruments[order->instrument.v];
    funds_of(core, order->book, it->settle)->reserved_cash += need - order->reserved_cash;
    order->reserved_cash = need;
    order->reserved_price_ticks = price_ticks;
}

static void reserve(struct core *core, struct order *order, int64_t price_ticks)
{
    int64_t need = order_is_open(order) ? need_of(core, order, price_ticks) : 0;
    reserve_cash(core, order, need, price_ticks);
}

static void count_open(struct core *core, const struct order *order, int64_t lots, int32_t orders)
{
    struct position *position = position_of(core, order);
    position->open_orders += (uint32_t)orders;
    core->risk.book_usage[order->book.v].orders_open += (uint32_t)orders;
    core->risk.account_usage.orders_open += (uint32_t)orders;
    if (!can_enlarge(order)) return;
    if (order->side == SIDE_BUY) position->open_buy_lots += lots;
    else position->open_sell_lots += lots;
}

/* ---- judging -----------------------------------------------------------------------------------
 */

static void gather_own_orders(const struct core *core, struct risk_question *q)
{
    for (const struct order *other = order_table_first(&core->orders, q->order->instrument); other;
         other = order_table_next(&core->orders, other)) {
        if (other == q->order || other->type != ORDER_LIMIT) continue;
        if (other->side == SIDE_BUY) {
            if (q->best_own_buy_ticks == 0 || other->limit_ticks > q->best_own_buy_ticks)
                q->best_own_buy_ticks = other->limit_ticks;
        } else if (q->best_own_sell_ticks == 0 || other->limit_ticks < q->best_own_sell_ticks) {
            q->best_own_sell_ticks = other->limit_ticks;
        }
    }
}

static bool wants_own_orders(const struct core *core, const struct order *order)
{
    if (core->risk.book_limits[order->book.v].is_self_match_refused) return true;
    for (int scope = SCOPE_ACCOUNT; scope < SCOPE_COUNT; scope++)
        if (core->risk.limits[scope].is_self_match_refused) return true;
    return false;
}

/* Capital a book has in use: what orders reserve, and what positions tie up. */
static int64_t used_of(const struct core *core, struct book_id book, struct asset_id asset)
{
    const struct book_funds *funds = funds_of(core, book, asset);
    enum account_kind tied = core->config.account == CORE_CASH ? LEDGER_POSITION : LEDGER_MARGIN;
    return funds->reserved_cash + funds->margin_cash +
           ledger_balance(&core->ledger, account_of(core, book, asset, tied));
}

/* Equity and capital in use cost a walk over books and assets: only where a limit asks for them. */
static void gather_money(const struct core *core, struct risk_question *q)
{
    const struct risk_limits *own = &core->risk.book_limits[q->order->book.v];
    struct asset_id asset = q->instrument->settle;
    bool wants_equity = false, wants_used = false;
    for (int scope = SCOPE_ACCOUNT; scope < SCOPE_COUNT; scope++) {
        wants_equity |= core->risk.limits[scope].loss_daily_max > 0;
        wants_used |= core->risk.limits[scope].budget_max > 0;
    }
    if (own->loss_daily_max) q->equity = core_equity(core, q->order->book);
    if (wants_equity) q->account_equity = core_account_equity(core);
    if (own->budget_max) q->used_cash = used_of(core, q->order->book, asset);
    for (uint16_t book = 0; wants_used && book < core->config.book_count; book++)
        q->account_used_cash += used_of(core, (struct book_id){ book }, asset);
}

static struct risk_question question_of(const struct core *core, const struct order *order,
                                        int64_t price_ticks, bool has_price)
{
    const struct position *position = position_of(core, order);
    const struct instrument *it = &core->instruments[order->instrument.v];
    struct risk_question q = {
        .instrument = it,
        .order = order,
        .now_ns = core->now_ns,
        .reference_ticks = price_ticks,
        .reference_ts_ns = core->markets[order->instrument.v].ts_ns,
        .has_reference = has_price,
        .is_cash_account = core->config.account == CORE_CASH,
        .is_halted = core->is_halted,
        .is_reduce_only_mode = core->is_reduce_only,
        .position_lots = position->qty_lots,
        .open_buy_lots = position->open_buy_lots,
        .open_sell_lots = position->open_sell_lots,
        .free_cash = core_free(core, order->book, it->settle),
        .parent_left_lots = INT64_MAX,
        .is_overdraft_allowed = core->config.is_overdraft_allowed,
    };
    uint32_t slot = (order->flags & ORDER_HEDGE_SHORT) ? 1 : 0;
    for (uint16_t book = 0; book < core->config.book_count; book++) {
        const struct position *other =
            core_position(core, (struct book_id){ book }, order->instrument, slot);
        q.account_lots += other->qty_lots;
        q.account_buy_lots += other->open_buy_lots;
        q.account_sell_lots += other->open_sell_lots;
    }
    if (has_price)
        q.need_cash =
            need_of(core, order, order_has_limit(order) ? order->limit_ticks : price_ticks);
    q.is_unlimited = !risk_is_limited(&core->risk, order->book);
    if (!q.is_unlimited) {
        gather_money(core, &q);
        if (wants_own_orders(core, order)) gather_own_orders(core, &q);
    }
    return q;
}

/* ---- moving ------------------------------------------------------------------------------------
 */

static void tell(const struct sink *out, enum notice_kind kind, const struct order *order,
                 enum refusal refusal, uint64_t ref)
{
    struct notice notice = { .kind = kind, .order = order, .refusal = refusal, .ref = ref };
    out->notice(out->self, &notice);
}

static void raise_alarm(struct core *core, const struct order *order, const char *text,
                        const struct sink *out)
{
    struct notice notice = { .kind = NOTICE_ALARM, .order = order, .text = text };
    core->alarm_count++;
    out->notice(out->self, &notice);
}

void order_move(struct core *core, struct order *order, enum order_input input,
                const struct sink *out)
{
    struct order_step step = order_state_step((enum order_state)order->state, input);
    ASSERT(step.verdict != VERDICT_BUG);
    bool was_open = order_is_open(order);
    order->state = step.next;
    if (step.verdict == VERDICT_ALARM)
        raise_alarm(core, order, "the venue's report contradicts what was known of the order", out);
    if (step.verdict == VERDICT_STAY) return;
    if (was_open && !order_is_open(order)) {
        count_open(core, order, -order_left_lots(order), -1);
        reserve(core, order, order->reserved_price_ticks);
        order_table_release(&core->orders, order);
    }
    tell(out, NOTICE_ORDER, order, (enum refusal)order->refusal, 0);
}

static void refuse(struct core *core, struct order *order, enum refusal refusal, uint64_t ref,
                   const struct sink *out)
{
    order->refusal = (uint8_t)refusal;
    order->state = ORDER_REFUSED;
    count_open(core, order, -order_left_lots(order), -1);
    reserve(core, order, order->reserved_price_ticks);
    order_table_release(&core->orders, order);
    tell(out, NOTICE_REFUSED, order, refusal, ref);
}

/* ---- asking ------------------------------------------------------------------------------------
 */

static void fill_in(struct core *core, struct order *order, const struct event *in)
{
    const struct event_intent *intent = &in->intent;
    order->ts_ns = core->now_ns;
    order->book.v = intent->book;
    order->side = intent->side;
    order->type = intent->type;
    order->tif = intent->tif;
    order->role = intent->role;
    order->flags = in->flags;
    order->size_rule = intent->size_rule;
    order->limit_ticks = intent->limit_ticks;
    order->stop_ticks = intent->stop_ticks;
    if (intent->size_rule == SIZE_RULE_LOTS) {
        order->qty_lots = intent->qty_lots;
        order->flags |= ORDER_SIZED;
    } else {
        order->size_value = intent->qty_lots;
    }
    if (!core->has_terms) return;
    core->has_terms = false;
    order->stop_loss_ticks = core->terms.stop_loss_ticks;
    order->take_profit_ticks = core->terms.take_profit_ticks;
    order->expire_ns = core->terms.expire_ns;
    order->parent.v = core->terms.parent;
    order->sibling.v = core->terms.sibling;
}

/* A target lies beyond its stop, on the side of the profit. */
static bool terms_agree(const struct order *order)
{
    if (!order->stop_loss_ticks || !order->take_profit_ticks) return true;
    return (order->take_profit_ticks - order->stop_loss_ticks) * side_sign(order->side) > 0;
}

/* The order itself is counted as open already; the question is about the others. */
static void leave_out(struct risk_question *q)
{
    if (!can_enlarge(q->order)) return;
    int64_t lots = order_left_lots(q->order);
    if (q->order->side == SIDE_BUY) {
        q->open_buy_lots -= lots;
        q->account_buy_lots -= lots;
    } else {
        q->open_sell_lots -= lots;
        q->account_sell_lots -= lots;
    }
}

/* Judges a sized order, reserves for it and sends it. */
static void approve(struct core *core, struct order *order, int64_t price_ticks, bool has_price,
                    uint64_t ref, const struct sink *out)
{
    struct risk_question q = question_of(core, order, price_ticks, has_price);
    leave_out(&q);
    enum refusal no = REFUSAL_NONE;
    if (!terms_agree(order)) {
        refuse(core, order, REFUSAL_TERMS, ref, out);
        return;
    }
    const struct approved_order *approved;
    if (order->role == ROLE_STOP_LOSS || order->role == ROLE_TAKE_PROFIT ||
        order->role == ROLE_CLOSEOUT)
        approved = risk_approve_reducing(&q, order, &no);
    else approved = risk_approve(&core->risk, &q, order, &no);
    if (!approved) {
        refuse(core, order, no, ref, out);
        return;
    }
    int64_t at = order_has_limit(order) ? order->limit_ticks : price_ticks;
    if (has_price) reserve_cash(core, order, q.need_cash, at); /* what the question was about */
    else reserve(core, order, at);
    order->state = order_state_step(ORDER_INTENT, INPUT_SEND).next;
    struct order_id id = order->id;
    order_cross(core, order, out);
    if (order->id.v != id.v || !order_is_open(order)) return; /* its own side has filled it whole */
    order_mark_plain(core, order);
    out->submit(out->self, approved);
}

void order_intent(struct core *core, const struct event *in, const struct sink *out)
{
    struct order *order = order_table_claim(&core->orders, in->instrument);
    if (!order) {
        struct order asked = { .instrument = in->instrument, .state = ORDER_REFUSED };
        fill_in(core, &asked, in);
        tell(out, NOTICE_REFUSED, &asked, REFUSAL_TABLE_FULL, in->intent.ref);
        return;
    }
    fill_in(core, order, in);
    count_open(core, order, order_left_lots(order), 1);

    int64_t price = 0;
    bool has_price = core_reference(core, order->instrument, &price);
    if (order->parent.v != 0) {
        const struct order *parent = order_table_find(&core->orders, order->parent);
        if (!parent) {
            refuse(core, order, REFUSAL_PARENT, in->intent.ref, out);
        } else if (parent->filled_lots == 0) {
            order->flags |= ORDER_HELD;
            tell(out, NOTICE_WAITS, order, REFUSAL_NONE, in->intent.ref);
        } else {
            approve(core, order, price, has_price, in->intent.ref, out);
        }
        return;
    }
    if (!(order->flags & ORDER_SIZED)) {
        if (order->flags & ORDER_SIZE_AT_FILL) {
            tell(out, NOTICE_WAITS, order, REFUSAL_NONE, in->intent.ref);
            return;
        }
        if (!has_price) {
            refuse(core, order, REFUSAL_REFERENCE_MISSING, in->intent.ref, out);
            return;
        }
        int64_t at = order_has_limit(order) ? order->limit_ticks : price;
        order->qty_lots = core_size(core, order, at);
        order->flags |= ORDER_SIZED;
        count_open(core, order, order->qty_lots, 0);
    }
    approve(core, order, price, has_price, in->intent.ref, out);
}

/* The venue is about to fill an order whose size is a rule: the quantity is fixed on that price. */
void order_size(struct core *core, const struct event *in, const struct sink *out)
{
    struct order *order = order_table_find(&core->orders, (struct order_id){ in->report.order });
    ASSERT(order);
    ASSERT(order->state == ORDER_INTENT);
    ASSERT(!(order->flags & ORDER_SIZED));
    order->qty_lots = core_size(core, order, in->report.price_ticks);
    order->flags |= ORDER_SIZED;
    count_open(core, order, order->qty_lots, 0);
    approve(core, order, in->report.price_ticks, true, 0, out);
}

void order_cancel(struct core *core, struct order *order, const struct sink *out)
{
    if (!order_is_open(order)) return;
    risk_count_cancel(&core->risk, order->book, core->now_ns);
    if (order->state == ORDER_INTENT) order_move(core, order, INPUT_CANCELLED, out);
    else out->cancel(out->self, order);
}

void order_amend(struct core *core, const struct event *in, const struct sink *out)
{
    struct order *order = order_table_find(&core->orders, (struct order_id){ in->amend.order });
    if (!order || !order_is_open(order)) return;
    if (!(order->flags & ORDER_SIZED)) { /* there is no quantity yet that could be judged */
        tell(out, NOTICE_REFUSED, order, REFUSAL_TERMS, 0);
        return;
    }
    struct order before = *order;
    int64_t qty = in->amend.qty_lots ? in->amend.qty_lots : order->qty_lots;
    if (qty <= order->filled_lots) qty = order->qty_lots;
    count_open(core, order, qty - order->qty_lots, 0);
    order->qty_lots = qty;
    if (in->amend.limit_ticks) order->limit_ticks = in->amend.limit_ticks;
    if (in->amend.stop_ticks) order->stop_ticks = in->amend.stop_ticks;

    int64_t price = 0;
    bool has_price = core_reference(core, order->instrument, &price);
    struct risk_question q = question_of(core, order, price, has_price);
    q.free_cash += order->reserved_cash;
    q.used_cash -= order->reserved_cash;
    q.account_used_cash -= order->reserved_cash;
    leave_out(&q);
    enum refusal no;
    const struct approved_order *approved = risk_approve(&core->risk, &q, order, &no);
    if (!approved) {
        count_open(core, order, before.qty_lots - qty, 0);
        *order = before;
        tell(out, NOTICE_REFUSED, order, no, 0);
        return;
    }
    if (order->state == ORDER_INTENT) return; /* it waits: the venue will hear of it as it is now */
    reserve(core, order, order_has_limit(order) ? order->limit_ticks : price);
    order_mark_plain(core, order);
    out->amend(out->self, approved);
}

/* ---- answers -----------------------------------------------------------------------------------
 */

void order_report(struct core *core, const struct event *in, const struct sink *out)
{
    struct order *order = order_table_find(&core->orders, (struct order_id){ in->report.order });
    if (!order) {
        raise_alarm(core, NULL, "a report names an order that nobody remembers", out);
        return;
    }
    switch ((enum event_kind)in->kind) {
    case EV_ACK: order_move(core, order, INPUT_ACK, out); return;
    case EV_CANCELLED: order_move(core, order, INPUT_CANCELLED, out); return;
    case EV_EXPIRED: order_move(core, order, INPUT_EXPIRED, out); return;
    case EV_LOST: order_move(core, order, INPUT_LOST, out); return;
    case EV_TRIGGERED: order->is_triggered = 1; return;
    case EV_REFUSE:
        order->refusal = (uint8_t)in->report.reason;
        order_move(core, order, INPUT_REFUSED, out);
        return;
    case EV_FILL: break;
    default: assert_failed(__FILE__, __LINE__, "the report is of a known kind");
    }
    ASSERT(in->report.qty_lots > 0);
    bool was_open = order_is_open(order);
    int64_t left = order_left_lots(order);
    apply_fill(core, order, in, out);
    if (was_open) {
        /* An overfill is booked; what was open is gone, not less than nothing. */
        count_open(core, order, -(in->report.qty_lots < left ? in->report.qty_lots : left), 0);
    }
    if (order->filled_lots > order->qty_lots) order->qty_lots = order->filled_lots;
    bool is_whole = in->report.qty_lots >= left;
    order_move(core, order, is_whole ? INPUT_FILL : INPUT_PART, out);
    if (order_is_open(order)) reserve(core, order, order->reserved_price_ticks);
    if (in->report.qty_lots > left)
        raise_alarm(core, order, "the venue filled more than was open", out);
    order_after_fill(core, order, in->report.qty_lots, out);
}

/* ---- legs and siblings -------------------------------------------------------------------------
 */

static void make_leg(struct core *core, const struct order *parent, enum order_role role,
                     int64_t lots, struct order_id sibling, struct order_id *made,
                     const struct sink *out)
{
    struct order *leg = order_table_claim(&core->orders, parent->instrument);
    if (!leg) {
        raise_alarm(core, parent, "there is no room for a protective order", out);
        return;
    }
    leg->ts_ns = core->now_ns;
    leg->book = parent->book;
    leg->parent = parent->id;
    leg->sibling = sibling;
    leg->side = parent->side == SIDE_BUY ? SIDE_SELL : SIDE_BUY;
    leg->role = (uint8_t)role;
    leg->qty_lots = lots;
    leg->flags = (uint16_t)(ORDER_REDUCE_ONLY | ORDER_SIZED | (parent->flags & ORDER_HEDGE_SHORT) |
                            (parent->flags & (ORDER_TRIGGER_MARK | ORDER_TRIGGER_INDEX)));
    if (role == ROLE_STOP_LOSS) {
        leg->type = ORDER_STOP;
        leg->stop_ticks = parent->stop_loss_ticks;
    } else {
        leg->type = ORDER_LIMIT;
        leg->limit_ticks = parent->take_profit_ticks;
    }
    *made = leg->id;
    count_open(core, leg, lots, 1);
    int64_t price = 0;
    bool has_price = core_reference(core, leg->instrument, &price);
    approve(core, leg, price, has_price, 0, out);
}

/* The open leg of a parent, or NULL. */
static struct order *find_leg(const struct core *core, const struct order *parent,
                              enum order_role role)
{
    for (struct order *order = order_table_first(&core->orders, parent->instrument); order;
         order = order_table_next(&core->orders, order))
        if (order->parent.v == parent->id.v && order->role == role) return order;
    return NULL;
}

static void grow_leg(struct core *core, struct order *leg, int64_t lots, const struct sink *out)
{
    leg->qty_lots += lots;
    struct risk_question q = question_of(core, leg, leg->limit_ticks, true);
    enum refusal no;
    const struct approved_order *approved = risk_approve_reducing(&q, leg, &no);
    order_mark_plain(core, leg);
    if (approved) out->amend(out->self, approved);
}

static void make_legs(struct core *core, const struct order *parent, int64_t lots,
                      const struct sink *out)
{
    struct order *stop = find_leg(core, parent, ROLE_STOP_LOSS);
    struct order *target = find_leg(core, parent, ROLE_TAKE_PROFIT);
    struct order_id stop_id = { 0 }, target_id = { 0 };
    struct order_id parent_id = parent->id;
    if (stop) grow_leg(core, stop, lots, out);
    else if (parent->stop_loss_ticks)
        make_leg(core, parent, ROLE_STOP_LOSS, lots, stop_id, &stop_id, out);
    if (target) grow_leg(core, target, lots, out);
    else if (parent->take_profit_ticks && order_table_find(&core->orders, parent_id))
        make_leg(core, parent, ROLE_TAKE_PROFIT, lots, stop_id, &target_id, out);
    struct order *made = order_table_find(&core->orders, stop_id);
    if (made && target_id.v) made->sibling = target_id;
}

/* What waited for this order's fill is judged and sent now. */
static void release_held(struct core *core, const struct order *parent, const struct sink *out)
{
    struct order_id parent_id = parent->id;
    struct order *next;
    for (struct order *order = order_table_first(&core->orders, parent->instrument); order;
         order = next) {
        next = order_table_next(&core->orders, order);
        if (!(order->flags & ORDER_HELD) || order->parent.v != parent_id.v) continue;
        order->flags &= (uint16_t)~ORDER_HELD;
        int64_t price = 0;
        bool has_price = core_reference(core, order->instrument, &price);
        if (!(order->flags & ORDER_SIZED) && has_price) {
            order->qty_lots =
                core_size(core, order, order_has_limit(order) ? order->limit_ticks : price);
            order->flags |= ORDER_SIZED;
            count_open(core, order, order->qty_lots, 0);
        }
        approve(core, order, price, has_price, 0, out);
    }
}

/* One cancels the other: the sibling shrinks by what was filled, and ends when nothing is left of
 * it. */
static void shrink_sibling(struct core *core, const struct order *order, int64_t filled_lots,
                           const struct sink *out)
{
    struct order *sibling = order_table_find(&core->orders, order->sibling);
    if (!sibling || !order_is_open(sibling)) return;
    if (order_is_open(order) && order_left_lots(sibling) > filled_lots) {
        sibling->qty_lots -= filled_lots;
        count_open(core, sibling, -filled_lots, 0);
        if (sibling->state == ORDER_INTENT) return; /* the venue does not know it yet */
        reserve(core, sibling, sibling->reserved_price_ticks);
        out->amend(out->self, risk_approve_smaller(sibling));
        return;
    }
    order_cancel(core, sibling, out);
}

/* A leg that has nothing left to reduce protects nobody: the position is flat, or was turned round.
 */
static void cancel_orphans(struct core *core, const struct order *order, const struct sink *out)
{
    int64_t held = position_of(core, order)->qty_lots;
    if (held * side_sign(order->side) < 0) return; /* reduced only: every leg has its work yet */
    struct book_id book = order->book;
    uint16_t slot = order->flags & ORDER_HEDGE_SHORT;
    struct order *next;
    for (struct order *other = order_table_first(&core->orders, order->instrument); other;
         other = next) {
        next = order_table_next(&core->orders, other);
        bool is_leg = other->role == ROLE_STOP_LOSS || other->role == ROLE_TAKE_PROFIT;
        if (!is_leg || other->book.v != book.v || (other->flags & ORDER_HEDGE_SHORT) != slot)
            continue;
        if (held * side_sign(other->side) >= 0) order_cancel(core, other, out);
    }
}

void order_after_fill(struct core *core, struct order *order, int64_t filled_lots,
                      const struct sink *out)
{
    if (order->sibling.v) shrink_sibling(core, order, filled_lots, out);
    if (position_of(core, order)->open_orders == 0 && !order->stop_loss_ticks &&
        !order->take_profit_ticks)
        return; /* nobody waits for anything: the common case */
    cancel_orphans(core, order, out);
    if (order->stop_loss_ticks || order->take_profit_ticks)
        make_legs(core, order, filled_lots, out);
    release_held(core, order, out);
}
