#include "core/table/dataset_defaults.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"
#include "core/trimmed.hpp"

namespace cellar {

namespace {

// Takes what stands before the first `mark` off `text`, all of it if there is none.
std::string_view take_before(std::string_view& text, char mark) {
  const auto end = std::min(text.find(mark), text.size());
  const std::string_view taken = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  text = trimmed(text);
  return taken;
}

void set(DatasetDefaults& defaults, std::string_view key, std::string_view value) {
  if (value.empty()) throw Error(fmt::format("'{}' of data set {} says nothing", printable(key), defaults.dataset));
  if (key == "observe") {
    defaults.observed = value;
  } else if (key == "truth") {
    while (!value.empty()) defaults.truth.emplace_back(take_before(value, ' '));
  } else if (key == "budget") {
    defaults.budget = parse_budget(value);
  } else {
    throw Error(unknown_name(fmt::format("default of data set {}", defaults.dataset), printable(key),
                             {"observe", "truth", "budget"}));
  }
}

}  // namespace

std::string format(const DatasetDefaults& defaults) {
  std::vector<std::string> parts;
  if (!defaults.observed.empty()) parts.push_back("observe " + defaults.observed);
  if (!defaults.truth.empty()) parts.push_back(fmt::format("truth {}", fmt::join(defaults.truth, " ")));
  if (defaults.budget) parts.push_back("budget " + format(*defaults.budget));
  return fmt::format("{}", fmt::join(parts, ", "));
}

void check_dataset_name(std::string_view dataset) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._+-").find(c) != std::string_view::npos;
  };
  const bool is_reserved = dataset == "lock" || dataset == "earlier";
  if (!dataset.empty() && dataset.size() <= 100 && dataset[0] != '.' && !is_reserved &&
      std::all_of(dataset.begin(), dataset.end(), fits)) {
    return;
  }
  throw Error(
      fmt::format("'{}' cannot be the name of a data set, which is a folder of traces: allowed are up to 100 of "
                  "a-z, A-Z, 0-9 and '._+-', no '.' in front, neither lock nor earlier",
                  printable(dataset)));
}

DatasetDefaults parse_dataset_defaults(std::string_view dataset, std::string_view text) {
  check_dataset_name(dataset);
  DatasetDefaults defaults;
  defaults.dataset = dataset;
  for (text = trimmed(text); !text.empty();) {
    std::string_view part = take_before(text, ',');
    const std::string_view key = take_before(part, ' ');
    set(defaults, key, part);
  }
  return defaults;
}

}  // namespace cellar
