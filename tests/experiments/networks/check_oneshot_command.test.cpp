#include "experiments/networks/check_oneshot_command.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

int run(const std::vector<std::string>& args) { return make_check_oneshot_command().run(args); }

}  // namespace

TEST_CASE("cellar check oneshot ends with 0 where all is as recorded, with 1 where something is not or has no check") {
  const auto cases = test::reference("data/oneshot/gdas_sampling");
  if (cases.empty()) return;
  CHECK(run({cases.string()}) == 0);
  CHECK(run({"--fast", cases.string(), "--unread"}) == 0);
  CHECK(run({cases.string(), "--device", "cpu"}) == 0);
  const test::TemporaryFolder folder;
  std::filesystem::copy(cases / "sampling_f64", folder / "one");
  test::write_file(folder / "more.json", R"({"unknown": 1})");
  CHECK(run({folder.path().string()}) == 1);
  std::filesystem::remove(folder / "more.json");
  CHECK(run({folder.path().string()}) == 0);
  std::filesystem::remove(folder / "one/f8.npy");
  CHECK(run({folder.path().string()}) == 1);
}

TEST_CASE("cellar check oneshot refuses what is no folder of cases in one line") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(run({}), "cellar check oneshot needs one FOLDER of recorded cases");
  CHECK_THROWS_WITH(run({"a", "b"}), "cellar check oneshot takes one FOLDER, not also 'b'");
  CHECK_THROWS_WITH(run({(folder / "absent").string()}), ContainsSubstring("is no folder"));
  CHECK_THROWS_WITH(run({folder.path().string()}), ContainsSubstring("holds no recorded case"));
  CHECK_THROWS_WITH(run({folder.path().string(), "--device"}), ContainsSubstring("--device needs one of auto, cpu"));
  CHECK_THROWS_WITH(run({folder.path().string(), "--device", "cuda:99"}),
                    ContainsSubstring("device 'cuda:99': this LibTorch sees cpu"));
}

}  // namespace cellar
