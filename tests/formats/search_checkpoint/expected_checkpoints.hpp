#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/reference.hpp"

namespace cellar::test {

// A folder of the recorded checkpoints, with what the original saved in it.
struct RecordedCheckpoint {
  std::filesystem::path folder;
  nlohmann::json expected;

  // The two files of "basic" or "last-info", zip and legacy.
  std::vector<std::filesystem::path> files(const std::string& which) const {
    const auto& facts = expected.at(which);
    return {folder / facts.at("zip_file").get<std::string>(), folder / facts.at("legacy_file").get<std::string>()};
  }
};

// Empty, with the line that says so, where the reference is absent.
inline std::vector<RecordedCheckpoint> recorded_checkpoints() {
  std::vector<RecordedCheckpoint> all;
  const auto folder = reference("data/oneshot/checkpoints");
  if (folder.empty()) return all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    all.push_back({entry.path(), nlohmann::json::parse(std::ifstream(entry.path() / "expected.json"))});
  }
  return all;
}

}  // namespace cellar::test
