#include "app/home.h"

#include <stdlib.h>

enum status home_find(char *path, size_t size, const struct cli_arguments *arguments, struct err *err)
{
    const char *given = cli_text(arguments, "home"), *base;
    if (!given) given = getenv("ARGOSY_HOME");
    size_t length;
    if (given && given[0]) length = text_format(path, size, "%s", given);
    else if ((base = getenv("XDG_DATA_HOME")) && base[0]) length = text_format(path, size, "%s/argosy", base);
    else if ((base = getenv("HOME")) && base[0])
        length = text_format(path, size, "%s/.local/share/argosy", base);
    else
        return err_set(err, ST_CONFIG, "nobody says where data live; set ARGOSY_HOME or pass --home");
    if (length >= size) return err_set(err, ST_CONFIG, "the path of the home is too long: %s", path);
    return ST_OK;
}
