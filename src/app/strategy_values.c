#include "app/strategy_values.h"

#include "base/number.h"

static enum status refuse_unknown(const struct argosy_strategy *strategy,
                                  const struct spec_param *param, struct err *err)
{
    uint32_t near = strategy_param_find_nearest(strategy, text_from(param->name));
    bool is_near = near < strategy->param_count;
    return err_set(err, ST_USAGE, "%s has no parameter %s%s%s; `argosy strategies %s` lists them",
                   strategy->name, param->name, is_near ? "; did you mean " : "",
                   is_near ? strategy->params[near].name : "", strategy->name);
}

static enum status read_number(struct argosy_value *value, const struct argosy_param *row,
                               const struct spec_param *param, struct err *err)
{
    double number;
    bool is_number = number_parse(&number, text_from(param->text)) == ST_OK;
    bool is_whole = is_number && (double)(int64_t)number == number;
    if (!is_number || (row->type == ARGOSY_PARAM_INT && !is_whole))
        return err_set(err, ST_USAGE, "parameter %s: \"%s\" is not a %snumber", row->name,
                       param->text, row->type == ARGOSY_PARAM_INT ? "whole " : "");
    if (number < row->min || number > row->max) {
        char low[40], high[40];
        struct writer a, b;
        writer_init(&a, low, sizeof low);
        writer_init(&b, high, sizeof high);
        number_format(&a, row->min);
        number_format(&b, row->max);
        return err_set(err, ST_USAGE, "parameter %s: %s is out of range; it must lie from %s to %s",
                       row->name, param->text, low, high);
    }
    value->number = number;
    return ST_OK;
}

static enum status read_choice(struct argosy_value *value, const struct argosy_param *row,
                               const struct spec_param *param, struct err *err)
{
    char known[400];
    struct writer writer;
    writer_init(&writer, known, sizeof known);
    for (int i = 0; row->choices[i]; i++) {
        writer_format(&writer, "%s%s", i ? ", " : "", row->choices[i]);
        if (!text_equal(text_from(row->choices[i]), text_from(param->text))) continue;
        value->number = i;
        return ST_OK;
    }
    return err_set(err, ST_USAGE, "parameter %s: \"%s\" is none of %s", row->name, param->text,
                   known);
}

enum status strategy_values(struct argosy_value *values, uint32_t value_max,
                            const struct argosy_strategy *strategy, const struct spec *spec,
                            struct err *err)
{
    if (strategy->param_count > value_max)
        return err_set(err, ST_DATA, "%s has more than %u parameters", strategy->name, value_max);
    for (uint32_t i = 0; i < strategy->param_count; i++)
        values[i] =
            (struct argosy_value){ strategy->params[i].initial, strategy->params[i].initial_text };
    for (uint32_t i = 0; i < spec->strategy.param_count; i++) {
        const struct spec_param *param = &spec->strategy.params[i];
        uint32_t at = strategy_param_find(strategy, text_from(param->name));
        if (at == strategy->param_count) return refuse_unknown(strategy, param, err);
        const struct argosy_param *row = &strategy->params[at];
        enum status status = ST_OK;
        if (row->type == ARGOSY_PARAM_TEXT) values[at].text = param->text;
        else if (row->type == ARGOSY_PARAM_CHOICE)
            status = read_choice(&values[at], row, param, err);
        else status = read_number(&values[at], row, param, err);
        if (status != ST_OK) return status;
    }
    return ST_OK;
}
