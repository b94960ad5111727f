#include "base/assert.h"

#include <stdlib.h>

void (*assert_report)(const char *file, int line, const char *condition);

_Noreturn void assert_failed(const char *file, int line, const char *condition)
{
    if (assert_report) assert_report(file, line, condition);
    abort();
}
