#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cellar {

// The head of a trace: "# cellar trace 1" and then "# key: value" lines that hold everything needed to repeat the run.
class TraceHeader {
 public:
  void set(std::string key, std::string value);  // in order; newlines in a value become spaces
  std::optional<std::string> get(std::string_view key) const;
  const std::vector<std::pair<std::string, std::string>>& entries() const { return entries_; }

  std::string text() const;

  // Whether a text that ends early may be the beginning of a trace of this version.
  static bool may_begin(std::string_view text);

  // Reads the lines that begin with '#' and sets `used` to their length [bytes]. None if the text is no trace's head,
  // or ends inside of it.
  static std::optional<TraceHeader> parse(std::string_view text, std::size_t& used);

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

// Whether a key is a setting of the run, which must be the same for it to be the same run, or only says where it came
// from, or how it was rounded.
bool is_setting(std::string_view key);

// The first setting in which a recorded trace differs from the one to be made, in words; none if it can be continued.
// The program's version does not count: replaying decides. `keys` empty: all of them.
std::optional<std::string> difference(const TraceHeader& recorded, const TraceHeader& wanted,
                                      const std::vector<std::string>& keys = {});

}  // namespace cellar
