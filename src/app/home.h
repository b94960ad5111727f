/* home.h — the folder everything lives under: --home, ARGOSY_HOME, $XDG_DATA_HOME/argosy, or
 * ~/.local/share/argosy. */
#ifndef ARGOSY_APP_HOME_H
#define ARGOSY_APP_HOME_H

#include "app/cli.h"

/* Its path; the folder need not exist. ST_CONFIG: no variable says where. */
MUST_USE enum status home_find(char *path, size_t size, const struct cli_arguments *arguments,
                               struct err *err);

#endif
