#include "experiments/report/plot_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cellar {
namespace {

// The share of points whose means may lie beyond the axis: the first evaluations, from which all curves start.
constexpr double kHidden = 0.2;

std::string with_thousands(double value) {
  std::string digits = fmt::format("{:.0f}", value);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

// Of all points, or of the second half of each line's.
std::vector<double> sorted_means(const PlotPanel& panel, bool late = false) {
  std::vector<double> means;
  for (const PlotLine& line : panel.lines) {
    const auto& points = line.curve.points;
    for (std::size_t i = late ? points.size() / 2 : 0; i < points.size(); ++i) {
      if (points[i].statistics.count > 0) means.push_back(points[i].statistics.mean);
    }
  }
  std::sort(means.begin(), means.end());
  return means;
}

// Regret falls to 0, so what is hidden lies above; a logarithmic axis has room for all of it.
AxisRange regret_range(const std::vector<double>& means, double latest, bool logarithmic) {
  if (!logarithmic) return {0, std::max({quantile(means, 1 - kHidden), latest, 0.01}) * 1.1};
  const auto least = std::upper_bound(means.begin(), means.end(), 0.0);
  if (least == means.end()) return {0.01, 1};
  return {*least * 0.6, means.back() * 1.4};
}

}  // namespace

std::vector<BandPoint> band_points(const Curve& curve, PlotBand band) {
  std::vector<BandPoint> points;
  for (const CurvePoint& point : curve.points) {
    const Statistics& s = point.statistics;
    if (s.count == 0) continue;
    const double half = band == PlotBand::sd ? s.sd : band == PlotBand::se && s.count > 1 ? s.se : 0;
    const bool quartiles = band == PlotBand::quartiles;
    points.push_back({point.time, s.mean, quartiles ? s.q25 : s.mean - half, quartiles ? s.q75 : s.mean + half});
  }
  return points;
}

AxisRange value_range(const PlotPanel& panel, bool logarithmic) {
  const auto means = sorted_means(panel);
  if (means.empty()) return {0, 100};
  const auto late = sorted_means(panel, true);  // a searcher that gets worse is not hidden
  if (panel.lines.front().curve.metric.ends_with("_regret")) {
    return regret_range(means, late.empty() ? 0 : late.back(), logarithmic);
  }
  const double low = std::min(quantile(means, kHidden), late.empty() ? means.back() : late.front());
  const double high = panel.optimum.value_or(means.back());
  const double margin = std::max(high - low, 0.01) * 0.06;
  return {low - margin, high + margin};
}

std::string linear_tics(char axis, AxisRange range) {
  constexpr double kSteps = 8;
  const double rough = (range.high - range.low) / kSteps;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double step = power * (rough > 5 * power ? 10 : rough > 2 * power ? 5 : rough > power ? 2 : 1);
  std::string tics;
  for (auto multiple = std::llround(std::ceil(range.low / step)); step * static_cast<double>(multiple) <= range.high;
       ++multiple) {
    const double value = step * static_cast<double>(multiple);
    const std::string name = step >= 1 ? with_thousands(value) : fmt::format("{:g}", value);
    tics += fmt::format("{}'{}' {:.9g}", tics.empty() ? "" : ", ", name, value);
  }
  return fmt::format("set {}tics ({})\n", axis, tics);
}

std::string log_tics(char axis, AxisRange range) {
  const double decades = std::log10(range.high / range.low);
  std::string tics;
  const int last = static_cast<int>(std::floor(std::log10(range.high)));
  for (int exponent = static_cast<int>(std::floor(std::log10(range.low))); exponent <= last; ++exponent) {
    const double power = std::pow(10, exponent);
    for (int digit = 1; digit < 10; ++digit) {
      const double value = digit * power;
      if (value < range.low * 0.999 || value > range.high * 1.001) continue;
      const bool named = digit == 1 || (decades < 4 && (digit == 2 || digit == 5));
      if (!tics.empty()) tics += ", ";
      const std::string name = value >= 1 ? with_thousands(value) : fmt::format("{:g}", value);
      tics += named ? fmt::format("'{}' {:g}", name, value) : fmt::format("'' {:g} 1", value);
    }
  }
  return fmt::format("set {}tics ({})\n", axis, tics);
}

}  // namespace cellar
