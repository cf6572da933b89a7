#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/checksum.hpp"
#include "core/run.hpp"
#include "core/trace/format.hpp"
#include "core/trace/head.hpp"
#include "core/trace/head_text.hpp"
#include "core/trace/row.hpp"

namespace cellar {

// The trace of one run on disk, which is also its checkpoint. An existing file is continued: its rows are what a
// RecordedOracle answers from, and the rows that the replay makes are held against them byte by byte before new ones
// are added. A last line that was cut off is dropped; any other damage is an Error, and the file stays as it is.
// A row reaches the system at once if the last write is more than a tenth of a second ago, else with the next one that
// is, so a killed process loses the rows of a tenth of a second, and one more at most where rows are slow to come.
class TraceFile final : public TraceSink {
 public:
  TraceFile(std::filesystem::path path, const TraceHead& head, const TraceFormat& format);
  ~TraceFile() override;
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;

  bool complete() const { return complete_; }
  std::vector<TraceRow> take_recorded() { return std::move(recorded_); }

  void row(const TraceRow& row) override;

  // Drops what is recorded after the first `rows` rows, which the run does not make again: it goes on after them.
  void go_on_after(std::size_t rows);

  // Hands to the system what it has not got yet.
  void flush();

  // Writes what is left, and the closing line if the run has come to its end.
  void close(RunEnd end);

 private:
  using Clock = std::chrono::steady_clock;

  bool read(const TraceHead& head);
  void read_rows(std::size_t begin);
  [[noreturn]] void no_trace(const std::string& why) const;
  [[noreturn]] void damaged(std::size_t position, const std::string& what) const;
  void create(const TraceHead& head);
  void open_for_appending();

  const std::filesystem::path path_;
  const TraceFormat& format_;
  std::string text_;          // of the existing file, whole lines only
  std::size_t replayed_ = 0;  // how far the replay has come in text_ [bytes]
  std::vector<TraceRow> recorded_;
  bool complete_ = false;
  int file_ = -1;
  std::string unwritten_;
  Checksum checksum_;  // of what the system has
  std::string line_;
  Clock::time_point written_at_ = Clock::now();
};

// What the head and the end of a trace on disk say.
struct TraceState {
  std::optional<TraceHead> head;  // none: it is not there, or was cut off before the first row
  bool complete = false;
};
// An Error names the file where it is no trace of this version.
TraceState inspect_trace(const std::filesystem::path& path);

// The same of a trace that is read as a whole.
struct CheckedTrace {
  std::optional<std::uint64_t> seed;  // of one whose head is the expected one
  std::optional<TraceHead> head;      // of one with another head; neither: as above
  bool complete = false;
};
// `text` is room to read it into. An Error also for damage of a trace that has ended, by the checksum of its end.
CheckedTrace check_trace(const std::filesystem::path& path, const HeadText& expected, std::string& text);

}  // namespace cellar
