#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellar {

// One entry of a big dict inside a pickle: the bytes of its key and value.
struct PickleEntry {
  std::size_t from = 0, to = 0;
  std::uint32_t first_memo = 0;  // the first number under which something is put aside in it
};

// Where the entries of one dict lie in a pickle whose top object is a dict of dicts, found by skipping over
// instructions. Entries are independent but for what they fetch of values put aside before them.
struct PickleEntries {
  std::vector<PickleEntry> entries;
  std::size_t end = 0;                // the byte after the pickle's STOP
  std::uint32_t memo_after = 0;       // the first number put aside after the last entry
  std::vector<std::uint32_t> shared;  // numbers fetched from outside of where they were put aside, ascending
};

// The entries of the dict that stands under the text `key` in the top dict of the pickle at byte `from`. None if the
// pickle is none of this shape: it may still be read as a whole. `passed` is told now and then how far it has come.
// An Error if the bytes are no pickle.
std::optional<PickleEntries> scan_entries(std::span<const std::byte> bytes, std::size_t from, std::string_view key,
                                          const std::string& source,
                                          const std::function<void(std::size_t)>& passed = {});

}  // namespace cellar
