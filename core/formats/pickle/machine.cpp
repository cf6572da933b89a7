#include "core/formats/pickle/machine.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/pickle/arena.hpp"
#include "core/formats/pickle/memo.hpp"
#include "core/formats/pickle/reader.hpp"

namespace cellar {

struct PickleMachine::Contents {
  Contents(std::span<const std::byte> pickle, std::string name, std::size_t most_memory)
      : bytes(pickle), source(std::move(name)), arena(most_memory) {}

  std::span<const std::byte> bytes;
  std::string source;
  Arena arena;
  std::size_t end = 0;
};

PickleMachine::PickleMachine(std::span<const std::byte> bytes, std::string source, std::size_t most_memory)
    : contents_(std::make_unique<Contents>(bytes, std::move(source), most_memory)) {}

PickleMachine::~PickleMachine() = default;

PickleValue PickleMachine::read(std::size_t offset) {
  Contents& contents = *contents_;
  if (offset >= contents.bytes.size()) throw Error(fmt::format("{} ends where a pickle should begin", contents.source));
  PickleMemo memo;
  PickleReader reader(contents.bytes, contents.source, contents.arena, memo);
  contents.end = reader.run(offset, contents.bytes.size());
  if (!reader.stopped()) throw Error(fmt::format("{} is cut off: it ends inside a pickle", contents.source));
  return reader.stack().back();
}

std::size_t PickleMachine::end() const { return contents_->end; }

}  // namespace cellar
