/*
 * script.h — the `orders` strategy's file: a CSV of timed orders.
 *
 * The first line names the columns, in any order, out of
 *     ts,instrument,action,side,qty,type,limit,stop,stop_loss,take_profit,tif,id
 * of which ts and action must be there. Lines that begin with # and empty lines are passed over.
 *
 *   ts          UTC; the order is asked for at the close of the bar that starts then
 *   instrument  a symbol, or a number from 0 in the order of the data; empty: the first
 *   action      open | close | cancel | amend
 *   side        buy | sell; a close without one takes the side opposite to the position
 *   qty         units, or all: what the money buys (open), what is held (close); empty: the run's
 *               size (open), all (close)
 *   type        market | limit | stop | stop-limit | take-profit | trailing-stop | at-close
 *   tif         gtc | ioc | fok | day | gtd:TIME
 *   id          a name under which cancel and amend find the order; cancel without one takes all
 *
 * Prices and quantities must lie on the instrument's tick and lot; what does not is refused with
 * its line.
 */
#ifndef ARGOSY_STRATEGY_SCRIPT_H
#define ARGOSY_STRATEGY_SCRIPT_H

#include <argosy/strategy.h>

#include "base/err.h"
#include "base/text.h"

enum script_action { SCRIPT_OPEN, SCRIPT_CLOSE, SCRIPT_CANCEL, SCRIPT_AMEND };

enum { SCRIPT_ID_MAX = 32 };

struct script_row {
    int64_t ts_ns;
    enum script_action action;
    uint32_t line;
    bool has_side;
    bool is_done;
    char id[SCRIPT_ID_MAX];
    uint64_t reference; /* what submit answered */
    struct argosy_order order;
};

/* At most how many rows a text holds. */
uint32_t script_rows_max(struct text text);

/* Reads the rows; *count becomes their number. */
MUST_USE enum status script_parse(struct script_row *rows, uint32_t *count, struct text text,
                                  const struct argosy_series *series, uint32_t series_count,
                                  struct err *err);

#endif
