#include "report/column.h"

struct column column_open(struct out *out, const char *name, uint32_t order)
{
    ASSERT(order == 1 || order == 2);
    out_char(out, '"');
    out_string(out, name);
    out_text(out, TEXT("\":["));
    return (struct column){ .out = out, .order = order };
}

/* Differences wrap around like unsigned numbers do; page values lie far inside 2^53 anyway. */
static int64_t minus(int64_t a, int64_t b) { return (int64_t)((uint64_t)a - (uint64_t)b); }

void column_add(struct column *column, int64_t value)
{
    if (column->is_begun) out_char(column->out, ',');
    column->is_begun = true;
    int64_t step = minus(value, column->last);
    out_int(column->out, column->order == 1 ? step : minus(step, column->step));
    column->step = step;
    column->last = value;
}

void column_skip(struct column *column)
{
    if (column->is_begun) out_char(column->out, ',');
    column->is_begun = true;
    out_text(column->out, TEXT("null"));
}

void column_close(struct column *column) { out_char(column->out, ']'); }
