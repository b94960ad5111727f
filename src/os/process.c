#include "os/process.h"

#include "base/text.h"
#include "os/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ABSENT_CODE = 127 };

/* In the child: streams, then the program. What fails here can only be told by the exit code. */
static _Noreturn void become(const struct process_run *run, int out)
{
    int nothing = open("/dev/null", O_RDWR);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    if (nothing >= 0 && run->is_silent) dup2(nothing, STDERR_FILENO);
    dup2(out, STDOUT_FILENO);
    execvp(run->argv[0], (char *const *)(const void *)run->argv);
    _exit(ABSENT_CODE);
}

static void listen_to(struct process_run *run, int in)
{
    char rest[4096];
    size_t length = 0, most = run->output_max ? run->output_max - 1 : 0;
    for (;;) {
        char *at = length < most ? run->output + length : rest;
        size_t room = length < most ? most - length : sizeof rest;
        ssize_t got = read(in, at, room);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        if (length < most) length += (size_t)got;
    }
    if (run->output_max) run->output[length] = 0;
}

enum status process_run(struct process_run *run, struct err *err)
{
    int pipe_ends[2], state = 0;
    struct rusage usage = { 0 };
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        return err_set(err, ST_IO, "no pipe to %s: %s", run->argv[0], strerror(errno));
    int64_t start = clock_mono_ns();
    pid_t child = fork();
    if (child == 0) become(run, pipe_ends[1]);
    int failed = errno;
    close(pipe_ends[1]);
    if (child < 0) {
        close(pipe_ends[0]);
        return err_set(err, ST_IO, "cannot start %s: %s", run->argv[0], strerror(failed));
    }
    listen_to(run, pipe_ends[0]);
    close(pipe_ends[0]);
    while (wait4(child, &state, 0, &usage) < 0 && errno == EINTR) {
    }
    run->wall_ns = clock_mono_ns() - start;
    run->peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
    run->exit_code = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    if (run->exit_code == ABSENT_CODE)
        return err_set(err, ST_ABSENT, "there is no program %s", run->argv[0]);
    return ST_OK;
}

enum status process_path(char *path, size_t size, struct err *err)
{
    ssize_t length = readlink("/proc/self/exe", path, size - 1);
    if (length < 0)
        return err_set(err, ST_IO, "the system does not say where this program lies: %s",
                       strerror(errno));
    path[length] = 0;
    return ST_OK;
}

bool process_pin(void)
{
    cpu_set_t may, one;
    if (sched_getaffinity(0, sizeof may, &may) != 0) return false;
    size_t core = CPU_SETSIZE - 1;
    while (core > 0 && !CPU_ISSET(core, &may)) core--;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    return sched_setaffinity(0, sizeof one, &one) == 0;
}

/* The beginning of a file of /proc, which has no size and cannot be mapped. */
static void read_start(const char *path, char *bytes, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 ? read(file, bytes, size - 1) : -1;
    if (file >= 0) close(file);
    bytes[length > 0 ? length : 0] = 0;
}

void process_cpu_name(char *name, size_t size)
{
    char bytes[4096];
    read_start("/proc/cpuinfo", bytes, sizeof bytes);
    const char *line = strstr(bytes, "model name");
    struct text rest = text_from(line ? line : "");
    text_cut(&rest, ':');
    struct text found = text_trim(text_cut(&rest, '\n'));
    text_format(name, size, "%.*s", TEXT_ARG(found));
    if (found.length == 0) text_format(name, size, "unknown");
}

uint64_t process_peak_bytes(void)
{
    char status[4096];
    read_start("/proc/self/status", status, sizeof status);
    const char *line = strstr(status, "VmHWM:");
    if (line) return strtoull(line + strlen("VmHWM:"), NULL, 10) * 1024;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024;
}

void process_peak_reset(void)
{
    int file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    ssize_t written = write(file, "5", 1); /* 5: the peak begins anew (proc(5)) */
    (void)written; /* where it is refused the peak is that of the whole process: never too small */
    close(file);
}
