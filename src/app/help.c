#include "app/cli.h"
#include "app/nearest.h"
#include "app/say.h"

enum { PAGE_BYTES = 1 << 18 };

static const struct cli_flag flags[] = {
    { .name = "completion",
      .type = CLI_CHOICE,
      .value = "bash|zsh|fish",
      .help = "print the completion script of a shell" },
    { .name = "man", .help = "print the manual page (roff)" },
    { .name = "markdown", .help = "print docs/cli.md" },
    { 0 },
};

static enum status refuse(const struct cli_verb *const *verbs, const char *name, struct err *err)
{
    struct nearest nearest = nearest_to(text_from(name));
    for (; *verbs; verbs++) nearest_offer(&nearest, (*verbs)->name);
    if (nearest.name)
        return err_set(err, ST_USAGE, "unknown verb \"%s\"; did you mean \"%s\"?", name,
                       nearest.name);
    return err_set(err, ST_USAGE, "unknown verb \"%s\"; `argosy help` lists the known ones", name);
}

static enum status run(const struct cli_arguments *arguments, struct err *err)
{
    static char bytes[PAGE_BYTES];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    const char *shell = cli_text(arguments, "completion");
    const struct cli_verb *verb = NULL;
    if (arguments->operand_count > 0) {
        verb = cli_verb_find(arguments->verbs, text_from(arguments->operands[0]));
        if (!verb) return refuse(arguments->verbs, arguments->operands[0], err);
    }
    enum status status = ST_OK;
    if (shell) status = cli_complete(&writer, arguments->verbs, shell);
    else if (cli_is_on(arguments, "man")) cli_man(&writer, arguments->verbs);
    else if (cli_is_on(arguments, "markdown")) cli_markdown(&writer, arguments->verbs);
    else if (verb) cli_help_verb(&writer, verb);
    else cli_help_program(&writer, arguments->verbs);
    ASSERT(status == ST_OK);
    ASSERT(!writer_is_cut(&writer));
    say_text(writer_text(&writer));
    return ST_OK;
}

const struct cli_verb verb_help = {
    .name = "help",
    .help = "Says how argosy or one of its verbs is used",
    .operands = "[VERB]",
    .operands_max = 1,
    .groups = { flags },
    .examples = { "argosy help strategies", "argosy help --completion bash" },
    .run = run,
};
