#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/table/records/records.hpp"
#include "experiments/client/cell_view.hpp"
#include "experiments/client/dialect.hpp"

namespace cellar {

// The benchmark's own Python clients over our records: NASBench201API of nas_201_api 2.0
// (github.com/D-X-Y/NAS-Bench-201) and NATStopology and NATSsize of nats_bench 1.8 (github.com/D-X-Y/NATS-Bench), made
// with verbose=False. Methods have the originals' names and arguments, answer in the same words and figures, and throw
// what they raise as PythonErrors. Their traps are here on purpose; Benchmark (benchmark.hpp) has none. What is not
// reproduced: README.md here. Arguments are PythonValues where the originals take several types. Not to be shared by
// threads: like the originals it keeps a clock, a random number generator, and which cells it has read.
class OriginalClient {
 public:
  explicit OriginalClient(std::shared_ptr<const Records> records);
  OriginalClient(std::shared_ptr<const Records> records, Dialect dialect);

  Dialect dialect() const { return dialect_; }
  std::size_t size() const { return records_->source().length; }
  std::string repr() const;
  std::size_t evaluated_count() const { return evaluated_.size(); }
  double used_time() const { return used_time_; }  // [s]
  void reset_time() { used_time_ = 0; }
  std::string arch(const PythonValue& index) const;
  PythonValue query_index_by_arch(const PythonValue& arch) const;
  // random.seed(seed), where Python has one generator for all.
  void seed(std::uint64_t seed) { random_ = CPythonRandom(seed); }
  std::size_t random() { return random_.below(static_cast<std::uint32_t>(size())); }
  CPythonRandom& generator() { return random_; }

  PythonValue get_more_info(const PythonValue& index, const PythonValue& dataset, const PythonValue& iepoch = nullptr,
                            const PythonValue& hp = "12", const PythonValue& is_random = true);
  // (accuracy, latency, cost, used_time); iepoch is nats_bench's alone.
  PythonValue simulate_train_eval(const PythonValue& arch, const PythonValue& dataset,
                                  const PythonValue& iepoch = nullptr, const PythonValue& hp = "12",
                                  bool account_time = true);
  // None where nas_201_api prints that the cell is not evaluated.
  PythonValue query_info_str_by_arch(const PythonValue& arch, const PythonValue& hp = "12");
  // The older name of it.
  PythonValue query_by_arch(const PythonValue& arch, const PythonValue& hp) { return query_info_str_by_arch(arch, hp); }
  // All schedules of the table, where nats_bench's fast mode answers with those of the cells it has read.
  const std::vector<std::string>& avaliable_hps() const { return records_->schedules(); }
  std::string search_space_name() const { return records_->table().space() == "nb201" ? "topology" : "size"; }
  int full_train_epochs() const { return search_space_name() == "topology" ? 200 : 90; }
  CellView query_meta_info_by_index(const PythonValue& index, const PythonValue& hp = "12");
  std::vector<std::pair<int, TrialView>> query_by_index(const PythonValue& index, const PythonValue& dataname,
                                                        const PythonValue& hp = "12");
  // (index, accuracy). Limits in [M], None for none; enforce_all is nats_bench's alone.
  PythonValue find_best(const PythonValue& dataset, const std::string& metric_on_set,
                        const PythonValue& flop_max = nullptr, const PythonValue& param_max = nullptr,
                        const PythonValue& hp = "12", const PythonValue& enforce_all = nullptr);
  PythonValue get_net_config(const PythonValue& index, const PythonValue& dataset);
  PythonValue get_cost_info(const PythonValue& index, const PythonValue& dataset, const PythonValue& hp = "12");
  PythonValue get_latency(const PythonValue& index, const PythonValue& dataset, const PythonValue& hp = "12");
  // Number of trials -> of cells.
  PythonValue statistics(const PythonValue& dataset, const PythonValue& hp);
  std::string get_unique_str(const PythonValue& arch) const;
  void show(const PythonValue& index = -1);

  // From here on the weights of cell `index` (None: of all) come from the files in `archive_root`. The figures stay: an
  // archive holds the same trainings.
  void reload(const std::filesystem::path& archive_root, const PythonValue& index);
  void clear_params(const PythonValue& index, const PythonValue& hp = nullptr);
  // By seed, where that trial's weights can be read; none: None, they are not there.
  struct Weights {
    std::filesystem::path archive;
    std::string schedule;
  };
  std::vector<std::pair<int, std::optional<Weights>>> get_net_param(const PythonValue& index,
                                                                    const PythonValue& dataset, const PythonValue& seed,
                                                                    const PythonValue& hp = "12");

  // What was printed since the last call.
  std::string take_printed() { return std::exchange(printed_, {}); }

 private:
  using Schedules = std::vector<const ScheduleShape*>;  // in the order of the client's dict

  bool fast_mode() const { return is_nats(dialect_) && records_->source().is_folder; }
  void prepare(const PythonValue& index);
  // In arch2infos_dict; none: not a key of it.
  std::optional<std::size_t> known(const PythonValue& index) const;
  Schedules schedules(std::size_t index) const;
  std::string schedule_names(std::size_t index) const;
  // arch2infos_dict[index][hp], a KeyError included.
  CellView cell(std::size_t index, const PythonValue& hp);
  CellView view(std::size_t index, const ScheduleShape& schedule);
  std::vector<std::size_t> candidates(const PythonValue& enforce_all) const;
  void print_schedules(const PythonValue& index);
  void print_all(const PythonValue& index);

  std::shared_ptr<const Records> records_;
  Dialect dialect_;
  std::set<std::size_t> evaluated_;
  mutable std::unordered_map<std::string_view, std::size_t> index_of_;  // filled when first needed
  CPythonRandom random_{0};
  double used_time_ = 0;
  std::map<std::size_t, std::filesystem::path> reloaded_;
  std::set<std::pair<std::size_t, std::string>> cleared_;
  std::string printed_;
};

// The file of cell `index` in a folder of the archive of `dialect`; empty if there is none.
std::filesystem::path archived_cell(const std::filesystem::path& folder, std::size_t index, Dialect dialect);

}  // namespace cellar
