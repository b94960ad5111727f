/* bands.c — strategies with a band on either side: rsi and bollinger buy weakness, donchian
 * strength. */
#include "quant/extreme.h"
#include "quant/momentum.h"
#include "quant/volatility.h"
#include "strategy/builtin.h"
#include "strategy/signal.h"

/* ---- rsi ---------------------------------------------------------------------------------------
 */

enum { RSI_PERIOD, RSI_LOW, RSI_HIGH, RSI_COUNT };

struct rsi_core {
    struct rsi rsi;
    double low, high;
    double last_low, last_high;
};

static size_t rsi_bytes(const struct argosy_value *values)
{
    (void)values;
    return sizeof(struct rsi_core);
}

static const char *rsi_check(const struct argosy_value *values)
{
    return values[RSI_LOW].number < values[RSI_HIGH].number ? NULL : "low must be below high";
}

static uint64_t rsi_lookback(const struct argosy_value *values)
{
    return (uint64_t)values[RSI_PERIOD].number;
}

static void rsi_open(void *memory, const struct argosy_value *values)
{
    struct rsi_core *core = memory;
    rsi_init(&core->rsi, (uint32_t)values[RSI_PERIOD].number);
    core->low = values[RSI_LOW].number;
    core->high = values[RSI_HIGH].number;
}

/* cross: in when RSI comes back up through low, out when it comes back down through high; shorts
 * mirrored. above: in on every bar below low, out on every bar above high. */
static uint32_t rsi_bar(void *memory, const struct argosy_series *series, uint64_t index,
                        enum signal_when when, double *lines)
{
    struct rsi_core *core = memory;
    double value = rsi_update(&core->rsi, argosy_price(series, series->close[index]));
    int at_low = signal_turn(when, &core->last_low, value - core->low);
    int at_high = signal_turn(when, &core->last_high, value - core->high);
    bool is_cross = when == SIGNAL_CROSS;
    bool weak = is_cross ? at_low > 0 : at_low < 0;
    bool strong = is_cross ? at_high < 0 : at_high > 0;
    lines[0] = value;
    return signal_call_if(weak, CALL_UP) | signal_call_if(strong, CALL_DOWN);
}

static const struct argosy_param rsi_params[] = {
    PARAM_INT("period", 2, PARAM_PERIOD_MAX, 14, "bars of Wilder's smoothing"),
    PARAM_NUMBER("low", 0, 100, 30, "weak below it"),
    PARAM_NUMBER("high", 0, 100, 70, "strong above it"),
    SIGNAL_PARAMS("signal", SIGNAL_CROSS),
};

static const struct signal_rule rsi_rule = {
    .own_count = RSI_COUNT,
    .line_count = 1,
    .lines = { { "RSI", 1 } },
    .core_bytes = rsi_bytes,
    .check = rsi_check,
    .lookback = rsi_lookback,
    .open = rsi_open,
    .bar = rsi_bar,
};

SIGNAL_STRATEGY(
    strategy_rsi, "rsi",
    "long when RSI comes back up through low, out or short when it comes back from high",
    rsi_params, rsi_rule);

/* ---- bollinger ---------------------------------------------------------------------------------
 */

enum { BOLLINGER_PERIOD, BOLLINGER_WIDTH, BOLLINGER_COUNT };

struct bollinger_core {
    double last_upper, last_lower;
    struct indicator_stream *bands;
};

static void bollinger_indicator(double *params, const struct argosy_value *values)
{
    params[0] = values[BOLLINGER_PERIOD].number;
    params[1] = params[2] = values[BOLLINGER_WIDTH].number;
}

static size_t bollinger_bytes(const struct argosy_value *values)
{
    double params[INDICATOR_PARAMS_MAX];
    bollinger_indicator(params, values);
    return 64 + indicator_bytes(&indicator_bbands, params);
}

static uint64_t bollinger_lookback(const struct argosy_value *values)
{
    return (uint64_t)values[BOLLINGER_PERIOD].number - 1;
}

static void bollinger_open(void *memory, const struct argosy_value *values)
{
    struct bollinger_core *core = memory;
    double params[INDICATOR_PARAMS_MAX];
    bollinger_indicator(params, values);
    core->bands = indicator_open((uint8_t *)memory + 64, &indicator_bbands, params);
}

/* cross: in when the close comes back from outside a band; above: in while it is outside. Out at
 * the mean, which is a level in both. */
static uint32_t bollinger_bar(void *memory, const struct argosy_series *series, uint64_t index,
                              enum signal_when when, double *lines)
{
    struct bollinger_core *core = memory;
    double close = argosy_price(series, series->close[index]);
    indicator_update(core->bands, &close, lines);
    int at_upper = signal_turn(when, &core->last_upper, close - lines[0]);
    int at_lower = signal_turn(when, &core->last_lower, close - lines[2]);
    bool is_cross = when == SIGNAL_CROSS;
    return signal_call_if(is_cross ? at_lower > 0 : at_lower < 0, CALL_ENTER_LONG) |
           signal_call_if(close >= lines[1], CALL_LEAVE_LONG) |
           signal_call_if(is_cross ? at_upper < 0 : at_upper > 0, CALL_ENTER_SHORT) |
           signal_call_if(close <= lines[1], CALL_LEAVE_SHORT);
}

static const struct argosy_param bollinger_params[] = {
    PARAM_INT("period", 2, PARAM_PERIOD_MAX, 20, "bars in the mean and the deviation"),
    PARAM_NUMBER("width", 0.01, 100, 2, "standard deviations from the mean to a band"),
    SIGNAL_PARAMS("signal", SIGNAL_CROSS),
};

static const struct signal_rule bollinger_rule = {
    .own_count = BOLLINGER_COUNT,
    .line_count = 3,
    .lines = { { "upper band", 0 }, { "mean", 0 }, { "lower band", 0 } },
    .core_bytes = bollinger_bytes,
    .lookback = bollinger_lookback,
    .open = bollinger_open,
    .bar = bollinger_bar,
};

SIGNAL_STRATEGY(strategy_bollinger, "bollinger",
                "long when the close comes back from below the lower band, out at the mean",
                bollinger_params, bollinger_rule);

/* ---- donchian ----------------------------------------------------------------------------------
 */

enum { DONCHIAN_ENTRY, DONCHIAN_EXIT, DONCHIAN_COUNT };

struct donchian_core {
    double last_upper, last_lower;
    double entry[INDICATOR_OUTPUTS_MAX], exit[INDICATOR_OUTPUTS_MAX]; /* of the bars before */
    uint64_t seen;
    struct indicator_stream *entry_channel, *exit_channel;
};

enum { DONCHIAN_HEAD = (sizeof(struct donchian_core) + 63) / 64 * 64 };

static size_t channel_bytes(double period)
{
    return (indicator_bytes(&indicator_donchian, &period) + 63) / 64 * 64;
}

static size_t donchian_bytes(const struct argosy_value *values)
{
    return (size_t)DONCHIAN_HEAD + channel_bytes(values[DONCHIAN_ENTRY].number) +
           channel_bytes(values[DONCHIAN_EXIT].number);
}

static uint64_t donchian_lookback(const struct argosy_value *values)
{
    double entry = values[DONCHIAN_ENTRY].number, exit = values[DONCHIAN_EXIT].number;
    return (uint64_t)(entry > exit ? entry : exit);
}

static void donchian_open(void *memory, const struct argosy_value *values)
{
    struct donchian_core *core = memory;
    uint8_t *rest = (uint8_t *)memory + DONCHIAN_HEAD;
    core->entry_channel = indicator_open(rest, &indicator_donchian, &values[DONCHIAN_ENTRY].number);
    rest += channel_bytes(values[DONCHIAN_ENTRY].number);
    core->exit_channel = indicator_open(rest, &indicator_donchian, &values[DONCHIAN_EXIT].number);
    for (uint32_t i = 0; i < INDICATOR_OUTPUTS_MAX; i++)
        core->entry[i] = core->exit[i] = (double)NAN;
}

/* The close is held against the channels of the bars before this one: a bar cannot break out of a
 * channel that its own high belongs to. */
static uint32_t donchian_bar(void *memory, const struct argosy_series *series, uint64_t index,
                             enum signal_when when, double *lines)
{
    struct donchian_core *core = memory;
    double close = argosy_price(series, series->close[index]);
    double range[2] = { argosy_price(series, series->high[index]),
                        argosy_price(series, series->low[index]) };
    int at_upper = signal_turn(when, &core->last_upper, close - core->entry[0]);
    int at_lower = signal_turn(when, &core->last_lower, close - core->entry[2]);
    uint32_t call = signal_call_if(at_upper > 0, CALL_ENTER_LONG) |
                    signal_call_if(close < core->exit[2], CALL_LEAVE_LONG) |
                    signal_call_if(at_lower < 0, CALL_ENTER_SHORT) |
                    signal_call_if(close > core->exit[0], CALL_LEAVE_SHORT);
    lines[0] = core->entry[0];
    lines[1] = core->entry[2];
    lines[2] = core->exit[2];
    indicator_update(core->entry_channel, range, core->entry);
    indicator_update(core->exit_channel, range, core->exit);
    return call;
}

static const struct argosy_param donchian_params[] = {
    PARAM_PERIOD("entry", 20, "bars whose high (for a short: low) the close must break"),
    PARAM_PERIOD("exit", 10, "bars whose low (for a short: high) ends the position"),
    SIGNAL_PARAMS("signal", SIGNAL_ABOVE),
};

static const struct signal_rule donchian_rule = {
    .own_count = DONCHIAN_COUNT,
    .line_count = 3,
    .lines = { { "entry high", 0 }, { "entry low", 0 }, { "exit low", 0 } },
    .core_bytes = donchian_bytes,
    .lookback = donchian_lookback,
    .open = donchian_open,
    .bar = donchian_bar,
};

SIGNAL_STRATEGY(
    strategy_donchian, "donchian",
    "long when the close breaks the highest high of the bars before, out below their low",
    donchian_params, donchian_rule);
