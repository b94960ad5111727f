/* clock.c — the clock of a run: which bar opens or closes next, and who is told in what order. */
#include "sim/run.h"

static const uint64_t progress_bars = 65536;

/* ---- a bar --------------------------------------------------------------------------------------
 */

/* The finer bars that began inside this one. */
static void find_fine(struct run *run, uint32_t instrument, struct venue_bar *bar)
{
    const struct dataset *fine = &run->input->fine[instrument];
    const int64_t *ts = fine->columns[COLUMN_TS];
    uint64_t at = run->fine_next[instrument];
    while (at < fine->count && ts[at] < bar->start_ns) at++;
    bar->fine = fine;
    bar->fine_first = at;
    while (at < fine->count && ts[at] < bar->end_ns) at++;
    bar->fine_count = at - bar->fine_first;
    run->fine_next[instrument] = at;
}

static void load_bar(struct run *run, const struct feed *feed)
{
    const struct dataset *data = feed->data;
    uint64_t i = feed->next;
    struct venue_bar *bar = &run->bars[feed->instrument];
    const int64_t *ts = data->columns[COLUMN_TS];
    int64_t start = ts[i], end = start + data->interval_ns;
    if (i + 1 < data->count && ts[i + 1] < end) end = ts[i + 1];
    if (data->interval_ns == 0 && i + 1 < data->count) end = ts[i + 1];
    bar->index = i;
    bar->start_ns = start;
    bar->end_ns = end;
    bar->open_ticks = data->columns[COLUMN_OPEN][i];
    bar->high_ticks = data->columns[COLUMN_HIGH][i];
    bar->low_ticks = data->columns[COLUMN_LOW][i];
    bar->close_ticks = data->columns[COLUMN_CLOSE][i];
    bar->has_volume = feed->has_volume;
    bar->volume_lots = bar->has_volume ? data->columns[COLUMN_VOLUME][i] : 0;
    if (run->input->fine) find_fine(run, feed->instrument, bar);
}

static void tell_price(struct run *run, uint32_t instrument, uint32_t flags, int64_t last,
                       int64_t bid, int64_t ask)
{
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = { instrument },
                           .kind = EV_PRICE,
                           .flags = (uint16_t)flags };
    event.price.last_ticks = last;
    event.price.bid_ticks = bid;
    event.price.ask_ticks = ask;
    run_step(run, &event);
}

/* A bar opens: what waits for it meets its first price. */
static void open_bar(struct run *run, struct feed *feed)
{
    uint32_t i = feed->instrument;
    load_bar(run, feed);
    feed->is_open = true;
    if (bar_venue_is_idle(run->venue, i)) return;
    tell_price(run, i, PRICE_LAST, run->bars[i].open_ticks, 0, 0);
    bar_venue_open(run->venue, i, &run->bars[i], OPEN_EXITS);
    run->opening[run->opening_count++] = i;
}

/* All bars of this moment have opened and what closes has closed: now the others, then the strategy
 * hears. */
static void end_opening(struct run *run)
{
    run->is_opening = true;
    for (uint32_t k = 0; k < run->opening_count; k++)
        bar_venue_open(run->venue, run->opening[k], &run->bars[run->opening[k]], OPEN_ENTRIES);
    run->opening_count = 0;
    if (run->call_count > 0) desk_deliver(run);
    run->is_opening = false;
}

static void fire_timers(struct run *run)
{
    while (run->timer_count > 0 && run->timers[0].ts_ns <= run->now_ns) {
        uint64_t tag = run->timers[0].tag;
        run->timer_count--;
        for (uint32_t i = 0; i < run->timer_count; i++) run->timers[i] = run->timers[i + 1];
        if (run->strategy->on_timer) run->strategy->on_timer(run->state, &run->view, tag);
    }
}

/* A bar has closed: its path is walked, the core marks it, what is due falls due, the strategy sees
 * it. */
static void close_bar(struct run *run, struct feed *feed)
{
    uint32_t i = feed->instrument;
    const struct venue_bar *bar = &run->bars[i];
    feed->is_open = false;
    feed->next++;
    if (!bar_venue_is_idle(run->venue, i)) bar_venue_walk(run->venue, i, bar);

    struct event event = { .ts_venue_ns = bar->start_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = { i },
                           .kind = EV_BAR };
    event.bar = (struct event_bar){ bar->open_ticks, bar->high_ticks, bar->low_ticks,
                                    bar->close_ticks, bar->volume_lots };
    run_step(run, &event);
    run->told++;
    run->moment_ns = bar->start_ns;
    if (run->has_dues) account_accrue(run, i);
    if (run->has_guards) account_guard(run, i);
    if (run->is_over) return;

    run->series[i].count = feed->next;
    run->view.now_ns = run->now_ns;
    if (run->call_count > 0) desk_deliver(run);
    desk_refresh(run);
    if (run->timer_count > 0) fire_timers(run);
    run->strategy->on_bar(run->state, &run->view, i);
    if (!bar_venue_is_idle(run->venue, i)) {
        bar_venue_close(run->venue, i, bar);
        if (run->call_count > 0) desk_deliver(run);
    }
}

static void take_quote(struct run *run, struct feed *feed)
{
    const struct dataset *data = feed->data;
    uint64_t row = feed->next++;
    int64_t bid = data->columns[COLUMN_CLOSE][row], ask = data->columns[COLUMN_ASK_CLOSE][row];
    run->bars[feed->instrument].bid_ticks = bid;
    run->bars[feed->instrument].ask_ticks = ask;
    tell_price(run, feed->instrument, PRICE_BID | PRICE_ASK, 0, bid, ask);
}

/* A mark or index bar has ended: the core learns its close, triggers and guards its range. */
static void take_seen(struct run *run, struct feed *feed)
{
    const struct dataset *data = feed->data;
    uint64_t row = feed->next++;
    uint32_t i = feed->instrument;
    bool is_mark = feed->seen == 1 + SEEN_MARK;
    struct venue_bar range = { .start_ns = data->columns[COLUMN_TS][row],
                               .end_ns = run->now_ns,
                               .open_ticks = data->columns[COLUMN_OPEN][row],
                               .high_ticks = data->columns[COLUMN_HIGH][row],
                               .low_ticks = data->columns[COLUMN_LOW][row],
                               .close_ticks = data->columns[COLUMN_CLOSE][row] };
    struct seen *seen = &run->seen[i][feed->seen - 1];
    if (!seen->is_known) {
        seen->open_ticks = seen->high_ticks = seen->low_ticks = range.open_ticks;
        seen->is_known = true;
    }
    if (range.high_ticks > seen->high_ticks) seen->high_ticks = range.high_ticks;
    if (range.low_ticks < seen->low_ticks) seen->low_ticks = range.low_ticks;
    seen->close_ticks = range.close_ticks;
    struct event event = { .ts_venue_ns = run->now_ns,
                           .ts_received_ns = run->now_ns,
                           .instrument = { i },
                           .kind = EV_PRICE,
                           .flags = is_mark ? PRICE_MARK : PRICE_INDEX };
    if (is_mark) event.price.mark_ticks = range.close_ticks;
    else event.price.index_ticks = range.close_ticks;
    run_step(run, &event);
    if (!bar_venue_is_idle(run->venue, i)) bar_venue_trigger(run->venue, i, event.flags, &range);
}

/* Everything of this moment has closed: the strategy may look at all of it, the curve gets its
 * point. */
static void end_moment(struct run *run)
{
    if (run->strategy->on_moment) {
        desk_refresh(run);
        run->strategy->on_moment(run->state, &run->view);
        for (uint32_t i = 0; i < run->input->instrument_count; i++)
            if (!bar_venue_is_idle(run->venue, i)) bar_venue_close(run->venue, i, &run->bars[i]);
        if (run->call_count > 0) desk_deliver(run);
    }
    desk_refresh(run);
    int64_t equity = run->wallet.equity;
    if (equity > run->equity_peak) {
        run->equity_peak = equity;
    } else if (run->equity_peak > 0) {
        int64_t down = run->equity_peak - equity;
        if (down > run->drawdown_cash) run->drawdown_cash = down;
        double share = (double)-down / (double)run->equity_peak;
        if (share < run->drawdown_share) run->drawdown_share = share;
    }
    recorder_point(run);
}

/* ---- the clock ----------------------------------------------------------------------------------
 */

/* When a feed's next happening is; false: it has none left. */
static bool feed_time(const struct run *run, struct feed *feed)
{
    const struct dataset *data = feed->data;
    if (feed->is_open) {
        feed->time_ns = run->bars[feed->instrument].end_ns;
        return true;
    }
    if (feed->next >= data->count) return false;
    feed->time_ns = data->columns[COLUMN_TS][feed->next];
    if (!feed->is_quotes) return true;
    int64_t end = feed->time_ns + data->interval_ns; /* a quote bar is known when it has ended */
    if (feed->next + 1 < data->count && data->columns[COLUMN_TS][feed->next + 1] < end)
        end = data->columns[COLUMN_TS][feed->next + 1];
    feed->time_ns = end;
    return true;
}

/* At one time: quotes, then closes, then opens; among equals, as listed. */
static bool is_before(const struct run *run, uint32_t a, uint32_t b)
{
    const struct feed *x = &run->feeds[a], *y = &run->feeds[b];
    if (x->time_ns != y->time_ns) return x->time_ns < y->time_ns;
    int rank_x = x->is_quotes ? 0
                 : x->is_open ? 1
                              : 2,
        rank_y = y->is_quotes ? 0
                 : y->is_open ? 1
                              : 2;
    if (rank_x != rank_y) return rank_x < rank_y;
    return a < b;
}

static void sift_down(struct run *run, uint32_t at, uint32_t count)
{
    uint32_t *heap = run->heap, moving = heap[at];
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= count) break;
        if (child + 1 < count && is_before(run, heap[child + 1], heap[child])) child++;
        if (!is_before(run, heap[child], moving)) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moving;
}

static bool is_past_stop(const struct run *run, const struct feed *feed)
{
    int64_t stop = run->input->stop_ns;
    return feed->time_ns > stop || (feed->time_ns == stop && !feed->is_open && !feed->is_quotes);
}

static bool report_progress(struct run *run)
{
    const struct backtest_input *input = run->input;
    if (input->progress) {
        uint64_t total = 0;
        for (uint32_t i = 0; i < input->instrument_count; i++) total += input->bars[i].count;
        input->progress(input->progress_self, run->told, total);
    }
    if (input->is_interrupted && input->is_interrupted(input->progress_self)) {
        run->output->was_interrupted = true;
        run->is_over = true;
    }
    return run->is_over;
}

static void happen(struct run *run, struct feed *feed)
{
    if (feed->time_ns > run->now_ns) run->now_ns = feed->time_ns;
    if (feed->seen) take_seen(run, feed);
    else if (feed->is_quotes) take_quote(run, feed);
    else if (feed->is_open) close_bar(run, feed);
    else open_bar(run, feed);
}

/* One feed needs no heap: each bar opens and closes before the next. */
static void run_single(struct run *run)
{
    struct feed *feed = &run->feeds[0];
    while (!run->is_over && feed_time(run, feed) && !is_past_stop(run, feed)) {
        bool was_open = feed->is_open;
        happen(run, feed);
        if (run->opening_count > 0) end_opening(run);
        if (!was_open) continue;
        end_moment(run);
        if (run->told % progress_bars == 0) report_progress(run);
    }
}

static bool opens_now(const struct run *run, const struct feed *feed)
{
    return feed->time_ns == run->now_ns && !feed->is_open && !feed->is_quotes;
}

static void run_merged(struct run *run)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < run->feed_count; i++)
        if (feed_time(run, &run->feeds[i])) run->heap[count++] = i;
    for (uint32_t i = count / 2; i > 0; i--) sift_down(run, i - 1, count);
    uint64_t reported = 0;
    bool has_closed = false;
    while (count > 0 && !run->is_over) {
        struct feed *feed = &run->feeds[run->heap[0]];
        bool is_close = feed->is_open || feed->is_quotes;
        if (has_closed && (feed->time_ns > run->now_ns || !is_close)) {
            end_moment(run);
            has_closed = false;
        }
        if (is_past_stop(run, feed)) break;
        has_closed |= feed->is_open;
        happen(run, feed);
        if (!feed_time(run, feed)) run->heap[0] = run->heap[--count];
        if (count > 0) sift_down(run, 0, count);
        if (run->opening_count > 0 && (count == 0 || !opens_now(run, &run->feeds[run->heap[0]])))
            end_opening(run);
        if (run->told - reported >= progress_bars) {
            reported = run->told;
            report_progress(run);
        }
    }
    if (has_closed) end_moment(run);
}

void run_clock(struct run *run)
{
    if (run->feed_count == 1) run_single(run);
    else run_merged(run);
}
