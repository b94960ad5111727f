/*
 * index.h — the index over several reports: a card each, with what it tested, its curve against
 * holding, its key figures, its grade and a link.
 *
 * The page is written a card at a time, so that no two results need to be in memory together:
 * index_open, index_card for each, index_close. Links are relative, given by the caller.
 */
#ifndef ARGOSY_REPORT_INDEX_H
#define ARGOSY_REPORT_INDEX_H

#include "report/html.h"

/* About the index itself. A text that is NULL or empty is left out. */
struct index_extra {
    const char *title;
    const char *tagline;
    const char *created;
    const char *version;
    const char *const *next; /* commands to type next */
    uint32_t next_count;
};

struct index {
    struct out out;
    const struct index_extra *extra;
    size_t rest; /* of the template, still to be written */
};

void index_open(struct index *index, const struct index_extra *extra, struct report_sink sink);
void index_card(struct index *index, const struct result *result, const struct report_extra *extra,
                const char *link);
void index_close(struct index *index);

#endif
