/* bench.c — the clock around a piece of work, and the rows. */
#include "bench/bench.h"

#include "os/clock.h"
#include "os/process.h"

enum { RUNS_MAX = 64 };

double bench_median(double *values, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t at = i; at > 0 && values[at - 1] > values[at]; at--) {
            double swap = values[at];
            values[at] = values[at - 1];
            values[at - 1] = swap;
        }
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

enum status bench_time(double *seconds, bench_work_fn *work, void *self, uint32_t runs,
                       struct err *err)
{
    double times[RUNS_MAX];
    ASSERT(runs >= 5);
    ASSERT(runs <= RUNS_MAX);
    enum status status = work(self, err);
    for (uint32_t i = 0; i < runs && status == ST_OK; i++) {
        int64_t start = clock_cpu_ns();
        status = work(self, err);
        times[i] = (double)(clock_cpu_ns() - start) / 1e9;
    }
    if (status == ST_OK) *seconds = bench_median(times, runs);
    return status;
}

struct bench_row *bench_add(struct bench_sheet *sheet, struct bench_row row)
{
    ASSERT(sheet->row_count < BENCH_ROWS_MAX);
    row.peak_rss_bytes = process_peak_bytes();
    row.is_checked = true;
    sheet->rows[sheet->row_count] = row;
    return &sheet->rows[sheet->row_count++];
}
