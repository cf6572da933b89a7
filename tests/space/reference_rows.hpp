#pragma once

#include <algorithm>
#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/reference.hpp"

namespace cellar::test {

inline std::string read_gzip(const std::filesystem::path& file) {
  std::ifstream raw(file, std::ios::binary);
  boost::iostreams::filtering_istream stream;
  stream.push(boost::iostreams::gzip_decompressor());
  stream.push(raw);
  std::ostringstream text;
  boost::iostreams::copy(stream, text);
  return text.str();
}

// The answers of the benchmark's own client: every query of a function in one of data/formats/expected/*.json.gz.
inline std::vector<nlohmann::json> client_answers(const std::filesystem::path& file, const std::string& function) {
  std::vector<nlohmann::json> answers;
  const auto contents = nlohmann::json::parse(read_gzip(file));
  for (const auto& query : contents.at("queries")) {
    if (query.at("fn") == function) answers.push_back(query);
  }
  return answers;
}

// A CSV without quotes, cell by cell.
class Rows {
 public:
  explicit Rows(const std::filesystem::path& gzip) {
    std::istringstream text(read_gzip(gzip));
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
