#include "app/home.h"

#include <stdlib.h>

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

enum status home_find(char *path, size_t capacity, const struct cli_arguments *arguments,
                      struct err *err)
{
    const char *given = cli_text(arguments, "home"), *base;
    size_t length;
    if (given || (given = variable("ARGOSY_HOME")))
        length = text_format(path, capacity, "%s", given);
    else if ((base = variable("XDG_DATA_HOME")))
        length = text_format(path, capacity, "%s/argosy", base);
    else if ((base = variable("HOME")))
        length = text_format(path, capacity, "%s/.local/share/argosy", base);
    else
        return err_set(err, ST_CONFIG,
                       "no home: HOME, XDG_DATA_HOME and ARGOSY_HOME are not set; "
                       "pass --home DIR");
    if (length >= capacity) return err_set(err, ST_USAGE, "the path of the home is too long");
    return ST_OK;
}
