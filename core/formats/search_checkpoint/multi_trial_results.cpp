#include "core/formats/search_checkpoint/multi_trial_results.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/formats/search_checkpoint/saved_kind.hpp"

namespace cellar {

namespace {

void check_kind(const PickleValue& root, SavedKind wanted) {
  const SavedKind kind = saved_kind(root);
  if (kind != wanted) throw Error(fmt::format("it {}; a file that {} was expected", describe(kind), describe(wanted)));
}

std::int64_t read_index(const PickleValue& value) {
  const std::int64_t index = value.integer();
  if (index < 0) throw Error(fmt::format("{} is no index of an architecture", index));
  return index;
}

MultiTrialRun read_run(const PickleValue& dict) {
  MultiTrialRun run;
  const auto archs = dict.at("all_archs").items();
  const auto times = dict.at("all_total_times").items();
  if (archs.size() != times.size())
    throw Error(fmt::format("it has {} architectures and {} times", archs.size(), times.size()));
  for (std::size_t i = 0; i < archs.size(); ++i) {
    const double end = times[i].number();
    const double before = run.end_seconds.empty() ? 0 : run.end_seconds.back();
    if (!std::isfinite(end) || end < before) {
      throw Error(fmt::format("evaluation {} ends at {} s, the one before at {} s", i, end, before));
    }
    run.incumbents.push_back(read_index(archs[i]));
    run.end_seconds.push_back(end);
  }
  return run;
}

}  // namespace

std::vector<MultiTrialRun> read_multi_trial_results(const SavedFile& file) {
  return in_file(file.source(), [&] {
    const PickleValue& root = file.root();
    check_kind(root, SavedKind::multi_trial_results);
    std::vector<MultiTrialRun> runs;
    std::set<std::int64_t> numbers;
    for (std::size_t i = 0; i < root.size(); ++i) {
      const std::int64_t number = root.key(i).integer();
      if (!numbers.insert(number).second || number < 0) throw Error(fmt::format("run {} cannot stand there", number));
      try {
        runs.push_back(read_run(root.value(i)));
      } catch (const Error& error) {
        throw Error(fmt::format("run {}: {}", number, error.what()));
      }
      runs.back().number = number;
    }
    return runs;
  });
}

void write_multi_trial_results(const std::vector<MultiTrialRun>& runs, const std::filesystem::path& file) {
  SavedValue root = SavedValue::dict();
  for (const MultiTrialRun& run : runs) {
    SavedValue record = SavedValue::dict();
    record.add("all_archs", SavedValue::list({run.incumbents.begin(), run.incumbents.end()}));
    record.add("all_total_times", SavedValue::list({run.end_seconds.begin(), run.end_seconds.end()}));
    root.add(run.number, std::move(record));
  }
  write_saved(root, file);
}

std::vector<std::int64_t> read_final_cells(const SavedFile& file) {
  return in_file(file.source(), [&] {
    check_kind(file.root(), SavedKind::final_cells);
    std::vector<std::int64_t> cells;
    for (const PickleValue& item : file.root().items()) cells.push_back(read_index(item));
    return cells;
  });
}

}  // namespace cellar
