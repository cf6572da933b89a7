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

SpilledBytes::SpilledBytes(std::filesystem::path folder, std::size_t most_memory)
    : folder_(std::move(folder)), most_memory_(most_memory) {}

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
  if (!on_disk() && size_ <= most_memory_) {
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
