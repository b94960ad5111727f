/*
 * peers.c — other people's programs on the same file: bench/peers/peer.py, run by the environment
 * that has the peer. It compares its own result with ours before it takes a time, and prints
 * {"name", "version", "value"}.
 */
#include "bench/bench.h"

#include "app/say.h"
#include "base/json.h"
#include "base/number.h"
#include "os/file.h"
#include "os/process.h"

#include <string.h>

enum { OUTPUT_BYTES = 1 << 16, NUMBER_BYTES = 40 };

/* Which peers do which work, and the environment (a folder of build/peers) each lies in. */
static const struct {
    const char *work, *peer, *environment;
} peers[] = {
    { "bars", "backtesting", "bars" },    { "bars", "backtrader", "bars" },
    { "bars", "vectorbt", "vectorbt" },   { "bars", "nautilus", "nautilus" },

    { "orders", "backtesting", "bars" },  { "orders", "vectorbt", "vectorbt" },
    { "orders", "nautilus", "nautilus" },

    { "csv", "duckdb", "csv" },           { "csv", "polars", "csv" },
};

static bool read_text(struct json *json, struct text object, const char *key, char *out,
                      size_t size)
{
    struct text value;
    if (!json_find(json, object, text_from(key), &value) || value.length < 2) return false;
    text_format(out, size, "%.*s", (int)value.length - 2, value.bytes + 1);
    return true;
}

/* The last line of what the script said. */
static bool read_answer(struct bench_peer *peer, const char *output)
{
    static struct json json;
    struct text text = text_trim(text_from(output)), value;
    for (size_t i = text.length; i > 0; i--)
        if (text.bytes[i - 1] == '\n') {
            text = (struct text){ text.bytes + i, text.length - i };
            break;
        }
    return json_check(&json, text) == ST_OK &&
           read_text(&json, text, "name", peer->name, sizeof peer->name) &&
           read_text(&json, text, "version", peer->version, sizeof peer->version) &&
           json_find(&json, text, TEXT("value"), &value) &&
           number_parse(&peer->value, value) == ST_OK && peer->value > 0;
}

static void format_number(char *out, size_t size, double value)
{
    struct writer writer;
    writer_init(&writer, out, size);
    number_format(&writer, value);
}

static void run_peer(const struct bench_sheet *sheet, struct bench_row *row,
                     const struct peer_work *work, const char *name, const char *environment)
{
    static char output[OUTPUT_BYTES];
    char python[BENCH_PATH_MAX + 64], script[BENCH_PATH_MAX + 64];
    char equity[NUMBER_BYTES], amount[NUMBER_BYTES], orders[NUMBER_BYTES];
    struct err err;
    text_format(python, sizeof python, "%s/%s/bin/python", sheet->peers, environment);
    text_format(script, sizeof script, "%s/../../bench/peers/peer.py", sheet->peers);
    if (!file_exists(python)) {
        say_note("%s: %s is left out: it is not installed (bench/peers/install sets it up)",
                 row->name, name);
        return;
    }
    format_number(equity, sizeof equity, work->equity);
    format_number(amount, sizeof amount, work->amount);
    text_format(orders, sizeof orders, "%llu", (unsigned long long)work->orders);
    const char *argv[] = { python, script, work->script, name, work->data,
                           equity, orders, amount,       NULL };
    struct process_run child = { .argv = argv, .output = output, .output_max = sizeof output };
    struct bench_peer peer = { 0 };
    say_note("%s: %s runs", row->name, name);
    if (process_run(&child, &err) != ST_OK || child.exit_code != 0 || !read_answer(&peer, output)) {
        say_note("%s: %s is left out: it failed or came to another result", row->name, name);
        return;
    }
    peer.ratio = row->is_lower_better ? peer.value / row->value : row->value / peer.value;
    ASSERT(row->peer_count < BENCH_PEERS_MAX);
    row->peers[row->peer_count++] = peer;
}

void peers_run(const struct bench_sheet *sheet, struct bench_row *row, const struct peer_work *work)
{
    if (!sheet->wants_peers) return;
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
        if (strcmp(peers[i].work, work->script) == 0)
            run_peer(sheet, row, work, peers[i].peer, peers[i].environment);
}
