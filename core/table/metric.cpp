#include "core/table/metric.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"

namespace cellar {

namespace {

constexpr int kMostEpochs = 1'000'000;

// A number as `format` spells it: digits alone, no leading zero. So every metric has one spelling.
std::optional<int> parse_whole(std::string_view text) {
  if (text.empty() || text[0] == '-' || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  return parse_number<int>(text);
}

// Data sets and splits become parts of folder names, so they hold nothing that a path would interpret.
bool is_name(std::string_view text, std::string_view also) {
  const auto fits = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || also.find(c) != also.npos;
  };
  return !text.empty() && text[0] != '.' && std::all_of(text.begin(), text.end(), fits);
}

// Takes what stands before the first `mark` off `text`; none if there is no mark.
std::optional<std::string_view> take_until(std::string_view& text, char mark) {
  const auto end = text.find(mark);
  if (end == text.npos) return std::nullopt;
  const auto taken = text.substr(0, end);
  text.remove_prefix(end + 1);
  return taken;
}

bool is_split(std::string_view text) {
  return text == "train" || text == "valid" || text == "test" || text == "valtest";
}

// "jigsaw.valid", "cifar10.test.2".
std::optional<MetricColumn> parse_without_epochs(std::string_view name) {
  const auto last_dot = name.rfind('.');
  if (last_dot == name.npos) return std::nullopt;
  const auto seed = parse_whole(name.substr(last_dot + 1));
  if (seed) name = name.substr(0, last_dot);
  const auto dot = name.rfind('.');
  if (dot == name.npos || !is_split(name.substr(dot + 1)) || !is_name(name.substr(0, dot), "._+-")) return std::nullopt;
  return MetricColumn{{std::string(name.substr(0, dot)), {std::string(name.substr(dot + 1)), {}}, seed}, 0};
}

struct Epochs {
  Fidelity last;
  int first = 0;
};

// "12/12", "1-200/200".
std::optional<Epochs> parse_epochs(std::string_view text) {
  const auto range = take_until(text, '/');
  const auto schedule = parse_whole(text);
  if (!range || !schedule) return std::nullopt;
  std::string_view last_text = *range;
  const auto first_text = take_until(last_text, '-');
  const auto last = parse_whole(last_text);
  const auto first = first_text ? parse_whole(*first_text) : last;
  if (!first || !last || *first < 1 || *last > *schedule || *schedule > kMostEpochs) return std::nullopt;
  if (first_text && *first >= *last) return std::nullopt;
  return Epochs{{*last, *schedule}, *first};
}

}  // namespace

std::string format(const Measure& measure) {
  if (measure.at == Fidelity{}) return measure.split;
  return fmt::format("{}@{}/{}", measure.split, measure.at.epochs, measure.at.schedule);
}

std::string format(const Metric& metric) {
  const std::string mean = fmt::format("{}.{}", metric.dataset, format(metric.measure));
  return metric.seed ? fmt::format("{}.{}", mean, *metric.seed) : mean;
}

std::optional<MetricColumn> parse_metric_column(std::string_view name) {
  if (name.find('@') == name.npos) return parse_without_epochs(name);
  std::string_view rest = name;
  const auto figure = take_until(rest, '@');
  if (!figure) return std::nullopt;
  const auto dot = figure->rfind('.');
  if (dot == figure->npos) return std::nullopt;
  const auto dataset = figure->substr(0, dot);
  const auto split = figure->substr(dot + 1);
  const bool has_seed = rest.find('.') != rest.npos;
  const auto epochs = parse_epochs(has_seed ? *take_until(rest, '.') : rest);
  const auto seed = has_seed ? parse_whole(rest) : std::nullopt;
  if (!is_name(dataset, "._+-") || !is_name(split, "_-") || !epochs || (has_seed && !seed)) return std::nullopt;
  return MetricColumn{{std::string(dataset), {std::string(split), epochs->last}, seed}, epochs->first};
}

Measure parse_measure(std::string_view text) {
  if (is_split(text)) return {std::string(text), {}};
  const auto at = text.find('@');
  const auto epochs = at == text.npos ? std::nullopt : parse_epochs(text.substr(at + 1));
  if (parse_metric_column(fmt::format("any.{}", text)).value_or(MetricColumn{}).last.seed) {
    throw Error(
        fmt::format("'{}' is of a single training seed; write {} for the mean over seeds or one drawn each time", text,
                    text.substr(0, text.rfind('.'))));
  }
  if (!epochs || epochs->first != epochs->last.epochs || !is_name(text.substr(0, at), "_-")) {
    throw Error(fmt::format("'{}' is not a measure: write SPLIT@EPOCH/SCHEDULE, such as valid@12/12", text));
  }
  return {std::string(text.substr(0, at)), epochs->last};
}

Metric parse_metric(std::string_view text) {
  const auto column = parse_metric_column(text);
  if (!column || column->first_epoch != column->last.measure.at.epochs) {
    throw Error(fmt::format(
        "'{}' is not a metric: write DATASET.SPLIT@EPOCH/SCHEDULE[.SEED], such as cifar10.test@200/200.777", text));
  }
  return column->last;
}

}  // namespace cellar
