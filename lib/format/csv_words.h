/*
 * csv_words.h — the words people use for columns.
 *
 * Words are compared in lower case without quotes, brackets and blanks around them, with _ for
 * every run of other characters. A known word behind a prefix and a point ("BTC.open") or before a
 * suffix
 * ("volume_btc") counts where nothing fits better.
 */
#ifndef ARGOSY_FORMAT_CSV_WORDS_H
#define ARGOSY_FORMAT_CSV_WORDS_H

#include "base/text.h"
#include "domain/dataset.h"

enum csv_word {
    WORD_NONE = COLUMN_COUNT, /* below: a data_column */
    WORD_DATE,                /* a day, when a clock stands beside it; else a time */
    WORD_CLOCK,
    WORD_SYMBOL
};

/* How well a word fits; a better fit takes the column from a worse one, a later equal one does not.
 */
enum csv_fit { FIT_NONE, FIT_PART, FIT_LOOSE, FIT_WHOLE };

struct csv_match {
    uint32_t word; /* a data_column or an enum csv_word */
    enum csv_fit fit;
};

struct csv_match csv_word_find(struct text name);

/* Decimals of the time unit in a name such as ts_ms: 9, 6, 3 or 0; -1: it names none. */
int32_t csv_word_unit(struct text name);

#endif
