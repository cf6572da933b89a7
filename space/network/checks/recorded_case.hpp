#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace cellar::network {

// A recorded case: a folder with index.json and the tensors that it names, in flat arrays f4.npy, f8.npy, i8.npy. The
// reference's own numbers come so. An Error names the file that is damaged or missing.
class RecordedCase {
 public:
  explicit RecordedCase(const std::filesystem::path& folder);

  const nlohmann::json& index() const { return index_; }
  bool has(const std::string& name) const;
  // An Error if there is none.
  at::Tensor tensor(const std::string& name) const;
  // The names that begin with `prefix`, without it, in order of their places.
  std::vector<std::string> names(const std::string& prefix) const;

 private:
  std::filesystem::path folder_;
  nlohmann::json index_;
  std::map<std::string, at::Tensor> arrays_;  // by file
};

}  // namespace cellar::network
