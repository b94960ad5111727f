/* freqtrade.c — whatever is accepted as freqtrade candles is consistent and survives a round trip
 * (import.h). */
#include "import.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    import_try("freqtrade-json", bytes, size);
    return 0;
}
