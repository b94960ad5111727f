#include "app/spec_key.h"
#include "app/spec_read.h"
#include "app/spec_write.h"
#include "domain/time.h"
#include "sim/spec_name.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

enum { MEMORY = 1 << 24, PAGE = 1 << 20 };
static char memory[MEMORY];
static struct arena arena;
static struct err err;

static bool look_up(void *context, struct text name, struct text *value)
{
    (void)context;
    if (!text_equal(name, TEXT("FOLDER"))) return false;
    *value = TEXT("/somewhere");
    return true;
}

static enum status read_spec(struct spec *spec, const char *text)
{
    arena_init(&arena, memory, sizeof memory);
    spec_defaults(spec);
    memset(&err, 0, sizeof err);
    return spec_read_text(spec, &arena, "x.yaml", "specs", text_from(text), look_up, NULL, &err);
}

static void assert_refused(const char *text, const char *story)
{
    static struct spec spec;
    ck_assert_int_eq(read_spec(&spec, text), ST_CONFIG);
    ck_assert_msg(strstr(err.text, story) != NULL, "\"%s\" is not in \"%s\"", story, err.text);
}

static void assert_same(const struct spec *a, const struct spec *b)
{
    struct spec x = *a, y = *b;
    ck_assert_uint_eq(x.data_count, y.data_count);
    for (uint32_t i = 0; i < x.data_count; i++)
        ck_assert_mem_eq(&x.data[i], &y.data[i], sizeof x.data[i]);
    x.data = y.data = NULL;
    for (uint32_t i = 0; i < x.strategy.param_count; i++)
        x.strategy.params[i].line = y.strategy.params[i].line = 0;
    ck_assert_mem_eq(&x, &y, sizeof x);
}

TEST(spec, an_empty_file_is_the_defaults)
{
    static struct spec spec, defaults;
    spec_defaults(&defaults);
    ck_assert_int_eq(read_spec(&spec, ""), ST_OK);
    assert_same(&spec, &defaults);
}

TEST(spec, every_kind_of_value_is_read)
{
    static struct spec spec;
    ck_assert_int_eq(read_spec(&spec, "data:\n"
                                      "  - source: ${FOLDER}/a.csv\n"
                                      "    interval: 1mo\n"
                                      "    adjust: factors:f.csv\n"
                                      "from: 2020-01-02\n"
                                      "account: {cash: 100.5, leverage: 3}\n"
                                      "orders: {fill: close, size: 'cash:25%', whole_units: yes}\n"
                                      "costs:\n"
                                      "  fee: {rate: 10bp, fixed: 1, per_unit: 0.005}\n"
                                      "  slippage: {entry: ticks:2, exit: 0.02%}\n"
                                      "  volume_share: none\n"
                                      "  latency: 50ms\n"
                                      "strategy: {name: sma-cross, params: {fast: 5, slow: 20}}\n"
                                      "end: close-at-open\n"),
                     ST_OK);
    ck_assert_str_eq(spec.data[0].source, "/somewhere/a.csv");
    ck_assert_str_eq(spec.data[0].adjust_file, "specs/f.csv");
    ck_assert_int_eq(spec.data[0].interval_ns, -1);
    ck_assert_int_eq(spec.from_ns, 18263 * NS_PER_DAY);
    ck_assert_int_eq(spec.account.cash, 10050000000);
    ck_assert_int_eq(spec.account.leverage_e12, 3 * E12);
    ck_assert_int_eq(spec.orders.fill, FILL_CLOSE);
    ck_assert_int_eq(spec.orders.size.kind, SIZE_CASH_SHARE);
    ck_assert_int_eq(spec.orders.size.value, E12 / 4);
    ck_assert(spec.orders.whole_units);
    ck_assert(spec.costs.fee.is_given);
    ck_assert_int_eq(spec.costs.fee.rate_e12, E12 / 1000);
    ck_assert_int_eq(spec.costs.fee.fixed, 100000000);
    ck_assert_int_eq(spec.costs.fee.per_unit, 5000000000);
    ck_assert_int_eq(spec.costs.slippage_entry.kind, SLIP_TICKS);
    ck_assert_int_eq(spec.costs.slippage_entry.value, 2);
    ck_assert_int_eq(spec.costs.slippage_exit.value, E12 / 5000);
    ck_assert(spec.costs.is_slippage_given);
    ck_assert(spec.costs.is_volume_share_given);
    ck_assert_int_eq(spec.costs.volume_share_e12, 0);
    ck_assert_int_eq(spec.costs.latency_ns, 50000000);
    ck_assert_uint_eq(spec.strategy.param_count, 2);
    ck_assert_str_eq(spec.strategy.params[1].text, "20");
    ck_assert_int_eq(spec.end, END_CLOSE_AT_OPEN);
}

TEST(spec, what_is_wrong_is_told_with_its_line_and_the_nearest_known)
{
    assert_refused("account:\n  cahs: 5\n", "x.yaml:2");
    assert_refused("account:\n  cahs: 5\n", "cash");
    assert_refused("acount: {}\n", "account");
    assert_refused("orders:\n  size: 5\n", "x.yaml:2: orders.size: \"5\" is not a size");
    assert_refused("orders:\n  fill: nxt-open\n", "did you mean \"next-open\"?");
    assert_refused("account:\n  cash: 1o0\n", "\"1o0\" is not a number");
    assert_refused("account:\n  cash: -5\n", "below 0");
    assert_refused("costs:\n  volume_share: 0\n", "switch it off with none");
    assert_refused("strategy: sma-cros\n", "x.yaml:1");
    assert_refused("strategy: sma-cros\n", "did you mean \"sma-cross\"?");
    assert_refused("strategy:\n  name: sma-cross\n  params:\n    fats: 5\n", "x.yaml:4");
    assert_refused("strategy:\n  name: sma-cross\n  params:\n    fats: 5\n", "\"fast\"");
    assert_refused("strategy:\n  name: sma-cross\n  params:\n    fast: 0\n", "out of range");
    assert_refused("strategy:\n  name: sma-cross\n  params:\n    fast: 5..9\n", "is a range");
    assert_refused("data:\n  - symbol: X\n", "source is missing");
    assert_refused("rules: ${NOWHERE}\n", "NOWHERE");
    assert_refused("account: 5\n", "x.yaml:1");
    assert_refused("seed: 1.5\n", "whole number");
}

static int64_t random_amount(void)
{
    static const int64_t sizes[] = { 1, 10, 100000, E12, E12 * 1000 };
    return (int64_t)rng_below(&test_rng, (uint64_t)sizes[rng_below(&test_rng, 5)]) + 1;
}

static void random_text(char *at, size_t size)
{
    static const char *const pieces[] = { "a", "Z", "0", "-",  ".",  "/",  ":",
                                          " ", "#", "'", "\"", "\\", "${", "$",
                                          "ä", "€", "{", "]",  ",",  "&",  "null" };
    struct writer writer;
    memset(at, 0, size);
    writer_init(&writer, at, size);
    uint64_t count = rng_below(&test_rng, 9) + 1;
    for (uint64_t i = 0; i < count; i++) {
        struct text piece = text_from(pieces[rng_below(&test_rng, 21)]);
        if (writer.length + piece.length + 1 < size) writer_add(&writer, piece);
    }
}

/* A random value, spelt as its writer spells it, into the key's place. */
static void randomise(void *base, const struct spec_key *key)
{
    char *at = (char *)base + key->offset;
    int64_t amount = random_amount();
    if (rng_below(&test_rng, 4) == 0) return;
    switch (key->kind) {
    case KEY_WORD: {
        uint32_t count = 0;
        while (key->names[count]) count++;
        *(uint32_t *)at = (uint32_t)rng_below(&test_rng, count);
        break;
    }
    case KEY_BOOL: *(bool *)at = rng_below(&test_rng, 2); break;
    case KEY_TEXT: random_text(at, key->size < 64 ? key->size : 64); break;
    case KEY_PATH:
    case KEY_SOURCE:
        random_text(at, 64);
        memmove(at + 1, at, 62);
        at[0] = '/';
        at[63] = 0;
        break;
    case KEY_NUMBER:
        memset(at, 0, key->size);
        text_format(at, key->size, "%lld.5", (long long)amount);
        break;
    case KEY_CASH:
    case KEY_RATE:
    case KEY_QTY:
    case KEY_PER_UNIT: *(int64_t *)at = key->is_signed && amount % 2 ? -amount : amount; break;
    case KEY_COUNT: *(uint32_t *)at = (uint32_t)(amount % UINT32_MAX); break;
    case KEY_SEED: *(uint64_t *)at = rng_next(&test_rng); break;
    case KEY_DURATION: *(int64_t *)at = amount; break;
    case KEY_INTERVAL: *(int64_t *)at = amount % 3 ? amount : -1 - amount % 24; break;
    case KEY_TIME: *(int64_t *)at = amount % 9000000000000 * 1000003; break;
    case KEY_SIZE:
        *(struct spec_size *)at = (struct spec_size){ rng_below(&test_rng, 6), amount };
        if (((struct spec_size *)at)->kind == SIZE_ALL) ((struct spec_size *)at)->value = 0;
        break;
    case KEY_SLIPPAGE: {
        struct spec_slippage *slippage = (struct spec_slippage *)at;
        *slippage = (struct spec_slippage){ rng_below(&test_rng, 6), amount };
        if (slippage->kind == SLIP_DEFAULT || slippage->kind == SLIP_SPREAD) slippage->value = 0;
        break;
    }
    case KEY_ADJUST: {
        struct spec_data *data = base;
        data->adjust = rng_below(&test_rng, 3);
        if (data->adjust == ADJUST_FACTORS) strcpy(data->adjust_file, "/f actors.csv");
        break;
    }
    case KEY_INSTRUMENT:
        memset(at, 0, key->size);
        strcpy(at, instrument_kind_name(rng_below(&test_rng, INSTRUMENT_KIND_COUNT)));
        break;
    case KEY_HEADER:
        memset(at, 0, key->size);
        strcpy(at, amount % 2 ? "ts=Day one,close=C:\\\\x" : "/a=b/m ap.yaml");
        break;
    case KEY_STAMP:
        memset(at, 0, key->size);
        strcpy(at, amount % 2 ? "start" : "end");
        break;
    case KEY_FEE: {
        struct spec_fee *fee = (struct spec_fee *)at;
        *fee = (struct spec_fee){ .is_given = true, .rate_e12 = amount, .min = amount % 3 };
        if (amount % 2) fee->has_maker = true, fee->maker_e12 = -amount;
        break;
    }
    }
    if (key->unset) *((bool *)((char *)base + key->given)) = true;
}

TEST(spec, what_is_printed_reads_back_to_the_same_struct)
{
    static struct spec spec, again;
    static struct spec_data rows[3];
    static char page[PAGE];
    for (uint64_t round = 0; round < test_rounds; round++) {
        struct writer writer;
        spec_defaults(&spec);
        memset(rows, 0, sizeof rows);
        for (const struct spec_key *key = spec_keys; key->path; key++) randomise(&spec, key);
        spec.costs.fee.is_given = rng_below(&test_rng, 2);
        if (!spec.costs.fee.is_given) memset(&spec.costs.fee, 0, sizeof spec.costs.fee);
        else if (rng_below(&test_rng, 2)) {
            spec.costs.fee.tier_count = 2;
            spec.costs.fee.tiers[0] = (struct spec_fee_tier){ 0, -5, 7 };
            spec.costs.fee.tiers[1] = (struct spec_fee_tier){ random_amount(), 3, 4 };
        }
        spec.costs.is_slippage_given = spec.costs.slippage_entry.kind != SLIP_DEFAULT ||
                                       spec.costs.slippage_exit.kind != SLIP_DEFAULT;
        if (rng_below(&test_rng, 2)) {
            spec.account.tier_count = 2;
            spec.account.tiers[0] = (struct margin_tier){ 0, 9, 7 };
            spec.account.tiers[1] = (struct margin_tier){ random_amount(), 11, 8 };
        }
        /* Names the tables know; a plug-in's may be any. */
        if (!*spec.strategy.plugin) memset(spec.strategy.name, 0, sizeof spec.strategy.name);
        spec.data = rows;
        spec.data_count = (uint32_t)rng_below(&test_rng, 4);
        for (uint32_t i = 0; i < spec.data_count; i++) {
            for (const struct spec_key *key = spec_data_keys; key->path; key++)
                randomise(&rows[i], key);
            if (!*rows[i].source) strcpy(rows[i].source, "demo");
        }
        spec.strategy.param_count = (uint32_t)rng_below(&test_rng, 3);
        for (uint32_t i = 0; i < spec.strategy.param_count; i++) {
            struct spec_param *param = &spec.strategy.params[i];
            text_format(param->name, sizeof param->name, "name %u", i);
            random_text(param->text, 64);
        }
        writer_init(&writer, page, sizeof page);
        spec_write(&writer, &spec, NULL);
        ck_assert(!writer_is_cut(&writer));
        ck_assert_msg(read_spec(&again, page) == ST_OK, "%s\n%s", err.text, page);
        assert_same(&spec, &again);
    }
}

TEST(spec, funding_margin_tiers_and_an_instruments_own_fee_are_mappings_too)
{
    static struct spec spec;
    ck_assert_int_eq(
        read_spec(&spec, "data:\n"
                         "  - {source: a.csv, fee: {rate: 1bp, maker: -0.5bp, min: 1}}\n"
                         "  - {source: b.csv, fee: 0.002, role: mark}\n"
                         "account:\n"
                         "  margin: isolated\n"
                         "  tiers:\n"
                         "    - {from: 0, initial: 2%, maintenance: 1%}\n"
                         "    - {from: 50000, initial: 5%, maintenance: 2.5%}\n"
                         "costs: {funding: {rate: 1bp, every: 8h, on: index, rates: r.csv}}\n"),
        ST_OK);
    ck_assert_int_eq(spec.data[0].fee.rate_e12, E12 / 10000);
    ck_assert_int_eq(spec.data[0].fee.maker_e12, -E12 / 20000);
    ck_assert_int_eq(spec.data[1].fee.rate_e12, E12 / 500);
    ck_assert_int_eq(spec.data[1].role, ROLE_MARK);
    ck_assert_int_eq(spec.account.margin, MARGIN_ISOLATED);
    ck_assert_uint_eq(spec.account.tier_count, 2);
    ck_assert_int_eq(spec.account.tiers[1].maintenance_e12, E12 / 40);
    ck_assert_int_eq(spec.costs.funding_e12, E12 / 10000);
    ck_assert_int_eq(spec.costs.funding_every_ns, 8 * INT64_C(3600000000000));
    ck_assert_int_eq(spec.costs.funding_on, FUNDING_ON_INDEX);
    ck_assert_str_eq(spec.costs.funding_rates, "specs/r.csv");
    assert_refused("account: {tiers: [{from: 5, initial: 1%, maintenance: 1%}]}\n", "begin at 0");
    assert_refused("account: {tiers: [{from: 0, initial: 1%, maintenance: 2%}]}\n", "at most");
    assert_refused("data: {source: a, fee: {rat: 1}}\n", "\"rate\"");
    assert_refused("costs: {funding: {rte: 1}}\n", "rate");
}

TEST(spec, a_relative_path_is_printed_from_its_origin)
{
    static struct spec spec;
    static char page[PAGE];
    struct writer writer;
    ck_assert_int_eq(read_spec(&spec, "data: sub/a.csv\nstrategy: buy-hold\n"), ST_OK);
    ck_assert_str_eq(spec.data[0].source, "specs/sub/a.csv");
    writer_init(&writer, page, sizeof page);
    spec_write(&writer, &spec, "/here");
    ck_assert(strstr(page, "source: /here/specs/sub/a.csv\n") != NULL);
}

TEST(spec, a_header_map_is_a_path_from_the_specs_folder_or_stands_there_itself)
{
    static struct spec spec;
    static char page[PAGE];
    struct writer writer;
    ck_assert_int_eq(read_spec(&spec, "data:\n"
                                      "  - {source: demo, header: map.yaml}\n"
                                      "  - {source: demo, header: 'ts=Date,open=O/P'}\n"
                                      "strategy: buy-hold\n"),
                     ST_OK);
    ck_assert_str_eq(spec.data[0].header, "specs/map.yaml");
    ck_assert_str_eq(spec.data[1].header, "ts=Date,open=O/P");
    writer_init(&writer, page, sizeof page);
    spec_write(&writer, &spec, "/here");
    ck_assert(strstr(page, "header: /here/specs/map.yaml\n") != NULL);
    ck_assert(strstr(page, "ts=Date,open=O/P") != NULL);
}

TEST(spec, every_choice_is_found_by_each_of_its_names)
{
    for (const struct spec_key *key = spec_keys; key->path; key++)
        for (uint32_t i = 0; key->kind == KEY_WORD && key->names[i]; i++) {
            uint32_t value = 99;
            ck_assert_int_eq(spec_name_find(&value, key->names, text_from(key->names[i])), ST_OK);
            ck_assert_uint_eq(value, i);
        }
}
