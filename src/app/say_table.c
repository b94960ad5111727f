#include "app/say.h"
#include "base/utf8.h"

static uint32_t decode(struct text *rest)
{
    static const uint32_t masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
    uint32_t length = utf8_length(*rest);
    uint32_t character = '?';
    if (length > 0) {
        character = (unsigned char)rest->bytes[0] & masks[length];
        for (uint32_t i = 1; i < length; i++)
            character = character << 6 | ((unsigned char)rest->bytes[i] & 0x3fu);
    } else length = 1;
    rest->bytes += length;
    rest->length -= length;
    return character;
}

/* East Asian wide and full-width blocks, and pictures (Unicode's EastAsianWidth.txt, by block). */
static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
           (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
           (c >= 0x20000 && c <= 0x3fffd);
}

static bool is_joined(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036f) || (c >= 0x1ab0 && c <= 0x1aff) ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x20d0 && c <= 0x20ff) ||
           (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xfe20 && c <= 0xfe2f);
}

uint32_t say_width(struct text text)
{
    uint32_t width = 0;
    while (text.length > 0) {
        uint32_t character = decode(&text);
        if (!is_joined(character)) width += is_wide(character) ? 2 : 1;
    }
    return width;
}

enum { COLUMNS_MAX = 32 };

struct layout {
    const struct say_column *columns;
    uint32_t count;
    uint32_t widths[COLUMNS_MAX];
};

static void pad(struct writer *writer, uint32_t count)
{
    while (count-- > 0) writer_char(writer, ' ');
}

static void write_row(struct writer *writer, const struct layout *layout, const struct text *cells)
{
    uint32_t blanks = 0; /* written only when something follows, so that no line ends in them */
    for (uint32_t i = 0; i < layout->count; i++) {
        uint32_t spare = layout->widths[i] - say_width(cells[i]);
        if (layout->columns[i].is_number) blanks += spare;
        if (cells[i].length > 0) {
            pad(writer, blanks);
            writer_add(writer, cells[i]);
            blanks = 0;
        } else if (!layout->columns[i].is_number) blanks += spare, spare = 0;
        blanks += (layout->columns[i].is_number ? 0 : spare) + 2;
    }
    writer_char(writer, '\n');
}

static struct layout measure(const struct say_column *columns, uint32_t column_count,
                             const struct text *cells, uint32_t row_count)
{
    struct layout layout = { .columns = columns, .count = column_count };
    ASSERT(column_count <= COLUMNS_MAX);
    for (uint32_t i = 0; i < column_count; i++) {
        layout.widths[i] = say_width(text_from(columns[i].title));
        for (uint32_t row = 0; row < row_count; row++) {
            uint32_t width = say_width(cells[row * column_count + i]);
            if (width > layout.widths[i]) layout.widths[i] = width;
        }
    }
    return layout;
}

static void write_titles(struct writer *writer, const struct layout *layout)
{
    struct text titles[COLUMNS_MAX];
    for (uint32_t i = 0; i < layout->count; i++) titles[i] = text_from(layout->columns[i].title);
    write_row(writer, layout, titles);
}

void say_table_write(struct writer *writer, const struct say_column *columns, uint32_t column_count,
                     const struct text *cells, uint32_t row_count)
{
    struct layout layout = measure(columns, column_count, cells, row_count);
    write_titles(writer, &layout);
    for (uint32_t row = 0; row < row_count; row++)
        write_row(writer, &layout, cells + (size_t)row * column_count);
}

void say_table(const struct say_column *columns, uint32_t column_count, const struct text *cells,
               uint32_t row_count)
{
    char line[8192];
    struct writer writer;
    struct layout layout = measure(columns, column_count, cells, row_count);
    writer_init(&writer, line, sizeof line);
    write_titles(&writer, &layout);
    say_color(SAY_BOLD, writer_text(&writer));
    for (uint32_t row = 0; row < row_count; row++) {
        writer_init(&writer, line, sizeof line);
        write_row(&writer, &layout, cells + (size_t)row * column_count);
        say_text(writer_text(&writer));
    }
}
