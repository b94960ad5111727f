#include "sim/trades.h"
#include "argosy/strategy.h"

/* An entry that is not closed yet; with average and flat, all entries since the position was flat.
 */
struct lot {
    int64_t ts_ns;
    uint64_t bar;
    int64_t qty_lots;
    int64_t entry_cash; /* signed as the position */
    int64_t fees_cash;
    int64_t exit_cash; /* flat: of what was closed on the way */
    struct lot *next;
};

/* One book's position in one instrument. */
struct lane {
    struct lot *first, *last;
    int64_t held_lots; /* signed */
};

struct pairing_work {
    const struct trade_input *in;
    struct trade_list *list;
    struct lane *lanes; /* by book, then by instrument */
    uint32_t lane_count;
    struct lot *lots; /* a fill opens one at most */
    uint64_t lot_count;
};

/* What `part` of `whole` lots has of a value; the last part gets all that is left. */
static int64_t share_of(int64_t value, int64_t part, int64_t whole)
{
    ASSERT(part > 0);
    ASSERT(part <= whole);
    if (part == whole) return value;
    return (int64_t)decimal_divide((i128)value * part, whole, ROUND_ZERO);
}

static int64_t take_share(int64_t *value, int64_t part, int64_t whole)
{
    int64_t share = share_of(*value, part, whole);
    *value -= share;
    return share;
}

static void keep(struct pairing_work *work, const struct trade_row *row)
{
    struct trade_row *kept = &work->list->rows[work->list->count++];
    *kept = *row;
    kept->pnl_cash = row->exit_cash - row->entry_cash - row->fees_cash;
}

/* A part of a fill that enlarges a position: qty_lots and value_cash are signed as the fill. */
static void lane_open(struct pairing_work *work, struct lane *lane, const struct fill_row *fill,
                      int64_t qty_lots, int64_t value_cash, int64_t fee_cash)
{
    lane->held_lots += qty_lots;
    if (work->in->pairing != PAIR_FIFO && lane->first) {
        lane->first->qty_lots += decimal_size(qty_lots);
        lane->first->entry_cash += value_cash;
        lane->first->fees_cash += fee_cash;
        return;
    }
    struct lot *lot = &work->lots[work->lot_count++];
    *lot = (struct lot){ .ts_ns = fill->ts_ns,
                         .bar = fill->bar,
                         .qty_lots = decimal_size(qty_lots),
                         .entry_cash = value_cash,
                         .fees_cash = fee_cash };
    if (lane->last) lane->last->next = lot;
    else lane->first = lot;
    lane->last = lot;
}

static void lane_drop_first(struct lane *lane)
{
    lane->first = lane->first->next;
    if (!lane->first) lane->last = NULL;
}

static struct trade_row row_of_exit(const struct lot *lot, const struct fill_row *fill)
{
    return (struct trade_row){ .entry_ts_ns = lot->ts_ns,
                               .exit_ts_ns = fill->ts_ns,
                               .entry_bar = lot->bar,
                               .exit_bar = fill->bar,
                               .instrument = fill->instrument,
                               .book = fill->book,
                               .side = fill->side == ARGOSY_BUY ? ARGOSY_SELL : ARGOSY_BUY,
                               .reason = fill->reason };
}

/* Flat: the lot gathers its exits until nothing is held. */
static void lane_gather(struct pairing_work *work, struct lane *lane, const struct fill_row *fill,
                        int64_t exit_cash, int64_t fee_cash)
{
    struct lot *lot = lane->first;
    lot->exit_cash += exit_cash;
    lot->fees_cash += fee_cash;
    if (lane->held_lots != 0) return;
    struct trade_row row = row_of_exit(lot, fill);
    row.qty_lots = lot->qty_lots;
    row.entry_cash = lot->entry_cash;
    row.exit_cash = lot->exit_cash;
    row.fees_cash = lot->fees_cash;
    keep(work, &row);
    lane_drop_first(lane);
}

/* A part of a fill that closes: qty_lots signed as the fill, exit_cash as the position. */
static void lane_close(struct pairing_work *work, struct lane *lane, const struct fill_row *fill,
                       int64_t qty_lots, int64_t exit_cash, int64_t fee_cash)
{
    lane->held_lots += qty_lots;
    if (work->in->pairing == PAIR_FLAT) {
        lane_gather(work, lane, fill, exit_cash, fee_cash);
        return;
    }
    for (int64_t left = decimal_size(qty_lots); left > 0;) {
        struct lot *lot = lane->first;
        int64_t part = lot->qty_lots < left ? lot->qty_lots : left;
        struct trade_row row = row_of_exit(lot, fill);
        row.qty_lots = part;
        row.entry_cash = take_share(&lot->entry_cash, part, lot->qty_lots);
        row.fees_cash = take_share(&lot->fees_cash, part, lot->qty_lots);
        row.exit_cash = take_share(&exit_cash, part, left);
        row.fees_cash += take_share(&fee_cash, part, left);
        keep(work, &row);
        lot->qty_lots -= part;
        left -= part;
        if (lot->qty_lots == 0) lane_drop_first(lane);
    }
}

static void pair_fill(struct pairing_work *work, const struct fill_row *fill)
{
    ASSERT(fill->instrument < work->in->instrument_count);
    ASSERT(fill->qty_lots > 0);
    const struct instrument *instrument = &work->in->instruments[fill->instrument];
    struct lane *lane =
        &work->lanes[(uint32_t)fill->book * work->in->instrument_count + fill->instrument];
    int64_t qty = fill->side == ARGOSY_BUY ? fill->qty_lots : -fill->qty_lots, closing = 0;
    int64_t fee = fill->fee_cash, held = lane->held_lots;
    if ((held > 0 && qty < 0) || (held < 0 && qty > 0))
        closing = decimal_size(qty) < decimal_size(held) ? qty : -held;
    if (closing != 0) {
        int64_t value = instrument_cash(instrument, fill->price_ticks, closing, ROUND_ZERO);
        int64_t part = take_share(&fee, decimal_size(closing), fill->qty_lots);
        lane_close(work, lane, fill, closing, -value, part);
    }
    int64_t opening = qty - closing;
    if (opening == 0) return;
    int64_t value = instrument_cash(instrument, fill->price_ticks, opening, ROUND_ZERO);
    lane_open(work, lane, fill, opening, value, fee);
}

/* What is still held, at its mark. */
static void value_open(struct pairing_work *work, uint32_t lane_index)
{
    struct lane *lane = &work->lanes[lane_index];
    uint32_t instrument = lane_index % work->in->instrument_count;
    const struct trade_mark *mark = &work->in->marks[instrument];
    if (!lane->first) return;
    int64_t value = instrument_cash(&work->in->instruments[instrument], mark->price_ticks,
                                    lane->held_lots, ROUND_ZERO);
    bool is_flat = work->in->pairing == PAIR_FLAT;
    int64_t left = decimal_size(lane->held_lots);
    for (const struct lot *lot = lane->first; lot; lot = lot->next) {
        int64_t part = is_flat ? left : lot->qty_lots;
        keep(work,
             &(struct trade_row){ .entry_ts_ns = lot->ts_ns,
                                  .exit_ts_ns = mark->ts_ns,
                                  .entry_bar = lot->bar,
                                  .exit_bar = mark->bar,
                                  .instrument = instrument,
                                  .book = (uint16_t)(lane_index / work->in->instrument_count),
                                  .side = lane->held_lots > 0 ? ARGOSY_BUY : ARGOSY_SELL,
                                  .reason = REASON_END,
                                  .qty_lots = lot->qty_lots,
                                  .entry_cash = lot->entry_cash,
                                  .exit_cash = lot->exit_cash + take_share(&value, part, left),
                                  .fees_cash = lot->fees_cash,
                                  .is_open = true });
        left -= part;
        work->list->open_count++;
    }
    ASSERT(left == 0);
}

static uint32_t lanes_of(const struct trade_input *input)
{
    uint32_t books = 1;
    for (uint64_t i = 0; i < input->fill_count; i++)
        if (input->fills[i].book >= books) books = input->fills[i].book + 1u;
    return books * input->instrument_count;
}

/* A lot is opened by a fill, and a row either empties a lot or ends a fill: two rows a fill. */
size_t trades_bytes(const struct trade_input *input)
{
    return (size_t)input->fill_count * (2 * sizeof(struct trade_row) + sizeof(struct lot)) +
           lanes_of(input) * sizeof(struct lane) + 4 * 64;
}

enum status trades_pair(struct trade_list *list, const struct trade_input *input,
                        struct arena *arena)
{
    struct pairing_work work = { .in = input, .list = list, .lane_count = lanes_of(input) };
    size_t mark = arena_mark(arena);
    *list = (struct trade_list){ 0 };
    list->rows = ARENA_ARRAY(arena, struct trade_row, 2 * input->fill_count);
    size_t rows_end = arena_mark(arena);
    work.lanes = ARENA_ARRAY(arena, struct lane, work.lane_count);
    work.lots = ARENA_ARRAY(arena, struct lot, input->fill_count);
    if (!list->rows || !work.lanes || !work.lots) {
        arena_rewind(arena, mark);
        *list = (struct trade_list){ 0 };
        return ST_FULL;
    }
    for (uint64_t i = 0; i < input->fill_count; i++) pair_fill(&work, &input->fills[i]);
    for (uint32_t i = 0; i < work.lane_count; i++) value_open(&work, i);
    ASSERT(list->count <= 2 * input->fill_count);
    arena_rewind(arena, rows_end);
    return ST_OK;
}
