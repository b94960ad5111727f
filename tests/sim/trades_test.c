#include "argosy/strategy.h"
#include "core/position.h"
#include "sim/trades.h"
#include "support/test.h"

#include <string.h>

enum { FILLS_MAX = 300, INSTRUMENTS = 2, BOOKS = 2, LANES = INSTRUMENTS * BOOKS };

/* A market of two instruments, random fills in two books, and what trades_pair made of them. */
struct market {
    struct instrument instruments[INSTRUMENTS];
    struct trade_mark marks[INSTRUMENTS];
    struct fill_row fills[FILLS_MAX];
    uint64_t fill_count;
    struct trade_list list;
    uint8_t memory[FILLS_MAX * 400];
};
static struct market market;

/* Instrument 0: a tick and lot is a whole number of ledger units. Instrument 1: it is not, every
 * value is rounded. */
static void market_reset(void)
{
    memset(&market, 0, sizeof market);
    for (int i = 0; i < INSTRUMENTS; i++) {
        struct instrument *it = &market.instruments[i];
        *it = (struct instrument){ .symbol = "T",
                                   .price_decimals = i ? 7 : 2,
                                   .lot_decimals = i ? 6 : 0,
                                   .tick_units = i ? 3 : 1,
                                   .lot_units = 1,
                                   .multiplier_units = 1,
                                   .ledger_decimals = 8,
                                   .qty_lots_min = 1 };
        struct err err = { 0 };
        ck_assert_msg(instrument_prepare(it, &err) == ST_OK, "%s", err.text);
        market.marks[i] =
            (struct trade_mark){ .price_ticks = 12345 + i, .ts_ns = 1000000, .bar = 999 };
    }
    ck_assert_int_eq(market.instruments[0].cash_den, 1);
    ck_assert_int_gt(market.instruments[1].cash_den, 1);
}

static void market_fill(uint32_t instrument, uint16_t book, int64_t qty_lots, int64_t price_ticks,
                        int64_t fee_cash)
{
    uint64_t at = market.fill_count++;
    market.fills[at] = (struct fill_row){ .ts_ns = (int64_t)at * 10,
                                          .bar = at,
                                          .instrument = instrument,
                                          .book = book,
                                          .side = qty_lots > 0 ? ARGOSY_BUY : ARGOSY_SELL,
                                          .qty_lots = qty_lots > 0 ? qty_lots : -qty_lots,
                                          .price_ticks = price_ticks,
                                          .fee_cash = fee_cash };
}

static void market_random(uint64_t fills)
{
    int64_t price[INSTRUMENTS] = { 10000, 7654321 };
    market_reset();
    for (uint64_t i = 0; i < fills; i++) {
        uint32_t at = (uint32_t)rng_below(&test_rng, INSTRUMENTS);
        price[at] += (int64_t)rng_below(&test_rng, 201) - 100;
        int64_t qty = 1 + (int64_t)rng_below(&test_rng, at ? 100000 : 9);
        if (rng_below(&test_rng, 2)) qty = -qty;
        market_fill(at, (uint16_t)rng_below(&test_rng, BOOKS), qty, price[at],
                    (int64_t)rng_below(&test_rng, 1001) - 100);
    }
}

static enum status market_try(enum pairing pairing, size_t memory)
{
    struct arena arena;
    arena_init(&arena, market.memory, memory);
    return trades_pair(&market.list,
                       &(struct trade_input){ .fills = market.fills,
                                              .fill_count = market.fill_count,
                                              .instruments = market.instruments,
                                              .marks = market.marks,
                                              .instrument_count = INSTRUMENTS,
                                              .pairing = pairing },
                       &arena);
}

static void market_pair(enum pairing pairing)
{
    ck_assert_int_eq(market_try(pairing, sizeof market.memory), ST_OK);
}

/* What the core's own positions make of the same fills, by lane. */
struct books {
    struct position positions[LANES];
    int64_t fees[LANES];
};

static uint32_t lane_of(uint32_t instrument, uint16_t book)
{
    return book * INSTRUMENTS + instrument;
}

static void books_apply(struct books *books)
{
    memset(books, 0, sizeof *books);
    for (uint64_t i = 0; i < market.fill_count; i++) {
        struct fill_row *fill = &market.fills[i];
        uint32_t lane = lane_of(fill->instrument, fill->book);
        int64_t qty = fill->side == ARGOSY_BUY ? fill->qty_lots : -fill->qty_lots;
        fill->pnl_cash =
            position_fill(&books->positions[lane], &market.instruments[fill->instrument], qty,
                          fill->price_ticks)
                .pnl_cash;
        books->fees[lane] += fill->fee_cash;
    }
}

/* Invariants 1 and 2, and that what is open is what is held. */
static void check_sums(const struct books *books, enum pairing pairing)
{
    int64_t pnl[LANES] = { 0 }, fees[LANES] = { 0 }, open[LANES] = { 0 };
    const struct trade_list *list = &market.list;
    for (uint64_t i = 0; i < list->count; i++) {
        const struct trade_row *row = &list->rows[i];
        uint32_t lane = lane_of(row->instrument, row->book);
        ck_assert_int_eq(row->pnl_cash, row->exit_cash - row->entry_cash - row->fees_cash);
        ck_assert_int_eq(row->is_open, i >= list->count - list->open_count);
        ck_assert_int_gt(row->qty_lots, 0);
        ck_assert_int_le(row->entry_ts_ns, row->exit_ts_ns);
        pnl[lane] += row->pnl_cash;
        fees[lane] += row->fees_cash;
        if (row->is_open) open[lane] += row->side == ARGOSY_BUY ? row->qty_lots : -row->qty_lots;
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        const struct position *position = &books->positions[lane];
        uint32_t instrument = lane % INSTRUMENTS;
        int64_t value =
            instrument_cash(&market.instruments[instrument], market.marks[instrument].price_ticks,
                            position->qty_lots, ROUND_ZERO);
        ck_assert_int_eq(fees[lane], books->fees[lane]);
        ck_assert_int_eq(pnl[lane] + fees[lane], position->pnl_cash + value - position->cost_cash);
        /* A flat trade carries all that was ever put into it. */
        if (pairing != PAIR_FLAT) ck_assert_int_eq(open[lane], position->qty_lots);
        else ck_assert_int_eq(open[lane] == 0, position->qty_lots == 0);
    }
}

TEST(trades, profits_and_fees_sum_to_the_ledgers_to_the_last_unit)
{
    for (uint64_t i = 0; i < test_rounds; i++) {
        struct books books;
        market_random(rng_below(&test_rng, FILLS_MAX));
        books_apply(&books);
        for (int pairing = PAIR_FIFO; pairing <= PAIR_FLAT; pairing++) {
            market_pair((enum pairing)pairing);
            check_sums(&books, (enum pairing)pairing);
        }
    }
}

TEST(trades, an_average_trade_earns_what_its_fill_realised)
{
    for (uint64_t i = 0; i < test_rounds; i++) {
        struct books books;
        market_random(100);
        books_apply(&books);
        market_pair(PAIR_AVERAGE);
        uint64_t at = 0, closed = market.list.count - market.list.open_count;
        for (uint64_t f = 0; f < market.fill_count && at < closed; f++) {
            const struct trade_row *row = &market.list.rows[at];
            if (row->exit_bar != f) {
                ck_assert_int_eq(market.fills[f].pnl_cash, 0);
                continue;
            }
            ck_assert_int_eq(row->exit_cash - row->entry_cash, market.fills[f].pnl_cash);
            at++;
        }
        ck_assert_uint_eq(at, closed);
    }
}

/* ---- the model: every single lot stands in a queue, the front one leaves first
 * ------------------- */

struct unit {
    uint64_t fill;
};
struct queue {
    struct unit units[FILLS_MAX * 10];
    uint32_t first, last;
    int sign;
};
struct pair {
    uint64_t entry, exit;
    int64_t lots;
};

static uint64_t model_pairs(struct pair *pairs)
{
    static struct queue queues[LANES];
    uint64_t count = 0;
    memset(queues, 0, sizeof queues);
    for (uint64_t f = 0; f < market.fill_count; f++) {
        const struct fill_row *fill = &market.fills[f];
        struct queue *queue = &queues[lane_of(fill->instrument, fill->book)];
        int sign = fill->side == ARGOSY_BUY ? 1 : -1;
        for (int64_t lot = 0; lot < fill->qty_lots; lot++) {
            if (queue->first == queue->last || queue->sign == sign) {
                queue->sign = sign;
                queue->units[queue->last++].fill = f;
                continue;
            }
            uint64_t entry = queue->units[queue->first++].fill;
            if (count > 0 && pairs[count - 1].entry == entry && pairs[count - 1].exit == f)
                pairs[count - 1].lots++;
            else pairs[count++] = (struct pair){ entry, f, 1 };
        }
    }
    return count;
}

TEST(trades, first_in_is_first_out_lot_by_lot)
{
    static struct pair pairs[FILLS_MAX * 10];
    for (uint64_t i = 0; i < test_rounds; i++) {
        market_random(rng_below(&test_rng, FILLS_MAX));
        for (uint64_t f = 0; f < market.fill_count;
             f++) { /* small and exact: values are whole units */
            market.fills[f].instrument = 0;
            market.fills[f].qty_lots = 1 + market.fills[f].qty_lots % 9;
            market.fills[f].price_ticks %= 10000;
            market.fills[f].price_ticks++;
        }
        uint64_t count = model_pairs(pairs);
        market_pair(PAIR_FIFO);
        ck_assert_uint_eq(market.list.count - market.list.open_count, count);
        for (uint64_t p = 0; p < count; p++) {
            const struct trade_row *row = &market.list.rows[p];
            const struct fill_row *entry = &market.fills[pairs[p].entry],
                                  *exit = &market.fills[pairs[p].exit];
            int64_t unit = market.instruments[0].cash_num, signed_lots = pairs[p].lots;
            if (entry->side == ARGOSY_SELL) signed_lots = -signed_lots;
            ck_assert_uint_eq(row->entry_bar, pairs[p].entry);
            ck_assert_uint_eq(row->exit_bar, pairs[p].exit);
            ck_assert_int_eq(row->qty_lots, pairs[p].lots);
            ck_assert_int_eq(row->side, entry->side);
            ck_assert_int_eq(row->entry_cash, signed_lots * entry->price_ticks * unit);
            ck_assert_int_eq(row->exit_cash, signed_lots * exit->price_ticks * unit);
        }
    }
}

/* Buys 3 and 2, sells 4, turns round with 5, at 1 ledger unit a tick and lot × 10^6. */
static void market_script(void)
{
    market_reset();
    market_fill(0, 0, 3, 100, 30);
    market_fill(0, 0, 2, 110, 21);
    market_fill(0, 0, -4, 120, 40);
    market_fill(0, 0, -5, 130, 51);
    market.marks[0].price_ticks = 125;
}

static void check_row(uint64_t at, int64_t qty, int64_t entry, int64_t exit, int64_t fees,
                      bool is_open)
{
    const struct trade_row *row = &market.list.rows[at];
    const int64_t unit = 1000000;
    ck_assert_int_eq(row->qty_lots, qty);
    ck_assert_int_eq(row->entry_cash, entry * unit);
    ck_assert_int_eq(row->exit_cash, exit * unit);
    ck_assert_int_eq(row->fees_cash, fees);
    ck_assert_int_eq(row->is_open, is_open);
}

TEST(trades, a_position_that_turns_round_in_three_pairings)
{
    market_script();
    market_pair(PAIR_FIFO);
    ck_assert_uint_eq(market.list.count, 4);
    check_row(0, 3, 300, 360, 30 + 30, false);
    check_row(1, 1, 110, 120, 10 + 10, false);
    check_row(2, 1, 110, 130, 11 + 10, false);
    check_row(3, 4, -520, -500, 41, true);
    market_pair(PAIR_AVERAGE);
    ck_assert_uint_eq(market.list.count, 3);
    check_row(0, 4, 416, 480, 40 + 40, false);
    check_row(1, 1, 104, 130, 11 + 10, false);
    check_row(2, 4, -520, -500, 41, true);
    market_pair(PAIR_FLAT);
    ck_assert_uint_eq(market.list.count, 2);
    check_row(0, 5, 520, 610, 51 + 40 + 10, false);
    check_row(1, 4, -520, -500, 41, true);
    ck_assert_int_eq(market.list.rows[0].exit_bar, 3);
    ck_assert_int_eq(market.list.rows[1].side, ARGOSY_SELL);
}

TEST(trades, nothing_filled_is_no_trade)
{
    market_reset();
    market_pair(PAIR_FIFO);
    ck_assert_uint_eq(market.list.count, 0);
}

TEST(trades, memory_that_is_too_small_is_refused_and_what_is_asked_for_is_enough)
{
    market_random(FILLS_MAX - 1);
    struct trade_input input = { .fills = market.fills,
                                 .fill_count = market.fill_count,
                                 .instrument_count = INSTRUMENTS };
    ck_assert_int_eq(market_try(PAIR_FIFO, trades_bytes(&input) / 2), ST_FULL);
    ck_assert_uint_eq(market.list.count, 0);
    ck_assert_int_eq(market_try(PAIR_FIFO, trades_bytes(&input)), ST_OK);
}
