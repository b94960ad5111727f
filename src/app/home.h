<<<<<<< HEAD
/* home.h — the folder everything lives under: --home, ARGOSY_HOME, $XDG_DATA_HOME/argosy, or
 * ~/.local/share/argosy. */
=======
/* home.h — where Argosy keeps what it keeps: --home, else ARGOSY_HOME, else $XDG_DATA_HOME/argosy,
 * else ~/.local/share/argosy. Nothing is created by asking. */
>>>>>>> cli
#ifndef ARGOSY_APP_HOME_H
#define ARGOSY_APP_HOME_H

#include "app/cli.h"

<<<<<<< HEAD
/* Its path; the folder need not exist. ST_CONFIG: no variable says where. */
MUST_USE enum status home_find(char *path, size_t size, const struct cli_arguments *arguments,
=======
/* ST_CONFIG: none of them is set; ST_USAGE: the path is too long. */
MUST_USE enum status home_find(char *path, size_t capacity, const struct cli_arguments *arguments,
>>>>>>> cli
                               struct err *err);

#endif
