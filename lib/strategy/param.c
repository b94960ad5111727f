#include "strategy/param.h"

#include <stddef.h>

const char *const param_exits[] = { "on", "off", NULL };
