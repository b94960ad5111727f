/*
 * calendar.h — when a market trades: sessions by rule, no list to keep up to date.
 *
 * A calendar is a row of a table. A session belongs to a trading day (a civil day, civil.h) and
 * lasts from its open to its close, the close exclusive; it may open on the evening before its day.
 * A trading day itself, session or not, starts at the calendar's turn of the day and has 24 hours,
 * or 23 or 25 where the wall clock changes. Always true: sessions do not overlap, each lies inside
 * its trading day, and their order is that of their days.
 *
 *   24/7   every UTC day, round the clock: crypto
 *   fx     Sunday 17:00 to Friday 17:00 New York, but for 25 December and 1 January
 *   xnys   New York Stock Exchange, 09:30-16:00 New York: calendar_xnys.c says for which years it
 * is exact cme    Globex equity index futures, 17:00-16:00 Chicago; on US holidays until 12:00
 *   eurex  Eurex index futures, in Frankfurt; no session on 24 and 31 December
 *
 * `cme` and `eurex` are today's rules with the eras named in calendar.c; one-off closures and the
 * halts inside a session are not in them.
 */
#ifndef ARGOSY_DOMAIN_CALENDAR_H
#define ARGOSY_DOMAIN_CALENDAR_H

#include "base/text.h"
#include "domain/instrument.h"

#include <stdint.h>

struct calendar;
struct zone;

enum calendar_index {
    CALENDAR_ALWAYS, /* 24/7 */
    CALENDAR_FX,
    CALENDAR_XNYS,
    CALENDAR_CME,
    CALENDAR_EUREX,
    CALENDAR_COUNT
};

struct session {
    int64_t day; /* the trading day */
    int64_t open_ns;
    int64_t close_ns;  /* exclusive */
    bool is_shortened; /* closes before the usual hour */
};

/* By index (instrument.calendar), and by name, letter case aside: NULL when there is none. */
const struct calendar *calendar_get(uint32_t index);
const struct calendar *calendar_find(struct text name);
uint32_t calendar_index_of(const struct calendar *calendar);
const char *calendar_name(const struct calendar *calendar);
const char *calendar_help(const struct calendar *calendar); /* one line, for people */
const struct zone *calendar_zone(const struct calendar *calendar);
bool calendar_is_always_open(const struct calendar *calendar);

/* What an instrument of a kind trades by unless told otherwise. */
const struct calendar *calendar_for_kind(enum instrument_kind kind);

/* How many sessions a year has by convention, to annualise: 365, 260, 252. */
uint32_t calendar_sessions_a_year(const struct calendar *calendar);

/* The trading day a moment falls in, and where a trading day starts. */
int64_t calendar_day(const struct calendar *calendar, int64_t ts_ns);
int64_t calendar_day_start(const struct calendar *calendar, int64_t day);

/* The session of a trading day; false: there is none. */
bool calendar_session(const struct calendar *calendar, int64_t day, struct session *session);

/* The session a moment lies in; false: the market is closed. */
bool calendar_session_at(const struct calendar *calendar, int64_t ts_ns, struct session *session);
bool calendar_is_open(const struct calendar *calendar, int64_t ts_ns);

/* The first session that opens at or after a moment. Every calendar has one within two weeks. */
struct session calendar_session_next(const struct calendar *calendar, int64_t ts_ns);

/* The session a moment lies in, or else the next one: the first that closes behind it. */
struct session calendar_session_from(const struct calendar *calendar, int64_t ts_ns);

/* The trading day of a bar that starts at a moment. Bars of a day or longer that are stamped at
 * midnight UTC carry their date, not a moment: it is the day. */
int64_t calendar_bar_day(const struct calendar *calendar, int64_t ts_ns, int64_t interval_ns);

/* How many sessions the trading days [day_from, day_to) have. */
uint64_t calendar_session_count(const struct calendar *calendar, int64_t day_from, int64_t day_to);

/* The hours around a session in which the same market also trades (pre-market and after-hours);
 * the session itself where there are none. */
void calendar_extend(const struct calendar *calendar, struct session *session);

#endif
