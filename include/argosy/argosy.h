/*
 * argosy.h — libargosy for those who embed it: which library this is.
 *
 * Every name that libargosy shows begins with argosy_; whatever else is in it stays inside. Compile
 * and link with `pkg-config --cflags --libs argosy`; examples/embed is a program that does. Nothing
 * here keeps state, so every function may be called from any thread.
 */
#ifndef ARGOSY_ARGOSY_H
#define ARGOSY_ARGOSY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Marks what the shared library shows. */
#define ARGOSY_API __attribute__((visibility("default")))

/* The release, "0.1.0", a static string. */
ARGOSY_API const char *argosy_version(void);

/* The ABI the library was built with. Compare it with ARGOSY_ABI (strategy.h), the one your program
 * was compiled against: where they differ, structs may too. */
ARGOSY_API uint32_t argosy_abi(void);

#ifdef __cplusplus
}
#endif

#endif
