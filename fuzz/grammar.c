/*
 * grammar.c — values as they are spelt in flags and specs: refused with a sentence, or what is
 * written of them is read back as the same. The first byte says which kind of value it is.
 */
#include "app/grammar.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static char printed[128];
static struct writer writer;

static struct text finish(void)
{
    ASSERT(!writer_is_cut(&writer));
    return writer_text(&writer);
}

static enum status try_plain(uint8_t kind, struct text text, struct err *err)
{
    bool is_on;
    int64_t value;
    switch (kind) {
    case 0: return grammar_bool_parse(&is_on, text, err);
    case 1: return grammar_decimal_parse(&value, text, LEDGER_DECIMALS, err);
    case 2: return grammar_rate_parse(&value, text, err);
    default: return grammar_time_parse(&value, text, err);
    }
}

static enum status try_duration(struct text text, struct err *err)
{
    int64_t value, again = -1;
    enum status status = grammar_duration_parse(&value, text, err);
    if (status != ST_OK) return status;
    ASSERT(value >= 0);
    grammar_duration_write(&writer, value);
    ASSERT(grammar_duration_parse(&again, finish(), err) == ST_OK);
    ASSERT(again == value);
    return ST_OK;
}

static enum status try_interval(struct text text, struct err *err)
{
    int64_t value, again = -1;
    enum status status = grammar_interval_parse(&value, text, err);
    if (status != ST_OK) return status;
    grammar_interval_write(&writer, value);
    ASSERT(grammar_interval_parse(&again, finish(), err) == ST_OK);
    ASSERT(again == value);
    return ST_OK;
}

static enum status try_size(struct text text, struct err *err)
{
    struct spec_size value = { 0 }, again = { 0 };
    enum status status = grammar_size_parse(&value, text, err);
    if (status != ST_OK) return status;
    ASSERT(value.kind == SIZE_ALL || value.value > 0);
    grammar_size_write(&writer, &value);
    ASSERT(grammar_size_parse(&again, finish(), err) == ST_OK);
    ASSERT(again.kind == value.kind);
    ASSERT(again.value == value.value);
    return ST_OK;
}

static enum status try_slippage(struct text text, struct err *err)
{
    struct spec_slippage value = { 0 }, again = { 0 };
    enum status status = grammar_slippage_parse(&value, text, err);
    if (status != ST_OK) return status;
    ASSERT(value.value >= 0);
    grammar_slippage_write(&writer, &value);
    ASSERT(grammar_slippage_parse(&again, finish(), err) == ST_OK);
    ASSERT(again.kind == value.kind);
    ASSERT(again.value == value.value);
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct err err = { 0 };
    enum status status;
    if (size == 0) return 0;
    struct text text = { (const char *)bytes + 1, size - 1 };
    writer_init(&writer, printed, sizeof printed);
    switch (bytes[0] % 8) {
    case 4: status = try_duration(text, &err); break;
    case 5: status = try_interval(text, &err); break;
    case 6: status = try_size(text, &err); break;
    case 7: status = try_slippage(text, &err); break;
    default: status = try_plain(bytes[0] % 8, text, &err); break;
    }
    ASSERT(status == ST_OK || status == ST_USAGE);
    ASSERT(status == ST_OK || err.text[0]);
    return 0;
}
