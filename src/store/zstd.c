/* zstd.c — zstd frames by libzstd; the only file that knows it. */
#include "store/inflate.h"

#include <zstd.h>

bool zstd_sniff(struct text bytes)
{
    return bytes.length >= 4 && text_starts(bytes, TEXT("\x28\xb5\x2f\xfd"));
}

enum status zstd_inflate(struct plain *plain, struct text bytes, struct err *err)
{
    *plain = (struct plain){ 0 };
    enum status status = memory_reserve(&plain->memory, INFLATE_MAX, err);
    if (status != ST_OK) return status;
    ZSTD_DStream *stream = ZSTD_createDStream();
    if (!stream) {
        plain_release(plain);
        return err_set(err, ST_FULL, "there is not enough memory for zstd");
    }
    ZSTD_inBuffer in = { bytes.bytes, bytes.length, 0 };
    ZSTD_outBuffer out = { plain->memory.bytes, INFLATE_MAX, 0 };
    size_t hint = 1; /* 0: a frame ended here */
    while (status == ST_OK && in.pos < in.size) {
        size_t read = in.pos, wrote = out.pos;
        hint = ZSTD_decompressStream(stream, &out, &in);
        if (ZSTD_isError(hint))
            status = err_set(err, ST_DATA, "the zstd data cannot be unpacked: %s; fetch it again",
                             ZSTD_getErrorName(hint));
        else if (in.pos == read && out.pos == wrote)
            status = err_set(err, ST_DATA,
                             "the zstd data is larger than %zu MiB plain, which is the limit",
                             (size_t)INFLATE_MAX >> 20);
    }
    if (status == ST_OK && hint != 0)
        status = err_set(err, ST_DATA,
                         "the zstd data cannot be unpacked: it ends too early; fetch it again");
    ZSTD_freeDStream(stream);
    if (status != ST_OK) plain_release(plain);
    else plain->bytes = (struct text){ plain->memory.bytes, out.pos };
    return status;
}
