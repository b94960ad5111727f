#include "app/cli.h"

/* A verb is one file and two lines here; the order is the help's. */
extern const struct cli_verb verb_tour;
extern const struct cli_verb verb_backtest;
extern const struct cli_verb verb_data;
extern const struct cli_verb verb_strategies;
extern const struct cli_verb verb_bench;
extern const struct cli_verb verb_doctor;
extern const struct cli_verb verb_help;

const struct cli_verb *const cli_verbs[] = {
    &verb_tour,  &verb_backtest, &verb_data, &verb_strategies,
    &verb_bench, &verb_doctor,   &verb_help, NULL,
};
