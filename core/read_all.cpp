#include "core/read_all.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace cellar {

int read_all(const std::filesystem::path& file, std::string& text) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  struct stat status {};
  ::fstat(descriptor, &status);
  text.resize(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t size = 0;
  int reason = 0;
  while (true) {
    const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) reason = errno;
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
    if (size == text.size()) text.resize(2 * size);  // it has grown meanwhile
  }
  ::close(descriptor);
  text.resize(size);
  return reason;
}

}  // namespace cellar
