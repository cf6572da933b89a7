#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace cellar {

// 1 to 9, the hundreds of thousands of bytes in a block, of the header "BZh1" to "BZh9"; none if there is no such
// header.
std::optional<int> bz2_header_level(std::span<const std::byte> stream);

// One bz2 stream, decompressed by libbz2 piece by piece.
class Bz2Stream {
 public:
  enum class State { more, end, cut, damaged };
  struct Piece {
    State state;
    std::size_t written;
  };

  // The bytes must outlive it; what follows the stream is left alone.
  explicit Bz2Stream(std::span<const std::byte> compressed);
  ~Bz2Stream();
  Bz2Stream(const Bz2Stream&) = delete;
  Bz2Stream& operator=(const Bz2Stream&) = delete;

  // Writes what comes next into the buffer. After any state but `more` the stream is over.
  Piece read(std::span<std::byte> buffer);
  std::size_t consumed() const;

 private:
  struct Library;
  std::unique_ptr<Library> library_;
  std::span<const std::byte> compressed_;
};

}  // namespace cellar
