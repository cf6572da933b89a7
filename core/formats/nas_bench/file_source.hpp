#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/formats/nas_bench/cell_source.hpp"

namespace cellar {

// The cells of one pickle that begins at byte `from`: {meta_archs, arch2infos, evaluated_indexes}, or a single cell.
// `owner` keeps `bytes`. `is_nats`: the pickle is of NATS-Bench.
std::unique_ptr<CellSource> open_pickle_source(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                               std::size_t from, const std::string& name, int threads, bool mapped,
                                               const std::function<void(double)>& progress);

}  // namespace cellar
