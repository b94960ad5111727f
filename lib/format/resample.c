#include "format/resample.h"
#include "domain/civil.h"
#include "domain/interval.h"
#include "domain/time.h"

/* A bucket of a century around these years still lies in what 64 bits of nanoseconds hold. */
enum { YEAR_MIN = 1800, YEAR_MAX = 2150, INTERVAL_MONTHS_MAX = -1200 };

/* A bucket: rows that start in [from_ns, to_ns) make one bar, stamped stamp_ns. It is whole when it
 * is seen from open_ns to close_ns. */
struct bucket {
    int64_t from_ns, to_ns;
    int64_t open_ns, close_ns;
    int64_t stamp_ns;
};

/* Whole days from `first` to before `last` that make one bar. */
struct day_range {
    int64_t first, last;
};

static int64_t floor_to(int64_t value, int64_t step, int64_t origin)
{
    int64_t rest = (value - origin) % step;
    return value - (rest < 0 ? rest + step : rest);
}

/* The first day of a month counted from January of year 0. */
static int64_t month_day(int64_t month)
{
    int64_t year = floor_to(month, 12, 0) / 12;
    return civil_day((int32_t)year, (int32_t)(month - year * 12) + 1, 1);
}

static struct day_range range_of(int64_t day, int64_t interval_ns)
{
    if (interval_ns < 0) {
        struct civil_date date = civil_from_day(day);
        int64_t first = floor_to((int64_t)date.year * 12 + date.month - 1, -interval_ns, 0);
        return (struct day_range){ month_day(first), month_day(first - interval_ns) };
    }
    /* 5 January 1970 was a Monday. */
    int64_t days = interval_ns / NS_PER_DAY;
    int64_t first = floor_to(day, days, days % 7 == 0 ? 4 : 0);
    return (struct day_range){ first, first + days };
}

static bool is_whole_days(int64_t interval_ns)
{
    return interval_ns < 0 || interval_ns % NS_PER_DAY == 0;
}

static struct bucket bucket_by_clock(int64_t ts_ns, int64_t interval_ns)
{
    struct bucket bucket;
    if (is_whole_days(interval_ns)) {
        struct day_range days = range_of(time_day(ts_ns), interval_ns);
        bucket.from_ns = time_from_day(days.first);
        bucket.to_ns = time_from_day(days.last);
    } else {
        bucket.from_ns = time_floor(ts_ns, interval_ns);
        bucket.to_ns = bucket.from_ns + interval_ns;
    }
    bucket.open_ns = bucket.stamp_ns = bucket.from_ns;
    bucket.close_ns = bucket.to_ns;
    return bucket;
}

static struct bucket bucket_by_days(int64_t ts_ns, const struct resample_options *options)
{
    const struct calendar *calendar = options->calendar;
    struct day_range days = range_of(calendar_day(calendar, ts_ns), options->interval_ns);
    struct bucket bucket = { .from_ns = calendar_day_start(calendar, days.first),
                             .to_ns = calendar_day_start(calendar, days.last) };
    bucket.open_ns = bucket.stamp_ns = bucket.from_ns;
    bucket.close_ns = bucket.to_ns;

    struct session session = { 0 };
    int64_t day = days.first;
    while (day < days.last && !calendar_session(calendar, day, &session)) day++;
    if (day == days.last) return bucket;
    bucket.open_ns = bucket.stamp_ns = session.open_ns;
    for (day = days.last - 1; !calendar_session(calendar, day, &session);) day--;
    bucket.close_ns = session.close_ns;
    return bucket;
}

static struct bucket bucket_in_day(int64_t ts_ns, const struct resample_options *options)
{
    const struct calendar *calendar = options->calendar;
    int64_t day = calendar_day(calendar, ts_ns), interval_ns = options->interval_ns;
    int64_t start_ns = calendar_day_start(calendar, day);
    int64_t end_ns = calendar_day_start(calendar, day + 1);
    struct session session;
    bool has_session = calendar_session(calendar, day, &session);
    int64_t origin_ns = has_session ? session.open_ns : start_ns;
    struct bucket bucket = { .from_ns = floor_to(ts_ns, interval_ns, origin_ns) };
    bucket.to_ns = bucket.from_ns + interval_ns;
    if (bucket.from_ns < start_ns) bucket.from_ns = start_ns;
    if (bucket.to_ns > end_ns) bucket.to_ns = end_ns;
    bucket.open_ns = bucket.stamp_ns = bucket.from_ns;
    bucket.close_ns = bucket.to_ns;
    if (has_session && session.close_ns > bucket.from_ns && session.close_ns < bucket.to_ns)
        bucket.close_ns = session.close_ns;
    return bucket;
}

static struct bucket bucket_of(int64_t ts_ns, const struct resample_options *options)
{
    if (!options->calendar) return bucket_by_clock(ts_ns, options->interval_ns);
    return is_whole_days(options->interval_ns) ? bucket_by_days(ts_ns, options)
                                               : bucket_in_day(ts_ns, options);
}

/* What a column does with the rows of a bucket. */
enum fold { FOLD_FIRST, FOLD_MAX, FOLD_MIN, FOLD_LAST, FOLD_SUM, FOLD_STAMP };

static const enum fold folds[COLUMN_COUNT] = {
    [COLUMN_TS] = FOLD_STAMP,       [COLUMN_OPEN] = FOLD_FIRST,     [COLUMN_HIGH] = FOLD_MAX,
    [COLUMN_LOW] = FOLD_MIN,        [COLUMN_CLOSE] = FOLD_LAST,     [COLUMN_VOLUME] = FOLD_SUM,
    [COLUMN_ADJ_CLOSE] = FOLD_LAST, [COLUMN_ASK_OPEN] = FOLD_FIRST, [COLUMN_ASK_HIGH] = FOLD_MAX,
    [COLUMN_ASK_LOW] = FOLD_MIN,    [COLUMN_ASK_CLOSE] = FOLD_LAST, [COLUMN_BID_SIZE] = FOLD_LAST,
    [COLUMN_ASK_SIZE] = FOLD_LAST,
};

/* Rows [first, last) of one column as one value. False: the sum does not fit. */
static bool fold_rows(int64_t *out, enum fold fold, const int64_t *rows, uint64_t first,
                      uint64_t last)
{
    int64_t value = rows[first];
    for (uint64_t i = first + 1; i < last; i++) {
        if (fold == FOLD_LAST) value = rows[i];
        if (fold == FOLD_MAX && rows[i] > value) value = rows[i];
        if (fold == FOLD_MIN && rows[i] < value) value = rows[i];
        if (fold == FOLD_SUM && __builtin_add_overflow(value, rows[i], &value)) return false;
    }
    *out = value;
    return true;
}

/* The row behind the last one of a bucket that starts at row `first`. */
static uint64_t bucket_end(const struct dataset *in, uint64_t first, const struct bucket *bucket)
{
    uint64_t last = first + 1;
    while (last < in->count && in->columns[COLUMN_TS][last] < bucket->to_ns) last++;
    return last;
}

static bool is_start(const struct bucket *bucket, int64_t ts_ns)
{
    return ts_ns >= bucket->from_ns && ts_ns <= bucket->open_ns;
}

static enum status check_options(const struct dataset *in, const struct resample_options *options,
                                 struct err *err)
{
    char from[32], to[32];
    struct writer writer;
    int64_t interval_ns = options->interval_ns;
    if (interval_ns == 0) return err_set(err, ST_USAGE, "an interval to resample to must be given");
    writer_init(&writer, from, sizeof from);
    interval_format(&writer, in->interval_ns);
    writer_init(&writer, to, sizeof to);
    interval_format(&writer, interval_ns);
    if (options->calendar && interval_ns > NS_PER_DAY && !is_whole_days(interval_ns))
        return err_set(err, ST_USAGE,
                       "bars of %s do not fit a trading day; take a whole number of days", to);
    if (interval_length_ns(interval_ns) > interval_length_ns(INTERVAL_MONTHS_MAX))
        return err_set(err, ST_USAGE, "bars of %s are longer than 100 years", to);
    if (interval_length_ns(interval_ns) < in->interval_ns)
        return err_set(err, ST_USAGE, "bars of %s cannot be made of longer ones (%s)", to, from);
    if (interval_ns > 0 && in->interval_ns > 0 && interval_ns % in->interval_ns != 0)
        return err_set(err, ST_USAGE, "%s is not a whole number of the source's %s bars", to, from);
    const int64_t *ts = in->columns[COLUMN_TS];
    for (uint64_t i = 1; i < in->count; i++)
        if (ts[i] < ts[i - 1])
            return err_set(err, ST_DATA, "row %llu: time goes backwards; sort the file by time",
                           (unsigned long long)i + 1);
    int64_t days_first = civil_day(YEAR_MIN, 1, 1), days_last = civil_day(YEAR_MAX, 1, 1);
    if (in->count > 0 && (time_day(ts[0]) < days_first || time_day(ts[in->count - 1]) >= days_last))
        return err_set(err, ST_DATA, "times before %d or from %d on cannot be resampled", YEAR_MIN,
                       YEAR_MAX);
    return ST_OK;
}

size_t resample_bytes(const struct dataset *in)
{
    size_t columns = 0;
    for (int i = 0; i < COLUMN_COUNT; i++) columns += in->columns[i] != NULL;
    return columns * (in->count * sizeof(int64_t) + 64) + 64;
}

/* The rows that count, [*first, *last), and how many bars they make. */
static uint64_t find_rows(const struct dataset *in, const struct resample_options *options,
                          uint64_t *first, uint64_t *last)
{
    const int64_t *ts = in->columns[COLUMN_TS];
    uint64_t row = 0, bars = 0;
    if (options->is_start_aligned)
        while (row < in->count) {
            struct bucket bucket = bucket_of(ts[row], options);
            if (is_start(&bucket, ts[row])) break;
            row++;
        }
    *first = row;
    *last = row;
    while (row < in->count) {
        struct bucket bucket = bucket_of(ts[row], options);
        uint64_t end = bucket_end(in, row, &bucket);
        bool is_last = end == in->count;
        if (is_last && options->is_end_complete && ts[end - 1] + in->interval_ns < bucket.close_ns)
            break;
        bars++;
        *last = row = end;
    }
    return bars;
}

enum status resample(struct dataset *out, const struct dataset *in,
                     const struct resample_options *options, struct arena *arena, struct err *err)
{
    ASSERT(in->columns[COLUMN_TS] != NULL);
    enum status status = check_options(in, options, err);
    if (status != ST_OK) return status;

    uint64_t first, last;
    uint64_t bars = find_rows(in, options, &first, &last);
    struct dataset made = *in;
    int64_t *columns[COLUMN_COUNT] = { 0 };
    size_t mark = arena_mark(arena);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (!in->columns[i]) continue;
        made.columns[i] = columns[i] = ARENA_ARRAY(arena, int64_t, bars);
        if (columns[i]) continue;
        arena_rewind(arena, mark);
        return err_set(err, ST_FULL, "%llu resampled bars do not fit the memory given",
                       (unsigned long long)bars);
    }
    for (uint64_t row = first, bar = 0; row < last; bar++) {
        struct bucket bucket = bucket_of(in->columns[COLUMN_TS][row], options);
        uint64_t end = bucket_end(in, row, &bucket);
        columns[COLUMN_TS][bar] = bucket.stamp_ns;
        for (int i = COLUMN_TS + 1; i < COLUMN_COUNT; i++) {
            if (!columns[i] || fold_rows(&columns[i][bar], folds[i], in->columns[i], row, end))
                continue;
            arena_rewind(arena, mark);
            return err_set(err, ST_DATA,
                           "row %llu: the %s of one bar does not fit 64 bits; state a coarser lot",
                           (unsigned long long)row + 1, data_column_name((enum data_column)i));
        }
        row = end;
    }
    made.count = bars;
    made.interval_ns = interval_length_ns(options->interval_ns);
    made.duplicate_count = 0;
    made.hash = dataset_hash(&made);
    *out = made;
    return ST_OK;
}
