#include "core/formats/images/split_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

// The part of JSON that these files use.
class SplitText {
 public:
  SplitText(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  std::map<std::string, std::vector<int>> parts() {
    std::map<std::string, std::vector<int>> parts;
    take('{');
    do {
      const std::string name(word());
      take(':');
      if (!parts.emplace(name, list()).second) fail(fmt::format("the part '{}' a second time", printable(name)));
    } while (try_take(','));
    take('}');
    if (next() != '\0' || at_ < text_.size()) fail("something after the end");
    return parts;
  }

 private:
  // [0, 5], ["0", "5"] or ["int", […]].
  std::vector<int> list() {
    take('[');
    const bool typed = next() == '"' && peek_word() == "int";
    if (typed) {
      word();
      take(',');
      take('[');
    }
    std::vector<int> numbers;
    if (next() != ']') {
      do numbers.push_back(number());
      while (try_take(','));
    }
    take(']');
    if (typed) take(']');
    return numbers;
  }

  int number() {
    const bool quoted = next() == '"';
    if (quoted) ++at_;
    const auto end = std::min(text_.find_first_not_of("0123456789", at_), text_.size());
    const auto value = parse_number<int>(text_.substr(at_, end - at_));
    if (!value) fail("no number of an image");
    at_ = end;
    if (quoted && (at_ >= text_.size() || text_[at_++] != '"')) fail("no number of an image");
    return *value;
  }

  std::string_view word() {
    take('"');
    const auto end = text_.find('"', at_);
    if (end == text_.npos) fail("no end of a name");
    const std::string_view found = text_.substr(at_, end - at_);
    at_ = end + 1;
    return found;
  }

  std::string_view peek_word() {
    const std::size_t here = at_;
    const std::string_view found = word();
    at_ = here;
    return found;
  }

  // The next character that is no space, '\0' at the end.
  char next() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool try_take(char expected) {
    if (next() != expected || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  void take(char expected) {
    if (!try_take(expected)) fail(fmt::format("no '{}'", expected));
  }

  [[noreturn]] void fail(const std::string& reason) const {
    throw Error(fmt::format("{} is no list of a set's parts: {} at byte {}", source_, reason, at_));
  }

  std::string_view text_;
  const std::string& source_;
  std::size_t at_ = 0;
};

}  // namespace

std::map<std::string, std::vector<int>> parse_split(std::string_view text, const std::string& source) {
  return SplitText(text, source).parts();
}

}  // namespace cellar
