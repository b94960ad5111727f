#include "app/cli.h"
#include "app/say.h"

enum { HELP_COLUMN = 28, HELP_WIDTH = 100 };

const char *cli_type_name(enum cli_type type)
{
    static const char *const names[] = { "switch",   "text",     "path", "integer", "decimal",
                                         "duration", "interval", "time", "choice",  "pair" };
    return names[type];
}

void cli_synopsis(struct writer *writer, const struct cli_verb *verb, const struct cli_noun *noun)
{
    writer_format(writer, "argosy %s", verb->name);
    const char *operands = noun ? noun->operands : verb->operands;
    if (noun) writer_format(writer, " %s", noun->name);
    else if (verb->nouns)
        for (noun = verb->nouns; noun->name; noun++)
            writer_format(writer, "%s%s", noun == verb->nouns ? " " : "|", noun->name);
    if (operands && *operands) writer_format(writer, " %s", operands);
    writer_add(writer, TEXT(" [flags]"));
}

/* Words from `column` on, broken before HELP_WIDTH, later lines indented to the same column. */
static void write_wrapped(struct writer *writer, struct text text, uint32_t column)
{
    uint32_t at = column;
    for (bool is_first = true; text.length > 0; is_first = false) {
        struct text word = text_cut(&text, ' ');
        uint32_t width = say_width(word);
        if (!is_first && at + 1 + width > HELP_WIDTH) {
            writer_char(writer, '\n');
            for (uint32_t i = 0; i < column; i++) writer_char(writer, ' ');
            at = column;
        } else if (!is_first) {
            writer_char(writer, ' ');
            at++;
        }
        writer_add(writer, word);
        at += width;
    }
    writer_char(writer, '\n');
}

static void write_entry(struct writer *writer, struct text name, struct text help)
{
    writer_add(writer, TEXT("  "));
    writer_add(writer, name);
    uint32_t at = 2 + say_width(name);
    if (at + 2 > HELP_COLUMN) {
        writer_char(writer, '\n');
        at = 0;
    }
    for (; at < HELP_COLUMN; at++) writer_char(writer, ' ');
    write_wrapped(writer, help, HELP_COLUMN);
}

static void write_flag(struct writer *writer, const struct cli_flag *flag)
{
    char name[160], help[512];
    struct writer words;
    text_format(name, sizeof name, "--%s%s%s", flag->name, flag->value ? " " : "",
                flag->value ? flag->value : "");
    writer_init(&words, help, sizeof help);
    writer_add(&words, text_from(flag->help));
    if (flag->type != CLI_SWITCH) {
        writer_format(&words, " (%s", cli_type_name(flag->type));
        if (flag->unit) writer_format(&words, ", %s", flag->unit);
        if (flag->initial) writer_format(&words, ", default %s", flag->initial);
        if (flag->is_repeatable) writer_add(&words, TEXT(", repeatable"));
        writer_char(&words, ')');
    }
    write_entry(writer, text_from(name), writer_text(&words));
}

static void write_flags(struct writer *writer, const struct cli_flag *flags)
{
    for (; flags->name; flags++) write_flag(writer, flags);
}

void cli_help_program(struct writer *writer, const struct cli_verb *const *verbs)
{
    writer_add(writer, TEXT("usage: argosy VERB [NOUN] [ARGS] [--flag VALUE | --flag=VALUE]\n\n"
                            "A self-hosted trading platform: research, judge and run strategies.\n"
                            "\nverbs\n"));
    for (; *verbs; verbs++)
        write_entry(writer, text_from((*verbs)->name), text_from((*verbs)->help));
    writer_add(writer, TEXT("\nflags of every verb\n"));
    write_flags(writer, cli_global_flags);
    write_entry(writer, TEXT("--version"), TEXT("the version, without a verb"));
    writer_add(writer, TEXT("\n`argosy help VERB` says more about a verb.\n"));
}

void cli_help_verb(struct writer *writer, const struct cli_verb *verb)
{
    writer_add(writer, TEXT("usage: "));
    cli_synopsis(writer, verb, NULL);
    writer_format(writer, "\n\n%s\n", verb->help);
    if (verb->story) {
        writer_char(writer, '\n');
        write_wrapped(writer, text_from(verb->story), 0);
    }
    if (verb->nouns) {
        writer_add(writer, TEXT("\nnouns\n"));
        for (const struct cli_noun *noun = verb->nouns; noun->name; noun++) {
            char name[160];
            text_format(name, sizeof name, "%s%s%s", noun->name, *noun->operands ? " " : "",
                        noun->operands);
            write_entry(writer, text_from(name), text_from(noun->help));
        }
    }
    if (verb->groups[0]) writer_add(writer, TEXT("\nflags\n"));
    for (uint32_t i = 0; i < CLI_GROUPS_MAX && verb->groups[i]; i++)
        write_flags(writer, verb->groups[i]);
    writer_add(writer, TEXT("\nflags of every verb\n"));
    write_flags(writer, cli_global_flags);
    writer_add(writer, TEXT("\nexamples\n"));
    for (uint32_t i = 0; i < CLI_EXAMPLES; i++)
        if (verb->examples[i]) writer_format(writer, "  %s\n", verb->examples[i]);
}
