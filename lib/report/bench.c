#include "report/bench.h"

#include <math.h>

static const int64_t *closes_of(const struct dataset *data)
{
    const int64_t *adjusted = data->columns[COLUMN_ADJ_CLOSE];
    return adjusted ? adjusted : data->columns[COLUMN_CLOSE];
}

void bench_init(struct bench *bench, const struct result *result)
{
    bench->result = result;
    bench->count = result->instrument_count < BENCH_INSTRUMENTS_MAX ? result->instrument_count
                                                                    : BENCH_INSTRUMENTS_MAX;
    for (uint32_t i = 0; i < bench->count; i++) bench->at[i] = 0;
}

int64_t bench_value(struct bench *bench, int64_t ts_ns)
{
    double sum = 0;
    for (uint32_t i = 0; i < bench->count; i++) {
        const struct dataset *data = &bench->result->instruments[i].data;
        const int64_t *ts = data->columns[COLUMN_TS], *closes = closes_of(data);
        uint64_t at = bench->at[i];
        while (at < data->count && ts[at] <= ts_ns) at++;
        bench->at[i] = at;
        sum += at > 0 && closes[0] > 0 ? (double)closes[at - 1] / (double)closes[0] : 1;
    }
    if (bench->count == 0) return bench->result->cash_start;
    double value = (double)bench->result->cash_start * (sum / bench->count);
    /* A price may have grown a millionfold; a curve that leaves the ledger's range stays at its
     * edge. */
    return fabs(value) < 9e18 ? (int64_t)floor(value + 0.5) : INT64_MAX;
}

double bench_return(const struct result *result)
{
    if (result->equity_count == 0 || result->cash_start <= 0) return NAN;
    struct bench bench;
    bench_init(&bench, result);
    int64_t end = bench_value(&bench, result->equity[result->equity_count - 1].ts_ns);
    return (double)end / (double)result->cash_start - 1;
}
