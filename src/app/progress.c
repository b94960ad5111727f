#include "app/progress.h"
#include "app/interrupt.h"
#include "os/clock.h"

#include <stdio.h>
#include <unistd.h>

#define SECOND INT64_C(1000000000)

void progress_start(struct progress *progress, const char *what, const char *unit, uint64_t total,
                    bool is_quiet)
{
    *progress = (struct progress){
        .what = what,
        .unit = unit,
        .total = total,
        .start_ns = clock_mono_ns(),
        .is_terminal = isatty(STDERR_FILENO) == 1,
        .is_silent = is_quiet,
    };
}

/* 1234567 -> 1.2M: a rate is looked at, not computed with. */
static void write_short(struct writer *writer, double value)
{
    static const char units[] = " kMGT";
    uint32_t unit = 0;
    for (; value >= 1000 && unit < 4; unit++) value /= 1000;
    uint64_t tenths = (uint64_t)(value * 10 + 0.5);
    if (unit == 0) writer_format(writer, "%llu", (unsigned long long)(tenths / 10));
    else
        writer_format(writer, "%llu.%llu%c", (unsigned long long)(tenths / 10),
                      (unsigned long long)(tenths % 10), units[unit]);
}

static void write_span(struct writer *writer, double seconds)
{
    uint64_t whole = seconds < 359999 ? (uint64_t)(seconds + 0.5) : 359999;
    if (whole >= 3600) writer_format(writer, "%llu:", (unsigned long long)(whole / 3600));
    writer_format(writer, "%02llu:%02llu", (unsigned long long)(whole / 60 % 60),
                  (unsigned long long)(whole % 60));
}

static void write_bar(struct writer *writer, double share, uint32_t width)
{
    uint32_t full = (uint32_t)(share * width + 0.5);
    writer_char(writer, '[');
    for (uint32_t i = 0; i < width; i++) writer_char(writer, i < full ? '#' : '.');
    writer_add(writer, TEXT("] "));
}

void progress_write(struct writer *writer, const struct progress *progress, uint64_t done,
                    int64_t elapsed_ns, uint32_t columns)
{
    double seconds = elapsed_ns > 0 ? (double)elapsed_ns / (double)SECOND : 1e-9;
    double rate = (double)done / seconds;
    if (progress->total > 0 && done > progress->total) done = progress->total;
    double share = progress->total > 0 ? (double)done / (double)progress->total : 0;
    writer_format(writer, "%s ", progress->what);
    if (progress->total > 0 && columns > 60) write_bar(writer, share, columns / 3);
    if (progress->total > 0) writer_format(writer, "%3u %%, ", (uint32_t)(share * 100));
    write_short(writer, (double)done);
    writer_format(writer, " %s, ", progress->unit);
    write_short(writer, rate);
    writer_add(writer, TEXT("/s"));
    if (progress->total == 0 || done == 0) return;
    writer_add(writer, TEXT(", "));
    write_span(writer, (double)(progress->total - done) / rate);
    writer_add(writer, TEXT(" left"));
}

bool progress_step(struct progress *progress, uint64_t done)
{
    if (interrupt_is_asked()) return false;
    int64_t now_ns = clock_mono_ns(), elapsed_ns = now_ns - progress->start_ns;
    int64_t since_ns = now_ns - (progress->shown_ns ? progress->shown_ns : progress->start_ns);
    int64_t wait_ns = progress->is_terminal ? SECOND / 10 : 10 * SECOND;
    if (progress->is_silent || elapsed_ns < SECOND || since_ns < wait_ns) return true;
    char line[256];
    struct writer writer;
    writer_init(&writer, line, sizeof line);
    progress_write(&writer, progress, done, elapsed_ns, progress->is_terminal ? 80 : 0);
    fprintf(stderr, progress->is_terminal ? "\r\033[K%s" : "%s\n", line);
    progress->shown_ns = now_ns;
    return true;
}

void progress_stop(struct progress *progress)
{
    if (progress->shown_ns && progress->is_terminal) fputs("\r\033[K", stderr);
    progress->is_silent = true;
}
