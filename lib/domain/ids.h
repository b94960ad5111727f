/* ids.h — names of things, each a type of its own, so that an account cannot pass for an order. */
#ifndef ARGOSY_DOMAIN_IDS_H
#define ARGOSY_DOMAIN_IDS_H

#include <stdint.h>

struct order_id {
    uint64_t v;
}; /* 0: none. Grows with every order of a core. */
struct instrument_id {
    uint32_t v;
}; /* index into the core's instruments */
struct asset_id {
    uint16_t v;
}; /* index into the core's assets */
struct book_id {
    uint16_t v;
}; /* a strategy's virtual sub-book, index from 0 */

#endif
