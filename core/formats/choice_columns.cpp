#include "core/formats/choice_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/architecture.hpp"
#include "core/errors.hpp"
#include "core/formats/csv.hpp"
#include "core/names.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Texts = std::set<std::string, std::less<>>;

std::vector<std::string> sorted(const Texts& texts) {
  std::vector<std::string> by_text(texts.begin(), texts.end());
  std::vector<std::pair<double, std::string>> by_number;
  for (const std::string& text : by_text) {
    const auto number = parse_number<double>(text);
    if (!number) return by_text;
    by_number.emplace_back(*number, text);
  }
  std::sort(by_number.begin(), by_number.end());
  for (std::size_t i = 0; i < by_text.size(); ++i) by_text[i] = std::move(by_number[i].second);
  return by_text;
}

// The rows below the first, which names the columns.
class NamedRows {
 public:
  NamedRows(std::string_view csv_text, std::string_view source) : source_(source), rows_(csv_text, source_) {
    if (!rows_.next(fields_)) throw Error(fmt::format("{} is empty", source_));
    names_.assign(fields_.begin(), fields_.end());
  }

  bool next() {
    if (!rows_.next(fields_)) {
      if (read_ == 0) throw Error(fmt::format("{} has no row below its column names", source_));
      return false;
    }
    ++read_;
    if (fields_.size() == names_.size()) return true;
    fail(fmt::format("{} fields, where the first row names {} columns", fields_.size(), names_.size()));
  }

  int line() const { return rows_.line(); }

  std::string_view field(std::size_t field) const { return fields_[field]; }

  const std::string& name(std::size_t field) const {
    require(field < names_.size(), "a choice is a column of the file");
    return names_[field];
  }

  // Where the present row and its field are.
  std::string place(std::size_t field) const {
    return fmt::format("{}, line {}, column '{}'", source_, line(), printable(names_[field]));
  }

  [[noreturn]] void fail(std::string_view reason) const {
    throw Error(fmt::format("{}, line {}: {}", source_, line(), reason));
  }

 private:
  std::string_view source_;
  CsvReader rows_;
  std::vector<std::string_view> fields_;
  std::vector<std::string> names_;
  std::size_t read_ = 0;
};

// Keeps one of the texts that a choice has, which stands in that field of the present row.
void keep(Texts& texts, std::string_view text, const NamedRows& rows, std::size_t field, std::string_view too_many) {
  if (texts.find(text) != texts.end()) return;
  const std::string place = rows.place(field);
  if (text.empty()) throw Error(fmt::format("{} is empty; a choice has a value in each row", place));
  check_plain_name(fmt::format("{}: a value", place), text);
  if (texts.size() >= Architecture::kMaxArity) {
    throw Error(fmt::format("{}: more than {} different values; {}", place, Architecture::kMaxArity, too_many));
  }
  texts.emplace(text);
}

// The values between the colons.
std::vector<std::string_view> parts(std::string_view spelling) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= spelling.size();) {
    const std::size_t end = std::min(spelling.find(':', begin), spelling.size());
    parts.push_back(spelling.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

ChoiceColumns derive_choices(std::string_view csv_text, std::string_view source,
                             const std::vector<std::size_t>& candidates) {
  NamedRows rows(csv_text, source);
  if (candidates.empty()) rows.fail("no column is a choice; a column of values, or one called 'arch', is needed");
  if (candidates.size() > Architecture::kMaxChoices) {
    rows.fail(
        fmt::format("{} columns could be choices; a space has at most {}: leave out of the file what is none, or "
                    "give its unit as in 'NAME [ms min]' if it is a figure",
                    candidates.size(), Architecture::kMaxChoices));
  }
  ChoiceColumns choices;
  Texts names;
  for (const std::size_t field : candidates) {
    const std::string& name = rows.name(field);
    check_plain_name(fmt::format("{}, line {}: column {}, a choice,", source, rows.line(), field + 1), name);
    if (!names.insert(name).second) rows.fail(fmt::format("two columns '{}'", name));
    choices.columns.push_back({field, name, {}});
  }
  std::vector<Texts> texts(candidates.size());
  while (rows.next()) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      keep(texts[i], rows.field(candidates[i]), rows, candidates[i],
           "it is no choice: leave the column out of the file, or give its unit as in 'NAME [ms min]' if it is a "
           "figure");
    }
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) choices.columns[i].values = sorted(texts[i]);
  return choices;
}

ChoiceColumns split_spellings(std::string_view csv_text, std::string_view source, std::size_t arch_field) {
  NamedRows rows(csv_text, source);
  static_cast<void>(rows.name(arch_field));
  std::vector<Texts> texts;
  int first_line = 0;
  while (rows.next()) {
    const std::vector<std::string_view> values = parts(rows.field(arch_field));
    if (texts.empty()) {
      first_line = rows.line();
      texts.resize(values.size());
    }
    if (values.size() > Architecture::kMaxChoices) {
      throw Error(fmt::format("{}: {} values with ':' between them; a space has at most {} choices",
                              rows.place(arch_field), values.size(), Architecture::kMaxChoices));
    }
    if (values.size() != texts.size()) {
      throw Error(fmt::format("{}: {} values with ':' between them, where line {} has {}", rows.place(arch_field),
                              values.size(), first_line, texts.size()));
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      keep(texts[i], values[i], rows, arch_field, fmt::format("a choice has at most {}", Architecture::kMaxArity));
    }
  }
  ChoiceColumns choices;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    choices.columns.push_back({arch_field, fmt::format("choice{}", i + 1), sorted(texts[i])});
  }
  return choices;
}

}  // namespace cellar
