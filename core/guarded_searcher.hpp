#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/registry.hpp"
#include "core/searcher.hpp"

namespace cellar {

// Another's searcher, a plug-in's: whatever it throws becomes a SearcherFault that says what it was doing, and for
// which trial. Stopped passes, since it was asked to.
//
// Made by guarded(), which does the same for its constructor: an Error of that says that the searcher cannot be had,
// and passes.
class GuardedSearcher final : public StatefulSearcher {
 public:
  explicit GuardedSearcher(std::unique_ptr<Searcher> behind)
      : behind_(std::move(behind)), state_(behind_->stateful()) {}

  Request next() override;
  void tell(const Trial& trial) override;
  std::optional<Architecture> recommend() const override;
  std::vector<std::string> columns() const override;
  void fill(std::span<double> values) const override;
  std::optional<Arithmetic> arithmetic() const override;
  void save(const std::filesystem::path& folder) const override;
  void load(const std::filesystem::path& folder) override;
  void resume_from(const std::filesystem::path& checkpoint) override;
  std::string compare_with(const std::filesystem::path& checkpoint) const override;
  // Where the other has a state, too.
  StatefulSearcher* stateful() override { return state_ ? this : nullptr; }

 private:
  std::unique_ptr<Searcher> behind_;
  StatefulSearcher* state_;  // the same; none: it has no state
  int asked_ = 0;            // trials so far
  int told_ = 0;             // the number of the last
};

std::unique_ptr<Searcher> guarded(const Configuration& configuration, const Problem& problem, std::uint64_t seed,
                                  const Resources& resources);

}  // namespace cellar
