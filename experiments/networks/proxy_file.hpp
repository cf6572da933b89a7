#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiments/networks/proxy_plan.hpp"

namespace cellar {

// A CSV file with a row for each cell in order of index: index, architecture, a column for each proxy. Every row is
// written as soon as it is added, so that a killed process loses none. A file that is there is continued: a last line
// that was cut off is dropped; other settings, and any other damage, are an Error.
class ProxyFile {
 public:
  // A second process that wants the same file gets an Error.
  ProxyFile(std::filesystem::path path, const ProxyPlan& plan);
  ~ProxyFile();
  ProxyFile(const ProxyFile&) = delete;
  ProxyFile& operator=(const ProxyFile&) = delete;

  // By index, a number for each proxy; as many as there are rows.
  const std::vector<std::vector<double>>& rows() const { return rows_; }
  void add(const std::string& architecture, std::vector<double> values);

 private:
  void read(const std::string& text);
  void write(const std::string& text);
  [[noreturn]] void refuse(const std::string& reason) const;

  std::filesystem::path path_;
  std::size_t proxies_;
  std::string head_;
  std::vector<std::vector<double>> rows_;
  int file_ = -1;
};

}  // namespace cellar
