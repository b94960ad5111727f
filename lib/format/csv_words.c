#include "format/csv_words.h"

#include <string.h>

enum { WORD_TEXT = 64 };

static const struct {
    const char *text;
    uint32_t word;
    enum csv_fit fit;
} words[] = {
    { "ts", COLUMN_TS, FIT_WHOLE },
    { "timestamp", COLUMN_TS, FIT_WHOLE },
    { "time", WORD_CLOCK, FIT_WHOLE },
    { "date", WORD_DATE, FIT_WHOLE },
    { "day", WORD_DATE, FIT_LOOSE },
    { "datetime", COLUMN_TS, FIT_WHOLE },
    { "date_time", COLUMN_TS, FIT_WHOLE },
    { "open_time", COLUMN_TS, FIT_WHOLE },
    { "opentime", COLUMN_TS, FIT_WHOLE },
    { "start_time", COLUMN_TS, FIT_WHOLE },
    { "start", COLUMN_TS, FIT_LOOSE },
    { "gmt_time", COLUMN_TS, FIT_WHOLE },
    { "utc_time", COLUMN_TS, FIT_WHOLE },
    { "time_utc", COLUMN_TS, FIT_WHOLE },
    { "date_utc", COLUMN_TS, FIT_WHOLE },
    { "local_time", COLUMN_TS, FIT_LOOSE },
    { "unix", COLUMN_TS, FIT_LOOSE },
    { "unix_time", COLUMN_TS, FIT_LOOSE },
    { "unix_timestamp", COLUMN_TS, FIT_LOOSE },
    { "epoch", COLUMN_TS, FIT_LOOSE },
    { "unnamed_0", COLUMN_TS, FIT_LOOSE },
    { "index", COLUMN_TS, FIT_LOOSE },
    { "open", COLUMN_OPEN, FIT_WHOLE },
    { "open_price", COLUMN_OPEN, FIT_LOOSE },
    { "o", COLUMN_OPEN, FIT_LOOSE },
    { "first", COLUMN_OPEN, FIT_LOOSE },
    { "bid_open", COLUMN_OPEN, FIT_LOOSE },
    { "high", COLUMN_HIGH, FIT_WHOLE },
    { "high_price", COLUMN_HIGH, FIT_LOOSE },
    { "h", COLUMN_HIGH, FIT_LOOSE },
    { "max", COLUMN_HIGH, FIT_LOOSE },
    { "bid_high", COLUMN_HIGH, FIT_LOOSE },
    { "low", COLUMN_LOW, FIT_WHOLE },
    { "low_price", COLUMN_LOW, FIT_LOOSE },
    { "l", COLUMN_LOW, FIT_LOOSE },
    { "min", COLUMN_LOW, FIT_LOOSE },
    { "bid_low", COLUMN_LOW, FIT_LOOSE },
    { "close", COLUMN_CLOSE, FIT_WHOLE },
    { "close_price", COLUMN_CLOSE, FIT_LOOSE },
    { "c", COLUMN_CLOSE, FIT_LOOSE },
    { "last", COLUMN_CLOSE, FIT_LOOSE },
    { "close_last", COLUMN_CLOSE, FIT_LOOSE },
    { "price", COLUMN_CLOSE, FIT_LOOSE },
    { "settle", COLUMN_CLOSE, FIT_LOOSE },
    { "bid_close", COLUMN_CLOSE, FIT_LOOSE },
    { "volume", COLUMN_VOLUME, FIT_WHOLE },
    { "vol", COLUMN_VOLUME, FIT_LOOSE },
    { "v", COLUMN_VOLUME, FIT_LOOSE },
    { "qty", COLUMN_VOLUME, FIT_LOOSE },
    { "quantity", COLUMN_VOLUME, FIT_LOOSE },
    { "tickvol", COLUMN_VOLUME, FIT_LOOSE },
    { "tick_volume", COLUMN_VOLUME, FIT_LOOSE },
    { "base_volume", COLUMN_VOLUME, FIT_LOOSE },
    { "adj_close", COLUMN_ADJ_CLOSE, FIT_WHOLE },
    { "adjclose", COLUMN_ADJ_CLOSE, FIT_WHOLE },
    { "adjusted_close", COLUMN_ADJ_CLOSE, FIT_WHOLE },
    { "adj_close_price", COLUMN_ADJ_CLOSE, FIT_LOOSE },
    { "close_adj", COLUMN_ADJ_CLOSE, FIT_LOOSE },
    { "ask_open", COLUMN_ASK_OPEN, FIT_WHOLE },
    { "ask_high", COLUMN_ASK_HIGH, FIT_WHOLE },
    { "ask_low", COLUMN_ASK_LOW, FIT_WHOLE },
    { "ask_close", COLUMN_ASK_CLOSE, FIT_WHOLE },
    { "bid_size", COLUMN_BID_SIZE, FIT_WHOLE },
    { "bid_volume", COLUMN_BID_SIZE, FIT_LOOSE },
    { "ask_size", COLUMN_ASK_SIZE, FIT_WHOLE },
    { "ask_volume", COLUMN_ASK_SIZE, FIT_LOOSE },
    { "symbol", WORD_SYMBOL, FIT_WHOLE },
    { "ticker", WORD_SYMBOL, FIT_WHOLE },
    { "instrument", WORD_SYMBOL, FIT_LOOSE },
    { "pair", WORD_SYMBOL, FIT_LOOSE },
    { "tic", WORD_SYMBOL, FIT_LOOSE },
};

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Lower case, one _ for every run of other characters, none at the ends. "adjClose" keeps no hump:
 * both spellings stand in the table. */
static struct text fold_word(struct text name, char bytes[WORD_TEXT])
{
    size_t length = 0;
    for (size_t i = 0; i < name.length && length + 1 < WORD_TEXT; i++) {
        char c = name.bytes[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
        if (is_word_char(c))
            bytes[length++] = c;
        else if (length > 0 && bytes[length - 1] != '_')
            bytes[length++] = '_';
    }
    if (length > 0 && bytes[length - 1] == '_') length--;
    return (struct text){ bytes, length };
}

static struct csv_match find_whole(struct text word)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_equal(word, text_from(words[i].text)))
            return (struct csv_match){ words[i].word, words[i].fit };
    return (struct csv_match){ WORD_NONE, FIT_NONE };
}

int32_t csv_word_unit(struct text name)
{
    static const struct {
        const char *suffix;
        int32_t decimals;
    } units[] = { { "_ns", 0 }, { "_us", 3 }, { "_ms", 6 }, { "_s", 9 }, { "_sec", 9 } };
    char bytes[WORD_TEXT];
    struct text word = fold_word(name, bytes);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (text_ends(word, text_from(units[i].suffix))) return units[i].decimals;
    return -1;
}

struct csv_match csv_word_find(struct text name)
{
    char bytes[WORD_TEXT];
    struct text word = fold_word(name, bytes);
    struct csv_match match = find_whole(word);
    if (match.fit != FIT_NONE) return match;

    /* A time with its unit: ts_ms, open_time_us. */
    for (size_t cut = word.length; csv_word_unit(name) >= 0 && cut > 0; cut--) {
        if (word.bytes[cut - 1] != '_') continue;
        match = find_whole((struct text){ word.bytes, cut - 1 });
        if (match.word == COLUMN_TS || match.word == WORD_CLOCK || match.word == WORD_DATE)
            return (struct csv_match){ COLUMN_TS, FIT_WHOLE };
        break;
    }
    /* "BTC.open": the part behind the last point. */
    for (size_t i = name.length; i > 0; i--) {
        if (name.bytes[i - 1] != '.') continue;
        match = find_whole(fold_word((struct text){ name.bytes + i, name.length - i }, bytes));
        if (match.fit != FIT_NONE) match.fit = FIT_PART;
        return match;
    }
    /* "volume_btc", "1_open": the part before the first _, where it is a volume; the part behind a
     * number, as some vendors count their columns. */
    if (text_starts(word, TEXT("volume_"))) return (struct csv_match){ COLUMN_VOLUME, FIT_PART };
    size_t digits = 0;
    while (digits < word.length && word.bytes[digits] >= '0' && word.bytes[digits] <= '9') digits++;
    if (digits > 0 && digits < word.length && word.bytes[digits] == '_') {
        match = find_whole((struct text){ word.bytes + digits + 1, word.length - digits - 1 });
        if (match.fit != FIT_NONE) match.fit = FIT_PART;
        return match;
    }
    return (struct csv_match){ WORD_NONE, FIT_NONE };
}
