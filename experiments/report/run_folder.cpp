#include "experiments/report/run_folder.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <tuple>
#include <utility>

#include "core/errors.hpp"
#include "core/in_parallel.hpp"
#include "core/read_all.hpp"

namespace cellar {
namespace {

namespace fs = std::filesystem;

struct FoundTrace {
  std::string dataset, searcher, name;
  fs::path path;
};

bool comes_before(const FoundTrace& a, const FoundTrace& b) {
  const int datasets = strcasecmp(a.dataset.c_str(), b.dataset.c_str());
  if (datasets != 0) return datasets < 0;
  return std::tie(a.dataset, a.searcher, a.name) < std::tie(b.dataset, b.searcher, b.name);
}

template <class Visit>
void for_each_entry(const fs::path& folder, bool folders, Visit visit) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (folders ? entry.is_directory() : entry.is_regular_file()) visit(entry.path());
  }
}

std::vector<FoundTrace> find_traces(const fs::path& folder) {
  if (!fs::exists(folder)) throw Error(fmt::format("no folder '{}'", folder.string()));
  if (!fs::is_directory(folder)) throw Error(fmt::format("'{}' is not a folder", folder.string()));
  std::vector<FoundTrace> files;
  const auto visit_all = [&] {
    for_each_entry(folder, true, [&](const fs::path& dataset) {
      for_each_entry(dataset, true, [&](const fs::path& searcher) {
        for_each_entry(searcher, false, [&](const fs::path& file) {
          std::string name = file.filename().string();
          if (!name.starts_with("seed-") || !name.ends_with(".csv")) return;
          files.push_back({dataset.filename().string(), searcher.filename().string(), std::move(name), file});
        });
      });
    });
  };
  try {
    visit_all();
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("cannot read '{}': {}", error.path1().string(), error.code().message()));
  }
  if (files.empty()) {
    throw Error(fmt::format("no traces in '{}' (cellar run … --out DIR writes DIR/DATASET/SEARCHER/seed-000000.csv)",
                            folder.string()));
  }
  std::sort(files.begin(), files.end(), comes_before);
  return files;
}

// Element i is the trace of file i. The first file that cannot be read decides the error, whatever the threads do.
std::vector<std::optional<ParsedTrace>> parse_all(const std::vector<FoundTrace>& files, IncumbentCounts counts) {
  std::vector<std::optional<ParsedTrace>> traces(files.size());
  in_parallel(files.size(), [&] {
    return [&, reader = TraceReader(counts), text = std::string()](std::size_t i) mutable {
      const std::string path = files[i].path.string();
      if (const int reason = read_all(files[i].path, text)) {
        throw Error(fmt::format("cannot read '{}': {}", path, std::strerror(reason)));
      }
      traces[i] = reader.parse(text, path);
    };
  });
  return traces;
}

// Settings of runs that stand together; the seed is each run's own.
void check_same_settings(const SearcherRuns& group, const ParsedTrace& trace, bool mixed) {
  const TraceHead& head = trace.head->head;
  std::vector<std::string_view> keys;
  for (const TraceHead* const either : {&group.head, &head}) {
    for (const TraceHead::Entry& entry : either->entries()) {
      const bool matters = entry.is_setting && entry.key != kSeedKey && !(mixed && is_code(entry.key));
      if (matters) keys.emplace_back(entry.key);
    }
  }
  const auto other = difference(group.head, head, keys);
  if (!other) return;
  throw Error(fmt::format("{} has {} {} where {} has {}: {}", trace.run.file, other->key, other->now,
                          group.runs.front().file, other->before,
                          is_code(other->key) ? "other code made it; --mixed takes them together all the same"
                                              : "runs of one searcher must be made with the same settings"));
}

SearcherRuns new_group(const FoundTrace& found, const ReadHead& first) {
  const std::string& spelling = first.identity.spelling;
  return {found.dataset, spelling.empty() ? found.searcher : spelling, found.searcher, first.head, first.identity, {},
          nullptr};
}

// The same runs may have been asked for under several spellings, "evolution = evolution(population=10)".
void add_labels(SearcherRuns& group, std::string_view labels) {
  constexpr std::string_view kBetween = " = ";
  while (!labels.empty()) {
    const std::size_t end = std::min(labels.find(kBetween), labels.size());
    const std::string among = fmt::format("{0}{1}{0}", kBetween, group.searcher);
    const std::string label = fmt::format("{0}{1}{0}", kBetween, labels.substr(0, end));
    if (among.find(label) == std::string::npos) group.searcher += label.substr(0, label.size() - kBetween.size());
    labels.remove_prefix(std::min(end + kBetween.size(), labels.size()));
  }
}

}  // namespace

RunFolder read_run_folder(const fs::path& folder, const RunReading& reading) {
  const std::vector<FoundTrace> files = find_traces(folder);
  auto traces = parse_all(files, reading.incumbents);
  RunFolder result;
  std::set<const ReadHead*> fitting;  // heads that the group's runs may have
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!traces[i]) {
      ++result.unbegun;
      continue;
    }
    ParsedTrace& trace = *traces[i];
    const ReadHead& head = *trace.head;
    if (head.identity.dataset != files[i].dataset) {
      throw Error(fmt::format("{} is a trace of data set '{}' in the folder of '{}'", trace.run.file,
                              head.identity.dataset, files[i].dataset));
    }
    const bool first = result.groups.empty() || result.groups.back().dataset != files[i].dataset ||
                       result.groups.back().folder != files[i].searcher;
    if (first) {
      result.groups.push_back(new_group(files[i], head));
      fitting = {&head};
    } else if (fitting.insert(&head).second) {
      check_same_settings(result.groups.back(), trace, reading.mixed);
      add_labels(result.groups.back(), head.identity.spelling);
    }
    result.unended += trace.run.complete ? 0 : 1;
    result.groups.back().runs.push_back(std::move(trace.run));
  }
  if (result.groups.empty()) throw Error(fmt::format("no trace in '{}' has begun yet", folder.string()));
  return result;
}

}  // namespace cellar
