/* result_json.h — a finished run as the JSON object of `argosy backtest --json`. */
#ifndef ARGOSY_APP_RESULT_JSON_H
#define ARGOSY_APP_RESULT_JSON_H

#include "app/execute.h"

enum { RESULT_JSON_MAX = 8 << 20 };

void result_json_write(struct writer *writer, const struct execution *execution);

/* The most memory this process has had, in bytes. */
uint64_t result_peak_bytes(void);

#endif
