#include "base/text.h"

#include <string.h>

struct text text_from(const char *terminated)
{
    return (struct text){ terminated, terminated ? strlen(terminated) : 0 };
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_equal_fold(struct text a, struct text b)
{
    if (a.length != b.length) return false;
    for (size_t i = 0; i < a.length; i++)
        if (fold(a.bytes[i]) != fold(b.bytes[i])) return false;
    return true;
}

bool text_starts(struct text text, struct text prefix)
{
    return text.length >= prefix.length &&
           text_equal((struct text){ text.bytes, prefix.length }, prefix);
}

bool text_ends(struct text text, struct text suffix)
{
    return text.length >= suffix.length &&
           text_equal((struct text){ text.bytes + (text.length - suffix.length), suffix.length },
                      suffix);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text text_trim(struct text text)
{
    while (text.length > 0 && is_blank(text.bytes[0])) text.bytes++, text.length--;
    while (text.length > 0 && is_blank(text.bytes[text.length - 1])) text.length--;
    return text;
}

struct text text_cut(struct text *rest, char mark)
{
    const char *at = rest->length ? memchr(rest->bytes, mark, rest->length) : NULL;
    if (!at) {
        struct text all = *rest;
        *rest = (struct text){ rest->bytes + rest->length, 0 };
        return all;
    }
    struct text before = { rest->bytes, (size_t)(at - rest->bytes) };
    rest->bytes = at + 1;
    rest->length -= before.length + 1;
    return before;
}

static uint32_t min_u32(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

uint32_t text_distance(struct text a, struct text b, uint32_t limit)
{
    enum { LONGEST = 64 };
    if (a.length > LONGEST || b.length > LONGEST) return limit;
    /* Three rows of the edit table are alive: the one before last serves the swap. */
    uint32_t rows[3][LONGEST + 1];
    uint32_t *older = rows[0], *last = rows[1], *row = rows[2];
    memset(rows, 0, sizeof rows);
    for (uint32_t j = 0; j <= b.length; j++) last[j] = j;
    for (uint32_t i = 1; i <= a.length; i++) {
        row[0] = i;
        for (uint32_t j = 1; j <= b.length; j++) {
            bool is_same = fold(a.bytes[i - 1]) == fold(b.bytes[j - 1]);
            row[j] = min_u32(last[j - 1] + !is_same, min_u32(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && fold(a.bytes[i - 1]) == fold(b.bytes[j - 2]) &&
                fold(a.bytes[i - 2]) == fold(b.bytes[j - 1]))
                row[j] = min_u32(row[j], older[j - 2] + 1);
        }
        uint32_t *spare = older;
        older = last;
        last = row;
        row = spare;
    }
    return min_u32(last[b.length], limit);
}

void writer_init(struct writer *writer, char *bytes, size_t capacity)
{
    *writer = (struct writer){ .bytes = bytes, .capacity = capacity };
    if (capacity > 0) bytes[0] = 0;
}

void writer_add(struct writer *writer, struct text text)
{
    size_t room = writer->capacity > 0 ? writer->capacity - 1 - writer->length : 0;
    size_t taken = text.length < room ? text.length : room;
    if (taken > 0) memcpy(writer->bytes + writer->length, text.bytes, taken);
    writer->length += taken;
    writer->dropped += text.length - taken;
    if (writer->capacity > 0) writer->bytes[writer->length] = 0;
}

void writer_char(struct writer *writer, char c)
{
    writer_add(writer, (struct text){ &c, 1 });
}

struct text writer_text(const struct writer *writer)
{
    return (struct text){ writer->bytes, writer->length };
}

bool writer_is_cut(const struct writer *writer)
{
    return writer->dropped > 0;
}

void writer_format(struct writer *writer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    writer_vformat(writer, format, args);
    va_end(args);
}

size_t text_format(char *bytes, size_t capacity, const char *format, ...)
{
    struct writer writer;
    va_list args;
    writer_init(&writer, bytes, capacity);
    va_start(args, format);
    writer_vformat(&writer, format, args);
    va_end(args);
    return writer.length + writer.dropped;
}

/* One conversion of a format: its flags, width, precision and length. */
struct conversion {
    bool is_left;
    bool is_zero;
    bool has_precision;
    int width;
    int precision;
    int longs; /* 0 int, 1 long, 2 long long, 3 size_t, -1 short, -2 char */
};

static void pad(struct writer *writer, char c, int count)
{
    for (int i = 0; i < count; i++) writer_char(writer, c);
}

static void add_padded(struct writer *writer, const struct conversion *how, struct text sign,
                       struct text body)
{
    int blanks = how->width - (int)(sign.length + body.length);
    if (!how->is_left && !how->is_zero) pad(writer, ' ', blanks);
    writer_add(writer, sign);
    if (!how->is_left && how->is_zero) pad(writer, '0', blanks);
    writer_add(writer, body);
    if (how->is_left) pad(writer, ' ', blanks);
}

static void add_number(struct writer *writer, const struct conversion *how, bool is_negative,
                       uint64_t magnitude, uint32_t radix)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789abcdef"[magnitude % radix];
        magnitude /= radix;
    } while (magnitude > 0);
    add_padded(writer, how, is_negative ? TEXT("-") : TEXT(""),
               (struct text){ digits + at, sizeof digits - at });
}

static const char *read_conversion(const char *at, struct conversion *how, va_list *args)
{
    *how = (struct conversion){ .precision = -1 };
    for (;; at++) {
        if (*at == '-')
            how->is_left = true;
        else if (*at == '0')
            how->is_zero = true;
        else
            break;
    }
    if (*at == '*') how->width = va_arg(*args, int), at++;
    while (*at >= '0' && *at <= '9') how->width = how->width * 10 + (*at++ - '0');
    if (*at == '.') {
        how->has_precision = true;
        how->precision = 0;
        at++;
        if (*at == '*') how->precision = va_arg(*args, int), at++;
        while (*at >= '0' && *at <= '9') how->precision = how->precision * 10 + (*at++ - '0');
    }
    for (;; at++) {
        if (*at == 'l')
            how->longs++;
        else if (*at == 'h')
            how->longs--;
        else if (*at == 'z')
            how->longs = 3;
        else
            break;
    }
    return at;
}

static int64_t take_signed(const struct conversion *how, va_list *args)
{
    if (how->longs == 1) return va_arg(*args, long);
    if (how->longs == 2) return va_arg(*args, long long);
    if (how->longs == 3) return (int64_t)va_arg(*args, size_t);
    return va_arg(*args, int);
}

static uint64_t take_unsigned(const struct conversion *how, va_list *args)
{
    if (how->longs == 1) return va_arg(*args, unsigned long);
    if (how->longs == 2) return va_arg(*args, unsigned long long);
    if (how->longs == 3) return va_arg(*args, size_t);
    return va_arg(*args, unsigned int);
}

static struct text take_text(const struct conversion *how, va_list *args)
{
    const char *bytes = va_arg(*args, const char *);
    if (!bytes) bytes = "(null)";
    if (!how->has_precision) return text_from(bytes);
    size_t most = how->precision > 0 ? (size_t)how->precision : 0, length = 0;
    while (length < most && bytes[length]) length++;
    return (struct text){ bytes, length };
}

void writer_vformat(struct writer *writer, const char *format, va_list borrowed)
{
    va_list args;
    va_copy(args, borrowed);
    for (const char *at = format; *at; at++) {
        if (*at != '%') {
            const char *end = at;
            while (*end && *end != '%') end++;
            writer_add(writer, (struct text){ at, (size_t)(end - at) });
            at = end - 1;
            continue;
        }
        struct conversion how;
        at = read_conversion(at + 1, &how, &args);
        switch (*at) {
        case 's': add_padded(writer, &how, TEXT(""), take_text(&how, &args)); break;
        case 'c': writer_char(writer, (char)va_arg(args, int)); break;
        case 'd':
        case 'i': {
            int64_t value = take_signed(&how, &args);
            add_number(writer, &how, value < 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value,
                       10);
            break;
        }
        case 'u': add_number(writer, &how, false, take_unsigned(&how, &args), 10); break;
        case 'x': add_number(writer, &how, false, take_unsigned(&how, &args), 16); break;
        case '%': writer_char(writer, '%'); break;
        default: assert_failed(__FILE__, __LINE__, "the format has a known conversion");
        }
    }
    va_end(args);
}
