/* strategy_values.h — a spec's parameters as a strategy takes them: by its own table. */
#ifndef ARGOSY_APP_STRATEGY_VALUES_H
#define ARGOSY_APP_STRATEGY_VALUES_H

#include "base/err.h"
#include "sim/spec.h"
#include "strategy/registry.h"

/* Defaults, then what the spec sets. ST_USAGE: no such parameter (the nearest is named), or a value
 * out of its range. Texts stay the spec's. */
MUST_USE enum status strategy_values(struct argosy_value *values, uint32_t value_max,
                                     const struct argosy_strategy *strategy,
                                     const struct spec *spec, struct err *err);

#endif
