#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace cellar {

// A file written under a temporary name beside its target, which it replaces as a whole when it is committed; removed
// if it never is. An Error names the target and the system's reason.
class ReplacingFile {
 public:
  explicit ReplacingFile(std::filesystem::path target);
  ~ReplacingFile();
  ReplacingFile(const ReplacingFile&) = delete;
  ReplacingFile& operator=(const ReplacingFile&) = delete;

  void write(std::span<const std::byte> bytes);
  // Over what was written at the beginning of the file.
  void write_over_beginning(std::span<const std::byte> bytes);
  // On disk when it returns.
  void commit();

 private:
  [[noreturn]] void fail(int reason) const;

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;
};

}  // namespace cellar
