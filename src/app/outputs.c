#include "app/outputs.h"

#include "app/spec_write.h"
#include "argosy/argosy.h"
#include "domain/time.h"
#include "os/clock.h"
#include "os/file.h"
#include "report/csv.h"
#include "report/html.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUTS_MAX = 4, SPEC_TEXT = 1 << 20 };

uint32_t outputs_capture(const struct outputs *outputs)
{
    uint32_t capture = 0;
    if (outputs->orders) capture |= CAPTURE_ORDERS;
    if (outputs->report) capture |= CAPTURE_PLOTS;
    return capture;
}

static uint32_t list_paths(const struct outputs *outputs, const char *paths[OUTPUTS_MAX])
{
    const char *all[OUTPUTS_MAX] = { outputs->report, outputs->trades, outputs->orders,
                                     outputs->equity };
    uint32_t count = 0;
    for (int i = 0; i < OUTPUTS_MAX; i++)
        if (all[i]) paths[count++] = all[i];
    return count;
}

enum status outputs_check(const struct outputs *outputs, struct err *err)
{
    const char *paths[OUTPUTS_MAX];
    uint32_t count = list_paths(outputs, paths);
    for (uint32_t i = 0; i < count; i++) {
        if (!outputs->is_replacing && file_exists(paths[i]))
            return err_set(err, ST_EXISTS,
                           "%s is there already; name another file or pass --overwrite", paths[i]);
        for (uint32_t other = 0; other < i; other++)
            if (!strcmp(paths[i], paths[other]))
                return err_set(err, ST_USAGE, "two outputs are named %s; name a file for each",
                               paths[i]);
    }
    return ST_OK;
}

static void write_piece(void *self, const char *bytes, size_t size)
{
    file_writer_add(self, bytes, size);
}

/* ---- the report ---------------------------------------------------------------------------------
 */

static enum report_unit unit_of(enum metric_unit unit)
{
    switch (unit) {
    case UNIT_FRACTION: return REPORT_SHARE;
    case UNIT_RATIO: return REPORT_NUMBER;
    case UNIT_COUNT: return REPORT_COUNT;
    case UNIT_DAYS: return REPORT_DAYS;
    case UNIT_MONEY: return REPORT_MONEY;
    }
    return REPORT_NUMBER;
}

void outputs_metrics(struct report_metric *out, const double *values)
{
    for (int i = 0; i < METRIC_COUNT; i++) {
        const struct metric_row *row = &metric_table[i];
        out[i] = (struct report_metric){ .name = row->name,
                                         .label = row->label,
                                         .group = metric_group_name(row->group),
                                         .formula = row->formula,
                                         .unit = unit_of(row->unit),
                                         .value = values[i] };
    }
}

static void make_title(char *title, size_t size, const struct execution *x)
{
    const struct result *result = x->result;
    if (result->instrument_count == 1)
        text_format(title, size, "%s on %s", x->strategy->name,
                    result->instruments[0].instrument.symbol);
    else
        text_format(title, size, "%s on %u instruments", x->strategy->name,
                    result->instrument_count);
}

static void write_report(const struct outputs *outputs, const struct execution *x,
                         struct file_writer *file)
{
    static char spec[SPEC_TEXT];
    struct report_metric metrics[METRIC_COUNT];
    char title[200], created[40], version[80];
    struct writer writer;
    writer_init(&writer, spec, sizeof spec);
    char folder[PATH_TEXT];
    spec_write(&writer, x->spec, getcwd(folder, sizeof folder) ? folder : NULL);
    writer_init(&writer, created, sizeof created);
    time_format(&writer, clock_wall_ns() / 1000000000 * 1000000000);
    text_format(version, sizeof version, "argosy %s", argosy_version());
    make_title(title, sizeof title, x);
    outputs_metrics(metrics, x->metrics);
    struct report_extra extra = { .title = outputs->title ? outputs->title : title,
                                  .tagline =
                                      outputs->tagline ? outputs->tagline : x->strategy->help,
                                  .command = outputs->command,
                                  .spec = spec,
                                  .created = created,
                                  .version = version,
                                  .index = outputs->index,
                                  .metrics = metrics,
                                  .metric_count = METRIC_COUNT };
    report_html(x->result, &extra, (struct report_sink){ write_piece, file });
}

/* ---- all of them --------------------------------------------------------------------------------
 */

enum status outputs_write(const struct outputs *outputs, const struct execution *x, struct err *err)
{
    static struct file_writer files[OUTPUTS_MAX];
    const char *paths[OUTPUTS_MAX];
    uint32_t count = list_paths(outputs, paths), opened = 0, moved = 0;
    enum status status = ST_OK;
    for (; opened < count && status == ST_OK; opened++) {
        status = file_writer_open(&files[opened], paths[opened], outputs->is_replacing, err);
        if (status != ST_OK) break;
        struct report_sink sink = { write_piece, &files[opened] };
        if (paths[opened] == outputs->report) write_report(outputs, x, &files[opened]);
        else if (paths[opened] == outputs->trades) csv_trades(x->result, sink);
        else if (paths[opened] == outputs->orders) csv_orders(x->result, sink);
        else csv_equity(x->result, sink);
        status = files[opened].status;
        if (status != ST_OK && err) *err = files[opened].err;
    }
    for (; moved < opened && status == ST_OK; moved++)
        status = file_writer_commit(&files[moved], err);
    for (uint32_t i = 0; i < opened; i++) file_writer_drop(&files[i]);
    if (status == ST_OK || outputs->is_replacing) return status;
    for (uint32_t i = 0; i + 1 < moved; i++) { /* a later one failed: none is left */
        struct err ignored;
        enum status removed = file_remove(paths[i], &ignored);
        (void)removed;
    }
    return status;
}
