/*
 * grid.c — a ladder of buys below the price, each with a sell one level higher.
 *
 * Between `levels` prices lie levels - 1 cells. A cell buys at its lower price and, once that has
 * filled, sells the same quantity at its upper one; then it buys again:
 *
 *   idle --price above the cell--> buying --on_fill--> selling --on_fill--> buying
 *
 * A refused or expired order returns the cell to the state before, and what was refused for want of
 * cash is asked for again only after the next fill. At most levels - 1 cells hold a quantity at
 * once. Spaced arithmetically the levels are equally far apart, geometrically each is the same
 * factor above the one before. Trades the first instrument.
 */
#include "strategy/builtin.h"
#include "strategy/desk.h"
#include "strategy/param.h"

enum { PARAM_LOW, PARAM_HIGH, PARAM_LEVELS, PARAM_SPACING, PARAM_AMOUNT, PARAM_WARMUP_BARS };

enum { LEVELS_MAX = 500 };
enum spacing { SPACING_ARITHMETIC, SPACING_GEOMETRIC };
static const char *const spacings[] = { "arithmetic", "geometric", NULL };

struct cell {
    uint64_t order;    /* resting; 0: none */
    int64_t held_lots; /* bought and not yet sold */
};

struct grid {
    double low, high, amount;
    uint32_t levels;
    enum spacing spacing;
    uint64_t warmup;
    uint32_t resting; /* cells with an order */
    bool is_refused;  /* the desk said no since the last fill */
    double prices[LEVELS_MAX];
    struct cell cells[LEVELS_MAX];
};

static size_t grid_bytes(const struct argosy_setup *setup)
{
    (void)setup;
    return sizeof(struct grid);
}

static double power(double base, uint32_t exponent)
{
    double result = 1;
    for (uint32_t i = 0; i < exponent; i++) result *= base;
    return result;
}

/* The factor whose steps-th power is `ratio` >= 1, by halving; the loop ends when doubles do. */
static double root(double ratio, uint32_t steps)
{
    double below = 1, above = ratio;
    for (;;) {
        double middle = below + (above - below) / 2;
        if (middle <= below || middle >= above) return below;
        if (power(middle, steps) > ratio) above = middle;
        else below = middle;
    }
}

static int grid_start(void *state, const struct argosy_setup *setup)
{
    struct grid *grid = state;
    grid->low = setup->values[PARAM_LOW].number;
    grid->high = setup->values[PARAM_HIGH].number;
    grid->levels = (uint32_t)setup->values[PARAM_LEVELS].number;
    grid->spacing = (enum spacing)setup->values[PARAM_SPACING].number;
    grid->amount = setup->values[PARAM_AMOUNT].number;
    grid->warmup = (uint64_t)setup->values[PARAM_WARMUP_BARS].number;
    if (!(grid->high > grid->low)) return desk_refuse(setup, "high must be above low; set both");

    uint32_t steps = grid->levels - 1;
    double factor = root(grid->high / grid->low, steps);
    double step = (grid->high - grid->low) / (double)steps;
    for (uint32_t i = 0; i < steps; i++)
        grid->prices[i] = grid->spacing == SPACING_GEOMETRIC ? grid->low * power(factor, i)
                                                             : grid->low + step * (double)i;
    grid->prices[steps] = grid->high;
    return 0;
}

static uint64_t grid_lookback(const void *state) { return ((const struct grid *)state)->warmup; }

static void cell_order(struct grid *grid, const struct argosy_view *view, uint32_t index)
{
    const struct argosy_series *series = &view->series[0];
    struct cell *cell = &grid->cells[index];
    double below = grid->prices[index], above = grid->prices[index + 1];
    if (cell->held_lots > 0)
        cell->order = desk_limit(view, 0, ARGOSY_SELL, cell->held_lots,
                                 desk_ticks_above(series, above), "grid sell");
    else
        cell->order = desk_limit(view, 0, ARGOSY_BUY, desk_lots(series, grid->amount / below),
                                 desk_ticks_below(series, below), "grid buy");
    if (cell->order == 0) grid->is_refused = true;
    else grid->resting++;
}

static void grid_on_bar(void *state, const struct argosy_view *view, uint32_t instrument)
{
    struct grid *grid = state;
    const struct argosy_series *series = &view->series[0];
    if (instrument != 0 || series->count <= grid->warmup) return;
    if (grid->resting == grid->levels - 1) return;
    if (grid->is_refused && grid->resting > 0) return; /* with nothing resting no fill would come */
    grid->is_refused = false;
    if (grid->amount == 0)
        grid->amount = desk_cash(view->wallet, view->wallet->equity) / (double)(grid->levels - 1);

    double close = argosy_close(series, 0);
    for (uint32_t i = grid->levels - 1; i-- > 0 && !grid->is_refused;) {
        const struct cell *cell = &grid->cells[i];
        if (cell->order == 0 && (cell->held_lots > 0 || grid->prices[i] < close))
            cell_order(grid, view, i);
    }
}

static struct cell *cell_find(struct grid *grid, uint64_t order)
{
    for (uint32_t i = 0; i < grid->levels - 1; i++)
        if (grid->cells[i].order == order) return &grid->cells[i];
    return NULL;
}

static void grid_on_fill(void *state, const struct argosy_view *view,
                         const struct argosy_fill *fill)
{
    struct grid *grid = state;
    struct cell *cell = cell_find(grid, fill->order);
    if (!cell) return;
    cell->held_lots += fill->side == ARGOSY_BUY ? fill->qty_lots : -fill->qty_lots;
    grid->is_refused = false;
    if (fill->left_lots > 0) return;
    cell->order = 0;
    grid->resting--;
    cell_order(grid, view, (uint32_t)(cell - grid->cells));
}

static void grid_on_order(void *state, const struct argosy_view *view, uint64_t order,
                          uint32_t status)
{
    struct grid *grid = state;
    struct cell *cell = cell_find(grid, order);
    (void)view;
    if (!cell || status == ARGOSY_ORDER_OPEN || status == ARGOSY_ORDER_FILLED) return;
    if (status == ARGOSY_ORDER_REFUSED) grid->is_refused = true;
    cell->order = 0;
    grid->resting--;
}

static const struct argosy_param grid_params[] = {
    PARAM_NUMBER("low", 1e-6, PARAM_COUNT_MAX, 100, "lowest price"),
    PARAM_NUMBER("high", 1e-6, PARAM_COUNT_MAX, 200, "highest price"),
    PARAM_INT("levels", 2, LEVELS_MAX, 11, "prices from low to high, both included"),
    PARAM_CHOICE("spacing", spacings, SPACING_ARITHMETIC, "equal distances or equal factors"),
    PARAM_NUMBER("amount", 0, PARAM_COUNT_MAX, 0,
                 "cash in every cell; 0: the equity at the start, divided by the cells"),
    PARAM_WARMUP,
};

const struct argosy_strategy strategy_grid = {
    .size = sizeof(struct argosy_strategy),
    .abi = ARGOSY_ABI,
    .name = "grid",
    .help =
        "buys on levels below the price and sells each purchase one level higher, again and again",
    .params = grid_params,
    .param_count = PARAM_COUNT(grid_params),
    .state_bytes = grid_bytes,
    .start = grid_start,
    .lookback = grid_lookback,
    .on_bar = grid_on_bar,
    .on_fill = grid_on_fill,
    .on_order = grid_on_order,
};
