/* doctor.c — what is installed, reachable and configured: a line each, ok, warn or fail, with the
 * mend. It looks and changes nothing. */
#include "app/cli.h"
#include "app/home.h"
#include "app/say.h"
#include "app/version.h"
#include "base/json_write.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { LINES_MAX = 16, WORDS_MAX = 320 };
enum verdict { VERDICT_OK, VERDICT_WARN, VERDICT_FAIL };

struct finding {
    const char *name;
    enum verdict verdict;
    char text[WORDS_MAX];
    char mend[WORDS_MAX]; /* "" when there is nothing to mend */
};

struct findings {
    struct finding rows[LINES_MAX];
    uint32_t count;
};

static struct finding *add(struct findings *findings, const char *name)
{
    ASSERT(findings->count < LINES_MAX);
    struct finding *finding = &findings->rows[findings->count++];
    finding->name = name;
    return finding;
}

static void blame(struct finding *finding, enum verdict verdict, const char *mend)
{
    finding->verdict = verdict;
    text_format(finding->mend, sizeof finding->mend, "%s", mend);
}

static void look_at_program(struct findings *findings)
{
    struct finding *finding = add(findings, "program");
    text_format(finding->text, sizeof finding->text, "argosy %s, commit %s, %s, %s",
                version_number(), version_commit(), version_compiler(), version_build_type());
    if (strcmp(version_build_type(), "Release") != 0)
        blame(finding, VERDICT_WARN, "measure with a release build: make build");
}

static void look_at_processor(struct findings *findings)
{
    struct finding *finding = add(findings, "processor");
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct writer writer;
    writer_init(&writer, finding->text, sizeof finding->text);
    writer_format(&writer, "%ld cores", cores > 0 ? cores : 1);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) writer_add(&writer, TEXT(", sse4.2"));
    if (__builtin_cpu_supports("avx2")) writer_add(&writer, TEXT(", avx2"));
    if (__builtin_cpu_supports("fma")) writer_add(&writer, TEXT(", fma"));
    if (__builtin_cpu_supports("bmi2")) writer_add(&writer, TEXT(", bmi2"));
    if (__builtin_cpu_supports("avx512f")) writer_add(&writer, TEXT(", avx512f"));
#endif
}

static uint64_t mib(uint64_t units, uint64_t unit_bytes) { return units * unit_bytes >> 20; }

static void look_at_memory(struct findings *findings)
{
    struct finding *finding = add(findings, "memory");
    long pages = sysconf(_SC_PHYS_PAGES), free_pages = sysconf(_SC_AVPHYS_PAGES);
    long page = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || free_pages < 0 || page <= 0) {
        text_format(finding->text, sizeof finding->text, "the system does not say");
        return;
    }
    uint64_t all_mib = mib((uint64_t)pages, (uint64_t)page);
    text_format(finding->text, sizeof finding->text, "%llu MiB, %llu MiB of them free",
                (unsigned long long)all_mib,
                (unsigned long long)mib((uint64_t)free_pages, (uint64_t)page));
    if (all_mib < 1024) blame(finding, VERDICT_WARN, "long histories want 1 GiB of memory");
}

/* The nearest folder above a path that exists: it decides whether the path can be made. */
static void climb(char *path)
{
    struct stat info;
    while (stat(path, &info) != 0 && errno == ENOENT) {
        char *slash = strrchr(path, '/');
        if (!slash) {
            text_format(path, 2, ".");
            return;
        }
        if (slash == path) {
            path[1] = 0;
            return;
        }
        *slash = 0;
    }
}

static void look_at_home(struct findings *findings, const struct cli_arguments *arguments)
{
    char home[1024], above[1024];
    struct err err = { 0 };
    struct stat info;
    struct finding *finding = add(findings, "home");
    if (home_find(home, sizeof home, arguments, &err) != ST_OK) {
        text_format(finding->text, sizeof finding->text, "there is none");
        blame(finding, VERDICT_FAIL, "set ARGOSY_HOME or pass --home DIR");
        return;
    }
    memcpy(above, home, sizeof above);
    climb(above);
    bool is_there = stat(home, &info) == 0;
    text_format(finding->text, sizeof finding->text, "%s%s", home,
                is_there ? "" : ", made when it is needed");
    bool is_usable = stat(above, &info) == 0 && S_ISDIR(info.st_mode) && access(above, W_OK) == 0;
    if (!is_usable)
        blame(finding, VERDICT_FAIL, "it cannot be written to; choose another with --home DIR");

    struct statvfs disk;
    finding = add(findings, "disk");
    if (statvfs(above, &disk) != 0) {
        text_format(finding->text, sizeof finding->text, "%s: %s", above, strerror(errno));
        blame(finding, VERDICT_FAIL, "choose another home with --home DIR");
        return;
    }
    uint64_t free_mib = mib(disk.f_bavail, disk.f_frsize);
    text_format(finding->text, sizeof finding->text, "%llu MiB free", (unsigned long long)free_mib);
    if (free_mib < 64) blame(finding, VERDICT_FAIL, "make room; reports and data want 64 MiB");
    else if (free_mib < 1024) blame(finding, VERDICT_WARN, "little room; data may want 1 GiB");
}

/* A program on the PATH. */
static bool find_program(const char *name, char *found, size_t capacity)
{
    const char *path = getenv("PATH");
    struct text rest = text_from(path ? path : "");
    while (rest.length > 0) {
        struct text folder = text_cut(&rest, ':');
        size_t length = text_format(found, capacity, "%.*s/%s", TEXT_ARG(folder), name);
        if (folder.length > 0 && length < capacity && access(found, X_OK) == 0) return true;
    }
    return false;
}

static void look_at_chromium(struct findings *findings)
{
    struct finding *finding = add(findings, "chromium");
    if (find_program("chromium", finding->text, sizeof finding->text)) return;
    text_format(finding->text, sizeof finding->text, "not installed; any browser shows reports");
}

/* pip is a module, found in one of the folders python looks in; running python to ask would take
 * longer than all the rest. */
static bool has_pip(void)
{
    char found[1024];
    if (find_program("pip3", found, sizeof found) || find_program("pip", found, sizeof found))
        return true;
    return access("/usr/lib/python3/dist-packages/pip/__init__.py", R_OK) == 0;
}

static void look_at_python(struct findings *findings)
{
    struct finding *finding = add(findings, "python3");
    bool is_there = find_program("python3", finding->text, sizeof finding->text);
    if (is_there && has_pip()) return;
    text_format(finding->text, sizeof finding->text,
                is_there ? "there, without pip: no sample data" : "not there: no sample data");
    blame(finding, VERDICT_WARN, "apt-get install python3 python3-pip");
}

static uint32_t count_entries(const char *path)
{
    DIR *folder = opendir(path);
    uint32_t count = 0;
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    if (folder) closedir(folder);
    return count;
}

static void look_at_data(struct findings *findings, const struct cli_arguments *arguments)
{
    char home[1024], path[1100];
    if (home_find(home, sizeof home, arguments, NULL) != ST_OK) return;
    struct finding *finding = add(findings, "data");
    text_format(path, sizeof path, "%s/data", home);
    uint32_t count = count_entries(path);
    text_format(finding->text, sizeof finding->text, "%u entries in %s", count, path);
    if (count == 0) blame(finding, VERDICT_WARN, "import some: argosy data import FILE");

    finding = add(findings, "samples");
    text_format(path, sizeof path, "%s/samples", home);
    count = count_entries(path);
    text_format(finding->text, sizeof finding->text, "%u files in %s", count, path);
    if (count == 0) blame(finding, VERDICT_WARN, "make run fetches them");
}

/* ---- saying it ---------------------------------------------------------------------------------
 */

static const char *const verdict_names[] = { "ok", "warn", "fail" };

static void say_findings(const struct findings *findings)
{
    static const enum say_color colors[] = { SAY_GREEN, SAY_YELLOW, SAY_RED };
    for (uint32_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->rows[i];
        say_color(colors[finding->verdict], text_from(verdict_names[finding->verdict]));
        say_format("%*s%-10s %s", finding->verdict == VERDICT_OK ? 4 : 2, "", finding->name,
                   finding->text);
        if (*finding->mend) say_format("; %s", finding->mend);
        say_text(TEXT("\n"));
    }
}

static void put_text(struct json_writer *json, const char *key, const char *text)
{
    json_write_key(json, text_from(key));
    if (*text) json_write_string(json, text_from(text));
    else json_write_null(json);
}

static void say_json(const struct findings *findings, bool is_well)
{
    static char bytes[1 << 15];
    struct writer writer;
    struct json_writer json;
    writer_init(&writer, bytes, sizeof bytes);
    json_write_init(&json, &writer, (struct json_style){ .is_pretty = true });
    json_write_object(&json);
    json_write_key(&json, TEXT("ok"));
    json_write_bool(&json, is_well);
    json_write_key(&json, TEXT("checks"));
    json_write_array(&json);
    for (uint32_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->rows[i];
        json_write_object(&json);
        put_text(&json, "name", finding->name);
        put_text(&json, "status", verdict_names[finding->verdict]);
        put_text(&json, "text", finding->text);
        put_text(&json, "mend", finding->mend);
        json_write_object_end(&json);
    }
    json_write_array_end(&json);
    json_write_object_end(&json);
    writer_char(&writer, '\n');
    ASSERT(!writer_is_cut(&writer));
    say_text(writer_text(&writer));
}

static enum status run(const struct cli_arguments *arguments, struct err *err)
{
    (void)err;
    static struct findings findings;
    look_at_program(&findings);
    look_at_processor(&findings);
    look_at_memory(&findings);
    look_at_home(&findings, arguments);
    look_at_chromium(&findings);
    look_at_python(&findings);
    look_at_data(&findings, arguments);
    bool is_well = true;
    for (uint32_t i = 0; i < findings.count; i++)
        is_well = is_well && findings.rows[i].verdict != VERDICT_FAIL;
    if (arguments->is_json) say_json(&findings, is_well);
    else say_findings(&findings);
    return is_well ? ST_OK : ST_REFUSED;
}

const struct cli_verb verb_doctor = {
    .name = "doctor",
    .help = "Looks at what is installed and configured, a line each, with the mend",
    .story = "A line is ok, warn or fail; the exit code is 1 when one fails. Nothing is changed.",
    .operands = "",
    .examples = { "argosy doctor", "argosy doctor --json" },
    .run = run,
};
