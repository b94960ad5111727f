#include "format/guess.h"
#include "domain/time.h"

enum { SAMPLES_MAX = 2000, ROWS_MIN = 10, DAYS_MAX = 3700 };

static bool is_outside(const struct dataset *in, const struct calendar *calendar, bool is_extended,
                       int64_t ts_ns)
{
    struct session session;
    if (in->interval_ns >= NS_PER_DAY) {
        int64_t day = calendar_bar_day(calendar, ts_ns, in->interval_ns);
        return !calendar_session(calendar, day, &session);
    }
    if (!calendar_session(calendar, calendar_day(calendar, ts_ns), &session)) return true;
    if (is_extended) calendar_extend(calendar, &session);
    return session.close_ns <= ts_ns || session.open_ns >= ts_ns + in->interval_ns;
}

/* How many bars the calendar has room for from the first to the last row; in long data, from as
 * many days at its start, scaled up. */
static double room(const struct dataset *in, const struct calendar *calendar, bool is_extended)
{
    const int64_t *ts = in->columns[COLUMN_TS];
    int64_t from = ts[0], to = ts[in->count - 1] + in->interval_ns, interval_ns = in->interval_ns;
    int64_t first = calendar_bar_day(calendar, from, interval_ns);
    int64_t last = calendar_bar_day(calendar, ts[in->count - 1], interval_ns);
    int64_t end = last - first > DAYS_MAX ? first + DAYS_MAX : last;
    double bars = 0;
    for (int64_t day = first; day <= end; day++) {
        struct session session;
        if (!calendar_session(calendar, day, &session)) continue;
        if (is_extended) calendar_extend(calendar, &session);
        int64_t open = session.open_ns > from ? session.open_ns : from;
        int64_t close = session.close_ns < to ? session.close_ns : to;
        if (interval_ns >= NS_PER_DAY) bars += (double)NS_PER_DAY / (double)interval_ns;
        else if (close > open) bars += (double)(close - open) / (double)interval_ns;
    }
    return bars * (double)(last - first + 1) / (double)(end - first + 1);
}

static struct guess score(const struct dataset *in, const struct calendar *calendar,
                          bool is_extended)
{
    uint64_t step = in->count / SAMPLES_MAX + 1, samples = 0, outside = 0;
    for (uint64_t row = 0; row < in->count; row += step, samples++)
        outside += is_outside(in, calendar, is_extended, in->columns[COLUMN_TS][row]);
    struct guess guess = { .calendar = calendar, .outside = (double)outside / (double)samples };
    double inside = (double)in->count * (1 - guess.outside), bars = room(in, calendar, is_extended);
    if (bars > inside) guess.unfilled = 1 - inside / bars;
    return guess;
}

struct guess calendar_guess(const struct dataset *in)
{
    struct guess best = { .calendar = calendar_get(CALENDAR_ALWAYS) };
    const int64_t *ts = in->columns[COLUMN_TS];
    if (in->count < ROWS_MIN || in->interval_ns <= 0 || ts[0] > ts[in->count - 1]) return best;
    for (uint64_t row = 0; row < in->count; row++)
        if (!calendar_in_range(ts[row])) return best;
    for (uint32_t i = 0; i < CALENDAR_COUNT; i++)
        for (int is_extended = 0; is_extended < 2; is_extended++) {
            struct guess guess = score(in, calendar_get(i), is_extended);
            bool is_better = guess.outside + guess.unfilled < best.outside + best.unfilled;
            if (is_better || (i == 0 && !is_extended)) best = guess;
        }
    return best;
}

/* A share as per cent with one decimal. */
static void format_share(struct writer *writer, double share)
{
    int32_t permille = (int32_t)(share * 1000 + 0.5);
    writer_format(writer, "%d.%d %%", permille / 10, permille % 10);
}

void guess_format(struct writer *writer, const struct guess *guess)
{
    writer_format(writer, "%s (%s), guessed: ", calendar_name(guess->calendar),
                  calendar_help(guess->calendar));
    format_share(writer, guess->outside);
    writer_format(writer, " of the rows lie outside it, ");
    format_share(writer, guess->unfilled);
    writer_format(writer, " of it is empty");
}
