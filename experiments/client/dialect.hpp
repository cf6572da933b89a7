#pragma once

#include <string>

#include "core/table/records/records.hpp"

namespace cellar {

// Which of the original clients is spoken: nas_201_api 2.0, or nats_bench 1.8 with its two search spaces.
enum class Dialect { nas_bench_201, nats_topology, nats_size };

inline bool is_nats(Dialect dialect) { return dialect != Dialect::nas_bench_201; }

// The one that reads the file that these records came from.
Dialect dialect_of(const Records& records);

// "nas-bench-201" and "nats-bench", as options name them; an Error lists both, or says that the records are of another
// space.
Dialect parse_dialect(const std::string& name, const Records& records);

}  // namespace cellar
