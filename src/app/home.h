/* home.h — where Argosy keeps what it keeps: --home, else ARGOSY_HOME, else $XDG_DATA_HOME/argosy,
 * else ~/.local/share/argosy. Nothing is created by asking. */
#ifndef ARGOSY_APP_HOME_H
#define ARGOSY_APP_HOME_H

#include "app/cli.h"

/* ST_CONFIG: none of them is set; ST_USAGE: the path is too long. */
MUST_USE enum status home_find(char *path, size_t capacity, const struct cli_arguments *arguments,
                               struct err *err);

#endif
