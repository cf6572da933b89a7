#include "core/formats/torch/recognise.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace cellar {

namespace {

using std::string_view_literals::operator""sv;

constexpr auto kMagic =
    "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e"sv;  // pickle(0x1950a86a20f9469cfc6c)
constexpr std::size_t kTarMagicAt = 257;

std::string_view text_of(std::span<const std::byte> bytes, std::size_t most) {
  return {reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), most)};
}

// A cut magic, too, is meant to be one where it is longer than what any pickle begins with.
bool is_legacy(std::string_view begin) {
  constexpr std::size_t kUnmistakable = 4;
  return begin.size() >= kUnmistakable && kMagic.starts_with(begin.substr(0, kMagic.size()));
}

bool is_html(std::string_view begin) {
  begin.remove_prefix(std::min(begin.find_first_not_of("\xEF\xBB\xBF \t\r\n"), begin.size()));
  std::string small;
  for (const char c : begin.substr(0, 14)) small += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto is = [&](std::string_view tag) { return small.starts_with(tag); };
  return is("<!doctype html") || is("<html") || is("<head") || is("<body") || is("<script") || is("<!--") ||
         is("<?xml");
}

bool is_text(std::string_view begin) {
  return std::all_of(begin.begin(), begin.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || c == '\n' || c == '\r' || c == '\t';
  });
}

}  // namespace

std::span<const std::byte> legacy_magic() { return std::as_bytes(std::span(kMagic)); }

FileKind recognise(std::span<const std::byte> bytes) {
  const std::string_view begin = text_of(bytes, 512);
  if (begin.empty()) return FileKind::empty;
  if (is_legacy(begin)) return FileKind::legacy_torch;
  if (begin.starts_with("PK\x03\x04"sv) || begin.starts_with("PK\x05\x06"sv)) return FileKind::zip;
  if (begin.size() >= 2 && begin[0] == '\x80' && begin[1] >= 2 && begin[1] <= 5) return FileKind::pickle;
  if (begin.starts_with("BZh"sv)) return FileKind::bz2;
  if (begin.starts_with("\x1f\x8b"sv)) return FileKind::gzip;
  if (begin.size() > kTarMagicAt && begin.substr(kTarMagicAt).starts_with("ustar"sv)) return FileKind::tar;
  if (is_html(begin)) return FileKind::html;
  return is_text(begin) ? FileKind::text : FileKind::other;
}

std::string_view describe(FileKind kind) {
  switch (kind) {
    case FileKind::empty:
      return "is empty";
    case FileKind::legacy_torch:
      return "is a torch file";
    case FileKind::zip:
      return "is a zip archive";
    case FileKind::pickle:
      return "is a pickle";
    case FileKind::bz2:
      return "is compressed with bz2";
    case FileKind::gzip:
      return "is compressed with gzip";
    case FileKind::tar:
      return "is a tar archive: it must be unpacked first";
    case FileKind::html:
      return "is an HTML page: a download page was saved instead of the file";
    case FileKind::text:
      return "is a text";
    case FileKind::other:
      break;
  }
  return "is no kind of file that is known here";
}

}  // namespace cellar
