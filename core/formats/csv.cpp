#include "core/formats/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"

namespace cellar {

CsvReader::CsvReader(std::string_view text, std::string_view source) : rest_(text), source_(source) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (rest_.substr(0, kByteOrderMark.size()) == kByteOrderMark) rest_.remove_prefix(kByteOrderMark.size());
}

bool CsvReader::next(std::vector<std::string_view>& fields) {
  fields.clear();
  unquoted_.clear();
  fields_read_ = 0;
  skip_comments();
  row_line_ = line_;
  if (rest_.empty()) return false;
  do {
    ++fields_read_;
    fields.push_back(field());
  } while (!end_of_row());
  return true;
}

void CsvReader::skip_comments() {
  while (!rest_.empty() && (rest_[0] == '#' || rest_[0] == '\n' || rest_.substr(0, 2) == "\r\n")) {
    rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size() - 1) + 1);
    ++line_;
  }
}

std::string_view CsvReader::field() {
  if (!rest_.empty() && rest_[0] == '"') return quoted_field();
  const std::size_t end = std::min(rest_.find_first_of(",\n\""), rest_.size());
  if (end < rest_.size() && rest_[end] == '"') fail("a quote inside a field that does not begin with one");
  std::string_view field = rest_.substr(0, end);
  const bool ends_row = end == rest_.size() || rest_[end] == '\n';
  rest_.remove_prefix(end);
  if (ends_row && !field.empty() && field.back() == '\r') field.remove_suffix(1);
  return field;
}

std::string_view CsvReader::quoted_field() {
  std::string text;
  std::size_t begin = 1;
  for (;;) {
    const std::size_t quote = rest_.find('"', begin);
    if (quote == rest_.npos) fail("a quoted field without an end");
    const bool doubled = quote + 1 < rest_.size() && rest_[quote + 1] == '"';
    text += rest_.substr(begin, quote - begin + (doubled ? 1 : 0));
    begin = quote + 1;
    if (!doubled) break;
    ++begin;
  }
  line_ += static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  rest_.remove_prefix(begin);
  return unquoted_.emplace_back(std::move(text));
}

bool CsvReader::end_of_row() {
  if (!rest_.empty() && rest_[0] == ',') {
    rest_.remove_prefix(1);
    return false;
  }
  if (rest_.substr(0, 2) == "\r\n") rest_.remove_prefix(1);
  if (!rest_.empty() && rest_[0] != '\n') fail("something after a closing quote");
  if (!rest_.empty()) rest_.remove_prefix(1);
  ++line_;
  return true;
}

void CsvReader::fail(std::string_view reason) const {
  throw Error(fmt::format("{}, line {}, field {}: {}", source_, row_line_, fields_read_, reason));
}

}  // namespace cellar
