#include "experiments/report/plot_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cellar {
namespace {

// The share of points whose means may lie beyond the axis: the first evaluations, from which all curves start.
constexpr double kHidden = 0.2;

std::string with_thousands(double value) {
  std::string digits = fmt::format("{:.0f}", value);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

// Of all points, in order.
std::vector<double> sorted_means(const PlotPanel& panel) {
  std::vector<double> means;
  for (const PlotLine& line : panel.lines) {
    for (const CurvePoint& point : line.curve.points) {
      if (point.statistics.count > 0) means.push_back(point.statistics.mean);
    }
  }
  std::sort(means.begin(), means.end());
  return means;
}

// The worst mean that is shown; sign: 1 where less is better, -1 where more is. Only what a line begins with may be
// hidden: one that gets worse again, or is bad in its second half, is not.
double worst_shown(const PlotPanel& panel, const std::vector<double>& means, double sign) {
  const double usual = quantile(means, sign > 0 ? 1 - kHidden : kHidden);
  double worst = usual;
  for (const PlotLine& line : panel.lines) {
    const auto& points = line.curve.points;
    bool has_settled = false;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i].statistics.count == 0) continue;
      const double mean = points[i].statistics.mean;
      has_settled = has_settled || sign * mean <= sign * usual || i >= points.size() / 2;
      if (has_settled && sign * mean > sign * worst) worst = mean;
    }
  }
  return worst;
}

// Regret falls to 0, so what is hidden lies above; a logarithmic axis has room for all of it.
AxisRange regret_range(const std::vector<double>& means, double worst, bool logarithmic) {
  if (!logarithmic) return {0, std::max(worst, 0.01) * 1.1};
  const auto least = std::upper_bound(means.begin(), means.end(), 0.0);
  if (least == means.end()) return {0.01, 1};
  return {*least * 0.6, means.back() * 1.4};
}

// As large as a legend may be.
struct Corner {
  bool is_right, is_top;
  int points = 0;

  // x, y: from 0 to 1
  bool holds(double x, double y) const { return (is_right ? x > 0.4 : x < 0.6) && (is_top ? y > 0.6 : y < 0.4); }
};

// All of it, with the quartiles: nothing is known of what a column means.
AxisRange own_range(const PlotPanel& panel) {
  AxisRange range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const PlotLine& line : panel.lines) {
    for (const CurvePoint& point : line.curve.points) {
      const Statistics& s = point.statistics;
      if (s.count == 0) continue;
      range = {std::min({range.low, s.mean, s.q25}), std::max({range.high, s.mean, s.q75})};
    }
  }
  if (panel.optimum) range = {std::min(range.low, *panel.optimum), std::max(range.high, *panel.optimum)};
  const double margin =
      range.high > range.low ? (range.high - range.low) * 0.06 : std::max(std::abs(range.low), 1.0) * 0.1;
  return {range.low - margin, range.high + margin};
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
  if (panel.kind == CurveMetric::Kind::own) return own_range(panel);
  if (panel.kind == CurveMetric::Kind::regret) {
    return regret_range(means, worst_shown(panel, means, 1), logarithmic);
  }
  const double low = worst_shown(panel, means, -1);
  const double high = panel.optimum.value_or(means.back());
  const double margin = std::max(high - low, 0.01) * 0.06;
  return {low - margin, high + margin};
}

std::string emptiest_corner(const PlotPanel& panel, bool log_time, AxisRange times, AxisRange values) {
  const bool falls = panel.kind == CurveMetric::Kind::regret;  // where curves end is where most of them lie
  std::array<Corner, 4> corners{{{true, falls}, {true, !falls}, {false, !falls}, {false, falls}}};
  const double length = log_time ? std::log(times.high / times.low) : times.high - times.low;
  for (const PlotLine& line : panel.lines) {
    for (const CurvePoint& point : line.curve.points) {
      if (point.statistics.count == 0) continue;
      const double x = (log_time ? std::log(point.time / times.low) : point.time - times.low) / length;
      const double y = (point.statistics.mean - values.low) / (values.high - values.low);
      for (Corner& corner : corners) corner.points += corner.holds(x, y) ? 1 : 0;
    }
  }
  const auto fewer = [](const Corner& a, const Corner& b) { return a.points < b.points; };
  const Corner& best = *std::min_element(corners.begin(), corners.end(), fewer);
  return fmt::format("{} {}", best.is_right ? "right" : "left", best.is_top ? "top" : "bottom");
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
