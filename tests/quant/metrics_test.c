#include "quant/metrics.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY_NS (INT64_C(86400) * 1000000000)

enum { POINTS_MAX = 4096, TRADES_MAX = 256 };

/* A run in fixed arrays: tests fill in what they need. */
struct run {
    struct metric_input input;
    int64_t ts_ns[POINTS_MAX];
    double equity[POINTS_MAX], exposure[POINTS_MAX], benchmark[POINTS_MAX];
    struct metric_trade trades[TRADES_MAX];
    double out[METRIC_COUNT];
    uint8_t scratch[POINTS_MAX * 32];
};
static struct run run;

static void run_reset(enum metric_convention convention)
{
    memset(&run, 0, sizeof run);
    run.input = (struct metric_input){ .convention = convention,
                                       .equity_start = 100,
                                       .ts_ns = run.ts_ns,
                                       .equity = run.equity,
                                       .trades = run.trades,
                                       .days_per_year = 365 };
}

static void run_point(int64_t ts_ns, double equity)
{
    ck_assert_uint_lt(run.input.count, POINTS_MAX);
    run.ts_ns[run.input.count] = ts_ns;
    run.equity[run.input.count++] = equity;
}

static void run_trade(double pnl)
{
    run.trades[run.input.trade_count++] = (struct metric_trade){ .pnl = pnl, .ret = pnl / 1000 };
}

static enum status run_try(struct err *err)
{
    struct arena arena;
    arena_init(&arena, run.scratch, sizeof run.scratch);
    return metrics_compute(run.out, &run.input, &arena, err);
}

static void run_measure(void)
{
    struct err err = { 0 };
    ck_assert_msg(run_try(&err) == ST_OK, "%s", err.text);
}

/* As near as a sum in another order may be. */
static void same(enum metric metric, double wanted)
{
    double got = run.out[metric];
    ck_assert_msg(fabs(got - wanted) <= 1e-12 * fabs(wanted), "%s is %.17g, not %.17g",
                  metric_table[metric].name, got, wanted);
}

static void near(enum metric metric, double wanted, double tolerance)
{
    double got = run.out[metric];
    ck_assert_msg(fabs(got - wanted) <= tolerance, "%s is %.17g, not %.17g",
                  metric_table[metric].name, got, wanted);
}

static void undefined(enum metric metric)
{
    ck_assert_msg(isnan(run.out[metric]), "%s is %g", metric_table[metric].name, run.out[metric]);
}

/* The ten returns whose metrics the reference gives, worked out there by hand and by the libraries.
 */
static void run_ten(enum metric_convention convention)
{
    static const double returns[] = { .01, -.02, .015, .003, -.007, .012, -.004, .008, 0, .006 };
    run_reset(convention);
    double equity = 100;
    for (int i = 0; i < 10; i++) run_point(i * DAY_NS, equity *= 1 + returns[i]);
    run_measure();
}

TEST(metrics, ten_known_days_measure_as_the_libraries_do)
{
    run_ten(METRICS_EMPYRICAL);
    same(METRIC_SHARPE, 3.4810465498632617);
    same(METRIC_SORTINO, 5.3542867962758764);
    same(METRIC_RETURN, .022732452868994057);
    same(METRIC_MAX_DRAWDOWN, -.02);
    same(METRIC_ANNUAL_RETURN, .7619895660424625);
    same(METRIC_CALMAR, 38.09947830212309);
    same(METRIC_OMEGA, 1.7419354838709677);
    same(METRIC_ULCER, .00732077593378541);
    same(METRIC_VOLATILITY, .010488618169764362 * sqrt(252));
    same(METRIC_SKEW, -.8630200763780951);
    same(METRIC_KURTOSIS, 3.019562357369266);
    same(METRIC_PROBABILISTIC_SHARPE, .7248068759151691);
    near(METRIC_MIN_TRACK_RECORD, 69.28, 0.005);
    run_ten(METRICS_VECTORBT);
    same(METRIC_SHARPE, 4.189440171262867);
    run_ten(METRICS_QUANTSTATS);
    same(METRIC_ULCER, .00771677539683597);
}

TEST(metrics, a_run_under_thirty_days_is_not_annualised)
{
    run_ten(METRICS_ARGOSY);
    for (uint32_t i = 0; i < METRIC_COUNT; i++)
        if (metric_table[i].is_annual) undefined((enum metric)i);
    same(METRIC_RETURN, .022732452868994057);
    same(METRIC_PROBABILISTIC_SHARPE, .7248068759151691);
    run.input.from_ns = -20 * DAY_NS; /* what the run covers decides, where it is said */
    run.input.to_ns = 10 * DAY_NS;
    run_measure();
    same(METRIC_SHARPE, 4.189440171262867);
}

/* freqtrade:tests/data/test_btanalysis.py */
TEST(metrics, expectancy_is_that_of_freqtrades_list)
{
    static const double profits[] = { 100, 200, 50, -150, 300, -100, 80, -30 };
    run_reset(METRICS_FREQTRADE);
    for (int i = 0; i < 8; i++) run_trade(profits[i]);
    run_measure();
    same(METRIC_EXPECTANCY, 56.25);
    near(METRIC_EXPECTANCY_RATIO, 0.60267857, 5e-9);
    same(METRIC_WIN_RATE, 5.0 / 8);
    same(METRIC_PROFIT_FACTOR, 730.0 / 280);
    ck_assert(run.out[METRIC_WIN_STREAK] == 3 && run.out[METRIC_LOSS_STREAK] == 1);
}

TEST(metrics, cagr_is_that_of_freqtrades_list)
{
    static const struct {
        double start, end, days, cagr;
    } rows[] = {
        { 64900, 176000, 1095, 0.3945 },   { 64900, 176000, 365, 1.7119 },
        { 1000, 1500, 365, 0.5 },          { 1000, 1500, 100, 3.3927 },
        { 0.01, 0.01762792, 120, 4.6087 },
    };
    for (int i = 0; i < 5; i++) {
        run_reset(METRICS_FREQTRADE);
        run.input.equity_start = rows[i].start;
        run_point(0, rows[i].start);
        run_point((int64_t)rows[i].days * DAY_NS, rows[i].end);
        run_measure();
        near(METRIC_CAGR, rows[i].cagr, 5e-5);
    }
}

/* ---- R1: backtesting.py's table from its own trades and curve -----------------------------------
 */

static int64_t date_ns(const char *text)
{
    struct tm tm = { 0 };
    ck_assert_int_eq(sscanf(text, "%d-%d-%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday), 3);
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    return (int64_t)timegm(&tm) * 1000000000;
}

static void read_rows(const char *name, void (*take)(char **cells))
{
    FILE *file = fopen(test_data(name), "r");
    ck_assert_ptr_nonnull(file);
    char line[512], *cells[16], *save;
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        int count = 0;
        for (char *cell = strtok_r(line, ",\n", &save); cell && count < 16;
             cell = strtok_r(NULL, ",\n", &save))
            cells[count++] = cell;
        take(cells);
    }
    fclose(file);
}

static void take_equity(char **cells)
{
    run_point(date_ns(cells[0]), atof(cells[1]));
}

static uint64_t close_count;
static void take_close(char **cells)
{
    run.benchmark[close_count++] = atof(cells[4]);
}

static void take_trade(char **cells)
{
    run.trades[run.input.trade_count++] = (struct metric_trade){ .entry_ts_ns = date_ns(cells[3]),
                                                                 .exit_ts_ns = date_ns(cells[4]),
                                                                 .pnl = atof(cells[7]),
                                                                 .ret = atof(cells[8]) };
}

static void near_relative(enum metric metric, double wanted)
{
    near(metric, wanted, 1e-9 * fabs(wanted));
}

TEST(metrics, the_table_of_backtesting_py_comes_out_of_its_own_lists)
{
    run_reset(METRICS_BACKTESTING_PY);
    run.input.equity_start = 10000;
    close_count = 0;
    read_rows("market/expected/goog-smacross-10-30-equity.csv", take_equity);
    read_rows("market/expected/goog-smacross-10-30-trades.csv", take_trade);
    read_rows("market/nasdaq-goog-bars-1d-20040819-20130301.csv", take_close);
    ck_assert_uint_eq(close_count, run.input.count);
    run.input.benchmark = run.benchmark;
    run.input.benchmark_from = 29;
    run_measure();
    ck_assert(run.out[METRIC_TRADES] == 66);
    near_relative(METRIC_RETURN, 4.142299);
    near_relative(METRIC_BENCHMARK_RETURN, 5.220601851851852);
    near_relative(METRIC_ANNUAL_RETURN, .21191099249053224);
    near_relative(METRIC_VOLATILITY, .3649716090702389);
    near_relative(METRIC_CAGR, .21160245705962623);
    near_relative(METRIC_SHARPE, 0.5806232244485349);
    near_relative(METRIC_SORTINO, 1.0853434352488662);
    near_relative(METRIC_CALMAR, 0.44166409202994605);
    near_relative(METRIC_ALPHA, 3.9437391142027462);
    near_relative(METRIC_BETA, 0.03803390709192);
    near_relative(METRIC_MAX_DRAWDOWN, -.4798012705007589);
    near_relative(METRIC_AVERAGE_DRAWDOWN, -.05925851581948801);
    ck_assert(run.out[METRIC_MAX_DRAWDOWN_DAYS] == 584);
    ck_assert(run.out[METRIC_AVERAGE_DRAWDOWN_DAYS] == 41);
    near_relative(METRIC_WIN_RATE, .4696969696969697);
    near_relative(METRIC_BEST_TRADE, .5359595229490424);
    near_relative(METRIC_WORST_TRADE, -.1839887353835481);
    near_relative(METRIC_AVERAGE_TRADE, .02531715975158555);
    ck_assert(run.out[METRIC_MAX_TRADE_DAYS] == 183);
    ck_assert(run.out[METRIC_AVERAGE_TRADE_DAYS] == 46);
    near_relative(METRIC_PROFIT_FACTOR, 2.167945974262033);
    near_relative(METRIC_EXPECTANCY, .032748078066748834);
    near_relative(METRIC_SQN, 1.0766187356697705);
    near_relative(METRIC_KELLY, 0.1518705127029717);
    near_relative(METRIC_EXPOSURE, .9674115456238361);
}

/* ---- the document -------------------------------------------------------------------------------
 */

TEST(metrics, the_document_is_what_the_table_says)
{
    static char made[65536], there[65536];
    struct writer writer;
    writer_init(&writer, made, sizeof made);
    metrics_document(&writer);
    ck_assert(!writer_is_cut(&writer));
    const char *path = ARGOSY_SOURCE_DIR "/docs/metrics.md";
    if (getenv("UPDATE_GOLDEN")) {
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(made, 1, writer.length, file), writer.length);
        fclose(file);
    }
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "docs/metrics.md is not there: run with UPDATE_GOLDEN=1");
    there[fread(there, 1, sizeof there - 1, file)] = 0;
    fclose(file);
    ck_assert_msg(strcmp(made, there) == 0,
                  "docs/metrics.md is not the table's: UPDATE_GOLDEN=1 rewrites it");
}

TEST(metrics, every_row_of_the_table_is_complete_and_found_by_its_name)
{
    for (uint32_t i = 0; i < METRIC_COUNT; i++) {
        const struct metric_row *row = &metric_table[i];
        ck_assert(row->name && row->label && row->formula && row->source);
        ck_assert_int_eq(metric_find(text_from(row->name)), i);
    }
    ck_assert_int_eq(metric_find(TEXT("shrape")), METRIC_COUNT);
}
