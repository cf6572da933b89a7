#include "experiments/campaign/state_folder.hpp"

#include <algorithm>
#include <fstream>
#include <memory>

#include "core/errors.hpp"
#include "experiments/campaign/campaign.hpp"
#include "experiments/campaign/setup.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

int fails_in_step = 0;  // 0: in none; no option, since those are settings of a run

// Works for ten steps whose lengths depend on all before.
class Worker final : public StatefulSearcher {
 public:
  struct Options {
    void describe(OptionList& /*list*/) {}
  };

  Worker(const Problem& /*problem*/, const Options& /*options*/, Rng rng) : rng_(rng) {}

  Request next() override {
    if (step_ == 10) return Finished{};
    if (++step_ == fails_in_step) throw Error("broken");
    length_ += static_cast<double>(rng_.below(100));
    for (int i = 1; i < step_; ++i) rng_.next();
    return Worked{length_};
  }
  void tell(const Trial& /*trial*/) override {}
  void save(const std::filesystem::path& folder) const override {
    std::ofstream(folder / "numbers") << step_ << ' ' << length_;
  }
  void load(const std::filesystem::path& folder) override {
    std::ifstream(folder / "numbers") >> step_ >> length_;
    for (int step = 1; step <= step_; ++step) {
      rng_.below(100);
      for (int i = 1; i < step; ++i) rng_.next();
    }
  }

 private:
  Rng rng_;
  int step_ = 0;
  double length_ = 0;
};

std::string trace_of_run(const std::filesystem::path& folder) {
  SearcherRegistry registry;
  SearcherEntry entry{.name = "worker"};
  entry.ends_by_itself = true;
  entry.continuation = Continuation::state;
  registry.add<Worker>(entry);
  Campaign campaign;
  campaign.table = "nb201 0";
  campaign.space = std::make_shared<Nb201>();
  campaign.folder = folder;
  const auto table = open_table(CELLAR_TABLES_DIR "/nb201.table");
  campaign.tasks.push_back(make_task(table, campaign.space, {"cifar10", {"valid@12/12"}, {}, {}}));
  campaign.searchers.push_back(registry.configure("worker"));
  run_campaign(campaign, 1);
  return read_file(folder / "cifar10/worker/seed-000000.csv");
}

}  // namespace

TEST_CASE("A run that goes on from its searcher's state writes the bytes of an undisturbed one") {
  const TemporaryFolder undisturbed;
  const std::string whole = trace_of_run(undisturbed.path());
  REQUIRE(std::count(whole.begin(), whole.end(), '\n') > 10);
  for (int step = 1; step <= 10; ++step) {
    const TemporaryFolder folder;
    fails_in_step = step;
    CHECK_THROWS_WITH(trace_of_run(folder.path()), "broken");
    fails_in_step = 0;
    CHECK(trace_of_run(folder.path()) == whole);
  }
}

TEST_CASE("Rows after the newest state are made again, and without a state all are") {
  const TemporaryFolder undisturbed;
  const std::string whole = trace_of_run(undisturbed.path());
  const std::string without_end = whole.substr(0, whole.rfind("# end"));
  const auto trace = undisturbed / "cifar10/worker/seed-000000.csv";
  const auto states = undisturbed / "cifar10/worker/seed-000000.state";
  for (const char* const newest : {"000010", "000007", "000000"}) {
    std::filesystem::rename(*std::filesystem::directory_iterator(states), states / "other");
    Worker worker({Nb201(), "", {}, {}, {}, 1}, {}, Rng(derive_seed(0, 0x5ea7c4e7)));
    for (int i = 0; i < std::stoi(newest); ++i) worker.next();
    std::filesystem::create_directories(states / newest);
    worker.save(states / newest);
    std::filesystem::remove_all(states / "other");
    write_file(trace, without_end);
    CHECK(trace_of_run(undisturbed.path()) == whole);
  }
  std::filesystem::remove_all(states);
  write_file(trace, without_end);
  CHECK(trace_of_run(undisturbed.path()) == whole);
}

TEST_CASE("A state that is not complete is not gone on from") {
  const TemporaryFolder folder;
  const StateFolder states(folder / "seed-000000.csv");
  CHECK_FALSE(states.newest(10));
  std::filesystem::create_directories(folder / "seed-000000.state/unfinished");
  CHECK_FALSE(states.newest(10));
  std::filesystem::create_directories(folder / "seed-000000.state/000004");
  CHECK(states.newest(10) == 4);
  CHECK_FALSE(states.newest(3));
}
