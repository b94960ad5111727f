/* rate.h — a rate that was published for a time: what a funding file holds a row of. */
#ifndef ARGOSY_DOMAIN_RATE_H
#define ARGOSY_DOMAIN_RATE_H

#include <stdint.h>

struct funding_rate {
    int64_t ts_ns;    /* when it falls due */
    int64_t rate_e12; /* longs pay shorts when positive */
};

#endif
