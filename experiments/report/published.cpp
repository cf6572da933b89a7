#include "experiments/report/published.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

namespace cellar {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kNats = "NATS-Bench";
constexpr std::string_view kAgain = "re-simulated";
constexpr std::string_view kNb201 = "NAS-Bench-201";

constexpr std::string_view kC10 = "cifar10", kC100 = "cifar100", kImageNet = "ImageNet16-120";

// Searched on each data set for itself.
constexpr std::array<std::pair<std::string_view, double>, 3> kNatsBudgets{
    {{kC10, 20000}, {kC100, 40000}, {kImageNet, 120000}}};

struct Row {
  std::string_view source, searcher;
  std::array<PublishedFigure, 6> figures;  // valid, test of CIFAR-10, CIFAR-100, ImageNet16-120
};

// clang-format off
constexpr Row kNatsRows[] = {
    {kNats, "evolution", {{{91.25, .31}, {94.02, .31}, {72.28, .95}, {72.23, .84}, {45.71, .77}, {45.77, .80}}}},
    {kNats, "reinforce", {{{91.12, .25}, {93.90, .26}, {71.80, .94}, {71.86, .89}, {45.37, .74}, {45.64, .78}}}},
    {kNats, "random", {{{91.07, .26}, {93.86, .23}, {71.46, .97}, {71.55, .97}, {45.03, .91}, {45.28, .97}}}},
    {kNats, "bohb", {{{91.17, .27}, {93.94, .28}, {72.04, .93}, {72.00, .86}, {45.55, .79}, {45.70, .86}}}},
    {kAgain, "evolution", {{{91.30, .29}, {94.09, .29}, {72.30, .91}, {72.25, .84}, {45.69, .82}, {45.80, .83}}}},
    {kAgain, "reinforce", {{{91.13, .26}, {93.91, .25}, {71.75, .93}, {71.84, .87}, {45.26, .82}, {45.51, .91}}}},
    {kAgain, "random", {{{91.08, .26}, {93.86, .26}, {71.37, .95}, {71.52, .88}, {44.97, .89}, {45.24, .97}}}},
    {kAgain, "local-search", {{{91.42, .21}, {94.25, .22}, {72.79, .59}, {72.37, .55}, {46.07, .48}, {46.09, .58}}}},
};

// Searched on CIFAR-10 for 12,000 s.
constexpr Row kNb201Rows[] = {
    {kNb201, "evolution", {{{91.19, .31}, {93.92, .30}, {71.81, 1.12}, {71.84, .99}, {45.15, .89}, {45.54, 1.03}}}},
    {kNb201, "random", {{{90.93, .36}, {93.70, .36}, {70.93, 1.09}, {71.04, 1.07}, {44.45, 1.10}, {44.57, 1.25}}}},
    {kNb201, "reinforce", {{{91.09, .37}, {93.85, .37}, {71.61, 1.12}, {71.71, 1.09}, {45.05, 1.02}, {45.24, 1.18}}}},
    {kNb201, "bohb", {{{90.82, .53}, {93.61, .52}, {70.74, 1.29}, {70.85, 1.28}, {44.26, 1.36}, {44.42, 1.49}}}},
    {kAgain, "evolution", {{{91.13, .48}, {93.90, .47}, {71.66, kNan}, {71.77, kNan}, {45.02, kNan}, {45.27, kNan}}}},
    {kAgain, "random", {{{90.99, .33}, {93.79, .32}, {71.12, kNan}, {71.23, kNan}, {44.66, kNan}, {44.82, kNan}}}},
    {kAgain, "reinforce", {{{91.03, .34}, {93.81, .31}, {71.23, kNan}, {71.36, kNan}, {44.79, kNan}, {44.98, kNan}}}},
};
// clang-format on

std::vector<PublishedResult> make_results() {
  std::vector<PublishedResult> results;
  for (std::size_t i = 0; i < kNatsBudgets.size(); ++i) {
    const auto& [dataset, budget] = kNatsBudgets[i];
    for (const Row& row : kNatsRows) {
      results.push_back(
          {row.source, row.searcher, dataset, dataset, budget, row.figures[2 * i], row.figures[2 * i + 1]});
    }
    for (const Row& row : kNb201Rows) {
      results.push_back({row.source, row.searcher, kC10, dataset, 12000, row.figures[2 * i], row.figures[2 * i + 1]});
    }
  }
  return results;
}

}  // namespace

const std::vector<PublishedResult>& published_results() {
  static const std::vector<PublishedResult> results = make_results();
  return results;
}

std::vector<PublishedResult> find_published(std::string_view searcher, std::string_view searched,
                                            std::string_view reported, double seconds) {
  std::vector<PublishedResult> found;
  const auto wanted = [&](const PublishedResult& result) {
    return result.searcher == searcher && result.searched == searched && result.reported == reported &&
           result.budget_seconds == seconds;
  };
  const auto& all = published_results();
  std::copy_if(all.begin(), all.end(), std::back_inserter(found), wanted);
  return found;
}

std::string_view source_text(std::string_view source) {
  if (source == kNats) return "Dong, Liu, Musial, Gabrys: NATS-Bench, IEEE TPAMI 2021, topology space, 500 runs";
  if (source == kNb201) return "Dong, Yang: NAS-Bench-201, ICLR 2020, Table 5 (searched on CIFAR-10), 500 runs";
  return "the original protocol simulated anew on the real table, one training seed drawn on CIFAR-10";
}

}  // namespace cellar
