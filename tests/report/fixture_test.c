#include "fixture.h"

#include "argosy/strategy.h"
#include "support/test.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROWS_MAX = 4000, PAGE_BYTES_MAX = 32000000, LINE_MAX_BYTES = 256 };
#define CASH(units) ((int64_t)((units)*100000000.0 + ((units) < 0 ? -0.5 : 0.5)))

static int64_t day_ns(const char *date)
{
    int year, month, day;
    ck_assert_int_eq(sscanf(date, "%d-%d-%d", &year, &month, &day), 3);
    int64_t days = 0;
    for (int y = 1970; y < year; y++) days += y % 4 == 0 ? 366 : 365; /* 1970..2099 */
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    for (int m = 1; m < month; m++) days += lengths[m - 1] + (m == 2 && year % 4 == 0);
    return (days + day - 1) * INT64_C(86400000000000);
}

/* Memory that stays reachable until the test's process ends, zeroed. */
static void *keep(size_t count, size_t size)
{
    static struct kept {
        struct kept *next;
        max_align_t bytes[];
    } * all;
    struct kept *one = calloc(1, sizeof *one + count * size);
    ck_assert_ptr_nonnull(one);
    one->next = all;
    all = one;
    return one->bytes;
}

static int64_t *new_column(uint64_t count) { return keep(count, sizeof(int64_t)); }

static struct fixture *new_fixture(const char *title)
{
    struct fixture *it = keep(1, sizeof *it);
    it->result = (struct result){ .spec = &it->spec,
                                  .instruments = it->instruments,
                                  .currency = "USD",
                                  .cash_start = CASH(10000) };
    it->extra.title = title;
    it->extra.created = "2024-02-29T12:00:00Z";
    it->extra.version = "argosy 0.1.0";
    return it;
}

static void new_instrument(struct fixture *it, const char *symbol, uint32_t price_decimals,
                           uint64_t rows)
{
    struct instrument_result *one = &it->instruments[it->result.instrument_count++];
    one->instrument = (struct instrument){ .kind = INSTRUMENT_EQUITY,
                                           .price_decimals = price_decimals,
                                           .lot_decimals = 8,
                                           .ledger_decimals = 8,
                                           .tick_units = 1,
                                           .lot_units = 1,
                                           .multiplier_units = 1 };
    struct err err;
    ck_assert_int_eq(instrument_prepare(&one->instrument, &err), ST_OK);
    snprintf(one->instrument.symbol, sizeof one->instrument.symbol, "%s", symbol);
    one->data = (struct dataset){ .price_decimals = price_decimals,
                                  .lot_decimals = 8,
                                  .tick_units = 1,
                                  .lot_units = 1,
                                  .interval_ns = INT64_C(86400000000000) };
    snprintf(one->data.symbol, sizeof one->data.symbol, "%s", symbol);
    for (int i = 0; i <= COLUMN_VOLUME; i++) one->data.columns[i] = new_column(rows);
}

static int64_t *column_of(struct fixture *it, uint32_t instrument, enum data_column column)
{
    return (int64_t *)(uintptr_t)it->instruments[instrument].data.columns[column];
}

static void read_goog_bars(struct fixture *it)
{
    FILE *file = fopen(test_data("market/nasdaq-goog-bars-1d-20040819-20130301.csv"), "r");
    ck_assert_ptr_nonnull(file);
    char line[LINE_MAX_BYTES], date[16];
    double o, h, l, c, v;
    struct dataset *data = &it->instruments[0].data;
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        uint64_t i = data->count++;
        ck_assert_int_eq(sscanf(line, "%10s,", date), 1);
        ck_assert_int_eq(sscanf(line + 11, "%lf,%lf,%lf,%lf,%lf", &o, &h, &l, &c, &v), 5);
        column_of(it, 0, COLUMN_TS)[i] = day_ns(date);
        column_of(it, 0, COLUMN_OPEN)[i] = llround(o * 100);
        column_of(it, 0, COLUMN_HIGH)[i] = llround(h * 100);
        column_of(it, 0, COLUMN_LOW)[i] = llround(l * 100);
        column_of(it, 0, COLUMN_CLOSE)[i] = llround(c * 100);
        column_of(it, 0, COLUMN_VOLUME)[i] = llround(v) * 100000000;
    }
    fclose(file);
    data->hash = dataset_hash(data);
}

static void read_goog_trades(struct fixture *it)
{
    FILE *file = fopen(test_data("market/expected/goog-smacross-10-30-trades.csv"), "r");
    ck_assert_ptr_nonnull(file);
    struct trade_row *trades = keep(ROWS_MAX, sizeof *trades);
    struct fill_row *fills = keep(2 * ROWS_MAX, sizeof *fills);
    struct order_row *orders = keep(2 * ROWS_MAX, sizeof *orders);
    char line[LINE_MAX_BYTES], from[16], to[16];
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        int size, first, last;
        double entry, exit, pnl;
        ck_assert_int_eq(sscanf(line, "%d,%d,%d,%10s", &size, &first, &last, from), 4);
        const char *rest = strchr(strstr(line, from), ',') + 1;
        ck_assert_int_eq(sscanf(rest, "%10[^,],%lf,%lf,%lf", to, &entry, &exit, &pnl), 4);
        struct trade_row *trade = &trades[it->result.trade_count++];
        *trade = (struct trade_row){ .entry_ts_ns = day_ns(from),
                                     .exit_ts_ns = day_ns(to),
                                     .entry_bar = (uint64_t)first,
                                     .exit_bar = (uint64_t)last,
                                     .side = size < 0 ? ARGOSY_SELL : ARGOSY_BUY,
                                     .reason = REASON_SIGNAL,
                                     .qty_lots = (int64_t)abs(size) * 100000000,
                                     .entry_cash = CASH(size * entry),
                                     .exit_cash = CASH(size * exit),
                                     .pnl_cash = CASH(pnl) };
        for (int end = 0; end < 2; end++) {
            uint8_t side = end == 0 ? trade->side : (uint8_t)!trade->side;
            int64_t ts_ns = end == 0 ? trade->entry_ts_ns : trade->exit_ts_ns;
            fills[it->result.fill_count++] =
                (struct fill_row){ .ts_ns = ts_ns,
                                   .side = side,
                                   .qty_lots = trade->qty_lots,
                                   .price_ticks = llround((end == 0 ? entry : exit) * 100),
                                   .position_lots = end == 1   ? 0
                                                    : size < 0 ? -trade->qty_lots
                                                               : trade->qty_lots };
            orders[it->result.order_count++] =
                (struct order_row){ .ts_ns = ts_ns,
                                    .side = side,
                                    .type = ARGOSY_MARKET,
                                    .status = ARGOSY_ORDER_FILLED,
                                    .qty_lots = trade->qty_lots,
                                    .filled_lots = trade->qty_lots,
                                    .filled_cash =
                                        llabs(end == 0 ? trade->entry_cash : trade->exit_cash),
                                    .reason = "" };
            it->instruments[0].turnover_cash += orders[it->result.order_count - 1].filled_cash;
        }
        it->instruments[0].pnl_cash += trade->pnl_cash;
        it->instruments[0].fills += 2;
    }
    fclose(file);
    it->result.trades = trades;
    it->result.fills = fills;
    it->result.orders = orders;
}

/* What is held at a bar, in whole shares. */
static int64_t held_at(const struct fixture *it, uint64_t bar)
{
    for (uint64_t i = 0; i < it->result.trade_count; i++) {
        const struct trade_row *trade = &it->result.trades[i];
        if (bar < trade->entry_bar || bar >= trade->exit_bar) continue;
        return (trade->side == ARGOSY_SELL ? -1 : 1) * trade->qty_lots / 100000000;
    }
    return 0;
}

static void read_goog_equity(struct fixture *it)
{
    FILE *file = fopen(test_data("market/expected/goog-smacross-10-30-equity.csv"), "r");
    ck_assert_ptr_nonnull(file);
    struct equity_point *points = keep(ROWS_MAX, sizeof *points);
    struct result *result = &it->result;
    char line[LINE_MAX_BYTES];
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    for (uint64_t i = 0; fgets(line, sizeof line, file); i++) {
        int64_t net = held_at(it, i) * it->instruments[0].data.columns[COLUMN_CLOSE][i] * 1000000;
        points[i] = (struct equity_point){ .ts_ns = day_ns(line),
                                           .equity = CASH(atof(strchr(line, ',') + 1)),
                                           .exposure = llabs(net),
                                           .net = net };
        points[i].cash = points[i].equity - net;
        if (points[i].equity > result->equity_peak) result->equity_peak = points[i].equity;
        double fall = (double)points[i].equity / (double)result->equity_peak - 1;
        if (fall < result->drawdown_max_share) result->drawdown_max_share = fall;
        result->equity_end = points[i].equity;
        result->equity_count++;
    }
    fclose(file);
    result->equity = points;
    result->cash_end = result->equity_end;
}

static double *moving_average(struct fixture *it, uint64_t length)
{
    const struct dataset *data = &it->instruments[0].data;
    double *values = keep(data->count, sizeof *values);
    for (uint64_t i = 0; i < data->count; i++) {
        values[i] = NAN;
        if (i + 1 < length) continue;
        double sum = 0;
        for (uint64_t j = 0; j < length; j++)
            sum += (double)data->columns[COLUMN_CLOSE][i - j] / 100;
        values[i] = sum / (double)length;
    }
    return values;
}

/* Published figures of the run (expected-results.md, R1), so that the page is what a reader would
 * see. */
static const struct report_metric goog_metrics[] = {
    { "return", "Return", "Return", "equity at the end / cash at the start - 1", REPORT_SHARE,
      4.142299 },
    { "cagr", "Return a year", "Return", "(end / start)^(1 / years) - 1", REPORT_SHARE,
      0.21160245705962623 },
    { "volatility", "Volatility", "Return",
      "standard deviation of daily returns x sqrt(days a year)", REPORT_SHARE, 0.3649716090702389 },
    { "sharpe", "Sharpe ratio", "Risk and return",
      "mean of daily returns / their deviation x sqrt(252)", REPORT_NUMBER, 0.5806232244485349 },
    { "sortino", "Sortino ratio", "Risk and return", "mean / downside deviation", REPORT_NUMBER,
      1.0853434352488662 },
    { "calmar", "Calmar ratio", "Risk and return", "return a year / deepest fall", REPORT_NUMBER,
      0.44166409202994605 },
    { "max_drawdown", "Deepest fall", "Risk and return", "lowest equity / peak before it - 1",
      REPORT_SHARE, -0.4798012705007589 },
    { "max_drawdown_days", "Longest fall", "Risk and return", "from a peak to the next new one",
      REPORT_DAYS, 584 },
    { "win_rate", "Win rate", "Trades", "trades with a profit / trades", REPORT_SHARE,
      0.4696969696969697 },
    { "profit_factor", "Profit factor", "Trades", "sum of profits / sum of losses", REPORT_NUMBER,
      2.167945974262033 },
    { "sqn", "System quality number", "Trades", "sqrt(n) x mean / deviation of profits",
      REPORT_NUMBER, 1.0766187356697705 },
    { "exposure", "Exposure", "Trades", "bars in a trade / bars", REPORT_SHARE,
      0.9674115456238361 },
    { "omega", "Omega", "Risk and return", NULL, REPORT_NUMBER, NAN },
};

static const struct assumption goog_assumptions[] = {
    { "fills", "Market orders fill at the open of the next bar.", 0 },
    { "slippage", "None is charged: the open is taken as it was recorded.", 2 },
    { "fees", "None are charged.", 1 },
};

static const struct harsher_row goog_harsher[] = {
    { "costs doubled", 5142299000000, 0.5806, 132 },
    { "one more bar", 3120411000000, 0.4712, 132 },
    { "limits filled a quarter as often", 912200000000, -0.02, 132 },
};

struct fixture *fixture_goog(void)
{
    struct fixture *it = new_fixture("SMA cross on GOOG");
    new_instrument(it, "GOOG", 2, ROWS_MAX);
    struct dataset *data = &it->instruments[0].data;
    snprintf(data->name, sizeof data->name, "goog-1d");
    snprintf(data->source, sizeof data->source, "GOOG daily bars as backtesting.py ships them");
    snprintf(data->format, sizeof data->format, "csv");
    read_goog_bars(it);
    read_goog_trades(it);
    read_goog_equity(it);
    static struct plot_line plots[2];
    plots[0] = (struct plot_line){ "SMA 10", 0, 0, moving_average(it, 10) };
    plots[1] = (struct plot_line){ "SMA 30", 0, 0, moving_average(it, 30) };
    it->result.plots = plots;
    it->result.plot_count = 2;
    it->result.bar_count = data->count;
    it->result.grade = 'C';
    it->result.assumptions = goog_assumptions;
    it->result.assumption_count = sizeof goog_assumptions / sizeof *goog_assumptions;
    it->result.harsher = goog_harsher;
    it->result.harsher_count = sizeof goog_harsher / sizeof *goog_harsher;
    it->result.lookahead = LOOKAHEAD_NONE;
    it->extra.tagline =
        "Long when the mean of ten closes is above that of thirty, short when it is below.";
    it->extra.command = "argosy backtest --data goog-1d --strategy sma-cross --set fast=10 "
                        "--set slow=30 --set side=both --fee 0 --slippage 0 --report goog.html";
    it->extra.spec =
        "data:\n  - source: goog-1d\nstrategy:\n  name: sma-cross\n  params: {fast: 10, "
        "slow: 30, side: both}\ncosts: {fee: {rate: 0}, slippage: {entry: 0, exit: 0}}\n";
    it->extra.metrics = goog_metrics;
    it->extra.metric_count = sizeof goog_metrics / sizeof *goog_metrics;
    return it;
}

static void generate_bars(struct fixture *it, uint32_t instrument, uint64_t bars, struct rng *rng)
{
    struct dataset *data = &it->instruments[instrument].data;
    int64_t price = 1000000 + (int64_t)rng_below(rng, 1000000);
    data->is_generated = true;
    data->count = bars;
    data->interval_ns = INT64_C(3600000000000);
    snprintf(data->source, sizeof data->source, "a seeded random walk");
    for (uint64_t i = 0; i < bars; i++) {
        int64_t open = price, step = (int64_t)rng_below(rng, 20001) - 9995;
        price += price / 1000 * step / 1000;
        if (price < 1000) price = 1000;
        int64_t high = open > price ? open : price, low = open < price ? open : price;
        column_of(it, instrument, COLUMN_TS)[i] =
            day_ns("2019-01-01") + (int64_t)i * INT64_C(3600000000000);
        column_of(it, instrument, COLUMN_OPEN)[i] = open;
        column_of(it, instrument, COLUMN_HIGH)[i] = high + high / 1000;
        column_of(it, instrument, COLUMN_LOW)[i] = low - low / 1000;
        column_of(it, instrument, COLUMN_CLOSE)[i] = price;
        column_of(it, instrument, COLUMN_VOLUME)[i] = (int64_t)rng_below(rng, 900000000000);
    }
}

/* In and out of each instrument in turn, a tenth of a coin, with costs; the curve is the sum. */
static void generate_trades(struct fixture *it, uint64_t bars, uint64_t trade_every)
{
    struct result *result = &it->result;
    uint64_t count = bars / trade_every;
    struct trade_row *trades = keep(count + 1, sizeof *trades);
    struct fill_row *fills = keep(2 * count + 2, sizeof *fills);
    struct equity_point *points = keep(bars, sizeof *points);
    int64_t realised = 0;
    for (uint64_t i = 0; i < bars; i++) {
        uint32_t which = (uint32_t)(i / trade_every % result->instrument_count);
        uint64_t entry = i / trade_every * trade_every, exit = entry + trade_every / 2;
        struct instrument_result *one = &it->instruments[which];
        const int64_t *close = one->data.columns[COLUMN_CLOSE], *ts = one->data.columns[COLUMN_TS];
        bool is_held = i >= entry && i < exit && exit < bars;
        int64_t sign = entry / trade_every % 3 == 2 ? -1 : 1, qty = 10000000;
        int64_t value = sign * close[i] * 1000, cost = sign * close[entry] * 1000;
        if (i == exit && exit > entry) {
            struct trade_row *trade = &trades[result->trade_count++];
            *trade = (struct trade_row){ .entry_ts_ns = ts[entry],
                                         .exit_ts_ns = ts[exit],
                                         .instrument = which,
                                         .side = sign < 0 ? ARGOSY_SELL : ARGOSY_BUY,
                                         .reason = (uint8_t)(entry / trade_every % 3),
                                         .qty_lots = qty,
                                         .entry_cash = cost,
                                         .exit_cash = value,
                                         .fees_cash = llabs(cost) / 1000 };
            trade->pnl_cash = value - cost - trade->fees_cash;
            fills[result->fill_count++] = (struct fill_row){ .ts_ns = ts[entry],
                                                             .instrument = which,
                                                             .side = trade->side,
                                                             .qty_lots = qty,
                                                             .price_ticks = close[entry],
                                                             .position_lots = sign * qty };
            fills[result->fill_count++] = (struct fill_row){ .ts_ns = ts[exit],
                                                             .instrument = which,
                                                             .side = !trade->side,
                                                             .reason = trade->reason,
                                                             .qty_lots = qty,
                                                             .price_ticks = close[exit] };
            one->pnl_cash += value - cost;
            one->fees_cash += trade->fees_cash;
            one->slippage_cash += trade->fees_cash / 5;
            one->turnover_cash += llabs(value) + llabs(cost);
            one->fills += 2;
            result->fees += trade->fees_cash;
            result->slippage += trade->fees_cash / 5;
            realised += trade->pnl_cash;
        }
        points[i] = (struct equity_point){ .ts_ns = ts[i],
                                           .equity = result->cash_start + realised +
                                                     (is_held ? value - cost : 0),
                                           .exposure = is_held ? llabs(value) : 0,
                                           .net = is_held ? value : 0 };
        points[i].cash = points[i].equity - points[i].net;
        if (points[i].equity > result->equity_peak) result->equity_peak = points[i].equity;
        double fall = (double)points[i].equity / (double)result->equity_peak - 1;
        if (fall < result->drawdown_max_share) result->drawdown_max_share = fall;
    }
    result->trades = trades;
    result->fills = fills;
    result->equity = points;
    result->equity_count = bars;
    result->equity_end = points[bars - 1].equity;
    result->bar_count = bars * result->instrument_count;
}

struct fixture *fixture_generated(uint32_t instruments, uint64_t bars, uint64_t trade_every)
{
    struct fixture *it = new_fixture("In and out of a generated market");
    struct rng rng = test_rng;
    for (uint32_t i = 0; i < instruments; i++) {
        char symbol[32];
        snprintf(symbol, sizeof symbol, "GEN-%02u", i + 1);
        new_instrument(it, symbol, 2, bars);
        generate_bars(it, i, bars, &rng);
    }
    generate_trades(it, bars, trade_every);
    it->result.grade = 'E';
    it->extra.tagline =
        "A fixed rhythm of trades: there is nothing to earn here but the look of a report.";
    return it;
}

static void page_write(void *self, const char *bytes, size_t size)
{
    struct fixture_page *page = self;
    if (!page->bytes) page->bytes = keep(PAGE_BYTES_MAX, 1);
    ck_assert_uint_lt(page->size + size, PAGE_BYTES_MAX);
    memcpy(page->bytes + page->size, bytes, size);
    page->size += size;
    page->bytes[page->size] = 0;
    page->pieces++;
}

struct report_sink fixture_sink(struct fixture_page *page)
{
    return (struct report_sink){ page_write, page };
}

void fixture_save(const struct fixture_page *page, const char *name)
{
    char path[1024];
    mkdir(ARGOSY_BINARY_DIR "/report-pages", 0755);
    snprintf(path, sizeof path, "%s/report-pages/%s", ARGOSY_BINARY_DIR, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(page->bytes, 1, page->size, file), page->size);
    ck_assert_int_eq(fclose(file), 0);
}
