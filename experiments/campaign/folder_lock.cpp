#include "experiments/campaign/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/errors.hpp"

namespace cellar {

FolderLock::FolderLock(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
  const std::filesystem::path path = folder / "lock";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) {
    throw Error(fmt::format("cannot write to {}: {}", path.string(), std::generic_category().message(errno)));
  }
  if (flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  close(file_);
  throw Error(fmt::format("{} is in use by another cellar run; wait for it to end, or write to another folder",
                          folder.string()));
}

FolderLock::~FolderLock() { close(file_); }

}  // namespace cellar
