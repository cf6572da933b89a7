#include "core/formats/nas_bench/file_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/nas_bench/cell_reader.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/formats/pickle/split_pickle.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

constexpr std::size_t kStretch = std::size_t{36} << 20;  // [bytes] that are mapped at once, ahead of the reader
constexpr std::size_t kMostCells = 1'000'000;

// {'full', 'less'} is how NAS-Bench-201 calls its schedules.
RecordSource::Kind kind_of(const PickleValue& cell) {
  return cell.find("full") || cell.find("less") ? RecordSource::Kind::nas_bench_201 : RecordSource::Kind::nats_bench;
}

CellRecord read_named(const PickleValue& value, const std::string& name) {
  try {
    return read_cell(value);
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", name, error.what()));
  }
}

class PickleSource : public CellSource {
 protected:
  // meta_archs and evaluated_indexes of the top dict.
  void read_lists(const PickleValue& top, const std::string& name) {
    try {
      meta_archs_ = read_meta_archs(top);
      for (const PickleValue& index : top.at("evaluated_indexes").items()) {
        if (index.integer() < 0) throw Error("an evaluated index below 0");
        evaluated_.push_back(static_cast<std::size_t>(index.integer()));
      }
    } catch (const Error& error) {
      throw Error(fmt::format("{} is no NAS-Bench-201 or NATS-Bench file: {}", name, error.what()));
    }
  }
};

// Files of gigabytes, part by part.
class SplitSource final : public PickleSource {
 public:
  SplitSource(std::unique_ptr<SplitPickle> pickle, PickleBytes bytes, int threads)
      : bytes_(std::move(bytes)), pickle_(std::move(pickle)), name_(bytes_.source) {
    read_lists(pickle_->rest(), name_);
    for (int i = 0; i < threads; ++i) readers_.push_back(std::make_unique<SplitPickle::Reader>(*pickle_));
    kind_ = kind_of(readers_[0]->read(0).second);
  }

  std::size_t size() const override { return pickle_->entries(); }

  CellRecord read(std::size_t number, int thread) override {
    if (bytes_.mapped && number % kBatch == 0) turn_pages(number);
    const auto [key, value] = readers_[static_cast<std::size_t>(thread)]->read(number);
    CellRecord cell = read_named(value, name_);
    if (!key.is(PickleValue::Kind::integer) || key.integer() != static_cast<std::int64_t>(cell.index)) {
      throw Error(fmt::format("{}: cell {} stands under another index", name_, cell.index));
    }
    return cell;
  }

 private:
  static constexpr std::size_t kBatch = 64;  // more than are read at once

  // The batch of cells that begins here is wanted, the one before the last is done.
  void turn_pages(std::size_t number) const {
    const auto batch = [&](std::size_t first) {
      const std::size_t last = std::min(first + kBatch, size()) - 1;
      return bytes_.bytes.subspan(pickle_->range(first).first,
                                  pickle_->range(last).second - pickle_->range(first).first);
    };
    MappedFile::expect(batch(number));
    if (number >= 2 * kBatch) MappedFile::forget(batch(number - 2 * kBatch));
  }

  PickleBytes bytes_;
  std::unique_ptr<SplitPickle> pickle_;
  std::string name_;
  std::vector<std::unique_ptr<SplitPickle::Reader>> readers_;
};

// Small files, and those that are shaped unlike the official ones.
class WholeSource final : public PickleSource {
 public:
  WholeSource(const PickleBytes& pickle, std::size_t most_memory,
              const std::function<void(const PickleValue&, std::size_t)>& ended)
      : owner_(pickle.owner), name_(pickle.source), machine_(pickle.bytes, name_, most_memory) {
    const PickleValue top = machine_.read(pickle.from);
    ended(top, machine_.end());
    if (is_cell(top)) {
      cells_ = {top};
    } else if (!top.is(PickleValue::Kind::dict) || !top.find("arch2infos")) {
      throw Error(fmt::format("{} is no NAS-Bench-201 or NATS-Bench file: its pickle has no 'arch2infos'", name_));
    } else {
      read_table(top);
    }
    if (!cells_.empty()) kind_ = kind_of(cells_[0]);
  }

  std::size_t size() const override { return cells_.size(); }
  CellRecord read(std::size_t number, int) override { return read_named(cells_[number], name_); }

 private:
  void read_table(const PickleValue& top) {
    read_lists(top, name_);
    const PickleValue& infos = top.at("arch2infos");
    if (infos.is_none()) throw Error(fmt::format("{} lists cells and has results of none: name its folder", name_));
    if (infos.size() > kMostCells) throw Error(fmt::format("{} has {} cells", name_, infos.size()));
    for (std::size_t i = 0; i < infos.size(); ++i) {
      if (!is_cell(infos.value(i))) throw Error(fmt::format("{}: entry {} of arch2infos is no cell", name_, i));
      cells_.push_back(infos.value(i));
    }
  }

  std::shared_ptr<const void> owner_;
  std::string name_;
  PickleMachine machine_;
  std::vector<PickleValue> cells_;
};

}  // namespace

std::unique_ptr<CellSource> open_pickle_source(PickleBytes pickle, const ReadOptions& options,
                                               const std::function<void(const PickleValue&, std::size_t)>& ended) {
  const auto bytes = pickle.bytes;
  std::size_t before = pickle.from;
  const auto passed = [&](std::size_t at) {
    if (pickle.mapped) MappedFile::forget(bytes.subspan(before, at - before));
    if (pickle.mapped) MappedFile::expect(bytes.subspan(at, std::min(kStretch, bytes.size() - at)));
    before = at;
    if (options.progress) options.progress(static_cast<double>(at) / static_cast<double>(bytes.size()));
  };
  auto split = SplitPickle::open(bytes, pickle.from, "arch2infos", pickle.source, passed);
  if (!split) return std::make_unique<WholeSource>(pickle, options.most_memory, ended);
  ended(split->rest(), split->end());
  return std::make_unique<SplitSource>(std::move(split), std::move(pickle), options.threads);
}

}  // namespace cellar
