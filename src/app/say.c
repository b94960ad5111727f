#include "app/say.h"
#include "base/json_write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SAY_BUFFER = 1 << 16 };

static struct {
    struct say_manners manners;
    bool is_colored;
    bool is_broken; /* a write has failed; why is in `error` */
    int error;
    size_t length;
    char bytes[SAY_BUFFER];
} say;

void say_begin(struct say_manners manners)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    say.manners = manners;
    say.length = 0;
    say.is_broken = false;
    say.is_colored = !manners.is_colorless && !manners.is_json && !(no_color && *no_color) &&
                     !(terminal && !strcmp(terminal, "dumb")) && isatty(STDOUT_FILENO) == 1;
}

bool say_is_json(void) { return say.manners.is_json; }

static void flush(void)
{
    size_t sent = 0;
    while (sent < say.length && !say.is_broken) {
        ssize_t wrote = write(STDOUT_FILENO, say.bytes + sent, say.length - sent);
        if (wrote > 0) sent += (size_t)wrote;
        else if (wrote < 0 && errno != EINTR) {
            say.is_broken = true;
            say.error = errno;
        }
    }
    say.length = 0;
}

void say_text(struct text text)
{
    while (text.length > 0) {
        if (say.length == SAY_BUFFER) flush();
        size_t room = SAY_BUFFER - say.length;
        size_t taken = text.length < room ? text.length : room;
        memcpy(say.bytes + say.length, text.bytes, taken);
        say.length += taken;
        text.bytes += taken;
        text.length -= taken;
    }
}

void say_format(const char *format, ...)
{
    char bytes[4096];
    struct writer writer;
    va_list args;
    va_start(args, format);
    writer_init(&writer, bytes, sizeof bytes);
    writer_vformat(&writer, format, args);
    va_end(args);
    ASSERT(!writer_is_cut(&writer));
    say_text(writer_text(&writer));
}

void say_color(enum say_color color, struct text text)
{
    static const char *const codes[] = { "",         "\033[1m",  "\033[2m",
                                         "\033[32m", "\033[33m", "\033[31m" };
    bool is_colored = say.is_colored && color != SAY_PLAIN;
    if (is_colored) say_text(text_from(codes[color]));
    say_text(text);
    if (is_colored) say_text(TEXT("\033[0m"));
}

void say_note(const char *format, ...)
{
    if (say.manners.is_quiet) return;
    char bytes[2048];
    struct writer writer;
    va_list args;
    va_start(args, format);
    writer_init(&writer, bytes, sizeof bytes);
    writer_vformat(&writer, format, args);
    va_end(args);
    fprintf(stderr, "%s\n", bytes);
}

/* "file:line" or "file" in front of the first ": ", when it has no blank: a place, not a word of
 * the sentence. Flags are places too. */
static struct text find_where(struct text message)
{
    for (size_t i = 0; i + 1 < message.length; i++) {
        if (message.bytes[i] == ' ' || message.bytes[i] == '"') break;
        if (message.bytes[i] == ':' && message.bytes[i + 1] == ' ')
            return (struct text){ message.bytes, i };
    }
    return (struct text){ 0 };
}

/* What stands behind the last "; ". */
static struct text find_mend(struct text message)
{
    for (size_t i = message.length; i-- > 1;)
        if (message.bytes[i - 1] == ';' && message.bytes[i] == ' ')
            return (struct text){ message.bytes + i + 1, message.length - i - 1 };
    return (struct text){ 0 };
}

static void put_or_null(struct json_writer *json, const char *key, struct text value)
{
    json_write_key(json, text_from(key));
    if (value.length > 0) json_write_string(json, value);
    else json_write_null(json);
}

void say_error_json(struct writer *writer, const struct err *err)
{
    struct json_writer json;
    struct text message = text_from(err->text);
    json_write_init(&json, writer, (struct json_style){ 0 });
    json_write_object(&json);
    json_write_key(&json, TEXT("error"));
    json_write_object(&json);
    json_write_key(&json, TEXT("code"));
    json_write_integer(&json, status_exit_code(err->status));
    json_write_key(&json, TEXT("message"));
    json_write_string(&json, message);
    put_or_null(&json, "where", find_where(message));
    put_or_null(&json, "mend", find_mend(message));
    json_write_object_end(&json);
    json_write_object_end(&json);
    writer_char(writer, '\n');
}

int say_error(const struct err *err)
{
    char bytes[8 * sizeof err->text];
    struct writer writer;
    const char *verb = say.manners.verb;
    fprintf(stderr, "argosy%s%s: %s\n", verb ? " " : "", verb ? verb : "", err->text);
    say.length = 0;
    if (say.manners.is_json) {
        writer_init(&writer, bytes, sizeof bytes);
        say_error_json(&writer, err);
        say_text(writer_text(&writer));
        flush();
    }
    return status_exit_code(err->status);
}

enum status say_end(struct err *err)
{
    /* Some verbs write through stdio, whose buffer fails late. */
    if (fflush(stdout) != 0 && !say.is_broken) {
        say.is_broken = true;
        say.error = errno;
    }
    flush();
    if (!say.is_broken) return ST_OK;
    return err_set(err, ST_IO, "the results cannot be written: %s", strerror(say.error));
}
