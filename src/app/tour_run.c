#include "app/tour_run.h"

#include "app/interrupt.h"
#include "app/outputs.h"
#include "app/progress.h"
#include "app/spec_read.h"
#include "os/memory.h"
#include "report/bench.h"

#include <stdlib.h>
#include <string.h>

#define EMBEDDED(name_)                                                                            \
    extern const unsigned char name_[];                                                            \
    extern const size_t name_##_size
EMBEDDED(tour_trend);
EMBEDDED(tour_reversion);
EMBEDDED(tour_portfolio);
EMBEDDED(tour_savings);
EMBEDDED(tour_grid);

static const struct {
    const char *name;
    const char *title; /* what it is traded on follows */
    const char *recorded, *generated;
    const char *tagline;
    const char *caveat; /* about the recorded market; "" */
    const unsigned char *spec;
    const size_t *spec_size;
} runs[TOUR_RUNS] = {
    { "trend", "Following the trend on ", "Bitcoin", "a generated market",
      "Buys when the average of the last 20 four-hour bars rises above that of the last 80, and "
      "sells "
      "when it falls below again.",
      "", tour_trend, &tour_trend_size },
    { "reversion", "Mean reversion on ", "the euro", "a generated market",
      "Trades against moves that leave a band of two deviations around the two-day mean, long and "
      "short, until the price is back at the mean.",
      "", tour_reversion, &tour_reversion_size },
    { "portfolio", "A portfolio of ", "four companies", "generated markets",
      "Holds equal shares of four and puts them right once a month.",
      " Splits and dividends are in the prices. The four are known to have survived, which "
      "flatters it.",
      tour_portfolio, &tour_portfolio_size },
    { "savings", "Saving every week in ", "Ether", "a generated market",
      "Buys for the same amount every week, whatever the price, and never sells.", "", tour_savings,
      &tour_savings_size },
    { "grid", "A grid on ", "Litecoin", "a generated market",
      "Buys on levels below the price and sells each purchase one level higher.",
      " Its range was picked knowing the prices, which flatters it.", tour_grid, &tour_grid_size },
};

enum { SPEC_TEXT = 1 << 16 };

static bool is_interrupted(void *self)
{
    (void)self;
    return interrupt_is_asked();
}

static void show_progress(void *self, uint64_t done, uint64_t total)
{
    struct progress *progress = self;
    progress->total = total;
    bool goes_on = progress_step(progress, done);
    (void)goes_on; /* asked for by is_interrupted */
}

/* "BTC-USD", "AAPL, IBM, MSFT and 1 more". */
static void name_market(struct tour_row *row, const struct result *result)
{
    enum { NAMED = 3 };
    uint32_t count = result->instrument_count;
    struct writer writer;
    writer_init(&writer, row->market, sizeof row->market);
    for (uint32_t i = 0; i < count && i < NAMED; i++)
        writer_format(&writer, "%s%s", i > 0 ? ", " : "", result->instruments[i].instrument.symbol);
    if (count > NAMED) writer_format(&writer, " and %u more", count - NAMED);
}

static void fill_row(struct tour_row *row, const struct execution *x)
{
    const struct result *result = x->result;
    text_format(row->strategy, sizeof row->strategy, "%s", x->strategy->name);
    text_format(row->source, sizeof row->source, "%s", result->instruments[0].data.source);
    name_market(row, result);
    row->bars = result->bar_count;
    row->trades = result->trade_count;
    row->ret = x->metrics[METRIC_RETURN];
    row->held = bench_return(result);
    row->sharpe = x->metrics[METRIC_SHARPE];
    row->drawdown = x->metrics[METRIC_MAX_DRAWDOWN];
    row->wall_s = x->wall_s;
    row->grade = result->grade;
}

/* The spec as it was run, beside its report. */
static enum status write_spec(const struct tour_row *row, struct text spec, struct err *err)
{
    static struct file_writer file;
    enum status status = file_writer_open(&file, row->spec, true, err);
    if (status != ST_OK) return status;
    file_writer_add(&file, spec.bytes, spec.length);
    return file_writer_commit(&file, err);
}

static enum status write_files(const struct tour_row *row, const struct execution *x,
                               struct text spec, struct index *index, struct err *err)
{
    char link[64], command[FILE_PATH_MAX + 64];
    struct report_metric metrics[METRIC_COUNT];
    text_format(link, sizeof link, "%s.html", row->name);
    text_format(command, sizeof command, "argosy backtest --spec %s", row->spec);
    struct outputs outputs = { .report = row->report,
                               .title = row->title,
                               .tagline = row->tagline,
                               .command = command,
                               .index = "index.html",
                               .is_replacing = true };
    enum status status = outputs_write(&outputs, x, err);
    if (status == ST_OK) status = write_spec(row, spec, err);
    if (status != ST_OK) return status;
    outputs_metrics(metrics, x->metrics);
    struct report_extra extra = { .title = row->title,
                                  .tagline = row->tagline,
                                  .metrics = metrics,
                                  .metric_count = METRIC_COUNT };
    index_card(index, x->result, &extra, link);
    return ST_OK;
}

static bool is_missing(struct tour_row *row, const struct spec *spec, struct text home)
{
    struct catalogue catalogue;
    struct err ignored;
    if (catalogue_init(&catalogue, home, &ignored) != ST_OK) return true;
    for (uint32_t i = 0; i < spec->data_count; i++) {
        if (catalogue_has(&catalogue, text_from(spec->data[i].source))) continue;
        text_format(row->missing, sizeof row->missing, "%s", spec->data[i].source);
        return true;
    }
    return false;
}

static enum status run_spec(struct tour_row *row, struct index *index, const struct spec *spec,
                            struct text text, const struct tour_place *place, struct err *err)
{
    struct execution x;
    struct progress progress;
    progress_start(&progress, row->name, "bars", 0, place->is_quiet);
    struct execute_options options = { .home = place->home,
                                       .capture = CAPTURE_PLOTS,
                                       .progress = show_progress,
                                       .progress_self = &progress,
                                       .is_interrupted = is_interrupted };
    enum status status = execute(&x, spec, &options, err);
    progress_stop(&progress);
    if (status != ST_OK) return status;
    fill_row(row, &x);
    status = write_files(row, &x, text, index, err);
    execution_close(&x);
    return status;
}

enum status tour_run(struct tour_row *row, struct index *index, uint32_t at,
                     const struct tour_place *place, struct err *err)
{
    ASSERT(at < TOUR_RUNS);
    struct memory memory;
    struct arena arena;
    *row = (struct tour_row){ 0 };
    text_format(row->name, sizeof row->name, "%s", runs[at].name);
    text_format(row->report, sizeof row->report, "%s/%s.html", place->folder, row->name);
    text_format(row->spec, sizeof row->spec, "%s/%s.yaml", place->folder, row->name);
    text_format(row->title, sizeof row->title, "%s%s", runs[at].title,
                place->is_generated ? runs[at].generated : runs[at].recorded);
    text_format(row->tagline, sizeof row->tagline, "%s%s", runs[at].tagline,
                place->is_generated ? "" : runs[at].caveat);
    enum status status = memory_arena(&memory, &arena, (size_t)64 << 20, err);
    if (status != ST_OK) return status;
    struct spec *spec = ARENA_NEW(&arena, struct spec);
    char *bytes = arena_take(&arena, SPEC_TEXT, 1);
    ASSERT(spec);
    ASSERT(bytes);
    struct writer writer;
    writer_init(&writer, bytes, SPEC_TEXT);
    tour_substitute(&writer, (struct text){ (const char *)runs[at].spec, *runs[at].spec_size },
                    place->is_generated);
    spec_defaults(spec);
    status = spec_read_text(spec, &arena, row->name, NULL, writer_text(&writer), NULL, NULL, err);
    if (status == ST_OK && !is_missing(row, spec, place->home))
        status = run_spec(row, index, spec, writer_text(&writer), place, err);
    memory_release(&memory);
    return status;
}
