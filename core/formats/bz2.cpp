#include "core/formats/bz2.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/bz2_parallel.hpp"
#include "core/formats/bz2_stream.hpp"

namespace cellar {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18;

// One stream from byte `at` on; returns the byte behind it.
std::size_t read_stream(std::span<const std::byte> compressed, std::size_t at, std::string_view source,
                        std::span<std::byte> buffer, const ByteSink& sink) {
  Bz2Stream stream(compressed.subspan(at));
  for (;;) {
    const auto [state, written] = stream.read(buffer);
    if (written > 0) sink(buffer.first(written));
    switch (state) {
      case Bz2Stream::State::more:
        break;
      case Bz2Stream::State::end:
        return at + stream.consumed();
      case Bz2Stream::State::cut:
        throw Error(fmt::format("{} is cut off: its bz2 stream goes on after byte {}", source, compressed.size()));
      case Bz2Stream::State::damaged:
        throw Error(fmt::format("{} is damaged: its bz2 data is wrong near byte {}", source, at + stream.consumed()));
    }
  }
}

}  // namespace

void bunzip2(std::span<const std::byte> compressed, std::string_view source, const ByteSink& sink) {
  if (compressed.empty()) throw Error(fmt::format("{} is empty: a bz2 file was expected", source));
  bunzip2_from(compressed, 0, source, sink);
}

void bunzip2_from(std::span<const std::byte> compressed, std::size_t at, std::string_view source,
                  const ByteSink& sink) {
  std::vector<std::byte> buffer(kPiece);
  while (at < compressed.size()) {
    if (!bz2_header_level(compressed.subspan(at))) {
      throw Error(at == 0
                      ? fmt::format("{} is no bz2 file: it does not begin with BZh", source)
                      : fmt::format("{} is damaged at byte {}: a bz2 stream ended, and no other follows", source, at));
    }
    at = read_stream(compressed, at, source, buffer, sink);
  }
}

std::vector<std::byte> bunzip2(std::span<const std::byte> compressed, std::string_view source, std::size_t most_bytes) {
  std::vector<std::byte> bytes;
  bunzip2(compressed, source, [&](std::span<const std::byte> piece) {
    if (piece.size() > most_bytes - bytes.size()) {
      throw Error(fmt::format("{} holds more than the {} bytes that can be", source, most_bytes));
    }
    bytes.insert(bytes.end(), piece.begin(), piece.end());
  });
  return bytes;
}

}  // namespace cellar
