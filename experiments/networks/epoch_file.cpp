#include "experiments/networks/epoch_file.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "core/errors.hpp"
#include "core/formats/csv.hpp"
#include "core/formats/text_file.hpp"
#include "core/numbers.hpp"
#include "experiments/networks/head_difference.hpp"
#include "experiments/report/output_file.hpp"

namespace cellar {

namespace {

void append_quality(std::string& row, const network::Quality& quality) {
  for (const double value : {quality.top1, quality.top5, quality.loss}) {
    row += ',';
    append_number(row, value);
  }
}

}  // namespace

EpochFile::EpochFile(std::filesystem::path path, std::string head, std::vector<std::string> sets)
    : path_(std::move(path)), head_(fmt::format("# {}\nepoch,learning_rate", head)), columns_(3 + 3 * sets.size()) {
  for (const std::string& set : sets) head_ += fmt::format(",{},{}_top5,{}_loss", set, set, set);
  head_ += ",seconds\n";
  if (std::filesystem::exists(path_)) read();
}

void EpochFile::read() {
  const std::string text = read_text(path_);
  if (!text.starts_with(head_)) {
    refuse(fmt::format("is of another training ({}); another --out is needed", head_difference(text, head_)));
  }
  CsvReader reader(text, path_.native());
  std::vector<std::string_view> fields;
  reader.next(fields);  // the names of the columns
  while (reader.next(fields)) {
    const auto seconds = fields.size() == columns_ ? parse_number<double>(fields.back()) : std::nullopt;
    const bool in_order = parse_number<std::size_t>(fields.front()) == seconds_.size() + 1;
    if (!seconds || *seconds < 0 || !in_order) refuse(fmt::format("line {} is damaged", reader.line()));
    seconds_.push_back(*seconds);
  }
}

void EpochFile::go_on_after(const std::vector<network::EpochResult>& results) {
  if (seconds_.size() < results.size()) {
    refuse(fmt::format("has {} epochs, the state beside it {}: they are not of one training", seconds_.size(),
                       results.size()));
  }
  seconds_.resize(results.size());
  rows_.clear();
  for (const network::EpochResult& result : results) rows_.push_back(row(result, seconds_[rows_.size()]));
}

void EpochFile::add(const network::EpochResult& result, double seconds) {
  rows_.push_back(row(result, seconds));
  seconds_.push_back(seconds);
  write();
}

std::string EpochFile::row(const network::EpochResult& result, double seconds) const {
  std::string row = fmt::format("{},", rows_.size() + 1);
  append_number(row, result.learning_rate);
  append_quality(row, result.train);
  for (const network::Quality& quality : result.evaluated) append_quality(row, quality);
  row += ',';
  append_number(row, seconds);
  return row + '\n';
}

void EpochFile::write() const {
  std::string text = head_;
  for (const std::string& row : rows_) text += row;
  write_output(path_.string(), text);
}

void EpochFile::refuse(const std::string& reason) const { throw Error(fmt::format("{} {}", path_.string(), reason)); }

}  // namespace cellar
