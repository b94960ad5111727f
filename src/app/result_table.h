/* result_table.h — a finished run as a person reads it in a terminal. */
#ifndef ARGOSY_APP_RESULT_TABLE_H
#define ARGOSY_APP_RESULT_TABLE_H

#include "app/execute.h"

void result_table_write(struct writer *writer, const struct execution *execution);

#endif
