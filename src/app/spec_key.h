/*
 * spec_key.h — every key of a spec file as one table: how it is called, how its value is spelt and
 * where in struct spec it lies. Reading (spec_read.h), flags, printing (spec_write.h) and the list
 * of known keys all walk these rows.
 *
 * A key is its path from the top, joined by points: "costs.fee.rate". What is not a plain value has
 * its own code there: the list `data` (its rows' keys are spec_data_keys), `strategy.params`,
 * `costs.fee.tiers`, and the short forms `costs.fee: 0.001` and `costs.slippage: 2bp`.
 */
#ifndef ARGOSY_APP_SPEC_KEY_H
#define ARGOSY_APP_SPEC_KEY_H

#include "base/err.h"
#include "sim/spec.h"

enum spec_kind {
    KEY_WORD, /* an enum, by its names */
    KEY_BOOL,
    KEY_TEXT,
    KEY_PATH,
    KEY_NUMBER, /* decimal text above 0, kept as text */
    KEY_CASH,
    KEY_RATE,
    KEY_QTY,      /* × 10^8 */
    KEY_PER_UNIT, /* × 10^12 */
    KEY_COUNT,
    KEY_SEED,
    KEY_DURATION,
    KEY_INTERVAL,
    KEY_TIME,
    KEY_SIZE,
    KEY_SLIPPAGE,
    KEY_SOURCE,     /* a catalogue name or a path */
    KEY_ADJUST,     /* none, factors:FILE, adj-close */
    KEY_INSTRUMENT, /* the name of a kind of instrument */
    KEY_STAMP,      /* start, end */
    KEY_HEADER,     /* a header map: ts=NAME,... or the path of one */
    KEY_FEE         /* 0.001, or rate=0.001,fixed=1 */
};

struct spec_key {
    const char *path;
    enum spec_kind kind;
    size_t offset;
    size_t size;              /* of texts */
    const char *const *names; /* of words */
    const char *unset;        /* the word for "not said": the default holds, *given is false */
    size_t given;             /* offset of the flag that goes with `unset` */
    const char *none;         /* the word for 0 */
    bool is_positive;         /* a plain 0 is refused */
    bool is_signed;           /* values below 0 are allowed */
    int64_t absent;           /* a time that stands for "not given" */
    const char *help;
};

/* Both lists end with a row without a path. */
extern const struct spec_key spec_keys[];
extern const struct spec_key spec_data_keys[]; /* offsets into struct spec_data */

/* Where relative paths start; NULL or "": where the program was started. */
struct spec_place {
    const char *folder;
};

const struct spec_key *spec_key_find(const struct spec_key *keys, struct text path);

/* Writes the value a key has, as spec_key_set() reads it; false: it has none and is left out. */
bool spec_key_write(struct writer *writer, const struct spec_key *key, const void *base);

/* Reads a value into its place in a struct spec or spec_data. ST_USAGE with what was expected; the
 * struct is then as it was. */
MUST_USE enum status spec_key_set(void *base, const struct spec_key *key, struct text text,
                                  const struct spec_place *place, struct err *err);

/* Sets a key of a whole spec by its path, short forms included. The path must be known. */
MUST_USE enum status spec_set(struct spec *spec, const char *path, struct text text,
                              const struct spec_place *place, struct err *err);

/* A fee as `--fee` spells it: 0.001, or rate=0.001,fixed=1. Refused, it is as it was. */
MUST_USE enum status spec_fee_set(struct spec_fee *fee, struct text text, struct err *err);

/* Sets a strategy's parameter, the earlier value of that name replaced. */
MUST_USE enum status spec_set_param(struct spec *spec, struct text name, struct text text,
                                    uint32_t line, const struct spec_place *place, struct err *err);

/* What has to hold between keys: an order of times, a source of decisions, ... */
MUST_USE enum status spec_check(const struct spec *spec, struct err *err);

#endif
