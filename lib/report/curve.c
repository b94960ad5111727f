#include "report/curve.h"

#include "report/bench.h"
#include "report/column.h"

uint32_t curve_decimals(const struct result *result)
{
    int64_t size = result->cash_start < 0 ? 0 : result->cash_start;
    uint32_t decimals = 2;
    /* Six figures of the starting cash: 10,000.00 wants two decimals, 0.5 BTC wants six. */
    while (decimals < LEDGER_DECIMALS &&
           size < 1000 * decimal_power(LEDGER_DECIMALS + 2 - decimals))
        decimals++;
    return decimals;
}

uint32_t curve_pick(const struct result *result, uint64_t picks[SHOWN_EQUITY_MAX])
{
    uint64_t count = result->equity_count;
    const struct equity_point *points = result->equity;
    if (count <= SHOWN_EQUITY_MAX) {
        for (uint64_t i = 0; i < count; i++) picks[i] = i;
        return (uint32_t)count;
    }
    uint32_t shown = 0;
    uint64_t buckets = SHOWN_EQUITY_MAX / 2 - 2, size = (count + buckets - 1) / buckets;
    picks[shown++] = 0;
    for (uint64_t first = 1; first < count - 1; first += size) {
        uint64_t end = first + size < count - 1 ? first + size : count - 1, low = first,
                 high = first;
        for (uint64_t i = first + 1; i < end; i++) {
            if (points[i].equity < points[low].equity) low = i;
            if (points[i].equity > points[high].equity) high = i;
        }
        picks[shown++] = low < high ? low : high;
        if (low != high) picks[shown++] = low < high ? high : low;
    }
    picks[shown++] = count - 1;
    ASSERT(shown <= SHOWN_EQUITY_MAX);
    return shown;
}

static int64_t scaled(int64_t cash, uint32_t decimals)
{
    return (int64_t)decimal_divide(cash, decimal_power(LEDGER_DECIMALS - decimals),
                                   ROUND_HALF_AWAY);
}

/* A share of the equity in units of 10^-4; 0 where there is no equity to take a share of. */
static int64_t share_e4(int64_t part, int64_t whole)
{
    if (whole <= 0) return 0;
    i128 share = decimal_divide((i128)part * 10000, whole, ROUND_HALF_AWAY);
    i128 edge =
        100000000; /* ten thousand times the equity: a curve at its end, about to be ruined */
    return (int64_t)(share > edge ? edge : share < -edge ? -edge : share);
}

static const int64_t ms_ns = 1000000, day_ns = INT64_C(86400000000000);

static void write_days(struct out *out, const struct result *result, uint32_t decimals)
{
    const struct equity_point *points = result->equity;
    out_text(out, TEXT(",\"days\":{"));
    for (uint32_t pass = 0; pass < 2; pass++) {
        struct column column = column_open(out, pass == 0 ? "t" : "v", pass == 0 ? 2 : 1);
        for (uint64_t i = 0; i < result->equity_count; i++) {
            int64_t day = points[i].ts_ns / day_ns;
            if (i + 1 < result->equity_count && points[i + 1].ts_ns / day_ns == day) continue;
            column_add(&column, pass == 0 ? day : scaled(points[i].equity, decimals));
        }
        column_close(&column);
        if (pass == 0) out_char(out, ',');
    }
    out_char(out, '}');
}

void curve_write(struct out *out, const struct result *result)
{
    uint64_t picks[SHOWN_EQUITY_MAX];
    uint32_t shown = curve_pick(result, picks), decimals = curve_decimals(result);
    const struct equity_point *points = result->equity;

    out_text(out, TEXT("\"equity\":{"));
    struct column column = column_open(out, "t", 2);
    for (uint32_t i = 0; i < shown; i++) column_add(&column, points[picks[i]].ts_ns / ms_ns);
    column_close(&column);
    out_char(out, ',');
    column = column_open(out, "v", 1);
    for (uint32_t i = 0; i < shown; i++)
        column_add(&column, scaled(points[picks[i]].equity, decimals));
    column_close(&column);
    out_char(out, ',');
    struct bench bench;
    bench_init(&bench, result);
    column = column_open(out, "b", 1);
    for (uint32_t i = 0; i < shown; i++)
        column_add(&column, scaled(bench_value(&bench, points[picks[i]].ts_ns), decimals));
    column_close(&column);
    out_char(out, ',');
    column = column_open(out, "x", 1);
    for (uint32_t i = 0; i < shown; i++)
        column_add(&column, share_e4(points[picks[i]].exposure, points[picks[i]].equity));
    column_close(&column);
    out_char(out, ',');
    column = column_open(out, "n", 1);
    for (uint32_t i = 0; i < shown; i++)
        column_add(&column, share_e4(points[picks[i]].net, points[picks[i]].equity));
    column_close(&column);
    out_text(out, TEXT(",\"of\":"));
    out_int(out, (int64_t)result->equity_count);
    out_char(out, '}');
    if (shown < result->equity_count) write_days(out, result, decimals);
}
