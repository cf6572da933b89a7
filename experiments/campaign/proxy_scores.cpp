#include "experiments/campaign/proxy_scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/errors.hpp"
#include "core/formats/csv.hpp"
#include "core/formats/text_file.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

constexpr std::size_t kNotScores = static_cast<std::size_t>(-1);

// "# proxies of the cells of nb201: channels=16 …", without the mark.
std::string origin_of(const std::string& text, const std::filesystem::path& path) {
  if (!text.starts_with("# ")) return path.filename().string();
  return printable(text.substr(2, text.find_first_of("\r\n") - 2));
}

// Also "nan", "inf" and "-inf"; nothing is NaN.
bool read_score(std::string_view text, double& value) {
  value = std::nan("");
  if (text.empty()) return true;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

class ScoreFile {
 public:
  ScoreFile(const std::string& text, const std::filesystem::path& path, const SearchSpace& space)
      : name_(path.string()), reader_(text, name_), space_(space), seen_(*space.size()) {
    scores_.origin = origin_of(text, path);
  }

  ProxyScores read() {
    std::vector<std::string_view> fields;
    if (!reader_.next(fields)) fail("no columns are named");
    name_columns(fields);
    while (reader_.next(fields)) add(fields);
    if (rows_ == seen_.size()) return std::move(scores_);
    throw Error(
        fmt::format("{} has scores of {} of the {} architectures of {}, all are needed; 'cellar proxy --all' "
                    "goes on with its --out file where it was stopped",
                    name_, rows_, seen_.size(), space_.name()));
  }

 private:
  void name_columns(const std::vector<std::string_view>& names) {
    for (const std::string_view name : names) {
      const bool is_score = name != "architecture" && name != "index";
      if (name == "architecture") architecture_ = place_.size();
      place_.push_back(is_score ? scores_.proxies.size() : kNotScores);
      if (!is_score) continue;
      scores_.proxies.emplace_back(name);
      scores_.columns.emplace_back(seen_.size(), std::nan(""));
    }
    if (architecture_ == kNotScores) fail("no column is named 'architecture', which says whose scores a row holds");
  }

  void add(const std::vector<std::string_view>& fields) {
    if (fields.size() != place_.size()) fail(fmt::format("{} fields instead of {}", fields.size(), place_.size()));
    const std::uint64_t index = index_of(fields[architecture_]);
    if (seen_[index]) fail(fmt::format("{} is there twice", fields[architecture_]));
    seen_[index] = true;
    ++rows_;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (place_[i] == kNotScores) continue;
      double& score = scores_.columns[place_[i]][index];
      if (!read_score(fields[i], score)) fail(fmt::format("'{}' is no number", printable(fields[i])));
    }
  }

  std::uint64_t index_of(std::string_view spelling) const {
    try {
      return space_.index(space_.parse(spelling));
    } catch (const Error& error) {
      fail(error.what());
    }
  }

  [[noreturn]] void fail(const std::string& reason) const {
    throw Error(fmt::format("{} line {}: {}", name_, reader_.line(), reason));
  }

  const std::string name_;
  CsvReader reader_;
  const SearchSpace& space_;
  ProxyScores scores_;
  std::vector<std::size_t> place_;  // of each field among the scores
  std::size_t architecture_ = kNotScores;
  std::vector<bool> seen_;
  std::size_t rows_ = 0;
};

}  // namespace

const std::vector<double>* ProxyScores::find(const std::string& proxy) const {
  const auto found = std::find(proxies.begin(), proxies.end(), proxy);
  return found == proxies.end() ? nullptr : &columns[static_cast<std::size_t>(found - proxies.begin())];
}

ProxyScores read_proxy_scores(const std::filesystem::path& path, const SearchSpace& space) {
  if (!space.size())
    throw Error(fmt::format("{}: {} has no indices, so its scores cannot be listed", path.string(), space.name()));
  const std::string text = read_text(path);
  return ScoreFile(text, path, space).read();
}

}  // namespace cellar
