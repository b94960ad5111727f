/*
 * inflate.h — compressed bytes made plain: gzip and raw deflate (gzip.c, over zlib), zstd (zstd.c,
 * over libzstd), members of zip archives and wheels (zip.c).
 *
 * The result lies in a memory reservation that the caller releases. No result is larger than
 * INFLATE_MAX, and none grows past what its archive announces: a small file cannot fill the
 * machine.
 */
#ifndef ARGOSY_STORE_INFLATE_H
#define ARGOSY_STORE_INFLATE_H

#include "base/text.h"
#include "os/memory.h"

#define INFLATE_MAX ((size_t)8 << 30)

struct plain {
    struct memory memory; /* owned; zeroed when the bytes lie elsewhere */
    struct text bytes;
};

void plain_release(struct plain *plain);

bool gzip_sniff(struct text bytes);
/* One or several gzip members in a row. ST_DATA: cut short, damaged or too large. */
MUST_USE enum status gzip_inflate(struct plain *plain, struct text bytes, struct err *err);
/* Raw deflate of a known size. */
MUST_USE enum status deflate_inflate(struct plain *plain, struct text bytes, size_t size,
                                     struct err *err);
uint32_t deflate_crc(struct text bytes);

bool zstd_sniff(struct text bytes);
MUST_USE enum status zstd_inflate(struct plain *plain, struct text bytes, struct err *err);

bool zip_sniff(struct text bytes);
/* The member of that path. ST_ABSENT: there is none; the nearest are named. */
MUST_USE enum status zip_inflate(struct plain *plain, struct text archive, struct text member,
                                 struct err *err);

/* Whatever the bytes are: gzip, zstd or plain already. */
MUST_USE enum status inflate_any(struct plain *plain, struct text bytes, struct err *err);

#endif
