#include "format/intake.h"

#include "base/hash.h"
#include "domain/time.h"

#include <string.h>

enum { SLOT_COUNT = 2 * SYMBOLS_MAX, STEP_SLOTS = 256 };

bool column_is_price(enum data_column column)
{
    return (column >= COLUMN_OPEN && column <= COLUMN_CLOSE) ||
           (column >= COLUMN_ADJ_CLOSE && column <= COLUMN_ASK_CLOSE);
}

bool column_is_qty(enum data_column column)
{
    return column == COLUMN_VOLUME || column == COLUMN_BID_SIZE || column == COLUMN_ASK_SIZE;
}

enum status intake_init(struct intake *intake, struct arena *arena, uint64_t capacity,
                        bool has_symbols)
{
    *intake = (struct intake){ .capacity = capacity,
                               .price_decimals = PRICE_DECIMALS_MAX,
                               .lot_decimals = LOT_DECIMALS };
    intake->lines = ARENA_ARRAY(arena, uint32_t, capacity);
    if (!intake->lines || !intake_add_column(intake, arena, COLUMN_TS)) return ST_FULL;
    if (!has_symbols) return ST_OK;
    intake->symbols = ARENA_ARRAY(arena, uint32_t, capacity);
    intake->symbol_names = ARENA_ARRAY(arena, struct text, SYMBOLS_MAX);
    intake->symbol_slots = ARENA_ARRAY(arena, uint32_t, SLOT_COUNT);
    return intake->symbols && intake->symbol_names && intake->symbol_slots ? ST_OK : ST_FULL;
}

int64_t *intake_add_column(struct intake *intake, struct arena *arena, enum data_column column)
{
    ASSERT(!intake->columns[column]);
    intake->columns[column] = ARENA_ARRAY(arena, int64_t, intake->capacity);
    return intake->columns[column];
}

enum status intake_symbol(struct intake *intake, struct text name, uint32_t *index)
{
    uint64_t slot = hash_bytes(0, name.bytes, name.length);
    for (;; slot++) {
        uint32_t *entry = &intake->symbol_slots[slot % SLOT_COUNT];
        if (*entry == 0) {
            if (intake->symbol_count == SYMBOLS_MAX) return ST_FULL;
            intake->symbol_names[intake->symbol_count++] = name;
            *entry = intake->symbol_count;
        } else if (!text_equal(intake->symbol_names[*entry - 1], name)) {
            continue;
        }
        *index = *entry - 1;
        return ST_OK;
    }
}

void intake_forget_symbols(struct intake *intake)
{
    memset(intake->symbol_slots, 0, SLOT_COUNT * sizeof intake->symbol_slots[0]);
    intake->symbol_count = 0;
}

enum status step_parse(struct text text, int64_t *units, uint32_t *decimals)
{
    struct decimal step;
    enum status status = decimal_parse(&step, text);
    if (status != ST_OK) return status;
    if (step.units <= 0) return ST_RANGE;
    while (step.decimals > 0 && step.units % 10 == 0) step.units /= 10, step.decimals--;
    *units = step.units;
    *decimals = step.decimals;
    return ST_OK;
}

/* ---- parting the instruments ---------------------------------------------------------------- */

/* The rows of one instrument inside the columns. */
struct run {
    uint64_t first;
    uint64_t count;
};

/* Brings the rows of each symbol together, in file order, by counting. */
static enum status part_symbols(struct intake *intake, struct arena *arena, struct run *runs)
{
    for (uint64_t i = 0; i < intake->count; i++) runs[intake->symbols[i]].count++;
    for (uint32_t s = 1; s < intake->symbol_count; s++)
        runs[s].first = runs[s - 1].first + runs[s - 1].count;
    uint64_t *place = ARENA_ARRAY(arena, uint64_t, intake->count);
    uint32_t *lines = ARENA_ARRAY(arena, uint32_t, intake->count);
    uint64_t *next = ARENA_ARRAY(arena, uint64_t, intake->symbol_count);
    if (!place || !lines || !next) return ST_FULL;
    for (uint32_t s = 0; s < intake->symbol_count; s++) next[s] = runs[s].first;
    for (uint64_t i = 0; i < intake->count; i++) {
        place[i] = next[intake->symbols[i]]++;
        lines[place[i]] = intake->lines[i];
    }
    intake->lines = lines;
    for (uint32_t c = 0; c < COLUMN_COUNT; c++) {
        if (!intake->columns[c]) continue;
        int64_t *moved = ARENA_ARRAY(arena, int64_t, intake->count);
        if (!moved) return ST_FULL;
        for (uint64_t i = 0; i < intake->count; i++) moved[place[i]] = intake->columns[c][i];
        intake->columns[c] = moved;
    }
    return ST_OK;
}

/* ---- order of time -------------------------------------------------------------------------- */

static void reverse_words(int64_t *words, uint64_t count)
{
    for (uint64_t i = 0, j = count; i + 1 < j; i++) {
        int64_t word = words[--j];
        words[j] = words[i];
        words[i] = word;
    }
}

/* Turns a newest-first run round. Anything else that goes backwards is an error with its line, or,
 * where rows are to be judged, left to the judge; mostly newest first is then newest first. */
static enum status order_rows(struct intake *intake, struct run run, bool *is_reversed,
                              const struct import_options *options, struct err *err)
{
    int64_t *ts = intake->columns[COLUMN_TS] + run.first;
    uint32_t *lines = intake->lines + run.first;
    uint64_t down_count = 0, up_count = 0, down = 0;
    for (uint64_t i = 1; i < run.count; i++) {
        if (ts[i] > ts[i - 1]) up_count++;
        if (ts[i] < ts[i - 1] && down_count++ == 0) down = i;
    }
    *is_reversed = down_count > 0 && up_count == 0;
    if (options->is_judging) *is_reversed = down_count > up_count;
    if (*is_reversed) {
        for (uint32_t c = 0; c < COLUMN_COUNT; c++)
            if (intake->columns[c]) reverse_words(intake->columns[c] + run.first, run.count);
        for (uint64_t i = 0, j = run.count; i + 1 < j; i++) {
            uint32_t line = lines[--j];
            lines[j] = lines[i];
            lines[i] = line;
        }
        return ST_OK;
    }
    if (down_count == 0 || options->is_judging) return ST_OK;
    char at[40], before[40];
    struct writer writer;
    if (down_count > up_count) { /* mostly newest first: the culprit is a step up */
        for (down = 1; ts[down] <= ts[down - 1]; down++) continue;
    }
    writer_init(&writer, at, sizeof at);
    time_format(&writer, ts[down]);
    writer_init(&writer, before, sizeof before);
    time_format(&writer, ts[down - 1]);
    return err_set(err, ST_DATA,
                   "%.*s:%u: time goes %s, from %s to %s; sort the rows by time (%llu such rows)",
                   TEXT_ARG(options->name), lines[down],
                   down_count > up_count ? "forwards in a newest-first file" : "backwards", before,
                   at, (unsigned long long)(down_count > up_count ? up_count : down_count));
}

/* The most frequent positive step; of equals the smaller. */
static int64_t find_interval(const int64_t *ts, uint64_t count)
{
    struct {
        int64_t step;
        uint64_t count;
    } slots[STEP_SLOTS];
    memset(slots, 0, sizeof slots);
    for (uint64_t i = 1; i < count; i++) {
        int64_t step = ts[i] - ts[i - 1];
        if (step <= 0) continue;
        uint64_t slot = hash_word(0, (uint64_t)step) % STEP_SLOTS;
        for (uint32_t tries = 0; tries < STEP_SLOTS; tries++, slot = (slot + 1) % STEP_SLOTS) {
            if (slots[slot].count > 0 && slots[slot].step != step) continue;
            slots[slot].step = step;
            slots[slot].count++;
            break;
        }
    }
    int64_t best = 0;
    uint64_t most = 0;
    for (uint32_t s = 0; s < STEP_SLOTS; s++) {
        bool is_better = slots[s].count > most || (slots[s].count == most && slots[s].step < best);
        if (slots[s].count > 0 && is_better) best = slots[s].step, most = slots[s].count;
    }
    return best;
}

static uint64_t count_duplicates(const struct dataset *dataset)
{
    uint64_t count = 0;
    for (uint64_t i = 1; i < dataset->count; i++) {
        if (dataset->columns[COLUMN_TS][i] != dataset->columns[COLUMN_TS][i - 1]) continue;
        bool is_same = true;
        for (uint32_t c = 0; c < COLUMN_COUNT && is_same; c++)
            is_same = !dataset->columns[c] || dataset->columns[c][i] == dataset->columns[c][i - 1];
        count += is_same;
    }
    return count;
}

/* ---- units ---------------------------------------------------------------------------------- */

/* The inverse of 5^power modulo 2^64. Multiplying by it divides by 5^power without a division where
 * that leaves no rest, and tells whether it does: only then is the product small (H. Warren,
 * Hacker's Delight, exact division and its test). 10^power is 5^power and a shift. */
static uint64_t inverse_of_five(uint32_t power)
{
    uint64_t inverse = 1;
    for (uint32_t i = 0; i < power; i++) inverse *= UINT64_C(0xcccccccccccccccd);
    return inverse;
}

static uint64_t five_power(uint32_t power) { return (uint64_t)decimal_power(power) >> power; }

/* How many of `decimals` the values need: the fewest that lose nothing. */
static uint32_t needed_decimals(const int64_t *values, uint64_t count, uint32_t decimals,
                                uint32_t needed)
{
    for (uint64_t i = 0; i < count && needed < decimals; needed++) {
        uint32_t power = decimals - needed;
        uint64_t inverse = inverse_of_five(power), limit = UINT64_MAX / five_power(power);
        uint64_t twos = (UINT64_C(1) << power) - 1;
        for (; i < count; i++) {
            uint64_t size = values[i] < 0 ? 0 - (uint64_t)values[i] : (uint64_t)values[i];
            if ((size & twos) != 0 || size * inverse > limit) break;
        }
        if (i == count) return needed;
    }
    return needed;
}

static void divide_exactly(int64_t *values, uint64_t count, uint32_t power)
{
    if (power == 0) return;
    uint64_t inverse = inverse_of_five(power);
    for (uint64_t i = 0; i < count; i++)
        values[i] = (int64_t)((uint64_t)(values[i] >> power) * inverse);
}

static enum status refuse_step(const struct intake *intake, enum data_column column, uint64_t row,
                               uint32_t decimals, struct text step, const char *what,
                               const struct import_options *options, struct err *err)
{
    char value[40];
    struct writer writer;
    writer_init(&writer, value, sizeof value);
    decimal_format(&writer, intake->columns[column][row], decimals, true);
    return err_set(err, ST_DATA,
                   "%.*s:%u: %s %s is not a whole number of %ss of %.*s; fix the row or state a "
                   "finer %s",
                   TEXT_ARG(options->name), intake->lines[row], data_column_name(column), value,
                   what, TEXT_ARG(step), what);
}

/* Raw units of 10^-decimals -> multiples of a stated step. */
static enum status apply_step(struct intake *intake, struct run run, bool is_price,
                              struct text text, int64_t units, uint32_t step_decimals,
                              const struct import_options *options, struct err *err)
{
    uint32_t decimals = is_price ? intake->price_decimals : intake->lot_decimals;
    i128 num = 1, den = units; /* multiple = raw × num / den */
    if (step_decimals >= decimals) num = decimal_power(step_decimals - decimals);
    else den = (i128)units * decimal_power(decimals - step_decimals);
    for (uint32_t c = 0; c < COLUMN_COUNT; c++) {
        if (!intake->columns[c] || column_is_price(c) != is_price || column_is_qty(c) == is_price)
            continue;
        for (uint64_t i = run.first; i < run.first + run.count; i++) {
            i128 value = (i128)intake->columns[c][i] * num;
            /* An adjusted close is a computed value, on no tick: it is rounded to the nearest. */
            if (value % den != 0 && c == COLUMN_ADJ_CLOSE)
                value = decimal_divide(value, den, ROUND_HALF_AWAY) * den;
            if (value % den != 0)
                return refuse_step(intake, c, i, decimals, text, is_price ? "tick" : "lot", options,
                                   err);
            if (value / den > INT64_MAX || value / den < INT64_MIN)
                return err_set(err, ST_DATA, "%.*s:%u: %s is too large for the step %.*s",
                               TEXT_ARG(options->name), intake->lines[i], data_column_name(c),
                               TEXT_ARG(text));
            intake->columns[c][i] = (int64_t)(value / den);
        }
    }
    return ST_OK;
}

static enum status settle_prices(struct dataset *dataset, struct intake *intake, struct run run,
                                 const struct import_options *options, struct err *err)
{
    if (options->tick.length > 0) {
        dataset->is_tick_stated = true;
        if (step_parse(options->tick, &dataset->tick_units, &dataset->price_decimals) != ST_OK)
            return err_set(err, ST_USAGE, "tick \"%.*s\" is not a number above zero",
                           TEXT_ARG(options->tick));
        return apply_step(intake, run, true, options->tick, dataset->tick_units,
                          dataset->price_decimals, options, err);
    }
    uint32_t needed = 0;
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (intake->columns[c] && column_is_price(c))
            needed = needed_decimals(intake->columns[c] + run.first, run.count,
                                     intake->price_decimals, needed);
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (intake->columns[c] && column_is_price(c))
            divide_exactly(intake->columns[c] + run.first, run.count,
                           intake->price_decimals - needed);
    dataset->price_decimals = needed;
    dataset->tick_units = 1;
    return ST_OK;
}

static enum status settle_lots(struct dataset *dataset, struct intake *intake, struct run run,
                               const struct import_options *options, struct err *err)
{
    dataset->lot_decimals = intake->lot_decimals;
    dataset->lot_units = 1;
    if (options->lot.length == 0) return ST_OK;
    if (step_parse(options->lot, &dataset->lot_units, &dataset->lot_decimals) != ST_OK)
        return err_set(err, ST_USAGE, "lot \"%.*s\" is not a number above zero",
                       TEXT_ARG(options->lot));
    return apply_step(intake, run, false, options->lot, dataset->lot_units, dataset->lot_decimals,
                      options, err);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static enum status finish_run(struct dataset *dataset, struct intake *intake, struct run run,
                              bool *is_reversed, const struct import_options *options,
                              struct err *err)
{
    enum status status = order_rows(intake, run, is_reversed, options, err);
    if (status != ST_OK) return status;
    status = settle_prices(dataset, intake, run, options, err);
    if (status != ST_OK) return status;
    status = settle_lots(dataset, intake, run, options, err);
    if (status != ST_OK) return status;
    int64_t *ts = intake->columns[COLUMN_TS] + run.first;
    dataset->interval_ns = find_interval(ts, run.count);
    if (options->is_end_stamped)
        for (uint64_t i = 0; i < run.count; i++)
            if (__builtin_sub_overflow(ts[i], dataset->interval_ns, &ts[i]))
                return err_set(err, ST_DATA, "%.*s:%u: the time is out of range",
                               TEXT_ARG(options->name), intake->lines[run.first + i]);
    dataset->kind = intake->columns[COLUMN_ASK_CLOSE] ? DATA_QUOTEBARS : DATA_BARS;
    dataset->count = run.count;
    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        if (intake->columns[c]) dataset->columns[c] = intake->columns[c] + run.first;
    dataset->duplicate_count = count_duplicates(dataset);
    dataset->rounding_max = (double)intake->price_rounding_e18 / 1e18;
    return ST_OK;
}

static void say_units(struct import_report *report, const struct dataset *dataset)
{
    char tick[32], lot[32];
    struct writer writer;
    writer_init(&writer, tick, sizeof tick);
    decimal_format(&writer, dataset->tick_units, dataset->price_decimals, true);
    writer_init(&writer, lot, sizeof lot);
    decimal_format(&writer, dataset->lot_units, dataset->lot_decimals, true);
    report_say(report, "%s%stick %s (%s), lot %s, %llu rows", dataset->symbol,
               dataset->symbol[0] ? ": " : "", tick,
               dataset->is_tick_stated ? "stated" : "the finest decimals seen", lot,
               (unsigned long long)dataset->count);
}

static void say_rounding(struct import_report *report, const char *what, int64_t rounding_e18)
{
    char bytes[40];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    decimal_format(&writer, rounding_e18, 18, true);
    report_say(report,
               "%s with more decimals than are kept were rounded half away from zero, by "
               "at most %s",
               what, bytes);
}

static void say_end(struct import_report *report, const struct intake *intake,
                    uint32_t reversed_count, const struct import_options *options)
{
    if (reversed_count > 0) report_say(report, "newest row first: turned round");
    if (report->duplicate_count > 0)
        report_say(report, "%llu rows repeat the one before them exactly: taken",
                   (unsigned long long)report->duplicate_count);
    if (report->empty_qty_count > 0)
        report_say(report, "%llu empty quantity cells: taken as 0",
                   (unsigned long long)report->empty_qty_count);
    if (report->bad_row_count > 0)
        report_say(report, "%llu bad rows: skipped", (unsigned long long)report->bad_row_count);
    if (intake->has_price_rounding) say_rounding(report, "prices", intake->price_rounding_e18);
    if (intake->has_qty_rounding) say_rounding(report, "quantities", intake->qty_rounding_e18);
    if (intake->lot_decimals < LOT_DECIMALS)
        report_say(report, "quantities are too large for lots of 1e-%d: lots have %u decimals",
                   (int)LOT_DECIMALS, intake->lot_decimals);
    if (options->is_end_stamped)
        report_say(report, "stamped with the end of a bar: moved to its start by the interval");
}

enum status intake_finish(struct import *import, struct arena *arena, struct intake *intake,
                          const struct import_options *options, struct err *err)
{
    ASSERT(intake->count > 0);
    uint32_t symbol_count = intake->symbols ? intake->symbol_count : 1;
    struct run *runs = ARENA_ARRAY(arena, struct run, symbol_count);
    import->datasets = ARENA_ARRAY(arena, struct dataset, symbol_count);
    const uint32_t **lines = ARENA_ARRAY(arena, const uint32_t *, symbol_count);
    if (!runs || !import->datasets || !lines) goto full;
    import->lines = lines;
    import->has_symbols = intake->symbols != NULL;
    runs[0].count = intake->symbols ? 0 : intake->count;
    if (intake->symbols && part_symbols(intake, arena, runs) != ST_OK) goto full;

    struct import_report *report = &import->report;
    uint32_t reversed_count = 0;
    for (uint32_t s = 0; s < symbol_count; s++) {
        struct text name = intake->symbols ? intake->symbol_names[s] : options->symbol;
        if (options->symbol.length > 0 && !text_equal_fold(name, options->symbol)) continue;
        if (runs[s].count == 0) continue; /* its only rows were bad */
        struct dataset *dataset = &import->datasets[import->count];
        bool is_reversed = false;
        enum status status = finish_run(dataset, intake, runs[s], &is_reversed, options, err);
        if (status != ST_OK) return status;
        text_format(dataset->symbol, sizeof dataset->symbol, "%.*s", TEXT_ARG(name));
        lines[import->count] = intake->lines + runs[s].first;
        reversed_count += is_reversed;
        report->row_count += dataset->count;
        report->duplicate_count += dataset->duplicate_count;
        if (import->count++ < 20) say_units(report, dataset);
    }
    if (import->count == 0)
        return err_set(err, ST_ABSENT, "%.*s: there is no symbol \"%.*s\"; the first is \"%.*s\"",
                       TEXT_ARG(options->name), TEXT_ARG(options->symbol),
                       TEXT_ARG(intake->symbol_names[0]));
    report->rounding_max = (double)intake->price_rounding_e18 / 1e18;
    say_end(report, intake, reversed_count, options);
    return ST_OK;
full:
    return err_set(err, ST_FULL, "%.*s: there is not enough memory for its rows",
                   TEXT_ARG(options->name));
}
