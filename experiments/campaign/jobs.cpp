#include "experiments/campaign/jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/errors.hpp"
#include "core/guarded_searcher.hpp"
#include "core/in_parallel.hpp"
#include "core/numbers.hpp"
#include "core/version.hpp"
#include "experiments/campaign/priors.hpp"
#include "experiments/campaign/trace_file.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

std::string trace_name(std::uint64_t seed) { return fmt::format("seed-{:06}.csv", seed); }

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code none;  // a folder that is not there has no entries
  for (const auto& entry : fs::directory_iterator(folder, none)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::vector<fs::path> traces_in(const fs::path& folder) {
  std::vector<fs::path> traces = sorted_entries(folder);
  const auto other = [](const fs::path& path) {
    return path.extension() != ".csv" || !path.filename().string().starts_with("seed-");
  };
  traces.erase(std::remove_if(traces.begin(), traces.end(), other), traces.end());
  return traces;
}

[[noreturn]] void refuse(const fs::path& trace, const std::string& difference) {
  throw Error(fmt::format("{} was made with other settings: {}; use another --out folder", trace.string(), difference));
}

[[noreturn]] void refuse(const fs::path& trace, const SettingDifference& difference,
                         const ConfiguredSearcher& searcher) {
  if (!is_code(difference.key)) refuse(trace, difference.text());
  throw Error(fmt::format("{} was made by other code: {}; --redo {} makes its runs anew, or use another --out folder",
                          trace.string(), difference.text(), searcher.entry->name));
}

bool is_named(const ConfiguredSearcher& searcher, const std::vector<std::string>& names) {
  const auto fits = [&](const std::string& name) {
    return name == searcher.entry->name || name == searcher.spelling() || name == searcher.label();
  };
  return std::any_of(names.begin(), names.end(), fits);
}

// Other searchers on the same data set must have been run under the same conditions. One trace speaks for its folder.
void check_neighbours(const fs::path& own, const TraceHead& wanted) {
  for (const fs::path& folder : sorted_entries(own.parent_path())) {
    if (folder == own) continue;
    for (const fs::path& trace : traces_in(folder)) {
      const auto recorded = inspect_trace(trace).head;
      if (!recorded) continue;
      if (const auto other = comparison_difference(*recorded, wanted)) refuse(trace, other->text());
      break;
    }
  }
}

void warn_of_version(const fs::path& trace, const TraceHead& recorded, bool& warned) {
  const std::string version = recorded.get("program").value_or("unknown");
  if (warned || version == fmt::format("cellar {}", kVersion)) return;
  fmt::print(stderr,
             "cellar: warning: {} was made by {}, this is cellar {}; replaying decides whether it can be resumed\n",
             trace.string(), version, kVersion);
  warned = true;
}

struct FoundTrace {
  fs::path file;
  CheckedTrace trace;
};

// All of a folder, in order of their names.
std::vector<FoundTrace> check_traces(const fs::path& folder, const TraceHead& wanted) {
  const HeadText expected(wanted.text());
  std::vector<FoundTrace> found;
  for (fs::path& file : traces_in(folder)) found.push_back({std::move(file), {}});
  in_parallel(found.size(), [&] {
    return [&, text = std::string()](std::size_t i) mutable {
      found[i].trace = check_trace(found[i].file, expected, text);
    };
  });
  return found;
}

// The seed of a trace whose head is not the wanted one word for word: it may differ in what is no setting. None: other
// code made it, and it is to be made anew. Otherwise an Error where a setting differs.
std::optional<std::uint64_t> accepted_seed(const fs::path& trace, const TraceHead& recorded, RunIdentity wanted,
                                           const ConfiguredSearcher& searcher, const std::vector<std::string>& redo) {
  wanted.seed = parse_number<std::uint64_t>(recorded.get(kSeedKey).value_or("")).value_or(0);
  const auto other = difference(recorded, head_of(wanted));
  if (!other) return wanted.seed;
  if (!is_code(other->key) || !is_named(searcher, redo)) refuse(trace, *other, searcher);
  return std::nullopt;
}

}  // namespace

Budget Job::budget() const { return task->default_budget && searcher->entry->ends_by_itself ? Budget{} : task->budget; }

RunIdentity Job::identity(const Campaign& campaign) const {
  const SearcherEntry& entry = *searcher->entry;
  const OptionList& options = searcher->configuration->options();
  RunIdentity run;
  run.kind = entry.trains_by_itself() ? RunIdentity::Kind::training : RunIdentity::Kind::search;
  run.table = campaign.table;
  run.table_checksum = campaign.table_checksum;
  run.space = campaign.space->name();
  run.space_code = campaign.space_code;
  run.dataset = task->dataset;
  if (!entry.trains_by_itself()) run.oracle = campaign.oracle;
  if (!entry.trains_by_itself()) run.oracle_code = campaign.oracle_code;
  if (!entry.trains_by_itself()) run.restricted_to = task->restricted_to;
  run.searcher = entry.name;
  run.searcher_code = entry.code;
  run.behaviour = entry.behaviour;
  run.loop = kLoopBehaviour;
  run.options = options.all();
  run.from = campaign.from_label;
  run.warm_start = priors_text(options, campaign.priors);
  run.budget = budget();
  run.workers = campaign.workers;
  run.objectives = objectives();
  run.price = entry.training ? entry.training->price(options) : task->price;
  run.seed = seed;
  run.program = fmt::format("cellar {}", kVersion);
  run.spelling = searcher->label();
  run.table_file = campaign.table_file;
  run.full = task->oracle->fidelities().back();
  if (!entry.trains_by_itself()) run.note = task->note;
  run.truth = task->truth;
  return run;
}

Problem Job::problem(const Campaign& campaign) const {
  const bool part = task->restricted && !searcher->entry->trains_by_itself();
  Problem problem{part ? *task->restricted : *campaign.space,
                  task->dataset,
                  objectives(),
                  task->oracle->fidelities(),
                  budget(),
                  campaign.workers};
  problem.ends_when_exhausted = part;
  problem.priors = campaign.priors;
  return problem;
}

std::unique_ptr<Searcher> Job::create(const Problem& problem, const Resources& resources) const {
  const Configuration& configuration = *searcher->configuration;
  return searcher->entry->code.empty() ? configuration.create(problem, seed, resources)
                                       : guarded(configuration, problem, seed, resources);
}

std::string Job::fault_line(const SearcherFault& fault) const {
  if (dynamic_cast<const OracleFault*>(&fault)) {
    return fmt::format("the oracle on {}, asked by searcher {} with seed {}: {}", task->dataset, searcher->label(),
                       seed, fault.what());
  }
  const std::string library = searcher->entry->code.substr(0, searcher->entry->code.find(' '));
  return fmt::format("{}searcher {} on {}, seed {}, trial {}: {}", library.empty() ? "" : "plug-in " + library + ": ",
                     searcher->label(), task->dataset, seed, fault.trial(), fault.what());
}

std::vector<Objective> Job::objectives() const {
  const SearcherEntry& entry = *searcher->entry;
  if (!entry.trains_by_itself()) return task->oracle->objectives();
  Objective objective;
  objective.name = entry.training->observed;
  objective.source.kind = FigureSource::Kind::shared_weights;
  return {objective};
}

MissingJobs missing_jobs(const Campaign& campaign) {
  MissingJobs missing;
  bool warned = false;
  for (const Task& task : campaign.tasks) {
    for (const ConfiguredSearcher& searcher : campaign.searchers) {
      const fs::path folder = campaign.folder / task.dataset / searcher.folder();
      const auto job = [&](std::uint64_t seed) { return Job{&task, &searcher, seed, folder / trace_name(seed)}; };
      const RunIdentity wanted = job(campaign.first_seed).identity(campaign);
      check_neighbours(folder, head_of(wanted));
      std::unordered_set<std::uint64_t> done;
      for (const auto& [file, trace] : check_traces(folder, head_of(wanted))) {
        if (!trace.seed && !trace.head) continue;
        const auto seed = trace.seed ? trace.seed : accepted_seed(file, *trace.head, wanted, searcher, campaign.redo);
        if (!seed) {
          missing.outdated.push_back(file);
          continue;
        }
        if (file.filename() != trace_name(*seed)) refuse(file, fmt::format("its seed is {}", *seed));
        if (trace.head) warn_of_version(file, *trace.head, warned);
        if (trace.complete) done.insert(*seed);
      }
      for (int i = 0; i < campaign.seeds; ++i) {
        const std::uint64_t seed = campaign.first_seed + static_cast<std::uint64_t>(i);
        done.contains(seed) ? void(++missing.complete) : missing.jobs.push_back(job(seed));
      }
    }
  }
  return missing;
}

}  // namespace cellar
