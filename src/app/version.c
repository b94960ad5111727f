#include "app/version.h"

#include "app/commit.h" /* made by cmake/commit.cmake */

#define QUOTED(x) #x
#define QUOTE(x)  QUOTED(x)

const char *version_number(void) { return ARGOSY_VERSION; }
const char *version_commit(void) { return ARGOSY_COMMIT; }
const char *version_build_type(void) { return ARGOSY_BUILD_TYPE; }

const char *version_compiler(void)
{
#ifdef __clang__
    return "clang " QUOTE(__clang_major__) "." QUOTE(__clang_minor__) "." QUOTE(
        __clang_patchlevel__);
#else
    return "gcc " QUOTE(__GNUC__) "." QUOTE(__GNUC_MINOR__) "." QUOTE(__GNUC_PATCHLEVEL__);
#endif
}
