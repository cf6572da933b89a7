#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <future>
#include <optional>
#include <span>
#include <string_view>

#include "core/formats/bz2.hpp"
#include "core/formats/worker_threads.hpp"

namespace cellar {

// The streams that begin at byte `at`, one after the other, by one thread.
void bunzip2_from(std::span<const std::byte> compressed, std::size_t at, std::string_view source, const ByteSink& sink);

// Decompresses the blocks of bz2 streams side by side. A block is taken to end where the next magic stands; that proves
// right or wrong when it is decompressed. At anything irregular, damage included, run() gives up, and the serial
// reader has the last word from resume_at() on.
class ParallelBunzip2 {
 public:
  ParallelBunzip2(std::span<const std::byte> compressed, const ByteSink& sink, int threads);

  // Whether all was regular to the end of the file. If so, all of it went to the sink.
  bool run();

  // Where the stream begins that did not end well, and how much of what it holds went to the sink, all of it right.
  std::size_t resume_at() const { return stream_begin_; }
  std::uint64_t delivered() const { return delivered_; }

 private:
  struct Block {
    std::vector<std::byte> bytes;
    bool regular = false;
  };
  struct Step {  // a block, or the end of a stream
    std::optional<std::future<Block>> block;
    std::uint32_t checksum = 0;
    std::size_t stream_end = 0;
  };

  std::optional<Step> plan();
  std::optional<Step> plan_end(std::uint64_t bit);
  bool begin_stream(std::size_t at);
  bool take(Step step);
  static Block decompress(std::span<const std::byte> compressed, std::uint64_t begin, std::uint64_t end, int level);

  std::span<const std::byte> compressed_;
  const ByteSink& sink_;
  int level_ = 0;
  std::optional<std::uint64_t> next_bit_;  // of the next magic to plan; none: nothing more can be planned
  bool all_planned_ = false;
  std::size_t stream_begin_ = 0;
  std::uint64_t delivered_ = 0;
  std::uint32_t checksum_ = 0;  // of the blocks of this stream so far
  std::deque<Step> steps_;
  std::size_t most_steps_;
  WorkerThreads workers_;  // last, so that it is gone first
};

}  // namespace cellar
