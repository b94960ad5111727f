/*
 * metrics_parts.h — what the files of metrics share: a convention's rules, and a run's reduction to
 * periods (days, or points where the rules say so). Each part fills in its group's values. Only
 * metrics*.c includes it.
 */
#ifndef ARGOSY_QUANT_METRICS_PARTS_H
#define ARGOSY_QUANT_METRICS_PARTS_H

#include "quant/metrics.h"
#include "quant/sum.h"

#define METRIC_DAY_NS (INT64_C(86400) * 1000000000)

enum metric_sharpe {
    SHARPE_MEAN,  /* mean / deviation × sqrt(year) */
    SHARPE_ANNUAL /* annual return / annual volatility */
};
enum metric_basis {
    BASIS_MONEY,  /* a trade's profit */
    BASIS_RETURN, /* a trade's return */
    BASIS_EQUITY, /* a trade's profit / (start + profits before it) */
    BASIS_PERIOD  /* not of trades: of the periods' returns */
};

/* What a convention changes. */
struct metric_rules {
    const char *name;
    const char *words;      /* for docs/metrics.md */
    bool is_by_point;       /* a return a point, not a day */
    bool is_start_ignored;  /* the first return is between the first two periods */
    bool is_start_no_peak;  /* a fall from the start value is no drawdown */
    bool is_year_from_week; /* 365 periods a year where there are weekends, else 252 */
    bool is_year_from_gap;  /* 365 days / the usual step of the points */
    double year_periods;    /* > 0: that many whatever the input says */
    double cagr_days;       /* a year has so many calendar days; 0: the CAGR is the annual return */
    double days_min;        /* shorter runs are not annualised */
    bool
        is_annual_of_mean; /* the annual return is (1 + mean)^year - 1, not compounded day by day */
    enum metric_sharpe sharpe;
    bool is_volatility_compound; /* of the compounded year, not × sqrt(year) */
    bool is_calmar_annual;       /* annual return, not CAGR */
    bool is_duration_rounded_up; /* averages, to the usual step of the points */
    bool is_beta_log;            /* of log returns of points; alpha is not annualised */
    bool is_exposure_time;       /* exposure is time in the market */
    bool is_risk_normal;         /* value at risk from a normal distribution */
    enum metric_basis profit_factor;
    enum metric_basis expectancy;
    enum metric_basis wins; /* win rate, payoff, Kelly, averages of wins and losses */
    uint32_t sqn_ddof;
    uint32_t ulcer_ddof;
};

const struct metric_rules *metric_convention_rules(enum metric_convention convention);

/* A run while it is measured. Periods after ruin (nothing left to lose) are left out of the
 * returns. */
struct metric_work {
    const struct metric_input *in;
    const struct metric_rules *rules;
    struct arena *arena;
    double *out;
    double *returns;
    double *benchmark_returns; /* NaN where there is none; NULL without a benchmark */
    double *scratch;           /* as many as returns, for sorting and drawdowns */
    uint64_t return_count;
    double year;      /* periods a year */
    double risk_free; /* a period */
    double days;      /* the span */
    int64_t gap_ns;   /* the usual step of the points */
    double mean;      /* of the returns */
    double deviation; /* of the returns, ddof 1 */
};

/* Reduces the points to periods and fills the work in. ST_FULL: the arena is too small. */
enum status metrics_reduce(struct metric_work *work);

void metrics_returns(struct metric_work *work);
void metrics_risk(struct metric_work *work);
void metrics_drawdown(struct metric_work *work); /* before ratios */
void metrics_trades(struct metric_work *work);   /* before ratios */
void metrics_ratios(struct metric_work *work);
void metrics_exposure(struct metric_work *work);
void metrics_benchmark(struct metric_work *work);

/* The fall from the highest value so far at the end of each period, into scratch. */
void metrics_falls(struct metric_work *work);

double metrics_mean(const double *values, uint64_t count); /* NaN of nothing */
/* Variance about a mean; NaN unless count > ddof. */
double metrics_variance(const double *values, uint64_t count, double mean, uint32_t ddof);
/* product(1 + r)^(year / n) - 1; NaN of nothing, and where the product is negative. */
double metrics_annualise(const double *returns, uint64_t count, double periods, double year);
/* Rearranges: values[k] is where sorting would put it, smaller ones before it, larger ones behind
 * it. */
double metrics_select(double *values, uint64_t count, uint64_t k);
/* numerator / denominator; undefined where that is not a number. */
double metrics_ratio(double numerator, double denominator);

#endif
