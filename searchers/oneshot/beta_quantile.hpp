#pragma once

namespace cellar::oneshot {

// The mean of log t for t of Beta(a, b): digamma(a) - digamma(a + b), without cancellation.
double mean_log_beta(double a, double b);

// How fast the quantile x of Beta(a, b) grows with a where its probability stays, divided by 1 - x: the D of implicit
// reparametrisation (Figurnov, Mohamed and Mnih 2018; Jankowiak and Obermeyer 2018). With f the density, F its
// integral:
//   dx/da = -(dF/da)(x) / f(x),  dF/da = integral from 0 to x of (log t - mean log t) f(t) dt,
// or from x to 1 with the other sign; of the two, the one whose integrand has one sign is taken, so that nothing
// cancels. To about 13 digits; torch's own approximation errs by up to 1e-3.
double beta_quantile_slope(double x, double a, double b);

}  // namespace cellar::oneshot
