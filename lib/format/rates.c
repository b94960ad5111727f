#include "format/rates.h"
#include "base/decimal.h"
#include "domain/time.h"

enum { RATE_DECIMALS = 12 };

struct places {
    int ts, rate; /* which cell of a line; -1: none */
};

static struct places read_places(struct text line)
{
    struct places places = { -1, -1 };
    for (int at = 0; line.length > 0; at++) {
        struct text cell = text_trim(text_cut(&line, ','));
        if (text_equal_fold(cell, TEXT("ts"))) places.ts = at;
        if (text_equal_fold(cell, TEXT("rate"))) places.rate = at;
    }
    return places;
}

/* One line into a row; answers what is wrong with it, or NULL. */
static const char *read_line(struct funding_rate *row, struct places places, struct text line)
{
    bool has_ts = false, has_rate = false, is_exact;
    for (int at = 0; line.length > 0; at++) {
        struct text cell = text_trim(text_cut(&line, ','));
        if (at == places.ts) has_ts = time_parse(&row->ts_ns, cell) == ST_OK;
        if (at == places.rate)
            has_rate = decimal_parse_round(&row->rate_e12, &is_exact, cell, RATE_DECIMALS) == ST_OK;
    }
    if (!has_ts) return "ts is not a time";
    return has_rate ? NULL : "rate is not a number";
}

static size_t line_count(struct text text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.length; i++) lines += text.bytes[i] == '\n';
    return lines;
}

enum status rates_parse(const struct funding_rate **rates, uint64_t *count, struct text text,
                        struct arena *arena, struct err *err)
{
    struct text rest = text;
    struct places places = read_places(text_trim(text_cut(&rest, '\n')));
    if (places.ts < 0 || places.rate < 0)
        return err_set(err, ST_DATA, "the first line must name the columns ts and rate");
    size_t mark = arena_mark(arena);
    struct funding_rate *rows = ARENA_ARRAY(arena, struct funding_rate, line_count(rest));
    if (!rows) return err_set(err, ST_FULL, "the rates do not fit the memory given");
    const char *wrong = NULL;
    uint64_t made = 0;
    uint32_t line_number = 2;
    for (; rest.length > 0; line_number++) {
        struct text line = text_trim(text_cut(&rest, '\n'));
        if (line.length == 0) continue;
        wrong = read_line(&rows[made], places, line);
        if (!wrong && made > 0 && rows[made].ts_ns <= rows[made - 1].ts_ns)
            wrong = "ts does not rise; sort the file by time";
        if (wrong) break;
        made++;
    }
    if (!wrong && made == 0) wrong = "there is no rate";
    if (wrong) {
        arena_rewind(arena, mark);
        return err_set(err, ST_DATA, "line %u: %s", line_number, wrong);
    }
    *rates = rows;
    *count = made;
    return ST_OK;
}

enum status dataset_align(struct dataset *out, const struct dataset *in, const struct dataset *like,
                          struct arena *arena, struct err *err)
{
    struct dataset made = *in;
    i128 num = (i128)in->tick_units * decimal_power(like->price_decimals);
    i128 den = (i128)like->tick_units * decimal_power(in->price_decimals);
    for (uint32_t c = COLUMN_OPEN; c <= COLUMN_CLOSE && num != den; c++) {
        int64_t *ticks = ARENA_ARRAY(arena, int64_t, in->count ? in->count : 1);
        if (!ticks) return err_set(err, ST_FULL, "the data's memory is too small");
        for (uint64_t i = 0; i < in->count; i++) {
            i128 price;
            if (__builtin_mul_overflow((i128)in->columns[c][i], num, &price))
                return err_set(err, ST_RANGE, "%s: a price does not fit the ticks of %s", in->name,
                               like->name);
            price = decimal_divide(price, den, ROUND_HALF_AWAY);
            if (price > INT64_MAX || price < INT64_MIN)
                return err_set(err, ST_RANGE, "%s: a price does not fit the ticks of %s", in->name,
                               like->name);
            ticks[i] = (int64_t)price;
        }
        made.columns[c] = ticks;
    }
    made.price_decimals = like->price_decimals;
    made.tick_units = like->tick_units;
    *out = made;
    return ST_OK;
}
