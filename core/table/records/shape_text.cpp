#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/table/records/shape.hpp"

// One line for each shape, its fields separated by tabs; the last field is a letter for each figure of each set.
namespace cellar {

namespace {

constexpr std::string_view kKinds = ".NLCFP";  // by SeriesShape::Kind

std::string format_sets(const std::vector<ImageSet>& sets) {
  std::string digits;
  for (const ImageSet set : sets) digits += static_cast<char>('0' + static_cast<int>(set));
  return digits.empty() ? "-" : digits;
}

std::string format_series(const SeriesShape& series) {
  std::string text(1, kKinds[static_cast<std::size_t>(series.kind)]);
  for (const auto& [first, last] : series.epochs) text += fmt::format("{}-{}/", first, last);
  return text;
}

// Takes the fields of a line one after the other.
class ShapeReader {
 public:
  explicit ShapeReader(std::string_view line) : line_(line), rest_(line) {}

  std::string_view word() {
    const auto end = std::min(rest_.find('\t'), rest_.size());
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return taken;
  }

  int number(int least) {
    const auto value = parse_number<int>(word());
    if (!value || *value < least) fail();
    return *value;
  }

  std::vector<ImageSet> sets() {
    std::vector<ImageSet> sets;
    const std::string_view digits = word();
    if (digits == "-") return sets;
    for (const char digit : digits) {
      if (digit < '0' || digit > '3') fail();
      sets.push_back(static_cast<ImageSet>(digit - '0'));
    }
    return sets;
  }

  // A letter for the kind, and the runs of epochs where it is partial.
  SeriesShape series(std::string_view& text) {
    const auto kind = text.empty() ? kKinds.npos : kKinds.find(text[0]);
    if (kind == kKinds.npos) fail();
    SeriesShape series{static_cast<SeriesShape::Kind>(kind), {}};
    text.remove_prefix(1);
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
      const auto dash = text.find('-');
      const auto end = text.find('/');
      if (end == text.npos || dash > end) fail();
      const auto first = parse_number<int>(text.substr(0, dash));
      const auto last = parse_number<int>(text.substr(dash + 1, end - dash - 1));
      if (!first || !last) fail();
      series.epochs.emplace_back(*first, *last);
      text.remove_prefix(end + 1);
    }
    return series;
  }

  [[noreturn]] void fail() const { throw Error(fmt::format("'{}' is no shape of a trial", line_)); }

 private:
  std::string_view line_, rest_;
};

}  // namespace

std::string format_shape(const TrialShape& shape) {
  std::string line =
      fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t", shape.dataset, shape.seed, shape.seed_text,
                  shape.epochs, shape.has_latency ? 1 : 0, shape.has_weights ? 1 : 0, shape.config.name,
                  shape.config.genotype, shape.config.channel, shape.config.num_cells, shape.config.class_num,
                  format_sets(shape.evaluation_sets), format_sets(shape.timed_sets));
  for (const auto& figures : shape.series) {
    for (const SeriesShape& series : figures) line += format_series(series);
  }
  return line;
}

TrialShape parse_shape(std::string_view line) {
  ShapeReader reader(line);
  TrialShape shape;
  shape.dataset = reader.word();
  shape.seed = reader.number(0);
  shape.seed_text = reader.word();
  shape.epochs = reader.number(1);
  shape.has_latency = reader.number(0) != 0;
  shape.has_weights = reader.number(0) != 0;
  shape.config.name = reader.word();
  shape.config.genotype = reader.word();
  shape.config.channel = reader.number(0);
  shape.config.num_cells = reader.number(0);
  shape.config.class_num = reader.number(0);
  shape.evaluation_sets = reader.sets();
  shape.timed_sets = reader.sets();
  std::string_view rest = reader.word();
  for (auto& figures : shape.series) {
    for (SeriesShape& series : figures) series = reader.series(rest);
  }
  if (!rest.empty()) reader.fail();
  return shape;
}

}  // namespace cellar
