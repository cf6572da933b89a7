#include <algorithm>
#include <string>

#include "core/random.hpp"
#include "space/text_space.hpp"
#include "tests/fuzz/target.hpp"

// The text of a space; after a zero byte, the spelling of an architecture.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t zero = std::min(input.find('\0'), input.size());
  const std::string_view spelling = input.substr(std::min(zero + 1, input.size()));
  fuzz::reads([&] {
    const auto space = parse_space_text(input.substr(0, zero), "input");
    require(parse_space_text(space->text(), "text")->text() == space->text(), "a space's text gives the space");
    Rng rng(size);
    const Architecture arch = space->random(rng);
    require(space->parse(space->format(arch)) == arch, "a spelling gives the architecture");
    fuzz::reads([&] { require(space->format(space->parse(spelling)) == spelling, "a spelling is the only one"); });
  });
  return 0;
}
