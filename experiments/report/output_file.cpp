#include "experiments/report/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <span>
#include <system_error>

#include "core/errors.hpp"
#include "core/table/replacing_file.hpp"

namespace cellar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& name) {
  throw Error(fmt::format("cannot write {}: {}", name, std::strerror(errno)));
}

void write_all(int descriptor, std::string_view text, const std::string& name) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) fail(name);
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_special(const std::string& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) fail(file);
  try {
    write_all(descriptor, text, file);
  } catch (const Error&) {
    ::close(descriptor);
    throw;
  }
  ::close(descriptor);
}

}  // namespace

void write_output(const std::string& file, std::string_view text) {
  if (file == "-") {
    write_all(STDOUT_FILENO, text, "standard output");
    return;
  }
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    write_special(file, text);
    return;
  }
  ReplacingFile replacing(file);
  replacing.write(std::as_bytes(std::span(text)));
  replacing.commit();
}

}  // namespace cellar
