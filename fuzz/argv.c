/*
 * A command line out of foreign bytes, an argument a line: it is refused with a story, or every
 * value is one of its flag's, and the spec it asks for is refused or sound.
 */
#include "app/cli.h"
#include "app/spec_read.h"

#include <stdlib.h>
#include <string.h>

enum { MEMORY = 1 << 22, WORDS_MAX = 600, BYTES_MAX = 4096 };

static void ask_for_spec(const struct cli_arguments *arguments)
{
    static char memory[MEMORY];
    struct arena arena;
    struct err err = { 0 };
    static struct spec spec;
    if (cli_is_given(arguments, "spec")) return; /* foreign bytes shall not open files */
    arena_init(&arena, memory, sizeof memory);
    enum status status = spec_from_arguments(&spec, arguments, &arena, &err);
    ASSERT(status == ST_OK || err.text[0]);
    if (status != ST_OK) return;
    ASSERT(spec.data_count > 0);
    ASSERT(spec.from_ns < spec.to_ns);
    ASSERT(spec.account.leverage_e12 > 0);
    ASSERT(spec.account.cash >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct cli_arguments arguments;
    static char text[BYTES_MAX + 1];
    char *words[WORDS_MAX + 1] = { text + BYTES_MAX };
    struct err err = { 0 };
    int count = 1;
    if (size > BYTES_MAX) return 0;
    memcpy(text, bytes, size);
    text[size] = 0;
    for (char *at = text; at && count < WORDS_MAX; count++) {
        words[count] = at;
        at = strchr(at, '\n');
        if (at) *at++ = 0;
    }
    text[BYTES_MAX] = 0;
    enum status status = cli_parse(&arguments, cli_verbs, count, words, &err);
    if (status != ST_OK) {
        ASSERT(status == ST_USAGE);
        ASSERT(err.text[0]);
        return 0;
    }
    ASSERT(arguments.operand_count < (uint32_t)count);
    for (uint32_t i = 0; i < arguments.value_count; i++)
        ASSERT(cli_flag_find(arguments.verb, text_from(arguments.values[i].flag->name)));
    if (arguments.verb && !arguments.is_help && cli_flag_find(arguments.verb, TEXT("strategy")))
        ask_for_spec(&arguments);
    return 0;
}
