#include <functional>

#include "core/errors.hpp"
#include "core/formats/search_checkpoint/last_info.hpp"
#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/formats/torch/pickles.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

const std::vector<float> kAlphas(30, 0.25F);

SavedTensor alphas(std::vector<std::int64_t> shape = {6, 5}) {
  return {"float32", std::move(shape), std::as_bytes(std::span(kAlphas))};
}

// The parts of a checkpoint as Cellar writes it, each of which a test may replace.
struct Parts {
  SavedValue epoch = 1;
  SavedValue args = SavedValue::dict();
  SavedValue model = SavedValue::dict();
  SavedValue genotypes = SavedValue::dict();
  SavedValue accuracies = SavedValue::dict();
  SavedValue optimizer = SavedValue::dict();

  Parts() {
    args.add("algo", "gdas");
    model.add("arch_parameters", alphas());
    genotypes.add(0, "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|");
    accuracies.add("best", -1);
    accuracies.add(0, 12.5);
    SavedValue adam = SavedValue::dict();
    adam.add("step", 3);
    SavedValue state = SavedValue::dict();
    state.add(0, adam);
    optimizer.add("state", state);
    optimizer.add("param_groups", SavedValue::list({}));
  }

  SavedValue whole() const {
    SavedValue root = SavedValue::dict();
    root.add("epoch", epoch);
    root.add("args", args);
    root.add("search_model", model);
    root.add("a_optimizer", optimizer);
    root.add("genotypes", genotypes);
    root.add("valid_accuracies", accuracies);
    return root;
  }
};

SearchCheckpoint written_and_read(const SavedValue& root) {
  const test::TemporaryFolder folder;
  write_saved(root, folder / "a.pth");
  return read_search_checkpoint(folder / "a.pth");
}

// What the reader says of a checkpoint that was changed.
std::string complaint(const std::function<void(Parts&)>& change) {
  Parts parts;
  change(parts);
  try {
    written_and_read(parts.whole());
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

SavedValue with(const std::string& name, SavedValue value) {
  SavedValue dict = SavedValue::dict();
  dict.add(name, std::move(value));
  return dict;
}

std::string complaint_about(const SavedValue& root) {
  try {
    written_and_read(root);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("A checkpoint that Cellar wrote is read like the original's") {
  const SearchCheckpoint checkpoint = written_and_read(Parts().whole());
  CHECK(checkpoint.algorithm == "gdas");
  CHECK(checkpoint.finished_epochs == 1);
  CHECK(checkpoint.last_genotype() == "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|");
  CHECK(checkpoint.valid_accuracies.best == -1);
  CHECK(checkpoint.valid_accuracies.epochs.at(0) == 12.5);
  CHECK(checkpoint.alphas == std::vector<std::vector<double>>(6, std::vector<double>(5, 0.25)));
  CHECK(checkpoint.architecture_optimizer->entries[0].step == 3);  // an integer, as in old files
}

TEST_CASE("The class of a cell may lie in any module called genotypes") {
  using namespace test::pickle;
  const auto cell = [](const std::string& module, const std::string& name) {
    const std::string nodes =
        list({tuple({tuple({text("none"), integer(0)})}),
              tuple({tuple({text("skip_connect"), integer(0)}), tuple({text("avg_pool_3x3"), integer(1)})})});
    const std::string made = "c" + module + "\n" + name + "\n)\x81" + dict({{text("nodes"), nodes}}) + "b";
    return whole(dict({{text("epoch"), integer(1)},
                       {text("genotypes"), dict({{integer(0), made}})},
                       {text("search_model"), dict({})}}));
  };
  const test::TemporaryFolder folder;
  for (const std::string module : {"genotypes", "models.cell_searchs.genotypes",
                                   "xautodl.models.cell_searchs.genotypes", "lib.models.cell_searchs.genotypes"}) {
    test::write_file(folder / "a.pth", cell(module, "Structure"));
    CHECK(read_search_checkpoint(folder / "a.pth").last_genotype() == "|none~0|+|skip_connect~0|avg_pool_3x3~1|");
  }
  for (const auto& [module, name] : {std::pair("os", "system"), {"mygenotypes", "Structure"}, {"genotypes", "Other"}}) {
    test::write_file(folder / "a.pth", cell(module, name));
    CHECK_THROWS_WITH(
        read_search_checkpoint(folder / "a.pth"),
        ContainsSubstring(std::string("it names '") + module + " " + name) && ContainsSubstring("nothing was run"));
  }
}

TEST_CASE("A damaged checkpoint gets a line that says what is wrong") {
  CHECK(complaint([](Parts&) {}).empty());
  CHECK_THAT(complaint([](Parts& parts) { parts.epoch = "one"; }), ContainsSubstring("an integer should stand"));
  CHECK_THAT(complaint([](Parts& parts) { parts.epoch = std::int64_t{1} << 40; }),
             ContainsSubstring("the epoch is 10"));
  CHECK_THAT(complaint([](Parts& parts) { parts.args = 3; }), ContainsSubstring("where settings do"));
  CHECK_THAT(complaint([](Parts& parts) { parts.model = with("arch_parameters", alphas({30})); }),
             ContainsSubstring("the alphas have shape (30), [edges, operations] is needed"));
  CHECK_THAT(complaint([](Parts& parts) { parts.model.add("stem.0.weight", 1); }),
             ContainsSubstring("tensor 'stem.0.weight': "));
  CHECK_THAT(complaint([](Parts& parts) { parts.genotypes.add(1, 2.5); }),
             ContainsSubstring("a number should stand where a cell does"));
  CHECK_THAT(complaint([](Parts& parts) { parts.genotypes.add("worst", "x"); }),
             ContainsSubstring("genotypes has an entry 'worst', neither an epoch nor best"));
  CHECK_THAT(complaint([](Parts& parts) { parts.accuracies.add(1, "good"); }), ContainsSubstring("a number should"));
  CHECK_THAT(complaint([](Parts& parts) { parts.accuracies = SavedValue::list({}); }),
             ContainsSubstring("valid_accuracies is a list, a dict is needed"));
  CHECK_THAT(complaint([](Parts& parts) { parts.optimizer = with("state", SavedValue::dict()); }),
             ContainsSubstring("a dict has no 'param_groups'"));
}

TEST_CASE("A file that is no checkpoint of a search is called what it is") {
  CHECK_THAT(complaint_about(with("meta_archs", SavedValue::list({}))),
             ContainsSubstring("is a whole benchmark: cellar import reads it; a checkpoint of a search was expected"));
  CHECK_THAT(complaint_about(with("full", with("all_results", SavedValue::dict()))),
             ContainsSubstring("is the archive of one cell: cellar weights reads it"));
  CHECK_THAT(complaint_about(with("weight", alphas())), ContainsSubstring("holds the weights of a network"));
  CHECK_THAT(complaint_about(with("last_checkpoint", "a.pth")), ContainsSubstring("says which checkpoint is the last"));
  CHECK_THAT(complaint_about(SavedValue::list({1, 2})), ContainsSubstring("results.pth of NAS-Bench-201"));
  CHECK_THAT(complaint_about(SavedValue::dict()), ContainsSubstring("holds nothing of a search"));
  const test::TemporaryFolder folder;
  test::write_file(folder / "a.pth", "<!DOCTYPE html><html>");
  CHECK_THROWS_WITH(read_search_checkpoint(folder / "a.pth"), ContainsSubstring("a.pth is an HTML page"));
}

TEST_CASE("Recorded files that are no checkpoints, or cut ones, are refused in one line that names the file") {
  const auto formats = test::reference("data/formats");
  if (formats.empty()) return;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(formats / "bad")) files.push_back(entry.path());
  files.push_back(formats / "archive/000003-FULL.pth");
  files.push_back(formats / "zip/000003-FULL.pth");
  for (const auto& file : files) {
    try {
      read_search_checkpoint(file);
      FAIL(file.string() << " was read");
    } catch (const Error& error) {
      const std::string said = error.what();
      CHECK(said.starts_with(file.string()));
      CHECK(said.find('\n') == std::string::npos);
    }
  }
}

TEST_CASE("A checkpoint cut anywhere is refused") {
  const auto file = test::reference("data/oneshot/checkpoints/nats_gdas/seed-777-basic.pth");
  if (file.empty()) return;
  for (const std::string name : {"seed-777-basic.pth", "seed-777-basic.legacy.pth"}) {
    const std::string bytes = test::read_file(file.parent_path() / name);
    for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 97) {
      const std::string cut = bytes.substr(0, size);
      CHECK_THROWS_AS(SavedFile(std::as_bytes(std::span(cut)), "cut"), Error);
    }
  }
}

}  // namespace cellar
