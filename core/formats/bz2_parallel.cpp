#include "core/formats/bz2_parallel.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <utility>

#include "core/formats/bz2_blocks.hpp"
#include "core/formats/bz2_stream.hpp"

namespace cellar {

namespace {

// More than any block is long: 900,000 symbols of up to 20 bits, and their tables.
constexpr std::uint64_t kMostBlockBits = std::uint64_t{8} << 22;
constexpr std::size_t kUsualBlock = 900'000;

}  // namespace

ParallelBunzip2::ParallelBunzip2(std::span<const std::byte> compressed, const ByteSink& sink, int threads)
    : compressed_(compressed),
      sink_(sink),
      most_steps_(static_cast<std::size_t>(std::max(threads, 1)) + 2),
      workers_(threads) {}

bool ParallelBunzip2::run() {
  if (!begin_stream(0)) return false;
  for (;;) {
    while (steps_.size() < most_steps_) {
      auto step = plan();
      if (!step) break;
      steps_.push_back(std::move(*step));
    }
    if (steps_.empty()) return all_planned_;
    Step step = std::move(steps_.front());
    steps_.pop_front();
    if (!take(std::move(step))) return false;
  }
}

bool ParallelBunzip2::begin_stream(std::size_t at) {
  next_bit_.reset();
  const auto level = bz2_header_level(compressed_.subspan(at));
  if (!level) return false;
  level_ = *level;
  next_bit_ = std::uint64_t{8} * (at + 4);
  return true;
}

// None: nothing is left, or what follows is irregular.
std::optional<ParallelBunzip2::Step> ParallelBunzip2::plan() {
  if (!next_bit_) return std::nullopt;
  const std::uint64_t bit = *std::exchange(next_bit_, std::nullopt);
  const auto mark = find_bz2_mark(compressed_.first(std::min<std::size_t>(compressed_.size(), bit / 8 + 7)), bit);
  const auto checksum = bz2_checksum(compressed_, bit);
  if (!mark || mark->bit != bit || !checksum) return std::nullopt;
  if (mark->kind == Bz2Mark::Kind::end) return plan_end(bit);
  const auto reach = compressed_.first(std::min<std::size_t>(compressed_.size(), (bit + kMostBlockBits) / 8));
  const auto next = find_bz2_mark(reach, bit + kBz2MagicBits + kBz2ChecksumBits);
  if (!next) return std::nullopt;
  next_bit_ = next->bit;
  Step step;
  step.checksum = *checksum;
  std::packaged_task<Block()> task([compressed = compressed_, bit, end = next->bit, level = level_] {
    return decompress(compressed, bit, end, level);
  });
  step.block = task.get_future();
  workers_.add([shared = std::make_shared<std::packaged_task<Block()>>(std::move(task))] { (*shared)(); });
  return step;
}

std::optional<ParallelBunzip2::Step> ParallelBunzip2::plan_end(std::uint64_t bit) {
  Step step;
  step.checksum = *bz2_checksum(compressed_, bit);
  step.stream_end = static_cast<std::size_t>((bit + kBz2MagicBits + kBz2ChecksumBits + 7) / 8);
  all_planned_ = step.stream_end == compressed_.size();
  if (!all_planned_) begin_stream(step.stream_end);
  return step;
}

// Hands over what a step is about; false where that is not as it should be.
bool ParallelBunzip2::take(Step step) {
  if (!step.block) {
    if (step.checksum != checksum_) return false;
    stream_begin_ = step.stream_end;
    delivered_ = 0;
    checksum_ = 0;
    return true;
  }
  const Block block = step.block->get();
  if (!block.regular) return false;
  checksum_ = std::rotl(checksum_, 1) ^ step.checksum;
  if (!block.bytes.empty()) sink_(block.bytes);
  delivered_ += block.bytes.size();
  return true;
}

ParallelBunzip2::Block ParallelBunzip2::decompress(std::span<const std::byte> compressed, std::uint64_t begin,
                                                   std::uint64_t end, int level) {
  const auto rebuilt = rebuild_bz2_block(compressed, begin, end, level);
  Bz2Stream stream(rebuilt);
  Block block;
  std::size_t size = 0;
  auto state = Bz2Stream::State::more;
  while (state == Bz2Stream::State::more) {
    block.bytes.resize(size + kUsualBlock);
    const auto piece = stream.read(std::span(block.bytes).subspan(size));
    state = piece.state;
    size += piece.written;
  }
  block.bytes.resize(size);
  block.regular = state == Bz2Stream::State::end && stream.consumed() == rebuilt.size();
  return block;
}

void bunzip2(std::span<const std::byte> compressed, std::string_view source, const ByteSink& sink, int threads) {
  if (threads <= 1 || compressed.empty()) return bunzip2(compressed, source, sink);
  ParallelBunzip2 parallel(compressed, sink, threads);
  if (parallel.run()) return;
  std::uint64_t skip = parallel.delivered();
  bunzip2_from(compressed, parallel.resume_at(), source, [&](std::span<const std::byte> piece) {
    const auto known = static_cast<std::size_t>(std::min<std::uint64_t>(skip, piece.size()));
    skip -= known;
    if (known < piece.size()) sink(piece.subspan(known));
  });
}

}  // namespace cellar
