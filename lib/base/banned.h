/*
 * banned.h — functions that may not be called; every file of lib/ and src/ is compiled with it.
 * Unbounded copies, silent number parsing, hidden state, shells.
 */
#ifndef ARGOSY_BASE_BANNED_H
#define ARGOSY_BASE_BANNED_H

/* Headers that declare them come first: a poisoned name may not even be declared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* With _FORTIFY_SOURCE, clang is given some of them as macros; a macro cannot be poisoned. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok strtok_r
#pragma GCC poison atoi atol atoll atof gmtime localtime ctime asctime
#pragma GCC poison system popen rand srand random tmpnam mktemp

#endif
