#include "core/table/mapped_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "core/errors.hpp"

namespace cellar {

namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

[[noreturn]] void throw_unreadable(const std::filesystem::path& file, int reason) {
  throw Error(fmt::format("cannot read {}: {}", file.string(), std::generic_category().message(reason)));
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& file) {
  const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};  // a pipe must not block
  struct stat status {};
  if (descriptor.number < 0 || ::fstat(descriptor.number, &status) != 0) throw_unreadable(file, errno);
  if (S_ISDIR(status.st_mode)) throw_unreadable(file, EISDIR);
  if (!S_ISREG(status.st_mode)) throw Error(fmt::format("cannot read {}: it is not a regular file", file.string()));
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return;  // nothing can be mapped, and nothing is there
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
  if (mapped == MAP_FAILED) throw_unreadable(file, errno);
  bytes_ = {static_cast<const std::byte*>(mapped), size};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

namespace {

// Advice on the whole pages inside `part`; a kernel that does not take it does no harm.
void advise(std::span<const std::byte> part, int advice) {
  static const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (reinterpret_cast<std::uintptr_t>(part.data()) + page - 1) / page * page;
  const auto end = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, advice);
}

}  // namespace

void MappedFile::expect(std::span<const std::byte> part) {
#ifdef MADV_POPULATE_READ
  advise(part, MADV_POPULATE_READ);
#else
  advise(part, MADV_WILLNEED);
#endif
}

void MappedFile::forget(std::span<const std::byte> part) { advise(part, MADV_DONTNEED); }

}  // namespace cellar
