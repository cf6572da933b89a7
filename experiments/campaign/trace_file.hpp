#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "core/run.hpp"
#include "core/trace.hpp"
#include "core/trace_format.hpp"
#include "core/trace_header.hpp"

namespace cellar {

// The trace of one run on disk, which is also its checkpoint. An existing file is continued: its rows are what a
// RecordedOracle answers from, and the rows that the replay makes are held against them byte by byte before new ones
// are added. A last line that was cut off is dropped; any other damage is an Error, and the file stays as it is.
// A row reaches the system at once if the last write is more than a tenth of a second ago, else with the next one that
// is, so a killed process loses the rows of a tenth of a second, and one more at most where rows are slow to come.
class TraceFile final : public TraceSink {
 public:
  TraceFile(std::filesystem::path path, const TraceHeader& header, const TraceFormat& format);
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

  bool read(const TraceHeader& header);
  void read_rows(std::size_t begin);
  [[noreturn]] void no_trace() const;
  [[noreturn]] void damaged(std::size_t position, const std::string& what) const;
  void create(const TraceHeader& header);
  void open_for_appending();

  const std::filesystem::path path_;
  const TraceFormat& format_;
  std::string text_;          // of the existing file, whole lines only
  std::size_t replayed_ = 0;  // how far the replay has come in text_ [bytes]
  std::vector<TraceRow> recorded_;
  bool complete_ = false;
  int file_ = -1;
  std::string unwritten_;
  std::string line_;
  Clock::time_point written_at_ = Clock::now();
};

// What the head and the tail of a trace on disk say, without reading its rows.
struct TraceState {
  std::optional<TraceHeader> header;  // none: cut off before the first row, damaged, or no trace at all
  bool complete = false;
};
TraceState inspect_trace(const std::filesystem::path& path);

}  // namespace cellar
