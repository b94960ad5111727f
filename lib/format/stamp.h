/*
 * stamp.h — the times people write in files, read as nanoseconds UTC since 1970.
 *
 * Understood: 2017-04-19, 2017/04/19, 2017.04.19, 20170419 and 19.04.2017, alone or followed by a
 * blank or a T and HH:MM[:SS[.fraction]] (also HHMM[SS]), then nothing, Z, UTC or an offset such as
 * +01:00. A time without Z or offset is in the reader's zone (UTC unless told). A twelve-hour clock
 * is refused: it needs more than a guess. The Gregorian calendar holds for every year from 1678 to
 * 2261.
 */
#ifndef ARGOSY_FORMAT_STAMP_H
#define ARGOSY_FORMAT_STAMP_H

#include "base/status.h"
#include "base/text.h"

#define DAY_NS    INT64_C(86400000000000)
#define SECOND_NS INT64_C(1000000000)

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

/* Writes 2017-04-19T09:00:00Z, with as many decimals as the time has (3, 6 or 9). */
void stamp_format(struct writer *writer, int64_t ts_ns);

/* Days since 1970-01-01 of a date that exists. */
int64_t stamp_days(int32_t year, int32_t month, int32_t day);

#endif
