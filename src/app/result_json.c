#include "app/result_json.h"

#include "app/spec_write.h"
#include "argosy/argosy.h"
#include "base/json_write.h"
#include "domain/time.h"

#include <sys/resource.h>

uint64_t result_peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024;
}

static void write_cash(struct json_writer *json, struct text key, int64_t cash)
{
    json_write_key(json, key);
    json_write_decimal(json, cash, LEDGER_DECIMALS);
}

static void write_count(struct json_writer *json, struct text key, uint64_t count)
{
    json_write_key(json, key);
    json_write_unsigned(json, count);
}

static void write_text(struct json_writer *json, struct text key, const char *text)
{
    json_write_key(json, key);
    json_write_string(json, text_from(text));
}

static void write_time(struct json_writer *json, struct text key, int64_t ts_ns)
{
    char text[48];
    struct writer writer;
    writer_init(&writer, text, sizeof text);
    time_format(&writer, ts_ns);
    json_write_key(json, key);
    json_write_string(json, writer_text(&writer));
}

static void write_hash(struct json_writer *json, struct text key, uint64_t hash)
{
    char text[20];
    text_format(text, sizeof text, "%016llx", (unsigned long long)hash);
    write_text(json, key, text);
}

static void write_dataset(struct json_writer *json, const struct dataset *data)
{
    json_write_object(json);
    write_text(json, TEXT("name"), data->name);
    write_text(json, TEXT("instrument"), data->symbol);
    write_text(json, TEXT("source"), data->source);
    write_text(json, TEXT("kind"), data_kind_name(data->kind));
    write_count(json, TEXT("events"), data->count);
    write_time(json, TEXT("from"), data->columns[COLUMN_TS][0]);
    write_time(json, TEXT("to"), data->columns[COLUMN_TS][data->count - 1]);
    json_write_key(json, TEXT("generated"));
    json_write_bool(json, data->is_generated);
    write_hash(json, TEXT("hash"), data->hash);
    json_write_object_end(json);
}

static void write_data(struct json_writer *json, const struct execution *x)
{
    json_write_key(json, TEXT("data"));
    json_write_array(json);
    for (uint32_t i = 0; i < x->load.count; i++) write_dataset(json, &x->load.bars[i]);
    for (uint32_t i = 0; i < x->load.count; i++) {
        if (x->load.quotes[i].count > 0) write_dataset(json, &x->load.quotes[i]);
        if (x->load.fine[i].count > 0) write_dataset(json, &x->load.fine[i]);
        if (x->load.marks[i].count > 0) write_dataset(json, &x->load.marks[i]);
        if (x->load.indexes[i].count > 0) write_dataset(json, &x->load.indexes[i]);
    }
    json_write_array_end(json);
}

static void write_account(struct json_writer *json, const struct result *result)
{
    json_write_key(json, TEXT("account"));
    json_write_object(json);
    write_text(json, TEXT("currency"), result->currency);
    write_cash(json, TEXT("cash_start"), result->cash_start);
    write_cash(json, TEXT("cash_end"), result->cash_end);
    write_cash(json, TEXT("equity_end"), result->equity_end);
    write_cash(json, TEXT("equity_peak"), result->equity_peak);
    write_cash(json, TEXT("fees"), result->fees);
    write_cash(json, TEXT("funding"), result->funding);
    write_cash(json, TEXT("borrow"), result->borrow);
    write_cash(json, TEXT("slippage"), result->slippage);
    write_cash(json, TEXT("bankruptcy"), result->bankruptcy);
    json_write_object_end(json);
}

static void write_counts(struct json_writer *json, const struct result *result)
{
    json_write_key(json, TEXT("counts"));
    json_write_object(json);
    write_count(json, TEXT("bars"), result->bar_count);
    write_count(json, TEXT("events"), result->event_count);
    write_count(json, TEXT("orders"), result->order_count);
    write_count(json, TEXT("fills"), result->fill_count);
    write_count(json, TEXT("trades"), result->trade_count - result->trade_open_count);
    write_count(json, TEXT("open_trades"), result->trade_open_count);
    write_count(json, TEXT("rejected"), result->rejected_count);
    write_count(json, TEXT("ambiguous_bars"), result->ambiguous_bars);
    json_write_object_end(json);
}

static void write_metrics(struct json_writer *json, const double *metrics)
{
    json_write_key(json, TEXT("metrics"));
    json_write_object(json);
    for (int i = 0; i < METRIC_COUNT; i++) {
        json_write_key(json, text_from(metric_table[i].name));
        json_write_number(json, metrics[i]);
    }
    json_write_object_end(json);
}

/* Profit by instrument and cost: the parts, and what a bankruptcy wrote off, sum to the change of
 * the equity, to the unit. */
static void write_attribution(struct json_writer *json, const struct result *result)
{
    json_write_key(json, TEXT("attribution"));
    json_write_array(json);
    for (uint32_t i = 0; i < result->instrument_count; i++) {
        const struct instrument_result *row = &result->instruments[i];
        json_write_object(json);
        write_text(json, TEXT("instrument"), row->instrument.symbol);
        write_cash(json, TEXT("trading"), row->pnl_cash);
        write_cash(json, TEXT("fees"), -row->fees_cash);
        write_cash(json, TEXT("funding"), -row->funding_cash);
        write_cash(json, TEXT("borrow"), -row->borrow_cash);
        write_cash(json, TEXT("net"),
                   row->pnl_cash - row->fees_cash - row->funding_cash - row->borrow_cash);
        write_count(json, TEXT("fills"), row->fills);
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

static void write_quality(struct json_writer *json, const struct result *result)
{
    static const char *const lookaheads[] = { "not checked", "none", "found" };
    char grade[2] = { result->grade, 0 };
    json_write_key(json, TEXT("quality"));
    json_write_object(json);
    write_text(json, TEXT("grade"), grade);
    write_text(json, TEXT("lookahead"), lookaheads[result->lookahead]);
    json_write_key(json, TEXT("assumptions"));
    json_write_array(json);
    for (uint32_t i = 0; i < result->assumption_count; i++)
        json_write_string(json, text_from(result->assumptions[i].text));
    json_write_array_end(json);
    json_write_key(json, TEXT("harsher"));
    json_write_array(json);
    for (uint32_t i = 0; i < result->harsher_count; i++) {
        json_write_object(json);
        write_text(json, TEXT("name"), result->harsher[i].name);
        write_cash(json, TEXT("equity_end"), result->harsher[i].equity_end);
        json_write_key(json, TEXT("sharpe"));
        json_write_number(json, result->harsher[i].sharpe);
        write_count(json, TEXT("fills"), result->harsher[i].fills);
        json_write_object_end(json);
    }
    json_write_array_end(json);
    json_write_object_end(json);
}

static void write_timing(struct json_writer *json, const struct execution *x)
{
    json_write_key(json, TEXT("timing"));
    json_write_object(json);
    json_write_key(json, TEXT("wall_s"));
    json_write_number(json, x->wall_s);
    json_write_key(json, TEXT("events_per_s"));
    json_write_number(json, x->wall_s > 0 ? (double)x->result->event_count / x->wall_s : 0);
    write_count(json, TEXT("peak_rss_bytes"), result_peak_bytes());
    json_write_object_end(json);
}

void result_json_write(struct writer *writer, const struct execution *x)
{
    struct json_writer json;
    json_write_init(&json, writer, (struct json_style){ .is_pretty = true });
    json_write_object(&json);
    write_text(&json, TEXT("argosy"), argosy_version());
    json_write_key(&json, TEXT("spec"));
    spec_write_json(&json, x->spec);
    write_data(&json, x);
    write_account(&json, x->result);
    write_counts(&json, x->result);
    write_metrics(&json, x->metrics);
    write_attribution(&json, x->result);
    write_quality(&json, x->result);
    write_timing(&json, x);
    write_hash(&json, TEXT("state_hash"), x->result->state_hash);
    json_write_object_end(&json);
    ASSERT(json_write_is_done(&json));
    writer_char(writer, '\n');
}
