/*
 * load.h — a run's data: every source of a spec opened, picked by symbol, adjusted, cut to
 * sessions, resampled and cut to its dates, as bars and quotes by instrument.
 */
#ifndef ARGOSY_APP_LOAD_H
#define ARGOSY_APP_LOAD_H

#include "base/arena.h"
#include "domain/rate.h"
#include "sim/spec.h"
#include "store/source.h"

enum { LOAD_INSTRUMENTS_MAX = 4096, LOAD_SOURCES_MAX = 1024 };

struct load {
    struct dataset *bars;                   /* by instrument */
    struct dataset *quotes;                 /* by instrument; count 0: none */
    struct dataset *fine, *marks, *indexes; /* likewise; prices in the ticks of the bars */
    const struct funding_rate *funding;
    uint64_t funding_count;
    const struct spec_data **specs; /* by instrument: the spec's entry it came from */
    uint32_t count;
    bool has_quotes, has_fine, has_marks, has_indexes;
    struct source *sources; /* kept open: their columns are mapped */
    uint32_t source_count;
    char notes[4096]; /* what importers took for granted; sentences, a line each */
};

/* Loads everything. The arena holds what was decoded or computed. */
MUST_USE enum status load_open(struct load *load, const struct spec *spec, struct text home,
                               struct arena *arena, struct err *err);
void load_close(struct load *load);

/* Sessions a year of an instrument's calendar, to annualise: by its kind, or by its bars (weekends
 * among them: 365). */
double load_sessions_a_year(const struct load *load);

#endif
