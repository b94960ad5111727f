/*
 * sha256.h — SHA-256 (FIPS 180-4), in pieces: init, add as often as there is something, finish.
 *
 * A value; nothing is allocated. Not constant in time over the length, which is not a secret here.
 */
#ifndef ARGOSY_CRYPTO_SHA256_H
#define ARGOSY_CRYPTO_SHA256_H

#include "base/text.h"

enum { SHA256_BYTES = 32, SHA256_BLOCK_BYTES = 64 };

struct sha256 {
    uint32_t state[8];
    uint64_t size;                     /* bytes so far */
    uint8_t block[SHA256_BLOCK_BYTES]; /* those that do not fill a block yet */
};

void sha256_init(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t size);

/* The digest; the state is used up. */
void sha256_finish(struct sha256 *sha, uint8_t digest[static SHA256_BYTES]);

/* All three at once. */
void sha256_of(uint8_t digest[static SHA256_BYTES], const void *bytes, size_t size);

/* Writes a digest as 64 lower-case hex digits. */
void sha256_format(struct writer *writer, const uint8_t digest[static SHA256_BYTES]);

#endif
