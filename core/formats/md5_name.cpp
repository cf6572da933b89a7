#include "core/formats/md5_name.hpp"

#include <fmt/format.h>
#include <md5.h>
#include <sys/types.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 24;  // [bytes]

// The digits between the last '-' and the first '.' after it; empty if they are none.
std::string digits_of(const std::string& name) {
  const auto dash = name.rfind('-');
  if (dash == name.npos) return {};
  const std::string digits = name.substr(dash + 1, name.find('.', dash) - dash - 1);
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const bool fits = digits.size() >= 4 && std::all_of(digits.begin(), digits.end(), is_digit);
  return fits ? digits : std::string();
}

}  // namespace

std::string md5(std::span<const std::byte> bytes, const std::function<void(double)>& progress) {
  MD5_CTX context;
  MD5Init(&context);
  for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
    const auto piece = bytes.subspan(at, std::min(kPiece, bytes.size() - at));
    MD5Update(&context, reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size());
    MappedFile::forget(piece);
    if (progress) progress(static_cast<double>(at) / static_cast<double>(bytes.size()));
  }
  char digits[MD5_DIGEST_STRING_LENGTH];
  return MD5End(&context, digits);
}

void verify_md5_name(const std::filesystem::path& file, const std::function<void(double)>& progress) {
  if (std::filesystem::is_directory(file)) {
    throw Error(fmt::format("--verify: {} is a folder, whose name tells the digest of another file", file.string()));
  }
  const std::string digits = digits_of(file.filename().string());
  if (digits.empty()) {
    throw Error(fmt::format("--verify: the name of {} does not end with digits of its md5, as -096897.pth does",
                            file.string()));
  }
  const MappedFile mapped(file);
  const std::string digest = md5(mapped.bytes(), progress);
  if (digest.ends_with(digits)) return;
  throw Error(fmt::format("{} is not the file that its name says: its md5 is {}, which does not end with {}",
                          file.string(), digest, digits));
}

}  // namespace cellar
