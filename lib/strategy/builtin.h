/* builtin.h — the built-in strategies, as registry.c lists them. */
#ifndef ARGOSY_STRATEGY_BUILTIN_H
#define ARGOSY_STRATEGY_BUILTIN_H

#include <argosy/strategy.h>

extern const struct argosy_strategy strategy_buy_hold;
extern const struct argosy_strategy strategy_sma_cross;
extern const struct argosy_strategy strategy_ema_cross;
extern const struct argosy_strategy strategy_macd;
extern const struct argosy_strategy strategy_rsi;
extern const struct argosy_strategy strategy_bollinger;
extern const struct argosy_strategy strategy_donchian;
extern const struct argosy_strategy strategy_dca;
extern const struct argosy_strategy strategy_value_averaging;
extern const struct argosy_strategy strategy_safety_dca;
extern const struct argosy_strategy strategy_grid;
extern const struct argosy_strategy strategy_rebalance;
extern const struct argosy_strategy strategy_twap;
extern const struct argosy_strategy strategy_vwap;
extern const struct argosy_strategy strategy_pov;
extern const struct argosy_strategy strategy_shortfall;
extern const struct argosy_strategy strategy_pairs;
extern const struct argosy_strategy strategy_orders;

#endif
