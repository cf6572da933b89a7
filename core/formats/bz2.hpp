#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace cellar {

using ByteSink = std::function<void(std::span<const std::byte>)>;

// What a bz2 file holds: one stream or several, one behind the other, and nothing else. `source` is what messages call
// the file. An Error says that it is cut off, or damaged and near which byte; what came before went to the sink.
void bunzip2(std::span<const std::byte> compressed, std::string_view source, const ByteSink& sink);

// In one piece; what would be more than `most_bytes` is an Error.
std::vector<std::byte> bunzip2(std::span<const std::byte> compressed, std::string_view source, std::size_t most_bytes);

// The same bytes and the same Errors as the first, by several threads, for big files. The sink is called by the calling
// thread, in order. A thread holds a block of up to 46 MB at the worst, 0.9 MB as a rule, and two more wait for it.
void bunzip2(std::span<const std::byte> compressed, std::string_view source, const ByteSink& sink, int threads);

}  // namespace cellar
