#include "core/table/replacing_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "core/errors.hpp"
#include "core/write_all.hpp"

namespace cellar {

namespace {

// Makes the rename itself durable; a file system that cannot is no reason to fail.
void sync_folder(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

ReplacingFile::ReplacingFile(std::filesystem::path target) : target_(std::move(target)) {
  for (int attempt = 0; descriptor_ < 0; ++attempt) {
    temporary_ = fmt::format("{}.tmp-{}-{}", target_.string(), ::getpid(), attempt);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && errno != EEXIST) fail(errno);
  }
}

ReplacingFile::~ReplacingFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

void ReplacingFile::write(std::span<const std::byte> bytes) {
  if (const int reason = write_all(descriptor_, bytes)) fail(reason);
}

void ReplacingFile::write_over_beginning(std::span<const std::byte> bytes) {
  if (::lseek(descriptor_, 0, SEEK_SET) < 0) fail(errno);
  write(bytes);
}

void ReplacingFile::commit() {
  if (::fsync(descriptor_) != 0) fail(errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  ::close(std::exchange(descriptor_, -1));
  sync_folder(target_);
}

void ReplacingFile::fail(int reason) const {
  throw Error(fmt::format("cannot write {}: {}", target_.string(), std::generic_category().message(reason)));
}

}  // namespace cellar
