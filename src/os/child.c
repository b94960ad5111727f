#include "os/child.h"

#include "base/text.h"
#include "os/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TURN_MS = 50, NOT_FOUND = 127 };

/* The last line of a stream, put together from pieces; a line that ended stays until another
 * begins.
 */
struct last_line {
    char text[400];
    size_t length;
    bool is_ended;
};

static void last_line_add(struct last_line *line, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = bytes[i];
        if (c == '\n' || c == '\r') {
            line->is_ended = true;
            continue;
        }
        if (line->is_ended) line->length = 0;
        line->is_ended = false;
        if (line->length + 1 < sizeof line->text) line->text[line->length++] = c;
    }
    line->text[line->length] = 0;
}

/* In the child: nothing but calls that are safe between fork and exec. */
static void become(const char *const *arguments, int words)
{
    int nothing = open("/dev/null", O_RDWR);
    setpgid(0, 0);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 || dup2(words, 2) < 0)
        _exit(NOT_FOUND);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    execvp(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(NOT_FOUND);
}

/* Reads what there is; false: the stream has ended. */
static bool listen_to(int words, struct last_line *line)
{
    char bytes[4096];
    struct pollfd waited = { .fd = words, .events = POLLIN };
    if (poll(&waited, 1, TURN_MS) <= 0) return true;
    ssize_t got = read(words, bytes, sizeof bytes);
    if (got > 0) last_line_add(line, bytes, (size_t)got);
    return got > 0 || (got < 0 && errno == EINTR);
}

/* Waits for the child while listening; answers why the waiting ended early, or ST_OK. */
static enum status attend(pid_t child, int words, const struct child_limits *limits,
                          struct last_line *line, int *ending)
{
    int64_t start_ns = clock_mono_ns();
    bool is_open = true;
    for (;;) {
        if (is_open) is_open = listen_to(words, line);
        else poll(NULL, 0, TURN_MS);
        pid_t ended = waitpid(child, ending, WNOHANG);
        if (ended == child) return ST_OK;
        if (limits->goes_on && !limits->goes_on(limits->self)) return ST_INTERRUPTED;
        if (clock_mono_ns() - start_ns > limits->time_ns) return ST_AGAIN;
    }
}

enum status child_run(const char *const *arguments, const struct child_limits *limits,
                      struct err *err)
{
    ASSERT(arguments[0]);
    ASSERT(limits->time_ns > 0);
    int words[2], ending = 0;
    struct last_line line = { 0 };
    if (pipe(words) != 0) return err_set(err, ST_IO, "pipe: %s", strerror(errno));
    fcntl(words[0], F_SETFD, FD_CLOEXEC);
    fcntl(words[1], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) become(arguments, words[1]);
    close(words[1]);
    if (child < 0) {
        close(words[0]);
        return err_set(err, ST_IO, "fork: %s", strerror(errno));
    }
    setpgid(child, child); /* whoever comes first, parent or child */
    enum status status = attend(child, words[0], limits, &line, &ending);
    if (status != ST_OK) {
        kill(-child, SIGKILL);
        while (waitpid(child, &ending, 0) < 0 && errno == EINTR) continue;
    } else {
        while (!line.is_ended && listen_to(words[0], &line)) continue;
    }
    close(words[0]);
    if (status == ST_AGAIN)
        return err_set(err, status, "%s: stopped after %lld s", arguments[0],
                       (long long)(limits->time_ns / 1000000000));
    if (status != ST_OK) return err_set(err, status, "%s: interrupted", arguments[0]);
    if (WIFEXITED(ending) && WEXITSTATUS(ending) == 0) return ST_OK;
    if (WIFEXITED(ending) && WEXITSTATUS(ending) == NOT_FOUND && line.length == 0)
        return err_set(err, ST_ABSENT, "there is no program %s", arguments[0]);
    return err_set(err, ST_REFUSED, "%s: %s", arguments[0],
                   line.length > 0 ? line.text : "it failed and did not say why");
}
