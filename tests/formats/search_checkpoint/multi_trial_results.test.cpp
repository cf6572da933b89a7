#include "core/formats/search_checkpoint/multi_trial_results.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

SavedValue run(SavedValue archs, SavedValue times) {
  SavedValue record = SavedValue::dict();
  record.add("all_archs", std::move(archs));
  record.add("all_total_times", std::move(times));
  return record;
}

std::string complaint(SavedValue record, std::int64_t number = 0) {
  const test::TemporaryFolder folder;
  SavedValue root = SavedValue::dict();
  root.add(number, std::move(record));
  write_saved(root, folder / "results.pth");
  try {
    read_multi_trial_results(SavedFile(folder / "results.pth"));
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

SavedValue list(std::vector<SavedValue> items) { return SavedValue::list(std::move(items)); }

}  // namespace

TEST_CASE("Multi-trial results that were written are read as they were") {
  const test::TemporaryFolder folder;
  const std::vector<MultiTrialRun> runs = {{0, {6111, 6111, 3}, {1.5, 3, 4.25}}, {7, {}, {}}, {2, {15624}, {1e-3}}};
  write_multi_trial_results(runs, folder / "results.pth");
  const auto read = read_multi_trial_results(SavedFile(folder / "results.pth"));
  REQUIRE(read.size() == runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    CHECK(read[i].number == runs[i].number);
    CHECK(read[i].incumbents == runs[i].incumbents);
    CHECK(read[i].end_seconds == runs[i].end_seconds);
  }
}

TEST_CASE("Damaged multi-trial results get a line that names the run") {
  CHECK(complaint(run(list({3, 4}), list({1.0, 1}))).empty());
  CHECK_THAT(complaint(run(list({3}), list({1.0, 2.0}))),
             ContainsSubstring("run 0: it has 1 architectures and 2 times"));
  CHECK_THAT(complaint(run(list({3, 4}), list({2.0, 1.0}))),
             ContainsSubstring("evaluation 1 ends at 1 s, the one before"));
  CHECK_THAT(complaint(run(list({-1}), list({2.0}))), ContainsSubstring("run 0: -1 is no index of an architecture"));
  CHECK_THAT(complaint(run(list({3}), list({"soon"}))), ContainsSubstring("run 0: a number should stand"));
  CHECK_THAT(complaint(run(list({3}), list({1.0})), -1), ContainsSubstring("run -1 cannot stand there"));
  CHECK_THAT(complaint(run(list({3}), "late")), ContainsSubstring("run 0: a list should stand where a text does"));
}

TEST_CASE("The last cells of NAS-Bench-201's scripts are read") {
  const test::TemporaryFolder folder;
  write_saved(list({3, 15624}), folder / "results.pth");
  CHECK(read_final_cells(SavedFile(folder / "results.pth")) == std::vector<std::int64_t>{3, 15624});
  write_saved(list({3, -1}), folder / "results.pth");
  CHECK_THROWS_WITH(read_final_cells(SavedFile(folder / "results.pth")), ContainsSubstring("-1 is no index"));
  CHECK_THROWS_WITH(read_multi_trial_results(SavedFile(folder / "results.pth")),
                    ContainsSubstring("it holds the last cells of multi-trial searches"));
}

}  // namespace cellar
