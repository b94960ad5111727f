#include "app/spec_key.h"
#include "sim/spec_name.h"

#include <stddef.h>

#define AT(field) offsetof(struct spec, field)
#define WORD(path_, field_, names_, help_)                                                         \
    {                                                                                              \
        .path = path_, .kind = KEY_WORD, .offset = AT(field_), .names = names_, .help = help_      \
    }
#define PLAIN(path_, kind_, field_, help_)                                                         \
    {                                                                                              \
        .path = path_, .kind = kind_, .offset = AT(field_), .help = help_                          \
    }
#define TEXT_KEY(path_, kind_, field_, help_)                                                      \
    {                                                                                              \
        .path = path_, .kind = kind_, .offset = AT(field_),                                        \
        .size = sizeof((struct spec *)0)->field_, .help = help_                                    \
    }
#define LIMIT(path_, kind_, field_, help_)                                                         \
    {                                                                                              \
        .path = path_, .kind = kind_, .offset = AT(field_), .none = "none", .help = help_          \
    }

const struct spec_key spec_keys[] = {
    { .path = "from",
      .kind = KEY_TIME,
      .offset = AT(from_ns),
      .absent = INT64_MIN,
      .help = "bars before are cut, before indicators start" },
    { .path = "to",
      .kind = KEY_TIME,
      .offset = AT(to_ns),
      .absent = INT64_MAX,
      .help = "the end, exclusive" },

    WORD("account.type", account.type, account_type_names, "what buys: cash, margin or futures"),
    TEXT_KEY("account.currency", KEY_TEXT, account.currency, "else the instruments' quote asset"),
    PLAIN("account.cash", KEY_CASH, account.cash, "money at the start"),
    { .path = "account.leverage",
      .kind = KEY_RATE,
      .offset = AT(account.leverage_e12),
      .is_positive = true,
      .help = "how often the equity may be traded with" },
    LIMIT("account.maintenance", KEY_RATE, account.maintenance_e12,
          "maintenance margin as a share of the notional"),
    LIMIT("account.margin_per_contract", KEY_CASH, account.margin_per_contract,
          "futures: margin for each contract"),
    { .path = "account.overdraft",
      .kind = KEY_WORD,
      .offset = AT(account.overdraft),
      .names = account_overdraft_names,
      .unset = "default",
      .given = AT(account.is_overdraft_given),
      .help = "what happens to an order that costs more than there is" },
    WORD("account.ruin", account.ruin, account_ruin_names,
         "close: at an equity of 0 everything is closed"),

    WORD("account.margin", account.margin, account_margin_names,
         "cross: the account stands behind every position; isolated: its own margin"),

    WORD("orders.fill", orders.fill, fill_when_names, "when a market order fills"),
    WORD("orders.limit_fill", orders.limit_fill, limit_fill_names, "what a resting limit needs"),
    WORD("orders.price_from", orders.price_from, price_from_names, "whose prices orders meet"),
    PLAIN("orders.size", KEY_SIZE, orders.size, "how much an entry buys or sells"),
    WORD("orders.size_at", orders.size_at, size_at_names, "whose price a size is computed with"),
    PLAIN("orders.whole_units", KEY_BOOL, orders.whole_units, "no fractions of a unit"),
    LIMIT("orders.bound", KEY_RATE, orders.bound_e12,
          "how far from the price a market order may fill"),
    WORD("orders.legs_live", orders.legs_live, legs_live_names,
         "from which bar on stops and targets work"),

    PLAIN("costs.fee.rate", KEY_RATE, costs.fee.rate_e12, "of the notional"),
    { .path = "costs.fee.maker",
      .kind = KEY_RATE,
      .offset = AT(costs.fee.maker_e12),
      .unset = "default",
      .given = AT(costs.fee.has_maker),
      .is_signed = true,
      .help = "where a resting order pays another rate; below 0 a rebate" },
    PLAIN("costs.fee.fixed", KEY_CASH, costs.fee.fixed, "for each order"),
    PLAIN("costs.fee.per_unit", KEY_PER_UNIT, costs.fee.per_unit, "for each unit of quantity"),
    LIMIT("costs.fee.min", KEY_CASH, costs.fee.min, "the least an order pays"),
    LIMIT("costs.fee.max_rate", KEY_RATE, costs.fee.max_rate_e12,
          "the most an order pays, of the notional"),
    PLAIN("costs.slippage.entry", KEY_SLIPPAGE, costs.slippage_entry, "of orders that open"),
    PLAIN("costs.slippage.exit", KEY_SLIPPAGE, costs.slippage_exit, "of orders that close"),
    { .path = "costs.volume_share",
      .kind = KEY_RATE,
      .offset = AT(costs.volume_share_e12),
      .unset = "default",
      .given = AT(costs.is_volume_share_given),
      .none = "none",
      .is_positive = true,
      .help = "the share of a bar's volume that can be ours" },
    { .path = "costs.borrow",
      .kind = KEY_RATE,
      .offset = AT(costs.borrow_e12),
      .is_signed = true,
      .help = "a year, on short notional" },
    { .path = "costs.funding",
      .kind = KEY_RATE,
      .offset = AT(costs.funding_e12),
      .is_signed = true,
      .help = "an interval, on notional; longs pay when it is above 0" },
    LIMIT("costs.funding_every", KEY_DURATION, costs.funding_every_ns, "the funding interval"),
    WORD("costs.funding_on", costs.funding_on, funding_on_names,
         "whose price funding is computed on; the last trade where it is not given"),
    TEXT_KEY("costs.funding_rates", KEY_PATH, costs.funding_rates,
             "a file of ts,rate instead of one rate"),
    PLAIN("costs.latency", KEY_DURATION, costs.latency_ns, "from a decision to the venue"),

    TEXT_KEY("strategy.name", KEY_TEXT, strategy.name, "of a built-in strategy or a plug-in's"),
    TEXT_KEY("strategy.plugin", KEY_PATH, strategy.plugin, "the shared object it is in"),
    TEXT_KEY("rules", KEY_PATH, strategy.rules, "a file of rules instead of a strategy"),

    WORD("end", end, end_rule_names, "what happens to positions at the end of the data"),

    WORD("metrics.conventions", metrics.conventions, convention_names, "whose definitions"),
    WORD("metrics.equity_at", metrics.equity_at, equity_at_names, "which values make the curve"),
    WORD("metrics.pairing", metrics.pairing, pairing_names, "how fills pair into trades"),

    LIMIT("risk.qty_max", KEY_QTY, risk.qty_max_e8, "quantity of an order"),
    LIMIT("risk.notional_max", KEY_CASH, risk.notional_max, "notional of an order"),
    LIMIT("risk.position_notional_max", KEY_CASH, risk.position_notional_max,
          "notional of a position"),
    LIMIT("risk.collar", KEY_RATE, risk.collar_e12, "distance of a price from the reference"),
    LIMIT("risk.loss_daily_max", KEY_CASH, risk.loss_daily_max, "loss of a day"),
    LIMIT("risk.reference_age_max", KEY_DURATION, risk.reference_age_max_ns,
          "age of the reference price"),
    LIMIT("risk.orders_open_max", KEY_COUNT, risk.orders_open_max, "open orders"),
    LIMIT("risk.orders_rate_max", KEY_COUNT, risk.orders_rate_max, "orders a second"),
    LIMIT("risk.cancels_rate_max", KEY_COUNT, risk.cancels_rate_max, "cancels a second"),
    LIMIT("risk.duplicates_max", KEY_COUNT, risk.duplicates_max, "equal orders a second"),

    WORD("quality", quality, quality_names, "how hard the result is questioned"),
    PLAIN("seed", KEY_SEED, seed, "where chance plays a part"),
    { 0 },
};

#define ROW(path_, kind_, field_, help_)                                                           \
    {                                                                                              \
        .path = path_, .kind = kind_, .offset = offsetof(struct spec_data, field_),                \
        .size = sizeof((struct spec_data *)0)->field_, .help = help_                               \
    }

const struct spec_key spec_data_keys[] = {
    ROW("source", KEY_SOURCE, source, "a catalogue name, a path, or demo"),
    ROW("symbol", KEY_TEXT, symbol, "which of a file's symbols; what it is called"),
    { .path = "role",
      .kind = KEY_WORD,
      .offset = offsetof(struct spec_data, role),
      .names = spec_role_names,
      .help = "quotes, finer bars, marks and indexes join the bars of their symbol" },
    ROW("adjust", KEY_ADJUST, adjust, "for splits and dividends"),
    { .path = "session",
      .kind = KEY_WORD,
      .offset = offsetof(struct spec_data, session),
      .names = spec_session_names,
      .help = "regular: only bars inside the calendar's session" },
    ROW("interval", KEY_INTERVAL, interval_ns, "resampled to"),
    ROW("tick", KEY_NUMBER, tick, "the smallest step of a price; else inferred"),
    ROW("lot", KEY_NUMBER, lot, "the smallest quantity; else 1e-8"),
    ROW("kind", KEY_INSTRUMENT, kind, "what is traded"),
    ROW("multiplier", KEY_NUMBER, multiplier, "of the underlying in a contract"),
    ROW("fee", KEY_FEE, fee, "of this instrument; else the run's"),
    ROW("stamp", KEY_STAMP, stamp, "which end of a bar the source stamps"),
    ROW("header", KEY_HEADER, header, "which column is which: ts=NAME,..., or a file that says it"),
    { 0 },
};
