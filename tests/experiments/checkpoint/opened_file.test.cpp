#include "experiments/checkpoint/opened_file.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/checkpoint/checkpoints.hpp"

namespace cellar {

TEST_CASE("A last-info file opens the checkpoint that it names, or says what it names") {
  const test::TemporaryFolder folder;
  SavedValue info = SavedValue::dict();
  info.add("epoch", 1);
  info.add("last_checkpoint", "/somewhere/else/seed-777-basic.pth");
  write_saved(info, folder / "last-info.pth");
  CHECK_THROWS_WITH(open_file(folder / "last-info.pth"),
                    ContainsSubstring("that names /somewhere/else/seed-777-basic.pth, which is neither there"));
  write_saved(test::checkpoint_of({test::kAllSkip}, test::kFlatAlphas), folder / "seed-777-basic.pth");
  const OpenedFile opened = open_file(folder / "last-info.pth");
  CHECK(opened.followed == (folder / "last-info.pth").string());
  CHECK(std::get<SearchCheckpoint>(opened.content).last_genotype() == test::kAllSkip);
}

TEST_CASE("The checkpoints of a folder are one series in order of epochs") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(open_series({folder.path().string()}), ContainsSubstring("holds no .pth or .pt file"));
  for (const auto& [name, epochs] : {std::pair("a.pth", 3), {"b.pth", 1}, {"c.pt", 2}}) {
    const std::vector<std::string> cells(static_cast<std::size_t>(epochs), test::kAllSkip);
    write_saved(test::checkpoint_of(cells, test::kFlatAlphas), folder / name);
  }
  const auto series = open_series({folder.path().string()});
  REQUIRE(series.size() == 3);
  for (int i = 0; i < 3; ++i) CHECK(series[static_cast<std::size_t>(i)].finished_epochs == i + 1);
  write_saved(test::checkpoint_of({test::kAllSkip}, test::kFlatAlphas), folder / "again.pth");
  CHECK(open_series({folder.path().string()}).size() == 3);  // one after each number of epochs
  write_saved(test::checkpoint_of({test::kAllSkip}, test::kFlatAlphas, 888), folder / "d.pth");
  CHECK_THROWS_WITH(open_series({folder.path().string()}), ContainsSubstring("are not of one search"));
}

}  // namespace cellar
