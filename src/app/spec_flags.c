#include "app/spec_read.h"
#include "app/spec_key.h"
#include "app/spec_strategy.h"
#include "base/decimal.h"

#include <string.h>

const struct cli_flag spec_flags[] = {
    { .name = "spec",
      .type = CLI_PATH,
      .value = "FILE.yaml",
      .help = "a spec; flags change what it says" },
    { .name = "data",
      .type = CLI_TEXT,
      .value = "NAME|FILE|demo",
      .help = "what to run on",
      .is_repeatable = true },
    { .name = "strategy",
      .type = CLI_TEXT,
      .value = "NAME",
      .help = "which strategy",
      .key = "strategy.name" },
    { .name = "set",
      .type = CLI_PAIR,
      .value = "NAME=VALUE",
      .help = "a parameter of the strategy",
      .is_repeatable = true },
    { .name = "rules",
      .type = CLI_PATH,
      .value = "FILE",
      .help = "rules instead of a strategy",
      .key = "rules" },
    { .name = "plugin",
      .type = CLI_PATH,
      .value = "FILE.so",
      .help = "a shared object with strategies",
      .key = "strategy.plugin" },
    { .name = "from",
      .type = CLI_TIME,
      .value = "TIME",
      .unit = "UTC",
      .help = "cut what lies before",
      .key = "from" },
    { .name = "to",
      .type = CLI_TIME,
      .value = "TIME",
      .unit = "UTC, exclusive",
      .help = "cut what lies behind",
      .key = "to" },
    { .name = "symbol",
      .type = CLI_TEXT,
      .value = "SYMBOL",
      .help = "which symbol of a file",
      .key = "data.symbol" },
    { .name = "interval",
      .type = CLI_INTERVAL,
      .value = "5m|1h|1d|1w|1mo",
      .initial = "recorded",
      .help = "resample the bars",
      .key = "data.interval" },
    { .name = "adjust",
      .type = CLI_TEXT,
      .value = "none|factors:FILE|adj-close",
      .initial = "none",
      .help = "for splits and dividends",
      .key = "data.adjust" },
    { .name = "session",
      .type = CLI_CHOICE,
      .value = "all|regular",
      .initial = "all",
      .help = "regular: only bars inside the calendar's session",
      .key = "data.session" },
    { .name = "tick",
      .type = CLI_DECIMAL,
      .value = "N",
      .unit = "price",
      .help = "the smallest step of a price; else inferred",
      .key = "data.tick" },
    { .name = "lot",
      .type = CLI_DECIMAL,
      .value = "N",
      .initial = "1e-8",
      .unit = "quantity",
      .help = "the smallest quantity",
      .key = "data.lot" },
    { .name = "header",
      .type = CLI_TEXT,
      .value = "FILE.yaml|ts=NAME,open=NAME,...",
      .help = "which column is which",
      .key = "data.header" },
    { .name = "account",
      .type = CLI_CHOICE,
      .value = "cash|margin|futures",
      .initial = "cash",
      .help = "the kind of account",
      .key = "account.type" },
    { .name = "cash",
      .type = CLI_DECIMAL,
      .value = "AMOUNT",
      .initial = "10000",
      .unit = "the account's currency",
      .help = "money at the start",
      .key = "account.cash" },
    { .name = "leverage",
      .type = CLI_TEXT,
      .value = "N",
      .initial = "1",
      .help = "how often the equity may be traded with",
      .key = "account.leverage" },
    { .name = "size",
      .type = CLI_TEXT,
      .value = "all|units:N|cash:N|cash:P%|equity:FRACTION|risk:FRACTION",
      .initial = "all",
      .help = "how much an entry buys or sells",
      .key = "orders.size" },
    { .name = "size-at",
      .type = CLI_CHOICE,
      .value = "signal|fill",
      .initial = "signal",
      .help = "whose price a size is computed with",
      .key = "orders.size_at" },
    { .name = "whole-units", .help = "no fractions of a unit", .key = "orders.whole_units" },
    { .name = "fill",
      .type = CLI_CHOICE,
      .value = "next-open|close|book",
      .initial = "next-open",
      .help = "when a market order fills",
      .key = "orders.fill" },
    { .name = "limit-fill",
      .type = CLI_CHOICE,
      .value = "through|touch",
      .initial = "through",
      .help = "what a resting limit needs",
      .key = "orders.limit_fill" },
    { .name = "fee",
      .type = CLI_TEXT,
      .value = "RATE|rate=R,fixed=N,per_unit=N,min=N,max_rate=R,maker=R",
      .help = "the instrument's schedule, else 0.001",
      .key = "costs.fee" },
    { .name = "slippage",
      .type = CLI_TEXT,
      .value = "RATE|half-spread|ticks:N|volume:K|sqrt:K",
      .help = "half the spread where known, else 2bp",
      .key = "costs.slippage" },
    { .name = "latency",
      .type = CLI_DURATION,
      .value = "DURATION",
      .initial = "0",
      .help = "from a decision to the venue",
      .key = "costs.latency" },
    { .name = "volume-share",
      .type = CLI_TEXT,
      .value = "RATE|none",
      .initial = "0.1",
      .help = "the share of a bar's volume that can be ours",
      .key = "costs.volume_share" },
    { .name = "borrow",
      .type = CLI_TEXT,
      .value = "RATE",
      .initial = "0",
      .unit = "a year",
      .help = "what borrowing costs, on short notional",
      .key = "costs.borrow" },
    { .name = "end",
      .type = CLI_CHOICE,
      .value = "hold|close-at-close|close-at-open",
      .initial = "hold",
      .help = "what happens to positions at the end of the data",
      .key = "end" },
    { .name = "conventions",
      .type = CLI_CHOICE,
      .value = "argosy|backtesting.py|backtrader|lean|freqtrade|vectorbt",
      .initial = "argosy",
      .help = "whose definitions of the metrics",
      .key = "metrics.conventions" },
    { .name = "equity-at",
      .type = CLI_CHOICE,
      .value = "event|close",
      .initial = "event",
      .help = "which values make the curve",
      .key = "metrics.equity_at" },
    { .name = "pairing",
      .type = CLI_CHOICE,
      .value = "fifo|average|flat",
      .initial = "fifo",
      .help = "how fills pair into trades",
      .key = "metrics.pairing" },
    { .name = "quality",
      .type = CLI_CHOICE,
      .value = "off|fast|full",
      .initial = "fast",
      .help = "how hard the result is questioned",
      .key = "quality" },
    { .name = "print-spec", .help = "print the complete spec as YAML and stop" },
    { 0 },
};

static enum status read_sources(struct spec *spec, const struct cli_arguments *arguments,
                                struct arena *arena, struct err *err)
{
    uint32_t count = 0;
    while (cli_repeated(arguments, "data", count)) count++;
    if (count == 0) return ST_OK;
    spec->data = ARENA_ARRAY(arena, struct spec_data, count);
    if (!spec->data) return err_set(err, ST_FULL, "the spec needs more memory than there is");
    spec->data_count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct text source = text_from(cli_repeated(arguments, "data", i));
        enum status status = spec_key_set(&spec->data[i], &spec_data_keys[0], source, NULL, err);
        if (status == ST_OK) continue;
        err_add(err, "--data");
        return status;
    }
    return ST_OK;
}

/* A flag about data holds for every row of it. */
static enum status set_rows(struct spec *spec, struct text path, const char *text, struct err *err)
{
    path.bytes += sizeof "data." - 1;
    path.length -= sizeof "data." - 1;
    const struct spec_key *key = spec_key_find(spec_data_keys, path);
    ASSERT(key);
    for (uint32_t i = 0; i < spec->data_count; i++) {
        enum status status = spec_key_set(&spec->data[i], key, text_from(text), NULL, err);
        if (status != ST_OK) return status;
    }
    return ST_OK;
}

static enum status set_flag(struct spec *spec, const struct cli_value *value, struct err *err)
{
    const char *path = value->flag->key;
    if (text_starts(text_from(path), TEXT("data.")))
        return set_rows(spec, text_from(path), value->text, err);
    /* Another strategy has other parameters; rules and a strategy exclude each other. */
    bool is_strategy = !strcmp(path, "strategy.name"), is_rules = !strcmp(path, "rules");
    if (is_rules || (is_strategy && strcmp(spec->strategy.name, value->text) != 0)) {
        memset(spec->strategy.params, 0, sizeof spec->strategy.params);
        spec->strategy.param_count = 0;
    }
    if (is_strategy) memset(spec->strategy.rules, 0, sizeof spec->strategy.rules);
    if (is_rules) memset(spec->strategy.name, 0, sizeof spec->strategy.name);
    return spec_set(spec, path, text_from(value->text), NULL, err);
}

static enum status read_flags(struct spec *spec, const struct cli_arguments *arguments,
                              struct err *err)
{
    for (uint32_t i = 0; i < arguments->value_count; i++) {
        const struct cli_value *value = &arguments->values[i];
        if (!value->flag->key) continue;
        enum status status = set_flag(spec, value, err);
        if (status == ST_OK) continue;
        err_add(err, "--%s", value->flag->name);
        return status;
    }
    return ST_OK;
}

static enum status read_set(struct spec *spec, const struct cli_arguments *arguments,
                            struct err *err)
{
    const char *pair;
    for (uint32_t i = 0; (pair = cli_repeated(arguments, "set", i)); i++) {
        struct text value = text_from(pair), name = text_cut(&value, '=');
        enum status status = spec_set_param(spec, name, value, 0, NULL, err);
        if (status == ST_OK) continue;
        err_add(err, "--set %.*s", TEXT_ARG(name));
        return status;
    }
    return ST_OK;
}

/* The names that flags gave; a file's were checked where their lines are known. */
static enum status check_names(const struct spec *spec, struct err *err)
{
    if (!*spec->strategy.name || *spec->strategy.plugin) return ST_OK;
    enum status status = spec_strategy_check(spec->strategy.name, err);
    if (status != ST_OK) {
        err_add(err, "--strategy");
        return status;
    }
    for (uint32_t i = 0; i < spec->strategy.param_count && status == ST_OK; i++) {
        const struct spec_param *param = &spec->strategy.params[i];
        status = spec_strategy_check_param(spec->strategy.name, param->name, param->text, err);
        if (status != ST_OK) err_add(err, "--set");
    }
    return status;
}

enum status spec_from_arguments(struct spec *spec, const struct cli_arguments *arguments,
                                struct arena *arena, struct err *err)
{
    const char *path = cli_text(arguments, "spec");
    spec_defaults(spec);
    enum status status = path ? spec_read_file(spec, arena, path, err) : ST_OK;
    if (status == ST_OK) status = read_sources(spec, arguments, arena, err);
    if (status == ST_OK) status = read_flags(spec, arguments, err);
    if (status == ST_OK) status = read_set(spec, arguments, err);
    if (status != ST_OK) return status;
    if (cli_is_given(arguments, "seed")) spec->seed = cli_seed(arguments);
    status = check_names(spec, err);
    return status == ST_OK ? spec_check(spec, err) : status;
}
