#include "experiments/campaign/jobs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/version.hpp"
#include "experiments/campaign/priors.hpp"
#include "experiments/campaign/trace_file.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

// What runs that stand in one comparison must share, besides the budget of those that have one and what those see that
// ask for trainings.
const std::vector<std::string> kShared = {"table", "space", "workers", "reported"};

// Not a searcher that trains by itself and learns from that.
bool sees_the_table(const TraceHeader& header) {
  return header.get("observed").value_or("").find('@') != std::string::npos;
}

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

// Other searchers on the same data set must have been run under the same conditions. One trace speaks for its folder.
void check_neighbours(const fs::path& own, const TraceHeader& wanted) {
  for (const fs::path& folder : sorted_entries(own.parent_path())) {
    if (folder == own) continue;
    for (const fs::path& trace : traces_in(folder)) {
      const auto recorded = inspect_trace(trace).header;
      if (!recorded) continue;
      std::vector<std::string> keys = kShared;
      const bool open_end = recorded->get("budget") == "none" || wanted.get("budget") == "none";
      if (!open_end) keys.emplace_back("budget");
      if (sees_the_table(*recorded) && sees_the_table(wanted)) keys.emplace_back("observed");
      if (const auto other = difference(*recorded, wanted, keys)) refuse(trace, *other);
      break;
    }
  }
}

void warn_of_version(const fs::path& trace, const TraceHeader& recorded, bool& warned) {
  const std::string version = recorded.get("program").value_or("unknown");
  if (warned || version == fmt::format("cellar {}", kVersion)) return;
  fmt::print(stderr, "cellar: warning: {} was made by {}, this is cellar {}; replaying decides whether it can go on\n",
             trace.string(), version, kVersion);
  warned = true;
}

}  // namespace

Budget Job::budget() const { return task->default_budget && searcher->entry->ends_by_itself ? Budget{} : task->budget; }

TraceHeader Job::header(const Campaign& campaign) const {
  const auto joined = [](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nothing" : text;
  };
  TraceHeader header;
  header.set("program", fmt::format("cellar {}", kVersion));
  header.set("table", campaign.table);
  if (!campaign.table_file.empty()) header.set("table_file", campaign.table_file);
  if (!campaign.plugins.empty()) header.set("plugins", joined(campaign.plugins));
  header.set("space", campaign.space->name());
  header.set("dataset", task->dataset);
  header.set("searcher", searcher->spelling());
  const std::string options = searcher->configuration->options().all();
  header.set("options", options.empty() ? "none" : options);
  if (!campaign.from_label.empty()) header.set("from", campaign.from_label);
  const std::string priors = priors_text(searcher->configuration->options(), campaign.priors);
  if (!priors.empty()) header.set("warm_start", priors);
  header.set("seed", std::to_string(seed));
  header.set("budget", format(budget()));
  header.set("workers", std::to_string(campaign.workers));
  const SearcherEntry& entry = *searcher->entry;
  header.set("observed", entry.observed.empty() ? task->observed : entry.observed);
  header.set("price", entry.price ? entry.price(searcher->configuration->options()) : task->price);
  header.set("reported", joined(task->reported));
  return header;
}

std::vector<Job> missing_jobs(const Campaign& campaign, int& complete) {
  std::vector<Job> jobs;
  bool warned = false;
  for (const Task& task : campaign.tasks) {
    for (const ConfiguredSearcher& searcher : campaign.searchers) {
      const fs::path folder = campaign.folder / task.dataset / searcher.spelling();
      const auto job = [&](std::uint64_t seed) { return Job{&task, &searcher, seed, folder / trace_name(seed)}; };
      check_neighbours(folder, job(0).header(campaign));
      std::vector<std::string> done;
      for (const fs::path& trace : traces_in(folder)) {
        const TraceState state = inspect_trace(trace);
        if (!state.header) continue;
        const auto seed = parse_number<std::uint64_t>(state.header->get("seed").value_or(""));
        if (const auto other = difference(*state.header, job(seed.value_or(0)).header(campaign))) refuse(trace, *other);
        if (!seed || trace.filename() != trace_name(*seed)) {
          refuse(trace, fmt::format("its seed is {}", state.header->get("seed").value_or("missing")));
        }
        warn_of_version(trace, *state.header, warned);
        if (state.complete) done.push_back(trace.filename().string());
      }
      for (int i = 0; i < campaign.seeds; ++i) {
        const Job next = job(campaign.first_seed + static_cast<std::uint64_t>(i));
        const bool is_done = std::binary_search(done.begin(), done.end(), next.file.filename().string());
        is_done ? void(++complete) : jobs.push_back(next);
      }
    }
  }
  return jobs;
}

}  // namespace cellar
