#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace cellar {

// A file's bytes, mapped for reading. The pages are read when they are touched.
class MappedFile {
 public:
  // An Error says why it cannot be read.
  explicit MappedFile(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return bytes_; }

  // Maps the pages of `part` at once instead of one by one when they are touched.
  static void expect(std::span<const std::byte> part);
  // Gives back the memory of the pages inside `part`, which have been read and are not needed for now.
  static void forget(std::span<const std::byte> part);

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace cellar
