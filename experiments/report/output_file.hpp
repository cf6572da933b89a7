#pragma once

#include <string>
#include <string_view>

namespace cellar {

// Writes a result: "-" is the standard output; a file appears whole or not at all; what is no regular file
// (/dev/stdout, a pipe) is written to as it is. An Error with the system's reason where it cannot be written.
void write_output(const std::string& file, std::string_view text);

}  // namespace cellar
