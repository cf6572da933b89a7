#include "experiments/report/short_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace cellar {

namespace {

constexpr std::size_t kLong = 40;  // characters

// "name(option=value,…)".
struct Spelling {
  std::string name;
  std::vector<std::string> options;

  bool has(const std::string& option) const {
    return std::find(options.begin(), options.end(), option) != options.end();
  }
};

Spelling split(const std::string& text) {
  if (text.find(" = ") != std::string::npos) return {text, {}};  // several spellings of one searcher
  const std::size_t bracket = text.find('(');
  Spelling spelling{text.substr(0, bracket), {}};
  for (std::size_t from = bracket; from < text.size();) {
    const std::size_t end = std::min(text.find_first_of(",)", from + 1), text.size());
    spelling.options.push_back(text.substr(from + 1, end - from - 1));
    from = end + 1 < text.size() ? end : text.size();
  }
  return spelling;
}

}  // namespace

ShortNames short_names(const std::vector<std::string>& spellings) {
  const auto is_long = [](const std::string& text) { return text.size() > kLong; };
  if (std::none_of(spellings.begin(), spellings.end(), is_long)) return {spellings, ""};
  std::vector<Spelling> all;
  std::transform(spellings.begin(), spellings.end(), std::back_inserter(all), split);
  std::vector<std::string> shared;
  for (const std::string& option : all.front().options) {
    if (std::all_of(all.begin(), all.end(), [&](const Spelling& each) { return each.has(option); })) {
      shared.push_back(option);
    }
  }
  ShortNames result{{}, fmt::format("{}", fmt::join(shared, ","))};
  for (Spelling& each : all) {
    std::erase_if(each.options, [&](const std::string& option) {
      return std::find(shared.begin(), shared.end(), option) != shared.end();
    });
    result.names.push_back(each.options.empty() ? each.name
                                                : fmt::format("{}({})", each.name, fmt::join(each.options, ",")));
  }
  return result;
}

}  // namespace cellar
