/*
 * csv.h — a result's rows as CSV: RFC 4180, a header line, lines that end in a newline, decimals
 * exact and without trailing zeros, times ISO 8601 in UTC. An absent value is an empty cell.
 *
 * Trades come in the result's order: closed ones first, then those still open, which have no exit
 * time and the reason "open". An entry price is the entry's value divided by its size: exact where
 * one price filled it, else rounded at eight decimals beyond the instrument's.
 */
#ifndef ARGOSY_REPORT_CSV_H
#define ARGOSY_REPORT_CSV_H

#include "report/out.h"
#include "sim/result.h"

/* entry_ts,exit_ts,instrument,side,qty,entry_price,exit_price,fees,pnl,return,reason */
void csv_trades(const struct result *result, struct report_sink sink);

/* ts,instrument,side,type,qty,limit,stop,status,filled_qty,avg_price,fee,reason */
void csv_orders(const struct result *result, struct report_sink sink);

/* ts,equity,cash */
void csv_equity(const struct result *result, struct report_sink sink);

/* The price at which qty_lots are worth `cash` (signs do not matter), in units of 10^-*decimals,
 * where *decimals is the instrument's own where that is exact and up to eight more where it is not.
 * False: there is no such price (no quantity, or it does not fit). */
bool csv_price(const struct instrument *instrument, int64_t cash, int64_t qty_lots, int64_t *units,
               uint32_t *decimals);

#endif
