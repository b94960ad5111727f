/*
 * quotebars.h — plain bars out of quote bars: of the bid, of the ask, or of the middle.
 *
 * The middle of a bid and an ask lies on a half tick, so the result's tick is half as large and no
 * price is rounded. The middle's open and close are exact; its high and low are the middle of both
 * sides' highs and lows, which need not have come at the same time. Sizes become no volume: nobody
 * traded them.
 */
#ifndef ARGOSY_FORMAT_QUOTEBARS_H
#define ARGOSY_FORMAT_QUOTEBARS_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/dataset.h"

enum quote_price { QUOTE_BID, QUOTE_ASK, QUOTE_MID };

/* ST_USAGE: not quote bars. ST_DATA: a middle does not fit. ST_FULL: the arena is too small (bid
 * and ask need none: they are the source's own columns). */
MUST_USE enum status quotebars_price(struct dataset *out, const struct dataset *in,
                                     enum quote_price price, struct arena *arena, struct err *err);

size_t quotebars_bytes(const struct dataset *in);

#endif
