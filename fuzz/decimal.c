/*
 * Decimals on foreign bytes, against a reference that moves digits about as text, the way it is
 * done on paper.
 */
#include "base/decimal.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 2200, POINT = 1100 }; /* digits before and behind the point */

/* A number as digits on squared paper. False: the text is none, or does not fit on the sheet. */
static bool paper_read(char digits[static PLACES], bool *is_negative, const char *text, size_t size)
{
    size_t at = 0, count = 0, first;
    long exponent = 0, before = 0;
    bool has_point = false, is_down = false;
    *is_negative = false;
    memset(digits, 0, PLACES);
    if (at < size && (text[at] == '-' || text[at] == '+')) *is_negative = text[at++] == '-';
    for (first = at; at < size; at++) {
        if (text[at] == '.' && !has_point) has_point = true;
        else if (text[at] < '0' || text[at] > '9') break;
        else count++, before += !has_point;
    }
    size_t end = at;
    if (count == 0) return false;
    if (at < size) {
        if (text[at] != 'e' && text[at] != 'E') return false;
        at++;
        if (at < size && (text[at] == '-' || text[at] == '+')) is_down = text[at++] == '-';
        if (at == size) return false;
        for (; at < size; at++) {
            if (text[at] < '0' || text[at] > '9') return false;
            if (exponent < 100000) exponent = exponent * 10 + (text[at] - '0');
        }
    }
    long place = POINT - before - (is_down ? -exponent : exponent);
    for (at = first; at < end; at++) {
        if (text[at] == '.') continue;
        if (text[at] != '0') {
            if (place < 0 || place >= PLACES) return false;
            digits[place] = (char)(text[at] - '0');
        }
        place++;
    }
    return true;
}

/* The digits up to `decimals` behind the point as an integer, rounded half away from zero. False:
 * it does not fit. */
static bool paper_units(int64_t *units, bool *is_exact, const char digits[static PLACES],
                        bool is_negative, uint32_t decimals)
{
    i128 value = 0;
    size_t end = POINT + decimals;
    for (size_t i = 0; i < end; i++) {
        value = value * 10 + digits[i];
        if (value > (i128)1 << 64) return false;
    }
    value += digits[end] >= 5;
    *is_exact = true;
    for (size_t i = end; i < PLACES; i++)
        if (digits[i]) *is_exact = false;
    if (is_negative) value = -value;
    if (value < INT64_MIN || value > INT64_MAX) return false;
    *units = (int64_t)value;
    return true;
}

static void check_back(int64_t units, uint32_t decimals)
{
    char bytes[40];
    struct writer writer;
    int64_t again;
    for (int is_trimmed = 0; is_trimmed < 2; is_trimmed++) {
        writer_init(&writer, bytes, sizeof bytes);
        decimal_format(&writer, units, decimals, is_trimmed);
        ASSERT(decimal_parse_exact(&again, writer_text(&writer), decimals) == ST_OK);
        ASSERT(again == units);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char digits[PLACES];
    if (size < 1 || size > 600) return 0;
    uint32_t decimals = bytes[0] % (DECIMALS_MAX + 1);
    struct text text = { (const char *)bytes + 1, size - 1 };
    bool is_negative, is_exact = false, is_exact_model;
    int64_t units = -77, model;
    enum status status = decimal_parse_round(&units, &is_exact, text, decimals);
    struct decimal decimal = { -77, 77 };
    enum status whole = decimal_parse(&decimal, text);
    if (!paper_read(digits, &is_negative, text.bytes, text.length)) {
        /* No number, or one that leaves the sheet: so large that it cannot fit, or so small that it
         * is nothing. */
        if (status == ST_OK) ASSERT(units == 0 && !is_exact);
        else ASSERT(units == -77);
        ASSERT(whole != ST_OK);
        return 0;
    }
    bool fits = paper_units(&model, &is_exact_model, digits, is_negative, decimals);
    ASSERT((status == ST_OK) == fits);
    if (fits) {
        ASSERT(units == model);
        ASSERT(is_exact == is_exact_model);
        check_back(units, decimals);
    }
    int64_t exact = -77;
    status = decimal_parse_exact(&exact, text, decimals);
    ASSERT((status == ST_OK) == (fits && is_exact_model));
    ASSERT(exact == (status == ST_OK ? model : -77));
    if (whole == ST_OK) {
        ASSERT(paper_units(&model, &is_exact_model, digits, is_negative, decimal.decimals));
        ASSERT(is_exact_model);
        ASSERT(model == decimal.units);
        check_back(decimal.units, decimal.decimals);
    } else {
        ASSERT(decimal.units == -77 && decimal.decimals == 77);
    }
    return 0;
}
