#include "app/cli.h"
#include "app/nearest.h"
#include "app/say.h"
#include "app/spec_read.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cli_flag flags[] = {
    { .name = "count",
      .type = CLI_INTEGER,
      .value = "N",
      .initial = "3",
      .help = "h",
      .min = 1,
      .max = 9 },
    { .name = "pick", .type = CLI_CHOICE, .value = "red|green", .help = "h" },
    { .name = "set", .type = CLI_PAIR, .value = "K=V", .help = "h", .is_repeatable = true },
    { .name = "wait", .type = CLI_DURATION, .value = "T", .help = "h" },
    { .name = "fast", .help = "h" },
    { 0 },
};
static const struct cli_noun nouns[] = {
    { .name = "take",
      .operands = "FILE...",
      .operands_min = 1,
      .operands_max = CLI_OPERANDS_ANY,
      .help = "h" },
    { .name = "list", .operands = "", .help = "h" },
    { 0 },
};
static const struct cli_verb verb_try = {
    .name = "try", .help = "h", .operands = "[NAME]", .operands_max = 1, .groups = { flags }
};
static const struct cli_verb verb_store = { .name = "store", .help = "h", .nouns = nouns };
static const struct cli_verb *const verbs[] = { &verb_try, &verb_store, NULL };

static struct cli_arguments arguments;
static struct err err;
static char line[512];
static char *words[32];

static enum status parse(const char *command)
{
    int count = 0;
    snprintf(line, sizeof line, "argosy %s", command);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) words[count++] = word;
    words[count] = NULL;
    memset(&err, 0, sizeof err);
    return cli_parse(&arguments, verbs, count, words, &err);
}

static void assert_refused(const char *command, const char *story)
{
    ck_assert_int_eq(parse(command), ST_USAGE);
    ck_assert_msg(strstr(err.text, story) != NULL, "\"%s\" is not in \"%s\"", story, err.text);
}

TEST(cli, values_stand_behind_a_blank_or_an_equals_sign)
{
    ck_assert_int_eq(parse("try name --count 5 --pick=red --set a=1 --set b=2=3 --fast"), ST_OK);
    ck_assert_ptr_eq(arguments.verb, &verb_try);
    ck_assert_uint_eq(arguments.operand_count, 1);
    ck_assert_str_eq(arguments.operands[0], "name");
    ck_assert_int_eq(cli_integer(&arguments, "count"), 5);
    ck_assert_str_eq(cli_text(&arguments, "pick"), "red");
    ck_assert_str_eq(cli_repeated(&arguments, "set", 1), "b=2=3");
    ck_assert_ptr_eq(cli_repeated(&arguments, "set", 2), NULL);
    ck_assert(cli_is_on(&arguments, "fast"));
    ck_assert_int_eq(parse("--json try --fast=no"), ST_OK);
    ck_assert(arguments.is_json);
    ck_assert(!cli_is_on(&arguments, "fast"));
    ck_assert_int_eq(cli_integer(&arguments, "count"), 3);
    ck_assert_uint_eq(cli_seed(&arguments), 1);
}

TEST(cli, two_dashes_end_the_flags)
{
    ck_assert_int_eq(parse("try -- --count"), ST_OK);
    ck_assert_str_eq(arguments.operands[0], "--count");
    ck_assert_int_eq(parse("store take - a b c"), ST_OK);
    ck_assert_uint_eq(arguments.operand_count, 4);
    ck_assert_str_eq(arguments.operands[3], "c");
}

TEST(cli, what_is_wrong_is_one_sentence_with_the_nearest_known)
{
    assert_refused("tri", "did you mean \"try\"?");
    assert_refused("elephant", "`argosy help` lists");
    assert_refused("try --cuont 5", "did you mean --count?");
    assert_refused("try --elephants", "lists the known ones");
    assert_refused("try --count", "wants a value");
    assert_refused("try --count --fast", "wants a value");
    assert_refused("try --count 10", "out of range");
    assert_refused("try --count 1.5", "whole number");
    assert_refused("try --count 5 --count 6", "given twice");
    assert_refused("try --pick blue", "none of red|green");
    assert_refused("try --set a", "NAME=VALUE");
    assert_refused("try --wait 5", "50ms");
    assert_refused("try --fast=maybe", "neither yes nor no");
    assert_refused("try a b", "one operand too many");
    assert_refused("try -x", "two dashes");
    assert_refused("store lsit", "did you mean \"list\"?");
    assert_refused("store take", "FILE... is missing");
    assert_refused("store", "a noun is missing");
    assert_refused("try --nope --json", "unknown flag");
    ck_assert(arguments.is_json);
}

TEST(cli, help_and_version_ask_for_nothing_else)
{
    ck_assert_int_eq(parse("store --help"), ST_OK);
    ck_assert(arguments.is_help);
    ck_assert_int_eq(parse("-h"), ST_OK);
    ck_assert(arguments.is_help);
    ck_assert_int_eq(parse("--version"), ST_OK);
    ck_assert(arguments.is_version);
}

TEST(cli, every_row_says_what_it_is)
{
    for (const struct cli_verb *const *verb = cli_verbs; *verb; verb++) {
        const struct cli_flag *flag;
        ck_assert_msg((*verb)->examples[0] && (*verb)->examples[1], "%s", (*verb)->name);
        ck_assert_ptr_ne((*verb)->run, NULL);
        for (uint32_t i = 0; (flag = cli_flag_at(*verb, i)); i++) {
            ck_assert_msg(flag->help != NULL, "%s", flag->name);
            ck_assert_msg((flag->value != NULL) == (flag->type != CLI_SWITCH), "%s", flag->name);
            ck_assert_ptr_eq(cli_flag_find(*verb, text_from(flag->name)), flag); /* none twice */
        }
    }
}

/* docs/cli.md is what the table says; UPDATE_GOLDEN=1 rewrites it. */
TEST(cli, the_page_in_docs_is_the_table)
{
    static char page[1 << 18], kept[1 << 18];
    struct writer writer;
    const char *path = ARGOSY_SOURCE_DIR "/docs/cli.md";
    writer_init(&writer, page, sizeof page);
    cli_markdown(&writer, cli_verbs);
    ck_assert(!writer_is_cut(&writer));
    if (getenv("UPDATE_GOLDEN")) {
        FILE *file = fopen(path, "w");
        ck_assert_ptr_ne(file, NULL);
        fputs(page, file);
        fclose(file);
    }
    FILE *file = fopen(path, "r");
    ck_assert_ptr_ne(file, NULL);
    kept[fread(kept, 1, sizeof kept - 1, file)] = 0;
    fclose(file);
    ck_assert_msg(!strcmp(kept, page), "docs/cli.md is stale; UPDATE_GOLDEN=1 rewrites it");
}

TEST(say, a_failure_in_json_has_its_place_and_its_mend)
{
    char bytes[2048];
    struct writer writer;
    struct err story;
    err_set(&story, ST_DATA, "a.csv:118: close \"1o2\" is not a number; fix the row");
    writer_init(&writer, bytes, sizeof bytes);
    say_error_json(&writer, &story);
    ck_assert_str_eq(bytes,
                     "{\"error\":{\"code\":65,\"message\":\"a.csv:118: close \\\"1o2\\\" is not "
                     "a number; fix the row\",\"where\":\"a.csv:118\",\"mend\":\"fix the "
                     "row\"}}\n");
    err_set(&story, ST_USAGE, "no strategy");
    writer_init(&writer, bytes, sizeof bytes);
    say_error_json(&writer, &story);
    ck_assert_str_eq(bytes, "{\"error\":{\"code\":64,\"message\":\"no strategy\",\"where\":null,"
                            "\"mend\":null}}\n");
}

TEST(say, tables_align_by_characters_and_no_line_ends_in_blanks)
{
    const struct say_column columns[] = { { "name", false }, { "n", true }, { "", false } };
    const struct text cells[] = { TEXT("Zürich"), TEXT("5"),     TEXT(""),
                                  TEXT("東京"),   TEXT("12345"), TEXT("x") };
    char bytes[512];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    say_table_write(&writer, columns, 3, cells, 2);
    ck_assert_str_eq(bytes, "name        n\n"
                            "Zürich      5\n"
                            "東京    12345  x\n");
}

TEST(nearest, names_far_away_are_not_offered)
{
    const char *const known[] = { "alpha", "beta", NULL };
    char hint[64];
    ck_assert_str_eq(nearest_hint(TEXT("aplha"), known, hint, sizeof hint),
                     "; did you mean \"alpha\"?");
    ck_assert_str_eq(nearest_hint(TEXT("qqqq"), known, hint, sizeof hint),
                     "; known are alpha, beta");
}
