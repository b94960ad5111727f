#include "format/stamp.h"

#include "domain/civil.h"

#include <string.h>

enum { YEAR_MIN = 1678, YEAR_MAX = 2261 }; /* what fits nanoseconds in 64 bits */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* `count` digits as a number; -1 when one of them is none. */
static int32_t digits(const char *at, uint32_t count)
{
    int32_t value = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_digit(at[i])) return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

static bool is_separator(char c) { return c == '-' || c == '/' || c == '.'; }

/* The day in `at`, whose length the form gives. */
static bool read_day(enum stamp_form form, const char *at, int64_t *day_ns)
{
    int32_t year, month, day;
    if (form == STAMP_COMPACT) {
        year = digits(at, 4);
        if (year < 0) return false;
        month = digits(at + 4, 2);
        if (month < 0) return false;
        day = digits(at + 6, 2);
    } else {
        bool is_ymd = form == STAMP_YMD;
        year = digits(is_ymd ? at : at + 6, 4);
        month = digits(is_ymd ? at + 5 : at + 3, 2);
        day = digits(is_ymd ? at + 8 : at, 2);
        char first = is_ymd ? at[4] : at[2], second = is_ymd ? at[7] : at[5];
        if (!is_separator(first) || second != first) return false;
    }
    if (year < YEAR_MIN || year > YEAR_MAX || !civil_is_valid(year, month, day)) return false;
    *day_ns = time_from_day(civil_day(year, month, day));
    return true;
}

static const char *read_fraction(const char *at, int64_t *ns)
{
    if (*at != '.') return at;
    int64_t unit = NS_PER_SECOND / 10;
    const char *digit = at + 1;
    if (!is_digit(*digit)) return NULL;
    for (; is_digit(*digit); digit++, unit /= 10) {
        if (unit == 0 && *digit != '0') return NULL; /* finer than what we keep */
        *ns += (*digit - '0') * unit;
    }
    return digit;
}

const char *stamp_read_clock(const char *at, int64_t *ns)
{
    int32_t hour = digits(at, 2), minute, second = 0;
    if (hour < 0) return NULL;
    bool has_colon = at[2] == ':';
    at += has_colon ? 3 : 2;
    minute = digits(at, 2);
    if (minute < 0) return NULL;
    at += 2;
    if (has_colon ? *at == ':' : is_digit(*at)) {
        at += has_colon;
        second = digits(at, 2);
        if (second < 0) return NULL;
        at += 2;
    }
    if (hour > 23 || minute > 59 || second > 59) return NULL;
    *ns = ((int64_t)hour * 3600 + minute * 60 + second) * NS_PER_SECOND;
    return read_fraction(at, ns);
}

/* +01:00, +0100 or +01. */
static const char *read_offset(const char *at, int64_t *zone_ns)
{
    int32_t hours = digits(at + 1, 2), minutes = 0;
    bool is_west = *at == '-';
    if (hours < 0) return NULL;
    at += 3;
    if (*at == ':' && digits(at + 1, 2) >= 0) {
        minutes = digits(at + 1, 2);
        at += 3;
    } else if (is_digit(*at)) {
        minutes = digits(at, 2);
        if (minutes < 0) return NULL;
        at += 2;
    }
    if (hours > 23 || minutes > 59) return NULL;
    *zone_ns = ((int64_t)hours * 60 + minutes) * 60 * NS_PER_SECOND;
    if (is_west) *zone_ns = -*zone_ns;
    return at;
}

static const char *read_zone(const char *at, int64_t *zone_ns)
{
    if (*at == ' ' && (at[1] == '+' || at[1] == 'U' || at[1] == '-')) at++;
    if (*at == 'Z') {
        *zone_ns = 0;
        return at + 1;
    }
    if (*at == 'U' && at[1] == 'T' && at[2] == 'C') {
        *zone_ns = 0;
        return at + 3;
    }
    if (*at == '+' || *at == '-') return read_offset(at, zone_ns);
    return at;
}

/* The day's part, from the last row where it repeats. */
static inline const char *read_cached_day(struct stamp_reader *reader, const char *at)
{
    uint32_t length = reader->form == STAMP_COMPACT ? 8 : 10;
    if (!reader->has_day || memcmp(reader->day_text, at, length) != 0) {
        if (!read_day(reader->form, at, &reader->day_ns)) {
            reader->has_day = false;
            return NULL;
        }
        memcpy(reader->day_text, at, length);
        reader->has_day = true;
    }
    return at + length;
}

const char *stamp_read(struct stamp_reader *reader, const char *at, int64_t *ts_ns)
{
    at = read_cached_day(reader, at);
    if (!at) return NULL;
    int64_t clock_ns = 0, zone_ns = reader->zone_ns;
    if ((*at == ' ' || *at == 'T') && is_digit(at[1])) {
        at = stamp_read_clock(at + 1, &clock_ns);
        if (!at) return NULL;
        if (*at == 'Z' || *at == '+' || *at == '-' || *at == ' ') {
            at = read_zone(at, &zone_ns);
            if (!at) return NULL;
        }
    }
    *ts_ns = reader->day_ns + clock_ns - zone_ns;
    return at;
}

enum stamp_form stamp_sniff(struct text text)
{
    int64_t day_ns;
    if (text.length >= 10) {
        if (read_day(STAMP_YMD, text.bytes, &day_ns)) return STAMP_YMD;
        if (read_day(STAMP_DMY, text.bytes, &day_ns)) return STAMP_DMY;
    }
    bool is_alone = text.length == 8 || (text.length > 8 && !is_digit(text.bytes[8]));
    if (is_alone && text.length >= 8 && read_day(STAMP_COMPACT, text.bytes, &day_ns))
        return STAMP_COMPACT;
    return STAMP_NONE;
}

enum status stamp_parse(int64_t *ts_ns, struct text text)
{
    char bytes[64] = { 0 };
    if (text.length > sizeof bytes - 16) return ST_PARSE;
    if (text.length > 0) memcpy(bytes, text.bytes, text.length);
    struct stamp_reader reader = { .form = stamp_sniff(text) };
    if (reader.form == STAMP_NONE) return ST_PARSE;
    return stamp_read(&reader, bytes, ts_ns) == bytes + text.length ? ST_OK : ST_PARSE;
}

enum status stamp_parse_zone(int64_t *zone_ns, struct text text)
{
    char bytes[32] = { 0 };
    if (text.length == 0 || text.length > sizeof bytes - 16) return ST_PARSE;
    memcpy(bytes, text.bytes, text.length);
    return read_zone(bytes, zone_ns) == bytes + text.length ? ST_OK : ST_PARSE;
}

bool stamp_is_half_day(struct text text)
{
    text = text_trim(text);
    return text_ends(text, TEXT("AM")) || text_ends(text, TEXT("PM")) ||
           text_ends(text, TEXT("am")) || text_ends(text, TEXT("pm"));
}
