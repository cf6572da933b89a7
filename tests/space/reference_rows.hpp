#pragma once

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/formats/text_file.hpp"
#include "tests/reference.hpp"

namespace cellar::test {

// The answers of the benchmark's own client: every query of a function in one of data/formats/expected/*.json.gz.
inline std::vector<nlohmann::json> client_answers(const std::filesystem::path& file, const std::string& function) {
  std::vector<nlohmann::json> answers;
  const auto contents = nlohmann::json::parse(read_text(file));
  for (const auto& query : contents.at("queries")) {
    if (query.at("fn") == function) answers.push_back(query);
  }
  return answers;
}

// A CSV without quotes, cell by cell.
class Rows {
 public:
  explicit Rows(const std::filesystem::path& gzip) {
    std::istringstream text(read_text(gzip));
    std::string line;
    while (std::getline(text, line)) {
      rows_.emplace_back();
      std::istringstream fields(line);
      for (std::string field; std::getline(fields, field, ',');) rows_.back().push_back(field);
    }
  }

  std::size_t size() const { return rows_.size() - 1; }
  const std::string& at(std::size_t row, const std::string& column) const {
    const auto& names = rows_.front();
    const auto place = std::find(names.begin(), names.end(), column) - names.begin();
    return rows_.at(row + 1).at(static_cast<std::size_t>(place));
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace cellar::test
