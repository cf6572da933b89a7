#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace cellar {

// Bytes that come piece by piece and are wanted in one. Many of them go to a file without a name, which is gone with
// its process.
class SpilledBytes {
 public:
  // `folder`: where such a file may be made. An Error if there is no place left. Up to `most_memory` bytes need none.
  SpilledBytes(std::filesystem::path folder, std::size_t most_memory);
  ~SpilledBytes();
  SpilledBytes(const SpilledBytes&) = delete;
  SpilledBytes& operator=(const SpilledBytes&) = delete;

  void append(std::span<const std::byte> bytes);
  // No more are appended. Valid as long as this lives.
  std::span<const std::byte> finish();
  bool on_disk() const { return descriptor_ >= 0; }

 private:
  void open();
  void write(std::span<const std::byte> bytes);
  [[noreturn]] void fail(int reason) const;

  std::filesystem::path folder_;
  std::size_t most_memory_;
  std::vector<std::byte> memory_;
  int descriptor_ = -1;
  std::size_t size_ = 0;
  void* mapped_ = nullptr;
};

}  // namespace cellar
