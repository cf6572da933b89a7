#include "core/formats/text_file.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <optional>
#include <string_view>

#include "core/errors.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 28;

// zlib's state, of one gzip'd text.
class Inflation {
 public:
  explicit Inflation(std::string_view compressed) : left_(compressed) {
    constexpr int kGzip = 16;
    if (inflateInit2(&stream_, kGzip + MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~Inflation() { inflateEnd(&stream_); }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;

  // Writes the next bytes of the text, `size` of them or fewer at its end, and says how many. None if the file is
  // damaged or ends too early. A file may have several members, whose texts follow each other.
  std::optional<std::size_t> read(char* to, std::size_t size) {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out > 0 && !(member_ended_ && left_.empty())) {
      if (member_ended_ && inflateReset(&stream_) != Z_OK) return std::nullopt;
      const auto given = static_cast<uInt>(std::min<std::size_t>(left_.size(), std::numeric_limits<uInt>::max()));
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(left_.data()));  // zlib only reads it
      stream_.avail_in = given;
      const int state = inflate(&stream_, Z_NO_FLUSH);
      if (state == Z_MEM_ERROR) throw std::bad_alloc();
      left_.remove_prefix(given - stream_.avail_in);
      member_ended_ = state == Z_STREAM_END;
      if (state != Z_OK && !member_ended_) return std::nullopt;
    }
    return size - stream_.avail_out;
  }

 private:
  z_stream stream_{};
  std::string_view left_;
  bool member_ended_ = false;
};

std::string gunzip(std::string_view compressed, const std::string& source) {
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  Inflation inflation(compressed);
  std::string text;
  std::size_t size = 0;
  while (true) {
    text.resize(size + kPiece);
    const auto read = inflation.read(text.data() + size, kPiece);
    if (!read) throw Error(fmt::format("{} is not a whole gzip file: it is damaged or was cut short", source));
    size += *read;
    if (size > kMostBytes) throw Error(fmt::format("{} holds more than 256 MiB of text: decompress it first", source));
    if (*read < kPiece) break;
  }
  text.resize(size);
  return text;
}

}  // namespace

std::string read_text(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  const std::string_view bytes(reinterpret_cast<const char*>(mapped.bytes().data()), mapped.bytes().size());
  constexpr std::string_view kGzipMagic = "\x1f\x8b";
  if (bytes.substr(0, kGzipMagic.size()) != kGzipMagic) return std::string(bytes);
  return gunzip(bytes, file.string());
}

}  // namespace cellar
