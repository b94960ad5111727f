/*
 * utf8.h — one character of UTF-8 at a time, as RFC 3629 has it: shortest forms only, no
 * surrogates, nothing beyond U+10FFFF.
 */
#ifndef ARGOSY_BASE_UTF8_H
#define ARGOSY_BASE_UTF8_H

#include "base/text.h"

/* The bytes (1..4) of the character a text begins with; 0: it begins with none. */
uint32_t utf8_length(struct text text);

/* Writes a character's bytes and answers how many. It must be one: <= U+10FFFF and no surrogate. */
uint32_t utf8_encode(char bytes[static 4], uint32_t character);

#endif
