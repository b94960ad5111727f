#include "app/grammar.h"

enum status grammar_bool_parse(bool *value, struct text text, struct err *err)
{
    static const char *const words[2][4] = { { "no", "false", "off", "0" },
                                             { "yes", "true", "on", "1" } };
    for (uint32_t i = 0; i < 8; i++) {
        if (!text_equal_fold(text, text_from(words[i / 4][i % 4]))) continue;
        *value = i >= 4;
        return ST_OK;
    }
    return err_set(err, ST_USAGE, "\"%.*s\" is neither yes nor no", TEXT_ARG(text));
}

enum status grammar_decimal_parse(int64_t *units, struct text text, uint32_t decimals,
                                  struct err *err)
{
    enum status status = decimal_parse_exact(units, text, decimals);
    if (status == ST_OK) return ST_OK;
    if (status == ST_PARSE)
        return err_set(err, ST_USAGE, "\"%.*s\" is not a number", TEXT_ARG(text));
    return err_set(err, ST_USAGE, "%.*s does not fit: at most %u decimals and %u digits in all",
                   TEXT_ARG(text), decimals, 18u);
}

/* What stands before an ending, if it ends so. */
static bool cut_end(struct text *text, struct text end)
{
    if (!text_ends(*text, end)) return false;
    text->length -= end.length;
    return true;
}

enum status grammar_rate_parse(int64_t *rate_e12, struct text text, struct err *err)
{
    struct text number = text;
    uint32_t decimals = E12_DIGITS;
    if (cut_end(&number, TEXT("%"))) decimals -= 2;
    else if (cut_end(&number, TEXT("bp"))) decimals -= 4;
    enum status status = decimal_parse_exact(rate_e12, number, decimals);
    if (status == ST_OK) return ST_OK;
    if (status == ST_PARSE)
        return err_set(err, ST_USAGE,
                       "\"%.*s\" is not a rate; expected a fraction (0.001), a percentage (0.1%%) "
                       "or basis points (10bp)",
                       TEXT_ARG(text));
    return err_set(err, ST_USAGE, "the rate %.*s does not fit: at most 12 decimals as a fraction",
                   TEXT_ARG(text));
}

enum status grammar_duration_parse(int64_t *duration_ns, struct text text, struct err *err)
{
    if (text_equal(text, TEXT("0"))) {
        *duration_ns = 0;
        return ST_OK;
    }
    int64_t value;
    if (interval_parse(&value, text) == ST_OK && value > 0) {
        *duration_ns = value;
        return ST_OK;
    }
    return err_set(err, ST_USAGE,
                   "\"%.*s\" is not a length of time; expected a whole number and a unit: 50ms, "
                   "2s, 5m, 1h",
                   TEXT_ARG(text));
}

void grammar_duration_write(struct writer *writer, int64_t duration_ns)
{
    if (duration_ns == 0) writer_char(writer, '0');
    else interval_format(writer, duration_ns);
}

enum status grammar_interval_parse(int64_t *interval_ns, struct text text, struct err *err)
{
    if (text_equal(text, TEXT("recorded"))) {
        *interval_ns = 0;
        return ST_OK;
    }
    if (interval_parse(interval_ns, text) == ST_OK) return ST_OK;
    return err_set(err, ST_USAGE,
                   "\"%.*s\" is not an interval; expected a whole number and a unit: 5m, 1h, 1d, "
                   "1w, 1mo",
                   TEXT_ARG(text));
}

void grammar_interval_write(struct writer *writer, int64_t interval_ns)
{
    if (interval_ns == 0) writer_add(writer, TEXT("recorded"));
    else interval_format(writer, interval_ns);
}

enum status grammar_time_parse(int64_t *ts_ns, struct text text, struct err *err)
{
    enum status status = time_parse(ts_ns, text);
    if (status == ST_OK) return ST_OK;
    if (status == ST_RANGE) return err_set(err, ST_USAGE, "there is no time %.*s", TEXT_ARG(text));
    return err_set(err, ST_USAGE,
                   "\"%.*s\" is not a time; expected an ISO date or time in UTC: 2024-03-10, "
                   "2024-03-10T09:30:00Z",
                   TEXT_ARG(text));
}

/* `word:value` -> value, when it begins with the word. */
static bool cut_word(struct text *text, struct text word)
{
    if (!text_starts(*text, word)) return false;
    text->bytes += word.length;
    text->length -= word.length;
    return true;
}

/* A share of something: above 0, and at most `most` (in e12). */
static enum status read_share(struct spec_size *size, enum size_kind kind, struct text text,
                              struct err *err)
{
    size->kind = kind;
    enum status status = grammar_rate_parse(&size->value, text, err);
    if (status != ST_OK) return status;
    if (size->value > 0) return ST_OK;
    return err_set(err, ST_USAGE, "the share %.*s is not above 0", TEXT_ARG(text));
}

static enum status read_amount(struct spec_size *size, enum size_kind kind, struct text text,
                               uint32_t decimals, struct err *err)
{
    size->kind = kind;
    enum status status = grammar_decimal_parse(&size->value, text, decimals, err);
    if (status != ST_OK) return status;
    if (size->value > 0) return ST_OK;
    return err_set(err, ST_USAGE, "the amount %.*s is not above 0", TEXT_ARG(text));
}

enum status grammar_size_parse(struct spec_size *size, struct text text, struct err *err)
{
    struct text value = text;
    struct spec_size read = { .kind = SIZE_ALL };
    enum status status = ST_OK;
    if (text_equal(text, TEXT("all"))) status = ST_OK;
    else if (cut_word(&value, TEXT("units:")))
        status = read_amount(&read, SIZE_UNITS, value, E12_DIGITS, err);
    else if (cut_word(&value, TEXT("cash:")) && text_ends(value, TEXT("%")))
        status = read_share(&read, SIZE_CASH_SHARE, value, err);
    else if (text_starts(text, TEXT("cash:")))
        status = read_amount(&read, SIZE_CASH, value, LEDGER_DECIMALS, err);
    else if (cut_word(&value, TEXT("equity:")))
        status = read_share(&read, SIZE_EQUITY_SHARE, value, err);
    else if (cut_word(&value, TEXT("risk:")))
        status = read_share(&read, SIZE_RISK_SHARE, value, err);
    else
        return err_set(err, ST_USAGE,
                       "\"%.*s\" is not a size; expected all, units:N, cash:N, cash:P%%, "
                       "equity:FRACTION or risk:FRACTION",
                       TEXT_ARG(text));
    if (status == ST_OK) *size = read;
    return status;
}

static void write_rate(struct writer *writer, int64_t rate_e12)
{
    decimal_format(writer, rate_e12, E12_DIGITS, true);
}

void grammar_size_write(struct writer *writer, const struct spec_size *size)
{
    switch (size->kind) {
    case SIZE_ALL: writer_add(writer, TEXT("all")); break;
    case SIZE_UNITS:
        writer_add(writer, TEXT("units:"));
        decimal_format(writer, size->value, E12_DIGITS, true);
        break;
    case SIZE_CASH:
        writer_add(writer, TEXT("cash:"));
        decimal_format(writer, size->value, LEDGER_DECIMALS, true);
        break;
    case SIZE_CASH_SHARE:
        writer_add(writer, TEXT("cash:"));
        decimal_format(writer, size->value, E12_DIGITS - 2, true);
        writer_char(writer, '%');
        break;
    case SIZE_EQUITY_SHARE:
        writer_add(writer, TEXT("equity:"));
        write_rate(writer, size->value);
        break;
    case SIZE_RISK_SHARE:
        writer_add(writer, TEXT("risk:"));
        write_rate(writer, size->value);
        break;
    }
}

enum status grammar_slippage_parse(struct spec_slippage *slippage, struct text text,
                                   struct err *err)
{
    struct text value = text;
    struct spec_slippage read = { .kind = SLIP_DEFAULT };
    enum status status = ST_OK;
    if (text_equal(text, TEXT("default"))) read.kind = SLIP_DEFAULT;
    else if (text_equal(text, TEXT("half-spread"))) read.kind = SLIP_SPREAD;
    else if (cut_word(&value, TEXT("ticks:"))) {
        read.kind = SLIP_TICKS;
        status = grammar_decimal_parse(&read.value, value, 0, err);
    } else if (cut_word(&value, TEXT("volume:"))) {
        read.kind = SLIP_VOLUME;
        status = grammar_rate_parse(&read.value, value, err);
    } else if (cut_word(&value, TEXT("sqrt:"))) {
        read.kind = SLIP_SQRT;
        status = grammar_rate_parse(&read.value, value, err);
    } else {
        read.kind = SLIP_RATE;
        status = grammar_rate_parse(&read.value, value, NULL);
        if (status != ST_OK)
            return err_set(err, ST_USAGE,
                           "\"%.*s\" is not a slippage; expected a rate (2bp, 0.02%%, 0.0002), "
                           "half-spread, ticks:N, volume:K, sqrt:K or default",
                           TEXT_ARG(text));
    }
    if (status != ST_OK) return status;
    if (read.value < 0)
        return err_set(err, ST_USAGE, "the slippage %.*s is below 0", TEXT_ARG(text));
    *slippage = read;
    return ST_OK;
}

void grammar_slippage_write(struct writer *writer, const struct spec_slippage *slippage)
{
    switch (slippage->kind) {
    case SLIP_DEFAULT: writer_add(writer, TEXT("default")); break;
    case SLIP_RATE: write_rate(writer, slippage->value); break;
    case SLIP_TICKS:
        writer_add(writer, TEXT("ticks:"));
        decimal_format(writer, slippage->value, 0, false);
        break;
    case SLIP_SPREAD: writer_add(writer, TEXT("half-spread")); break;
    case SLIP_VOLUME:
        writer_add(writer, TEXT("volume:"));
        write_rate(writer, slippage->value);
        break;
    case SLIP_SQRT:
        writer_add(writer, TEXT("sqrt:"));
        write_rate(writer, slippage->value);
        break;
    }
}
