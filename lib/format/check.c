#include "format/check.h"
#include "domain/interval.h"
#include "domain/time.h"

#include <math.h>
#include <string.h>

enum { OPEN, HIGH, LOW, CLOSE, PRICES };

/* An outlier leaps by so many median leaps, so many hundredths and so many ticks; below so many
 * leaps known nothing is judged. */
enum { LEAP_MEDIANS = 20, LEAP_PERCENT = 2, LEAP_TICKS = 2, LEAPS_MIN = 16 };

const char *fault_kind_name(enum fault_kind kind)
{
    static const char *const names[FAULT_KIND_COUNT] = {
#define FAULT_TEXT(name, text) text,
        FAULT_LIST(FAULT_TEXT)
#undef FAULT_TEXT
    };
    ASSERT(kind < FAULT_KIND_COUNT);
    return names[kind];
}

void check_init(struct check *check, struct check_options options)
{
    ASSERT(options.calendar != NULL);
    ASSERT(options.interval_ns >= 0);
    memset(check, 0, sizeof *check);
    check->options = options;
}

uint64_t check_total(const struct check *check)
{
    uint64_t total = 0;
    for (int i = 0; i < FAULT_KIND_COUNT; i++) total += check->counts[i];
    return total;
}

/* Counts a fault; answers where its sentence goes, with room for none when it is not kept. */
static struct writer fault_add(struct check *check, enum fault_kind kind, uint64_t row,
                               int64_t ts_ns)
{
    struct writer writer;
    writer_init(&writer, NULL, 0);
    if (check->counts[kind]++ >= FAULTS_A_KIND) return writer;
    ASSERT(check->fault_count < FAULTS_MAX);
    struct fault *fault = &check->faults[check->fault_count++];
    *fault = (struct fault){ .kind = kind, .row = row, .ts_ns = ts_ns };
    writer_init(&writer, fault->text, sizeof fault->text);
    return writer;
}

static void format_price(const struct check *check, struct writer *writer, int64_t ticks)
{
    int64_t units;
    if (check->options.tick_units > 0 &&
        !__builtin_mul_overflow(ticks, check->options.tick_units, &units))
        decimal_format(writer, units, check->options.price_decimals, true);
    else writer_format(writer, "%lld ticks", (long long)ticks);
}

/* ---- gaps ---- */

/* Whole intervals of open market in [from_ns, to_ns). Sessions that follow each other without a
 * break are one stretch. */
static uint64_t open_intervals(const struct check_options *options, int64_t from_ns, int64_t to_ns)
{
    int64_t interval_ns = options->interval_ns, stretch_ns = 0, stretch_end = from_ns;
    uint64_t count = 0;
    if (from_ns >= to_ns) return 0;
    struct session session = calendar_session_from(options->calendar, from_ns);
    while (session.open_ns < to_ns) {
        int64_t start = session.open_ns > from_ns ? session.open_ns : from_ns;
        int64_t end = session.close_ns < to_ns ? session.close_ns : to_ns;
        if (start != stretch_end) {
            count += (uint64_t)(stretch_ns / interval_ns);
            stretch_ns = 0;
        }
        stretch_ns += end - start;
        stretch_end = end;
        session = calendar_session_from(options->calendar, session.close_ns);
    }
    return count + (uint64_t)(stretch_ns / interval_ns);
}

/* How many bars are missing between two rows. */
static uint64_t missing_bars(const struct check_options *options, int64_t from_ns, int64_t to_ns)
{
    int64_t interval_ns = options->interval_ns, step_ns = to_ns - from_ns;
    const struct calendar *calendar = options->calendar;
    if (step_ns <= interval_ns) return 0;
    if (interval_ns == NS_PER_DAY)
        return calendar_session_count(calendar,
                                      calendar_bar_day(calendar, from_ns, interval_ns) + 1,
                                      calendar_bar_day(calendar, to_ns, interval_ns));
    if (interval_ns > NS_PER_DAY)
        return step_ns > interval_ns + interval_ns / 2
                   ? (uint64_t)((step_ns + interval_ns / 2) / interval_ns - 1)
                   : 0;
    if (calendar_is_always_open(calendar)) return (uint64_t)(step_ns / interval_ns - 1);
    return open_intervals(options, from_ns + interval_ns, to_ns);
}

static void check_gap(struct check *check, const struct check_bar *bar)
{
    int64_t last_ns = check->latest_ns;
    if (check->options.interval_ns == 0 || bar->ts_ns <= last_ns) return;
    uint64_t missing = missing_bars(&check->options, last_ns, bar->ts_ns);
    if (missing == 0) return;
    check->bars_missing += missing;
    if (bar->ts_ns - last_ns > check->gap_ns_max) check->gap_ns_max = bar->ts_ns - last_ns;
    struct writer writer =
        fault_add(check, FAULT_GAP, check->rows, last_ns + check->options.interval_ns);
    writer_format(&writer, "%llu %s of ", (unsigned long long)missing,
                  missing == 1 ? "bar" : "bars");
    interval_format(&writer, check->options.interval_ns);
    writer_format(&writer, " missing between ");
    time_format(&writer, last_ns);
    writer_format(&writer, " and ");
    time_format(&writer, bar->ts_ns);
}

/* ---- order ---- */

static bool is_same_bar(const struct check_bar *a, const struct check_bar *b)
{
    return memcmp(a->price, b->price, sizeof a->price) == 0 && a->volume == b->volume &&
           a->is_quote == b->is_quote && memcmp(a->ask, b->ask, sizeof a->ask) == 0 &&
           a->bid_size == b->bid_size && a->ask_size == b->ask_size;
}

static void check_order(struct check *check, const struct check_bar *bar)
{
    if (bar->ts_ns > check->last.ts_ns) return;
    bool is_duplicate = bar->ts_ns == check->last.ts_ns;
    struct writer writer =
        fault_add(check, is_duplicate ? FAULT_DUPLICATE : FAULT_BACKWARDS, check->rows, bar->ts_ns);
    if (is_duplicate) {
        writer_format(&writer, is_same_bar(bar, &check->last)
                                   ? "the same row as before"
                                   : "the time of the row before, with other figures");
        return;
    }
    writer_format(&writer, "behind a row of ");
    time_format(&writer, check->last.ts_ns);
}

/* ---- one row by itself ---- */

/* What no market can show in four prices, or NULL. */
static const char *impossible(const int64_t *price, bool is_negative_allowed)
{
    for (int i = 0; i < PRICES; i++) {
        if (price[i] > price[HIGH]) return "the high is below another price of the bar";
        if (price[i] < price[LOW]) return "the low is above another price of the bar";
    }
    return price[LOW] <= 0 && !is_negative_allowed ? "a price is not above 0" : NULL;
}

static void check_figures(struct check *check, const struct check_bar *bar)
{
    bool is_negative_allowed = check->options.is_negative_allowed;
    const char *wrong = impossible(bar->price, is_negative_allowed);
    if (!wrong && bar->is_quote) wrong = impossible(bar->ask, is_negative_allowed);
    if (bar->volume < 0) wrong = "the volume is negative";
    if (bar->bid_size < 0 || bar->ask_size < 0) wrong = "a size is negative";
    if (!calendar_in_range(bar->ts_ns)) wrong = "the time is before 1700 or after 2250";
    if (wrong) {
        struct writer writer = fault_add(check, FAULT_BAD_ROW, check->rows, bar->ts_ns);
        writer_add(&writer, text_from(wrong));
    }
}

static void check_crossed(struct check *check, const struct check_bar *bar)
{
    static const char *const names[PRICES] = { "open", "high", "low", "close" };
    for (int i = 0; bar->is_quote && i < PRICES; i++) {
        if (bar->price[i] <= bar->ask[i]) continue;
        struct writer writer = fault_add(check, FAULT_CROSSED, check->rows, bar->ts_ns);
        writer_format(&writer, "the bid's %s of ", names[i]);
        format_price(check, &writer, bar->price[i]);
        writer_format(&writer, " is above the ask's of ");
        format_price(check, &writer, bar->ask[i]);
        return;
    }
}

/* ---- outliers ---- */

/* Puts a leap among the last ones, in place of the oldest. */
static void leap_push(struct check *check, double leap)
{
    uint32_t count = check->leap_count, at = 0;
    if (count == LEAPS) {
        double oldest = check->leaps[check->leap_at];
        while (check->sorted[at] < oldest) at++;
        count--;
        memmove(&check->sorted[at], &check->sorted[at + 1], (count - at) * sizeof(double));
    }
    for (at = 0; at < count && check->sorted[at] < leap;) at++;
    memmove(&check->sorted[at + 1], &check->sorted[at], (count - at) * sizeof(double));
    check->sorted[at] = leap;
    check->leaps[check->leap_at] = leap;
    check->leap_at = (check->leap_at + 1) % LEAPS;
    check->leap_count = count + 1;
}

/* The suspect was an outlier when this close takes back three quarters of its leap or more. */
static bool is_taken_back(const struct check *check, int64_t close)
{
    double leap = (double)check->suspect.price[CLOSE] - (double)check->suspect_before;
    double back = (double)check->suspect.price[CLOSE] - (double)close;
    return leap > 0 ? 4 * back >= 3 * leap : 4 * back <= 3 * leap;
}

static void check_leap(struct check *check, const struct check_bar *bar)
{
    int64_t before = check->last.price[CLOSE], close = bar->price[CLOSE];
    if (before <= 0 || close <= 0) return;
    double ticks = fabs((double)close - (double)before), leap = ticks / (double)before;
    bool was_suspect = check->is_suspect;
    check->is_suspect = false;
    if (was_suspect && is_taken_back(check, close)) {
        struct writer writer =
            fault_add(check, FAULT_OUTLIER, check->suspect_row, check->suspect.ts_ns);
        writer_format(&writer, "the close leaps from ");
        format_price(check, &writer, check->suspect_before);
        writer_format(&writer, " to ");
        format_price(check, &writer, check->suspect.price[CLOSE]);
        writer_format(&writer, " and back to ");
        format_price(check, &writer, close);
    } else if (check->leap_count >= LEAPS_MIN && ticks > LEAP_TICKS && leap * 100 > LEAP_PERCENT &&
               leap > LEAP_MEDIANS * check->sorted[check->leap_count / 2]) {
        check->is_suspect = true;
        check->suspect = *bar;
        check->suspect_before = before;
        check->suspect_row = check->rows;
    }
    leap_push(check, leap);
}

void check_row(struct check *check, const struct check_bar *bar)
{
    check_figures(check, bar);
    check_crossed(check, bar);
    if (!calendar_in_range(bar->ts_ns)) {
        check->rows++;
        return;
    }
    if (check->last.ts_ns != 0 || check->rows > 0) {
        check_order(check, bar);
        check_gap(check, bar);
        if (bar->ts_ns > check->last.ts_ns) check_leap(check, bar);
    }
    if (check->rows == 0 || bar->ts_ns > check->latest_ns) check->latest_ns = bar->ts_ns;
    check->last = *bar;
    check->rows++;
}

static int64_t cell(const struct dataset *dataset, enum data_column column, uint64_t row)
{
    return dataset->columns[column] ? dataset->columns[column][row] : 0;
}

void check_dataset(struct check *check, const struct dataset *dataset, struct check_options options)
{
    options.price_decimals = dataset->price_decimals;
    options.tick_units = dataset->tick_units;
    check_init(check, options);
    for (int i = COLUMN_OPEN; i <= COLUMN_CLOSE; i++) ASSERT(dataset->columns[i] != NULL);
    for (uint64_t row = 0; row < dataset->count; row++) {
        struct check_bar bar = { .ts_ns = dataset->columns[COLUMN_TS][row],
                                 .volume = cell(dataset, COLUMN_VOLUME, row),
                                 .bid_size = cell(dataset, COLUMN_BID_SIZE, row),
                                 .ask_size = cell(dataset, COLUMN_ASK_SIZE, row),
                                 .is_quote = dataset->kind == DATA_QUOTEBARS };
        for (uint32_t i = 0; i < PRICES; i++) {
            bar.price[i] = dataset->columns[COLUMN_OPEN + i][row];
            if (bar.is_quote)
                bar.ask[i] = cell(dataset, (enum data_column)(COLUMN_ASK_OPEN + i), row);
        }
        check_row(check, &bar);
    }
}
