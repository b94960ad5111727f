/*
 * fixture.h — results to report on, built without the engine: one from recorded data (GOOG's daily
 * bars and the published trades and curve of an SMA cross on them), and seeded ones of any size.
 */
#ifndef ARGOSY_TESTS_REPORT_FIXTURE_H
#define ARGOSY_TESTS_REPORT_FIXTURE_H

#include "report/html.h"

enum { FIXTURE_INSTRUMENTS_MAX = 64 };

struct fixture {
    struct spec spec;
    struct result result;
    struct report_extra extra;
    struct instrument_result instruments[FIXTURE_INSTRUMENTS_MAX];
};

/* Skips the test when the recorded data is absent. */
struct fixture *fixture_goog(void);

/* A generated market: `bars` hourly bars of each instrument, a trade every `trade_every` bars. */
struct fixture *fixture_generated(uint32_t instruments, uint64_t bars, uint64_t trade_every);

/* A sink into memory. */
struct fixture_page {
    char *bytes; /* terminated */
    size_t size;
    size_t pieces;
};
struct report_sink fixture_sink(struct fixture_page *page);

/* Where pages are left for the browser's tests: build/.../report-pages/NAME. */
void fixture_save(const struct fixture_page *page, const char *name);

#endif
