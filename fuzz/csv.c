/* csv.c — whatever is accepted as text in columns is consistent and survives a round trip
 * (import.h). */
#include "import.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    import_try("csv", bytes, size);
    return 0;
}
