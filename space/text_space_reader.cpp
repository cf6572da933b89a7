#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"
#include "space/text_space.hpp"

namespace cellar {

namespace {

// The statements of a space's file, one after the other.
class StatementReader {
 public:
  StatementReader(std::string_view text, std::string_view source) : rest_(text), source_(source) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }

  std::shared_ptr<const TextSpace> read() {
    while (!rest_.empty()) {
      next_line();
      try {
        statement();
      } catch (const Error& error) {
        throw Error(fmt::format("{}, line {}: {}", source_, line_number_, error.what()));
      }
    }
    if (name_.empty()) throw Error(fmt::format("{} gives no space; it begins with 'space NAME'", source_));
    if (choices_.empty()) throw Error(fmt::format("{} gives no choice; 'choice NAME VALUE...' is needed", source_));
    return space_ ? space_ : std::make_shared<const TextSpace>(name_, choices_);
  }

 private:
  void next_line() {
    ++line_number_;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line_.ends_with('\r')) line_.remove_suffix(1);
  }

  // The line's next word; empty at its end.
  std::string_view word() {
    constexpr std::string_view kBlanks = " \t";
    line_.remove_prefix(std::min(line_.find_first_not_of(kBlanks), line_.size()));
    const std::string_view word = line_.substr(0, line_.find_first_of(kBlanks));
    line_.remove_prefix(word.size());
    return word;
  }

  // The only word that follows a statement's own.
  std::string only_word(std::string_view usage) {
    const std::string_view first = word();
    if (!first.empty() && word().empty()) return std::string(first);
    throw Error(fmt::format("one word is needed, without blanks: '{}'", usage));
  }

  void statement() {
    const std::string_view kind = word();
    if (kind.empty() || kind[0] == '#') return;
    const std::vector<std::string> kinds{"space", "choice", "format"};
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
      throw Error(unknown_name("statement", printable(kind), kinds));
    }
    if ((kind == "space") != name_.empty()) {
      throw Error(name_.empty() ? "the first statement must be 'space NAME'" : "a second 'space'; a file gives one");
    }
    if (space_) throw Error(fmt::format("a '{}' after the format; the format is last", kind));
    if (kind == "space") name_statement();
    if (kind == "choice") choice_statement();
    if (kind == "format") format_statement();
  }

  void name_statement() {
    name_ = only_word("space NAME");
    check_plain_name("a space", name_);
  }

  void choice_statement() {
    TextSpace::Choice& choice = choices_.emplace_back();
    choice.name = word();
    if (choice.name.empty()) throw Error("a choice needs a name and values: 'choice NAME VALUE...'");
    while (choice.values.size() <= Architecture::kMaxArity) {
      const std::string_view value = word();
      if (value.empty()) break;
      choice.values.emplace_back(value);
    }
    TextSpace::check_choice(choices_, choices_.size() - 1);
  }

  void format_statement() {
    if (choices_.empty()) throw Error("a format before the choices; it follows after them");
    space_ = std::make_shared<const TextSpace>(name_, choices_, only_word("format TEXT"));
  }

  std::string_view rest_;
  std::string_view source_;
  std::string_view line_;  // what is not read of it
  int line_number_ = 0;
  std::string name_;
  std::vector<TextSpace::Choice> choices_;
  std::shared_ptr<const TextSpace> space_;  // once there is a format
};

}  // namespace

std::shared_ptr<const TextSpace> parse_space_text(std::string_view text, std::string_view source) {
  return StatementReader(text, source).read();
}

}  // namespace cellar
