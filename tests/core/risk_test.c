/* Every rule of the pre-trade gate below, at and above its limit, and the text it refuses with. */
#include "core/risk.h"
#include "support/test.h"

#include <string.h>

static const int64_t second_ns = 1000000000;

static struct instrument it;
static struct order order;
static struct risk_question q;
static struct risk risk;
static uint8_t bytes[1 << 20];

/* An order that nothing speaks against: buy 10 lots at 100 ticks, value 1000. */
static void start(void)
{
    struct err err;
    it = (struct instrument){
        .symbol = "T", .tick_units = 1, .lot_units = 1, .multiplier_units = 1, .is_tradable = true
    };
    ck_assert_int_eq(instrument_prepare(&it, &err), ST_OK);
    order = (struct order){ .qty_lots = 10, .limit_ticks = 100, .type = ORDER_LIMIT };
    q = (struct risk_question){ .instrument = &it,
                                .order = &order,
                                .now_ns = 100 * second_ns,
                                .reference_ticks = 100,
                                .reference_ts_ns = 99 * second_ns,
                                .has_reference = true,
                                .free_cash = 1000000,
                                .need_cash = 1000,
                                .parent_left_lots = INT64_MAX };
    struct arena arena;
    arena_init(&arena, bytes, sizeof bytes);
    ck_assert_int_eq(risk_init(&risk, &arena, 2), ST_OK);
}

static void says(enum refusal refusal)
{
    enum refusal answer = risk_judge(&risk, &q);
    ck_assert_msg(answer == refusal, "said \"%s\", not \"%s\"", refusal_text(answer),
                  refusal_text(refusal));
}

/* The limits of each scope in turn: a rule of one must not be asked of another. */
static struct risk_limits *limits_of(int scope)
{
    return scope == SCOPE_BOOK ? &risk.book_limits[0] : &risk.limits[scope];
}
static struct risk_usage *usage_of(int scope)
{
    return scope == SCOPE_BOOK ? &risk.book_usage[0] : &risk.account_usage;
}
#define EACH_SCOPE                                                                                 \
    for (int scope = 0; scope < SCOPE_COUNT; scope++)                                              \
        for (int once = (start(), 1); once; once = 0)

TEST(risk, nothing_speaks_against_an_ordinary_order)
{
    start();
    says(REFUSAL_NONE);
    order.type = ORDER_MARKET;
    says(REFUSAL_NONE);
}

TEST(risk, halted_refuses_everything_and_reduce_only_what_does_not_reduce)
{
    start();
    q.is_reduce_only_mode = true;
    says(REFUSAL_REDUCE_ONLY_MODE);
    q.position_lots = -9; /* 10 would turn it round */
    says(REFUSAL_REDUCE_ONLY_MODE);
    q.position_lots = -10;
    says(REFUSAL_NONE);
    q.position_lots = 10; /* it would add */
    says(REFUSAL_REDUCE_ONLY_MODE);
    order.side = SIDE_SELL;
    says(REFUSAL_NONE);
    q.is_halted = true;
    says(REFUSAL_HALTED);
}

TEST(risk, a_closed_instrument_takes_no_orders)
{
    start();
    it.is_tradable = false;
    says(REFUSAL_NOT_TRADABLE);
}

TEST(risk, a_quantity_is_above_nought_and_a_multiple_of_the_lot)
{
    start();
    order.qty_lots = 0;
    says(REFUSAL_QTY_NONE);
    order.qty_lots = -10;
    says(REFUSAL_QTY_NONE);
    order.qty_lots = 1;
    says(REFUSAL_NONE);
    it.qty_lots_min = 5;
    for (order.qty_lots = 1; order.qty_lots <= 20; order.qty_lots++)
        says(order.qty_lots % 5 == 0 ? REFUSAL_NONE : REFUSAL_LOT);
}

TEST(risk, a_limit_obeys_the_sign_and_the_tick_rule)
{
    static const enum order_type types[] = { ORDER_LIMIT, ORDER_STOP_LIMIT };
    for (int i = 0; i < 2; i++) {
        start();
        order.type = types[i];
        order.stop_ticks = 100;
        order.limit_ticks = 0;
        says(REFUSAL_TICK);
        order.limit_ticks = -1;
        says(REFUSAL_TICK);
        it.is_negative_allowed = true;
        says(REFUSAL_NONE);
        it.is_negative_allowed = false;
        order.limit_ticks = 123456;
        says(REFUSAL_NONE);
        it.tick_rule = TICK_FIVE_FIGURES;
        it.price_decimals = 2;
        says(REFUSAL_TICK);
        order.limit_ticks = 123450;
        says(REFUSAL_NONE);
    }
}

TEST(risk, a_trigger_obeys_them_too)
{
    static const enum order_type types[] = { ORDER_STOP, ORDER_STOP_LIMIT, ORDER_TAKE_PROFIT,
                                             ORDER_TRAILING_STOP };
    for (int i = 0; i < 4; i++) {
        start();
        order.type = types[i];
        order.stop_ticks = 0;
        says(REFUSAL_TICK);
        order.stop_ticks = -1;
        says(REFUSAL_TICK);
        order.stop_ticks = 1;
        says(REFUSAL_NONE);
    }
}

TEST(risk, post_only_is_for_limits_that_may_rest)
{
    start();
    order.flags = ORDER_POST_ONLY;
    says(REFUSAL_NONE);
    order.tif = TIF_IOC;
    says(REFUSAL_TERMS);
    order.tif = TIF_FOK;
    says(REFUSAL_TERMS);
    order.tif = TIF_DAY;
    says(REFUSAL_NONE);
    order.type = ORDER_MARKET;
    says(REFUSAL_TERMS);
}

TEST(risk, good_till_a_time_needs_a_time_to_come)
{
    start();
    order.tif = TIF_GTD;
    order.expire_ns = q.now_ns - 1;
    says(REFUSAL_TERMS);
    order.expire_ns = q.now_ns;
    says(REFUSAL_TERMS);
    order.expire_ns = q.now_ns + 1;
    says(REFUSAL_NONE);
    order.tif = TIF_GTC;
    order.expire_ns = 0;
    says(REFUSAL_NONE);
}

TEST(risk, reduce_only_needs_something_to_reduce)
{
    start();
    order.flags = ORDER_REDUCE_ONLY;
    for (int side = 0; side < 2; side++)
        for (int64_t held = -1; held <= 1; held++) {
            order.side = (uint8_t)side;
            q.position_lots = held;
            says(held * side_sign(order.side) < 0 ? REFUSAL_NONE : REFUSAL_REDUCE_ONLY);
        }
}

TEST(risk, children_stay_within_their_parent)
{
    start();
    q.parent_left_lots = 9;
    says(REFUSAL_PARENT);
    q.parent_left_lots = 10;
    says(REFUSAL_NONE);
}

TEST(risk, no_order_without_a_reference_price)
{
    start();
    q.has_reference = false;
    says(REFUSAL_REFERENCE_MISSING);
}

TEST(risk, a_minimum_notional_binds_what_does_not_just_reduce)
{
    start();
    it.notional_min = 1001;
    says(REFUSAL_NOTIONAL_MIN);
    it.notional_min = 1000;
    says(REFUSAL_NONE);
    it.notional_min = 1001;
    q.position_lots = -10;
    says(REFUSAL_NONE);
    q.position_lots = -9;
    says(REFUSAL_NOTIONAL_MIN);
}

TEST(risk, the_references_age_has_a_limit)
{
    EACH_SCOPE
    {
        limits_of(scope)->reference_age_ns_max = second_ns;
        says(REFUSAL_NONE);
        q.reference_ts_ns--;
        says(REFUSAL_REFERENCE_STALE);
    }
}

TEST(risk, a_limit_price_stays_within_the_collar_on_both_sides)
{
    EACH_SCOPE
    {
        limits_of(scope)->collar_e12 = INT64_C(50000000000); /* 5 %: 95..105 */
        for (order.limit_ticks = 90; order.limit_ticks <= 110; order.limit_ticks++)
            says(order.limit_ticks < 95 || order.limit_ticks > 105 ? REFUSAL_COLLAR : REFUSAL_NONE);
        order.type = ORDER_MARKET; /* has no price to judge */
        says(REFUSAL_NONE);
    }
    start();
    it.is_negative_allowed = true;
    risk.book_limits[0].collar_e12 = INT64_C(50000000000);
    q.reference_ticks = -100;
    order.limit_ticks = -105;
    says(REFUSAL_NONE);
    order.limit_ticks = -106;
    says(REFUSAL_COLLAR);
}

TEST(risk, the_quantity_has_a_limit)
{
    EACH_SCOPE
    {
        limits_of(scope)->qty_lots_max = 10;
        says(REFUSAL_NONE);
        order.qty_lots = 11;
        says(REFUSAL_QTY_MAX);
    }
}

TEST(risk, the_value_has_a_limit_judged_at_the_limit_price_else_the_reference)
{
    EACH_SCOPE
    {
        limits_of(scope)->notional_max = 1000;
        says(REFUSAL_NONE);
        order.limit_ticks = 101;
        says(REFUSAL_NOTIONAL_MAX);
        order.type = ORDER_MARKET;
        says(REFUSAL_NONE);
        q.reference_ticks = 101;
        says(REFUSAL_NOTIONAL_MAX);
    }
}

TEST(risk, the_position_is_judged_at_its_worst_case)
{
    EACH_SCOPE
    {
        bool is_book = scope == SCOPE_BOOK;
        limits_of(scope)->position_notional_max = 3000; /* 30 lots */
        int64_t *held = is_book ? &q.position_lots : &q.account_lots;
        int64_t *buys = is_book ? &q.open_buy_lots : &q.account_buy_lots;
        int64_t *sells = is_book ? &q.open_sell_lots : &q.account_sell_lots;
        *held = 12;
        *buys = 8;
        *sells = 100; /* may never fill: no help */
        says(REFUSAL_NONE);
        *buys = 9;
        says(REFUSAL_POSITION_MAX);
        *buys = 8;
        *held = 13;
        says(REFUSAL_POSITION_MAX);

        order.side = SIDE_SELL;
        *held = -12;
        *sells = 8;
        *buys = 100;
        says(REFUSAL_NONE);
        *sells = 9;
        says(REFUSAL_POSITION_MAX);
        *held = 40;
        *sells = 0;
        says(REFUSAL_NONE); /* it could end at 30 */
        /* what the other scope holds is not asked */
        *(is_book ? &q.account_lots : &q.position_lots) = -1000;
        says(REFUSAL_NONE);
    }
}

TEST(risk, an_amended_order_counts_what_is_left_of_it)
{
    start();
    risk.book_limits[0].position_notional_max = 1000; /* 10 lots */
    q.position_lots = 4;
    order.filled_lots = 4;
    says(REFUSAL_NONE);
    order.qty_lots = 11;
    says(REFUSAL_POSITION_MAX);
}

TEST(risk, open_orders_have_a_limit_this_one_among_them)
{
    EACH_SCOPE
    {
        limits_of(scope)->orders_open_max = 2;
        usage_of(scope)->orders_open = 2;
        says(REFUSAL_NONE);
        usage_of(scope)->orders_open = 3;
        says(REFUSAL_OPEN_ORDERS);
    }
}

TEST(risk, orders_within_a_second_have_a_limit)
{
    EACH_SCOPE
    {
        limits_of(scope)->orders_rate_max = 3;
        for (int i = 0; i < 3; i++) {
            says(REFUSAL_NONE);
            risk_count_order(&risk, &order, q.now_ns + i);
        }
        says(REFUSAL_ORDER_RATE);
        int64_t first = q.now_ns;
        q.now_ns = first + second_ns - 1;
        says(REFUSAL_ORDER_RATE);
        q.now_ns = first + second_ns;
        says(REFUSAL_NONE);
        risk_count_order(&risk, &order, q.now_ns);
        says(REFUSAL_ORDER_RATE);
        q.now_ns++; /* the second of the three is a second ago */
        says(REFUSAL_NONE);
    }
}

TEST(risk, the_rate_window_is_a_naive_count_of_the_last_second)
{
    start();
    risk.book_limits[0].orders_rate_max = 37;
    static int64_t times[100000];
    uint64_t count = 0;
    for (uint64_t i = 0; i < test_rounds * 3 && count < 100000; i++) {
        q.now_ns += (int64_t)rng_below(&test_rng, 50000000);
        uint32_t recent = 0;
        for (uint64_t k = count; k > 0 && times[k - 1] > q.now_ns - second_ns; k--) recent++;
        says(recent >= 37 ? REFUSAL_ORDER_RATE : REFUSAL_NONE);
        if (recent >= 37) continue;
        risk_count_order(&risk, &order, q.now_ns);
        times[count++] = q.now_ns;
    }
}

TEST(risk, a_rate_beyond_what_is_remembered_is_what_is_remembered)
{
    start();
    risk.book_limits[0].orders_rate_max = 5000;
    for (int i = 0; i < RATE_MAX; i++) {
        says(REFUSAL_NONE);
        risk_count_order(&risk, &order, q.now_ns);
    }
    says(REFUSAL_ORDER_RATE);
    q.now_ns += second_ns;
    says(REFUSAL_NONE);
}

TEST(risk, cancels_within_a_second_have_a_limit)
{
    EACH_SCOPE
    {
        struct book_id book = { 0 };
        limits_of(scope)->cancels_rate_max = 2;
        ck_assert_int_eq(risk_judge_cancel(&risk, book, 5), REFUSAL_NONE);
        risk_count_cancel(&risk, book, 5);
        ck_assert_int_eq(risk_judge_cancel(&risk, book, 6), REFUSAL_NONE);
        risk_count_cancel(&risk, book, 6);
        ck_assert_int_eq(risk_judge_cancel(&risk, book, 7), REFUSAL_CANCEL_RATE);
        ck_assert_int_eq(risk_judge_cancel(&risk, book, second_ns + 4), REFUSAL_CANCEL_RATE);
        ck_assert_int_eq(risk_judge_cancel(&risk, book, second_ns + 5), REFUSAL_NONE);
        /* Another book shares the account's rate, and has its own. */
        ck_assert_int_eq(risk_judge_cancel(&risk, (struct book_id){ 1 }, 7),
                         scope == SCOPE_BOOK ? REFUSAL_NONE : REFUSAL_CANCEL_RATE);
    }
}

TEST(risk, the_same_order_too_often_is_refused)
{
    EACH_SCOPE
    {
        limits_of(scope)->duplicates_max = 2;
        risk_count_order(&risk, &order, q.now_ns);
        says(REFUSAL_NONE);
        risk_count_order(&risk, &order, q.now_ns + 1);
        says(REFUSAL_DUPLICATE);
        struct order same = order;
        order.qty_lots++;
        says(REFUSAL_NONE);
        order = same;
        order.limit_ticks++;
        says(REFUSAL_NONE);
        order = same;
        order.side = SIDE_SELL;
        says(REFUSAL_NONE);
        order = same;
        order.instrument.v++;
        says(REFUSAL_NONE);
        order = same;
        q.now_ns += second_ns - 1;
        says(REFUSAL_DUPLICATE);
        q.now_ns++;
        says(REFUSAL_NONE);
    }
}

TEST(risk, the_duplicate_window_goes_round)
{
    start();
    risk.book_limits[0].duplicates_max = 1;
    for (int i = 0; i < DUPLICATE_WINDOW; i++) {
        order.limit_ticks = 1000 + i;
        risk_count_order(&risk, &order, q.now_ns);
    }
    order.limit_ticks = 1000;
    says(REFUSAL_DUPLICATE);
    order.limit_ticks = 5000;
    risk_count_order(&risk, &order, q.now_ns); /* pushes the first out */
    order.limit_ticks = 1000;
    says(REFUSAL_NONE);
    order.limit_ticks = 1001;
    says(REFUSAL_DUPLICATE);
}

TEST(risk, a_days_loss_stops_what_does_not_just_reduce)
{
    EACH_SCOPE
    {
        limits_of(scope)->loss_daily_max = 500;
        usage_of(scope)->day_start_equity = 10000;
        *(scope == SCOPE_BOOK ? &q.equity : &q.account_equity) = 9501;
        says(REFUSAL_NONE);
        *(scope == SCOPE_BOOK ? &q.equity : &q.account_equity) = 9500;
        says(REFUSAL_DAILY_LOSS);
        q.position_lots = -10;
        says(REFUSAL_NONE);
    }
}

TEST(risk, a_budget_bounds_the_capital_in_use)
{
    EACH_SCOPE
    {
        limits_of(scope)->budget_max = 5000;
        *(scope == SCOPE_BOOK ? &q.used_cash : &q.account_used_cash) = 4000;
        says(REFUSAL_NONE);
        *(scope == SCOPE_BOOK ? &q.used_cash : &q.account_used_cash) = 4001;
        says(REFUSAL_BUDGET);
        q.position_lots = -10;
        says(REFUSAL_NONE);
    }
}

TEST(risk, an_own_order_it_would_meet_is_refused_where_the_option_says_so)
{
    EACH_SCOPE
    {
        q.best_own_sell_ticks = 100;
        says(REFUSAL_NONE);
        limits_of(scope)->is_self_match_refused = true;
        says(REFUSAL_SELF_MATCH);
        order.limit_ticks = 99;
        says(REFUSAL_NONE);
        order.type = ORDER_MARKET;
        says(REFUSAL_SELF_MATCH);
        q.best_own_sell_ticks = 0;
        says(REFUSAL_NONE);

        order = (struct order){
            .qty_lots = 10, .limit_ticks = 100, .type = ORDER_LIMIT, .side = SIDE_SELL
        };
        says(REFUSAL_NONE);
        q.best_own_buy_ticks = 100;
        says(REFUSAL_SELF_MATCH);
        order.limit_ticks = 101;
        says(REFUSAL_NONE);
        order.type = ORDER_MARKET;
        says(REFUSAL_SELF_MATCH);
    }
}

TEST(risk, a_cash_account_sells_only_what_it_has_and_has_not_yet_offered)
{
    start();
    q.is_cash_account = true;
    order.side = SIDE_SELL;
    q.position_lots = 12;
    q.open_sell_lots = 2;
    says(REFUSAL_NONE);
    q.open_sell_lots = 3;
    says(REFUSAL_SHORT);
    order.filled_lots = 1; /* of an amended order: what is left is judged */
    says(REFUSAL_NONE);
    order.filled_lots = 0;
    order.flags = ORDER_REDUCE_ONLY;
    says(REFUSAL_NONE);
    order.flags = 0;
    q.is_cash_account = false;
    says(REFUSAL_NONE);
}

TEST(risk, buying_power_pays_for_what_does_not_just_reduce)
{
    start();
    q.free_cash = 1000;
    says(REFUSAL_NONE);
    q.free_cash = 999;
    says(REFUSAL_BUYING_POWER);
    q.is_overdraft_allowed = true;
    says(REFUSAL_NONE);
    q.is_overdraft_allowed = false;
    q.position_lots = -10;
    says(REFUSAL_NONE);
}

TEST(risk, approval_names_the_order_and_counts_it_and_a_refusal_does_neither)
{
    start();
    risk.book_limits[0].orders_rate_max = 1;
    enum refusal no = REFUSAL_HALTED;
    const struct approved_order *approved = risk_approve(&risk, &q, &order, &no);
    ck_assert_int_eq(no, REFUSAL_NONE);
    ck_assert_ptr_eq(approved_order_get(approved), &order);
    ck_assert_uint_eq(risk.book_usage[0].orders.count, 1);
    ck_assert_ptr_null(risk_approve(&risk, &q, &order, &no));
    ck_assert_int_eq(no, REFUSAL_ORDER_RATE);
    ck_assert_uint_eq(risk.book_usage[0].orders.count, 1);
}

TEST(risk, what_only_reduces_is_asked_for_its_shape_alone)
{
    start();
    order.flags = ORDER_REDUCE_ONLY;
    q.position_lots = -10;
    q.is_halted = true; /* protection stays possible */
    q.free_cash = 0;
    enum refusal no = REFUSAL_HALTED;
    ck_assert_ptr_nonnull(risk_approve_reducing(&q, &order, &no));
    ck_assert_int_eq(no, REFUSAL_NONE);
    order.qty_lots = 0;
    ck_assert_ptr_null(risk_approve_reducing(&q, &order, &no));
    ck_assert_int_eq(no, REFUSAL_QTY_NONE);
}

static struct order other;
static void approve_another(void *argument)
{
    (void)argument;
    enum refusal no;
    (void)risk_approve(&risk, &q, &other, &no);
}
static void reduce_another(void *argument)
{
    (void)argument;
    enum refusal no;
    (void)risk_approve_reducing(&q, &other, &no);
}
static void reduce_what_may_grow(void *argument)
{
    (void)argument;
    enum refusal no;
    (void)risk_approve_reducing(&q, &order, &no);
}
static void text_beyond(void *argument)
{
    (void)argument;
    refusal_text(REFUSAL_COUNT);
}

TEST(risk, an_approval_for_another_order_is_a_bug)
{
    start();
    assert_dies(approve_another, NULL);
    assert_dies(reduce_another, NULL);
    assert_dies(reduce_what_may_grow, NULL);
    assert_dies(text_beyond, NULL);
}

TEST(risk, every_refusal_has_a_text_of_its_own)
{
    for (int a = 0; a < REFUSAL_COUNT; a++) {
        ck_assert_uint_gt(strlen(refusal_text((enum refusal)a)), 5);
        for (int b = 0; b < a; b++)
            ck_assert_str_ne(refusal_text((enum refusal)a), refusal_text((enum refusal)b));
    }
    ck_assert_str_eq(refusal_text(REFUSAL_BUYING_POWER), "there is not enough buying power");
    ck_assert_str_eq(refusal_text(REFUSAL_SHORT),
                     "a cash account cannot sell what it does not hold");
}

TEST(risk, an_arena_too_small_is_refused_wherever_it_ends)
{
    size_t enough = 0;
    for (size_t size = 0; size < 128 << 10; size += 4096) {
        struct arena arena;
        arena_init(&arena, bytes, size);
        if (risk_init(&risk, &arena, 2) == ST_OK) {
            enough = size;
            break;
        }
    }
    ck_assert_uint_gt(enough, (size_t)6 * RATE_MAX * sizeof(int64_t));
}
