#pragma once

#include <filesystem>

namespace cellar {

// Holds a run folder for this process: creates the folder and the file `lock` in it. A second process gets an Error.
// The system lets go of it when the process ends, however it ends.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace cellar
