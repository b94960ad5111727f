#include "crypto/sha256.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *hex(const uint8_t *digest)
{
    static char bytes[65];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    sha256_format(&writer, digest);
    return bytes;
}

static const char *hash(const char *text, size_t size)
{
    uint8_t digest[SHA256_BYTES];
    sha256_of(digest, text, size);
    return hex(digest);
}

/* The examples NIST publishes with FIPS 180-4, and the empty message of its test suite. */
TEST(sha256, the_published_examples_come_out)
{
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static char million[1000000];
    ck_assert_str_eq(hash("abc", 3),
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ck_assert_str_eq(hash("", 0),
                     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ck_assert_str_eq(hash(two_blocks, sizeof two_blocks - 1),
                     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    memset(million, 'a', sizeof million);
    ck_assert_str_eq(hash(million, sizeof million),
                     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(sha256, pieces_of_any_size_give_the_same_digest)
{
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)rng_next(&test_rng);
    for (size_t size = 0; size <= sizeof bytes; size++) {
        uint8_t whole[SHA256_BYTES], pieces[SHA256_BYTES];
        sha256_of(whole, bytes, size);
        struct sha256 sha;
        sha256_init(&sha);
        for (size_t at = 0, step; at < size; at += step) {
            step = rng_below(&test_rng, 100);
            if (step > size - at) step = size - at;
            sha256_add(&sha, bytes + at, step);
        }
        sha256_finish(&sha, pieces);
        ck_assert_mem_eq(whole, pieces, SHA256_BYTES);
    }
}

/* Every length around the padding's edges, against the system's own sum. */
TEST(sha256, every_length_up_to_three_blocks_agrees_with_sha256sum)
{
    if (system("sha256sum /dev/null > /dev/null 2>&1") != 0) test_skip("sha256sum is not there");
    char path[] = "/tmp/argosy-sha-XXXXXX", command[100], line[65], bytes[200];
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    for (size_t size = 0; size < sizeof bytes; size++) {
        bytes[size] = (char)rng_next(&test_rng);
        ck_assert_int_eq(ftruncate(file, 0), 0);
        ck_assert_int_eq(pwrite(file, bytes, size, 0), (ssize_t)size);
        snprintf(command, sizeof command, "sha256sum < %s", path);
        FILE *sum = popen(command, "r");
        ck_assert_ptr_nonnull(sum);
        ck_assert_ptr_nonnull(fgets(line, sizeof line, sum));
        pclose(sum);
        ck_assert_str_eq(hash(bytes, size), line);
    }
    close(file);
    unlink(path);
}
