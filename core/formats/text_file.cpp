#include "core/formats/text_file.hpp"

#include <fmt/format.h>

#include <boost/iostreams/device/array.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <string_view>

#include "core/errors.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

namespace io = boost::iostreams;

constexpr std::size_t kMostBytes = std::size_t{1} << 28;

std::string gunzip(std::string_view compressed, const std::string& source) {
  io::filtering_istream stream;
  stream.push(io::gzip_decompressor());
  stream.push(io::array_source(compressed.data(), compressed.size()));
  stream.exceptions(std::ios::badbit);
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  std::string text;
  std::size_t size = 0;
  do {
    text.resize(size + kPiece);
    stream.read(text.data() + size, kPiece);
    size += static_cast<std::size_t>(stream.gcount());
    if (size > kMostBytes) throw Error(fmt::format("{} holds more than 256 MiB of text: decompress it first", source));
  } while (stream);
  text.resize(size);
  return text;
}

}  // namespace

std::string read_text(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  const std::string_view bytes(reinterpret_cast<const char*>(mapped.bytes().data()), mapped.bytes().size());
  constexpr std::string_view kGzipMagic = "\x1f\x8b";
  if (bytes.substr(0, kGzipMagic.size()) != kGzipMagic) return std::string(bytes);
  try {
    return gunzip(bytes, file.string());
  } catch (const std::ios_base::failure&) {  // boost's gzip_error is one
    throw Error(fmt::format("{} is not a whole gzip file: it is damaged or was cut short", file.string()));
  }
}

}  // namespace cellar
