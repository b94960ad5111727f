#include "base/utf8.h"

/* The table of RFC 3629 section 4: by its first byte, a character's length and what its second byte
 * may be; the others are 80..BF. */
uint32_t utf8_length(struct text text)
{
    if (text.length == 0) return 0;
    const uint8_t *at = (const uint8_t *)text.bytes;
    uint8_t first = at[0], least = 0x80, most = 0xbf;
    if (first < 0x80) return 1;
    uint32_t length = 0;
    if (first >= 0xc2 && first <= 0xdf) length = 2;
    else if (first >= 0xe0 && first <= 0xef) length = 3;
    else if (first >= 0xf0 && first <= 0xf4) length = 4;
    if (length == 0 || text.length < length) return 0;
    if (first == 0xe0) least = 0xa0; /* else a shorter form would do */
    if (first == 0xed) most = 0x9f;  /* surrogates */
    if (first == 0xf0) least = 0x90;
    if (first == 0xf4) most = 0x8f; /* beyond U+10FFFF */
    if (at[1] < least || at[1] > most) return 0;
    for (uint32_t i = 2; i < length; i++)
        if (at[i] < 0x80 || at[i] > 0xbf) return 0;
    return length;
}

uint32_t utf8_encode(char bytes[static 4], uint32_t character)
{
    ASSERT(character <= 0x10ffff);
    ASSERT(character < 0xd800 || character > 0xdfff);
    if (character < 0x80) {
        bytes[0] = (char)character;
        return 1;
    }
    uint32_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (uint32_t i = length - 1; i > 0; i--, character >>= 6)
        bytes[i] = (char)(0x80 | (character & 0x3f));
    bytes[0] = (char)((0xf00 >> length & 0xff) | character);
    return length;
}
