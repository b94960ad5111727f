#include "base/err.h"
#include "base/text.h"

#include <string.h>

enum status err_set(struct err *err, enum status status, const char *format, ...)
{
    ASSERT(status != ST_OK);
    if (!err) return status;
    struct writer writer;
    va_list args;
    va_start(args, format);
    writer_init(&writer, err->text, sizeof err->text);
    writer_vformat(&writer, format, args);
    va_end(args);
    err->status = status;
    return status;
}

void err_add(struct err *err, const char *format, ...)
{
    if (!err) return;
    char story[sizeof err->text];
    memcpy(story, err->text, sizeof story);
    struct writer writer;
    va_list args;
    va_start(args, format);
    writer_init(&writer, err->text, sizeof err->text);
    writer_vformat(&writer, format, args);
    writer_add(&writer, TEXT(": "));
    writer_add(&writer, text_from(story));
    va_end(args);
}
