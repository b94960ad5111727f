/* plugin.h — a shared object's strategies: opened, checked against our ABI, found by name. */
#ifndef ARGOSY_OS_PLUGIN_H
#define ARGOSY_OS_PLUGIN_H

#include "argosy/strategy.h"
#include "base/err.h"

struct plugin {
    void *handle;
    argosy_strategy_entry_fn *entry;
};

/* ST_ABSENT: no such file. ST_DATA: it is no plug-in, or one for another ABI. */
MUST_USE enum status plugin_open(struct plugin *plugin, const char *path, struct err *err);
void plugin_close(struct plugin *plugin); /* also of a zeroed struct */

/* Its strategy of that name; its first with an empty name. ST_ABSENT with the names it has. */
MUST_USE enum status plugin_strategy(const struct plugin *plugin, const char *name,
                                     const struct argosy_strategy **strategy, struct err *err);

#endif
