#include "experiments/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/errors.hpp"
#include "experiments/program/program.hpp"

namespace cellar {
namespace {

using Tables = std::map<std::string, std::shared_ptr<const Table>>;

std::shared_ptr<const Table> table_of(const SearcherRuns& group, const ReportSource& source, Tables& tables) {
  const RunIdentity& run = group.identity;
  if (run.table.empty()) return nullptr;  // an oracle of one's own
  const std::string& own = run.table_file.empty() ? run.table : run.table_file;
  const std::string& name = source.table.empty() ? own : source.table;
  auto& table = tables[name];
  if (!table) table = find_table(name, source.tables, source.brought);
  return table;
}

// An Error or a note if the table is not the one that the traces were made over.
void check_checksum(const SearcherRuns& group, const ReportSource& source, std::vector<std::string>& notes) {
  const RunIdentity& run = group.identity;
  const std::string checksum = fmt::format("{:016x}", group.table->checksum());
  if (checksum == run.table_checksum) return;
  const std::string difference =
      fmt::format("table {} ({}) is not the one that {}/{} was run on ({} {})", group.table->name(), checksum,
                  group.dataset, group.searcher, run.table, run.table_checksum);
  if (source.table.empty()) throw Error(difference + "; --table FILE names another one to report by");
  notes.push_back(difference);
}

void check_choices(const RunTrace& run, const Table& table) {
  for (std::size_t row = 0; row < run.size(); ++row) {
    if (run.choice[row] == RunTrace::kNone || run.choice[row] < table.size()) continue;
    throw Error(fmt::format("{} line {}: architecture {} is not in table {}, which has indices 0 to {}", run.file,
                            run.first_line + row, run.choice[row], table.name(), table.size() - 1));
  }
}

std::string plural(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

Report load_report(const ReportSource& source) {
  RunFolder folder = read_run_folder(source.folder, source.reading);
  Report report{std::move(folder.groups), {}};
  Tables tables;
  std::size_t runs = 0;
  for (SearcherRuns& group : report.groups) {
    group.table = table_of(group, source, tables);
    runs += group.runs.size();
    if (!group.table) continue;
    check_checksum(group, source, report.notes);
    for (const RunTrace& run : group.runs) check_choices(run, *group.table);
  }
  if (folder.unended > 0) {
    report.notes.push_back(fmt::format("{} of {} without an end (under way or stopped), counted as far as they got",
                                       folder.unended, plural(runs, "run")));
  }
  if (folder.unbegun > 0) {
    report.notes.push_back(plural(folder.unbegun, "trace") + " with an incomplete head, not counted");
  }
  return report;
}

void note_missing(Report& report, const SearcherRuns& group, const ReportMetric& metric) {
  if (metric.is_regret()) return;
  const auto lacks = [&](const RunTrace& run) {
    return run.size() > 0 && run.choice.back() != RunTrace::kNone && std::isnan(metric.at(run.choice.back()));
  };
  const auto missing = std::count_if(group.runs.begin(), group.runs.end(), lacks);
  if (missing == 0) return;
  std::string note =
      fmt::format("{}/{}: {} of {} chose an architecture without {} in table {}: left out", group.dataset,
                  group.searcher, missing, plural(group.runs.size(), "run"), metric.full_name(), group.table->name());
  if (std::find(report.notes.begin(), report.notes.end(), note) == report.notes.end()) {
    report.notes.push_back(std::move(note));
  }
}

}  // namespace cellar
