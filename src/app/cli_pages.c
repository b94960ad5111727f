/* The man page and docs/cli.md, out of the rows. */
#include "app/cli.h"
#include "app/spec_key.h"

/* What both pages say beside the verbs. */
static const char *const exits[][2] = {
    { "0", "done" },
    { "1", "the answer is no: a check found faults, a gate refused, a comparison differed" },
    { "64", "wrong usage" },
    { "65", "bad data" },
    { "66", "no such input" },
    { "69", "a service is not there" },
    { "70", "a bug of the program" },
    { "73", "the output cannot be created" },
    { "74", "input or output failed" },
    { "75", "try later" },
    { "77", "not permitted" },
    { "78", "bad configuration" },
    { "130", "interrupted" },
};

static const char *const variables[][2] = {
    { "ARGOSY_HOME", "where everything is kept; --home goes before it" },
    { "XDG_DATA_HOME", "its folder argosy is the home where neither is given; else "
                       "~/.local/share/argosy" },
    { "NO_COLOR", "when set and not empty, nothing is coloured" },
};

enum {
    EXIT_COUNT = sizeof exits / sizeof *exits,
    VARIABLE_COUNT = sizeof variables / sizeof *variables
};

/* ---- man ---------------------------------------------------------------------------------------
 */

/* roff takes a dot or quote at a line's start and a backslash anywhere for itself; a plain hyphen
 * would become a typographic one. */
static void roff_text(struct writer *writer, const char *text)
{
    if (*text == '.' || *text == '\'') writer_add(writer, TEXT("\\&"));
    for (; *text; text++) {
        if (*text == '\\') writer_add(writer, TEXT("\\e"));
        else if (*text == '-') writer_add(writer, TEXT("\\-"));
        else writer_char(writer, *text);
    }
}

static void roff_entry(struct writer *writer, const char *name, const char *help)
{
    writer_add(writer, TEXT(".TP\n.B "));
    roff_text(writer, name);
    writer_char(writer, '\n');
    roff_text(writer, help);
    writer_char(writer, '\n');
}

static void roff_flag(struct writer *writer, const struct cli_flag *flag)
{
    writer_add(writer, TEXT(".TP\n\\fB"));
    roff_text(writer, "--");
    roff_text(writer, flag->name);
    writer_add(writer, TEXT("\\fR"));
    if (flag->value) {
        writer_add(writer, TEXT(" \\fI"));
        roff_text(writer, flag->value);
        writer_add(writer, TEXT("\\fR"));
    }
    writer_char(writer, '\n');
    roff_text(writer, flag->help);
    if (flag->type != CLI_SWITCH) {
        writer_format(writer, " (%s", cli_type_name(flag->type));
        if (flag->unit) writer_add(writer, TEXT(", ")), roff_text(writer, flag->unit);
        if (flag->initial) writer_add(writer, TEXT(", default ")), roff_text(writer, flag->initial);
        if (flag->is_repeatable) writer_add(writer, TEXT(", repeatable"));
        writer_char(writer, ')');
    }
    writer_char(writer, '\n');
}

static void roff_verb(struct writer *writer, const struct cli_verb *verb)
{
    char usage[256];
    struct writer synopsis;
    writer_init(&synopsis, usage, sizeof usage);
    cli_synopsis(&synopsis, verb, NULL);
    writer_add(writer, TEXT(".SS "));
    roff_text(writer, usage);
    writer_char(writer, '\n');
    roff_text(writer, verb->help);
    writer_char(writer, '\n');
    if (verb->story) {
        writer_add(writer, TEXT(".PP\n"));
        roff_text(writer, verb->story);
        writer_char(writer, '\n');
    }
    for (const struct cli_noun *noun = verb->nouns; noun && noun->name; noun++) {
        char name[160];
        text_format(name, sizeof name, "%s %s", noun->name, noun->operands);
        roff_entry(writer, name, noun->help);
    }
    for (uint32_t i = 0; i < CLI_GROUPS_MAX && verb->groups[i]; i++)
        for (const struct cli_flag *flag = verb->groups[i]; flag->name; flag++)
            roff_flag(writer, flag);
    writer_add(writer, TEXT(".PP\n.EX\n"));
    for (uint32_t i = 0; i < CLI_EXAMPLES; i++) {
        if (!verb->examples[i]) continue;
        roff_text(writer, verb->examples[i]);
        writer_char(writer, '\n');
    }
    writer_add(writer, TEXT(".EE\n"));
}

void cli_man(struct writer *writer, const struct cli_verb *const *verbs)
{
    writer_add(writer, TEXT(".TH ARGOSY 1 \"\" \"Argosy\" \"User Commands\"\n"
                            ".SH NAME\nargosy \\- a self\\-hosted trading platform\n"
                            ".SH SYNOPSIS\n.B argosy\n.I VERB\n"
                            "[\\fINOUN\\fR] [\\fIARGS\\fR] [\\fB\\-\\-flag\\fR \\fIVALUE\\fR]\n"
                            ".SH DESCRIPTION\n"
                            "Results go to the standard output, everything else to the standard "
                            "error.\n"
                            "With \\fB\\-\\-json\\fR the output is one JSON object, also on "
                            "failure.\n"
                            ".SH VERBS\n"));
    for (uint32_t i = 0; verbs[i]; i++) roff_verb(writer, verbs[i]);
    writer_add(writer, TEXT(".SH FLAGS OF EVERY VERB\n"));
    for (const struct cli_flag *flag = cli_global_flags; flag->name; flag++)
        roff_flag(writer, flag);
    writer_add(writer, TEXT(".SH EXIT STATUS\n"));
    for (uint32_t i = 0; i < EXIT_COUNT; i++) roff_entry(writer, exits[i][0], exits[i][1]);
    writer_add(writer, TEXT(".SH ENVIRONMENT\n"));
    for (uint32_t i = 0; i < VARIABLE_COUNT; i++)
        roff_entry(writer, variables[i][0], variables[i][1]);
}

/* ---- docs/cli.md -------------------------------------------------------------------------------
 */

/* A cell of a table: bars would end it. */
static void cell(struct writer *writer, const char *text)
{
    for (; *text; text++) {
        if (*text == '|') writer_char(writer, '\\');
        writer_char(writer, *text);
    }
}

static void markdown_flags(struct writer *writer, const struct cli_flag *flags)
{
    for (; flags->name; flags++) {
        writer_format(writer, "| `--%s%s", flags->name, flags->value ? " " : "");
        if (flags->value) cell(writer, flags->value);
        writer_format(writer, "` | %s | ", cli_type_name(flags->type));
        if (flags->initial) writer_format(writer, "`%s`", flags->initial);
        writer_format(writer, " | %s | ", flags->unit ? flags->unit : "");
        cell(writer, flags->help);
        writer_format(writer, "%s |\n", flags->is_repeatable ? "; repeatable" : "");
    }
}

static void markdown_head(struct writer *writer)
{
    writer_add(writer, TEXT("\n| flag | type | default | unit | |\n|---|---|---|---|---|\n"));
}

static void markdown_verb(struct writer *writer, const struct cli_verb *verb)
{
    writer_format(writer, "\n## %s\n\n`", verb->name);
    cli_synopsis(writer, verb, NULL);
    writer_format(writer, "`\n\n%s.\n", verb->help);
    if (verb->story) writer_format(writer, "\n%s\n", verb->story);
    if (verb->nouns) writer_add(writer, TEXT("\n| noun | |\n|---|---|\n"));
    for (const struct cli_noun *noun = verb->nouns; noun && noun->name; noun++)
        writer_format(writer, "| `%s%s%s` | %s |\n", noun->name, *noun->operands ? " " : "",
                      noun->operands, noun->help);
    if (verb->groups[0]) markdown_head(writer);
    for (uint32_t i = 0; i < CLI_GROUPS_MAX && verb->groups[i]; i++)
        markdown_flags(writer, verb->groups[i]);
    writer_add(writer, TEXT("\n```\n"));
    for (uint32_t i = 0; i < CLI_EXAMPLES; i++)
        if (verb->examples[i]) writer_format(writer, "%s\n", verb->examples[i]);
    writer_add(writer, TEXT("```\n"));
}

static const char *spec_kind_text(const struct spec_key *key)
{
    switch (key->kind) {
    case KEY_WORD: return "word";
    case KEY_BOOL: return "yes or no";
    case KEY_TEXT: return "text";
    case KEY_PATH: return "path";
    case KEY_NUMBER:
    case KEY_QTY:
    case KEY_PER_UNIT: return "decimal";
    case KEY_CASH: return "money";
    case KEY_RATE: return "rate";
    case KEY_COUNT:
    case KEY_SEED: return "whole number";
    case KEY_DURATION: return "duration";
    case KEY_INTERVAL: return "interval";
    case KEY_TIME: return "time";
    case KEY_SIZE: return "size";
    case KEY_SLIPPAGE: return "slippage";
    case KEY_SOURCE: return "name or path";
    case KEY_ADJUST: return "none, factors:FILE, adj-close";
    case KEY_INSTRUMENT: return "kind of instrument";
    case KEY_STAMP: return "start, end";
    case KEY_HEADER: return "ts=NAME,... or path";
    case KEY_FEE: return "0.001, or rate=0.001,fixed=1";
    }
    return "";
}

static void markdown_keys(struct writer *writer, const struct spec_key *keys, const char *before,
                          const void *defaults)
{
    writer_add(writer, TEXT("\n| key | value | default | |\n|---|---|---|---|\n"));
    for (; keys->path; keys++) {
        writer_format(writer, "| `%s%s` | ", before, keys->path);
        if (keys->kind == KEY_WORD)
            for (const char *const *name = keys->names; *name; name++)
                writer_format(writer, "%s%s", name == keys->names ? "" : ", ", *name);
        else writer_add(writer, text_from(spec_kind_text(keys)));
        if (keys->none) writer_format(writer, ", %s", keys->none);
        writer_add(writer, TEXT(" | "));
        char value[64];
        struct writer words;
        writer_init(&words, value, sizeof value);
        if (spec_key_write(&words, keys, defaults)) writer_format(writer, "`%s`", value);
        writer_format(writer, " | %s |\n", keys->help);
    }
}

static void markdown_spec(struct writer *writer)
{
    struct spec spec;
    struct spec_data data = { 0 };
    spec_defaults(&spec);
    writer_add(
        writer,
        TEXT(
            "\n## Spec files\n\n"
            "`--spec FILE.yaml` holds everything the flags can say and more; flags change what it "
            "says. Relative paths start at the file's own folder. `${NAME}` and `${NAME:-default}` "
            "are "
            "taken from the environment (unset without a default: exit 78); `$${` is a plain `${`. "
            "`--print-spec` writes the complete spec of a run.\n\n"
            "* `data` is a list of rows with the keys below, or a single name; `strategy: NAME` is "
            "short for its `name`, and `strategy.params` holds its parameters (a list becomes one "
            "text, joined by commas; the parameter `file` is a path).\n"
            "* A rate is a fraction (`0.001`), a percentage (`0.1%`) or basis points (`10bp`).\n"
            "* `costs.fee` may be a rate alone; its parts add up. `costs.fee.tiers` is a list of "
            "`{from, maker, taker}`: rates by the notional traded in 30 days. `costs.slippage` may "
            "be "
            "one value for both: a rate, `half-spread`, `ticks:N`, `volume:K`, `sqrt:K` or "
            "`default`.\n"
            "* A size is `all`, `units:N`, `cash:N`, `cash:P%`, `equity:FRACTION` or "
            "`risk:FRACTION`.\n"));
    markdown_keys(writer, spec_data_keys, "data[].", &data);
    markdown_keys(writer, spec_keys, "", &spec);
}

void cli_markdown(struct writer *writer, const struct cli_verb *const *verbs)
{
    writer_add(writer,
               TEXT("# The command line\n\n"
                    "Made from the program's own table by `argosy help --markdown`.\n\n"
                    "`argosy VERB [NOUN] [ARGS] [--flag VALUE | --flag=VALUE]`. Results go "
                    "to the standard output, everything else to the standard error; with "
                    "`--json` the output is one JSON object, also on failure: "
                    "`{\"error\": {\"code\", \"message\", \"where\", \"mend\"}}`. `--` ends "
                    "the flags.\n"));
    markdown_head(writer);
    markdown_flags(writer, cli_global_flags);
    for (uint32_t i = 0; verbs[i]; i++) markdown_verb(writer, verbs[i]);
    markdown_spec(writer);
    writer_add(writer, TEXT("\n## Exit codes\n\n| code | |\n|---|---|\n"));
    for (uint32_t i = 0; i < EXIT_COUNT; i++)
        writer_format(writer, "| %s | %s |\n", exits[i][0], exits[i][1]);
    writer_add(writer, TEXT("\n## Environment\n\n| variable | |\n|---|---|\n"));
    for (uint32_t i = 0; i < VARIABLE_COUNT; i++)
        writer_format(writer, "| `%s` | %s |\n", variables[i][0], variables[i][1]);
}
