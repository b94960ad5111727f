#include "report/out.h"

#include <math.h>
#include <string.h>

void out_init(struct out *out, struct report_sink sink)
{
    ASSERT(sink.write);
    out->sink = sink;
    out->length = 0;
}

void out_flush(struct out *out)
{
    if (out->length > 0) out->sink.write(out->sink.self, out->bytes, out->length);
    out->length = 0;
}

void out_text(struct out *out, struct text text)
{
    if (text.length > OUT_BYTES - out->length) out_flush(out);
    if (text.length > OUT_BYTES) {
        out->sink.write(out->sink.self, text.bytes, text.length);
        return;
    }
    if (text.length > 0) memcpy(out->bytes + out->length, text.bytes, text.length);
    out->length += text.length;
}

void out_char(struct out *out, char c)
{
    if (out->length == OUT_BYTES) out_flush(out);
    out->bytes[out->length++] = c;
}

void out_string(struct out *out, const char *terminated) { out_text(out, text_from(terminated)); }

/* How many bytes the UTF-8 character at `at` has; 0 when there is none (RFC 3629's table). */
static size_t utf8_length(const unsigned char *at)
{
    if (at[0] < 0x80) return 1;
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4) return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80) return 0;
    if (at[0] == 0xe0 && at[1] < 0xa0) return 0;
    if (at[0] == 0xed && at[1] > 0x9f) return 0;
    if (at[0] == 0xf0 && at[1] < 0x90) return 0;
    if (at[0] == 0xf4 && at[1] > 0x8f) return 0;
    return length;
}

/* Writes one character, mended, and answers how many bytes of the text it took. */
static size_t out_character(struct out *out, const char *at)
{
    size_t length = utf8_length((const unsigned char *)at);
    if (length == 0) {
        out_text(out, TEXT("\xef\xbf\xbd"));
        return 1;
    }
    out_text(out, (struct text){ at, length });
    return length;
}

void out_html(struct out *out, const char *terminated)
{
    for (const char *at = terminated; *at;) {
        switch (*at) {
        case '<': out_text(out, TEXT("&lt;")), at++; break;
        case '>': out_text(out, TEXT("&gt;")), at++; break;
        case '&': out_text(out, TEXT("&amp;")), at++; break;
        case '"': out_text(out, TEXT("&quot;")), at++; break;
        case '\'': out_text(out, TEXT("&#39;")), at++; break;
        default: at += out_character(out, at);
        }
    }
}

void out_json(struct out *out, const char *terminated)
{
    static const char hex[] = "0123456789abcdef";
    out_char(out, '"');
    for (const char *at = terminated; *at;) {
        unsigned char c = (unsigned char)*at;
        /* The page's data lies in a script element, which "</script" or "<!--" would end. */
        if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '"' || c == '\\') {
            out_text(out, TEXT("\\u00"));
            out_char(out, hex[c >> 4]);
            out_char(out, hex[c & 15]);
            at++;
        } else {
            at += out_character(out, at);
        }
    }
    out_char(out, '"');
}

void out_csv(struct out *out, const char *terminated)
{
    bool is_quoted = false;
    for (const char *at = terminated; *at; at++)
        is_quoted |= *at == ',' || *at == '"' || *at == '\n' || *at == '\r';
    if (is_quoted) out_char(out, '"');
    for (const char *at = terminated; *at;) {
        if (*at == '"') out_char(out, '"');
        at += out_character(out, at);
    }
    if (is_quoted) out_char(out, '"');
}

static void out_digits(struct out *out, uint64_t value, uint32_t width)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0 || sizeof digits - at < width);
    out_text(out, (struct text){ digits + at, sizeof digits - at });
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

void out_int(struct out *out, int64_t value)
{
    if (value < 0) out_char(out, '-');
    out_digits(out, magnitude(value), 1);
}

void out_decimal(struct out *out, int64_t units, uint32_t decimals, bool is_trimmed)
{
    char bytes[32];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    decimal_format(&writer, units, decimals, is_trimmed);
    out_text(out, writer_text(&writer));
}

static bool is_finite(double value) { return value - value == 0; }

void out_double(struct out *out, double value)
{
    if (!is_finite(value)) {
        out_text(out, TEXT("null"));
        return;
    }
    double size = fabs(value);
    int exponent = 0;
    if (size < 1e-290) { /* beyond any figure of a report, and scaling it would overflow */
        out_char(out, '0');
        return;
    }
    while (size >= 1e10) size /= 10, exponent++;
    while (size < 1e9) size *= 10, exponent--;
    out_int(out, (int64_t)floor((value < 0 ? -size : size) + 0.5));
    if (exponent == 0) return;
    out_char(out, 'e');
    out_int(out, exponent);
}

void out_grouped(struct out *out, double value, uint32_t decimals, bool is_signed)
{
    ASSERT(decimals <= 8);
    double scaled = fabs(value) * (double)decimal_power(decimals) + 0.5;
    if (!is_finite(value) || scaled >= 9e18) {
        out_text(out, TEXT("–"));
        return;
    }
    uint64_t units = (uint64_t)floor(scaled), scale = (uint64_t)decimal_power(decimals);
    if (units != 0 && value < 0) out_text(out, TEXT("−"));
    if (units != 0 && value > 0 && is_signed) out_char(out, '+');
    uint64_t whole = units / scale, group = 1;
    while (whole / group >= 1000) group *= 1000;
    out_digits(out, whole / group, 1);
    while (group > 1) {
        whole %= group;
        group /= 1000;
        out_char(out, ',');
        out_digits(out, whole / group, 3);
    }
    if (decimals == 0) return;
    out_char(out, '.');
    out_digits(out, units % scale, decimals);
}

/* Days since 1970 as a date of the proleptic Gregorian calendar; the era arithmetic is the one
 * Howard Hinnant describes in "chrono-compatible low-level date algorithms". */
static void out_civil(struct out *out, int64_t days)
{
    int64_t shifted = days + 719468; /* days since 0000-03-01 */
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153; /* from March */
    int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
    int64_t year = year_of_era + era * 400 + (month >= 10);
    out_digits(out, magnitude(year), 4);
    out_char(out, '-');
    out_digits(out, magnitude(month < 10 ? month + 3 : month - 9), 2);
    out_char(out, '-');
    out_digits(out, magnitude(day), 2);
}

static const int64_t day_ns = INT64_C(86400000000000), second_ns = INT64_C(1000000000);

static int64_t day_of(int64_t ts_ns) { return ts_ns / day_ns - (ts_ns % day_ns < 0); }

void out_date(struct out *out, int64_t ts_ns) { out_civil(out, day_of(ts_ns)); }

void out_time(struct out *out, int64_t ts_ns)
{
    int64_t days = day_of(ts_ns);
    /* In unsigned steps: the first day of the range starts before INT64_MIN. */
    uint64_t rest = (uint64_t)ts_ns - (uint64_t)days * (uint64_t)day_ns;
    uint64_t seconds = rest / (uint64_t)second_ns, nanos = rest % (uint64_t)second_ns;
    out_civil(out, days);
    out_char(out, 'T');
    out_digits(out, seconds / 3600, 2);
    out_char(out, ':');
    out_digits(out, seconds / 60 % 60, 2);
    out_char(out, ':');
    out_digits(out, seconds % 60, 2);
    uint32_t digits = 9;
    while (nanos > 0 && nanos % 10 == 0) nanos /= 10, digits--;
    if (nanos > 0) {
        out_char(out, '.');
        out_digits(out, nanos, digits);
    }
    out_char(out, 'Z');
}
