#include "core/formats/spilled_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "core/errors.hpp"
#include "core/write_all.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostMemory = std::size_t{64} << 20;  // [bytes] that stay in memory
constexpr std::size_t kMostBytes = std::size_t{1} << 35;    // the largest official file has 5 GB

}  // namespace

SpilledBytes::SpilledBytes(std::filesystem::path folder) : folder_(std::move(folder)) {}

SpilledBytes::~SpilledBytes() {
  if (mapped_) ::munmap(mapped_, size_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

void SpilledBytes::fail(int reason) const {
  throw Error(fmt::format("cannot decompress into {}: {}", folder_.string(), std::generic_category().message(reason)));
}

void SpilledBytes::open() {
  std::string name = (folder_ / ".cellar-XXXXXX").string();
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) fail(errno);
  ::unlink(name.c_str());
}

void SpilledBytes::write(std::span<const std::byte> bytes) {
  if (const int reason = write_all(descriptor_, bytes)) fail(reason);
}

void SpilledBytes::append(std::span<const std::byte> bytes) {
  size_ += bytes.size();
  if (size_ > kMostBytes) {
    throw Error(fmt::format("cannot decompress into {}: it is more than 32 GiB, far above any official file",
                            folder_.string()));
  }
  if (!on_disk() && size_ <= kMostMemory) {
    memory_.insert(memory_.end(), bytes.begin(), bytes.end());
    return;
  }
  if (!on_disk()) {
    open();
    write(memory_);
    memory_ = {};
  }
  write(bytes);
}

std::span<const std::byte> SpilledBytes::finish() {
  if (!on_disk()) return memory_;
  mapped_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
  if (mapped_ == MAP_FAILED) {
    mapped_ = nullptr;
    fail(errno);
  }
  return {static_cast<const std::byte*>(mapped_), size_};
}

}  // namespace cellar
