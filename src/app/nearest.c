#include "app/nearest.h"

struct nearest nearest_to(struct text wanted)
{
    size_t third = wanted.length / 3 + 1;
    return (struct nearest){ .wanted = wanted, .distance = (uint32_t)(third < 3 ? third : 3) + 1 };
}

void nearest_offer(struct nearest *nearest, const char *name)
{
    uint32_t distance = text_distance(nearest->wanted, text_from(name), nearest->distance);
    if (distance >= nearest->distance) return;
    nearest->distance = distance;
    nearest->name = name;
}

void nearest_write(const struct nearest *nearest, const char *const *known, struct writer *writer)
{
    if (nearest->name) {
        writer_format(writer, "; did you mean \"%s\"?", nearest->name);
        return;
    }
    if (!known || !*known) return;
    writer_add(writer, TEXT("; known are "));
    for (const char *const *at = known; *at; at++)
        writer_format(writer, "%s%s", at == known ? "" : ", ", *at);
}

const char *nearest_hint(struct text wanted, const char *const *known, char *bytes, size_t capacity)
{
    struct nearest nearest = nearest_to(wanted);
    struct writer writer;
    for (const char *const *at = known; *at; at++) nearest_offer(&nearest, *at);
    writer_init(&writer, bytes, capacity);
    nearest_write(&nearest, known, &writer);
    return bytes;
}
