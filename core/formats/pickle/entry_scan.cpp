#include "core/formats/pickle/entry_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/errors.hpp"
#include "core/formats/pickle/skip_table.hpp"

namespace cellar {

namespace {

constexpr std::size_t kTellEvery = std::size_t{1} << 25;  // [bytes]
constexpr std::size_t kMostMarks = 10'000;
constexpr int kMostHeight = 1 << 28;  // of the stack, whose values would take 4 GB

// Follows the height of the stack and the marks. The top dict lies at height 1; while one mark is open, its keys are
// pushed at heights 1, 3, 5, …; the dict that is looked for lies directly above its key.
class EntryScanner {
 public:
  EntryScanner(std::span<const std::byte> bytes, std::size_t from, std::string_view key, const std::string& source)
      : begin_(reinterpret_cast<const std::uint8_t*>(bytes.data())),
        at_(begin_ + from),
        end_(begin_ + bytes.size()),
        key_(key),
        source_(source) {}

  std::optional<PickleEntries> scan(const std::function<void(std::size_t)>& passed) {
    const std::uint8_t* tell_at = at_ + std::min<std::size_t>(kTellEvery, static_cast<std::size_t>(end_ - at_));
    while (skip_frequent(tell_at), step()) {
      if (at_ < tell_at) continue;
      if (passed) passed(static_cast<std::size_t>(at_ - begin_));
      tell_at = at_ + std::min<std::size_t>(kTellEvery, static_cast<std::size_t>(end_ - at_));
      if (tell_at == at_) break;
    }
    if (!stopped_) fail("the file ends inside a pickle");
    if (!regular_ || !closed_ || found_.entries.empty() || open_) return std::nullopt;
    found_.end = static_cast<std::size_t>(at_ - begin_);
    for (const std::size_t id : shared_) found_.shared.push_back(static_cast<std::uint32_t>(id));
    std::sort(found_.shared.begin(), found_.shared.end());
    return std::move(found_);
  }

 private:
  [[noreturn]] void fail(std::string_view reason) const {
    throw Error(fmt::format("{} is damaged at byte {}: {}", source_, at_ - begin_, reason));
  }

  std::uint64_t operand(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) fail("the file ends inside an instruction");
    std::uint64_t value = 0;
    std::memcpy(&value, at_, bytes);  // little-endian
    at_ += bytes;
    return value;
  }

  // The instructions that a training's dicts are made of, as long as nothing else comes; nearly all of a file.
  void skip_frequent(const std::uint8_t* until) {
    if (marks_.size() <= 2 || end_ - at_ < 16) return;
    const std::uint8_t* at = at_;
    const std::uint8_t* last = std::min(until, end_ - 16);  // so that operands need no check
    int height = height_;
    std::uint32_t next_memo = next_memo_;
    const auto number_at = [](const std::uint8_t* place) {
      std::uint32_t number;
      std::memcpy(&number, place, sizeof number);
      return number;
    };
    while (at < last) {
      const auto code = static_cast<Opcode>(*at);
      if (code == Opcode::kBinFloat) {
        at += 9;
      } else if (code == Opcode::kBinInt1) {
        at += 2;
      } else if (code == Opcode::kLongBinPut && number_at(at + 1) == next_memo) {
        at += 5;
        ++next_memo;
        --height;  // counted below
      } else if (code == Opcode::kLongBinGet && number_at(at + 1) >= segment_memo_) {
        at += 5;
      } else if (code == Opcode::kBinUnicode && number_at(at + 1) < std::min<std::ptrdiff_t>(1024, end_ - at - 5)) {
        at += 5 + number_at(at + 1);
      } else if (code == Opcode::kShortBinUnicode && at[1] < end_ - at - 2) {
        at += 2 + at[1];
      } else if (code == Opcode::kMemoize) {
        at += 1;
        ++next_memo;
        --height;
      } else {
        break;
      }
      ++height;
    }
    at_ = at;
    height_ = height;
    next_memo_ = next_memo;
  }

  bool step() {
    if (at_ >= end_) return false;
    if (height_ < 0) fail("an instruction finds nothing on the stack");
    if (height_ > kMostHeight) fail("more values on the stack than any official file has");
    const std::uint8_t* instruction = at_;
    const SkipRule rule = kSkipTable[*at_++];
    switch (rule.kind) {
      case SkipRule::Kind::integer:
        if (in_dict_ && marks_.size() <= 2) note_key(instruction);
        [[fallthrough]];
      case SkipRule::Kind::plain:
        static_cast<void>(operand(rule.bytes));
        height_ += rule.change;
        break;
      case SkipRule::Kind::sized:
        skip_sized(operand(rule.bytes));
        break;
      case SkipRule::Kind::put:
        put(operand(rule.bytes));
        break;
      case SkipRule::Kind::get:
        get(operand(rule.bytes));
        break;
      case SkipRule::Kind::memoize:
        put(next_memo_);
        break;
      case SkipRule::Kind::mark:
        set_mark();
        break;
      case SkipRule::Kind::set_item:
      case SkipRule::Kind::set_items:
      case SkipRule::Kind::to_mark:
        take(rule, instruction);
        break;
      default:
        return step_rare(rule.kind);
    }
    return true;
  }

  // What puts values into a list or dict, or makes one value of all above a mark.
  void take(const SkipRule& rule, const std::uint8_t* instruction) {
    if (rule.kind == SkipRule::Kind::set_item) {
      if (in_dict_ && marks_.size() == 1 && height_ == dict_height_ + 2) close(instruction);
      height_ -= 2;
      return;
    }
    const bool is_entries = rule.kind == SkipRule::Kind::set_items && marks_.size() == 2 && marks_[1] == dict_height_;
    if (in_dict_ && is_entries) close(instruction);
    to_mark(rule.change);
  }

  void set_mark() {
    if (marks_.size() == kMostMarks) fail("more marks than any official file has");
    marks_.push_back(height_);
  }

  // Takes what lies above the last mark.
  void to_mark(int change) {
    if (marks_.empty()) fail("an instruction finds no mark");
    height_ = marks_.back() + change;
    marks_.pop_back();
    if (in_dict_ && height_ < dict_height_) leave();
  }

  bool step_rare(SkipRule::Kind kind) {
    if (kind == SkipRule::Kind::stop) {
      stopped_ = true;
      return false;
    }
    if (kind == SkipRule::Kind::unknown) {
      --at_;
      fail(fmt::format("instruction 0x{:02x}, which is none that official files use", *at_));
    }
    skip_line();
    skip_line();
    ++height_;
    return true;
  }

  void skip_sized(std::uint64_t size) {
    const auto left = static_cast<std::uint64_t>(end_ - at_);
    if (size > left) fail(fmt::format("a text of {} bytes is announced where {} are left", size, left));
    const bool is_key = marks_.size() == 1 && height_ % 2 == 1 && !in_dict_ && !closed_;
    if (is_key && std::string_view(reinterpret_cast<const char*>(at_), size) == key_) {
      in_dict_ = true;
      dict_height_ = height_ + 2;
    }
    at_ += size;
    ++height_;
  }

  void skip_line() {
    const void* end = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
    if (!end) fail("the file ends inside a name");
    at_ = static_cast<const std::uint8_t*>(end) + 1;
  }

  // Numbers count up, or the entries cannot be told apart by them.
  void put(std::uint64_t id) {
    if (id != next_memo_) {
      regular_ = false;
    } else {
      ++next_memo_;
    }
  }

  void get(std::uint64_t id) {
    ++height_;
    if (id >= segment_memo_ || id >= next_memo_) return;
    if (id >= is_shared_.size()) is_shared_.resize(std::max<std::size_t>(next_memo_, 2 * is_shared_.size()));
    if (is_shared_[id]) return;
    is_shared_[id] = true;
    shared_.push_back(id);
  }

  // An integer may be the key of an entry, which is added alone or with others above a mark. The value of an entry is a
  // dict of texts, so that an integer at the height of keys is never part of it.
  void note_key(const std::uint8_t* instruction) {
    const int above = height_ - dict_height_;
    const bool in_batch = marks_.size() == 2 && marks_[1] == dict_height_ && above % 2 == 0;
    const bool alone = marks_.size() == 1 && above == 0;
    if (!in_batch && !alone) return;
    close(instruction);
    PickleEntry& entry = found_.entries.emplace_back();
    entry.from = static_cast<std::size_t>(instruction - begin_);
    entry.first_memo = segment_memo_ = next_memo_;
    open_ = true;
  }

  void close(const std::uint8_t* instruction) {
    if (!open_) return;
    found_.entries.back().to = static_cast<std::size_t>(instruction - begin_);
    found_.memo_after = segment_memo_ = next_memo_;
    open_ = false;
  }

  void leave() {
    in_dict_ = false;
    closed_ = true;
  }

  const std::uint8_t* begin_;
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  std::string_view key_;
  const std::string& source_;
  int height_ = 0;
  std::vector<int> marks_;
  bool in_dict_ = false, closed_ = false, open_ = false, stopped_ = false, regular_ = true;
  int dict_height_ = 0;
  std::uint32_t next_memo_ = 0;
  std::uint32_t segment_memo_ = 0;  // the first number of the entry, or of what is before, between or after entries
  std::vector<bool> is_shared_;
  std::vector<std::size_t> shared_;
  PickleEntries found_;
};

}  // namespace

std::optional<PickleEntries> scan_entries(std::span<const std::byte> bytes, std::size_t from, std::string_view key,
                                          const std::string& source, const std::function<void(std::size_t)>& passed) {
  return EntryScanner(bytes, from, key, source).scan(passed);
}

}  // namespace cellar
