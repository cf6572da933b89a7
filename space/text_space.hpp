#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/space.hpp"

namespace cellar {

// A space given as a text, for those who write no C++:
//
//   # Blank lines, and lines that begin with '#', are skipped.
//   space micro
//   choice depth 18 34 50
//   choice op conv3 conv5 skip
//   format {depth}-{op}
//
// `format` says how an architecture is spelled, "18-conv3": each choice stands in it once, in any order, and the rest
// is literal. Without it, the values stand in the choices' order with colons between them, "18:conv3".
class TextSpace : public SearchSpace {
 public:
  struct Choice {
    std::string name;
    std::vector<std::string> values;
  };

  // 1 to 32 choices of 1 to 255 values each. Names and values are up to 100 bytes, and hold neither comma, colon,
  // quote,
  // #, brace, space nor control character; the choices' names differ, and so do the values of one choice. A format is
  // up to 4,096 bytes, empty for the one with colons; an Error says where a spelling could be read in two ways.
  explicit TextSpace(std::string name, std::vector<Choice> choices, std::string format = "");

  // An Error if choice `place` is none that may stand after the ones before it.
  static void check_choice(const std::vector<Choice>& choices, std::size_t place);

  std::string name() const override { return name_; }
  std::string format(const Architecture& arch) const override;
  Architecture parse(std::string_view text) const override;

  const std::vector<Choice>& choices() const { return choices_; }

  // The text that gives this space, the same for all texts that do.
  std::string text() const;

  // From a value for each choice, in the choices' order; an Error names the choice, and the value that is near.
  Architecture from_values(std::span<const std::string_view> values) const;

 private:
  // A choice in the format, and the literal after it.
  struct Place {
    std::size_t choice;
    std::string after;
    bool ends_at_literal;  // or at the end: no value holds the character that follows
  };

  std::string default_format() const;
  void read_format();
  std::size_t choice_at(std::size_t begin, std::size_t end) const;
  void check_place(Place& place, bool last) const;
  std::size_t value_at(std::string_view text, std::size_t at, const Place& place) const;
  std::size_t literal_end(std::string_view text, std::size_t at, std::string_view literal) const;
  [[noreturn]] void fail_format(std::size_t at, std::string_view reason) const;
  [[noreturn]] void fail_spelling(std::string_view text, std::size_t at, std::string_view reason) const;

  std::string name_;
  std::vector<Choice> choices_;
  std::string format_;
  std::string before_;  // the literal before the first place
  std::vector<Place> places_;
};

// The space that a text gives. `source` is its file's name, for the messages: "my.space, line 3: …". Line ends are
// either kind, blanks are spaces and tabs, and a byte order mark may stand in front.
std::shared_ptr<const TextSpace> parse_space_text(std::string_view text, std::string_view source);

}  // namespace cellar
