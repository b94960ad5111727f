#include "app/cli.h"
#include "app/grammar.h"
#include "app/nearest.h"

#include <string.h>

const struct cli_flag cli_global_flags[] = {
    { .name = "home",
      .type = CLI_PATH,
      .value = "DIR",
      .help = "where Argosy keeps data, studies and reports; else ARGOSY_HOME, else "
              "$XDG_DATA_HOME/argosy" },
    { .name = "json", .help = "print one JSON object instead of a table" },
    { .name = "quiet", .help = "show no progress" },
    { .name = "no-color", .help = "no colour, as with NO_COLOR set" },
    { .name = "seed",
      .type = CLI_INTEGER,
      .value = "N",
      .initial = "1",
      .help = "where chance plays a part",
      .min = 0,
      .max = INT64_MAX },
    { .name = "help", .help = "say how this is used" },
    { 0 },
};

const struct cli_verb *cli_verb_find(const struct cli_verb *const *verbs, struct text name)
{
    for (; *verbs; verbs++)
        if (text_equal(name, text_from((*verbs)->name))) return *verbs;
    return NULL;
}

const struct cli_flag *cli_flag_at(const struct cli_verb *verb, uint32_t at)
{
    for (uint32_t group = 0; verb && group < CLI_GROUPS_MAX && verb->groups[group]; group++)
        for (const struct cli_flag *flag = verb->groups[group]; flag->name; flag++)
            if (at-- == 0) return flag;
    for (const struct cli_flag *flag = cli_global_flags; flag->name; flag++)
        if (at-- == 0) return flag;
    return NULL;
}

const struct cli_flag *cli_flag_find(const struct cli_verb *verb, struct text name)
{
    const struct cli_flag *flag;
    for (uint32_t i = 0; (flag = cli_flag_at(verb, i)); i++)
        if (text_equal(name, text_from(flag->name))) return flag;
    return NULL;
}

static enum status refuse_flag(const struct cli_verb *verb, struct text name, struct err *err)
{
    struct nearest nearest = nearest_to(name);
    const struct cli_flag *flag;
    for (uint32_t i = 0; (flag = cli_flag_at(verb, i)); i++) nearest_offer(&nearest, flag->name);
    const char *of = verb ? verb->name : "help";
    if (nearest.name)
        return err_set(err, ST_USAGE, "unknown flag --%.*s; did you mean --%s?", TEXT_ARG(name),
                       nearest.name);
    return err_set(err, ST_USAGE, "unknown flag --%.*s; `argosy %s%s` lists the known ones",
                   TEXT_ARG(name), of, verb ? " --help" : "");
}

static enum status refuse_verb(const struct cli_verb *const *verbs, struct text name,
                               struct err *err)
{
    struct nearest nearest = nearest_to(name);
    for (; *verbs; verbs++) nearest_offer(&nearest, (*verbs)->name);
    if (nearest.name)
        return err_set(err, ST_USAGE, "unknown verb \"%.*s\"; did you mean \"%s\"?", TEXT_ARG(name),
                       nearest.name);
    return err_set(err, ST_USAGE, "unknown verb \"%.*s\"; `argosy help` lists the known ones",
                   TEXT_ARG(name));
}

static enum status check_integer(const struct cli_flag *flag, struct text text, struct err *err)
{
    int64_t value;
    enum status status = decimal_parse_exact(&value, text, 0);
    if (status == ST_PARSE || memchr(text.bytes, 'e', text.length))
        return err_set(err, ST_USAGE, "\"%.*s\" is not a whole number", TEXT_ARG(text));
    if (status != ST_OK)
        return err_set(err, ST_USAGE, "%.*s is no whole number of 64 bits", TEXT_ARG(text));
    if ((flag->min || flag->max) && (value < flag->min || value > flag->max))
        return err_set(err, ST_USAGE, "%.*s is out of range: from %lld to %lld", TEXT_ARG(text),
                       (long long)flag->min, (long long)flag->max);
    return ST_OK;
}

static enum status check_choice(const struct cli_flag *flag, struct text text, struct err *err)
{
    struct text rest = text_from(flag->value);
    while (rest.length > 0)
        if (text_equal(text, text_cut(&rest, '|'))) return ST_OK;
    return err_set(err, ST_USAGE, "\"%.*s\" is none of %s", TEXT_ARG(text), flag->value);
}

static enum status check_value(const struct cli_flag *flag, struct text text, struct err *err)
{
    int64_t value;
    switch (flag->type) {
    case CLI_SWITCH: {
        bool is_on;
        return grammar_bool_parse(&is_on, text, err);
    }
    case CLI_INTEGER: return check_integer(flag, text, err);
    case CLI_DECIMAL: {
        struct decimal decimal;
        if (decimal_parse(&decimal, text) == ST_OK) return ST_OK;
        return err_set(err, ST_USAGE, "\"%.*s\" is not a number", TEXT_ARG(text));
    }
    case CLI_DURATION: return grammar_duration_parse(&value, text, err);
    case CLI_INTERVAL: return grammar_interval_parse(&value, text, err);
    case CLI_TIME: return grammar_time_parse(&value, text, err);
    case CLI_CHOICE: return check_choice(flag, text, err);
    case CLI_PAIR:
        if (text.length > 0 && text.bytes[0] != '=' && memchr(text.bytes, '=', text.length))
            return ST_OK;
        return err_set(err, ST_USAGE, "\"%.*s\" is not of the form NAME=VALUE", TEXT_ARG(text));
    case CLI_TEXT:
    case CLI_PATH:
        if (text.length > 0) return ST_OK;
        return err_set(err, ST_USAGE, "the value is empty; expected %s", flag->value);
    }
    return ST_OK;
}

static void note_global(struct cli_arguments *arguments, const struct cli_flag *flag, bool is_on)
{
    struct text name = text_from(flag->name);
    if (text_equal(name, TEXT("json"))) arguments->is_json = is_on;
    else if (text_equal(name, TEXT("quiet"))) arguments->is_quiet = is_on;
    else if (text_equal(name, TEXT("no-color"))) arguments->is_colorless = is_on;
    else if (text_equal(name, TEXT("help"))) arguments->is_help = is_on;
}

static enum status add_value(struct cli_arguments *arguments, const struct cli_flag *flag,
                             const char *text, struct err *err)
{
    enum status status = check_value(flag, text_from(text), err);
    if (status != ST_OK) {
        err_add(err, "--%s", flag->name);
        return ST_USAGE;
    }
    if (flag->type != CLI_SWITCH && !flag->is_repeatable && cli_is_given(arguments, flag->name))
        return err_set(err, ST_USAGE, "--%s is given twice; it takes one value", flag->name);
    if (arguments->value_count == CLI_VALUES_MAX)
        return err_set(err, ST_USAGE, "more than %d flags; put them into a spec file",
                       CLI_VALUES_MAX);
    arguments->values[arguments->value_count++] = (struct cli_value){ flag, text };
    if (flag->type == CLI_SWITCH) note_global(arguments, flag, cli_is_on(arguments, flag->name));
    return ST_OK;
}

/* One argument that begins with dashes; *at is moved over the value it takes. */
static enum status take_flag(struct cli_arguments *arguments, int argc, char **argv, int *at,
                             struct err *err)
{
    const char *given = argv[*at];
    if (!strcmp(given, "-h")) given = "--help";
    if (given[1] != '-')
        return err_set(err, ST_USAGE, "unknown flag %s; flags begin with two dashes", given);
    struct text rest = text_from(given + 2), name = text_cut(&rest, '=');
    bool has_value = strchr(given, '=') != NULL;
    if (!arguments->verb && text_equal(name, TEXT("version"))) {
        arguments->is_version = true;
        return ST_OK;
    }
    const struct cli_flag *flag = cli_flag_find(arguments->verb, name);
    if (!flag) return refuse_flag(arguments->verb, name, err);
    if (has_value) return add_value(arguments, flag, rest.bytes, err);
    if (flag->type == CLI_SWITCH) return add_value(arguments, flag, "yes", err);
    if (*at + 1 == argc || !strncmp(argv[*at + 1], "--", 2))
        return err_set(err, ST_USAGE, "--%s wants a value (%s)", flag->name, flag->value);
    return add_value(arguments, flag, argv[++*at], err);
}

static enum status take_noun(struct cli_arguments *arguments, struct text name, struct err *err)
{
    struct nearest nearest = nearest_to(name);
    for (const struct cli_noun *noun = arguments->verb->nouns; noun->name; noun++) {
        nearest_offer(&nearest, noun->name);
        if (!text_equal(name, text_from(noun->name))) continue;
        arguments->noun = noun;
        return ST_OK;
    }
    if (nearest.name)
        return err_set(err, ST_USAGE, "unknown noun \"%.*s\"; did you mean \"%s\"?", TEXT_ARG(name),
                       nearest.name);
    return err_set(err, ST_USAGE, "unknown noun \"%.*s\"; `argosy %s --help` lists the known ones",
                   TEXT_ARG(name), arguments->verb->name);
}

static enum status check_operands(const struct cli_arguments *arguments, struct err *err)
{
    const struct cli_verb *verb = arguments->verb;
    const struct cli_noun *noun = arguments->noun;
    char usage[256];
    struct writer writer;
    writer_init(&writer, usage, sizeof usage);
    cli_synopsis(&writer, verb, noun);
    if (verb->nouns && !noun) return err_set(err, ST_USAGE, "a noun is missing; usage: %s", usage);
    uint32_t min = noun ? noun->operands_min : verb->operands_min;
    uint32_t max = noun ? noun->operands_max : verb->operands_max;
    if (arguments->operand_count < min)
        return err_set(err, ST_USAGE, "%s is missing; usage: %s",
                       noun ? noun->operands : verb->operands, usage);
    if (arguments->operand_count > max)
        return err_set(err, ST_USAGE, "\"%s\" is one operand too many; usage: %s",
                       arguments->operands[max], usage);
    return ST_OK;
}

enum status cli_parse(struct cli_arguments *arguments, const struct cli_verb *const *verbs,
                      int argc, char **argv, struct err *err)
{
    ASSERT(argc >= 0);
    *arguments = (struct cli_arguments){ .verbs = verbs, .operands = argv };
    /* A refusal answers in the form asked for, wherever --json stands. */
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (!strcmp(argv[i], "--json")) arguments->is_json = true;

    bool is_flags = true;
    for (int i = 1; i < argc; i++) {
        enum status status = ST_OK;
        struct text text = text_from(argv[i]);
        bool is_flag = is_flags && text.length > 1 && text.bytes[0] == '-';
        if (is_flag && text_equal(text, TEXT("--"))) is_flags = false;
        else if (is_flag) status = take_flag(arguments, argc, argv, &i, err);
        else if (!arguments->verb) {
            arguments->verb = cli_verb_find(verbs, text);
            if (!arguments->verb) return refuse_verb(verbs, text, err);
        } else if (arguments->verb->nouns && !arguments->noun)
            status = take_noun(arguments, text, err);
        else argv[arguments->operand_count++] = argv[i];
        if (status != ST_OK) return status;
    }
    if (!arguments->verb || arguments->is_help) return ST_OK;
    return check_operands(arguments, err);
}

const char *cli_repeated(const struct cli_arguments *arguments, const char *name, uint32_t at)
{
    for (uint32_t i = 0; i < arguments->value_count; i++)
        if (!strcmp(arguments->values[i].flag->name, name) && at-- == 0)
            return arguments->values[i].text;
    return NULL;
}

bool cli_is_given(const struct cli_arguments *arguments, const char *name)
{
    return cli_repeated(arguments, name, 0) != NULL;
}

const char *cli_text(const struct cli_arguments *arguments, const char *name)
{
    for (uint32_t i = arguments->value_count; i-- > 0;)
        if (!strcmp(arguments->values[i].flag->name, name)) return arguments->values[i].text;
    const struct cli_flag *flag = cli_flag_find(arguments->verb, text_from(name));
    ASSERT(flag);
    return flag->initial;
}

bool cli_is_on(const struct cli_arguments *arguments, const char *name)
{
    const char *text = cli_text(arguments, name);
    bool is_on = false;
    return text && grammar_bool_parse(&is_on, text_from(text), NULL) == ST_OK && is_on;
}

int64_t cli_integer(const struct cli_arguments *arguments, const char *name)
{
    int64_t value = 0;
    const char *text = cli_text(arguments, name);
    ASSERT(text);
    enum status status = decimal_parse_exact(&value, text_from(text), 0);
    ASSERT(status == ST_OK); /* cli_parse() has checked it */
    return value;
}

uint64_t cli_seed(const struct cli_arguments *arguments)
{
    return (uint64_t)cli_integer(arguments, "seed");
}
