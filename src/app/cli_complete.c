/* Completion scripts: tables of words for the shells' own machinery, written out of the rows. */
#include "app/cli.h"

#include <string.h>

/* Choices of a flag's value, parted by blanks; nothing when its value is free. */
static void write_choices(struct writer *writer, const struct cli_flag *flag)
{
    struct text rest = text_from(flag->value);
    for (bool is_first = true; rest.length > 0; is_first = false) {
        if (!is_first) writer_char(writer, ' ');
        writer_add(writer, text_cut(&rest, '|'));
    }
}

static void write_verbs(struct writer *writer, const struct cli_verb *const *verbs)
{
    for (uint32_t i = 0; verbs[i]; i++) writer_format(writer, "%s%s", i ? " " : "", verbs[i]->name);
}

static void write_nouns(struct writer *writer, const struct cli_verb *verb)
{
    for (const struct cli_noun *noun = verb->nouns; noun && noun->name; noun++)
        writer_format(writer, "%s%s", noun == verb->nouns ? "" : " ", noun->name);
}

static void write_flags(struct writer *writer, const struct cli_verb *verb)
{
    const struct cli_flag *flag;
    for (uint32_t i = 0; (flag = cli_flag_at(verb, i)); i++)
        writer_format(writer, "%s--%s", i ? " " : "", flag->name);
}

/* ---- bash --------------------------------------------------------------------------------------
 */

static void bash_verb(struct writer *writer, const struct cli_verb *verb)
{
    const struct cli_flag *flag;
    writer_format(writer, "    %s)\n        case $before in\n", verb->name);
    for (uint32_t i = 0; (flag = cli_flag_at(verb, i)); i++) {
        if (flag->type == CLI_SWITCH) continue;
        writer_format(writer, "        --%s) ", flag->name);
        if (flag->type == CLI_CHOICE) {
            writer_add(writer, TEXT("words='"));
            write_choices(writer, flag);
            writer_add(writer, TEXT("' ;;\n"));
        } else if (flag->type == CLI_PATH || !strcmp(flag->name, "data"))
            writer_add(writer, TEXT("is_file=1 ;;\n"));
        else writer_add(writer, TEXT("return ;;\n"));
    }
    writer_add(writer, TEXT("        *) words='"));
    write_nouns(writer, verb);
    if (verb->nouns) writer_char(writer, ' ');
    write_flags(writer, verb);
    writer_format(writer, "'; is_file=%d ;;\n        esac ;;\n", verb->nouns ? 1 : 0);
}

static void complete_bash(struct writer *writer, const struct cli_verb *const *verbs)
{
    writer_add(writer,
               TEXT("# bash completion of argosy; made by `argosy help --completion bash`\n"
                    "_argosy() {\n"
                    "    local current=${COMP_WORDS[COMP_CWORD]} words='' is_file=0 verb=''"
                    " before='' i\n"
                    "    ((COMP_CWORD > 0)) && before=${COMP_WORDS[COMP_CWORD - 1]}\n"
                    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                    "        [[ ${COMP_WORDS[i]} != -* ]] && verb=${COMP_WORDS[i]} && break\n"
                    "    done\n"
                    "    case $verb in\n"));
    for (uint32_t i = 0; verbs[i]; i++) bash_verb(writer, verbs[i]);
    writer_add(writer, TEXT("    *) words='"));
    write_verbs(writer, verbs);
    writer_char(writer, ' ');
    write_flags(writer, NULL);
    writer_add(writer, TEXT(" --version' ;;\n    esac\n"
                            "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                            "    ((is_file)) && COMPREPLY+=($(compgen -f -- \"$current\"))\n"
                            "}\n"
                            "complete -o filenames -F _argosy argosy\n"));
}

/* ---- zsh ---------------------------------------------------------------------------------------
 */

/* Text inside an _arguments specification in single quotes. */
static void zsh_quote(struct writer *writer, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'') writer_add(writer, TEXT("'\\''"));
        else {
            if (strchr("[]:\\", *text)) writer_char(writer, '\\');
            writer_char(writer, *text);
        }
    }
}

static void zsh_flag(struct writer *writer, const struct cli_flag *flag)
{
    writer_format(writer, "            '%s--%s%s[", flag->is_repeatable ? "*" : "", flag->name,
                  flag->type == CLI_SWITCH ? "" : "=");
    zsh_quote(writer, flag->help);
    writer_char(writer, ']');
    if (flag->type == CLI_CHOICE) {
        writer_add(writer, TEXT(":value:("));
        write_choices(writer, flag);
        writer_char(writer, ')');
    } else if (flag->type == CLI_PATH || !strcmp(flag->name, "data"))
        writer_add(writer, TEXT(":file:_files"));
    else if (flag->type != CLI_SWITCH) {
        writer_char(writer, ':');
        zsh_quote(writer, flag->value);
        writer_add(writer, TEXT(": "));
    }
    writer_add(writer, TEXT("' \\\n"));
}

static void complete_zsh(struct writer *writer, const struct cli_verb *const *verbs)
{
    writer_add(writer, TEXT("#compdef argosy\n"
                            "# zsh completion of argosy; made by `argosy help --completion zsh`\n"
                            "_argosy() {\n"
                            "    local -a verbs=(\n"));
    for (uint32_t i = 0; verbs[i]; i++) {
        writer_format(writer, "        '%s:", verbs[i]->name);
        zsh_quote(writer, verbs[i]->help);
        writer_add(writer, TEXT("'\n"));
    }
    writer_add(writer, TEXT("    )\n"
                            "    if ((CURRENT == 2)); then\n"
                            "        _describe verb verbs\n"
                            "        return\n"
                            "    fi\n"
                            "    case ${words[2]} in\n"));
    for (uint32_t i = 0; verbs[i]; i++) {
        const struct cli_flag *flag;
        writer_format(writer, "    %s)\n        _arguments \\\n            '1: :' \\\n",
                      verbs[i]->name);
        for (uint32_t j = 0; (flag = cli_flag_at(verbs[i], j)); j++) zsh_flag(writer, flag);
        if (verbs[i]->nouns) {
            writer_add(writer, TEXT("            '2:noun:("));
            write_nouns(writer, verbs[i]);
            writer_add(writer, TEXT(")' \\\n"));
        }
        writer_add(writer, TEXT("            '*:file:_files' ;;\n"));
    }
    writer_add(writer, TEXT("    esac\n}\n_argosy \"$@\"\n"));
}

/* ---- fish --------------------------------------------------------------------------------------
 */

static void fish_quote(struct writer *writer, const char *text)
{
    writer_char(writer, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\') writer_char(writer, '\\');
        writer_char(writer, *text);
    }
    writer_char(writer, '\'');
}

static void fish_flag(struct writer *writer, const char *condition, const struct cli_flag *flag)
{
    writer_format(writer, "complete -c argosy%s -l %s -d ", condition, flag->name);
    fish_quote(writer, flag->help);
    if (flag->type == CLI_CHOICE) {
        writer_add(writer, TEXT(" -x -a '"));
        write_choices(writer, flag);
        writer_char(writer, '\'');
    } else if (flag->type == CLI_PATH || !strcmp(flag->name, "data"))
        writer_add(writer, TEXT(" -r -F"));
    else if (flag->type != CLI_SWITCH) writer_add(writer, TEXT(" -x"));
    writer_char(writer, '\n');
}

static void complete_fish(struct writer *writer, const struct cli_verb *const *verbs)
{
    writer_add(writer,
               TEXT("# fish completion of argosy; made by `argosy help --completion fish`\n"));
    for (const struct cli_flag *flag = cli_global_flags; flag->name; flag++)
        fish_flag(writer, "", flag);
    for (uint32_t i = 0; verbs[i]; i++) {
        const struct cli_verb *verb = verbs[i];
        char condition[128];
        text_format(condition, sizeof condition, " -n '__fish_seen_subcommand_from %s'",
                    verb->name);
        writer_format(writer, "complete -c argosy -n __fish_use_subcommand -f -a %s -d ",
                      verb->name);
        fish_quote(writer, verb->help);
        writer_char(writer, '\n');
        for (const struct cli_noun *noun = verb->nouns; noun && noun->name; noun++) {
            writer_format(writer, "complete -c argosy%s -a %s -d ", condition, noun->name);
            fish_quote(writer, noun->help);
            writer_char(writer, '\n');
        }
        for (uint32_t group = 0; group < CLI_GROUPS_MAX && verb->groups[group]; group++)
            for (const struct cli_flag *flag = verb->groups[group]; flag->name; flag++)
                fish_flag(writer, condition, flag);
    }
}

enum status cli_complete(struct writer *writer, const struct cli_verb *const *verbs,
                         const char *shell)
{
    if (!strcmp(shell, "bash")) complete_bash(writer, verbs);
    else if (!strcmp(shell, "zsh")) complete_zsh(writer, verbs);
    else if (!strcmp(shell, "fish")) complete_fish(writer, verbs);
    else return ST_ABSENT;
    return ST_OK;
}
