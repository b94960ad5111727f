/* backtest.c — `argosy backtest`: one run from data to result. */
#include "app/cli.h"
#include "app/execute.h"
#include "app/home.h"
#include "app/interrupt.h"
#include "app/outputs.h"
#include "app/progress.h"
#include "app/result_json.h"
#include "app/result_table.h"
#include "app/say.h"
#include "app/spec_read.h"
#include "app/spec_write.h"
#include "os/memory.h"

#include <unistd.h>

static const struct cli_flag flags[] = {
    { .name = "report",
      .type = CLI_PATH,
      .value = "FILE.html",
      .help = "write a report: one self-contained page" },
    { .name = "trades", .type = CLI_PATH, .value = "FILE.csv", .help = "write the trades" },
    { .name = "orders", .type = CLI_PATH, .value = "FILE.csv", .help = "write the orders" },
    { .name = "equity", .type = CLI_PATH, .value = "FILE.csv", .help = "write the equity curve" },
    { .name = "overwrite", .help = "replace output files that are there" },
    { 0 },
};

static bool is_interrupted(void *self)
{
    (void)self;
    return interrupt_is_asked();
}

static void show_progress(void *self, uint64_t done, uint64_t total)
{
    struct progress *progress = self;
    progress->total = total;
    bool goes_on = progress_step(progress, done);
    (void)goes_on; /* asked for by is_interrupted */
}

static void log_line(void *self, const char *text)
{
    (void)self;
    say_note("%s", text);
}

static enum status print_spec(const struct spec *spec, struct arena *arena, struct err *err)
{
    size_t size = 1 << 22;
    char *bytes = arena_take(arena, size, 1), folder[PATH_TEXT];
    if (!bytes) return err_set(err, ST_FULL, "the spec needs more memory than there is");
    struct writer writer;
    writer_init(&writer, bytes, size);
    spec_write(&writer, spec, getcwd(folder, sizeof folder) ? folder : NULL);
    say_text(writer_text(&writer));
    return ST_OK;
}

static enum status say_result(const struct execution *x, struct arena *arena, struct err *err)
{
    char *bytes = arena_take(arena, RESULT_JSON_MAX, 1);
    if (!bytes) return err_set(err, ST_FULL, "the result needs more memory than there is");
    struct writer writer;
    writer_init(&writer, bytes, RESULT_JSON_MAX);
    if (say_is_json()) result_json_write(&writer, x);
    else result_table_write(&writer, x);
    say_text(writer_text(&writer));
    return ST_OK;
}

static enum status run_spec(const struct spec *spec, const struct outputs *outputs,
                            const struct cli_arguments *arguments, struct arena *arena,
                            struct err *err)
{
    struct progress progress;
    struct execution x;
    char home[PATH_TEXT];
    enum status status = outputs_check(outputs, err);
    if (status == ST_OK) status = home_find(home, sizeof home, arguments, err);
    if (status != ST_OK) return status;
    interrupt_watch();
    progress_start(&progress, "backtest", "bars", 0, arguments->is_quiet);
    struct execute_options options = { .home = text_from(home),
                                       .capture = outputs_capture(outputs),
                                       .progress = show_progress,
                                       .progress_self = &progress,
                                       .is_interrupted = is_interrupted,
                                       .log = log_line };
    status = execute(&x, spec, &options, err);
    progress_stop(&progress);
    if (status != ST_OK) return status;
    if (x.load.notes[0]) say_note("%s", x.load.notes);
    status = outputs_write(outputs, &x, err);
    if (status == ST_OK) status = say_result(&x, arena, err);
    if (status == ST_OK && outputs->report) say_note("report: %s", outputs->report);
    execution_close(&x);
    return status;
}

/* What was typed, for the report. */
static const char *join_command(const struct cli_arguments *arguments, char *text, size_t size)
{
    struct writer writer;
    writer_init(&writer, text, size);
    writer_format(&writer, "argosy backtest");
    for (uint32_t i = 0; i < arguments->value_count; i++) {
        const struct cli_value *value = &arguments->values[i];
        writer_format(&writer, " --%s", value->flag->name);
        if (value->flag->type != CLI_SWITCH) writer_format(&writer, " %s", value->text);
    }
    return text;
}

static enum status run(const struct cli_arguments *arguments, struct err *err)
{
    struct memory memory = { 0 };
    struct arena arena;
    enum status status = memory_arena(&memory, &arena, (size_t)256 << 20, err);
    if (status != ST_OK) return status;
    struct spec *spec = ARENA_NEW(&arena, struct spec);
    char command[4096];
    struct outputs outputs = { .report = cli_text(arguments, "report"),
                               .trades = cli_text(arguments, "trades"),
                               .orders = cli_text(arguments, "orders"),
                               .equity = cli_text(arguments, "equity"),
                               .is_replacing = cli_is_on(arguments, "overwrite"),
                               .command = join_command(arguments, command, sizeof command) };
    status = spec_from_arguments(spec, arguments, &arena, err);
    if (status == ST_OK && cli_is_on(arguments, "print-spec"))
        status = print_spec(spec, &arena, err);
    else if (status == ST_OK) status = run_spec(spec, &outputs, arguments, &arena, err);
    memory_release(&memory);
    return status;
}

const struct cli_verb verb_backtest = {
    .name = "backtest",
    .help = "run a strategy over recorded data",
    .story =
        "Takes data and a strategy, or a spec file that names both, runs them through the exact "
        "engine and "
        "tells what came out, how it was measured and how far it can be believed. Defaults are "
        "pessimistic; --print-spec shows every one of them.",
    .operands = "",
    .groups = { spec_flags, flags },
    .examples = { "argosy backtest --data demo --strategy sma-cross --set fast=20 --set slow=80",
                  "argosy backtest --data demo --strategy rsi --report rsi.html --trades "
                  "trades.csv" },
    .run = run,
};
