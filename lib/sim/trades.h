/*
 * trades.h — fills paired into trades: an entry, the exit that closed it, and what was earned
 * between.
 *
 * Three pairings (cli.md): fifo, the oldest entry is closed first, a trade for each pair of entry
 * and exit; average, entries melt into one, a trade for each exit; flat, one trade from flat to
 * flat. A fill that turns a position round is two parts, one that closes and one that opens, each
 * valued by itself as the core does (position.h). Books are kept apart.
 *
 * All in integers. Where a value is shared between trades each share is rounded towards zero and
 * the last part takes what is left, so that always:
 *   1. the fees of all trades sum to the fees of all fills;
 *   2. the profits of all trades, the open ones at their marks, sum to what the ledger realised and
 * what its positions stand at, less the fees, to the last unit;
 *   3. with average, a trade's profit before fees is its exit's fill_row.pnl_cash.
 * Funding and borrow are paid by positions, not fills, and are in no trade.
 */
#ifndef ARGOSY_SIM_TRADES_H
#define ARGOSY_SIM_TRADES_H

#include "base/arena.h"
#include "sim/result.h"

/* What an instrument is worth at the end, and when that was. */
struct trade_mark {
    int64_t price_ticks;
    int64_t ts_ns;
    uint64_t bar;
};

struct trade_input {
    const struct fill_row *fills; /* in the order they happened */
    uint64_t fill_count;
    const struct instrument *instruments;
    const struct trade_mark *marks; /* by instrument; read only where something is still held */
    uint32_t instrument_count;
    enum pairing pairing;
};

struct trade_list {
    struct trade_row *rows; /* the closed ones in the order they closed, then the open ones */
    uint64_t count;
    uint64_t open_count;
};

/* How much memory trades_pair takes at most. */
size_t trades_bytes(const struct trade_input *input);

/* Pairs all fills; the rows lie in the arena. ST_FULL: it is too small, and nothing was taken. */
MUST_USE enum status trades_pair(struct trade_list *list, const struct trade_input *input,
                                 struct arena *arena);

#endif
