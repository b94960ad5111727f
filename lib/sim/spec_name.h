/*
 * spec_name.h — the words that a spec's choices are spelt with, one table each; reading, printing,
 * reports and JSON all take them from here.
 *
 * A table holds the names by their enum's value and ends with NULL.
 */
#ifndef ARGOSY_SIM_SPEC_NAME_H
#define ARGOSY_SIM_SPEC_NAME_H

#include "sim/spec.h"

extern const char *const spec_role_names[];
extern const char *const spec_session_names[];
extern const char *const account_type_names[];
extern const char *const account_overdraft_names[];
extern const char *const account_ruin_names[];
extern const char *const account_margin_names[];
extern const char *const funding_on_names[];
extern const char *const fill_when_names[];
extern const char *const limit_fill_names[];
extern const char *const price_from_names[];
extern const char *const size_at_names[];
extern const char *const legs_live_names[];
extern const char *const end_rule_names[];
extern const char *const quality_names[];
extern const char *const equity_at_names[];
extern const char *const pairing_names[];
extern const char *const convention_names[];

/* The value with this name; ST_ABSENT: the table has none. */
MUST_USE enum status spec_name_find(uint32_t *value, const char *const *names, struct text name);

#endif
