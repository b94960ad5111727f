/* The library's release, told by the build, and its ABI, told by the header it was compiled with.
 */
#include "argosy/argosy.h"
#include "argosy/strategy.h"

const char *argosy_version(void) { return ARGOSY_VERSION; }

uint32_t argosy_abi(void) { return ARGOSY_ABI; }
