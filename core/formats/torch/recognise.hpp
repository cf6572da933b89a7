#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace cellar {

// What a file is by its first bytes, whatever it is called.
enum class FileKind { empty, legacy_torch, zip, pickle, bz2, gzip, tar, html, text, other };

FileKind recognise(std::span<const std::byte> bytes);

// "is an HTML page: a download page was saved instead of the file"
std::string_view describe(FileKind kind);

// The pickled number that legacy torch files begin with.
std::span<const std::byte> legacy_magic();

}  // namespace cellar
