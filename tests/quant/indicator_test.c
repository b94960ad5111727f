/* Every row against a version too plain to be wrong, in columns and value by value. */
#include "quant/indicator.h"
#include "quant/momentum.h"
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 400 };

static bool same_bits(double a, double b)
{
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    return memcmp(&a, &b, sizeof a) == 0;
}

static bool near(double a, double b)
{
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

/* The bars of the reference vectors: c = 100 + (7i mod 13) - (5i mod 11) / 2 + i / 4, and so on. */
static void reference_bars(double *open, double *high, double *low, double *close)
{
    for (int i = 0; i < 60; i++) {
        close[i] = 100 + (7 * i % 13) - 0.5 * (5 * i % 11) + 0.25 * i;
        open[i] = close[i] - 0.4 * ((3 * i % 5) - 2);
        high[i] = fmax(open[i], close[i]) + 0.5 + 0.25 * (2 * i % 3);
        low[i] = fmin(open[i], close[i]) - 0.5 - 0.125 * (4 * i % 5);
    }
}

struct vector {
    const char *name;
    double params[3];
    uint64_t begin;
    double first, last; /* of the first output; NaN: not published */
};

TEST(indicator, the_published_vectors_come_out)
{
    static const struct vector vectors[] = {
        { "sma", { 10 }, 9, 104.175, 116.825 },
        { "ema", { 10 }, 9, 104.175, 116.8536911030 },
        { "wma", { 10 }, 9, 105.6454545455, 116.9818181818 },
        { "bbands", { 20, 2, 2 }, 19, NAN, 123.7821676254 },
        { "rsi", { 14 }, 14, 53.4274193548, 53.1884616050 },
        { "macd", { 12, 26, 9 }, 33, 2.2086241980, 1.6878225788 },
        { "atr", { 14 }, 14, 9.8446428571, 7.7285168237 },
        { "stddev", { 5, 1 }, 4, 3.8516230345, 3.0191058279 },
        { "linearreg", { 14 }, 13, 107.6642857143, 117.3071428571 },
        { "linearreg_slope", { 14 }, 13, 0.4565934066, 0.1049450549 },
    };
    double open[60], high[60], low[60], close[60], out[3][60];
    double *const outputs[3] = { out[0], out[1], out[2] };
    reference_bars(open, high, low, close);
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *vector = &vectors[i];
        const struct indicator *row = indicator_find(text_from(vector->name));
        ck_assert_ptr_nonnull(row);
        const double *bars[3] = { high, low, close }, *values[1] = { close };
        indicator_batch(row, vector->params, row->input_count == 3 ? bars : values, 60, outputs);
        ck_assert_uint_eq(row->lookback(vector->params), vector->begin);
        ck_assert(isnan(out[0][vector->begin - 1]));
        if (!isnan(vector->first))
            ck_assert_double_eq_tol(out[0][vector->begin], vector->first, 1e-9);
        ck_assert_double_eq_tol(out[0][59], vector->last, 1e-9);
        if (strcmp(vector->name, "macd") == 0) {
            ck_assert_double_eq_tol(out[1][59], 1.6806992577, 1e-9);
            ck_assert_double_eq_tol(out[2][59], 0.0071233211, 1e-9);
        }
        if (strcmp(vector->name, "bbands") == 0) {
            ck_assert_double_eq_tol(out[1][59], 115.8, 1e-9);
            ck_assert_double_eq_tol(out[2][59], 107.8178323746, 1e-9);
        }
    }
}

/* ---- naive versions: every answer from its own window, or from the start
 * ------------------------- */

static double mean_of(const double *x, uint64_t n)
{
    double sum = 0;
    for (uint64_t i = 0; i < n; i++) sum += x[i];
    return sum / (double)n;
}

static double deviation_of(const double *x, uint64_t n)
{
    double mean = mean_of(x, n), sum = 0;
    for (uint64_t i = 0; i < n; i++) sum += (x[i] - mean) * (x[i] - mean);
    return sqrt(sum / (double)n);
}

static double covariance_of(const double *x, const double *y, uint64_t n)
{
    double x_mean = mean_of(x, n), y_mean = mean_of(y, n), sum = 0;
    for (uint64_t i = 0; i < n; i++) sum += (x[i] - x_mean) * (y[i] - y_mean);
    return sum / (double)n;
}

static double naive_ema(const double *x, uint64_t i, uint64_t n)
{
    double value = mean_of(x, n), k = 2.0 / ((double)n + 1);
    for (uint64_t j = n; j <= i; j++) value = k * x[j] + (1 - k) * value;
    return value;
}

static double naive_wilder(const double *x, uint64_t first, uint64_t i, uint64_t n)
{
    double value = mean_of(x + first, n);
    for (uint64_t j = first + n; j <= i; j++) value = (value * (double)(n - 1) + x[j]) / (double)n;
    return value;
}

static double naive_range(const double *const *in, uint64_t i)
{
    double before = in[2][i - 1];
    return fmax(in[0][i], before) - fmin(in[1][i], before);
}

static double extreme_of(const double *x, uint64_t n, double sign)
{
    double best = sign * x[0];
    for (uint64_t i = 1; i < n; i++) best = fmax(best, sign * x[i]);
    return sign * best;
}

static void naive_rsi_atr(const char *name, const double *const *in, uint64_t i, uint64_t n,
                          double *out)
{
    static double gains[COUNT], losses[COUNT], ranges[COUNT];
    for (uint64_t j = 1; j <= i; j++) {
        double change = in[0][j] - in[0][j - 1];
        gains[j] = fmax(change, 0);
        losses[j] = fmax(-change, 0);
        if (in[2]) ranges[j] = naive_range(in, j);
    }
    if (strcmp(name, "atr") == 0) {
        out[0] = naive_wilder(ranges, 1, i, n);
        return;
    }
    double gain = naive_wilder(gains, 1, i, n), loss = naive_wilder(losses, 1, i, n);
    out[0] = gain + loss == 0 ? 50 : 100 * gain / (gain + loss);
}

static void naive_macd(const double *const *in, uint64_t i, const double *params, double *out)
{
    static double macds[COUNT];
    uint64_t fast = (uint64_t)params[0], slow = (uint64_t)params[1];
    if (fast > slow) fast = (uint64_t)params[1], slow = (uint64_t)params[0];
    for (uint64_t j = slow - 1; j <= i; j++)
        macds[j - (slow - 1)] =
            naive_ema(in[0] + (slow - fast), j - (slow - fast), fast) - naive_ema(in[0], j, slow);
    out[0] = macds[i - (slow - 1)];
    out[1] = naive_ema(macds, i - (slow - 1), (uint64_t)params[2]);
    out[2] = out[0] - out[1];
}

static void naive(const struct indicator *row, const double *params, const double *const *in,
                  uint64_t i, double *out)
{
    const char *name = row->name;
    uint64_t n = row->param_count ? (uint64_t)params[0] : 1;
    const double *x = in[0] + i + 1 - (i + 1 < n ? i + 1 : n);
    double places[COUNT];
    for (uint64_t j = 0; j < n; j++) places[j] = (double)j;
    double middle = (double)(n - 1) / 2;
    double slope = n > 1 ? covariance_of(places, x, n) / covariance_of(places, places, n) : 0;

    if (!strcmp(name, "sma")) out[0] = mean_of(x, n);
    else if (!strcmp(name, "ema")) out[0] = naive_ema(in[0], i, n);
    else if (!strcmp(name, "wma")) {
        double sum = 0;
        for (uint64_t j = 0; j < n; j++) sum += (double)(j + 1) * x[j];
        out[0] = sum / ((double)n * (double)(n + 1) / 2);
    } else if (!strcmp(name, "macd")) naive_macd(in, i, params, out);
    else if (!strcmp(name, "roc")) out[0] = 100 * (in[0][i] - in[0][i - n]) / in[0][i - n];
    else if (!strcmp(name, "rsi") || !strcmp(name, "atr")) naive_rsi_atr(name, in, i, n, out);
    else if (!strcmp(name, "trange")) out[0] = naive_range(in, i);
    else if (!strcmp(name, "stddev")) out[0] = params[1] * deviation_of(x, n);
    else if (!strcmp(name, "zscore")) out[0] = (in[0][i] - mean_of(x, n)) / deviation_of(x, n);
    else if (!strcmp(name, "bbands")) {
        out[0] = mean_of(x, n) + params[1] * deviation_of(x, n);
        out[1] = mean_of(x, n);
        out[2] = mean_of(x, n) - params[2] * deviation_of(x, n);
    } else if (!strcmp(name, "linearreg")) out[0] = mean_of(x, n) + slope * middle;
    else if (!strcmp(name, "linearreg_slope")) out[0] = slope;
    else if (!strcmp(name, "linearreg_intercept")) out[0] = mean_of(x, n) - slope * middle;
    else if (!strcmp(name, "max")) out[0] = extreme_of(x, n, 1);
    else if (!strcmp(name, "min")) out[0] = extreme_of(x, n, -1);
    else if (!strcmp(name, "donchian")) {
        out[0] = extreme_of(x, n, 1);
        out[2] = extreme_of(in[1] + (x - in[0]), n, -1);
        out[1] = (out[0] + out[2]) / 2;
    } else if (!strcmp(name, "ols")) {
        const double *other = in[1] + (x - in[0]);
        out[0] = covariance_of(x, other, n) / covariance_of(other, other, n);
        out[1] = mean_of(x, n) - out[0] * mean_of(other, n);
        double squares = 0, residual = 0;
        for (uint64_t j = 0; j < n; j++) {
            residual = x[j] - out[1] - out[0] * other[j];
            squares += residual * residual;
        }
        out[2] = residual / sqrt(squares / (double)n);
    } else ck_abort_msg("there is no naive %s", name);
}

/* ---- all three ways
 * ------------------------------------------------------------------------------- */

struct feed {
    double columns[3][COUNT];
    const double *inputs[3];
};

/* A price around 100 that wanders, a bar's high and low around it. */
static void feed_init(struct feed *feed, const struct indicator *row)
{
    bool is_bars = row->input_count == 3 || strcmp(row->name, "donchian") == 0;
    double price = 100;
    memset(feed, 0, sizeof *feed);
    for (int i = 0; i < COUNT; i++) {
        price += rng_unit(&test_rng) - 0.5;
        feed->columns[0][i] = is_bars ? price + rng_unit(&test_rng) : price;
        feed->columns[1][i] = is_bars ? price - rng_unit(&test_rng) : 50 + 30 * rng_unit(&test_rng);
        feed->columns[2][i] = price;
    }
    for (uint32_t k = 0; k < row->input_count; k++) feed->inputs[k] = feed->columns[k];
}

static void params_draw(const struct indicator *row, double *params, uint64_t longest)
{
    for (uint32_t i = 0; i < row->param_count; i++) {
        const struct indicator_param *param = &row->params[i];
        double low = strcmp(row->name, "ols") == 0 ? 4 : param->min;
        params[i] = param->is_whole ? low + (double)rng_below(&test_rng, longest)
                                    : 0.5 + 3 * rng_unit(&test_rng);
    }
    if (strcmp(row->name, "zscore") == 0 && params[0] < 3) params[0] = 3;
}

/* Feeds a stream value by value and holds it to the columns, bit for bit; peeks before each. */
static void hold_stream(const struct indicator *row, const double *params, const struct feed *feed,
                        double (*batch)[COUNT], uint64_t count)
{
    struct indicator_stream *stream =
        indicator_open(malloc(indicator_bytes(row, params)), row, params);
    for (uint64_t i = 0; i < count; i++) {
        double in[3], peeked[3], updated[3], wrong[3] = { 1e6, -1e6, 17 };
        for (uint32_t k = 0; k < row->input_count; k++) in[k] = feed->inputs[k][i];
        indicator_peek(stream, wrong, peeked); /* leaves no trace */
        indicator_peek(stream, in, peeked);
        indicator_update(stream, in, updated);
        for (uint32_t k = 0; k < row->output_count; k++) {
            ck_assert_msg(same_bits(updated[k], batch[k][i]), "%s: stream and batch at %llu",
                          row->name, (unsigned long long)i);
            ck_assert_msg(same_bits(peeked[k], updated[k]), "%s: peek at %llu", row->name,
                          (unsigned long long)i);
        }
    }
    free(stream);
}

TEST(indicator, columns_streams_and_a_naive_version_agree)
{
    static struct feed feed;
    static double out[3][COUNT], cut[3][COUNT];
    double *const outputs[3] = { out[0], out[1], out[2] }, *const cuts[3] = { cut[0], cut[1],
                                                                              cut[2] };
    const struct indicator *row;
    for (uint32_t at = 0; (row = indicator_at(at)) != NULL; at++) {
        for (int round = 0; round < 12; round++) {
            double params[3] = { 0 };
            feed_init(&feed, row);
            params_draw(row, params, round < 6 ? 6 : 120);
            uint64_t lookback = row->lookback(params);
            indicator_batch(row, params, feed.inputs, COUNT, outputs);
            for (uint64_t i = 0; i < COUNT; i++) {
                double plain[3] = { NAN, NAN, NAN };
                if (i >= lookback) naive(row, params, feed.inputs, i, plain);
                for (uint32_t k = 0; k < row->output_count; k++)
                    ck_assert_msg(near(out[k][i], plain[k]),
                                  "%s(%g, %g) at %llu: %.17g, naive %.17g", row->name, params[0],
                                  params[1], (unsigned long long)i, out[k][i], plain[k]);
            }
            hold_stream(row, params, &feed, out, COUNT);
            /* Truncated, every answer is what it was. */
            uint64_t count = rng_below(&test_rng, COUNT);
            indicator_batch(row, params, feed.inputs, count, cuts);
            for (uint64_t i = 0; i < count; i++)
                for (uint32_t k = 0; k < row->output_count; k++)
                    ck_assert(same_bits(cut[k][i], out[k][i]));
        }
    }
}

TEST(indicator, nans_in_front_are_skipped_and_one_inside_heals_when_a_window_has_passed)
{
    static struct feed feed, shifted;
    static double out[3][COUNT], late[3][COUNT];
    double *const outputs[3] = { out[0], out[1], out[2] };
    double *const lates[3] = { late[0], late[1], late[2] };
    static const char *const recursive[] = { "ema", "macd", "rsi", "atr" };
    const struct indicator *row;
    for (uint32_t at = 0; (row = indicator_at(at)) != NULL; at++) {
        double params[3] = { 0 };
        feed_init(&feed, row);
        indicator_params_init(row, params);
        indicator_batch(row, params, feed.inputs, COUNT, outputs);
        shifted = feed;
        for (uint32_t k = 0; k < row->input_count; k++) {
            memmove(shifted.columns[k] + 7, feed.columns[k], (COUNT - 7) * sizeof(double));
            for (int i = 0; i < 7; i++) shifted.columns[k][i] = NAN;
            shifted.inputs[k] = shifted.columns[k];
        }
        indicator_batch(row, params, shifted.inputs, COUNT, lates);
        hold_stream(row, params, &shifted, late, COUNT);
        for (uint64_t i = 0; i < COUNT - 7; i++)
            for (uint32_t k = 0; k < row->output_count; k++)
                ck_assert(same_bits(late[k][i + 7], out[k][i]));

        shifted = feed;
        for (uint32_t k = 0; k < row->input_count; k++) shifted.inputs[k] = shifted.columns[k];
        shifted.columns[0][200] = NAN;
        indicator_batch(row, params, shifted.inputs, COUNT, lates);
        hold_stream(row, params, &shifted, late, COUNT);
        ck_assert_msg(isnan(late[0][200]), "%s", row->name);
        bool is_recursive = false;
        for (size_t i = 0; i < sizeof recursive / sizeof *recursive; i++)
            is_recursive |= strcmp(row->name, recursive[i]) == 0;
        ck_assert_msg(isnan(late[0][COUNT - 1]) == is_recursive, "%s", row->name);
        for (uint64_t i = 200; i < COUNT && !is_recursive; i++) {
            uint64_t reach = row->history(params);
            if (i > 200 + reach) ck_assert_msg(near(late[0][i], out[0][i]), "%s", row->name);
        }
    }
}

TEST(indicator, a_constant_series_has_constant_answers)
{
    static const struct {
        const char *name;
        double first;
    } rows[] = { { "sma", 7.3 }, { "ema", 7.3 },  { "wma", 7.3 },       { "rsi", 50 },
                 { "roc", 0 },   { "stddev", 0 }, { "bbands", 7.3 },    { "zscore", 0 },
                 { "max", 7.3 }, { "min", 7.3 },  { "linearreg", 7.3 }, { "macd", 0 },
                 { "atr", 0 },   { "trange", 0 }, { "donchian", 7.3 },  { "ols", 0 } };
    double flat[COUNT], out[3][COUNT];
    double *const outputs[3] = { out[0], out[1], out[2] };
    const double *const inputs[3] = { flat, flat, flat };
    for (int i = 0; i < COUNT; i++) flat[i] = 7.3;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        const struct indicator *row = indicator_find(text_from(rows[r].name));
        double params[3] = { 0 };
        indicator_params_init(row, params);
        indicator_batch(row, params, inputs, COUNT, outputs);
        for (uint64_t i = row->lookback(params); i < COUNT; i++)
            ck_assert_msg(fabs(out[0][i] - rows[r].first) < 1e-12, "%s at %d: %.17g", row->name,
                          (int)i, out[0][i]);
    }
}

TEST(indicator, a_period_of_one_is_the_value_and_a_period_of_all_answers_once)
{
    static const char *const means[] = { "sma", "ema", "wma", "max", "min" };
    double x[COUNT], out[COUNT];
    double *const outputs[1] = { out };
    const double *const inputs[1] = { x };
    for (int i = 0; i < COUNT; i++) x[i] = rng_unit(&test_rng) * 1e5;
    for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
        const struct indicator *row = indicator_find(text_from(means[m]));
        double period = 1;
        indicator_batch(row, &period, inputs, COUNT, outputs);
        for (int i = 0; i < COUNT; i++) ck_assert(same_bits(out[i], x[i]));
        period = COUNT;
        indicator_batch(row, &period, inputs, COUNT, outputs);
        ck_assert(isnan(out[COUNT - 2]) && !isnan(out[COUNT - 1]));
        indicator_batch(row, &period, inputs, COUNT - 1, outputs);
        for (int i = 0; i < COUNT - 1; i++) ck_assert(isnan(out[i]));
        indicator_batch(row, &period, inputs, 0, outputs);
    }
}

TEST(indicator, running_sums_do_not_drift)
{
    double period = 50, window[50], in, out[3];
    static const char *const names[] = { "sma", "wma", "stddev" };
    for (size_t m = 0; m < sizeof names / sizeof *names; m++) {
        const struct indicator *row = indicator_find(text_from(names[m]));
        double params[3] = { period, 1, 0 }, plain[3];
        struct indicator_stream *stream =
            indicator_open(malloc(indicator_bytes(row, params)), row, params);
        /* A million values of very different size; the last ones are small. */
        for (int i = 0; i < 1000000; i++) {
            in = i < 999900 ? rng_unit(&test_rng) * 1e9 : rng_unit(&test_rng);
            indicator_update(stream, &in, out);
            window[i % 50] = in;
        }
        const double *const inputs[1] = { window };
        ck_assert_int_eq(1000000 % 50, 0);
        naive(row, params, inputs, 49, plain);
        ck_assert_msg(fabs(out[0] - plain[0]) < 1e-12, "%s: %.17g and %.17g", row->name, out[0],
                      plain[0]);
        free(stream);
    }
}

TEST(indicator, the_table_is_complete_and_finds_its_names)
{
    const struct indicator *row;
    for (uint32_t at = 0; (row = indicator_at(at)) != NULL; at++) {
        double params[3] = { 0 };
        uint32_t wrong = 99;
        ck_assert_ptr_eq(indicator_find(text_from(row->name)), row);
        ck_assert(row->help && row->group && row->source && row->open && row->step);
        ck_assert(row->input_count >= 1 && row->input_count <= INDICATOR_INPUTS_MAX);
        ck_assert(row->output_count >= 1 && row->output_count <= INDICATOR_OUTPUTS_MAX);
        for (uint32_t k = 0; k < row->input_count; k++) ck_assert_ptr_nonnull(row->inputs[k]);
        for (uint32_t k = 0; k < row->output_count; k++) ck_assert_ptr_nonnull(row->outputs[k]);
        indicator_params_init(row, params);
        ck_assert_int_eq(indicator_params_check(row, params, &wrong), ST_OK);
        if (row->param_count == 0) continue;
        params[0] = 2.5;
        ck_assert_int_eq(indicator_params_check(row, params, &wrong), ST_RANGE);
        ck_assert_uint_eq(wrong, 0);
        params[0] = NAN;
        ck_assert_int_eq(indicator_params_check(row, params, &wrong), ST_RANGE);
        params[0] = INDICATOR_PERIOD_MAX + 1;
        ck_assert_int_eq(indicator_params_check(row, params, &wrong), ST_RANGE);
    }
    row = indicator_find(TEXT("MACD"));
    ck_assert_uint_eq(indicator_param_find(row, TEXT("slowperiod")), 1);
    ck_assert_uint_eq(indicator_param_find(row, TEXT("slow")), 1);
    ck_assert_uint_eq(indicator_param_find(row, TEXT("period")), 3);
    ck_assert_uint_eq(indicator_param_find(indicator_find(TEXT("rsi")), TEXT("period")), 0);
    ck_assert_ptr_null(indicator_find(TEXT("smaa")));
}

TEST(indicator, macd_with_seeds_of_its_own_differs_until_they_are_forgotten)
{
    double open[60], high[60], low[60], close[60];
    struct macd own, common;
    reference_bars(open, high, low, close);
    macd_init(&own, 12, 26, 9, MACD_SEED_OWN);
    macd_init(&common, 12, 26, 9, MACD_SEED_COMMON);
    for (int i = 0; i < 60; i++) {
        struct macd_value a = macd_update(&own, close[i]), b = macd_update(&common, close[i]);
        ck_assert_int_eq(isnan(a.macd), i < 33);
        ck_assert_int_eq(isnan(b.macd), i < 33);
        if (i < 33) continue;
        ck_assert_double_eq_tol(a.macd, naive_ema(close, i, 12) - naive_ema(close, i, 26), 1e-9);
        ck_assert_double_eq_tol(a.fast, naive_ema(close, i, 12), 1e-9);
        if (i == 33) ck_assert_double_gt(fabs(a.macd - b.macd), 1e-3);
    }
}
