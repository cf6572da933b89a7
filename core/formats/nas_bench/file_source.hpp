#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "core/formats/nas_bench/cell_source.hpp"
#include "core/formats/pickle/value.hpp"

namespace cellar {

// A pickle in memory.
struct PickleBytes {
  std::span<const std::byte> bytes;
  std::size_t from = 0;  // it begins at this byte
  std::string source;    // what messages call it
  std::shared_ptr<const void> owner;
  bool mapped = false;  // `bytes` are of a file: their pages can be given back
};

// The cells of one pickle: {meta_archs, arch2infos, evaluated_indexes}, or a single cell. `ended` is called with the
// top object, big files without their cells, and the byte after the pickle, to check what follows.
std::unique_ptr<CellSource> open_pickle_source(PickleBytes pickle, const ReadOptions& options,
                                               const std::function<void(const PickleValue&, std::size_t)>& ended);

}  // namespace cellar
