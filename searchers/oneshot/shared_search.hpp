#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "core/searcher.hpp"
#include "searchers/oneshot/method.hpp"
#include "searchers/oneshot/search_images.hpp"
#include "searchers/oneshot/search_state.hpp"

namespace cellar::oneshot {

// A search with shared weights: each request is an epoch of training a supernet, after which a cell is derived, which
// it recommends. All random numbers derive from seed, epoch and step, so that an epoch is the same whenever it is made.
// Networks and images are made when the first epoch begins.
class SharedSearch : public Searcher {
 public:
  Request next() override;
  void tell(const Trial& /*trial*/) override {}
  std::optional<Architecture> recommend() const override;
  std::vector<std::string> columns() const override;
  void fill(std::span<double> values) const override;
  void save(const std::filesystem::path& folder) const override;
  void load(const std::filesystem::path& folder) override;

 protected:
  struct Plan {
    std::string name;  // of the searcher
    Method method;
    SearchOptions options;
    std::size_t candidates = 1;
    std::optional<ControllerTraining::Options> controller = std::nullopt;
    double highest_temperature = 10, least_temperature = 0.1;  // of gumbel draws, from the first epoch to the last
  };

  SharedSearch(const Problem& problem, Plan plan, Rng rng, const Resources& resources);

 private:
  template <class Action>
  auto explained(const Action& action);
  void prepare();
  double epoch();
  void train();
  void step(const network::SearchBatch& batch, Rng& rng, double rate);
  void update_alphas(const Batch& base, const Batch& arch, const PassMode& weights, Rng& rng, double rate);
  void train_controller();
  void derive();
  void check_losses();
  Batch on_device(const at::Tensor& images, const at::Tensor& labels) const;
  Batch validation_batch(std::int64_t number) const;  // of this epoch, over and over
  DrawFrom draw_from() const;

  Plan plan_;
  std::string dataset_;
  Resources resources_;
  std::uint64_t seed_;
  std::unique_ptr<SearchImages> images_;
  std::unique_ptr<SearchState> state_;
  at::Tensor losses_;  // of the weights and of the architecture parameters, summed up over the steps of an epoch [2]
  double weight_loss_ = 0, alpha_loss_ = 0;
  double seconds_ = 0;  // of the last epoch
  bool stopped_ = false;
};

}  // namespace cellar::oneshot
