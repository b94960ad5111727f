/*
 * Numbers on foreign bytes: what is read is what libc reads from the same text; every double
 * survives writing and reading; fixed decimals are printf's.
 */
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Whether libc would read something that we do not: infinity, hexadecimal, leading blanks. */
static bool is_ours(const char *text) { return text[strspn(text, "+-.0123456789eE")] == 0; }

static void check_text(const uint8_t *bytes, size_t size)
{
    static char text[2048];
    double value = -77;
    if (size >= sizeof text) return;
    if (size > 0) memcpy(text, bytes, size);
    text[size] = 0;
    enum status status = number_parse(&value, (struct text){ text, size });
    if (strlen(text) != size || !is_ours(text)) {
        ASSERT(status == ST_PARSE);
        return;
    }
    char *end;
    double expected = strtod(text, &end);
    bool is_whole = size > 0 && *end == 0;
    ASSERT(is_whole == (status != ST_PARSE));
    if (!is_whole) return;
    ASSERT(number_is_finite(expected) == (status == ST_OK));
    if (status == ST_OK) ASSERT(bits_of(value) == bits_of(expected));
}

static void check_double(double value, uint32_t decimals)
{
    static char text[512], model[512];
    struct writer writer;
    double back;
    if (!number_is_finite(value)) return;
    writer_init(&writer, text, sizeof text);
    number_format(&writer, value);
    ASSERT(writer.length <= 25);
    ASSERT(number_parse(&back, writer_text(&writer)) == ST_OK);
    ASSERT(bits_of(back) == bits_of(value));
    ASSERT(bits_of(strtod(text, NULL)) == bits_of(value));
    writer_init(&writer, text, sizeof text);
    number_format_fixed(&writer, value, decimals);
    snprintf(model, sizeof model, "%.*f", (int)decimals, value);
    ASSERT(strcmp(text, model) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    check_text(bytes, size);
    if (size >= 9) {
        double value;
        memcpy(&value, bytes, sizeof value);
        check_double(value, bytes[8] % (NUMBER_DECIMALS_MAX + 1));
    }
    return 0;
}
