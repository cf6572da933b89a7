#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "core/formats/pickle/value.hpp"

namespace cellar {

// Reads Python pickles, protocols 2 to 5, and runs nothing that they name: a fixed list of globals (globals.cpp) is
// understood or kept as data, every other name is an Error. Memory is bounded: what a pickle would need beyond
// `most_memory` is an Error.
class PickleMachine {
 public:
  // `bytes` must outlive the values. `source` is what messages call the file.
  PickleMachine(std::span<const std::byte> bytes, std::string source, std::size_t most_memory = std::size_t{1} << 29);
  ~PickleMachine();
  PickleMachine(const PickleMachine&) = delete;
  PickleMachine& operator=(const PickleMachine&) = delete;

  // Reads one pickle that begins at byte `offset`, PROTO to STOP. Values of earlier calls stay valid.
  PickleValue read(std::size_t offset = 0);
  // The byte after the STOP of the pickle that was read last.
  std::size_t end() const;

 private:
  struct Contents;
  std::unique_ptr<Contents> contents_;
};

}  // namespace cellar
