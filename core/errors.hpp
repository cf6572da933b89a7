#pragma once

#include <stdexcept>
#include <string>

namespace cellar {

// Something the user can mend: one line that names the offending value and what is allowed. Exit status 2.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A broken promise between two parts of the program (or a plug-in): ours to mend. Exit status 1.
class ContractError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// A searcher that breaks a promise of the contract: whoever wrote it mends it.
class SearcherFault : public ContractError {
 public:
  // `trial`: the number of the trial that was next, or was told.
  SearcherFault(int trial, const std::string& what) : ContractError(what), trial_(trial) {}

  int trial() const { return trial_; }

 private:
  int trial_;
};

// The same of an oracle of one's own; what it says names the architecture that was asked for.
class OracleFault : public SearcherFault {
 public:
  explicit OracleFault(const std::string& what) : SearcherFault(0, what) {}
};

// The search was asked to stop (Ctrl-C). Exit status 130.
class Stopped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws ContractError unless `promise` holds; checked in every build type.
inline void require(bool promise, const char* what) {
  if (!promise) throw ContractError(what);
}

}  // namespace cellar
