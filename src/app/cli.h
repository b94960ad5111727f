/*
 * cli.h — the command line as one table: verbs, their nouns and flags.
 *
 * A verb is one file src/app/VERB.c that owns a `const struct cli_verb verb_NAME`, and one line in
 * verbs.c. From the rows come parsing, help, shell completion, the man page and docs/cli.md, so
 * none of them can disagree with another (cli_help.c, cli_complete.c, cli_pages.c).
 *
 * Parsing allocates nothing: values point into argv, operands are moved to its front. Whatever is
 * wrong is ST_USAGE with a sentence; nothing has happened by then.
 */
#ifndef ARGOSY_APP_CLI_H
#define ARGOSY_APP_CLI_H

#include "base/err.h"
#include "base/text.h"

enum cli_type {
    CLI_SWITCH, /* no value; --flag=no takes it back */
    CLI_TEXT,
    CLI_PATH,
    CLI_INTEGER,
    CLI_DECIMAL,
    CLI_DURATION, /* 50ms, 2s */
    CLI_INTERVAL, /* 5m, 1h, 1d, 1w, 1mo */
    CLI_TIME,     /* ISO date or time, UTC */
    CLI_CHOICE,   /* one of `value`, parted by | */
    CLI_PAIR      /* NAME=VALUE */
};

/* A flag. A list of them ends with a row without a name. */
struct cli_flag {
    const char *name; /* without its dashes */
    enum cli_type type;
    const char *value;   /* what stands for the value in the help: "FILE", "fast|full" */
    const char *initial; /* the default; NULL: none */
    const char *unit;    /* NULL: none */
    const char *help;
    const char *key;    /* the key of a spec that it sets (spec_key.h); NULL: none */
    bool is_repeatable; /* else the second one is refused */
    int64_t min, max;   /* of integers; both 0: any */
};

/* What may stand right behind a verb. A list of them ends with a row without a name. */
struct cli_noun {
    const char *name;
    const char *operands; /* "FILE...", "" */
    uint32_t operands_min, operands_max;
    const char *help;
};

struct cli_arguments;

enum { CLI_GROUPS_MAX = 4, CLI_EXAMPLES = 2, CLI_VALUES_MAX = 512 };
#define CLI_OPERANDS_ANY UINT32_MAX

struct cli_verb {
    const char *name;
    const char *help;     /* one line */
    const char *story;    /* a paragraph for its page; may be NULL */
    const char *operands; /* without nouns: "[NAME]"; "" */
    uint32_t operands_min, operands_max;
    const struct cli_noun *nouns;                  /* NULL: none */
    const struct cli_flag *groups[CLI_GROUPS_MAX]; /* lists of flags */
    const char *examples[CLI_EXAMPLES];            /* command lines that work as typed */
    enum status (*run)(const struct cli_arguments *arguments, struct err *err);
};

struct cli_value {
    const struct cli_flag *flag;
    const char *text;
};

struct cli_arguments {
    const struct cli_verb *const *verbs; /* all of them, NULL behind the last */
    const struct cli_verb *verb;         /* NULL: none was given */
    const struct cli_noun *noun;
    char **operands; /* the front of argv */
    uint32_t operand_count;
    struct cli_value values[CLI_VALUES_MAX];
    uint32_t value_count;
    bool is_help, is_version, is_json, is_quiet, is_colorless;
};

/* The flags that every verb takes. */
extern const struct cli_flag cli_global_flags[];

/* All verbs, in the order of the help, NULL behind the last (verbs.c). */
extern const struct cli_verb *const cli_verbs[];

/* Takes argv[1..] apart. ST_USAGE with a sentence; is_json and verb are then set as far as they
 * were understood, so that the refusal can be said in the form asked for. */
MUST_USE enum status cli_parse(struct cli_arguments *arguments, const struct cli_verb *const *verbs,
                               int argc, char **argv, struct err *err);

/* A flag's value: the last one given, else its default, else NULL. The flag must be the verb's. */
const char *cli_text(const struct cli_arguments *arguments, const char *name);
bool cli_is_given(const struct cli_arguments *arguments, const char *name);
bool cli_is_on(const struct cli_arguments *arguments, const char *name); /* a switch */
int64_t cli_integer(const struct cli_arguments *arguments, const char *name);
uint64_t cli_seed(const struct cli_arguments *arguments); /* 1 unless given */

/* The flag's values in the order given: the at-th, NULL behind the last. */
const char *cli_repeated(const struct cli_arguments *arguments, const char *name, uint32_t at);

const struct cli_verb *cli_verb_find(const struct cli_verb *const *verbs, struct text name);
const struct cli_flag *cli_flag_find(const struct cli_verb *verb, struct text name);

/* The verb's flags and then the global ones: the at-th, NULL behind the last. */
const struct cli_flag *cli_flag_at(const struct cli_verb *verb, uint32_t at);

/* The usage of the program, of a verb (cli_help.c). */
void cli_help_program(struct writer *writer, const struct cli_verb *const *verbs);
void cli_help_verb(struct writer *writer, const struct cli_verb *verb);
void cli_synopsis(struct writer *writer, const struct cli_verb *verb, const struct cli_noun *noun);
const char *cli_type_name(enum cli_type type);

/* Completion for "bash", "zsh" or "fish"; ST_ABSENT for another shell (cli_complete.c). */
MUST_USE enum status cli_complete(struct writer *writer, const struct cli_verb *const *verbs,
                                  const char *shell);

/* The man page (roff) and docs/cli.md (cli_pages.c). */
void cli_man(struct writer *writer, const struct cli_verb *const *verbs);
void cli_markdown(struct writer *writer, const struct cli_verb *const *verbs);

#endif
