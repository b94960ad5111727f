/* bench.c — `argosy bench`: the hot paths of this very binary, measured after their results were
 * checked. */
#include "app/bench.h"

#include "app/bench_page.h"
#include "app/cli.h"
#include "app/say.h"
#include "app/version.h"
#include "os/file.h"
#include "os/process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_BYTES = 1 << 17, PARTS_MAX = 64 };

static const struct cli_flag flags[] = {
    { .name = "list", .help = "name the benches and measure nothing" },
    { .name = "peers",
      .help = "run the peers that are installed under build/peers beside ours; the default where "
              "there are some" },
    { .name = "document",
      .type = CLI_PATH,
      .value = "FILE.md",
      .help = "write the page of the documentation" },
    { 0 },
};

static void read_machine(struct bench_machine *machine)
{
    double load;
    *machine = (struct bench_machine){ .cores = sysconf(_SC_NPROCESSORS_ONLN),
                                       .load = getloadavg(&load, 1) == 1 ? load : -1,
                                       .compiler = version_compiler(),
                                       .build_type = version_build_type(),
                                       .version = version_number(),
                                       .commit = version_commit() };
    process_cpu_name(machine->cpu, sizeof machine->cpu);
}

/* ---- where things lie --------------------------------------------------------------------------
 */

/* build/PRESET/argosy has its peers in build/peers; anybody else's may lie below where he stands.
 */
static void find_peers(struct bench_sheet *sheet)
{
    char path[BENCH_PATH_MAX];
    if (process_path(path, sizeof path, NULL) == ST_OK) {
        for (int i = 0; i < 2; i++) {
            char *slash = strrchr(path, '/');
            if (slash) *slash = 0;
        }
        text_format(sheet->peers, sizeof sheet->peers, "%s/peers", path);
        if (file_is_folder(sheet->peers)) return;
    }
    text_format(sheet->peers, sizeof sheet->peers, "build/peers");
    if (!file_is_folder(sheet->peers)) sheet->peers[0] = 0;
}

static enum status make_folder(struct bench_sheet *sheet, struct err *err)
{
    const char *base = getenv("TMPDIR");
    text_format(sheet->folder, sizeof sheet->folder, "%s/argosy-bench-XXXXXX",
                base && *base ? base : "/tmp");
    if (mkdtemp(sheet->folder)) return ST_OK;
    return err_set(err, ST_IO, "cannot make %s: %s", sheet->folder, strerror(errno));
}

static enum status remove_entry(void *data, const char *name, struct err *err)
{
    char path[2 * BENCH_PATH_MAX];
    text_format(path, sizeof path, "%s/%s", (const char *)data, name);
    if (!file_is_folder(path)) return file_remove(path, err);
    enum status status = file_list(path, remove_entry, path, err);
    if (status == ST_OK && rmdir(path) != 0)
        status = err_set(err, ST_IO, "cannot remove %s: %s", path, strerror(errno));
    return status;
}

static void remove_folder(struct bench_sheet *sheet)
{
    struct err err;
    if (file_list(sheet->folder, remove_entry, sheet->folder, &err) != ST_OK ||
        rmdir(sheet->folder) != 0)
        say_note("%s is left behind", sheet->folder);
}

/* ---- running -----------------------------------------------------------------------------------
 */

/* A part by its name, or by one of its rows. */
static bool is_wanted(const struct bench_part *part, const char *name)
{
    if (!name || strcmp(part->name, name) == 0) return true;
    struct text rows = text_from(part->rows);
    while (rows.length > 0)
        if (text_equal(text_trim(text_cut(&rows, ',')), text_from(name))) return true;
    return false;
}

static enum status run_parts(struct bench_sheet *sheet, const char *name, struct err *err)
{
    uint32_t count = 0;
    for (uint32_t i = 0; bench_parts[i]; i++) {
        if (!is_wanted(bench_parts[i], name)) continue;
        count++;
        say_note("%s: %s", bench_parts[i]->name, bench_parts[i]->help);
        enum status status = bench_parts[i]->run(sheet, err);
        if (status != ST_OK) {
            err_add(err, "bench %s", bench_parts[i]->name);
            return status;
        }
    }
    if (count > 0) return ST_OK;
    return err_set(err, ST_USAGE, "there is no bench %s; `argosy bench --list` names them", name);
}

static enum status write_page(const char *path, const char *text, size_t length, struct err *err)
{
    static struct file_writer file;
    enum status status = file_writer_open(&file, path, true, err);
    if (status != ST_OK) return status;
    file_writer_add(&file, text, length);
    return file_writer_commit(&file, err);
}

static enum status say_sheet(const struct bench_sheet *sheet, const struct bench_machine *machine,
                             const char *document, struct err *err)
{
    static char bytes[PAGE_BYTES];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    if (say_is_json()) {
        bench_write_json(&writer, sheet, machine);
        say_text(writer_text(&writer));
    } else {
        bench_say_table(sheet);
    }
    ASSERT(!writer_is_cut(&writer));
    if (!document) return ST_OK;
    writer_init(&writer, bytes, sizeof bytes);
    bench_write_page(&writer, sheet, machine);
    ASSERT(!writer_is_cut(&writer));
    return write_page(document, bytes, writer.length, err);
}

static void say_list(void)
{
    static const struct say_column columns[] = { { "name", false },
                                                 { "rows", false },
                                                 { "", false } };
    static struct text cells[PARTS_MAX][3];
    uint32_t count = 0;
    for (; bench_parts[count]; count++) {
        ASSERT(count < PARTS_MAX);
        cells[count][0] = text_from(bench_parts[count]->name);
        cells[count][1] = text_from(bench_parts[count]->rows);
        cells[count][2] = text_from(bench_parts[count]->help);
    }
    say_table(columns, 3, cells[0], count);
}

static enum status run(const struct cli_arguments *arguments, struct err *err)
{
    static struct bench_sheet sheet;
    struct bench_machine machine;
    const char *name = arguments->operand_count > 0 ? arguments->operands[0] : NULL;
    if (cli_is_on(arguments, "list")) {
        say_list();
        return ST_OK;
    }
    if (strcmp(version_build_type(), "Release") != 0)
        say_note("this is a %s build; what it measures says little", version_build_type());
    read_machine(&machine);
    find_peers(&sheet);
    bool wants =
        cli_is_given(arguments, "peers") ? cli_is_on(arguments, "peers") : sheet.peers[0] != 0;
    if (wants && !sheet.peers[0])
        say_note(
            "no peers under build/peers, so none are compared; bench/peers/install sets them up");
    sheet.wants_peers = wants && sheet.peers[0];
    if (!process_pin()) say_note("the system does not let a process be kept on one core");
    enum status status = make_folder(&sheet, err);
    if (status != ST_OK) return status;
    status = run_parts(&sheet, name, err);
    remove_folder(&sheet);
    if (status == ST_OK) status = say_sheet(&sheet, &machine, cli_text(arguments, "document"), err);
    return status;
}

const struct cli_verb verb_bench = {
    .name = "bench",
    .help = "measure the hot paths, their results checked first",
    .story =
        "Each bench computes its result a second, straightforward way and compares before it takes "
        "a "
        "time; a bench whose results differ prints none. Times are medians of the time on one "
        "core. Peers, "
        "where "
        "they are installed under build/peers, do the same work on the same file, and theirs are "
        "compared too.",
    .operands = "[NAME]",
    .operands_max = 1,
    .groups = { flags },
    .examples = { "argosy bench bars --json", "argosy bench --document docs/benchmarks.md" },
    .run = run,
};
