#include "app/spec_key.h"
#include "app/nearest.h"
#include "domain/time.h"

#include <string.h>

/* `--fee 0.001`, `--fee default` and `--fee rate=0.001,fixed=1`: what is not named becomes 0. */
static enum status set_fee(struct spec *spec, struct text text, struct err *err)
{
    struct spec changed = *spec;
    memset(&changed.costs.fee, 0, sizeof changed.costs.fee);
    enum status status = ST_OK;
    bool is_map = memchr(text.bytes, '=', text.length) != NULL;
    if (!is_map && !text_equal(text, TEXT("default"))) {
        status = spec_set(&changed, "costs.fee.rate", text, NULL, err);
        if (status != ST_OK) return status;
    }
    while (is_map && text.length > 0) {
        static const char *const parts[] = { "rate", "maker",    "fixed", "per_unit",
                                             "min",  "max_rate", NULL };
        struct text value = text_cut(&text, ','), name = text_cut(&value, '=');
        char path[64], hint[128];
        text_format(path, sizeof path, "costs.fee.%.*s", TEXT_ARG(name));
        if (!spec_key_find(spec_keys, text_from(path)))
            return err_set(err, ST_USAGE, "unknown part of a fee \"%.*s\"%s", TEXT_ARG(name),
                           nearest_hint(name, parts, hint, sizeof hint));
        status = spec_set(&changed, path, value, NULL, err);
        if (status != ST_OK) {
            err_add(err, "%.*s", TEXT_ARG(name));
            return status;
        }
    }
    *spec = changed;
    return ST_OK;
}

enum status spec_fee_set(struct spec_fee *fee, struct text text, struct err *err)
{
    struct spec spec;
    spec_defaults(&spec);
    enum status status = set_fee(&spec, text, err);
    if (status == ST_OK) *fee = spec.costs.fee;
    return status;
}

enum status spec_set(struct spec *spec, const char *path, struct text text,
                     const struct spec_place *place, struct err *err)
{
    struct text name = text_from(path);
    enum status status = ST_OK;
    if (text_equal(name, TEXT("costs.fee"))) status = set_fee(spec, text, err);
    else if (text_equal(name, TEXT("costs.slippage"))) {
        status = spec_set(spec, "costs.slippage.entry", text, place, err);
        spec->costs.slippage_exit = spec->costs.slippage_entry;
    } else {
        const struct spec_key *key = spec_key_find(spec_keys, name);
        ASSERT(key);
        status = spec_key_set(spec, key, text, place, err);
        if (status == ST_OK && text_starts(name, TEXT("costs.fee.")))
            spec->costs.fee.is_given = true;
    }
    spec->costs.is_slippage_given = spec->costs.slippage_entry.kind != SLIP_DEFAULT ||
                                    spec->costs.slippage_exit.kind != SLIP_DEFAULT;
    return status;
}

enum status spec_set_param(struct spec *spec, struct text name, struct text text, uint32_t line,
                           const struct spec_place *place, struct err *err)
{
    struct spec_param param = { .line = line };
    if (name.length == 0 || name.length >= sizeof param.name)
        return err_set(err, ST_USAGE, "\"%.*s\" is not the name of a parameter", TEXT_ARG(name));
    const struct spec_key as_text = { .kind = KEY_TEXT, .size = sizeof param.name };
    /* A parameter of this name is a file's, in every strategy, and starts where the spec does. */
    const struct spec_key as_value = { .kind = text_equal(name, TEXT("file")) ? KEY_PATH : KEY_TEXT,
                                       .size = sizeof param.text };
    enum status status = spec_key_set(param.name, &as_text, name, place, err);
    if (status == ST_OK) status = spec_key_set(param.text, &as_value, text, place, err);
    if (status != ST_OK) return status;
    uint32_t at = 0;
    while (at < spec->strategy.param_count &&
           strcmp(spec->strategy.params[at].name, param.name) != 0)
        at++;
    if (at == SPEC_PARAMS_MAX)
        return err_set(err, ST_USAGE, "more than %d parameters", SPEC_PARAMS_MAX);
    if (at == spec->strategy.param_count) spec->strategy.param_count++;
    spec->strategy.params[at] = param;
    return ST_OK;
}

enum status spec_check(const struct spec *spec, struct err *err)
{
    if (spec->data_count == 0)
        return err_set(err, ST_USAGE, "no data; say --data NAME, --data FILE or --data demo");
    bool has_name = *spec->strategy.name, has_rules = *spec->strategy.rules;
    bool has_plugin = *spec->strategy.plugin; /* without a name: the first it has */
    if (!has_name && !has_rules && !has_plugin)
        return err_set(err, ST_USAGE,
                       "no strategy; say --strategy NAME (`argosy strategies` lists them)");
    if (has_name && has_rules)
        return err_set(err, ST_USAGE, "both a strategy and rules are given; give one of them");
    if (spec->from_ns >= spec->to_ns) {
        char range[80];
        struct writer writer;
        writer_init(&writer, range, sizeof range);
        time_format(&writer, spec->from_ns);
        writer_add(&writer, TEXT(" to "));
        time_format(&writer, spec->to_ns);
        return err_set(err, ST_USAGE, "the range from %s is empty; the end is exclusive", range);
    }
    if (spec->costs.funding_e12 != 0 && spec->costs.funding_every_ns == 0)
        return err_set(err, ST_USAGE, "funding is given without funding_every, its interval");
    return ST_OK;
}
