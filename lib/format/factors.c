#include "format/adjust.h"
#include "domain/time.h"

enum { FACTOR_DECIMALS_MAX = 9 };

/* Which cell of a line is which; -1: none. */
struct header {
    int day, price, split;
};

static struct header read_header(struct text line)
{
    struct header header = { -1, -1, -1 };
    for (int at = 0; line.length > 0; at++) {
        struct text cell = text_trim(text_cut(&line, ','));
        if (text_equal_fold(cell, TEXT("valid_through"))) header.day = at;
        if (text_equal_fold(cell, TEXT("price_factor"))) header.price = at;
        if (text_equal_fold(cell, TEXT("split_factor"))) header.split = at;
    }
    return header;
}

static bool read_factor(struct decimal *factor, struct text cell)
{
    if (decimal_parse(factor, cell) != ST_OK) return false;
    while (factor->decimals > 0 && factor->units % 10 == 0) factor->units /= 10, factor->decimals--;
    return factor->units > 0 && factor->decimals <= FACTOR_DECIMALS_MAX;
}

/* One line into a row; answers the name of the cell that is wrong, or NULL. */
static const char *read_line(struct factor *row, struct header header, struct text line)
{
    bool has_day = false, has_price = false, has_split = false;
    for (int at = 0; line.length > 0; at++) {
        struct text cell = text_trim(text_cut(&line, ','));
        int64_t ts_ns;
        if (at == header.day && time_parse(&ts_ns, cell) == ST_OK) {
            row->day_through = time_day(ts_ns);
            has_day = true;
        }
        if (at == header.price) has_price = read_factor(&row->price_factor, cell);
        if (at == header.split) has_split = read_factor(&row->split_factor, cell);
    }
    if (!has_day) return "valid_through is not a date";
    if (!has_price) return "price_factor is not a number above 0 with at most nine decimals";
    return has_split ? NULL : "split_factor is not a number above 0 with at most nine decimals";
}

static size_t line_count(struct text text)
{
    size_t lines = text.length > 0;
    for (size_t i = 0; i < text.length; i++) lines += text.bytes[i] == '\n';
    return lines;
}

size_t factors_bytes(struct text text)
{
    return line_count(text) * sizeof(struct factor) + 64;
}

enum status factors_parse(struct factors *factors, struct text text, struct arena *arena,
                          struct err *err)
{
    struct text rest = text;
    struct header header = read_header(text_trim(text_cut(&rest, '\n')));
    if (header.day < 0 || header.price < 0 || header.split < 0)
        return err_set(err, ST_DATA,
                       "the first line must name the columns valid_through, price_factor and "
                       "split_factor");
    size_t mark = arena_mark(arena);
    struct factor *rows = ARENA_ARRAY(arena, struct factor, line_count(rest));
    if (!rows) return err_set(err, ST_FULL, "the factors do not fit the memory given");

    uint64_t count = 0;
    const char *wrong = NULL;
    uint32_t line_number = 2;
    for (; rest.length > 0; line_number++) {
        struct text line = text_trim(text_cut(&rest, '\n'));
        if (line.length == 0) continue;
        wrong = read_line(&rows[count], header, line);
        if (!wrong && count > 0 && rows[count].day_through <= rows[count - 1].day_through)
            wrong = "valid_through does not rise; sort the file by date";
        if (wrong) break;
        count++;
    }
    if (!wrong && count == 0) wrong = "there is no factor";
    if (wrong) {
        arena_rewind(arena, mark);
        return err_set(err, ST_DATA, "line %u: %s", line_number, wrong);
    }
    *factors = (struct factors){ .rows = rows, .count = count };
    return ST_OK;
}
