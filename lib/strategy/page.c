/* page.c — docs/strategies.md, written from the table so that it cannot say anything else. */
#include "strategy/registry.h"

#include <math.h>

/* Shortest decimal with at most six places: every default and bound in the table has fewer. */
static void write_number(struct writer *writer, double number)
{
    int64_t millionths = (int64_t)floor(fabs(number) * 1e6 + 0.5);
    int64_t rest = millionths % 1000000;
    int places = 6;
    if (number < 0) writer_char(writer, '-');
    writer_format(writer, "%lld", (long long)(millionths / 1000000));
    if (rest == 0) return;
    while (rest % 10 == 0) {
        rest /= 10;
        places--;
    }
    char digits[8] = { 0 };
    for (int i = places - 1; i >= 0; i--, rest /= 10) digits[i] = (char)('0' + rest % 10);
    writer_format(writer, ".%s", digits);
}

static void write_choices(struct writer *writer, const char *const *choices)
{
    for (uint32_t i = 0; choices[i]; i++)
        writer_format(writer, "%s`%s`", i ? ", " : "", choices[i]);
}

static void write_param(struct writer *writer, const struct argosy_param *param)
{
    static const char *const types[] = { "whole number", "number", "choice", "text" };
    writer_format(writer, "| `%s` | %s | ", param->name, types[param->type]);
    if (param->type == ARGOSY_PARAM_CHOICE) write_choices(writer, param->choices);
    if (param->type <= ARGOSY_PARAM_NUMBER) {
        write_number(writer, param->min);
        writer_format(writer, " to ");
        write_number(writer, param->max);
    }
    writer_format(writer, " | ");
    if (param->type == ARGOSY_PARAM_CHOICE)
        writer_format(writer, "`%s`", param->choices[(uint32_t)param->initial]);
    else if (param->type == ARGOSY_PARAM_TEXT && param->initial_text && *param->initial_text)
        writer_format(writer, "`%s`", param->initial_text);
    else if (param->type <= ARGOSY_PARAM_NUMBER) write_number(writer, param->initial);
    writer_format(writer, " | %s |\n", param->help);
}

static char capital(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

void strategy_write_page(struct writer *writer)
{
    const struct argosy_strategy *strategy;
    writer_format(writer,
                  "# Strategies\n\n"
                  "Made from the table in `lib/strategy/registry.c`; a test holds this page to it. "
                  "`--set NAME=VALUE` sets\na parameter. Prices are in the quote currency, "
                  "quantities in units of the instrument.\n");
    for (uint32_t i = 0; (strategy = strategy_at(i)) != NULL; i++) {
        writer_format(writer, "\n## %s\n\n%c%s.\n\n", strategy->name, capital(strategy->help[0]),
                      strategy->help + 1);
        writer_format(writer, "| parameter | type | range | default | meaning |\n"
                              "| --- | --- | --- | --- | --- |\n");
        for (uint32_t k = 0; k < strategy->param_count; k++)
            write_param(writer, &strategy->params[k]);
    }
}
