#include "store/inflate.h"

void plain_release(struct plain *plain)
{
    memory_release(&plain->memory);
    *plain = (struct plain){ 0 };
}

enum status inflate_any(struct plain *plain, struct text bytes, struct err *err)
{
    if (gzip_sniff(bytes)) return gzip_inflate(plain, bytes, err);
    if (zstd_sniff(bytes)) return zstd_inflate(plain, bytes, err);
    *plain = (struct plain){ .bytes = bytes };
    return ST_OK;
}
