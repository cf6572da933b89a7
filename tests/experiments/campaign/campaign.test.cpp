#include "experiments/campaign/campaign.hpp"

#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "experiments/campaign/folder_lock.hpp"
#include "experiments/campaign/priors.hpp"
#include "experiments/campaign/setup.hpp"
#include "searchers/builtin.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

class Made {
 public:
  explicit Made(const std::filesystem::path& folder, const char* budget = "1000", int workers = 1, int seeds = 6) {
    register_searchers(registry_);
    campaign.table = "nb201 0";
    campaign.space = std::make_shared<Nb201>();
    campaign.folder = folder;
    campaign.seeds = seeds;
    campaign.workers = workers;
    const auto table = open_table(CELLAR_TABLES_DIR "/nb201.table");
    for (const char* const dataset : {"cifar10", "cifar100"}) {
      campaign.tasks.push_back(make_task(table, campaign.space, {dataset, {"valid@12/12"}, parse_budget(budget), {}}));
    }
    for (const char* const name : {"random", "evolution(population=4)"}) {
      this->name(name);
    }
  }

  void name(const char* spelling) { campaign.searchers.push_back(registry_.configure(spelling)); }

  Campaign campaign;

 private:
  SearcherRegistry registry_;
};

// Works for a second and has finished.
class TrainsItself final : public Searcher {
 public:
  struct Options {
    void describe(OptionList& /*list*/) {}
  };
  TrainsItself(const Problem& /*problem*/, const Options& /*options*/, Rng /*rng*/) {}
  Request next() override { return steps_++ == 0 ? Request{Worked{1}} : Request{Finished{}}; }
  void tell(const Trial& /*trial*/) override {}

 private:
  int steps_ = 0;
};

std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file())
      files[std::filesystem::relative(entry.path(), folder).string()] = read_file(entry.path());
  }
  return files;
}

}  // namespace

TEST_CASE("Traces are the same bytes for any number of threads, and the folder holds nothing else but the lock") {
  const TemporaryFolder one;
  const TemporaryFolder four;
  const Made first(one.path());
  const Made second(four.path());
  CHECK(run_campaign(first.campaign, 1).fresh == 24);
  CHECK(run_campaign(second.campaign, 4).fresh == 24);
  const auto files = contents(one.path());
  CHECK(files.size() == 25);
  CHECK(files.contains("lock"));
  CHECK(files.contains("cifar100/evolution(population=4)/seed-000005.csv"));
  CHECK(files == contents(four.path()));
}

TEST_CASE("A folder is continued: what is missing or cut off is done, what is complete is left alone") {
  const TemporaryFolder folder;
  const Made made(folder.path(), "5000", 4);
  run_campaign(made.campaign, 2);
  const auto whole = contents(folder.path());
  const auto trace = folder / "cifar10/random/seed-000002.csv";
  const std::string text = read_file(trace);
  for (const double part : {0.0, 0.1, 0.5, 0.9}) {
    write_file(trace, text.substr(0, static_cast<std::size_t>(part * static_cast<double>(text.size()))));
    std::filesystem::remove(folder / "cifar100/random/seed-000000.csv");
    const CampaignResult result = run_campaign(made.campaign, 2);
    CHECK(result.complete == 22);
    CHECK(result.fresh + result.continued == 2);
    CHECK(contents(folder.path()) == whole);
  }
}

TEST_CASE("A run that begins with a prior is continued to the same bytes, and refused where the prior has changed") {
  const TemporaryFolder folder;
  Made made(folder.path(), "5000", 4);
  made.name("evolution(warm=params)");
  made.name("local-search(warm=params)");
  made.campaign.priors = find_priors(made.campaign.searchers, *made.campaign.space, "");
  run_campaign(made.campaign, 2);
  const auto whole = contents(folder.path());
  for (const char* const searcher : {"evolution(warm=params)", "local-search(warm=params)"}) {
    const auto trace = folder / "cifar100" / searcher / "seed-000003.csv";
    const std::string text = read_file(trace);
    CHECK_THAT(text, ContainsSubstring("\n# setting warm_start: params, counted, order "));
    write_file(trace, text.substr(0, text.size() / 2));
    CHECK(run_campaign(made.campaign, 2).continued == 1);
    CHECK(contents(folder.path()) == whole);
  }
  auto other = std::make_shared<Prior>(*made.campaign.priors.front());
  other->origin = "counted, order 0";
  made.campaign.priors = {other};
  CHECK_THROWS_WITH(run_campaign(made.campaign, 2), ContainsSubstring("warm_start was params, counted, order "));
}

TEST_CASE("A searcher that learns from its own training says so, and may stand beside others") {
  SearcherRegistry registry;
  registry.add<TrainsItself>(
      {.name = "own", .ends_by_itself = true, .training = OwnTraining{"its own training", [](const OptionList&) {
                                                                        return "made up";
                                                                      }}});
  const TemporaryFolder folder;
  run_campaign(Made(folder.path()).campaign, 1);
  Made made(folder.path());
  made.campaign.searchers.clear();
  made.campaign.searchers.push_back(registry.configure("own"));
  CHECK(run_campaign(made.campaign, 1).fresh == 12);
  CHECK_THAT(read_file(folder / "cifar10/own/seed-000000.csv"),
             ContainsSubstring("\n# setting objective: its own training; %; maximise; 0 to 100; shared weights\n"));
  Made more(folder.path());
  more.name("local-search");
  CHECK(run_campaign(more.campaign, 1).fresh == 12);
}

TEST_CASE("More seeds may be added to a folder") {
  const TemporaryFolder folder;
  run_campaign(Made(folder.path(), "1000", 1, 2).campaign, 1);
  const CampaignResult result = run_campaign(Made(folder.path(), "1000", 1, 5).campaign, 1);
  CHECK(result.complete == 8);
  CHECK(result.fresh == 12);
}

TEST_CASE("A folder made with another setting is refused before anything is written") {
  const TemporaryFolder folder;
  run_campaign(Made(folder.path()).campaign, 1);
  const auto before = contents(folder.path());
  const auto refused = [&](const Campaign& campaign, const char* difference) {
    CHECK_THROWS_WITH(run_campaign(campaign, 2), ContainsSubstring(difference));
    CHECK(contents(folder.path()) == before);
  };
  refused(Made(folder.path(), "2000").campaign, "budget was 1000 seconds and is now 2000 seconds");
  refused(Made(folder.path(), "1000", 4).campaign, "workers was 1 and is now 4");
  Made other_table(folder.path());
  other_table.campaign.table = "nb201 1";
  refused(other_table.campaign, "table was nb201 0 and is now nb201 1");
  Made other_searcher(folder.path(), "2000");
  SearcherRegistry registry;
  register_searchers(registry);
  other_searcher.campaign.searchers.clear();
  other_searcher.campaign.searchers.push_back(registry.configure("reinforce"));
  refused(other_searcher.campaign, "budget was 1000 seconds and is now 2000 seconds");
}

TEST_CASE("A second run on the same folder is refused while the first is at work") {
  const TemporaryFolder folder;
  {
    const FolderLock lock(folder.path());
    CHECK_THROWS_WITH(run_campaign(Made(folder.path()).campaign, 1), ContainsSubstring("in use"));
  }
  CHECK(run_campaign(Made(folder.path()).campaign, 1).fresh == 24);
}

TEST_CASE("Data sets without a default budget, and tables without prices, are told what to give") {
  const auto table = open_table(CELLAR_TABLES_DIR "/nb201.table");
  CHECK(table->defaults("cifar100")->budget->limit == 40'000);
  CHECK(!table->defaults("svhn"));
  const auto space = std::make_shared<Nb201>();
  CHECK_THROWS_WITH(make_task(table, space, {"cifar1", {"valid@12/12"}, {}, {}}),
                    ContainsSubstring("did you mean 'cifar10'?"));
  CHECK_THROWS_WITH(make_task(table, space, {"cifar100", {"valid@11/12"}, {}, {}}), ContainsSubstring("valid@12/12"));
}
