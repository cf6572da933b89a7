#include "core/formats/pickle/split_pickle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "core/errors.hpp"
#include "core/formats/pickle/arena.hpp"
#include "core/formats/pickle/entry_scan.hpp"
#include "core/formats/pickle/memo.hpp"
#include "core/formats/pickle/reader.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostRest = std::size_t{1} << 27;   // [bytes] of everything but the entries
constexpr std::size_t kMostEntry = std::size_t{1} << 26;  // [bytes], for each thread; official ones need 2 MB
constexpr std::size_t kMostSharing = 2000;                // entries that put aside what others fetch

// Values that no instruction can change, so that threads may share them.
bool is_constant(const PickleValue& value) {
  using Kind = PickleValue::Kind;
  switch (value.kind()) {
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::number:
    case Kind::text:
    case Kind::bytes:
    case Kind::global:
    case Kind::dtype:
      return true;
    case Kind::tuple: {
      const auto items = value.items();
      return std::all_of(items.begin(), items.end(), [](const PickleValue& item) {
        return !item.is(PickleValue::Kind::tuple) && is_constant(item);
      });
    }
    default:
      return false;
  }
}

}  // namespace

struct SplitPickle::Contents {
  Contents(std::span<const std::byte> pickle, std::string name, PickleEntries found)
      : bytes(pickle), source(std::move(name)), entries(std::move(found)), arena(kMostRest) {}

  bool collect(const PickleMemo& memo, std::uint32_t from, std::uint32_t to);
  bool read_shared();
  void read_rest();

  std::span<const std::byte> bytes;
  std::string source;
  PickleEntries entries;
  Arena arena;  // of `rest` and what is shared
  PickleMemo::Shared shared;
  PickleMemo head_memo{&shared};
  std::optional<PickleReader> head;  // stands before the first entry, later at the end
  PickleValue rest;
};

// Takes what is shared of the numbers `from` to before `to`. False if it may change.
bool SplitPickle::Contents::collect(const PickleMemo& memo, std::uint32_t from, std::uint32_t to) {
  const auto first = std::lower_bound(entries.shared.begin(), entries.shared.end(), from);
  for (auto id = first; id != entries.shared.end() && *id < to; ++id) {
    const PickleValue* value = memo.get(*id);
    if (!value || !is_constant(*value)) return false;
    shared.emplace(*id, *value);
  }
  return true;
}

// Entries that hold what others fetch are read once more, in order, before all others.
bool SplitPickle::Contents::read_shared() {
  const auto& all = entries.entries;
  if (!collect(head_memo, 0, all.front().first_memo)) return false;
  std::size_t sharing = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::uint32_t next = i + 1 < all.size() ? all[i + 1].first_memo : entries.memo_after;
    const auto id = std::lower_bound(entries.shared.begin(), entries.shared.end(), all[i].first_memo);
    if (id == entries.shared.end()) break;
    if (*id >= next) continue;
    if (++sharing > kMostSharing) return false;
    PickleMemo memo(&shared, all[i].first_memo);
    PickleReader reader(bytes, source, arena, memo);
    reader.run(all[i].from, all[i].to);
    if (!collect(memo, all[i].first_memo, next)) return false;
  }
  return true;
}

void SplitPickle::Contents::read_rest() {
  const auto& last = entries.entries.back();
  head->run(last.to, entries.end);
  if (!head->stopped()) throw Error(fmt::format("{} is cut off: it ends inside a pickle", source));
  rest = head->stack().back();
}

SplitPickle::SplitPickle(std::unique_ptr<Contents> contents) : contents_(std::move(contents)) {}
SplitPickle::~SplitPickle() = default;

std::unique_ptr<SplitPickle> SplitPickle::open(std::span<const std::byte> bytes, std::size_t from, std::string_view key,
                                               std::string source, const std::function<void(std::size_t)>& passed) {
  auto entries = scan_entries(bytes, from, key, source, passed);
  if (!entries) return nullptr;
  auto contents = std::make_unique<Contents>(bytes, std::move(source), std::move(*entries));
  Contents& of = *contents;
  of.head.emplace(of.bytes, of.source, of.arena, of.head_memo);
  of.head->run(from, of.entries.entries.front().from);
  if (!of.read_shared()) return nullptr;
  of.read_rest();
  return std::unique_ptr<SplitPickle>(new SplitPickle(std::move(contents)));
}

std::size_t SplitPickle::entries() const { return contents_->entries.entries.size(); }

std::pair<std::size_t, std::size_t> SplitPickle::range(std::size_t entry) const {
  const PickleEntry& found = contents_->entries.entries.at(entry);
  return {found.from, found.to};
}

std::size_t SplitPickle::end() const { return contents_->entries.end; }
const PickleValue& SplitPickle::rest() const { return contents_->rest; }

struct SplitPickle::Reader::Contents {
  explicit Contents(const SplitPickle::Contents& of)
      : pickle(of), memo(&of.shared), reader(of.bytes, of.source, arena, memo) {}

  const SplitPickle::Contents& pickle;
  Arena arena{kMostEntry};
  PickleMemo memo;
  PickleReader reader;
};

SplitPickle::Reader::Reader(const SplitPickle& pickle) : contents_(std::make_unique<Contents>(*pickle.contents_)) {}
SplitPickle::Reader::~Reader() = default;

std::pair<PickleValue, PickleValue> SplitPickle::Reader::read(std::size_t entry) {
  Contents& of = *contents_;
  const PickleEntry& found = of.pickle.entries.entries.at(entry);
  of.arena.clear();
  of.reader.clear_stack();
  of.memo.restart(found.first_memo);
  of.reader.run(found.from, found.to);
  const auto stack = of.reader.stack();
  if (stack.size() != 2)
    throw Error(fmt::format("{} is damaged at byte {}: no entry of a dict", of.pickle.source, found.from));
  return {stack[0], stack[1]};
}

}  // namespace cellar
