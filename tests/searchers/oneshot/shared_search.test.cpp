#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "searchers/oneshot/checkpoint_state.hpp"
#include "searchers/oneshot/register.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

const std::string kSmall = "images=toy,channels=4,cells=1,epochs=3,batch=16,valid_batch=16";

const std::vector<std::string> kSearchers = {
    "rsps(candidates=5," + kSmall + ")", "darts(" + kSmall + ")", "darts(order=2," + kSmall + ")",
    "gdas(" + kSmall + ")", "setn(candidates=5," + kSmall + ")",
    "enas(candidates=5,updates=2,samples=3," + kSmall + ")", "beta-darts(" + kSmall + ")", "drnas(" + kSmall + ")",
    "drnas(regulariser=kl," + kSmall + ")",
    // What is off by default: every step has a learning rate, a gradient's length and masks of its own.
    "darts(warmup=1,affine=on,track=on,nesterov=off,clip=0.5,drop_path=0.3,images=toy,channels=4,cells=1,epochs=2,"
    "batch=16,valid_batch=16)",
    "gdas(precision=bfloat16," + kSmall + ")",
    // As NAS-Bench-201's scripts.
    "darts(script=nas-bench-201,order=2," + kSmall + ")", "gdas(script=nas-bench-201," + kSmall + ")",
    "rsps(script=nas-bench-201,candidates=5,track=on," + kSmall + ")",
    "enas(script=nas-bench-201,period=2,candidates=3,last_candidates=5,updates=2,samples=3," + kSmall + ")"};

class Made {
 public:
  explicit Made(const std::string& spelling, const Resources& resources = {}, const std::string& dataset = "cifar10") {
    oneshot::register_searchers(registry_);
    const Problem problem{space_, dataset, {Objective{}}, {{12, 12}}, {}, 1};
    searcher_ = registry_.configure(spelling).configuration->create(problem, 3, resources);
  }

  StatefulSearcher& searcher() { return *searcher_->stateful(); }

  // What it says after an epoch: all but the seconds that it took.
  std::vector<double> epoch() {
    REQUIRE(std::get<Worked>(searcher_->next()).seconds == 60);
    std::vector<double> values(searcher_->columns().size());
    searcher_->fill(values);
    values.pop_back();
    std::replace_if(
        values.begin(), values.end(), [](double value) { return std::isnan(value); }, -1.0);
    const std::optional<Architecture> cell = searcher_->recommend();
    REQUIRE(cell.has_value());
    values.push_back(static_cast<double>(space_.index(*cell)));
    return values;
  }

 private:
  Nb201 space_;
  SearcherRegistry registry_;
  std::unique_ptr<Searcher> searcher_;
};

}  // namespace

TEST_CASE("A search with shared weights that goes on from a saved state ends as an undisturbed one, to the byte") {
  for (const std::string& spelling : kSearchers) {
    CAPTURE(spelling);
    const test::TemporaryFolder folder;
    const auto after = [&](const std::string& name) {
      const auto path = folder / name;
      std::filesystem::create_directories(path);
      return path;
    };
    Made whole(spelling);
    whole.epoch();
    whole.searcher().save(after("one"));
    const std::vector<double> second = whole.epoch(), third = whole.epoch();
    REQUIRE(std::holds_alternative<Finished>(whole.searcher().next()));
    whole.searcher().save(after("whole"));

    Made continued(spelling);
    continued.searcher().load(folder / "one");
    REQUIRE(continued.epoch() == second);
    REQUIRE(continued.epoch() == third);
    REQUIRE(std::holds_alternative<Finished>(continued.searcher().next()));
    continued.searcher().save(after("continued"));
    REQUIRE(test::read_file(folder / "continued/checkpoint.pth") == test::read_file(folder / "whole/checkpoint.pth"));
  }
}

// search-cell.py: get_best_arch and valid_func after the loop over epochs.
TEST_CASE("After its last epoch a search derives once more, and the last epoch's own cell stays recorded") {
  struct Sink final : ProgressSink {
    void progress(std::string_view what, double /*part*/) override { candidates += what.ends_with("candidates,"); }
    int candidates = 0;
  };
  const std::string small = "images=toy,channels=4,cells=1,batch=16,valid_batch=16";
  for (const std::string name : {"rsps", "setn", "enas", "gdas", "darts"}) {
    CAPTURE(name);
    const bool compares = name == "rsps" || name == "setn" || name == "enas";
    std::string options = small;
    if (compares) options += ",candidates=3,last_candidates=40";
    if (name == "enas") options += ",updates=2,samples=3";
    const test::TemporaryFolder folder;
    const auto saved = [&](Made& made) {
      made.searcher().save(folder.path());
      return read_search_checkpoint(folder / "checkpoint.pth");
    };
    Sink sink;
    Resources resources;
    resources.progress = &sink;
    Made made(name + "(epochs=2," + options + ")", resources);
    made.epoch();
    REQUIRE_FALSE(saved(made).result.has_value());
    const std::vector<double> last = made.epoch();
    const SearchCheckpoint whole = saved(made);
    REQUIRE(sink.candidates == (compares ? 3 + 3 + 40 : 0));
    REQUIRE(whole.genotypes.epochs.size() == 2);
    REQUIRE(whole.result.has_value() == compares);
    if (!compares) continue;
    REQUIRE(Nb201().format(made.searcher().recommend().value()) == whole.result->genotype);
    REQUIRE(whole.last_genotype() == whole.result->genotype);
    REQUIRE(last[1] == whole.result->valid_accuracy);
    // Going on from it, the last epoch is one among others.
    Made more(name + "(epochs=3," + options + ")");
    more.searcher().resume_from(folder / "checkpoint.pth");
    more.epoch();
    REQUIRE(more.epoch().back() == static_cast<double>(Nb201().index(Nb201().parse(whole.genotypes.epochs.at(1)))));
    REQUIRE_FALSE(saved(more).result.has_value());
  }
}

// Means over six epochs: where cells are drawn, the loss of one depends on which.
TEST_CASE("Shared weights learn: the loss of the last epochs is below that of the first") {
  constexpr int kCompared = 6;
  for (const std::string name : {"darts", "gdas", "setn", "rsps", "beta-darts", "drnas"}) {
    const bool draws = name == "gdas" || name == "setn" || name == "rsps";
    const int epochs = draws ? 36 : 12;
    CAPTURE(name);
    Made made(name +
              "(images=toy,channels=8,cells=1,batch=8,valid_batch=16,rate=0.05,epochs=" + std::to_string(epochs) + ")");
    double first = 0, last = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
      const double loss = made.epoch()[2];  // of the weights
      if (epoch < kCompared) first += loss;
      if (epoch >= epochs - kCompared) last += loss;
    }
    REQUIRE(last < (draws ? 0.9 : 0.7) * first);
  }
}

TEST_CASE("A search refuses what it cannot train, in one line") {
  const auto refused = [](const std::string& spelling, const Resources& resources, const std::string& line) {
    REQUIRE_THROWS_WITH(Made(spelling, resources).searcher().next(), ContainsSubstring(line));
  };
  Resources nowhere;
  nowhere.data = "/nowhere";
  refused("darts", nowhere, "/nowhere");
  Resources other_device;
  other_device.device = "gpu";
  refused("darts(" + kSmall + ")", other_device, "device 'gpu': allowed are auto, cpu, cuda, cuda:1 and mps");
}

TEST_CASE("The state of another search is refused") {
  const test::TemporaryFolder folder;
  Made made("darts(" + kSmall + ")");
  made.epoch();
  made.searcher().save(folder.path());
  for (const std::string other : {"channels=8,cells=1", "channels=4,cells=2"}) {
    Made another("darts(images=toy," + other + ",epochs=3,batch=16,valid_batch=16)");
    REQUIRE_THROWS_WITH(another.searcher().load(folder.path()),
                        ContainsSubstring("is a search with channels=4,cells=1; this one has " + other));
  }
}

TEST_CASE("A loss that is no number stops the search by its epoch") {
  Made made("darts(images=toy,channels=4,cells=1,epochs=3,batch=16,valid_batch=16,rate=100,weight_decay=10)");
  const auto all = [&] {
    for (int epoch = 0; epoch < 3; ++epoch) made.searcher().next();
  };
  REQUIRE_THROWS_WITH(all(), ContainsSubstring("of 3: the loss is no number; "));
}

TEST_CASE("A search that is to stop ends in whatever it is, training, controller or candidates, and reports nothing") {
  struct Sink final : ProgressSink {
    void progress(std::string_view what, double /*part*/) override {
      if (what.find(wanted) != what.npos) stop->request_stop();
    }
    std::stop_source* stop = nullptr;
    std::string wanted;
  };
  for (const char* const when : {"epoch 1 of 2,", "controller,", "candidates,"}) {
    std::stop_source source;
    Sink sink;
    sink.stop = &source;
    sink.wanted = when;
    Resources resources;
    resources.stop = source.get_token();
    resources.progress = &sink;
    Made made("enas(images=toy,channels=4,cells=1,epochs=2,batch=16,valid_batch=16,updates=2,samples=2,candidates=3)",
              resources);
    made.searcher().next();
    CAPTURE(when);
    REQUIRE(source.stop_requested());
    REQUIRE_FALSE(made.searcher().recommend().has_value());
  }
}

TEST_CASE("A checkpoint of DARTS's other order, or of ours on other images, is not gone on from") {
  const test::TemporaryFolder folder;
  const std::string small = "images=toy,channels=4,cells=1,batch=16,valid_batch=16";
  Made made("darts(epochs=1," + small + ")");
  made.epoch();
  made.searcher().save(folder.path());
  Made other("darts(order=2,epochs=2," + small + ")"), same("darts(epochs=2," + small + ")");
  REQUIRE_THROWS_WITH(other.searcher().resume_from(folder / "checkpoint.pth"),
                      ContainsSubstring("is a checkpoint of darts-v1; darts (darts-v2) cannot go on from it"));
  REQUIRE_NOTHROW(same.searcher().resume_from(folder / "checkpoint.pth"));
  const SearchCheckpoint checkpoint = read_search_checkpoint(folder / "checkpoint.pth");
  const auto check = [&](const std::string& images) {
    oneshot::StateLabels labels;
    labels.algorithm = "darts-v1";
    labels.images = images;
    oneshot::check_continuation(checkpoint, "darts", labels, 2);
  };
  REQUIRE_NOTHROW(check("toy"));
  REQUIRE_THROWS_WITH(check("cifar10"), ContainsSubstring("were trained on toy, and this search trains on cifar10"));
}

}  // namespace cellar
