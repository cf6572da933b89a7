#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellar {

// The head of a trace as text: "# cellar trace 2", then lines "# setting KEY: VALUE" and "# info KEY: VALUE". A run
// with another value of a setting is another experiment, or another seed of it; information may differ. So a version of
// Cellar that does not know a key still knows what it means for the run. A key may stand more than once, as a list. A
// setting that is absent has its default. What a head says in types: identity.hpp.
class TraceHead {
 public:
  static constexpr int kVersion = 2;

  struct Entry {
    std::string key, value;
    bool is_setting = true;
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  // In order; line ends in a value become spaces. `key`: a-z, 0-9 and '_'.
  void setting(std::string key, std::string value) { add(std::move(key), std::move(value), true); }
  void info(std::string key, std::string value) { add(std::move(key), std::move(value), false); }

  std::optional<std::string> get(std::string_view key) const;  // the first
  std::vector<std::string> all(std::string_view key) const;
  const std::vector<Entry>& entries() const { return entries_; }

  std::string text() const;

  // A hash of all settings but the seed: runs of one experiment have the same. In hexadecimal digits, 16 of them.
  std::string experiment() const;

  // Whether a text that ends early may be the beginning of a trace.
  static bool may_begin(std::string_view text);

  // Reads the lines that begin with '#' and sets `used` to their length [bytes]. None if the text ends inside of the
  // head. An Error if it is no trace's head, or that of another version.
  static std::optional<TraceHead> parse(std::string_view text, std::size_t& used);

 private:
  void add(std::string key, std::string value, bool is_setting);

  std::vector<Entry> entries_;
};

inline constexpr std::string_view kSeedKey = "seed";

// A setting in which two heads differ; "nothing" stands for one that is absent.
struct SettingDifference {
  std::string key, before, now;

  std::string text() const;  // "budget was 20000 seconds and is now 40000 seconds"
};

// The first of them, the seed's last. `keys` empty: all.
std::optional<SettingDifference> difference(const TraceHead& recorded, const TraceHead& wanted,
                                            const std::vector<std::string_view>& keys = {});

}  // namespace cellar
