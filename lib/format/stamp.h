/*
 * stamp.h — the times people write in files, read as nanoseconds UTC since 1970.
 *
 * Understood: 2017-04-19, 2017/04/19, 2017.04.19, 20170419 and 19.04.2017, alone or followed by a
 * blank or a T and HH:MM[:SS[.fraction]] (also HHMM[SS]), then nothing, Z, UTC or an offset such as
 * +01:00. A time without Z or offset is in the reader's zone (UTC unless told). A twelve-hour clock
 * is refused: it needs more than a guess. The years are those that fit whole, 1678 to 2261.
 *
 * What a person or a program writes to us is time.h's to read, in one form; this reader is for
 * files, in many, and for speed: it looks at bytes in place and knows the day of the row before.
 * Both give the same moment for what both take, which a test holds.
 */
#ifndef ARGOSY_FORMAT_STAMP_H
#define ARGOSY_FORMAT_STAMP_H

#include "domain/time.h"

enum stamp_form {
    STAMP_NONE,
    STAMP_YMD,     /* 2017-04-19 with any of - / . */
    STAMP_DMY,     /* 19.04.2017 */
    STAMP_COMPACT, /* 20170419 */
    STAMP_FORM_COUNT
};

struct stamp_reader {
    enum stamp_form form;
    int64_t zone_ns;   /* local time minus UTC, where the text has no offset of its own */
    char day_text[10]; /* the last day read: most rows repeat it */
    int64_t day_ns;
    bool has_day;
};

/* Which form a text has; STAMP_NONE when it is none of them. */
enum stamp_form stamp_sniff(struct text text);

/* Reads a stamp of the reader's form. Answers where it ends, or NULL. It may look ten bytes ahead.
 */
const char *stamp_read(struct stamp_reader *reader, const char *at, int64_t *ts_ns);

/* A time of day alone, HH:MM[:SS[.fraction]]. */
const char *stamp_read_clock(const char *at, int64_t *ns);

/* A whole text as a stamp, in whatever form it has, without a zone of its own in UTC.
 * ST_PARSE: it is none, or the day does not exist. */
MUST_USE enum status stamp_parse(int64_t *ts_ns, struct text text);

/* "+01:00", "-0530", "Z" or "UTC" as nanoseconds. */
MUST_USE enum status stamp_parse_zone(int64_t *zone_ns, struct text text);

/* Whether the text has a twelve-hour clock's AM or PM. */
bool stamp_is_half_day(struct text text);

#endif
