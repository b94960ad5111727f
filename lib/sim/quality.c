#include "sim/quality.h"
#include "base/rng.h"

#include <string.h>

/* ---- harsher sets -------------------------------------------------------------------------------
 */

static void double_slippage(struct spec_slippage *slippage)
{
    if (slippage->kind == SLIP_DEFAULT)
        *slippage = (struct spec_slippage){ SLIP_RATE, 4 * (E12 / 10000) };
    else slippage->value *= 2;
}

static void double_costs(struct spec *spec, struct fee_schedule *fees, uint32_t count)
{
    double_slippage(&spec->costs.slippage_entry);
    double_slippage(&spec->costs.slippage_exit);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t tier = 0; tier < fees[i].tier_count; tier++) {
            fees[i].tiers[tier].taker_e12 *= 2;
            if (fees[i].tiers[tier].maker_e12 > 0) fees[i].tiers[tier].maker_e12 *= 2;
        }
        fees[i].fixed *= 2;
        fees[i].per_unit_e4 *= 2;
        fees[i].min *= 2;
        fees[i].max_rate_e12 *= 2;
    }
}

enum status quality_harsher(struct quality_report *report, const struct backtest_input *input,
                            const struct backtest_memory *scratch,
                            double (*sharpe)(void *self, const struct result *result),
                            void *sharpe_self, struct err *err)
{
    static const char *const names[HARSHER_COUNT] = { "costs doubled", "one more bar of delay",
                                                      "limits filled a quarter as often" };
    report->harsher_count = 0;
    for (uint32_t i = 0; i < HARSHER_COUNT; i++) {
        struct backtest_memory memory = *scratch;
        struct spec *spec = ARENA_NEW(&memory.work, struct spec);
        struct fee_schedule *fees =
            ARENA_ARRAY(&memory.work, struct fee_schedule, input->instrument_count);
        if (!spec || !fees) return err_set(err, ST_FULL, "the run's memory is too small");
        *spec = *input->spec;
        memcpy(fees, input->fees, input->instrument_count * sizeof *fees);
        struct backtest_input harsher = *input;
        harsher.spec = spec;
        harsher.fees = fees;
        harsher.capture = 0;
        harsher.progress = NULL;
        harsher.log = NULL;
        if (i == 0) double_costs(spec, fees, input->instrument_count);
        if (i == 1) harsher.latency_bars = 1;
        if (i == 2) harsher.limit_quarter = 1;
        struct backtest_output output;
        enum status status = backtest_run(&output, &harsher, &memory, err);
        if (status != ST_OK) {
            err_add(err, "the harsher run \"%s\"", names[i]);
            return status;
        }
        if (output.was_interrupted) return err_set(err, ST_INTERRUPTED, "interrupted");
        report->harsher[report->harsher_count++] = (struct harsher_row){
            .name = names[i],
            .equity_end = output.result.equity_end,
            .sharpe = sharpe ? sharpe(sharpe_self, &output.result) : 0,
            .fills = output.result.fill_count,
        };
    }
    return ST_OK;
}

/* ---- look-ahead ---------------------------------------------------------------------------------
 */

/* Writable copies of the price and volume columns. */
static bool copy_columns(struct dataset *copies, const struct backtest_input *input,
                         struct arena *arena)
{
    for (uint32_t i = 0; i < input->instrument_count; i++) {
        copies[i] = input->bars[i];
        for (int column = COLUMN_OPEN; column <= COLUMN_VOLUME; column++) {
            if (!input->bars[i].columns[column]) continue;
            size_t bytes = input->bars[i].count * sizeof(int64_t);
            int64_t *copy = arena_take(arena, 1, bytes ? bytes : 1);
            if (!copy) return false;
            memcpy(copy, input->bars[i].columns[column], bytes);
            copies[i].columns[column] = copy;
        }
    }
    return true;
}

static int64_t *writable(struct dataset *copy, int column)
{
    /* The copy is ours: made writable by copy_columns. */
    return (int64_t *)(uintptr_t)copy->columns[column];
}

static int64_t mirrored(int64_t pivot, int64_t price)
{
    int64_t other = 2 * pivot - price + (price == pivot);
    return other < 1 && pivot > 0 ? 1 : other;
}

/* The first row not closed at a time: from here on the future begins. */
static uint64_t first_open(const struct dataset *data, int64_t ts_ns)
{
    uint64_t row = dataset_find(data, ts_ns); /* starts at or after it: open, or not yet */
    if (row == 0) return 0;
    const int64_t *ts = data->columns[COLUMN_TS];
    int64_t end = ts[row - 1] + data->interval_ns;
    if (row < data->count && (ts[row] < end || data->interval_ns == 0)) end = ts[row];
    return end > ts_ns ? row - 1 : row;
}

/* Gives rows [from, to) another course: mirrored at the last price that is known. */
static void change_future(struct dataset *copy, const struct dataset *original, uint64_t from,
                          uint64_t to)
{
    const int64_t *const *old = original->columns;
    int64_t pivot = from > 0 ? old[COLUMN_CLOSE][from - 1] : old[COLUMN_OPEN][0];
    for (uint64_t row = from; row < to; row++) {
        writable(copy, COLUMN_OPEN)[row] = mirrored(pivot, old[COLUMN_OPEN][row]);
        writable(copy, COLUMN_CLOSE)[row] = mirrored(pivot, old[COLUMN_CLOSE][row]);
        int64_t high = mirrored(pivot, old[COLUMN_LOW][row]);
        int64_t low = mirrored(pivot, old[COLUMN_HIGH][row]);
        int64_t open = copy->columns[COLUMN_OPEN][row], close = copy->columns[COLUMN_CLOSE][row];
        int64_t top = open > close ? open : close, bottom = open < close ? open : close;
        writable(copy, COLUMN_HIGH)[row] = high > top ? high : top;
        writable(copy, COLUMN_LOW)[row] = low < bottom ? low : bottom;
        if (old[COLUMN_VOLUME])
            writable(copy, COLUMN_VOLUME)[row] = old[COLUMN_VOLUME][row] / 2 + 1;
    }
}

/* Seeded cuts over the whole span, and the moments of the first orders; sorted, the latest first.
 */
static uint32_t choose_cuts(int64_t *cuts, const struct backtest_input *input,
                            const struct backtest_output *first)
{
    bool is_full = input->spec->quality == QUALITY_FULL;
    uint32_t seeded = is_full ? 32 : 8, orders = is_full ? 50 : 10, count = 0;
    int64_t from = INT64_MAX, to = INT64_MIN;
    for (uint32_t i = 0; i < input->instrument_count; i++) {
        const struct dataset *data = &input->bars[i];
        if (data->count == 0) continue;
        if (data->columns[COLUMN_TS][0] < from) from = data->columns[COLUMN_TS][0];
        if (data->columns[COLUMN_TS][data->count - 1] > to)
            to = data->columns[COLUMN_TS][data->count - 1];
    }
    if (to <= from) return 0;
    struct rng rng;
    rng_init(&rng, input->spec->seed ^ 0x10c4a4ead);
    for (uint32_t i = 0; i < seeded; i++)
        cuts[count++] = from + (int64_t)rng_below(&rng, (uint64_t)(to - from));
    for (uint64_t i = 0; i < first->decision_count && i < orders; i++)
        cuts[count++] = first->decisions[i].now_ns;
    for (uint32_t i = 1; i < count; i++) /* insertion: there are few */
        for (uint32_t at = i; at > 0 && cuts[at] > cuts[at - 1]; at--) {
            int64_t swap = cuts[at];
            cuts[at] = cuts[at - 1];
            cuts[at - 1] = swap;
        }
    return count;
}

/* The decisions of the first run that knew nothing behind the cut. */
static uint64_t count_before(const struct backtest_output *first, int64_t cut_ns)
{
    uint64_t low = 0, high = first->decision_count;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        const struct decision *decision = &first->decisions[middle];
        bool is_known =
            decision->now_ns < cut_ns || (decision->now_ns == cut_ns && !decision->is_at_open);
        if (is_known) low = middle + 1;
        else high = middle;
    }
    return low;
}

static bool decisions_agree(const struct backtest_output *first, const struct backtest_output *cut,
                            uint64_t count, uint64_t *differs_at)
{
    for (uint64_t i = 0; i < count; i++) {
        *differs_at = i;
        if (i >= cut->decision_count || cut->decisions[i].hash != first->decisions[i].hash)
            return false;
    }
    *differs_at = count;
    return cut->decision_count <= count || cut->decisions[count].is_at_open;
}

enum status quality_lookahead(struct quality_report *report, const struct backtest_input *input,
                              const struct backtest_output *first,
                              const struct backtest_memory *scratch, struct arena *arena,
                              struct err *err)
{
    int64_t cuts[CUTS_MAX];
    uint32_t cut_count = choose_cuts(cuts, input, first);
    struct dataset *copies = ARENA_ARRAY(arena, struct dataset, input->instrument_count);
    uint64_t *known = ARENA_ARRAY(arena, uint64_t, input->instrument_count);
    if (!copies || !known || !copy_columns(copies, input, arena))
        return err_set(err, ST_FULL, "the run's memory is too small for the look-ahead check");
    for (uint32_t i = 0; i < input->instrument_count; i++) known[i] = input->bars[i].count;

    struct backtest_input changed = *input;
    changed.bars = copies;
    changed.capture = CAPTURE_DECISIONS;
    changed.progress = NULL;
    changed.log = NULL;
    report->lookahead = LOOKAHEAD_NONE;
    for (uint32_t c = 0; c < cut_count; c++) {
        if (c > 0 && cuts[c] == cuts[c - 1]) continue;
        for (uint32_t i = 0; i < input->instrument_count; i++) {
            uint64_t from = first_open(&input->bars[i], cuts[c]);
            change_future(&copies[i], &input->bars[i], from, known[i]);
            known[i] = from;
        }
        changed.stop_ns = cuts[c];
        struct backtest_memory memory = *scratch;
        struct backtest_output output;
        enum status status = backtest_run(&output, &changed, &memory, err);
        if (status != ST_OK) {
            err_add(err, "the look-ahead check");
            return status;
        }
        uint64_t count = count_before(first, cuts[c]), at;
        if (decisions_agree(first, &output, count, &at)) continue;
        report->lookahead = LOOKAHEAD_FOUND;
        text_format(
            report->lookahead_text, sizeof report->lookahead_text,
            "decision %llu of %llu changes when the data after it change: the strategy knows "
            "prices it cannot know yet",
            (unsigned long long)at + 1, (unsigned long long)count);
        break;
    }
    return ST_OK;
}

/* ---- the grade ----------------------------------------------------------------------------------
 */

enum mark {
    MARK_GENERATED,
    MARK_DAILY,
    MARK_INTRADAY,
    MARK_FEE_ASSUMED,
    MARK_SLIPPAGE_ASSUMED,
    MARK_SLIPPAGE_OFF,
    MARK_LATENCY_OFF,
    MARK_VOLUME_UNKNOWN,
    MARK_VOLUME_OFF,
    MARK_TOUCH,
    MARK_AT_CLOSE,
    MARK_OVERDRAFT,
    MARK_AMBIGUOUS,
    MARK_LOOKAHEAD,
    MARK_COUNT
};

static const struct grade_row {
    const char *what;
    const char *text;
    uint8_t points;
} marks[MARK_COUNT] = {
    [MARK_GENERATED] = { "data", "the market is generated, not recorded", 10 },
    [MARK_DAILY] = { "depth",
                     "bars of a day or longer: what happened inside them follows a documented path",
                     2 },
    [MARK_INTRADAY] = { "depth",
                        "bars shorter than a day: what happened inside them follows a documented "
                        "path",
                        1 },
    [MARK_FEE_ASSUMED] = { "fees", "no fee was given: 0.1 % of every fill is assumed", 1 },
    [MARK_SLIPPAGE_ASSUMED] = { "slippage",
                                "no spread is known: a taker is assumed to pay 2 basis points", 1 },
    [MARK_SLIPPAGE_OFF] = { "slippage", "slippage is switched off", 2 },
    [MARK_LATENCY_OFF] = { "latency", "an order is at the venue before the next bar opens", 1 },
    [MARK_VOLUME_UNKNOWN] = { "volume", "the source has no volume: orders of any size fill", 1 },
    [MARK_VOLUME_OFF] = { "volume", "the limit on the share of a bar's volume is switched off", 1 },
    [MARK_TOUCH] = { "limits", "a resting limit fills when the price only touches it", 2 },
    [MARK_AT_CLOSE] = { "fills", "orders fill at the close they were decided on", 1 },
    [MARK_OVERDRAFT] = { "account", "cash may be overdrawn", 1 },
    [MARK_AMBIGUOUS] = { "path",
                         "more than one trade in a hundred fell into a bar that reached both its "
                         "stop and its target",
                         1 },
    [MARK_LOOKAHEAD] = { "look-ahead", "the strategy uses prices it cannot know yet", 100 },
};

static const struct {
    char grade;
    uint32_t points;
} grades[] = {
    { 'A', 1 }, { 'B', 3 }, { 'C', 5 }, { 'D', 7 }, { 'E', 9 },
};

static void note(struct quality_report *report, const char *what, const char *text, uint8_t points)
{
    if (report->assumption_count == ASSUMPTIONS_MAX) return;
    uint32_t i = report->assumption_count++;
    text_format(report->texts[i], sizeof report->texts[i], "%s", text);
    report->assumptions[i] = (struct assumption){ what, report->texts[i], points };
    report->points += points;
}

static void note_mark(struct quality_report *report, enum mark mark)
{
    note(report, marks[mark].what, marks[mark].text, marks[mark].points);
}

static bool is_off(const struct spec_slippage *slippage)
{
    return slippage->kind != SLIP_DEFAULT && slippage->kind != SLIP_SPREAD && slippage->value == 0;
}

static void grade_data(struct quality_report *report, const struct backtest_input *input)
{
    bool is_generated = false, is_daily = false, has_volume = true;
    for (uint32_t i = 0; i < input->instrument_count; i++) {
        const struct dataset *data = &input->bars[i];
        is_generated |= data->is_generated;
        is_daily |= data->interval_ns == 0 || data->interval_ns >= INT64_C(86400000000000);
        bool has_any = false;
        for (uint64_t row = 0; data->columns[COLUMN_VOLUME] && row < data->count && !has_any; row++)
            has_any = data->columns[COLUMN_VOLUME][row] > 0;
        has_volume &= has_any;
    }
    if (is_generated) note_mark(report, MARK_GENERATED);
    note_mark(report, is_daily ? MARK_DAILY : MARK_INTRADAY);
    if (!has_volume) note_mark(report, MARK_VOLUME_UNKNOWN);
    else if (input->spec->costs.volume_share_e12 == 0) note_mark(report, MARK_VOLUME_OFF);
}

/* Whether an instrument pays neither a fee of its own nor the run's. */
static bool is_fee_assumed(const struct spec *spec)
{
    if (spec->costs.fee.is_given) return false;
    for (uint32_t i = 0; i < spec->data_count; i++)
        if (spec->data[i].role == ROLE_BARS && !spec->data[i].fee.is_given) return true;
    return spec->data_count == 0;
}

void quality_grade(struct quality_report *report, const struct backtest_input *input,
                   const struct result *result)
{
    const struct spec *spec = input->spec;
    report->assumption_count = report->points = 0;
    grade_data(report, input);
    if (is_fee_assumed(spec)) note_mark(report, MARK_FEE_ASSUMED);
    if (is_off(&spec->costs.slippage_entry) || is_off(&spec->costs.slippage_exit))
        note_mark(report, MARK_SLIPPAGE_OFF);
    else if (spec->costs.slippage_entry.kind == SLIP_DEFAULT &&
             spec->orders.price_from == PRICE_BARS)
        note_mark(report, MARK_SLIPPAGE_ASSUMED);
    if (spec->costs.latency_ns == 0) note_mark(report, MARK_LATENCY_OFF);
    if (spec->orders.limit_fill == LIMIT_TOUCH) note_mark(report, MARK_TOUCH);
    if (spec->orders.fill == FILL_CLOSE) note_mark(report, MARK_AT_CLOSE);
    if (spec->account.type == ACCOUNT_CASH && spec_overdraft(spec) == OVERDRAFT_ALLOW)
        note_mark(report, MARK_OVERDRAFT);
    if (result->ambiguous_bars * 100 > result->fill_count) note_mark(report, MARK_AMBIGUOUS);
    if (report->lookahead == LOOKAHEAD_FOUND) note_mark(report, MARK_LOOKAHEAD);
    report->grade = 'F';
    for (uint32_t i = 0; i < sizeof grades / sizeof *grades; i++)
        if (report->points <= grades[i].points) {
            report->grade = grades[i].grade;
            break;
        }
}

void quality_document(struct writer *writer)
{
    writer_format(
        writer,
        "# Realism grades\n\n"
        "Every result carries a grade from A to F. It says how much of the simulation was "
        "assumed\ninstead of measured: the points below are added up. It says nothing about "
        "profit.\n\n| points | grade |\n| --- | --- |\n");
    uint32_t from = 0;
    for (uint32_t i = 0; i < sizeof grades / sizeof *grades; i++) {
        writer_format(writer, "| %u to %u | %c |\n", from, grades[i].points, grades[i].grade);
        from = grades[i].points + 1;
    }
    writer_format(writer, "| %u and more | F |\n\n| what | when | points |\n| --- | --- | --- |\n",
                  from);
    for (uint32_t i = 0; i < MARK_COUNT; i++)
        writer_format(writer, "| %s | %s | %u |\n", marks[i].what, marks[i].text, marks[i].points);
}
