/*
 * ledger.h — where the money is: balances of accounts, moved only by transfers.
 *
 * An account is (book, asset, kind). A transfer takes an amount out of one account and puts it into
 * another of the same asset, so every batch, and the whole ledger, sums to zero per asset.
 * What came from outside is the negative balance of the world's account. Always true, and checked
 * by ledger_check():
 *   1. the balances of each asset sum to zero.
 * The ledger holds balances; its entries are the journal's. Thread: core. Memory: from an arena,
 * once.
 */
#ifndef ARGOSY_CORE_LEDGER_H
#define ARGOSY_CORE_LEDGER_H

#include "base/arena.h"
#include "base/status.h"
#include "base/assert.h"
#include "domain/ids.h"

enum account_kind {
    LEDGER_WORLD,      /* deposits and withdrawals: minus what is inside */
    LEDGER_CASH,       /* what can be spent */
    LEDGER_MARGIN,     /* posted at the venue for futures */
    LEDGER_POSITION,   /* what open positions cost */
    LEDGER_FINANCING,  /* what the venue lends for them: minus the positions on margin */
    LEDGER_PNL,        /* minus the profit realised by trading */
    LEDGER_FEE,        /* fees paid */
    LEDGER_FUNDING,    /* funding paid */
    LEDGER_BORROW,     /* borrow interest paid */
    LEDGER_DUST,       /* what rounding left over */
    LEDGER_SUSPENSE,   /* differences nobody has explained yet */
    LEDGER_BANKRUPTCY, /* losses beyond the equity */
    LEDGER_CROSSING,   /* between our own books */
    LEDGER_KIND_COUNT
};

struct ledger_account {
    uint32_t v;
};

struct ledger {
    int64_t *balances; /* [book][asset][kind] */
    uint32_t book_count, asset_count;
    uint64_t transfer_count;
};

MUST_USE enum status ledger_init(struct ledger *ledger, struct arena *arena, uint32_t book_count,
                                 uint32_t asset_count);

static inline struct ledger_account ledger_account(const struct ledger *ledger, struct book_id book,
                                                   struct asset_id asset, enum account_kind kind)
{
    ASSERT(book.v < ledger->book_count);
    ASSERT(asset.v < ledger->asset_count);
    return (struct ledger_account){ (book.v * ledger->asset_count + asset.v) * LEDGER_KIND_COUNT +
                                    (uint32_t)kind };
}

static inline int64_t ledger_balance(const struct ledger *ledger, struct ledger_account account)
{
    return ledger->balances[account.v];
}

/* Moves an amount; a negative one moves the other way. Both accounts are of one asset: a bug
 * otherwise. A sum beyond 64 bits is a bug too: limits keep balances far below. */
void ledger_move(struct ledger *ledger, struct ledger_account from, struct ledger_account to,
                 int64_t amount);

/* The balances of an asset over all books, by kind. */
int64_t ledger_total(const struct ledger *ledger, struct asset_id asset, enum account_kind kind);

bool ledger_check(const struct ledger *ledger);

const char *account_kind_name(enum account_kind kind);

#endif
