#include "core/objective.hpp"

#include <fmt/format.h>

#include "core/numbers.hpp"

namespace cellar {

namespace {

constexpr std::string_view kModelled = ", shorter trainings modelled by ";
constexpr std::string_view kDrawn = "one of ", kMean = "mean of ", kPresent = "mean of up to ",
                           kSeeds = " training seeds";

// "one of 3 training seeds" with `begin` "one of ": 3.
std::optional<int> seeds_of(std::string_view text, std::string_view begin) {
  if (!text.starts_with(begin) || !text.ends_with(kSeeds)) return std::nullopt;
  const auto seeds = parse_number<int>(text.substr(begin.size(), text.size() - begin.size() - kSeeds.size()));
  return seeds && *seeds > 0 ? seeds : std::nullopt;
}

}  // namespace

std::string format(const FigureSource& source) {
  using Kind = FigureSource::Kind;
  std::string text;
  switch (source.kind) {
    case Kind::tabled:
      text = "tabled";
      break;
    case Kind::one_seed:
      text = "one training seed";
      break;
    case Kind::drawn_seed:
      text = fmt::format("{}{}{}", kDrawn, source.seeds, kSeeds);
      break;
    case Kind::mean_of_seeds:
      text = fmt::format("{}{}{}", kMean, source.seeds, kSeeds);
      break;
    case Kind::mean_of_present:
      text = fmt::format("{}{}{}", kPresent, source.seeds, kSeeds);
      break;
    case Kind::shared_weights:
      text = "shared weights";
      break;
    case Kind::measured:
      text = "measured";
      break;
  }
  return source.modelled_epochs.empty() ? text : fmt::format("{}{}{}", text, kModelled, source.modelled_epochs);
}

FigureSource parse_figure_source(std::string_view text) {
  FigureSource source;
  const std::size_t modelled = text.find(kModelled);
  if (modelled != std::string_view::npos) source.modelled_epochs = text.substr(modelled + kModelled.size());
  const std::string_view kind = text.substr(0, modelled);
  using Kind = FigureSource::Kind;
  for (const Kind plain : {Kind::tabled, Kind::one_seed, Kind::shared_weights, Kind::measured}) {
    source.kind = plain;
    if (format(FigureSource{plain, 0, {}}) == kind) return source;
  }
  for (const auto& [several, begin] : {std::pair(Kind::drawn_seed, kDrawn), std::pair(Kind::mean_of_seeds, kMean),
                                       std::pair(Kind::mean_of_present, kPresent)}) {
    source.kind = several;
    source.seeds = seeds_of(kind, begin).value_or(0);
    if (source.seeds > 0) return source;
  }
  throw Error(fmt::format(
      "'{}' does not say where figures come from: tabled, one training seed, one of N training "
      "seeds, mean of N training seeds, mean of up to N training seeds, shared weights or measured is needed",
      text));
}

double percent_of_range(const Objective& objective, double oriented) {
  const double width = objective.most - objective.least;
  const double lowest = objective.maximise ? objective.least : -objective.most;
  if (!std::isfinite(width) || (lowest == 0 && width == 100)) return oriented;
  return 100 * (oriented - lowest) / width;
}

Values oriented(const Values& values, std::span<const Objective> objectives) {
  std::array<double, kMaxObjectives> turned{};
  for (std::size_t i = 0; i < values.size(); ++i) turned[i] = objectives[i].maximise ? values[i] : -values[i];
  return Values(std::span<const double>(turned.data(), values.size()));
}

}  // namespace cellar
