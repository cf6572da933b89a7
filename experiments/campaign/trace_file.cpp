#include "experiments/campaign/trace_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <span>
#include <system_error>

#include "core/errors.hpp"
#include "core/read_all.hpp"
#include "core/trace/end.hpp"
#include "core/write_all.hpp"

namespace cellar {

namespace {

constexpr std::size_t kBufferSize = 1 << 16;
constexpr std::chrono::milliseconds kLongestUnwritten{100};

const char* end_name(RunEnd end) {
  return end == RunEnd::finished ? "finished" : end == RunEnd::exhausted ? "exhausted" : "budget";
}

std::string system_reason() { return std::generic_category().message(errno); }

[[noreturn]] void fail(const std::filesystem::path& path, const Error& error) {
  throw Error(fmt::format("{}, {}", path.string(), error.what()));
}

// The head of a file, however long it is; none if it has none.
std::optional<TraceHead> read_head(std::ifstream& file) {
  constexpr std::size_t kChunk = 4096;
  std::string text;
  std::size_t used = 0;
  while (file) {
    const std::size_t before = text.size();
    text.resize(before + kChunk);
    file.read(text.data() + before, kChunk);
    text.resize(before + static_cast<std::size_t>(file.gcount()));
    if (auto head = TraceHead::parse(text, used)) return head;
  }
  return std::nullopt;
}

// Of a file, at most so much.
std::string read_tail(std::ifstream& file) {
  constexpr std::streamoff kTail = 128;
  file.clear();
  file.seekg(0, std::ios::end);
  const std::streamoff size = std::max<std::streamoff>(file.tellg(), 0);
  std::string tail(static_cast<std::size_t>(std::min(size, kTail)), '\0');
  file.seekg(size - static_cast<std::streamoff>(tail.size()));
  file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  return file ? tail : std::string();
}

}  // namespace

TraceFile::TraceFile(std::filesystem::path path, const TraceHead& head, const TraceFormat& format)
    : path_(std::move(path)), format_(format) {
  if (!read(head)) {
    create(head);
  } else if (!complete_) {
    open_for_appending();
  }
}

TraceFile::~TraceFile() {
  if (file_ >= 0) ::close(file_);
}

// Returns false if there is nothing recorded: no file, or one cut off within its head.
bool TraceFile::read(const TraceHead& head) {
  std::error_code error;
  const bool exists = std::filesystem::exists(path_, error);
  if (!exists) return false;
  if (!std::filesystem::is_regular_file(path_, error)) no_trace("it is no file");
  if (const int reason = read_all(path_, text_)) {
    throw Error(fmt::format("cannot read {}: {}", path_.string(), std::generic_category().message(reason)));
  }
  const std::string columns = format_.column_line();
  std::size_t head_size = 0;
  std::optional<TraceHead> recorded;
  try {
    recorded = TraceHead::parse(text_, head_size);
  } catch (const Error& reason) {
    no_trace(reason.what());
  }
  if (!recorded) return false;
  if (const auto other = difference(*recorded, head)) {
    throw Error(fmt::format("{} was made with other settings: {}; use another folder", path_.string(), other->text()));
  }
  const std::string_view rest = std::string_view(text_).substr(head_size);
  if (!rest.starts_with(columns)) {
    if (std::string_view(columns).starts_with(rest)) return false;
    damaged(head_size, "these are not the columns of this trace");
  }
  read_rows(head_size + columns.size());
  return true;
}

void TraceFile::read_rows(std::size_t begin) {
  text_.resize(text_.rfind('\n') + 1);
  replayed_ = begin;
  const auto ended = text_.size() > begin ? ended_trace(text_) : std::nullopt;
  if (ended && !ended->end.fits(ended->before))
    damaged(ended->before.size(), "the checksum does not fit what is above");
  complete_ = ended.has_value();
  if (complete_) return;
  while (begin < text_.size()) {
    const std::size_t end = text_.find('\n', begin);
    try {
      recorded_.push_back(format_.parse(std::string_view(text_).substr(begin, end - begin)));
    } catch (const Error& error) {
      damaged(begin, error.what());
    }
    begin = end + 1;
  }
}

void TraceFile::no_trace(const std::string& why) const {
  throw Error(fmt::format("{} is no trace that can be resumed: {}; move it away", path_.string(), why));
}

void TraceFile::damaged(std::size_t position, const std::string& what) const {
  const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(position), '\n');
  throw Error(fmt::format("{}, line {}: {}; delete the file to run this seed anew", path_.string(), line, what));
}

void TraceFile::create(const TraceHead& head) {
  text_.clear();
  unwritten_ = head.text() + format_.column_line();
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file_ < 0) throw Error(fmt::format("cannot write {}: {}", path_.string(), system_reason()));
}

void TraceFile::open_for_appending() {
  file_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file_ < 0 || ::ftruncate(file_, static_cast<off_t>(text_.size())) != 0) {
    throw Error(fmt::format("cannot write {}: {}", path_.string(), system_reason()));
  }
  checksum_.add(std::as_bytes(std::span(text_)));
}

void TraceFile::go_on_after(std::size_t rows) {
  if (complete_ || text_.empty()) return;
  std::size_t end = replayed_;
  while (rows-- > 0) end = text_.find('\n', end) + 1;
  text_.resize(end);
  replayed_ = end;
  checksum_ = Checksum();
  checksum_.add(std::as_bytes(std::span(text_)));
  if (::ftruncate(file_, static_cast<off_t>(end)) != 0) {
    throw Error(fmt::format("cannot write {}: {}", path_.string(), system_reason()));
  }
}

void TraceFile::row(const TraceRow& row) {
  if (replayed_ < text_.size()) {
    line_.clear();
    format_.append(line_, row);
    if (text_.compare(replayed_, line_.size(), line_) != 0) {
      damaged(replayed_,
              "repeating the run does not give this row: the trace, the searcher or the program has changed");
    }
    replayed_ += line_.size();
    return;
  }
  format_.append(unwritten_, row);
  if (unwritten_.size() >= kBufferSize || Clock::now() - written_at_ > kLongestUnwritten) flush();
}

void TraceFile::close(RunEnd end) {
  if (end != RunEnd::stopped) {
    if (replayed_ < text_.size()) damaged(replayed_, "repeating the run ends before this row");
    flush();
    unwritten_ = TraceEnd{end_name(end), checksum_.value()}.line();
  }
  flush();
  const int file = std::exchange(file_, -1);
  if (::close(file) != 0) throw Error(fmt::format("cannot write {}: {}", path_.string(), system_reason()));
}

void TraceFile::flush() {
  if (const int reason = write_all(file_, std::as_bytes(std::span(unwritten_)))) {
    throw Error(fmt::format("cannot write {}: {}; what is recorded stays, run the same command again to go on",
                            path_.string(), std::generic_category().message(reason)));
  }
  checksum_.add(std::as_bytes(std::span(unwritten_)));
  unwritten_.clear();
  written_at_ = Clock::now();
}

TraceState inspect_trace(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  TraceState state;
  if (!file) return state;
  try {
    state.head = read_head(file);
    state.complete = ended_trace(read_tail(file)).has_value();
  } catch (const Error& error) {
    fail(path, error);
  }
  return state;
}

CheckedTrace check_trace(const std::filesystem::path& path, const HeadText& expected, std::string& text) {
  CheckedTrace trace;
  if (read_all(path, text) != 0) return trace;
  try {
    std::size_t used = 0;
    if (const auto found = expected.find(text)) {
      trace.seed = found->seed;
    } else {
      trace.head = TraceHead::parse(text, used);
    }
    const auto ended = ended_trace(text);
    trace.complete = ended.has_value();
    if (ended && !ended->end.fits(ended->before)) {
      throw Error("is damaged: the checksum of its end does not fit; delete it to run this seed anew");
    }
  } catch (const Error& error) {
    fail(path, error);
  }
  return trace;
}

}  // namespace cellar
