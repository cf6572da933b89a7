#include "experiments/report/gnuplot.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "core/errors.hpp"

namespace cellar {
namespace {

// A file in memory: with files instead of pipes, neither side ever waits for the other.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : handle_(::memfd_create(name, MFD_CLOEXEC)) {
    if (handle_ < 0) fail();
  }
  ~MemoryFile() { ::close(handle_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int handle() const { return handle_; }

  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(handle_, text.data(), text.size());
      if (written < 0 && errno != EINTR) fail();
      if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
    ::lseek(handle_, 0, SEEK_SET);
  }

  std::string read() const {
    std::string text(static_cast<std::size_t>(std::max<off_t>(::lseek(handle_, 0, SEEK_END), 0)), '\0');
    std::size_t size = 0;
    while (size < text.size()) {
      const ssize_t got = ::pread(handle_, text.data() + size, text.size() - size, static_cast<off_t>(size));
      if (got <= 0) fail();
      size += static_cast<std::size_t>(got);
    }
    return text;
  }

 private:
  [[noreturn]] static void fail() { throw Error(fmt::format("cannot talk to gnuplot: {}", std::strerror(errno))); }

  int handle_;
};

pid_t start(const std::string& program, int input, int output, int errors) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  std::string name = program, defaults = "-d", from_input = "-";
  char* const arguments[] = {name.data(), defaults.data(), from_input.data(), nullptr};
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) throw Error("plots need gnuplot, which is not installed (Debian: apt install gnuplot-nox)");
  if (error != 0) throw Error(fmt::format("cannot start gnuplot: {}", std::strerror(error)));
  return child;
}

std::string last_line(std::string text) {
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text.substr(text.find_last_of('\n') + 1);
}

}  // namespace

std::string run_gnuplot(const std::string& script, const std::string& program) {
  const MemoryFile input("script"), output("picture"), errors("errors");
  input.write(script);
  const pid_t child = start(program, input.handle(), output.handle(), errors.handle());
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw Error(fmt::format("gnuplot is lost: {}", std::strerror(errno)));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output.read();
  const std::string said = last_line(errors.read());
  const std::string end =
      WIFEXITED(status) ? fmt::format("status {}", WEXITSTATUS(status)) : fmt::format("signal {}", WTERMSIG(status));
  throw Error(fmt::format("gnuplot failed: {}", said.empty() ? end : said));
}

std::string gnuplot_quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += '\'';
    result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return result + "'";
}

}  // namespace cellar
