#include "support/test.h"

#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIP_CODE = 77, TESTS_MAX = 4096, TEST_SECONDS = 600 };

static struct test *tests;
struct rng test_rng;
uint64_t test_seed = 1;
uint64_t test_rounds = 1000;

/* Skips are told to the parent through a file that the children append to. */
static char skip_path[64];

void test_register(struct test *test)
{
    test->next = tests;
    tests = test;
}

void test_begin(void) { rng_init(&test_rng, test_seed); }

void test_skip(const char *format, ...)
{
    FILE *file = fopen(skip_path, "a");
    va_list args;
    va_start(args, format);
    if (file) {
        vfprintf(file, format, args);
        fputc('\n', file);
        fclose(file);
    }
    va_end(args);
    exit(0);
}

const char *test_data(const char *name)
{
    static char path[1024];
    const char *root = getenv("ARGOSY_TEST_DATA");
    if (!root) root = ARGOSY_SOURCE_DIR "/../shared/data";
    snprintf(path, sizeof path, "%s/%s", root, name);
    struct stat info;
    if (stat(path, &info) != 0) test_skip("%s is not there (ARGOSY_TEST_DATA)", name);
    return path;
}

bool test_dies(void (*run)(void *), void *argument)
{
    fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
        if (!freopen("/dev/null", "w", stderr)) _exit(2);
        run(argument);
        _exit(0);
    }
    int how = 0;
    while (waitpid(child, &how, 0) < 0 && errno == EINTR) continue;
    return WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT;
}

static int by_place(const void *a, const void *b)
{
    const struct test *x = *(struct test *const *)a, *y = *(struct test *const *)b;
    int order = strcmp(x->module, y->module);
    return order ? order : strcmp(x->title, y->title);
}

static bool is_wanted(const struct test *test, const char *filter)
{
    char name[512];
    snprintf(name, sizeof name, "%s.%s", test->module, test->title);
    return !filter || strstr(name, filter) != NULL;
}

static uint32_t print_skips(const char *program)
{
    FILE *file = fopen(skip_path, "r");
    char line[1200];
    uint32_t count = 0;
    while (file && fgets(line, sizeof line, file)) {
        printf("%s: skipped: %s", program, line);
        count++;
    }
    if (file) fclose(file);
    unlink(skip_path);
    return count;
}

int main(int argc, char **argv)
{
    const char *filter = NULL, *program = strrchr(argv[0], '/');
    program = program ? program + 1 : argv[0];
    bool is_list = false;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--seed") && i + 1 < argc) test_seed = strtoull(argv[++i], NULL, 0);
        else if (!strcmp(argv[i], "--rounds") && i + 1 < argc)
            test_rounds = strtoull(argv[++i], NULL, 0);
        else if (!strcmp(argv[i], "--filter") && i + 1 < argc) filter = argv[++i];
        else if (!strcmp(argv[i], "--list")) is_list = true;
        else {
            fprintf(stderr, "usage: %s [--seed N] [--rounds N] [--filter TEXT] [--list]\n",
                    program);
            return 64;
        }
    }
    static struct test *order[TESTS_MAX];
    size_t count = 0;
    for (struct test *test = tests; test; test = test->next)
        if (is_wanted(test, filter) && count < TESTS_MAX) order[count++] = test;
    qsort(order, count, sizeof order[0], by_place);
    if (is_list) {
        for (size_t i = 0; i < count; i++) printf("%s.%s\n", order[i]->module, order[i]->title);
        return 0;
    }
    snprintf(skip_path, sizeof skip_path, "/tmp/argosy-skips-%d", (int)getpid());
    SRunner *runner = srunner_create(NULL);
    for (size_t i = 0; i < count;) {
        Suite *suite = suite_create(order[i]->module);
        const char *module = order[i]->module;
        for (; i < count && strcmp(order[i]->module, module) == 0; i++) {
            TCase *tcase = tcase_create(order[i]->title);
            tcase_set_timeout(tcase, TEST_SECONDS);
            tcase_add_test(tcase, order[i]->check);
            suite_add_tcase(suite, tcase);
        }
        srunner_add_suite(runner, suite);
    }
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner), run = srunner_ntests_run(runner);
    TestResult **results = srunner_failures(runner);
    for (int i = 0; i < failed; i++)
        printf(
            "%s: FAILED: %s at %s:%d: %s\n    repeat: %s --seed %llu --rounds %llu --filter %s\n",
            program, tr_tcname(results[i]), tr_lfile(results[i]), tr_lno(results[i]),
            tr_msg(results[i]), argv[0], (unsigned long long)test_seed,
            (unsigned long long)test_rounds, tr_tcname(results[i]));
    free(results);
    srunner_free(runner);
    int skipped = (int)print_skips(program);
    printf("%s: %d passed, %d failed, %d skipped\n", program, run - failed - skipped, failed,
           skipped);
    return failed ? 1 : 0;
}
