#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "core/random.hpp"
#include "core/searcher.hpp"
#include "searchers/oneshot/search_context.hpp"
#include "searchers/oneshot/state_file.hpp"
#include "searchers/oneshot/training_epoch.hpp"
#include "space/network/step_graph.hpp"

namespace cellar::oneshot {

// A search with shared weights: each request is an epoch of training a supernet, after which a cell is derived, which
// it recommends. All random numbers derive from seed, epoch and step, so that an epoch is the same whenever it is made.
// Networks and images are made when the first epoch begins.
class SharedSearch : public StatefulSearcher {
 public:
  Request next() override;
  void tell(const Trial& /*trial*/) override {}
  std::optional<Architecture> recommend() const override;
  std::vector<std::string> columns() const override;
  void fill(std::span<double> values) const override;
  std::optional<Arithmetic> arithmetic() const override;
  void save(const std::filesystem::path& folder) const override;
  void load(const std::filesystem::path& folder) override;
  // Also a checkpoint of AutoDL-Projects' scripts. Its epochs are reported first, one a request, without losses and
  // architecture parameters, which it does not record of them; then the search goes on.
  void resume_from(const std::filesystem::path& checkpoint) override;
  std::string compare_with(const std::filesystem::path& checkpoint) const override;

 protected:
  SharedSearch(const Problem& problem, SearchPlan plan, Rng rng, const Resources& resources);

 private:
  void prepare(const SearchCheckpoint* checkpoint);
  void load(const SearchCheckpoint& checkpoint);
  std::string progress() const;  // in front of errors
  double epoch();
  bool reports_result() const;  // instead of what the last epoch found
  SearchContext context() const { return {plan_, *images_, *state_, seed_, resources_, steps_.get()}; }
  std::string algorithm() const;
  StateLabels labels() const;

  SearchPlan plan_;
  std::string dataset_;
  Resources resources_;
  std::uint64_t seed_;
  std::unique_ptr<SearchImages> images_;
  std::unique_ptr<SearchState> state_;
  std::unique_ptr<network::WorkStream> stream_;
  std::unique_ptr<MixtureSteps> steps_;  // where the device records them
  std::optional<EpochMeans> trained_;    // of the epoch that was reported last, if it was made here
  double seconds_ = 0;                   // that it took
};

}  // namespace cellar::oneshot
