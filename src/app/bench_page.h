/* bench_page.h — the figures of a sheet as JSON, as a table for people and as docs/benchmarks.md.
 */
#ifndef ARGOSY_APP_BENCH_PAGE_H
#define ARGOSY_APP_BENCH_PAGE_H

#include "app/bench.h"
#include "base/text.h"

struct bench_machine {
    char cpu[128];
    int64_t cores;
    double load; /* processes that wanted a core while the benches began; < 0: not known */
    const char *compiler, *build_type, *version, *commit;
};

void bench_write_json(struct writer *writer, const struct bench_sheet *sheet,
                      const struct bench_machine *machine);
void bench_say_table(const struct bench_sheet *sheet);

/* The page of the documentation: ratios first, then figures with their commands and the machine. */
void bench_write_page(struct writer *writer, const struct bench_sheet *sheet,
                      const struct bench_machine *machine);

#endif
