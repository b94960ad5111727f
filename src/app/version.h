/* version.h — what this binary is: `argosy 0.1.0 (commit, compiler, build type)`. */
#ifndef ARGOSY_APP_VERSION_H
#define ARGOSY_APP_VERSION_H

const char *version_number(void);
const char *version_commit(void); /* "unknown" outside a checkout; "+" behind it: changed since */
const char *version_compiler(void);
const char *version_build_type(void);

#endif
