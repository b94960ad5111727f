#include "strategy/desk.h"

#include "base/text.h"

#include <stdarg.h>

/* Beyond 2^62 a double is no longer a safe count. */
static const double count_max = 4611686018427387904.0;

static double power_of_ten(uint32_t exponent)
{
    double power = 1;
    for (uint32_t i = 0; i < exponent; i++) power *= 10;
    return power;
}

int64_t desk_cash_units(const struct argosy_wallet *wallet, double cash)
{
    double units = floor(cash * power_of_ten(wallet->decimals) + 0.5);
    if (!(fabs(units) < count_max)) return 0;
    return (int64_t)units;
}

double desk_cash(const struct argosy_wallet *wallet, int64_t units)
{
    return (double)units / power_of_ten(wallet->decimals);
}

uint64_t desk_market_cash(const struct argosy_view *view, uint32_t instrument,
                          enum argosy_side side, double cash, const char *tag)
{
    int64_t units = desk_cash_units(view->wallet, cash);
    if (units <= 0) return 0;
    return desk_submit(view, &(struct argosy_order){ .size = sizeof(struct argosy_order),
                                                     .instrument = instrument,
                                                     .side = (uint8_t)side,
                                                     .size_rule = ARGOSY_SIZE_CASH,
                                                     .size_value = units,
                                                     .tag = tag });
}

int64_t desk_lots(const struct argosy_series *series, double qty)
{
    /* A quantity that is a whole number of lots must not lose one to the last bit of a double. */
    double lots = floor(qty * series->qty_scale / series->lot_units * (1 + 1e-15));
    int64_t step = series->lot_step > 0 ? series->lot_step : 1;
    if (!(lots >= 1 && lots < count_max)) return 0;
    return (int64_t)lots / step * step;
}

int64_t desk_ticks_below(const struct argosy_series *series, double price)
{
    double ticks = floor(price * series->price_scale / series->tick_units * (1 + 1e-15));
    return fabs(ticks) < count_max ? (int64_t)ticks : 0;
}

int64_t desk_ticks_above(const struct argosy_series *series, double price)
{
    double ticks = ceil(price * series->price_scale / series->tick_units * (1 - 1e-15));
    return fabs(ticks) < count_max ? (int64_t)ticks : 0;
}

void desk_log(const struct argosy_view *view, const char *format, ...)
{
    char line[512];
    struct writer writer;
    va_list args;
    writer_init(&writer, line, sizeof line);
    va_start(args, format);
    writer_vformat(&writer, format, args);
    va_end(args);
    view->desk->log(view->desk_self, line);
}

int desk_refuse(const struct argosy_setup *setup, const char *format, ...)
{
    struct writer writer;
    va_list args;
    if (!setup->error || setup->error_size == 0) return -1;
    writer_init(&writer, setup->error, setup->error_size);
    va_start(args, format);
    writer_vformat(&writer, format, args);
    va_end(args);
    return -1;
}
