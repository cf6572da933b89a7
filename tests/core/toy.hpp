#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/oracle.hpp"
#include "core/searcher.hpp"

namespace cellar::test {

// A space of three choices with 2, 3 and 4 values.
class ToySpace final : public SearchSpace {
 public:
  ToySpace() : SearchSpace({2, 3, 4}) {}
  std::string name() const override { return "toy"; }
};

// Answers what a function says.
class ToyOracle final : public Oracle {
 public:
  using Answer = std::function<Measurement(const Architecture&, Fidelity, int, std::uint64_t)>;

  explicit ToyOracle(Answer answer, std::vector<Fidelity> fidelities = {{1, 12}, {12, 12}})
      : answer_(std::move(answer)), fidelities_(std::move(fidelities)) {}

  const std::vector<Fidelity>& fidelities() const override { return fidelities_; }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override {
    return answer_(arch, fidelity, from_epochs, draw);
  }

 private:
  Answer answer_;
  std::vector<Fidelity> fidelities_;
};

// Makes the requests of a list, then is finished; remembers what it was told.
class Script final : public Searcher {
 public:
  explicit Script(std::vector<Request> requests) : requests_(std::move(requests)) {}

  Request next() override { return position_ < requests_.size() ? requests_[position_++] : Request{Finished{}}; }
  void tell(const Trial& trial) override { told.push_back(trial); }

  std::vector<Trial> told;

 private:
  std::vector<Request> requests_;
  std::size_t position_ = 0;
};

inline Evaluate ask(Architecture arch, int epochs = 12, std::optional<int> continues = {}) {
  return {arch, {epochs, 12}, 0, continues};
}

inline Budget seconds(double limit) { return {Budget::Unit::seconds, limit}; }

}  // namespace cellar::test
