/* data_check.c — `argosy data check`: a dataset judged by format/check.h, its faults told with the
 * line of the file they stand in. */
#include "app/data_open.h"

#include "app/nearest.h"
#include "app/say.h"
#include "domain/time.h"
#include "format/check.h"
#include "format/guess.h"

#include <stdlib.h>

enum { SHOWN_MAX = FAULTS_MAX + BAD_ROWS_NOTED, PAGE_BYTES = 1 << 16, CELL_BYTES = 48 };

/* A fault as it is shown, whoever found it. */
struct shown {
    enum fault_kind kind;
    uint64_t line; /* of the file; in the catalogue the row, from 1 */
    int64_t ts_ns;
    bool has_ts; /* a row that could not be read has none */
    const char *text;
};

/* One dataset's answer. */
struct answer {
    const struct dataset *dataset;
    const struct import_report *report; /* whose bad rows are this dataset's; NULL: nobody's */
    struct check check;
    struct guess guess;
    bool is_guessed;
    struct shown shown[SHOWN_MAX];
    uint32_t shown_count;
};

/* ---- the judgement -------------------------------------------------------------------------- */

static enum status find_calendar(const struct calendar **calendar, struct text name,
                                 struct err *err)
{
    const char *names[CALENDAR_COUNT + 1] = { 0 };
    char hint[256];
    *calendar = calendar_find(name);
    if (*calendar) return ST_OK;
    for (uint32_t i = 0; i < CALENDAR_COUNT; i++) names[i] = calendar_name(calendar_get(i));
    return err_set(err, ST_USAGE, "--calendar: there is no calendar \"%.*s\"%s", TEXT_ARG(name),
                   nearest_hint(name, names, hint, sizeof hint));
}

static int by_line(const void *a, const void *b)
{
    const struct shown *one = a, *other = b;
    if (one->line != other->line) return one->line < other->line ? -1 : 1;
    return (int)one->kind - (int)other->kind;
}

/* The faults of both judges, in the order of the file. */
static void collect(struct answer *answer, const uint32_t *lines)
{
    const struct check *check = &answer->check;
    for (uint32_t i = 0; i < check->fault_count; i++) {
        const struct fault *fault = &check->faults[i];
        answer->shown[answer->shown_count++] =
            (struct shown){ .kind = fault->kind,
                            .line = lines ? lines[fault->row] : fault->row + 1,
                            .ts_ns = fault->ts_ns,
                            .has_ts = true,
                            .text = fault->text };
    }
    for (uint32_t i = 0; answer->report && i < BAD_ROWS_NOTED; i++) {
        const struct bad_row *row = &answer->report->bad_rows[i];
        if (i >= answer->report->bad_row_count) break;
        answer->shown[answer->shown_count++] =
            (struct shown){ .kind = FAULT_BAD_ROW, .line = row->line, .text = row->text };
    }
    qsort(answer->shown, answer->shown_count, sizeof answer->shown[0], by_line);
}

static void judge(struct answer *answer, const struct calendar *calendar, const uint32_t *lines,
                  const struct data_options *options)
{
    const struct dataset *dataset = answer->dataset;
    answer->is_guessed = calendar == NULL;
    answer->guess = calendar ? (struct guess){ .calendar = calendar } : calendar_guess(dataset);
    check_dataset(
        &answer->check, dataset,
        (struct check_options){ .calendar = answer->guess.calendar,
                                .interval_ns = dataset->interval_ns,
                                .is_negative_allowed = options->import.is_negative_allowed });
    if (answer->report) answer->check.counts[FAULT_BAD_ROW] += answer->report->bad_row_count;
    collect(answer, lines);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void write_faults(struct json_writer *json, const struct shown *shown, uint32_t count)
{
    json_write_key(json, TEXT("first_faults"));
    json_write_array(json);
    for (uint32_t i = 0; i < count; i++) {
        char bytes[40];
        struct writer ts;
        writer_init(&ts, bytes, sizeof bytes);
        if (shown[i].has_ts) time_format(&ts, shown[i].ts_ns);
        json_write_object(json);
        data_write_text(json, "kind", fault_kind_name(shown[i].kind));
        data_write_count(json, "line", shown[i].line);
        json_write_key(json, TEXT("ts"));
        if (shown[i].has_ts) json_write_string(json, writer_text(&ts));
        else json_write_null(json);
        data_write_text(json, "text", shown[i].text);
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

static void write_answer(struct json_writer *json, const struct answer *answer)
{
    const struct check *check = &answer->check;
    data_write_members(json, answer->dataset);
    json_write_key(json, TEXT("calendar"));
    json_write_object(json);
    data_write_text(json, "name", calendar_name(answer->guess.calendar));
    json_write_key(json, TEXT("guessed"));
    json_write_bool(json, answer->is_guessed);
    json_write_object_end(json);
    json_write_key(json, TEXT("faults"));
    json_write_object(json);
    for (int kind = 0; kind < FAULT_KIND_COUNT; kind++)
        data_write_count(json, fault_kind_name((enum fault_kind)kind), check->counts[kind]);
    json_write_object_end(json);
    data_write_count(json, "bars_missing", check->bars_missing);
    write_faults(json, answer->shown, answer->shown_count);
}

/* ---- for people ----------------------------------------------------------------------------- */

static void say_faults(const struct shown *shown, uint32_t count)
{
    static const struct say_column columns[] = {
        { "line", true }, { "time", false }, { "fault", false }, { "", false }
    };
    char bytes[SHOWN_MAX][2][CELL_BYTES];
    struct text cells[SHOWN_MAX][4];
    for (uint32_t i = 0; i < count; i++) {
        struct writer line, ts;
        writer_init(&line, bytes[i][0], CELL_BYTES);
        writer_init(&ts, bytes[i][1], CELL_BYTES);
        writer_format(&line, "%llu", (unsigned long long)shown[i].line);
        if (shown[i].has_ts) time_format(&ts, shown[i].ts_ns);
        cells[i][0] = writer_text(&line);
        cells[i][1] = writer_text(&ts);
        cells[i][2] = text_from(fault_kind_name(shown[i].kind));
        cells[i][3] = text_from(shown[i].text);
    }
    say_table(columns, 4, cells[0], count);
}

static void say_counts(const struct check *check)
{
    static const struct say_column columns[] = { { "fault", false }, { "count", true } };
    char bytes[FAULT_KIND_COUNT][CELL_BYTES];
    struct text cells[FAULT_KIND_COUNT][2];
    for (uint32_t kind = 0; kind < FAULT_KIND_COUNT; kind++) {
        text_format(bytes[kind], CELL_BYTES, "%llu", (unsigned long long)check->counts[kind]);
        cells[kind][0] = text_from(fault_kind_name((enum fault_kind)kind));
        cells[kind][1] = text_from(bytes[kind]);
    }
    say_table(columns, 2, cells[0], FAULT_KIND_COUNT);
}

static void say_answer(const struct answer *answer)
{
    const struct dataset *dataset = answer->dataset;
    const struct calendar *calendar = answer->guess.calendar;
    char bytes[1024];
    struct writer writer;
    writer_init(&writer, bytes, sizeof bytes);
    writer_format(&writer, "name      %s\nrows      %llu, ", dataset->name,
                  (unsigned long long)dataset->count);
    data_format_ts(&writer, dataset, 0);
    writer_format(&writer, " to ");
    data_format_ts(&writer, dataset, dataset->count - 1);
    writer_format(&writer, "\ncalendar  ");
    if (answer->is_guessed) guess_format(&writer, &answer->guess);
    else writer_format(&writer, "%s (%s)", calendar_name(calendar), calendar_help(calendar));
    say_text(writer_text(&writer));
    if (check_total(&answer->check) == 0) {
        say_color(SAY_GREEN, TEXT("\nno faults\n"));
        return;
    }
    say_text(TEXT("\n\n"));
    say_counts(&answer->check);
    say_text(TEXT("\n"));
    say_faults(answer->shown, answer->shown_count);
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* What is being answered: several instruments of a file are a list, and rows that could not be
 * read are nobody's. */
struct answers {
    struct json_writer json;
    struct writer writer;
    char bytes[PAGE_BYTES];
    uint64_t fault_count;
    bool is_json, is_several;
};

static void begin(struct answers *answers, const struct data_options *options, bool is_several)
{
    writer_init(&answers->writer, answers->bytes, sizeof answers->bytes);
    json_write_init(&answers->json, &answers->writer, (struct json_style){ 0 });
    answers->is_json = options->is_json;
    answers->is_several = is_several;
    answers->fault_count = 0;
    json_write_object(&answers->json);
    if (!is_several) return;
    json_write_key(&answers->json, TEXT("datasets"));
    json_write_array(&answers->json);
}

static void add(struct answers *answers, const struct answer *answer, bool is_first)
{
    answers->fault_count += check_total(&answer->check);
    if (!answers->is_json) {
        if (!is_first) say_text(TEXT("\n"));
        say_answer(answer);
        return;
    }
    if (answers->is_several) json_write_object(&answers->json);
    write_answer(&answers->json, answer);
    if (answers->is_several) json_write_object_end(&answers->json);
    ASSERT(!writer_is_cut(&answers->writer));
    say_text(writer_text(&answers->writer));
    writer_init(&answers->writer, answers->bytes, sizeof answers->bytes);
}

static void end(struct answers *answers, const struct import_report *report)
{
    struct answer file = { .report = report };
    if (answers->is_several) {
        collect(&file, NULL);
        answers->fault_count += report->bad_row_count;
    }
    if (!answers->is_json) {
        if (file.shown_count == 0) return;
        say_format("\nrows of no instrument that cannot be read: %llu\n",
                   (unsigned long long)report->bad_row_count);
        say_faults(file.shown, file.shown_count);
        return;
    }
    if (answers->is_several) {
        json_write_array_end(&answers->json);
        data_write_count(&answers->json, "bad_rows", report->bad_row_count);
        write_faults(&answers->json, file.shown, file.shown_count);
    }
    json_write_object_end(&answers->json);
    writer_char(&answers->writer, '\n');
    say_text(writer_text(&answers->writer));
}

enum status data_check(const struct data_options *options, struct text name, struct err *err)
{
    static struct answers answers;
    static struct answer answer;
    const struct calendar *calendar = NULL;
    struct data_options judging = *options;
    struct data_opened opened;
    enum status status = ST_OK;
    judging.import.is_judging = true;
    if (options->calendar.length > 0) status = find_calendar(&calendar, options->calendar, err);
    if (status == ST_OK) status = data_open(&opened, &judging, name, err);
    if (status != ST_OK) return status;

    const struct source *source = &opened.source;
    bool is_several = source->count > 1;
    data_tell(&source->report);
    begin(&answers, options, is_several);
    for (uint32_t i = 0; i < source->count; i++) {
        answer = (struct answer){ .dataset = &source->datasets[i],
                                  .report = is_several ? NULL : &source->report };
        judge(&answer, calendar, source->lines ? source->lines[i] : NULL, options);
        add(&answers, &answer, i == 0);
    }
    end(&answers, &source->report);
    status = answers.fault_count > 0 ? ST_REFUSED : ST_OK;
    data_close(&opened);
    return status;
}
