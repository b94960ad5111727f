/*
 * spec_read.h — spec files and flags -> struct spec.
 *
 * A file is YAML (docs/cli.md lists its keys); what is wrong with it is ST_CONFIG and begins
 * "spec.yaml:12: costs.fee: ". Relative paths in it start at the file's own folder, ${NAME} and
 * ${NAME:-default} come from the environment. Flags change what the file says; --data replaces its
 * whole list.
 */
#ifndef ARGOSY_APP_SPEC_READ_H
#define ARGOSY_APP_SPEC_READ_H

#include "app/cli.h"
#include "base/arena.h"
#include "os/yaml.h"
#include "sim/spec.h"

enum { SPEC_BYTES_MAX = YAML_BYTES_MAX, SPEC_DATA_MAX = 10000 };

/* The flags that say what a spec can say: a group for verbs that run one (cli.h). */
extern const struct cli_flag spec_flags[];

/* A spec out of a spec file's text, over what it is already. The name is for stories, the folder is
 * where its paths start. The rows of data lie in the arena. */
MUST_USE enum status spec_read_text(struct spec *spec, struct arena *arena, const char *name,
                                    const char *folder, struct text text, yaml_lookup_fn *lookup,
                                    void *context, struct err *err);

/* The same out of a file, with the environment's variables. ST_ABSENT: there is none. */
MUST_USE enum status spec_read_file(struct spec *spec, struct arena *arena, const char *path,
                                    struct err *err);

/* The whole spec of a run: the defaults, the file of --spec, the flags; checked. Strategies are
 * looked up among the built-in ones and their parameters compared with the tables. */
MUST_USE enum status spec_from_arguments(struct spec *spec, const struct cli_arguments *arguments,
                                         struct arena *arena, struct err *err);

#endif
