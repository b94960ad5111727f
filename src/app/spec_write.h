/*
 * spec_write.h — a struct spec as YAML: complete, and read back to the same struct (spec_read.h).
 *
 * Relative paths get `origin` in front, the absolute folder they start at, so that the text means
 * the same wherever it is saved; NULL leaves them as they are.
 */
#ifndef ARGOSY_APP_SPEC_WRITE_H
#define ARGOSY_APP_SPEC_WRITE_H

#include "base/json_write.h"
#include "sim/spec.h"

void spec_write(struct writer *writer, const struct spec *spec, const char *origin);

/* The same keys and values as a JSON object, values as text: "spec" in a run's JSON. */
void spec_write_json(struct json_writer *json, const struct spec *spec);

#endif
