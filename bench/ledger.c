/* ledger.c — transfers between accounts in memory, checked against plain balances. */
#include "bench/bench.h"

#include "base/rng.h"
#include "core/ledger.h"
#include "os/process.h"

#include <string.h>

enum { BOOKS = 64, MOVES = 1 << 16, ROUNDS = 64 };

struct move {
    struct ledger_account from, to;
    int64_t amount;
};

struct work {
    struct ledger ledger;
    struct move *moves;
};

static enum status transfer(void *self, struct err *err)
{
    struct work *work = self;
    (void)err;
    for (uint32_t round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < MOVES; i++)
            ledger_move(&work->ledger, work->moves[i].from, work->moves[i].to,
                        work->moves[i].amount);
    return ST_OK;
}

static void make_moves(struct work *work)
{
    struct rng rng;
    rng_init(&rng, 1);
    for (uint32_t i = 0; i < MOVES; i++) {
        struct book_id book = { (uint16_t)rng_below(&rng, BOOKS) };
        uint32_t from = (uint32_t)rng_below(&rng, LEDGER_KIND_COUNT);
        uint32_t to = (uint32_t)rng_below(&rng, LEDGER_KIND_COUNT - 1);
        if (to >= from) to++;
        work->moves[i] = (struct move){
            ledger_account(&work->ledger, book, (struct asset_id){ 0 }, (enum account_kind)from),
            ledger_account(&work->ledger, book, (struct asset_id){ 0 }, (enum account_kind)to),
            (int64_t)rng_below(&rng, 2000001) - 1000000
        };
    }
}

/* What `times` transfers of everything leave behind, account by account. */
static enum status check(const struct work *work, int64_t times, struct err *err)
{
    int64_t balances[BOOKS * LEDGER_KIND_COUNT] = { 0 };
    for (uint32_t i = 0; i < MOVES; i++) {
        balances[work->moves[i].from.v] -= work->moves[i].amount * times;
        balances[work->moves[i].to.v] += work->moves[i].amount * times;
    }
    if (memcmp(balances, work->ledger.balances, sizeof balances) == 0 &&
        ledger_check(&work->ledger) && work->ledger.transfer_count == (uint64_t)times * MOVES)
        return ST_OK;
    return err_set(err, ST_DATA, "the balances after %lld transfers are not those added up plainly",
                   (long long)times * MOVES);
}

static enum status run(struct bench_sheet *sheet, struct err *err)
{
    struct memory memory = { 0 };
    struct arena arena;
    struct work work = { 0 };
    double seconds = 0;
    enum status status = memory_arena(&memory, &arena, (size_t)1 << 24, err);
    if (status != ST_OK) return status;
    process_peak_reset();
    work.moves = ARENA_ARRAY(&arena, struct move, MOVES);
    if (!work.moves || ledger_init(&work.ledger, &arena, BOOKS, 1) != ST_OK)
        status = err_set(err, ST_FULL, "the ledger does not fit");
    if (status == ST_OK) {
        make_moves(&work);
        status = transfer(&work, err);
    }
    if (status == ST_OK) status = check(&work, ROUNDS, err);
    if (status == ST_OK) status = bench_time(&seconds, transfer, &work, BENCH_RUNS, err);
    if (status == ST_OK) status = check(&work, (int64_t)ROUNDS * (BENCH_RUNS + 2), err);
    if (status == ST_OK)
        bench_add(sheet, (struct bench_row){ .name = "ledger",
                                             .part = "ledger",
                                             .unit = "transfers/s",
                                             .goal = 30e6,
                                             .value = (double)MOVES * ROUNDS / seconds });
    memory_release(&memory);
    return status;
}

const struct bench_part bench_ledger = {
    .name = "ledger",
    .help = "transfers between 832 accounts in memory",
    .rows = "ledger",
    .run = run,
};
