#include "experiments/checks/recorded_json.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/errors.hpp"

namespace cellar {

void read_recorded(const std::string& file, const std::string& what,
                   const std::function<void(const nlohmann::json&)>& use) {
  std::ifstream stream(file);
  if (!stream || std::filesystem::is_directory(file)) {
    throw Error(fmt::format("{}: cannot be read; a JSON file of recorded {} is needed", file, what));
  }
  try {
    use(nlohmann::json::parse(stream));
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", file, error.what()));
  } catch (const nlohmann::json::exception& error) {
    const std::string_view said = error.what();  // "[json.exception.parse_error.101] parse error at line 1, …"
    throw Error(fmt::format("{}: is no file of recorded {}: {}", file, what, said.substr(said.find("] ") + 2)));
  }
}

}  // namespace cellar
