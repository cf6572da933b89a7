#include "space/nats_size.hpp"

#include <vector>

namespace cellar {

namespace {

constexpr std::uint32_t kValueBits = 3;
constexpr std::uint32_t kValues = 1U << kValueBits;  // 8, 16, …, 64 channels

int channels_of(int value) { return 8 * (value + 1); }

std::vector<std::string> value_names() {
  std::vector<std::string> names;
  names.reserve(kValues);
  for (int value = 0; value < static_cast<int>(kValues); ++value) names.push_back(std::to_string(channels_of(value)));
  return names;
}

}  // namespace

NatsSize::NatsSize()
    : GenericSpace("nats-size", std::vector<int>(kLayers, kValues),
                   std::vector<std::vector<std::string>>(kLayers, value_names())) {}

Architecture NatsSize::random(Rng& rng) const {
  std::uint32_t code = rng.below(1U << (kValueBits * kLayers));
  Architecture arch(kLayers);
  for (std::size_t layer = kLayers; layer-- > 0; code >>= kValueBits) {
    arch[layer] = static_cast<std::uint8_t>(code & (kValues - 1));
  }
  return arch;
}

Architecture NatsSize::mutate(const Architecture& arch, Rng& rng) const {
  const std::uint32_t drawn = rng.below(kLayers * kValues);
  Architecture child = arch;
  child[drawn / kValues] = static_cast<std::uint8_t>(drawn % kValues);
  return child;
}

std::array<int, NatsSize::kLayers> NatsSize::channels(const Architecture& arch) {
  std::array<int, kLayers> channels{};
  for (std::size_t layer = 0; layer < kLayers; ++layer) channels[layer] = channels_of(arch[layer]);
  return channels;
}

}  // namespace cellar
