#include "domain/dataset.h"
#include "base/hash.h"

const char *data_column_name(enum data_column column)
{
    static const char *const names[COLUMN_COUNT] = { "ts",       "open",    "high",      "low",
                                                     "close",    "volume",  "adj_close", "ask_open",
                                                     "ask_high", "ask_low", "ask_close", "bid_size",
                                                     "ask_size" };
    ASSERT(column < COLUMN_COUNT);
    return names[column];
}

const char *data_kind_name(enum data_kind kind)
{
    static const char *const names[DATA_KIND_COUNT] = { "bars", "quotebars" };
    ASSERT(kind < DATA_KIND_COUNT);
    return names[kind];
}

uint64_t dataset_hash(const struct dataset *dataset)
{
    uint64_t hash = hash_word(0, dataset->count);
    hash = hash_word(hash, dataset->price_decimals);
    hash = hash_word(hash, dataset->lot_decimals);
    hash = hash_word(hash, (uint64_t)dataset->tick_units);
    hash = hash_word(hash, (uint64_t)dataset->lot_units);
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (dataset->columns[i])
            hash = hash_bytes(hash_word(hash, (uint64_t)i), dataset->columns[i],
                              dataset->count * sizeof(int64_t));
    return hash;
}

struct dataset dataset_slice(const struct dataset *dataset, uint64_t first, uint64_t last)
{
    ASSERT(first <= last);
    ASSERT(last <= dataset->count);
    struct dataset slice = *dataset;
    slice.count = last - first;
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (slice.columns[i]) slice.columns[i] += first;
    return slice;
}

uint64_t dataset_find(const struct dataset *dataset, int64_t ts_ns)
{
    uint64_t low = 0, high = dataset->count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (dataset->columns[COLUMN_TS][middle] < ts_ns) low = middle + 1;
        else high = middle;
    }
    return low;
}
