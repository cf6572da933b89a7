#include <ATen/ATen.h>
#include <fmt/format.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>

#include "core/errors.hpp"
#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "searchers/oneshot/checkpoint_state.hpp"
#include "searchers/oneshot/register.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

// A search that goes on from a checkpoint: our own, or one that the original's scripts made (reference checkpoints:
// three epochs on made-up images of ten classes).
namespace cellar {

namespace {

namespace fs = std::filesystem;

const std::string kToy = "images=toy,channels=4,cells=1,batch=16,valid_batch=16";

class Made {
 public:
  explicit Made(const std::string& spelling) {
    oneshot::register_searchers(registry_);
    const Problem problem{space_, "cifar10", {Objective{}}, {{12, 12}}, {}, 1};
    searcher_ = registry_.configure(spelling).configuration->create(problem, 3, Resources{});
  }

  StatefulSearcher* operator->() { return searcher_->stateful(); }

  // The column of this name, after a request that must be an epoch.
  double epoch(const std::string& column) {
    REQUIRE(std::holds_alternative<Worked>(searcher_->next()));
    const std::vector<std::string> names = searcher_->columns();
    std::vector<double> values(names.size());
    searcher_->fill(values);
    return values.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin()));
  }

  std::string recommended() const { return space_.format(searcher_->recommend().value()); }

 private:
  Nb201 space_;
  SearcherRegistry registry_;
  std::unique_ptr<Searcher> searcher_;
};

struct Original {
  const char* folder;
  const char* searcher;
};

// All of the original's, of both benchmarks, on images that a test can make: ten classes.
const std::vector<Original> kOriginals = {
    {"nats_darts-v1", "darts"}, {"nats_gdas", "gdas"},       {"nats_setn", "setn"},  {"nats_enas", "enas"},
    {"nats_random", "rsps"},    {"nb201_DARTS-V1", "darts"}, {"nb201_GDAS", "gdas"}, {"nb201_SETN", "setn"},
    {"nb201_ENAS", "enas"},     {"nb201_RANDOM-NAS", "rsps"}};

std::string spelling_for(const std::string& searcher, int epochs) {
  std::string options = fmt::format("images=toy,channels=4,cells=1,epochs={},batch=16,valid_batch=16", epochs);
  if (searcher == "enas") options = "updates=2,samples=3,candidates=4," + options;
  if (searcher == "setn" || searcher == "rsps") options = "candidates=4," + options;
  return fmt::format("{}({})", searcher, options);
}

}  // namespace

TEST_CASE("A search that goes on from its own checkpoint ends as an undisturbed one, and reports all epochs") {
  const std::vector<std::string> spellings = {"darts(epochs=3," + kToy + ")",
                                              "enas(epochs=3,candidates=4,updates=2,samples=3," + kToy + ")"};
  for (const std::string& spelling : spellings) {
    CAPTURE(spelling);
    const test::TemporaryFolder folder;
    fs::create_directories(folder / "whole");
    fs::create_directories(folder / "continued");
    fs::create_directories(folder / "begun");
    Made whole(spelling);
    const double first = whole.epoch("valid_accuracy");
    const std::string cell = whole.recommended();
    whole->save(folder / "begun");
    whole.epoch("valid_accuracy");
    const double loss = whole.epoch("weight_loss");
    whole->save(folder / "whole");

    Made continued(spelling);
    continued->resume_from(folder / "begun/checkpoint.pth");
    REQUIRE_FALSE(continued->recommend().has_value());
    REQUIRE(continued.epoch("valid_accuracy") == first);
    REQUIRE(continued.recommended() == cell);
    continued.epoch("valid_accuracy");
    REQUIRE(continued.epoch("weight_loss") == loss);
    REQUIRE(std::holds_alternative<Finished>(continued->next()));
    continued->save(folder / "continued");
    REQUIRE(test::read_file(folder / "continued/checkpoint.pth") == test::read_file(folder / "whole/checkpoint.pth"));
  }
}

TEST_CASE("The original's checkpoints are continued: weights, optimisers and what was found are theirs") {
  const fs::path reference = test::reference("data/oneshot/checkpoints");
  if (reference.empty()) return;
  for (const auto& [name, searcher] : kOriginals) {
    for (const std::string file : {"seed-777-basic.pth", "seed-777-basic.legacy.pth"}) {
      CAPTURE(name, file);
      const fs::path path = reference / name / file;
      const SearchCheckpoint original = read_search_checkpoint(path);
      Made made(spelling_for(searcher, original.finished_epochs + 1));
      made->resume_from(path);
      for (int epoch = 0; epoch < original.finished_epochs; ++epoch) {
        made.epoch("valid_accuracy");
        REQUIRE(made.recommended() == original.genotypes.epochs.at(epoch));
      }
      const test::TemporaryFolder folder;
      made->save(folder.path());
      const SearchCheckpoint own = read_search_checkpoint(folder / "checkpoint.pth");
      if (!original.alphas.empty()) REQUIRE(own.alphas == original.alphas);
      REQUIRE(own.baseline == original.baseline);
      for (const StoredTensor& tensor : original.weights) {
        if (tensor.name.starts_with("controller.")) continue;
        const std::string plain = tensor.name.starts_with("module.") ? tensor.name.substr(7) : tensor.name;
        const StoredTensor* const stored = find_tensor(own.weights, plain);
        CAPTURE(plain);
        REQUIRE(stored != nullptr);
        REQUIRE(own.file->tensor(stored->place).values() == original.file->tensor(tensor.place).values());
      }
      REQUIRE(own.weight_optimizer->entries.size() == original.weight_optimizer->entries.size());
      REQUIRE(std::isfinite(made.epoch("weight_loss")));
      REQUIRE(std::holds_alternative<Finished>(made->next()));
    }
  }
}

TEST_CASE("A checkpoint of another search is refused in words") {
  const test::TemporaryFolder folder;
  Made made("darts(epochs=2," + kToy + ")");
  made.epoch("valid_accuracy");
  made->save(folder.path());
  const fs::path file = folder / "checkpoint.pth";
  const auto refused = [&](const std::string& spelling, const std::string& line) {
    REQUIRE_THROWS_WITH(Made(spelling)->resume_from(file), ContainsSubstring(line));
  };
  refused("gdas(epochs=2," + kToy + ")", "is a checkpoint of darts-v1; gdas cannot go on from it");
  refused("darts(epochs=1," + kToy + ")", "has 1 epochs behind it and the search makes 1: give more");
  refused("darts(epochs=2,images=toy,channels=8,cells=1,batch=16,valid_batch=16)",
          "is a search with channels=4,cells=1; this one has channels=8,cells=1");
  network::SupernetOptions wanted;
  wanted.skeleton.channels = 4;
  wanted.skeleton.cells = 1;
  wanted.skeleton.classes = 100;
  REQUIRE_THROWS_WITH(oneshot::checkpoint_network(read_search_checkpoint(file), wanted),
                      ContainsSubstring("is a search on images of 10 classes; these have 100"));
}

}  // namespace cellar
