#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "core/options.hpp"
#include "core/searcher.hpp"
#include "searchers/multi_fidelity/brackets.hpp"

namespace cellar {

// DEHB: Hyperband's brackets, filled by differential evolution. Every length of training has a population; its members
// are points of [0, 1]^d, of which a choice of c values reads the c-th parts. A later stage mutates the best of the
// population below it, so good regions are handed up.
// Source: Awad, Mallik and Hutter 2021, "DEHB: Evolutionary Hyperband for Scalable, Robust and Efficient Hyperparameter
// Optimization", algorithms 1 and 2; rand/1 mutation, binomial crossover, F = 0.5, Cr = 0.5, components outside [0, 1]
// drawn anew.
// Departures: the brackets are HpBandSter's (searchers/multi_fidelity/brackets.hpp); where a population has fewer than
// three members, as with many workers at the start, new ones are uniform.
class Dehb final : public Searcher {
 public:
  struct Options {
    BracketOptions brackets;
    double mutation_factor = 0.5;
    double crossover = 0.5;
    void describe(OptionList& list);
  };

  Dehb(const Problem& problem, const Options& options, Rng rng);

  Request next() override;
  void tell(const Trial& trial) override;

 private:
  using Point = std::vector<double>;
  struct Member {
    Point point;
    double loss;
  };
  // The members of one fidelity, and whose turn it is to be challenged.
  struct Population {
    std::size_t capacity = 0;
    std::size_t turn = 0;
    std::vector<Member> members;
  };
  struct Pending {
    Point point;
    std::size_t target;  // the member that it challenges; if there is none yet, it joins
  };

  Point uniform();
  Point valid_one(const std::function<Point()>& draw);
  Architecture repair(Point& point) const;
  Point offspring(std::size_t level, std::size_t parents, const Point* target);
  std::vector<const Point*> parent_pool(std::size_t level, std::size_t parents) const;
  Architecture decode(const Point& point) const;
  Point encode(const Architecture& arch);
  std::size_t level_of(Fidelity fidelity) const;

  const SearchSpace& space_;
  const BracketSchedule schedule_;
  const double mutation_factor_, crossover_;
  BracketRunner brackets_;
  std::vector<Population> populations_;  // by level: fidelities from the shortest on
  std::map<int, Pending> pending_;       // by trial
  int asked_ = 0;
  Rng rng_;
};

}  // namespace cellar
