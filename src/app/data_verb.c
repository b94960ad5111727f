/* data_verb.c — the row of `argosy data`, and its flags as a struct data_options. */
#include "app/cli.h"
#include "app/data.h"
#include "app/header.h"
#include "app/home.h"
#include "os/memory.h"

#include <string.h>

enum { HEADER_BYTES = 16 << 20 }; /* for the tree of a header map */

static const struct cli_flag flags[] = {
    { .name = "format",
      .type = CLI_TEXT,
      .value = "NAME",
      .help = "what the file is; else it is recognised" },
    { .name = "symbol", .type = CLI_TEXT, .value = "SYMBOL", .help = "which symbol of the file" },
    { .name = "name",
      .type = CLI_TEXT,
      .value = "NAME",
      .help = "what it is called in the catalogue; else after the file" },
    { .name = "header",
      .type = CLI_TEXT,
      .value = "FILE.yaml|ts=NAME,open=NAME,...",
      .help = "which column is which; else it is recognised" },
    { .name = "tick",
      .type = CLI_DECIMAL,
      .value = "N",
      .unit = "price",
      .help = "the smallest step of a price; else inferred" },
    { .name = "lot",
      .type = CLI_DECIMAL,
      .value = "N",
      .initial = "1e-8",
      .unit = "quantity",
      .help = "the smallest quantity" },
    { .name = "zone",
      .type = CLI_TEXT,
      .value = "ZONE",
      .initial = "UTC",
      .help = "the time zone of times without an offset" },
    { .name = "stamp",
      .type = CLI_CHOICE,
      .value = "start|end",
      .initial = "start",
      .help = "which end of a bar its time is" },
    { .name = "allow-negative", .help = "take prices below zero" },
    { .name = "skip-bad-rows", .help = "leave rows out that cannot be read, and count them" },
    { .name = "calendar",
      .type = CLI_TEXT,
      .value = "NAME",
      .help = "check: when the market trades (24/7, fx, xnys, cme, eurex); else guessed" },
    { .name = "csv", .help = "export as CSV" },
    { .name = "out", .type = CLI_PATH, .value = "FILE", .help = "export into a file" },
    { .name = "force", .help = "overwrite the file of --out" },
    { 0 },
};

static const struct cli_noun nouns[] = {
    { .name = "import",
      .operands = "FILE...",
      .operands_min = 1,
      .operands_max = CLI_OPERANDS_ANY,
      .help = "put files into the catalogue" },
    { .name = "list", .operands = "", .help = "what the catalogue has" },
    { .name = "show",
      .operands = "NAME|FILE",
      .operands_min = 1,
      .operands_max = 1,
      .help = "what one dataset is" },
    { .name = "check",
      .operands = "NAME|FILE",
      .operands_min = 1,
      .operands_max = 1,
      .help = "what is wrong with one dataset: gaps, bad rows, outliers, ..." },
    { .name = "export",
      .operands = "NAME|FILE",
      .operands_min = 1,
      .operands_max = 1,
      .help = "write one dataset as CSV" },
    { .name = "remove",
      .operands = "NAME...",
      .operands_min = 1,
      .operands_max = CLI_OPERANDS_ANY,
      .help = "take datasets out of the catalogue" },
    { 0 },
};

static struct text given(const struct cli_arguments *arguments, const char *name)
{
    return cli_is_given(arguments, name) ? text_from(cli_text(arguments, name))
                                         : (struct text){ 0 };
}

static enum status run_noun(const struct cli_arguments *arguments,
                            const struct data_options *options, struct err *err)
{
    const char *noun = arguments->noun->name;
    const char *const *names = (const char *const *)arguments->operands;
    uint32_t count = arguments->operand_count;
    if (!strcmp(noun, "import")) return data_import(options, names, count, err);
    if (!strcmp(noun, "list")) return data_list(options, err);
    if (!strcmp(noun, "remove")) return data_remove(options, names, count, err);
    if (!strcmp(noun, "show")) return data_show(options, text_from(names[0]), err);
    if (!strcmp(noun, "check")) return data_check(options, text_from(names[0]), err);
    return data_export(options, text_from(names[0]), err);
}

static enum status run(const struct cli_arguments *arguments, struct err *err)
{
    char home[1024];
    enum status status = home_find(home, sizeof home, arguments, err);
    if (status != ST_OK) return status;
    struct data_options options = {
        .home = text_from(home),
        .name = given(arguments, "name"),
        .import = {
            .format = given(arguments, "format"),
            .symbol = given(arguments, "symbol"),
            .tick = given(arguments, "tick"),
            .lot = given(arguments, "lot"),
            .zone = given(arguments, "zone"),
            .is_end_stamped = !strcmp(cli_text(arguments, "stamp"), "end"),
            .is_negative_allowed = cli_is_on(arguments, "allow-negative"),
            .is_skipping_bad_rows = cli_is_on(arguments, "skip-bad-rows"),
        },
        .calendar = given(arguments, "calendar"),
        .out = given(arguments, "out"),
        .is_json = arguments->is_json,
        .is_quiet = arguments->is_quiet,
        .is_replacing = cli_is_on(arguments, "force"),
    };
    struct memory memory;
    struct arena arena;
    status = memory_arena(&memory, &arena, HEADER_BYTES, err);
    if (status != ST_OK) return status;
    status = header_read(&options.import.header, &arena, given(arguments, "header"), err);
    if (status == ST_OK) status = run_noun(arguments, &options, err);
    memory_release(&memory);
    return status;
}

const struct cli_verb verb_data = {
    .name = "data",
    .help = "Imports, lists, shows, checks, exports and removes recorded data",
    .nouns = nouns,
    .groups = { flags },
    .examples = { "argosy data list", "argosy data check demo --json" },
    .run = run,
};
