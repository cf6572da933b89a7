#include "searchers/multi_fidelity/dehb.hpp"

#include <algorithm>

#include "searchers/loss.hpp"

namespace cellar {

void Dehb::Options::describe(OptionList& list) {
  brackets.describe(list);
  list.real("mutation_factor", mutation_factor, 0, 2, "F: the weight of a difference of two members");
  list.real("crossover", crossover, 0, 1, "Cr: the share of components that come from the mutant");
}

Dehb::Dehb(const Problem& problem, const Options& options, Rng rng)
    : space_(problem.space),
      schedule_("dehb", problem, options.brackets),
      mutation_factor_(options.mutation_factor),
      crossover_(options.crossover),
      brackets_(schedule_, options.brackets.goes_on),
      populations_(schedule_.fidelities().size()),
      rng_(rng) {
  for (int bracket = 0; bracket < schedule_.kinds(); ++bracket) {
    for (const Stage& stage : schedule_.bracket(bracket)) {
      std::size_t& capacity = populations_[level_of(stage.fidelity)].capacity;
      capacity = std::max(capacity, static_cast<std::size_t>(stage.size));
    }
  }
}

Request Dehb::next() {
  const BracketRunner::Start start = brackets_.next();
  const std::size_t level = level_of(start.job.fidelity);
  Population& population = populations_[level];
  Pending pending{{}, population.turn};
  population.turn = (population.turn + 1) % population.capacity;
  Architecture arch;
  if (start.number == 0 && start.job.arch) {  // the first bracket is plain successive halving
    arch = *start.job.arch;
    pending.point = encode(arch);
  } else if (start.number == 0) {
    pending.point = valid_one([&] { return uniform(); });
    arch = decode(pending.point);
  } else {
    const bool there = pending.target < population.members.size();
    const Point* const target = there ? &population.members[pending.target].point : nullptr;
    const std::size_t from = start.job.arch ? level - 1 : level;
    pending.point = valid_one([&] { return offspring(from, population.capacity, target); });
    arch = decode(pending.point);
  }
  const bool repaired = !space_.valid(arch);
  if (repaired) arch = repair(pending.point);
  pending_.emplace(asked_++, std::move(pending));
  Evaluate request = brackets_.begin(start, arch);
  request.repaired = repaired;
  return request;
}

// A point of a valid architecture, or the last of several draws that were not.
Dehb::Point Dehb::valid_one(const std::function<Point()>& draw) {
  constexpr int kDraws = 20;
  Point point = draw();
  for (int drawn = 1; drawn < kDraws && !space_.valid(decode(point)); ++drawn) point = draw();
  return point;
}

// The nearest valid architecture; the point moves into the middle of the values that change.
Architecture Dehb::repair(Point& point) const {
  const Architecture meant = decode(point);
  const Architecture arch = space_.repair(meant);
  for (std::size_t choice = 0; choice < point.size(); ++choice) {
    if (arch[choice] != meant[choice]) point[choice] = (arch[choice] + 0.5) / space_.arity()[choice];
  }
  return arch;
}

void Dehb::tell(const Trial& trial) {
  brackets_.tell(trial);
  const auto found = pending_.find(trial.number);
  Member challenger{std::move(found->second.point), loss_of(trial)};
  Population& population = populations_[level_of(trial.asked.fidelity)];
  if (population.members.size() < population.capacity) {
    population.members.push_back(std::move(challenger));
  } else if (Member& target = population.members[found->second.target]; challenger.loss <= target.loss) {
    target = std::move(challenger);
  }
  pending_.erase(found);
}

// rand/1 over the pool, crossed with the target.
Dehb::Point Dehb::offspring(std::size_t level, std::size_t parents, const Point* target) {
  std::vector<const Point*> pool = parent_pool(level, parents);
  if (pool.size() < 3 || target == nullptr) return uniform();
  for (std::size_t drawn = 0; drawn < 3; ++drawn) {
    std::swap(pool[drawn], pool[drawn + rng_.below(static_cast<std::uint32_t>(pool.size() - drawn))]);
  }
  Point child = *target;
  const std::size_t certain = rng_.below(static_cast<std::uint32_t>(child.size()));
  for (std::size_t i = 0; i < child.size(); ++i) {
    if (i != certain && rng_.uniform() >= crossover_) continue;
    const double mutant = (*pool[0])[i] + mutation_factor_ * ((*pool[1])[i] - (*pool[2])[i]);
    child[i] = mutant >= 0 && mutant < 1 ? mutant : rng_.uniform();
  }
  return child;
}

// The best members of a level, three at least: with the best of the others if they are too few.
std::vector<const Dehb::Point*> Dehb::parent_pool(std::size_t level, std::size_t parents) const {
  std::vector<const Member*> members;
  members.reserve(populations_[level].members.size());
  for (const Member& member : populations_[level].members) members.push_back(&member);
  std::stable_sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->loss < b->loss; });
  members.resize(std::min(members.size(), std::max<std::size_t>(parents, 3)));
  std::vector<const Point*> pool;
  for (const Member* member : members) pool.push_back(&member->point);
  for (std::size_t other = 0; other < populations_.size() && pool.size() < 3; ++other) {
    if (other == level) continue;
    for (const Member& member : populations_[other].members) pool.push_back(&member.point);
  }
  return pool;
}

Dehb::Point Dehb::uniform() {
  Point point(space_.arity().size());
  for (double& component : point) component = rng_.uniform();
  return point;
}

Architecture Dehb::decode(const Point& point) const {
  Architecture arch(point.size());
  for (std::size_t choice = 0; choice < point.size(); ++choice) {
    const int part = static_cast<int>(point[choice] * space_.arity()[choice]);
    arch[choice] = static_cast<std::uint8_t>(std::min(part, space_.arity()[choice] - 1));  // a sum may round up to 1
  }
  return arch;
}

// Somewhere in the part of each value.
Dehb::Point Dehb::encode(const Architecture& arch) {
  Point point(arch.size());
  for (std::size_t choice = 0; choice < point.size(); ++choice) {
    point[choice] = (arch[choice] + rng_.uniform()) / space_.arity()[choice];
  }
  return point;
}

std::size_t Dehb::level_of(Fidelity fidelity) const {
  const auto& fidelities = schedule_.fidelities();
  const auto at = std::lower_bound(fidelities.begin(), fidelities.end(), fidelity) - fidelities.begin();
  return static_cast<std::size_t>(at);
}

}  // namespace cellar
