/* main.c — takes the command line apart, runs its verb, and answers with the exit code. */
#include "app/cli.h"
#include "app/interrupt.h"
#include "app/say.h"
#include "app/version.h"

#include <stdio.h>

static void report_bug(const char *file, int line, const char *condition)
{
    fprintf(stderr, "argosy: a bug: %s:%d: not true: %s\n", file, line, condition);
}

static void say_version(void)
{
    say_format("argosy %s (%s, %s, %s)\n", version_number(), version_commit(), version_compiler(),
               version_build_type());
}

static void say_help(const struct cli_arguments *arguments)
{
    static char bytes[1 << 16];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    if (arguments->verb) cli_help_verb(&writer, arguments->verb);
    else cli_help_program(&writer, arguments->verbs);
    ASSERT(!writer_is_cut(&writer));
    say_text(writer_text(&writer));
}

int main(int argc, char **argv)
{
    static struct cli_arguments arguments;
    struct err err = { 0 };
    assert_report = report_bug;
    interrupt_watch();

    enum status status = cli_parse(&arguments, cli_verbs, argc, argv, &err);
    say_begin((struct say_manners){
        .verb = arguments.verb ? arguments.verb->name : NULL,
        .is_json = arguments.is_json,
        .is_quiet = arguments.is_quiet,
        .is_colorless = arguments.is_colorless,
    });
    if (status != ST_OK) return say_error(&err);

    if (arguments.is_version) say_version();
    else if (arguments.is_help || !arguments.verb) say_help(&arguments);
    else status = arguments.verb->run(&arguments, &err);

    /* A verb that has given its answer, and whose answer is no, leaves err untold. */
    if (status != ST_OK && err.status != ST_OK) return say_error(&err);
    if (say_end(&err) != ST_OK) return say_error(&err);
    return status_exit_code(status);
}
