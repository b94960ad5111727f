#include "strategy/param.h"

#include <string.h>

const char *const param_exits[] = { "on", "off", NULL };

uint32_t param_find(const struct argosy_param *params, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(params[i].name, name) == 0) return i;
    return count;
}
