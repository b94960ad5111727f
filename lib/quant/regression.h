/*
 * regression.h — straight lines by least squares: a series on time, and one series on another.
 *
 * On time the oldest value of the window stands at 0 and the newest at timeperiod - 1. `ols` fits
 * y = intercept + slope × x over the window and says how far the newest y lies from that line, in
 * the residuals' population deviations; a line without a slope (x constant) has slope 0, and a
 * perfect fit a z-score of 0.
 */
#ifndef ARGOSY_QUANT_REGRESSION_H
#define ARGOSY_QUANT_REGRESSION_H

#include "quant/indicator.h"

extern const struct indicator indicator_linearreg;
extern const struct indicator indicator_linearreg_intercept;
extern const struct indicator indicator_linearreg_slope;
extern const struct indicator indicator_ols;

#endif
