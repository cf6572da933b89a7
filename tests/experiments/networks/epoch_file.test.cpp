#include "experiments/networks/epoch_file.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

const std::vector<std::string> kSets = {"toy.train", "toy.test"};
const std::vector<network::EpochResult> kResults = {{0.1, {2.5, 30, 80}, {{2.25, 31, 81}}},
                                                    {0.05, {1.5, 40, 90}, {{1.25, 41.5, 91}}}};
constexpr const char* kText =
    "# cell=3 seed=0\n"
    "epoch,learning_rate,toy.train,toy.train_top5,toy.train_loss,toy.test,toy.test_top5,toy.test_loss,seconds\n"
    "1,0.1,30,80,2.5,31,81,2.25,7\n"
    "2,0.05,40,90,1.5,41.5,91,1.25,7.5\n";

void write_both(const std::filesystem::path& path) {
  EpochFile file(path, "cell=3 seed=0", kSets);
  file.add(kResults[0], 7);
  file.add(kResults[1], 7.5);
}

}  // namespace

TEST_CASE("Epochs are rows of a CSV, with the seconds that they took in the last column") {
  const test::TemporaryFolder folder;
  write_both(folder / "epochs.csv");
  CHECK(test::read_file(folder / "epochs.csv") == kText);
}

TEST_CASE("There is no file of epochs before the first one is done") {
  const test::TemporaryFolder folder;
  const EpochFile file(folder / "epochs.csv", "cell=3 seed=0", kSets);
  CHECK_FALSE(std::filesystem::exists(folder / "epochs.csv"));
}

TEST_CASE("A file of epochs goes on after any of them, and keeps the seconds of those before") {
  const test::TemporaryFolder folder;
  for (std::size_t done = 0; done <= 2; ++done) {
    write_both(folder / "epochs.csv");
    EpochFile file(folder / "epochs.csv", "cell=3 seed=0", kSets);
    CHECK(file.epochs() == 2);
    file.go_on_after({kResults.begin(), kResults.begin() + static_cast<std::ptrdiff_t>(done)});
    for (std::size_t i = done; i < 2; ++i) file.add(kResults[i], 9);
    std::string expected = kText;
    if (done < 2) expected.replace(expected.rfind("7.5"), 3, "9");
    if (done < 1) expected.replace(expected.rfind(",7\n"), 2, ",9");
    CHECK(test::read_file(folder / "epochs.csv") == expected);
  }
}

TEST_CASE("A file of another training, a damaged one and one that lacks epochs are refused") {
  const test::TemporaryFolder folder;
  const auto path = folder / "epochs.csv";
  const auto open = [&](const std::string& text, const std::string& head = "cell=3 seed=0",
                        const std::vector<std::string>& sets = kSets) {
    test::write_file(path, text);
    EpochFile(path, head, sets).go_on_after(kResults);
  };
  CHECK_NOTHROW(open(kText));
  const auto another = ContainsSubstring("is of another training ('seed=0' where this has 'seed=1')");
  CHECK_THROWS_WITH(open(kText, "cell=3 seed=1"), another);
  CHECK_THROWS_WITH(open(kText, "cell=3 seed=0", {"toy.train", "toy.valid"}),
                    ContainsSubstring("toy.valid_loss,seconds')"));
  CHECK_THROWS_WITH(open("my notes"), ContainsSubstring("is of another training ('my notes')"));
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = kText;
    text.replace(text.find(from), from.size(), to);
    open(text);
  };
  CHECK_THROWS_WITH(changed("\n2,", "\n3,"), ContainsSubstring("line 4 is damaged"));
  CHECK_THROWS_WITH(changed(",7.5", ",x"), ContainsSubstring("line 4 is damaged"));
  CHECK_THROWS_WITH(changed(",7.5", ",-1"), ContainsSubstring("line 4 is damaged"));
  CHECK_THROWS_WITH(changed("2,0.05,", "2,"), ContainsSubstring("line 4 is damaged"));
  CHECK_THROWS_WITH(changed("2,0.05,40,90,1.5,41.5,91,1.25,7.5\n", ""),
                    ContainsSubstring("has 1 epochs, the state beside it 2"));
}

}  // namespace cellar
