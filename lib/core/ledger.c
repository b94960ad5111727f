#include "core/ledger.h"

enum status ledger_init(struct ledger *ledger, struct arena *arena, uint32_t book_count,
                        uint32_t asset_count)
{
    *ledger = (struct ledger){ .book_count = book_count, .asset_count = asset_count };
    ledger->balances =
        ARENA_ARRAY(arena, int64_t, (size_t)book_count * asset_count * LEDGER_KIND_COUNT);
    return ledger->balances ? ST_OK : ST_FULL;
}

static uint32_t asset_of(const struct ledger *ledger, struct ledger_account account)
{
    return account.v / LEDGER_KIND_COUNT % ledger->asset_count;
}

void ledger_move(struct ledger *ledger, struct ledger_account from, struct ledger_account to,
                 int64_t amount)
{
    VERIFY(asset_of(ledger, from) == asset_of(ledger, to));
    (void)asset_of;
    int64_t less, more;
    bool is_over = __builtin_sub_overflow(ledger->balances[from.v], amount, &less);
    is_over |= __builtin_add_overflow(ledger->balances[to.v], amount, &more);
    ASSERT(!is_over);
    ASSERT(from.v != to.v);
    ledger->balances[from.v] = less;
    ledger->balances[to.v] = more;
    ledger->transfer_count++;
}

int64_t ledger_total(const struct ledger *ledger, struct asset_id asset, enum account_kind kind)
{
    int64_t total = 0;
    for (uint32_t book = 0; book < ledger->book_count; book++)
        total += ledger_balance(
            ledger, ledger_account(ledger, (struct book_id){ (uint16_t)book }, asset, kind));
    return total;
}

bool ledger_check(const struct ledger *ledger)
{
    for (uint32_t asset = 0; asset < ledger->asset_count; asset++) {
        __int128 sum = 0;
        for (uint32_t kind = 0; kind < LEDGER_KIND_COUNT; kind++)
            sum +=
                ledger_total(ledger, (struct asset_id){ (uint16_t)asset }, (enum account_kind)kind);
        if (sum != 0) return false;
    }
    return true;
}

const char *account_kind_name(enum account_kind kind)
{
    static const char *const names[LEDGER_KIND_COUNT] = {
        "world",   "cash",   "margin", "position", "financing",  "pnl",      "fee",
        "funding", "borrow", "dust",   "suspense", "bankruptcy", "crossing",
    };
    ASSERT(kind < LEDGER_KIND_COUNT);
    return names[kind];
}
