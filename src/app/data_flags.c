/* data_flags.c — the flags of `argosy data`, read one by one into a struct data_options. */
#include "app/data.h"

#include "os/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 4096 };

struct flag {
    const char *name;
    struct text *text; /* takes a value, */
    bool *is_set;      /* or takes none */
};

static enum status take_flag(const struct flag *flags, int argc, char **argv, int *at,
                             struct err *err)
{
    const char *word = argv[*at] + 2, *value = strchr(word, '=');
    struct text name = { word, value ? (size_t)(value - word) : strlen(word) };
    for (const struct flag *flag = flags; flag->name; flag++) {
        if (!text_equal(name, text_from(flag->name))) continue;
        if (flag->is_set && value) return err_set(err, ST_USAGE, "--%s takes no value", flag->name);
        if (flag->is_set) {
            *flag->is_set = true;
            return ST_OK;
        }
        if (!value && *at + 1 == argc)
            return err_set(err, ST_USAGE, "--%s needs a value", flag->name);
        *flag->text = text_from(value ? value + 1 : argv[++*at]);
        return ST_OK;
    }
    return err_set(err, ST_USAGE, "flag --%.*s is unknown", TEXT_ARG(name));
}

static enum status run(const char *noun, const struct data_options *options,
                       const char *const *names, uint32_t count, struct err *err)
{
    if (strcmp(noun, "import") == 0) return data_import(options, names, count, err);
    if (strcmp(noun, "list") == 0) return data_list(options, err);
    if (strcmp(noun, "remove") == 0) return data_remove(options, names, count, err);
    bool is_show = strcmp(noun, "show") == 0, is_export = strcmp(noun, "export") == 0;
    if (!is_show && !is_export)
        return err_set(err, ST_USAGE,
                       "data %s is unknown; it is import, list, show, export or remove", noun);
    if (count != 1) return err_set(err, ST_USAGE, "name one dataset or file");
    return is_show ? data_show(options, text_from(names[0]), err)
                   : data_export(options, text_from(names[0]), err);
}

int data_main(int argc, char **argv)
{
    static const char *names[ARGUMENTS_MAX];
    static char home[FILE_PATH_MAX];
    uint32_t count = 0;
    struct data_options options = { 0 };
    struct text stamp = { 0 };
    bool is_csv = false;
    const struct flag flags[] = {
        { "home", &options.home, NULL },
        { "name", &options.name, NULL },
        { "format", &options.import.format, NULL },
        { "header", &options.import.header, NULL },
        { "symbol", &options.import.symbol, NULL },
        { "tick", &options.import.tick, NULL },
        { "lot", &options.import.lot, NULL },
        { "zone", &options.import.zone, NULL },
        { "stamp", &stamp, NULL },
        { "out", &options.out, NULL },
        { "allow-negative", NULL, &options.import.is_negative_allowed },
        { "skip-bad-rows", NULL, &options.import.is_skipping_bad_rows },
        { "csv", NULL, &is_csv },
        { "json", NULL, &options.is_json },
        { "quiet", NULL, &options.is_quiet },
        { "force", NULL, &options.is_replacing },
        { 0 },
    };
    struct err err;
    enum status status = ST_OK;
    for (int i = 2; i < argc && status == ST_OK; i++) {
        if (strncmp(argv[i], "--", 2) == 0)
            status = take_flag(flags, argc, argv, &i, &err);
        else if (count < ARGUMENTS_MAX)
            names[count++] = argv[i];
        else
            status = err_set(&err, ST_USAGE, "more than %d names", (int)ARGUMENTS_MAX);
    }
    options.import.is_end_stamped = text_equal(stamp, TEXT("end"));
    if (options.home.length == 0) {
        const char *set = getenv("ARGOSY_HOME"), *xdg = getenv("XDG_DATA_HOME");
        const char *user = getenv("HOME");
        if (set)
            text_format(home, sizeof home, "%s", set);
        else if (xdg)
            text_format(home, sizeof home, "%s/argosy", xdg);
        else
            text_format(home, sizeof home, "%s/.local/share/argosy", user ? user : ".");
        options.home = text_from(home);
    }
    if (argc < 2) status = err_set(&err, ST_USAGE, "data import, list, show, export or remove");
    if (status == ST_OK) status = run(argv[1], &options, names, count, &err);
    if (status != ST_OK) fprintf(stderr, "argosy data: %s\n", err.text);
    return status_exit_code(status);
}
