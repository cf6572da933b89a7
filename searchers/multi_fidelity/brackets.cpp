#include "searchers/multi_fidelity/brackets.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "searchers/loss.hpp"

namespace cellar {

namespace {

constexpr double kRounding = 1e-9;  // 12 * 3^-1 is 4, whatever the last bit says

std::vector<int> epochs_of(const std::vector<Fidelity>& fidelities) {
  std::vector<int> epochs;
  epochs.reserve(fidelities.size());
  for (const Fidelity& fidelity : fidelities) epochs.push_back(fidelity.epochs);
  return epochs;
}

// The fidelity of a budget; an Error names all epochs that would be needed.
std::vector<Fidelity> offered(std::string_view searcher, const Problem& problem, const std::vector<int>& epochs) {
  std::vector<Fidelity> fidelities;
  for (const int needed : epochs) {
    const Fidelity fidelity{needed, problem.full().schedule};
    if (std::find(problem.fidelities.begin(), problem.fidelities.end(), fidelity) == problem.fidelities.end()) {
      throw Error(fmt::format(
          "{} needs {} epochs of the {}-epoch schedule, {} offers {}: set min_budget and max_budget, or model early "
          "epochs with --low-epochs exp",
          searcher, fmt::join(epochs, ", "), problem.full().schedule, problem.dataset,
          fmt::join(epochs_of(problem.fidelities), ", ")));
    }
    fidelities.push_back(fidelity);
  }
  return fidelities;
}

}  // namespace

void BracketOptions::describe(OptionList& list) {
  list.integer("min_budget", min_budget, 1, 1'000'000, "epochs of the shortest training");
  list.integer("max_budget", max_budget, 1, 1'000'000, "epochs of the longest training");
  list.real("eta", eta, 1.5, 100, "one of so many goes on, to so many times the epochs");
  list.flag("continue", goes_on, "charge a promoted training its additional epochs only, not all again");
}

BracketSchedule::BracketSchedule(std::string_view searcher, const Problem& problem, const BracketOptions& options)
    : eta_(options.eta) {
  if (options.min_budget > options.max_budget) {
    throw Error(
        fmt::format("{}: min_budget={} is more than max_budget={}", searcher, options.min_budget, options.max_budget));
  }
  const double ratio = static_cast<double>(options.max_budget) / options.min_budget;
  const int kinds = static_cast<int>(std::log(ratio) / std::log(eta_) + kRounding) + 1;
  std::vector<int> epochs;
  for (int k = kinds - 1; k >= 0; --k) {
    const int whole = static_cast<int>(options.max_budget * std::pow(eta_, -k) + kRounding);
    if (epochs.empty() || whole > epochs.back()) epochs.push_back(whole);
  }
  fidelities_ = offered(searcher, problem, epochs);
}

std::vector<Stage> BracketSchedule::bracket(int number) const {
  const int longest = kinds() - 1;
  const int s = longest - number % kinds();
  const double first = std::floor(static_cast<double>(kinds()) / (s + 1)) * std::pow(eta_, s);
  std::vector<Stage> stages;
  for (int i = 0; i <= s; ++i) {
    const int size = std::max(1, static_cast<int>(std::floor(first + kRounding) * std::pow(eta_, -i) + kRounding));
    stages.push_back({size, fidelities_[fidelities_.size() - 1 - static_cast<std::size_t>(s - i)]});
  }
  return stages;
}

std::optional<Bracket::Job> Bracket::next() {
  if (done()) return std::nullopt;
  if (!promoted_.empty()) {
    const Member& member = members_[promoted_.front()];
    return Job{promoted_.front(), stages_[stage_].fidelity, member.arch, member.trial};
  }
  const bool filling = stage_ == 0 && members_.size() < static_cast<std::size_t>(stages_[0].size);
  if (filling) return Job{members_.size(), stages_[0].fidelity, std::nullopt, std::nullopt};
  if (running_ > 0) return std::nullopt;
  promote();
  return next();
}

void Bracket::begin(const Job& job, const Architecture& arch, int trial) {
  if (job.member == members_.size()) {
    members_.emplace_back();
    in_stage_.push_back(job.member);
  } else {
    promoted_.pop_front();
  }
  members_[job.member].arch = arch;
  members_[job.member].trial = trial;
  ++running_;
}

void Bracket::end(std::size_t member, double loss) {
  members_[member].loss = loss;
  --running_;
}

void Bracket::promote() {
  ++stage_;
  if (done()) return;
  std::vector<std::size_t> order = in_stage_;
  std::stable_sort(order.begin(), order.end(),
                   [this](std::size_t a, std::size_t b) { return members_[a].loss < members_[b].loss; });
  order.resize(std::min(order.size(), static_cast<std::size_t>(stages_[stage_].size)));
  std::sort(order.begin(), order.end());
  in_stage_ = order;
  promoted_.assign(order.begin(), order.end());
}

BracketRunner::BracketRunner(BracketSchedule schedule, bool goes_on, std::optional<int> fixed)
    : schedule_(std::move(schedule)), goes_on_(goes_on), fixed_(fixed) {}

BracketRunner::Start BracketRunner::next() {
  for (std::size_t i = 0; i < under_way_.size(); ++i) {
    if (const auto job = under_way_[i].bracket.next()) return {i, *job, under_way_[i].number};
  }
  while (!under_way_.empty() && under_way_.front().bracket.done()) under_way_.pop_front();
  under_way_.push_back({opened_, Bracket(schedule_.bracket(fixed_.value_or(opened_)))});
  ++opened_;
  UnderWay& opened = under_way_.back();
  return {under_way_.size() - 1, *opened.bracket.next(), opened.number};
}

Evaluate BracketRunner::begin(const Start& start, const Architecture& arch) {
  under_way_[start.bracket].bracket.begin(start.job, arch, static_cast<int>(owners_.size()));
  owners_.push_back({start.number, start.job.member});
  return {arch, start.job.fidelity, start.number,
          goes_on_ && start.job.arch == arch ? start.job.earlier : std::nullopt};
}

void BracketRunner::tell(const Trial& trial) {
  const Owner& owner = owners_[static_cast<std::size_t>(trial.number)];
  const auto place = static_cast<std::size_t>(owner.number - under_way_.front().number);
  under_way_[place].bracket.end(owner.member, loss_of(trial));
}

}  // namespace cellar
