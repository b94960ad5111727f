#include "os/plugin.h"
#include "base/text.h"

#include <dlfcn.h>
#include <unistd.h>

static enum status check(const struct argosy_strategy *strategy, const char *path, struct err *err)
{
    if (strategy->abi != ARGOSY_ABI || strategy->size < sizeof *strategy)
        return err_set(err, ST_DATA,
                       "%s: made for another release of Argosy (ABI %u, ours is %u); rebuild it",
                       path, strategy->abi, ARGOSY_ABI);
    if (!strategy->name || !strategy->state_bytes || !strategy->start || !strategy->on_bar)
        return err_set(err, ST_DATA, "%s: a strategy lacks its name, state_bytes, start or on_bar",
                       path);
    return ST_OK;
}

enum status plugin_open(struct plugin *plugin, const char *path, struct err *err)
{
    *plugin = (struct plugin){ 0 };
    if (access(path, R_OK) != 0) return err_set(err, ST_ABSENT, "there is no plug-in %s", path);
    char place[2048]; /* a bare name would be looked for elsewhere */
    text_format(place, sizeof place, "%s%s", path[0] == '/' || path[0] == '.' ? "" : "./", path);
    plugin->handle = dlopen(place, RTLD_NOW | RTLD_LOCAL);
    if (!plugin->handle) return err_set(err, ST_DATA, "%s cannot be loaded: %s", path, dlerror());
    void *symbol = dlsym(plugin->handle, "argosy_strategy_entry");
    if (!symbol) {
        plugin_close(plugin);
        return err_set(err, ST_DATA, "%s has no argosy_strategy_entry: it is no strategy plug-in",
                       path);
    }
    _Static_assert(sizeof symbol == sizeof plugin->entry, "POSIX: a symbol may be a function");
    __builtin_memcpy(&plugin->entry, &symbol, sizeof symbol);
    const struct argosy_strategy *strategy;
    enum status status = ST_OK;
    for (uint32_t i = 0; status == ST_OK && (strategy = plugin->entry(ARGOSY_ABI, i)); i++)
        status = check(strategy, path, err);
    if (status == ST_OK && !plugin->entry(ARGOSY_ABI, 0))
        status = err_set(err, ST_DATA, "%s has no strategy for ABI %u", path, ARGOSY_ABI);
    if (status != ST_OK) plugin_close(plugin);
    return status;
}

void plugin_close(struct plugin *plugin)
{
    if (plugin->handle) dlclose(plugin->handle);
    *plugin = (struct plugin){ 0 };
}

enum status plugin_strategy(const struct plugin *plugin, const char *name,
                            const struct argosy_strategy **out, struct err *err)
{
    char names[400];
    struct writer writer;
    writer_init(&writer, names, sizeof names);
    const struct argosy_strategy *strategy;
    for (uint32_t i = 0; (strategy = plugin->entry(ARGOSY_ABI, i)); i++) {
        if (!name[0] || text_equal(text_from(name), text_from(strategy->name))) {
            *out = strategy;
            return ST_OK;
        }
        writer_format(&writer, "%s%s", i ? ", " : "", strategy->name);
    }
    return err_set(err, ST_ABSENT, "the plug-in has no strategy %s; it has %s", name, names);
}
