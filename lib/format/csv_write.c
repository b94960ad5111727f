#include "format/csv_write.h"

#include "domain/time.h"
#include "format/intake.h"

static const char *header_word(const struct dataset *dataset, enum data_column column)
{
    static const char *const bids[] = { "bid_open", "bid_high", "bid_low", "bid_close" };
    bool is_bid =
        dataset->kind == DATA_QUOTEBARS && column >= COLUMN_OPEN && column <= COLUMN_CLOSE;
    return is_bid ? bids[column - COLUMN_OPEN] : data_column_name(column);
}

void csv_write_header(const struct dataset *dataset, struct writer *writer)
{
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (dataset->columns[c])
            writer_format(writer, "%s%s", c ? "," : "", header_word(dataset, c));
    writer_char(writer, '\n');
}

/* A count of steps as a decimal; the product may need more than 64 bits, the number never does. */
static void write_steps(struct writer *writer, int64_t steps, int64_t step_units, uint32_t decimals)
{
    i128 units = (i128)steps * step_units;
    i128 power = decimal_power(decimals);
    if (units < 0) writer_char(writer, '-');
    u128 size = units < 0 ? -(u128)units : (u128)units;
    uint64_t part = (uint64_t)(size % (u128)power);
    u128 whole = size / (u128)power;
    if (whole <= INT64_MAX) {
        decimal_format(writer, (int64_t)whole, 0, false);
    } else {
        const u128 billion = 1000000000;
        decimal_format(writer, (int64_t)(whole / billion), 0, false);
        writer_format(writer, "%09u", (uint32_t)(whole % billion));
    }
    if (part == 0) return;
    while (part % 10 == 0) part /= 10, decimals--;
    writer_format(writer, ".%0*llu", (int)decimals, (unsigned long long)part);
}

uint64_t csv_write_rows(const struct dataset *dataset, struct writer *writer, uint64_t row)
{
    for (; row < dataset->count; row++) {
        if (writer->capacity - writer->length < CSV_ROW_MAX) break;
        time_format(writer, dataset->columns[COLUMN_TS][row]);
        for (uint32_t c = COLUMN_OPEN; c < COLUMN_COUNT; c++) {
            if (!dataset->columns[c]) continue;
            writer_char(writer, ',');
            if (column_is_price(c))
                write_steps(writer, dataset->columns[c][row], dataset->tick_units,
                            dataset->price_decimals);
            else
                write_steps(writer, dataset->columns[c][row], dataset->lot_units,
                            dataset->lot_decimals);
        }
        writer_char(writer, '\n');
    }
    ASSERT(!writer_is_cut(writer));
    return row;
}
