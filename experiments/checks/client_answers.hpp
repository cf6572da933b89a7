#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "experiments/client/original_client.hpp"

namespace cellar {

// Answers the recorded queries of an expected file one after the other, as the original client did. A query has "fn",
// "args" and "kwargs" as in data/formats/expected; its result, which weights need as a pattern, is "result".
class ClientAnswers {
 public:
  // archive: a folder of files with weights, one of these files, or empty. The random numbers are those of a recording
  // that was seeded once, before its first query.
  ClientAnswers(std::shared_ptr<const Records> records, std::filesystem::path archive);

  // {"ok": …, "stdout": …} or {"error": class, "message": …}. None: it needs weights, or in a table made
  // from a folder cells, that are not there. An Error for a function that is not known.
  std::optional<PythonValue> answer(const PythonValue& query);

  OriginalClient& client() { return client_; }

 private:
  struct Unanswerable {};
  class Arguments;

  PythonValue call(const PythonValue& query);
  PythonValue of_cell(const std::string& function, const Arguments& arguments);
  PythonValue fields_of_trials(const Arguments& arguments);
  PythonValue reload(const Arguments& arguments);
  PythonValue net_param(const Arguments& arguments, const PythonValue& result);
  PythonValue net_param_tensor(const Arguments& arguments);
  std::filesystem::path weights_archive(const PythonValue& index, const OriginalClient::Weights& weights) const;

  OriginalClient client_;
  std::filesystem::path archive_;
  std::set<std::int64_t> not_reloaded_;  // cells whose reload was left out
  bool incomplete_ = false;              // a cell that was recorded is not in the table
};

}  // namespace cellar
