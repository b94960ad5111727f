/*
 * A spec out of foreign bytes: it is refused with a story, or what it is printed as reads back to
 * the same struct and prints the same text again.
 */
#include "app/spec_read.h"
#include "app/spec_write.h"

#include <string.h>

enum { MEMORY = 1 << 25, PAGE = 1 << 23 };

static bool look_up(void *context, struct text name, struct text *value)
{
    (void)context;
    *value = TEXT("$${A} ${A}");
    return name.length % 2 == 0;
}

static enum status read_spec(struct spec *spec, char *bytes, struct text text)
{
    struct arena arena;
    struct err err = { 0 };
    arena_init(&arena, bytes, MEMORY);
    spec_defaults(spec);
    enum status status =
        spec_read_text(spec, &arena, "spec.yaml", "/specs", text, look_up, NULL, &err);
    ASSERT(status == ST_OK || err.text[0]);
    ASSERT(status == ST_OK || status == ST_CONFIG || status == ST_FULL);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char memory[2][MEMORY], pages[2][PAGE];
    static struct spec specs[2];
    struct writer writers[2];
    struct text text = { (const char *)bytes, size };
    if (size > 4096) return 0;
    for (int i = 0; i < 2; i++) {
        enum status status = read_spec(&specs[i], memory[i], text);
        if (i == 0 && status != ST_OK) return 0;
        ASSERT(status == ST_OK);
        writer_init(&writers[i], pages[i], PAGE);
        spec_write(&writers[i], &specs[i], NULL);
        if (writer_is_cut(&writers[i])) return 0;
        text = writer_text(&writers[i]);
    }
    ASSERT(text_equal(writer_text(&writers[0]), writer_text(&writers[1])));
    ASSERT(specs[0].data_count == specs[1].data_count);
    for (uint32_t i = 0; i < specs[0].data_count; i++)
        ASSERT(!memcmp(&specs[0].data[i], &specs[1].data[i], sizeof(struct spec_data)));
    for (int i = 0; i < 2; i++) {
        specs[i].data = NULL;
        for (uint32_t j = 0; j < SPEC_PARAMS_MAX; j++) specs[i].strategy.params[j].line = 0;
    }
    ASSERT(!memcmp(&specs[0], &specs[1], sizeof specs[0]));
    return 0;
}
