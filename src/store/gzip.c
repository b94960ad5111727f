/* gzip.c — gzip and raw deflate by zlib; the only file that knows zlib. */
#include "store/inflate.h"

#include <zlib.h>

enum { WINDOW_GZIP = 15 + 16, WINDOW_RAW = -15 };

/* zlib counts in unsigned int; a step is at most this much. */
#define STEP ((size_t)1 << 30)

bool gzip_sniff(struct text bytes)
{
    return bytes.length >= 3 && text_starts(bytes, TEXT("\x1f\x8b\x08"));
}

static const char *stream_fault(int code, const z_stream *stream)
{
    if (stream->msg) return stream->msg;
    return code == Z_BUF_ERROR || code == Z_OK ? "it ends too early" : "it is damaged";
}

/* Inflates one stream into what is left of the output; what was read and written is added up. */
static enum status inflate_stream(z_stream *stream, struct text *in, char *out, size_t room,
                                  size_t *written, const char *kind, struct err *err)
{
    for (;;) {
        size_t in_step = in->length < STEP ? in->length : STEP;
        size_t out_step = room - *written < STEP ? room - *written : STEP;
        stream->next_in = (Bytef *)(uintptr_t)in->bytes; /* zlib does not write to its input */
        stream->avail_in = (uInt)in_step;
        stream->next_out = (Bytef *)out + *written;
        stream->avail_out = (uInt)out_step;
        int code = inflate(stream, Z_NO_FLUSH);
        size_t read = in_step - stream->avail_in, wrote = out_step - stream->avail_out;
        in->bytes += read;
        in->length -= read;
        *written += wrote;
        if (code == Z_STREAM_END) return ST_OK;
        if (*written == room && (code == Z_OK || code == Z_BUF_ERROR))
            return err_set(err, ST_DATA,
                           "the %s data is larger than %zu MiB plain, which is the limit", kind,
                           room >> 20);
        if (code != Z_OK || (read == 0 && wrote == 0))
            return err_set(err, ST_DATA, "the %s data cannot be unpacked: %s; fetch it again", kind,
                           stream_fault(code, stream));
    }
}

enum status gzip_inflate(struct plain *plain, struct text bytes, struct err *err)
{
    *plain = (struct plain){ 0 };
    enum status status = memory_reserve(&plain->memory, INFLATE_MAX, err);
    if (status != ST_OK) return status;
    size_t written = 0;
    /* Members follow one another; zeros behind the last are padding. */
    while (status == ST_OK && gzip_sniff(bytes)) {
        z_stream stream = { 0 };
        if (inflateInit2(&stream, WINDOW_GZIP) != Z_OK) {
            status = err_set(err, ST_FULL, "there is not enough memory for zlib");
            break;
        }
        status = inflate_stream(&stream, &bytes, plain->memory.bytes, INFLATE_MAX, &written, "gzip",
                                err);
        inflateEnd(&stream);
    }
    for (size_t i = 0; i < bytes.length && status == ST_OK; i++)
        if (bytes.bytes[i] != 0)
            status = err_set(err, ST_DATA,
                             "bytes that are not gzip stand behind the gzip data; fetch it again");
    if (status != ST_OK) plain_release(plain);
    else plain->bytes = (struct text){ plain->memory.bytes, written };
    return status;
}

enum status deflate_inflate(struct plain *plain, struct text bytes, size_t size, struct err *err)
{
    *plain = (struct plain){ 0 };
    ASSERT(size <= INFLATE_MAX);
    enum status status = memory_reserve(&plain->memory, size + 1, err);
    if (status != ST_OK) return status;
    z_stream stream = { 0 };
    if (inflateInit2(&stream, WINDOW_RAW) != Z_OK) {
        plain_release(plain);
        return err_set(err, ST_FULL, "there is not enough memory for zlib");
    }
    size_t written = 0;
    status = inflate_stream(&stream, &bytes, plain->memory.bytes, size + 1, &written, "zip", err);
    inflateEnd(&stream);
    if (status == ST_OK && written != size)
        status =
            err_set(err, ST_DATA, "the member has %zu bytes, its archive says %zu", written, size);
    if (status != ST_OK) plain_release(plain);
    else plain->bytes = (struct text){ plain->memory.bytes, written };
    return status;
}

uint32_t deflate_crc(struct text bytes)
{
    return (uint32_t)crc32_z(0, (const Bytef *)bytes.bytes, bytes.length);
}
