#include "report/market.h"

#include "report/column.h"

#include <math.h>

static const int64_t ms_ns = 1000000;

/* Whether instrument a comes before b when few charts go to the busiest; equals keep their order.
 */
static bool is_busier(const struct result *result, uint32_t a, uint32_t b)
{
    int64_t of_a = result->instruments[a].turnover_cash,
            of_b = result->instruments[b].turnover_cash;
    return of_a != of_b ? of_a > of_b : a < b;
}

uint32_t market_charts(const struct result *result, uint32_t charts[SHOWN_CHARTS_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < result->instrument_count; i++) {
        if (count < SHOWN_CHARTS_MAX) {
            charts[count++] = i;
            continue;
        }
        uint32_t idlest = 0;
        for (uint32_t c = 1; c < count; c++)
            if (is_busier(result, charts[idlest], charts[c])) idlest = c;
        if (!is_busier(result, i, charts[idlest])) continue;
        for (uint32_t c = idlest; c + 1 < count; c++) charts[c] = charts[c + 1];
        charts[count - 1] = i;
    }
    return count;
}

/* A stretch of bars shown as one. */
struct span {
    uint64_t first, end;
};

static int64_t high_of(const struct dataset *data, struct span span)
{
    const int64_t *highs = data->columns[COLUMN_HIGH];
    int64_t high = highs[span.first];
    for (uint64_t i = span.first + 1; i < span.end; i++) high = highs[i] > high ? highs[i] : high;
    return high;
}

static int64_t low_of(const struct dataset *data, struct span span)
{
    const int64_t *lows = data->columns[COLUMN_LOW];
    int64_t low = lows[span.first];
    for (uint64_t i = span.first + 1; i < span.end; i++) low = lows[i] < low ? lows[i] : low;
    return low;
}

/* In whole units of quantity would lose coins, in lots waste digits: six decimals of the lot's
 * text. */
static int64_t volume_of(const struct dataset *data, struct span span)
{
    int64_t sum = 0;
    for (uint64_t i = span.first; i < span.end; i++)
        if (__builtin_add_overflow(sum, data->columns[COLUMN_VOLUME][i], &sum)) return INT64_MAX;
    return sum;
}

typedef int64_t span_value(const struct dataset *data, struct span span);

static int64_t time_of(const struct dataset *data, struct span span)
{
    return data->columns[COLUMN_TS][span.first] / ms_ns;
}
static int64_t open_of(const struct dataset *data, struct span span)
{
    return data->columns[COLUMN_OPEN][span.first];
}
static int64_t close_of(const struct dataset *data, struct span span)
{
    return data->columns[COLUMN_CLOSE][span.end - 1];
}

static struct span span_at(const struct dataset *data, uint64_t first, uint64_t size)
{
    return (struct span){ first, first + size < data->count ? first + size : data->count };
}

static void write_column(struct out *out, const struct dataset *data, uint64_t size,
                         const char *name, uint32_t order, span_value *value)
{
    struct column column = column_open(out, name, order);
    for (uint64_t i = 0; i < data->count; i += size)
        column_add(&column, value(data, span_at(data, i, size)));
    column_close(&column);
    out_char(out, ',');
}

/* Volumes are shown as heights, so four figures of the largest are enough. */
static void write_volume(struct out *out, const struct dataset *data, uint64_t size)
{
    int64_t most = 0, unit = 1;
    for (uint64_t i = 0; i < data->count; i += size) {
        int64_t volume = volume_of(data, span_at(data, i, size));
        if (volume > most) most = volume;
    }
    while (most / unit > 99999) unit *= 10;
    out_text(out, TEXT("\"vu\":"));
    out_double(out,
               (double)unit * (double)data->lot_units / (double)decimal_power(data->lot_decimals));
    out_char(out, ',');
    struct column column = column_open(out, "v", 1);
    for (uint64_t i = 0; i < data->count; i += size)
        column_add(&column, volume_of(data, span_at(data, i, size)) / unit);
    column_close(&column);
    out_char(out, ',');
}

/* A line has whatever scale its strategy gave it: its largest value becomes eight digits. */
static double line_scale(const struct plot_line *plot, uint64_t count)
{
    double most = 0, scale = 1;
    for (uint64_t i = 0; i < count; i++) {
        double size = fabs(plot->values[i]);
        if (size > most && size - size == 0) most = size;
    }
    if (most == 0) return 1;
    while (most * scale < 1e7 && scale < 1e12) scale *= 10;
    while (most * scale >= 1e9 && scale > 1e-12) scale /= 10;
    return scale;
}

static void write_line(struct out *out, const struct plot_line *plot, const struct dataset *data,
                       uint64_t size)
{
    double scale = line_scale(plot, data->count);
    out_text(out, TEXT("{\"name\":"));
    out_json(out, plot->name);
    out_text(out, TEXT(",\"pane\":"));
    out_int(out, plot->pane);
    out_text(out, TEXT(",\"scale\":"));
    out_double(out, scale);
    out_char(out, ',');
    struct column column = column_open(out, "v", 1);
    for (uint64_t i = 0; i < data->count; i += size) {
        double value = plot->values[span_at(data, i, size).end - 1] * scale;
        if (!(fabs(value) < 9e15)) column_skip(&column);
        else column_add(&column, (int64_t)floor(value + 0.5));
    }
    column_close(&column);
    out_char(out, '}');
}

static void write_bars(struct out *out, const struct result *result, uint32_t instrument,
                       uint64_t bars_max)
{
    const struct dataset *data = &result->instruments[instrument].data;
    uint64_t size = (data->count + bars_max - 1) / bars_max;
    if (size == 0) size = 1;
    out_text(out, TEXT(",\"bars\":{"));
    write_column(out, data, size, "t", 2, time_of);
    write_column(out, data, size, "o", 1, open_of);
    write_column(out, data, size, "h", 1, high_of);
    write_column(out, data, size, "l", 1, low_of);
    write_column(out, data, size, "c", 1, close_of);
    if (data->columns[COLUMN_VOLUME]) write_volume(out, data, size);
    out_text(out, TEXT("\"every\":"));
    out_int(out, (int64_t)size);
    out_text(out, TEXT(",\"lines\":["));
    bool is_first = true;
    for (uint32_t i = 0; i < result->plot_count; i++) {
        if (result->plots[i].instrument != instrument) continue;
        if (!is_first) out_char(out, ',');
        is_first = false;
        write_line(out, &result->plots[i], data, size);
    }
    out_text(out, TEXT("]}"));
}

static void write_cash(struct out *out, const char *name, int64_t cash)
{
    out_text(out, TEXT(",\""));
    out_string(out, name);
    out_text(out, TEXT("\":\""));
    out_decimal(out, cash, LEDGER_DECIMALS, true);
    out_char(out, '"');
}

static void write_named(struct out *out, const char *name, const char *text)
{
    out_text(out, TEXT(",\""));
    out_string(out, name);
    out_text(out, TEXT("\":"));
    out_json(out, text);
}

static void write_hash(struct out *out, uint64_t hash)
{
    char bytes[20];
    text_format(bytes, sizeof bytes, "%016llx", (unsigned long long)hash);
    write_named(out, "hash", bytes);
}

static void write_instrument(struct out *out, const struct instrument_result *it)
{
    const struct dataset *data = &it->data;
    out_text(out, TEXT("{\"symbol\":"));
    out_json(out, it->instrument.symbol);
    write_named(out, "name", data->name);
    write_named(out, "source", data->source);
    write_named(out, "format", data->format);
    write_named(out, "kind", data_kind_name(data->kind));
    write_named(out, "what", instrument_kind_name(it->instrument.kind));
    write_hash(out, data->hash);
    out_text(out, TEXT(",\"count\":"));
    out_int(out, (int64_t)data->count);
    if (data->count > 0) {
        out_text(out, TEXT(",\"from\":\""));
        out_time(out, data->columns[COLUMN_TS][0]);
        out_text(out, TEXT("\",\"to\":\""));
        out_time(out, data->columns[COLUMN_TS][data->count - 1]);
        out_char(out, '"');
    }
    out_text(out, TEXT(",\"interval\":"));
    out_int(out, data->interval_ns / ms_ns);
    out_text(out, TEXT(",\"generated\":"));
    out_string(out, data->is_generated ? "true" : "false");
    out_text(out, TEXT(",\"stated\":"));
    out_string(out, data->is_tick_stated ? "true" : "false");
    out_text(out, TEXT(",\"rounding\":"));
    out_double(out, data->rounding_max);
    out_text(out, TEXT(",\"duplicates\":"));
    out_int(out, (int64_t)data->duplicate_count);
    out_text(out, TEXT(",\"decimals\":"));
    out_int(out, it->instrument.price_decimals);
    out_text(out, TEXT(",\"tick\":"));
    out_decimal(out, it->instrument.tick_units, it->instrument.price_decimals, true);
    out_text(out, TEXT(",\"lot\":"));
    out_decimal(out, it->instrument.lot_units, it->instrument.lot_decimals, true);
    out_text(out, TEXT(",\"fills\":"));
    out_int(out, (int64_t)it->fills);
    write_cash(out, "pnl", it->pnl_cash);
    write_cash(out, "fees", it->fees_cash);
    write_cash(out, "funding", it->funding_cash);
    write_cash(out, "borrow", it->borrow_cash);
    write_cash(out, "slippage", it->slippage_cash);
    write_cash(out, "turnover", it->turnover_cash);
}

static bool is_charted(const uint32_t *charts, uint32_t count, uint32_t instrument)
{
    for (uint32_t i = 0; i < count; i++)
        if (charts[i] == instrument) return true;
    return false;
}

/* Rows [instrument, time, side, reason, price, quantity]: exact decimals, read as they are. */
static void write_fills(struct out *out, const struct result *result, const uint32_t *charts,
                        uint32_t chart_count)
{
    uint64_t shown = 0;
    out_text(out, TEXT(",\"fills\":["));
    for (uint64_t i = 0; i < result->fill_count && shown < SHOWN_FILLS_MAX; i++) {
        const struct fill_row *fill = &result->fills[i];
        const struct instrument *it = &result->instruments[fill->instrument].instrument;
        if (!is_charted(charts, chart_count, fill->instrument)) continue;
        if (shown++ > 0) out_char(out, ',');
        out_char(out, '[');
        out_int(out, fill->instrument);
        out_char(out, ',');
        out_int(out, fill->ts_ns / ms_ns);
        out_char(out, ',');
        out_int(out, fill->side);
        out_char(out, ',');
        out_int(out, fill->reason);
        out_char(out, ',');
        out_decimal(out, fill->price_ticks * it->tick_units, it->price_decimals, true);
        out_char(out, ',');
        out_decimal(out, fill->qty_lots * it->lot_units, it->lot_decimals, true);
        out_char(out, ',');
        /* Whether it opened or added to a position (1) or reduced one (0): what an arrow says. */
        out_int(out, (fill->position_lots > 0) == (fill->side == 0) && fill->position_lots != 0);
        out_char(out, ']');
    }
    out_char(out, ']');
}

static bool has_bars(const struct dataset *data)
{
    for (int column = COLUMN_TS; column <= COLUMN_CLOSE; column++)
        if (!data->columns[column]) return false;
    return data->count > 0;
}

void market_write(struct out *out, const struct result *result)
{
    uint32_t charts[SHOWN_CHARTS_MAX], chart_count = market_charts(result, charts);
    uint64_t bars_max = chart_count > 0 ? SHOWN_BARS_MAX / chart_count : 1;
    out_text(out, TEXT("\"instruments\":["));
    for (uint32_t i = 0; i < result->instrument_count; i++) {
        if (i > 0) out_char(out, ',');
        write_instrument(out, &result->instruments[i]);
        if (is_charted(charts, chart_count, i) && has_bars(&result->instruments[i].data))
            write_bars(out, result, i, bars_max);
        out_char(out, '}');
    }
    out_char(out, ']');
    write_fills(out, result, charts, chart_count);
}
