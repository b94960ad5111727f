/* tour_say.h — what the tour tells: a table and what follows from it for people, or one JSON
 * object. */
#ifndef ARGOSY_APP_TOUR_SAY_H
#define ARGOSY_APP_TOUR_SAY_H

#include "app/tour_run.h"

enum { TOUR_NEXT = 3, TOUR_NEXT_TEXT = 2 * FILE_PATH_MAX };

struct tour {
    struct archives archives;
    struct tour_markets markets;
    struct tour_row rows[TOUR_RUNS];
    char index[FILE_PATH_MAX];            /* the page over the reports */
    char next[TOUR_NEXT][TOUR_NEXT_TEXT]; /* commands to type next, as they work from here */
    double wall_s;
};

void tour_say_table(const struct tour *tour);
void tour_write_json(struct writer *writer, const struct tour *tour);

/* "2 of 5 earned more than ...": what the figures come to, without mercy. */
void tour_write_verdict(struct writer *writer, const struct tour *tour);

#endif
