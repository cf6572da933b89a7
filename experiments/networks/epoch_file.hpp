#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "space/network/quality.hpp"

namespace cellar {

// The figures of a training by epoch, as a CSV that grows while it trains: `epochs.csv`. Its head says which training
// it is of, and the last column how long each epoch took, which nothing else records. It is written whole after every
// epoch: a training has some hundred.
class EpochFile {
 public:
  // `head`: what tells this training from others, in a line. `sets`: "cifar10.train" and so on, in the order of a
  // result's qualities. An Error if there is a file of another training, or a damaged one.
  EpochFile(std::filesystem::path path, std::string head, std::vector<std::string> sets);

  // How many epochs the file has. Those beyond the ones of a state that is loaded are made again.
  std::size_t epochs() const { return seconds_.size(); }
  // Of each epoch.
  const std::vector<double>& seconds() const { return seconds_; }

  // Epochs that are done, of which the file knows the seconds; drops what is beyond them.
  void go_on_after(const std::vector<network::EpochResult>& results);
  void add(const network::EpochResult& result, double seconds);

 private:
  void read();
  void write() const;
  std::string row(const network::EpochResult& result, double seconds) const;
  [[noreturn]] void refuse(const std::string& reason) const;

  std::filesystem::path path_;
  std::string head_;  // with the names of the columns
  std::size_t columns_ = 0;
  std::vector<std::string> rows_;
  std::vector<double> seconds_;
};

}  // namespace cellar
