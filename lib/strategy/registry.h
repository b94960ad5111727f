/*
 * registry.h — the built-in strategies by index and by name, and their page of documentation.
 *
 * A plug-in's strategies are not here: its host asks it for them.
 */
#ifndef ARGOSY_STRATEGY_REGISTRY_H
#define ARGOSY_STRATEGY_REGISTRY_H

#include <argosy/strategy.h>

#include "base/text.h"

/* The index-th built-in strategy, or NULL behind the last. */
const struct argosy_strategy *strategy_at(uint32_t index);

/* By name, exactly; NULL when there is none. */
const struct argosy_strategy *strategy_find(struct text name);

/* The strategy whose name is nearest to a mistyped one, or NULL when none is near. */
const struct argosy_strategy *strategy_find_nearest(struct text name);

/* A strategy's parameter by name, or param_count; and the nearest to a mistyped one, or
 * param_count. */
uint32_t strategy_param_find(const struct argosy_strategy *strategy, struct text name);
uint32_t strategy_param_find_nearest(const struct argosy_strategy *strategy, struct text name);

/* docs/strategies.md: every strategy with its parameters, from the table. */
void strategy_write_page(struct writer *writer);

#endif
