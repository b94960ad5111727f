/*
 * param.h — rows of a strategy's parameter table, one macro a type, and the rows many strategies
 * share.
 */
#ifndef ARGOSY_STRATEGY_PARAM_H
#define ARGOSY_STRATEGY_PARAM_H

#include <argosy/strategy.h>

enum { PARAM_PERIOD_MAX = 100000 };
#define PARAM_COUNT_MAX 1e9

/* clang-format off */
#define PARAM_INT(name_text, low, high, initial_value, help_text)                                  \
    { .size = sizeof(struct argosy_param), .type = ARGOSY_PARAM_INT, .name = name_text,            \
      .help = help_text, .min = low, .max = high, .initial = initial_value }

#define PARAM_NUMBER(name_text, low, high, initial_value, help_text)                               \
    { .size = sizeof(struct argosy_param), .type = ARGOSY_PARAM_NUMBER, .name = name_text,         \
      .help = help_text, .min = low, .max = high, .initial = initial_value }

#define PARAM_CHOICE(name_text, choice_list, initial_value, help_text)                             \
    { .size = sizeof(struct argosy_param), .type = ARGOSY_PARAM_CHOICE, .name = name_text,         \
      .help = help_text, .initial = initial_value, .choices = choice_list }

#define PARAM_TEXT(name_text, initial_value, help_text)                                            \
    { .size = sizeof(struct argosy_param), .type = ARGOSY_PARAM_TEXT, .name = name_text,           \
      .help = help_text, .initial_text = initial_value }

#define PARAM_PERIOD(name_text, initial_value, help_text)                                          \
    PARAM_INT(name_text, 1, PARAM_PERIOD_MAX, initial_value, help_text)

#define PARAM_WARMUP                                                                               \
    PARAM_INT("warmup", 0, PARAM_COUNT_MAX, 0, "decide nothing before this many bars have closed")

#define PARAM_ENTRIES(initial_value)                                                               \
    PARAM_INT("max_entries", 0, PARAM_COUNT_MAX, initial_value,                                    \
              "how many entries one position may have; 0: any number")

#define PARAM_EXITS(initial_value)                                                                 \
    PARAM_CHOICE("exits", param_exits, initial_value, "off: what was bought is held")
/* clang-format on */

enum param_exit { EXITS_ON, EXITS_OFF };
extern const char *const param_exits[];

/* How many rows a table has. */
#define PARAM_COUNT(params) ((uint32_t)(sizeof(params) / sizeof *(params)))

#endif
