#include "app/load.h"
#include "app/header.h"

#include "domain/calendar.h"
#include "domain/interval.h"
#include "domain/time.h"
#include "format/adjust.h"
#include "format/rates.h"
#include "format/resample.h"
#include "os/file.h"
#include "sim/spec_name.h"

#include <string.h>

static const int64_t day_ns = NS_PER_DAY;

static void note_report(struct load *load, const struct import_report *report)
{
    size_t used = strlen(load->notes);
    text_format(load->notes + used, sizeof load->notes - used, "%.*s", (int)report->length,
                report->text);
}

static const struct calendar *calendar_of(const struct spec_data *how, const struct dataset *data)
{
    enum instrument_kind kind = INSTRUMENT_SPOT;
    if (how->kind[0] && instrument_kind_parse(&kind, text_from(how->kind)) == ST_OK &&
        kind != INSTRUMENT_SPOT)
        return calendar_for_kind(kind);
    (void)data;
    return calendar_get(CALENDAR_XNYS);
}

static enum status adjust_by_file(struct dataset *data, const struct spec_data *how,
                                  struct arena *arena, struct err *err)
{
    struct file_map map;
    enum status status = file_map_open(&map, how->adjust_file, err);
    if (status != ST_OK) return status;
    struct factors factors;
    struct text text = { (const char *)map.bytes, map.size };
    status = factors_parse(&factors, text, arena, err);
    if (status == ST_OK)
        status = adjust_by_factors(data, data, &factors, calendar_get(CALENDAR_XNYS), arena, err);
    if (status != ST_OK) err_add(err, "%s", how->adjust_file);
    file_map_close(&map);
    return status;
}

/* A dataset in the form the spec asks for: sessions first, because they need the recorded bars. */
static enum status shape(struct dataset *data, const struct spec *spec, const struct spec_data *how,
                         struct arena *arena, struct err *err)
{
    enum status status = ST_OK;
    if (how->session == SESSION_REGULAR)
        status = adjust_to_sessions(data, data, calendar_of(how, data), arena, err);
    if (status != ST_OK) return status;
    if (how->adjust == ADJUST_ADJ_CLOSE) status = adjust_by_adj_close(data, data, arena, err);
    if (how->adjust == ADJUST_FACTORS) status = adjust_by_file(data, how, arena, err);
    if (status != ST_OK) return status;
    if (how->interval_ns != 0 && how->interval_ns != data->interval_ns) {
        bool is_daily = interval_length_ns(how->interval_ns) >= day_ns;
        struct resample_options options = { .interval_ns = how->interval_ns,
                                            .is_start_aligned = is_daily,
                                            .is_end_complete = is_daily };
        status = resample(data, data, &options, arena, err);
        if (status != ST_OK) return status;
    }
    uint64_t first = spec->from_ns == INT64_MIN ? 0 : dataset_find(data, spec->from_ns);
    uint64_t last = spec->to_ns == INT64_MAX ? data->count : dataset_find(data, spec->to_ns);
    if (last <= first) {
        char from[40] = "", to[40] = "";
        struct writer a, b;
        writer_init(&a, from, sizeof from);
        writer_init(&b, to, sizeof to);
        if (data->count > 0) {
            time_format(&a, data->columns[COLUMN_TS][0]);
            time_format(&b, data->columns[COLUMN_TS][data->count - 1]);
        }
        return err_set(
            err, ST_DATA,
            "%s has no bars in the range asked for; it reaches from %s to %s: change --from and "
            "--to",
            data->symbol[0] ? data->symbol : data->name, from, to);
    }
    uint64_t whole = data->count;
    *data = dataset_slice(data, first, last);
    if (data->count != whole) data->hash = dataset_hash(data);
    return ST_OK;
}

static void name_symbol(struct dataset *data, const struct spec_data *how, bool has_symbols)
{
    if (how->symbol[0] && !has_symbols)
        text_format(data->symbol, sizeof data->symbol, "%s", how->symbol);
    if (!data->symbol[0]) text_format(data->symbol, sizeof data->symbol, "%s", data->name);
}

static enum status add_bars(struct load *load, const struct spec_data *how,
                            const struct dataset *data, struct err *err)
{
    if (load->count == LOAD_INSTRUMENTS_MAX)
        return err_set(err, ST_DATA, "more than %d instruments; pick some with --symbol",
                       LOAD_INSTRUMENTS_MAX);
    for (uint32_t i = 0; i < load->count; i++)
        if (!strcmp(load->bars[i].symbol, data->symbol))
            return err_set(err, ST_DATA,
                           "two sources give the instrument %s; name one of them with symbol",
                           data->symbol);
    load->specs[load->count] = how;
    load->bars[load->count++] = *data;
    return ST_OK;
}

/* Quotes join the instrument of their symbol, or the only one there is. */
static enum status add_quotes(struct load *load, const struct dataset *data, struct err *err)
{
    if (data->kind != DATA_QUOTEBARS)
        return err_set(err, ST_DATA,
                       "%s has no bid and ask columns, so it cannot have the role quotes",
                       data->name);
    for (uint32_t i = 0; i < load->count; i++) {
        if (load->count > 1 && strcmp(load->bars[i].symbol, data->symbol) != 0) continue;
        load->quotes[i] = *data;
        load->has_quotes = true;
        return ST_OK;
    }
    return err_set(
        err, ST_DATA,
        "the quotes of %s belong to no instrument of this run; give both the same symbol",
        data->symbol);
}

/* Finer bars, marks and indexes join the same way, in the ticks of the bars they belong to. */
static enum status add_beside(struct load *load, enum spec_role role, const struct dataset *data,
                              struct arena *arena, struct err *err)
{
    for (uint32_t i = 0; i < load->count; i++) {
        if (load->count > 1 && strcmp(load->bars[i].symbol, data->symbol) != 0) continue;
        const struct dataset *bars = &load->bars[i];
        if (role == ROLE_FINE && bars->interval_ns > 0 && data->interval_ns >= bars->interval_ns)
            return err_set(err, ST_DATA, "%s is not finer than the bars of %s", data->name,
                           bars->symbol);
        struct dataset *into = role == ROLE_FINE   ? load->fine
                               : role == ROLE_MARK ? load->marks
                                                   : load->indexes;
        if (role == ROLE_FINE) load->has_fine = true;
        else if (role == ROLE_MARK) load->has_marks = true;
        else load->has_indexes = true;
        return dataset_align(&into[i], data, bars, arena, err);
    }
    return err_set(err, ST_DATA,
                   "%s (role %s) belongs to no instrument of this run; give both the same symbol",
                   data->symbol, spec_role_names[role]);
}

static enum status add_by_role(struct load *load, const struct spec_data *how,
                               const struct dataset *data, struct arena *arena, struct err *err)
{
    if (how->role == ROLE_BARS) return add_bars(load, how, data, err);
    if (how->role == ROLE_QUOTES) return add_quotes(load, data, err);
    return add_beside(load, how->role, data, arena, err);
}

/* A file of published funding rates, decoded into the arena. */
static enum status load_rates(struct load *load, const struct spec *spec, struct arena *arena,
                              struct err *err)
{
    const char *path = spec->costs.funding_rates;
    struct file_map map;
    if (!path[0]) return ST_OK;
    enum status status = file_map_open(&map, path, err);
    if (status != ST_OK) return status;
    struct text text = { (const char *)map.bytes, map.size };
    status = rates_parse(&load->funding, &load->funding_count, text, arena, err);
    if (status != ST_OK) err_add(err, "%s", path);
    file_map_close(&map);
    return status;
}

static enum status load_source(struct load *load, const struct spec *spec,
                               const struct spec_data *how, struct text home, struct arena *arena,
                               struct err *err)
{
    struct source *source = &load->sources[load->source_count];
    struct text header;
    enum status status = header_read(&header, arena, text_from(how->header), err);
    if (status != ST_OK) return status;
    struct source_request request = {
        .source = text_from(how->source),
        .home = home,
        .seed = spec->seed,
        .options = { .name = text_from(how->source),
                     .header = header,
                     .symbol = text_from(how->symbol),
                     .tick = text_from(how->tick),
                     .lot = text_from(how->lot),
                     .is_end_stamped = !strcmp(how->stamp, "end") },
    };
    status = source_open(source, arena, &request, err);
    if (status != ST_OK) return status;
    load->source_count++;
    note_report(load, &source->report);
    for (uint32_t i = 0; i < source->count; i++) {
        struct dataset data = source->datasets[i];
        if (source->has_symbols && how->symbol[0] && strcmp(data.symbol, how->symbol) != 0)
            continue;
        name_symbol(&data, how, source->has_symbols);
        status = shape(&data, spec, how, arena, err);
        if (status == ST_OK) status = add_by_role(load, how, &data, arena, err);
        if (status != ST_OK) {
            err_add(err, "%s", how->source);
            return status;
        }
    }
    return ST_OK;
}

enum status load_open(struct load *load, const struct spec *spec, struct text home,
                      struct arena *arena, struct err *err)
{
    *load = (struct load){ 0 };
    if (spec->data_count == 0)
        return err_set(err, ST_USAGE,
                       "no data; name a file or dataset with --data, or --data demo");
    if (spec->data_count > LOAD_SOURCES_MAX)
        return err_set(err, ST_USAGE, "more than %d sources", LOAD_SOURCES_MAX);
    load->bars = ARENA_ARRAY(arena, struct dataset, LOAD_INSTRUMENTS_MAX);
    load->quotes = ARENA_ARRAY(arena, struct dataset, LOAD_INSTRUMENTS_MAX);
    load->fine = ARENA_ARRAY(arena, struct dataset, LOAD_INSTRUMENTS_MAX);
    load->marks = ARENA_ARRAY(arena, struct dataset, LOAD_INSTRUMENTS_MAX);
    load->indexes = ARENA_ARRAY(arena, struct dataset, LOAD_INSTRUMENTS_MAX);
    load->specs = ARENA_ARRAY(arena, const struct spec_data *, LOAD_INSTRUMENTS_MAX);
    load->sources = ARENA_ARRAY(arena, struct source, spec->data_count);
    if (!load->fine || !load->marks || !load->indexes || !load->bars || !load->quotes ||
        !load->specs || !load->sources)
        return err_set(err, ST_FULL, "the data's memory is too small");
    enum status rates = load_rates(load, spec, arena, err);
    if (rates != ST_OK) return rates;
    /* Bars first: the others join instruments that are there. */
    for (int role = ROLE_BARS; role <= ROLE_INDEX; role++)
        for (uint32_t i = 0; i < spec->data_count; i++) {
            if ((int)spec->data[i].role != role) continue;
            enum status status = load_source(load, spec, &spec->data[i], home, arena, err);
            if (status != ST_OK) {
                load_close(load);
                return status;
            }
        }
    if (load->count > 0) return ST_OK;
    load_close(load);
    return err_set(err, ST_DATA, "there are no bars; a run needs a source whose role is bars");
}

void load_close(struct load *load)
{
    for (uint32_t i = 0; i < load->source_count; i++) source_close(&load->sources[i]);
    load->source_count = 0;
}

/* Bars on a Saturday or Sunday make a round-the-clock market. */
static bool trades_on_weekends(const struct dataset *data)
{
    uint64_t weekend = 0, looked = data->count < 4096 ? data->count : 4096;
    for (uint64_t i = 0; i < looked; i++) {
        int64_t weekday =
            (time_day(data->columns[COLUMN_TS][i]) % 7 + 7 + 4) % 7; /* 1970-01-01: Thursday */
        weekend += weekday == 0 || weekday == 6;
    }
    return weekend * 5 >= looked; /* two days of seven; the Sunday evenings of fx are fewer */
}

double load_sessions_a_year(const struct load *load)
{
    const struct spec_data *how = load->specs[0];
    enum instrument_kind kind = INSTRUMENT_SPOT;
    if (how->kind[0] && instrument_kind_parse(&kind, text_from(how->kind)) == ST_OK &&
        (kind == INSTRUMENT_EQUITY || kind == INSTRUMENT_FX))
        return calendar_sessions_a_year(calendar_for_kind(kind));
    if (trades_on_weekends(&load->bars[0])) return 365;
    return 252;
}
