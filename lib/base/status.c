#include "base/status.h"
#include "base/assert.h"

const char *status_text(enum status status)
{
    static const char *const texts[] = {
#define STATUS_TEXT(name, text) text,
        STATUS_LIST(STATUS_TEXT)
#undef STATUS_TEXT
    };
    ASSERT(status < STATUS_COUNT);
    return texts[status];
}

int status_exit_code(enum status status)
{
    switch (status) {
    case ST_OK: return 0;
    case ST_REFUSED: return 1;
    case ST_USAGE: return 64;
    case ST_RANGE: return 64;
    case ST_PARSE: return 65;
    case ST_DATA: return 65;
    case ST_ABSENT: return 66;
    case ST_UNAVAILABLE: return 69;
    case ST_FULL: return 70;
    case ST_EXISTS: return 73;
    case ST_CREATE: return 73;
    case ST_IO: return 74;
    case ST_AGAIN: return 75;
    case ST_PERMISSION: return 77;
    case ST_CONFIG: return 78;
    case ST_INTERRUPTED: return 130;
    case STATUS_COUNT: break;
    }
    return 70;
}
