#include "core/formats/bz2_stream.hpp"

#include <bzlib.h>

#include <algorithm>
#include <new>

namespace cellar {

namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // libbz2 counts with 32 bits

}  // namespace

std::optional<int> bz2_header_level(std::span<const std::byte> stream) {
  const auto character = [&](std::size_t i) { return static_cast<char>(stream[i]); };
  if (stream.size() < 4 || character(0) != 'B' || character(1) != 'Z' || character(2) != 'h') return std::nullopt;
  if (character(3) < '1' || character(3) > '9') return std::nullopt;
  return character(3) - '0';
}

struct Bz2Stream::Library {
  bz_stream state{};
};

Bz2Stream::Bz2Stream(std::span<const std::byte> compressed)
    : library_(std::make_unique<Library>()), compressed_(compressed) {
  if (BZ2_bzDecompressInit(&library_->state, 0, 0) != BZ_OK) throw std::bad_alloc();
}

Bz2Stream::~Bz2Stream() { BZ2_bzDecompressEnd(&library_->state); }

std::size_t Bz2Stream::consumed() const {
  const bz_stream& state = library_->state;
  return std::size_t{state.total_in_hi32} << 32U | state.total_in_lo32;
}

Bz2Stream::Piece Bz2Stream::read(std::span<std::byte> buffer) {
  bz_stream& state = library_->state;
  state.next_out = reinterpret_cast<char*>(buffer.data());
  state.avail_out = static_cast<unsigned>(std::min(buffer.size(), kMostAtOnce));
  const auto room = state.avail_out;
  for (;;) {
    const auto left = compressed_.subspan(consumed());
    state.next_in = const_cast<char*>(reinterpret_cast<const char*>(left.data()));
    state.avail_in = static_cast<unsigned>(std::min(left.size(), kMostAtOnce));
    const int result = BZ2_bzDecompress(&state);
    const std::size_t written = room - state.avail_out;
    if (result == BZ_MEM_ERROR) throw std::bad_alloc();
    if (result == BZ_STREAM_END) return {State::end, written};
    if (result != BZ_OK) return {State::damaged, written};
    if (state.avail_out == 0) return {State::more, written};
    if (consumed() == compressed_.size()) return {State::cut, written};  // all was read, and it asks for more
  }
}

}  // namespace cellar
