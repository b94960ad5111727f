#include "sim/quality.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TEST(grades, the_page_is_what_the_table_says)
{
    static char made[32768], there[32768];
    struct writer writer;
    writer_init(&writer, made, sizeof made);
    quality_document(&writer);
    ck_assert(!writer_is_cut(&writer));
    const char *path = ARGOSY_SOURCE_DIR "/docs/grades.md";
    if (getenv("UPDATE_GOLDEN")) {
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(made, 1, writer.length, file), writer.length);
        fclose(file);
    }
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "docs/grades.md is not there: run with UPDATE_GOLDEN=1");
    there[fread(there, 1, sizeof there - 1, file)] = 0;
    fclose(file);
    ck_assert_msg(strcmp(made, there) == 0,
                  "docs/grades.md is not the table's: UPDATE_GOLDEN=1 rewrites it");
}
