/*
 * spec_strategy.h — whether a spec's strategy and its parameters are what the built-in strategies'
 * tables say. A plug-in's strategies are not known here; who loads it asks it.
 */
#ifndef ARGOSY_APP_SPEC_STRATEGY_H
#define ARGOSY_APP_SPEC_STRATEGY_H

#include "base/err.h"
#include "sim/spec.h"

/* ST_USAGE, with the nearest known: there is no built-in strategy of this name. */
MUST_USE enum status spec_strategy_check(const char *name, struct err *err);

/* ST_USAGE: the strategy (which is known) has no such parameter, or not with this value. */
MUST_USE enum status spec_strategy_check_param(const char *strategy, const char *name,
                                               const char *text, struct err *err);

#endif
