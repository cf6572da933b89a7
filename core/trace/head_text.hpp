#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cellar {

// The text of a head without the value of its seed. The heads of one experiment differ in that alone, and comparing
// texts is many times faster than reading what they say.
class HeadText {
 public:
  struct Found {
    std::uint64_t seed;
    std::size_t size;  // of the head [bytes]
  };

  // Fits nothing.
  HeadText() = default;
  explicit HeadText(std::string_view head);

  // The head that `text` begins with, if it is the same but for the seed. None may also mean that the seed is spelled
  // in another way, or that the text ends with the head, so that more of it may follow.
  std::optional<Found> find(std::string_view text) const;

 private:
  std::string before_, after_;
};

}  // namespace cellar
