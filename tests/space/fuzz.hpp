#pragma once

#include <string>
#include <string_view>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "core/space.hpp"

namespace cellar::test {

struct FuzzResult {
  int parsed = 0;      // and formatted back to the same text
  int refused = 0;     // by an Error of one line
  std::string broken;  // the first text that did neither
};

inline void feed(const SearchSpace& space, const std::string& text, FuzzResult& result) {
  std::string outcome;
  try {
    const Architecture arch = space.parse(text);
    outcome = space.valid(arch) && space.format(arch) == text ? "same" : "other";
  } catch (const Error& error) {
    const std::string_view line = error.what();
    outcome = !line.empty() && line.find_first_of("\n\r") == std::string_view::npos ? "refused" : "other";
  }
  if (outcome == "same") ++result.parsed;
  if (outcome == "refused") ++result.refused;
  if (outcome == "other" && result.broken.empty()) result.broken = "broken by: " + text;
}

inline std::string random_bytes(Rng& rng) {
  std::string text(rng.below(120), '\0');
  for (char& c : text) c = static_cast<char>(rng.below(256));
  return text;
}

// One byte replaced, removed or inserted, two bytes swapped, or the end cut off.
inline std::string damaged(std::string text, Rng& rng) {
  const std::size_t place = rng.below(static_cast<std::uint32_t>(text.size()));
  constexpr std::string_view kLikely = "|+~:0123456789ncs_ ";
  const char byte = rng.below(2) == 0 ? kLikely[rng.below(kLikely.size())] : static_cast<char>(rng.below(256));
  switch (rng.below(5)) {
    case 0:
      text[place] = byte;
      break;
    case 1:
      text.erase(place, 1);
      break;
    case 2:
      text.insert(place, 1, byte);
      break;
    case 3:
      std::swap(text[place], text[rng.below(static_cast<std::uint32_t>(text.size()))]);
      break;
    default:
      text.resize(place);
  }
  return text;
}

// Random bytes, spellings, and spellings damaged once to three times.
inline FuzzResult fuzz(const SearchSpace& space, int rounds) {
  Rng rng(20240611);
  FuzzResult result;
  for (int round = 0; round < rounds; ++round) {
    feed(space, random_bytes(rng), result);
    std::string text = space.format(space.random(rng));
    feed(space, text, result);
    for (int damage = 0; damage < 3 && !text.empty(); ++damage) {
      text = damaged(text, rng);
      feed(space, text, result);
    }
  }
  return result;
}

}  // namespace cellar::test
