#include "format/adjust.h"
#include "domain/time.h"

#include <string.h>

enum { ADJUSTED_DECIMALS = 9 };

/* What a row's prices are multiplied by, and what its volumes are divided by. */
struct ratio {
    i128 price_num, price_den;
    i128 volume_num, volume_den;
};

/* Where ratios come from: factors, or without them the adj_close column. */
struct source {
    const struct dataset *in;
    const struct factors *factors;
    const struct calendar *calendar;
    uint64_t at; /* the line of factors the last row used */
};

static bool is_price(int column)
{
    return (column >= COLUMN_OPEN && column <= COLUMN_CLOSE) ||
           (column >= COLUMN_ASK_OPEN && column <= COLUMN_ASK_CLOSE);
}

static bool is_volume(int column)
{
    return column == COLUMN_VOLUME || column == COLUMN_BID_SIZE || column == COLUMN_ASK_SIZE;
}

static enum status ratio_by_adj_close(struct ratio *ratio, const struct source *source,
                                      uint64_t row, struct err *err)
{
    int64_t close = source->in->columns[COLUMN_CLOSE][row];
    int64_t adjusted = source->in->columns[COLUMN_ADJ_CLOSE][row];
    if (close <= 0 || adjusted <= 0)
        return err_set(err, ST_DATA, "row %llu: close and adj_close must be above 0 to adjust by",
                       (unsigned long long)row + 1);
    *ratio = (struct ratio){ adjusted, close, 1, 1 };
    return ST_OK;
}

static enum status ratio_by_factors(struct ratio *ratio, struct source *source, uint64_t row,
                                    struct err *err)
{
    const struct dataset *in = source->in;
    const struct factors *factors = source->factors;
    int64_t ts_ns = in->columns[COLUMN_TS][row];
    int64_t day = source->calendar ? calendar_bar_day(source->calendar, ts_ns, in->interval_ns)
                                   : time_day(ts_ns);
    uint64_t at = source->at;
    if (at > 0 && day <= factors->rows[at - 1].day_through) at = 0;
    while (at < factors->count && factors->rows[at].day_through < day) at++;
    if (at == factors->count) {
        char date[16];
        struct writer writer;
        writer_init(&writer, date, sizeof date);
        time_format_date(&writer, ts_ns);
        return err_set(err, ST_DATA,
                       "row %llu: no factor is valid on %s; the last line ends before",
                       (unsigned long long)row + 1, date);
    }
    source->at = at;
    struct decimal price = factors->rows[at].price_factor, split = factors->rows[at].split_factor;
    *ratio = (struct ratio){ .price_num = (i128)price.units * split.units,
                             .price_den = decimal_power(price.decimals + split.decimals),
                             .volume_num = decimal_power(split.decimals),
                             .volume_den = split.units };
    return ST_OK;
}

static bool scale(int64_t *out, i128 value, i128 num, i128 den)
{
    i128 product;
    if (__builtin_mul_overflow(value, num, &product)) return false;
    /* Rounding looks at half a denominator more. */
    i128 limit = ((i128)1 << 126) - den;
    if (product > limit || product < -limit) return false;
    i128 rounded = decimal_divide(product, den, ROUND_HALF_AWAY);
    if (rounded > INT64_MAX || rounded < INT64_MIN) return false;
    *out = (int64_t)rounded;
    return true;
}

/* One row into the new columns, prices with `decimals`. Answers the column that does not fit, or
 * COLUMN_COUNT. */
static int scale_row(int64_t *const *columns, const struct dataset *in, const struct ratio *ratio,
                     uint64_t row, uint32_t decimals)
{
    i128 finer = (i128)in->tick_units * decimal_power(decimals - in->price_decimals);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (!columns[i]) continue;
        int64_t value = in->columns[i][row];
        i128 units = value;
        bool fits = true;
        if (is_price(i))
            fits = !__builtin_mul_overflow(units, finer, &units) &&
                   scale(&columns[i][row], units, ratio->price_num, ratio->price_den);
        else if (is_volume(i))
            fits = scale(&columns[i][row], value, ratio->volume_num, ratio->volume_den);
        else
            columns[i][row] = value;
        if (!fits) return i;
    }
    return COLUMN_COUNT;
}

/* All rows with so many decimals of price. *misfit is the column that needs fewer; COLUMN_COUNT:
 * none. */
static enum status scale_rows(int64_t *const *columns, struct source *source, uint32_t decimals,
                              int *misfit, struct err *err)
{
    *misfit = COLUMN_COUNT;
    source->at = 0;
    for (uint64_t row = 0; row < source->in->count && *misfit == COLUMN_COUNT; row++) {
        struct ratio ratio = { 0 };
        enum status status = source->factors ? ratio_by_factors(&ratio, source, row, err)
                                             : ratio_by_adj_close(&ratio, source, row, err);
        if (status != ST_OK) return status;
        *misfit = scale_row(columns, source->in, &ratio, row, decimals);
    }
    return ST_OK;
}

/* New columns like the source's, all but adj_close. False: the arena is too small. */
static bool take_columns(int64_t **columns, const struct dataset *in, bool is_adj_close_kept,
                         struct arena *arena)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        columns[i] = NULL;
        if (!in->columns[i] || (i == COLUMN_ADJ_CLOSE && !is_adj_close_kept)) continue;
        columns[i] = ARENA_ARRAY(arena, int64_t, in->count);
        if (!columns[i]) return false;
    }
    return true;
}

size_t adjust_bytes(const struct dataset *in)
{
    size_t columns = 0;
    for (int i = 0; i < COLUMN_COUNT; i++) columns += in->columns[i] != NULL;
    return columns * (in->count * sizeof(int64_t) + 64) + 64;
}

/* A calendar can only be asked about times it knows. */
static enum status check_times(const struct dataset *in, const struct calendar *calendar,
                               struct err *err)
{
    for (uint64_t row = 0; calendar && row < in->count; row++)
        if (!calendar_in_range(in->columns[COLUMN_TS][row]))
            return err_set(err, ST_DATA, "row %llu: the time is before 1700 or after 2250",
                           (unsigned long long)row + 1);
    return ST_OK;
}

static enum status adjust(struct dataset *out, struct source *source, struct arena *arena,
                          struct err *err)
{
    const struct dataset *in = source->in;
    int64_t *columns[COLUMN_COUNT];
    size_t mark = arena_mark(arena);
    enum status status = check_times(in, source->calendar, err);
    if (status != ST_OK) return status;
    if (!take_columns(columns, in, false, arena))
        status = err_set(err, ST_FULL, "the adjusted bars do not fit the memory given");

    uint32_t decimals =
        in->price_decimals > ADJUSTED_DECIMALS ? in->price_decimals : ADJUSTED_DECIMALS;
    int misfit = COLUMN_COUNT;
    for (; status == ST_OK; decimals--) {
        status = scale_rows(columns, source, decimals, &misfit, err);
        if (status != ST_OK || misfit == COLUMN_COUNT) break;
        if (is_volume(misfit) || decimals == in->price_decimals)
            status = err_set(
                err, ST_DATA, "an adjusted %s does not fit 64 bits; state a coarser %s",
                data_column_name((enum data_column)misfit), is_volume(misfit) ? "lot" : "tick");
    }
    if (status != ST_OK) {
        arena_rewind(arena, mark);
        return status;
    }
    struct dataset made = *in;
    for (int i = 0; i < COLUMN_COUNT; i++) made.columns[i] = columns[i];
    made.price_decimals = decimals;
    made.tick_units = 1;
    made.is_tick_stated = false;
    made.hash = dataset_hash(&made);
    *out = made;
    return ST_OK;
}

enum status adjust_by_adj_close(struct dataset *out, const struct dataset *in, struct arena *arena,
                                struct err *err)
{
    if (!in->columns[COLUMN_ADJ_CLOSE] || !in->columns[COLUMN_CLOSE])
        return err_set(err, ST_USAGE, "%s has no adj_close column to adjust by", in->name);
    struct source source = { .in = in };
    return adjust(out, &source, arena, err);
}

enum status adjust_by_factors(struct dataset *out, const struct dataset *in,
                              const struct factors *factors, const struct calendar *calendar,
                              struct arena *arena, struct err *err)
{
    ASSERT(factors != NULL);
    struct source source = { .in = in, .factors = factors, .calendar = calendar };
    return adjust(out, &source, arena, err);
}

/* Whether a bar has a part in a session. `near` is the session found last: the first that closes
 * behind *from_ns. */
static bool is_in_session(const struct dataset *in, const struct calendar *calendar, uint64_t row,
                          struct session *near, int64_t *from_ns)
{
    int64_t ts_ns = in->columns[COLUMN_TS][row], interval_ns = in->interval_ns;
    if (interval_ns >= NS_PER_DAY) {
        struct session session;
        return calendar_session(calendar, calendar_bar_day(calendar, ts_ns, interval_ns), &session);
    }
    if (ts_ns < *from_ns || ts_ns >= near->close_ns) {
        *near = calendar_session_from(calendar, ts_ns);
        *from_ns = ts_ns;
    }
    return near->open_ns < ts_ns + (interval_ns > 0 ? interval_ns : 1);
}

enum status adjust_to_sessions(struct dataset *out, const struct dataset *in,
                               const struct calendar *calendar, struct arena *arena,
                               struct err *err)
{
    int64_t *columns[COLUMN_COUNT];
    size_t mark = arena_mark(arena);
    enum status status = check_times(in, calendar, err);
    if (status != ST_OK) return status;
    if (!take_columns(columns, in, true, arena)) {
        arena_rewind(arena, mark);
        return err_set(err, ST_FULL, "the bars of the session do not fit the memory given");
    }
    struct session near = { 0 };
    int64_t from_ns = INT64_MAX;
    uint64_t count = 0;
    for (uint64_t row = 0; row < in->count; row++) {
        if (!is_in_session(in, calendar, row, &near, &from_ns)) continue;
        for (int i = 0; i < COLUMN_COUNT; i++)
            if (columns[i]) columns[i][count] = in->columns[i][row];
        count++;
    }
    struct dataset made = *in;
    for (int i = 0; i < COLUMN_COUNT; i++) made.columns[i] = columns[i];
    made.count = count;
    made.hash = dataset_hash(&made);
    *out = made;
    return ST_OK;
}
