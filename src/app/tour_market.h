/*
 * tour_market.h — the tour's markets: which member of which package is which dataset, and what it
 * is called; and, where there is none, what is generated in its place.
 *
 * A recorded dataset carries a sentence that says where it was recorded, when, and how it came
 * here; it stands in every report. A generated one is marked so and named so.
 */
#ifndef ARGOSY_APP_TOUR_MARKET_H
#define ARGOSY_APP_TOUR_MARKET_H

#include "app/tour_fetch.h"
#include "store/catalogue.h"

struct tour_markets {
    bool is_generated;       /* nothing was recorded here: all runs are on generated markets */
    uint32_t imported_count; /* new in the catalogue */
    uint32_t known_count;    /* were there before */
};

/* Puts into the catalogue what the archives have, or generated markets when it has none at all. */
MUST_USE enum status tour_import(struct tour_markets *markets, const struct archives *archives,
                                 struct text home, struct err *err);

/* Writes a spec's text with its ${NAMES} replaced by the recorded or the generated markets'. An
 * unknown name is a bug. */
void tour_substitute(struct writer *writer, struct text spec, bool is_generated);

#endif
