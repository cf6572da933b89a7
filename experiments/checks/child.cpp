#include "experiments/checks/child.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/errors.hpp"

extern char** environ;  // NOLINT: the system's

namespace cellar {

namespace {

// Sanitizers reserve terabytes.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimited = false;
#elif defined(__has_feature)  // clang
constexpr bool kLimited = !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);
#else
constexpr bool kLimited = true;
#endif
constexpr rlim_t kMemory = rlim_t{4} << 30;  // [bytes]

// While it lives, children inherit a limit of what they may write to.
class MemoryLimit {
 public:
  MemoryLimit() {
    ::getrlimit(RLIMIT_DATA, &before_);
    const rlimit limited{std::min(kMemory, before_.rlim_max), before_.rlim_max};
    if (kLimited) ::setrlimit(RLIMIT_DATA, &limited);
  }
  ~MemoryLimit() { ::setrlimit(RLIMIT_DATA, &before_); }
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

int run_in_child(const std::vector<std::string>& arguments) {
  std::vector<char*> words;
  std::vector<std::string> all = {"cellar"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  for (std::string& word : all) words.push_back(word.data());
  words.push_back(nullptr);
  pid_t child = 0;
  int reason = 0;
  {
    const MemoryLimit limit;
    reason = ::posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, words.data(), environ);
  }
  if (reason != 0) {
    throw Error(fmt::format("cannot start a process to check in: {}; --no-child does without",
                            std::generic_category().message(reason)));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  fmt::print(" BROKEN: the process died: {}\n", strsignal(WTERMSIG(status)));
  return 1;
}

}  // namespace cellar
