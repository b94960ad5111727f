#include "base/err.h"
#include "base/text.h"

#include <string.h>

enum status err_set(struct err *err, enum status status, const char *format, ...)
{
    ASSERT(status != ST_OK);
    if (!err) return status;
    char story[sizeof err->text]; /* the old story may be one of the arguments */
    struct writer writer;
    va_list args;
    va_start(args, format);
    writer_init(&writer, story, sizeof story);
    writer_vformat(&writer, format, args);
    va_end(args);
    memcpy(err->text, story, writer.length + 1);
    err->status = status;
    return status;
}

void err_add(struct err *err, const char *format, ...)
{
    if (!err) return;
    char story[sizeof err->text];
    struct writer writer;
    va_list args;
    va_start(args, format);
    writer_init(&writer, story, sizeof story);
    writer_vformat(&writer, format, args);
    va_end(args);
    writer_add(&writer, TEXT(": "));
    writer_add(&writer, text_from(err->text));
    memcpy(err->text, story, writer.length + 1);
}
