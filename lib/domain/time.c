#include "domain/time.h"
#include "domain/civil.h"
#include "domain/zone.h"

int64_t time_day(int64_t ts_ns) { return ts_ns / NS_PER_DAY - (ts_ns % NS_PER_DAY < 0); }

int64_t time_from_day(int64_t day)
{
    ASSERT(day >= INT64_MIN / NS_PER_DAY);
    ASSERT(day <= INT64_MAX / NS_PER_DAY);
    return day * NS_PER_DAY;
}

int64_t time_floor(int64_t ts_ns, int64_t step_ns)
{
    ASSERT(step_ns > 0);
    int64_t rest = ts_ns % step_ns;
    if (rest < 0) rest += step_ns;
    ASSERT(ts_ns >= INT64_MIN + rest);
    return ts_ns - rest;
}

/* What a text says, field by field. */
struct reading {
    int32_t year, month, day;
    int32_t hour, minute, second;
    int64_t fraction_ns;
    bool has_offset;
    int32_t offset_s;
};

/* Takes exactly `count` digits off the front. */
static bool take_digits(struct text *rest, uint32_t count, int32_t *value)
{
    if (rest->length < count) return false;
    int32_t number = 0;
    for (uint32_t i = 0; i < count; i++) {
        char c = rest->bytes[i];
        if (c < '0' || c > '9') return false;
        number = number * 10 + (c - '0');
    }
    rest->bytes += count;
    rest->length -= count;
    *value = number;
    return true;
}

static bool take_char(struct text *rest, char c)
{
    if (rest->length == 0 || rest->bytes[0] != c) return false;
    rest->bytes++;
    rest->length--;
    return true;
}

/* Decimals of a second, at most nine; more may only be zeros. */
static enum status take_fraction(struct text *rest, int64_t *fraction_ns)
{
    int64_t unit = NS_PER_SECOND, value = 0;
    int32_t digit;
    size_t before = rest->length;
    while (take_digits(rest, 1, &digit)) {
        unit /= 10;
        if (unit == 0 && digit != 0) return ST_RANGE;
        value += digit * unit;
    }
    *fraction_ns = value;
    return rest->length < before ? ST_OK : ST_PARSE;
}

static enum status take_clock(struct text *rest, struct reading *read)
{
    if (!take_digits(rest, 2, &read->hour) || !take_char(rest, ':') ||
        !take_digits(rest, 2, &read->minute))
        return ST_PARSE;
    if (!take_char(rest, ':')) return ST_OK;
    if (!take_digits(rest, 2, &read->second)) return ST_PARSE;
    if (!take_char(rest, '.') && !take_char(rest, ',')) return ST_OK;
    return take_fraction(rest, &read->fraction_ns);
}

static enum status take_offset(struct text *rest, struct reading *read)
{
    if (rest->length == 0) return ST_OK;
    read->has_offset = true;
    if (take_char(rest, 'Z') || take_char(rest, 'z')) return ST_OK;
    bool is_west = take_char(rest, '-');
    int32_t hours, minutes = 0;
    if (!is_west && !take_char(rest, '+')) return ST_PARSE;
    if (!take_digits(rest, 2, &hours)) return ST_PARSE;
    if (rest->length > 0) {
        (void)take_char(rest, ':');
        if (!take_digits(rest, 2, &minutes)) return ST_PARSE;
    }
    if (hours > 23 || minutes > 59) return ST_RANGE;
    read->offset_s = (hours * 3600 + minutes * 60) * (is_west ? -1 : 1);
    return ST_OK;
}

static enum status read_text(struct reading *read, struct text rest)
{
    *read = (struct reading){ 0 };
    if (!take_digits(&rest, 4, &read->year) || !take_char(&rest, '-') ||
        !take_digits(&rest, 2, &read->month) || !take_char(&rest, '-') ||
        !take_digits(&rest, 2, &read->day))
        return ST_PARSE;
    if (rest.length > 0) {
        if (!take_char(&rest, 'T') && !take_char(&rest, 't') && !take_char(&rest, ' '))
            return ST_PARSE;
        enum status status = take_clock(&rest, read);
        if (status == ST_OK) status = take_offset(&rest, read);
        if (status != ST_OK) return status;
        if (rest.length > 0) return ST_PARSE;
    }
    if (!civil_is_valid(read->year, read->month, read->day)) return ST_RANGE;
    return read->hour < 24 && read->minute < 60 && read->second < 60 ? ST_OK : ST_RANGE;
}

enum status time_parse_in(int64_t *ts_ns, struct text text, const struct zone *zone)
{
    struct reading read;
    enum status status = read_text(&read, text);
    if (status != ST_OK) return status;

    /* Seconds of year 0 to 9999 are far inside 64 bits; only the nanoseconds may not fit. */
    int64_t seconds = civil_day(read.year, read.month, read.day) * 86400 + read.hour * 3600 +
                      read.minute * 60 + read.second - read.offset_s;
    int64_t ns;
    /* The first second of the range is cut by its start: multiply rounded towards zero. */
    bool is_before = seconds < 0 && read.fraction_ns > 0;
    if (__builtin_mul_overflow(seconds + is_before, NS_PER_SECOND, &ns) ||
        __builtin_add_overflow(ns, read.fraction_ns - (is_before ? NS_PER_SECOND : 0), &ns))
        return ST_RANGE;
    if (!read.has_offset && !zone_in_range(ns)) {
        if (zone != zone_utc()) return ST_RANGE;
    } else if (!read.has_offset) {
        ns = zone_to_utc(zone, ns);
    }
    *ts_ns = ns;
    return ST_OK;
}

enum status time_parse(int64_t *ts_ns, struct text text)
{
    return time_parse_in(ts_ns, text, zone_utc());
}

/* A moment's text in pieces: times are printed by the million, so digits are put down directly. */
enum { DATE_LENGTH = 10, CLOCK_LENGTH = 9, FRACTION_DIGITS = 9 };

static char *put_digits(char *at, int32_t value, int32_t digits)
{
    for (int32_t i = digits - 1; i >= 0; i--, value /= 10) at[i] = (char)('0' + value % 10);
    return at + digits;
}

static char *put_date(char *at, int64_t day)
{
    struct civil_date date = civil_from_day(day);
    at = put_digits(at, date.year, 4);
    *at++ = '-';
    at = put_digits(at, date.month, 2);
    *at++ = '-';
    return put_digits(at, date.day, 2);
}

static char *put_clock(char *at, int32_t seconds)
{
    *at++ = 'T';
    at = put_digits(at, seconds / 3600, 2);
    *at++ = ':';
    at = put_digits(at, seconds / 60 % 60, 2);
    *at++ = ':';
    return put_digits(at, seconds % 60, 2);
}

void time_format_date(struct writer *writer, int64_t ts_ns)
{
    char bytes[DATE_LENGTH];
    char *end = put_date(bytes, time_day(ts_ns));
    writer_add(writer, (struct text){ bytes, (size_t)(end - bytes) });
}

void time_format(struct writer *writer, int64_t ts_ns)
{
    char bytes[DATE_LENGTH + CLOCK_LENGTH + 1 + FRACTION_DIGITS + 1];
    int64_t rest = ts_ns % NS_PER_DAY;
    if (rest < 0) rest += NS_PER_DAY;
    char *at = put_date(bytes, time_day(ts_ns));
    at = put_clock(at, (int32_t)(rest / NS_PER_SECOND));
    int32_t fraction = (int32_t)(rest % NS_PER_SECOND), digits = FRACTION_DIGITS;
    if (fraction != 0) {
        while (fraction % 10 == 0) fraction /= 10, digits--;
        *at++ = '.';
        at = put_digits(at, fraction, digits);
    }
    *at++ = 'Z';
    writer_add(writer, (struct text){ bytes, (size_t)(at - bytes) });
}
