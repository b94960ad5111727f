#include "app/spec_strategy.h"
#include "app/nearest.h"
#include "base/decimal.h"
#include "base/number.h"
#include "strategy/registry.h"

enum status spec_strategy_check(const char *name, struct err *err)
{
    if (strategy_find(text_from(name))) return ST_OK;
    const struct argosy_strategy *nearest = strategy_find_nearest(text_from(name));
    if (nearest)
        return err_set(err, ST_USAGE, "unknown strategy \"%s\"; did you mean \"%s\"?", name,
                       nearest->name);
    return err_set(err, ST_USAGE, "unknown strategy \"%s\"; `argosy strategies` lists the known",
                   name);
}

static enum status check_range(const struct argosy_param *param, const char *text, struct err *err)
{
    double value;
    int64_t whole;
    bool is_whole = param->type == ARGOSY_PARAM_INT;
    if (is_whole && decimal_parse_exact(&whole, text_from(text), 0) != ST_OK)
        return err_set(err, ST_USAGE, "%s: \"%s\" is not a whole number", param->name, text);
    if (number_parse(&value, text_from(text)) != ST_OK)
        return err_set(err, ST_USAGE, "%s: \"%s\" is not a number", param->name, text);
    if (value >= param->min && value <= param->max) return ST_OK;
    char range[96];
    struct writer writer;
    writer_init(&writer, range, sizeof range);
    number_format(&writer, param->min);
    writer_add(&writer, TEXT(" to "));
    number_format(&writer, param->max);
    return err_set(err, ST_USAGE, "%s: %s is out of range: from %s", param->name, text, range);
}

static bool is_number(struct text text)
{
    double value;
    return number_parse(&value, text) == ST_OK;
}

/* `5..20` and `5..20:5` are what a sweep takes. */
static bool is_range(struct text text)
{
    for (size_t i = 0; i + 1 < text.length; i++) {
        if (text.bytes[i] != '.' || text.bytes[i + 1] != '.') continue;
        struct text low = { text.bytes, i }, high = { text.bytes + i + 2, text.length - i - 2 };
        return is_number(low) && is_number(text_cut(&high, ':'));
    }
    return false;
}

enum status spec_strategy_check_param(const char *strategy_name, const char *name, const char *text,
                                      struct err *err)
{
    char hint[256];
    const struct argosy_strategy *strategy = strategy_find(text_from(strategy_name));
    ASSERT(strategy);
    uint32_t at = strategy_param_find(strategy, text_from(name));
    if (at == strategy->param_count) {
        const char *known[64] = { 0 };
        for (uint32_t i = 0; i < strategy->param_count && i < 63; i++)
            known[i] = strategy->params[i].name;
        return err_set(err, ST_USAGE, "%s has no parameter \"%s\"%s", strategy_name, name,
                       nearest_hint(text_from(name), known, hint, sizeof hint));
    }
    const struct argosy_param *param = &strategy->params[at];
    if (param->type != ARGOSY_PARAM_TEXT && is_range(text_from(text)))
        return err_set(err, ST_USAGE, "%s: %s is a range; a backtest takes one value", name, text);
    if (param->type == ARGOSY_PARAM_TEXT) return ST_OK;
    if (param->type != ARGOSY_PARAM_CHOICE) return check_range(param, text, err);
    for (const char *const *choice = param->choices; *choice; choice++)
        if (text_equal(text_from(text), text_from(*choice))) return ST_OK;
    return err_set(err, ST_USAGE, "%s: \"%s\" is not known%s", name, text,
                   nearest_hint(text_from(text), param->choices, hint, sizeof hint));
}
