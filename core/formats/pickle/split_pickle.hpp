#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/formats/pickle/value.hpp"

namespace cellar {

// A big pickle, a dict of dicts, read part by part: the entries of one of the inner dicts one by one and in any order,
// by several threads, and everything else. So files of gigabytes need the memory of one entry. Two passes, as a
// prototype showed: the first finds the entries and which values they share.
class SplitPickle {
 public:
  // None if the pickle at byte `from` is not of this shape; it may still be read as a whole. `bytes` must outlive it.
  static std::unique_ptr<SplitPickle> open(std::span<const std::byte> bytes, std::size_t from, std::string_view key,
                                           std::string source, const std::function<void(std::size_t)>& passed = {});
  ~SplitPickle();

  std::size_t entries() const;
  // The bytes of an entry.
  std::pair<std::size_t, std::size_t> range(std::size_t entry) const;
  std::size_t end() const;  // the byte after the pickle

  // The top dict, the inner one empty.
  const PickleValue& rest() const;

  // Reads entries, one after the other; a reader for each thread.
  class Reader {
   public:
    explicit Reader(const SplitPickle& pickle);
    ~Reader();
    // Key and value, which are valid until the next call.
    std::pair<PickleValue, PickleValue> read(std::size_t entry);

   private:
    struct Contents;
    std::unique_ptr<Contents> contents_;
  };

 private:
  struct Contents;
  explicit SplitPickle(std::unique_ptr<Contents> contents);
  std::unique_ptr<Contents> contents_;
};

}  // namespace cellar
