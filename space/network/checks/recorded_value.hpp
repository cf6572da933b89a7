#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cellar::network {

// A part of a JSON file of what the original computed. What is asked of it is remembered, so that it can be said what
// no check has read. Where something is absent or of another kind, an Error names its place ("steps/0/lr") and what is
// there.
class RecordedValue {
 public:
  bool has(const std::string& key) const;  // and is not null
  RecordedValue at(const std::string& key) const;
  RecordedValue at(std::size_t place) const;
  std::size_t size() const;  // of a list or an object
  std::vector<RecordedValue> list() const;
  std::vector<std::pair<std::string, RecordedValue>> members() const;  // in order of their names

  bool is_null() const;
  bool is_list() const { return json_->is_array(); }
  bool is_object() const { return json_->is_object(); }
  bool is_text() const { return json_->is_string(); }
  bool is_flag() const { return json_->is_boolean(); }
  bool is_integer() const { return json_->is_number_integer(); }

  // Of numbers that are not finite the original's text is understood: "nan", "inf", "-inf".
  double number() const;
  std::int64_t integer() const;
  int count() const;  // an integer from 0 to 2^31 - 1
  bool flag() const;
  std::string text() const;
  std::vector<double> numbers() const;
  std::vector<std::int64_t> integers() const;
  std::vector<std::string> texts() const;

  const std::string& place() const { return place_; }  // in its file: "steps/0/lr"
  // Says that this and all in it has been seen to.
  void settle() const;

 private:
  friend class RecordedIndex;
  struct Reads;

  RecordedValue(const nlohmann::json& json, std::string place, std::shared_ptr<Reads> reads);
  RecordedValue member(const nlohmann::json& json, const std::string& name) const;
  const nlohmann::json& read() const;
  [[noreturn]] void refuse(const std::string& what) const;

  const nlohmann::json* json_;
  std::string place_;
  std::shared_ptr<Reads> reads_;
};

// A whole file. Its values may be used as long as it lives.
class RecordedIndex {
 public:
  // An Error names the file that cannot be read or is no JSON object or list.
  explicit RecordedIndex(const std::filesystem::path& file);
  RecordedIndex(RecordedIndex&&) = default;

  RecordedValue root() const;
  // The places of values that nobody has read, numbers of lists as "*": "steps/*/lr". What only describes the file to
  // people (notes, formulas, seeds) is not among them.
  std::vector<std::string> unread() const;

 private:
  std::unique_ptr<const nlohmann::json> json_;
  std::shared_ptr<RecordedValue::Reads> reads_;
};

}  // namespace cellar::network
