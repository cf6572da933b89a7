#include "experiments/report/run_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <thread>
#include <tuple>
#include <utility>

#include "core/errors.hpp"

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

// Reads into `text`, whose memory is used again for the next file.
void read_file(const fs::path& path, std::string& text) {
  const auto fail = [&] { throw Error(fmt::format("cannot read '{}': {}", path.string(), std::strerror(errno))); };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail();
  struct stat status {};
  ::fstat(file, &status);
  text.resize(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t size = 0;
  while (true) {
    const ssize_t got = ::read(file, text.data() + size, text.size() - size);
    if (got == 0 || (got < 0 && errno != EINTR)) {
      const int error = got < 0 ? errno : 0;
      ::close(file);
      errno = error;
      if (error != 0) fail();
      break;
    }
    size += got > 0 ? static_cast<std::size_t>(got) : 0;
    if (size == text.size()) text.resize(2 * size);  // it has grown meanwhile
  }
  text.resize(size);
}

// Element i is the trace of file i. The first file that cannot be read decides the error, whatever the threads do.
std::vector<std::optional<ParsedTrace>> parse_all(const std::vector<FoundTrace>& files, IncumbentCounts counts) {
  std::vector<std::optional<ParsedTrace>> traces(files.size());
  std::vector<std::exception_ptr> errors(files.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    std::string text;
    for (std::size_t i = next++; i < files.size(); i = next++) {
      try {
        read_file(files[i].path, text);
        traces[i] = parse_trace(text, files[i].path.string(), counts);
      } catch (...) {
        errors[i] = std::current_exception();
      }
    }
  };
  std::vector<std::thread> helpers;
  const std::size_t threads = std::min<std::size_t>(std::thread::hardware_concurrency(), files.size());
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return traces;
}

// Settings of runs that stand together; the seed is each run's own.
void check_same_settings(const SearcherRuns& group, const ParsedTrace& trace, bool mixed) {
  std::vector<std::string_view> keys;
  for (const TraceHead* const head : {&group.head, &trace.head}) {
    for (const TraceHead::Entry& entry : head->entries()) {
      const bool matters = entry.is_setting && entry.key != kSeedKey && !(mixed && is_code(entry.key));
      if (matters) keys.emplace_back(entry.key);
    }
  }
  const auto other = difference(group.head, trace.head, keys);
  if (!other) return;
  throw Error(fmt::format("{} has {} {} where {} has {}: {}", trace.run.file, other->key, other->now,
                          group.runs.front().file, other->before,
                          is_code(other->key) ? "other code made it; --mixed takes them together all the same"
                                              : "runs of one searcher must be made with the same settings"));
}

}  // namespace

RunFolder read_run_folder(const fs::path& folder, const RunReading& reading) {
  const std::vector<FoundTrace> files = find_traces(folder);
  auto traces = parse_all(files, reading.incumbents);
  RunFolder result;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!traces[i]) {
      ++result.unbegun;
      continue;
    }
    ParsedTrace& trace = *traces[i];
    if (trace.identity.dataset != files[i].dataset) {
      throw Error(fmt::format("{} is a trace of data set '{}' in the folder of '{}'", trace.run.file,
                              trace.identity.dataset, files[i].dataset));
    }
    const bool first = result.groups.empty() || result.groups.back().dataset != files[i].dataset ||
                       result.groups.back().folder != files[i].searcher;
    if (first) {
      const std::string& spelling = trace.identity.spelling;
      result.groups.push_back({files[i].dataset,
                               spelling.empty() ? files[i].searcher : spelling,
                               files[i].searcher,
                               trace.head,
                               trace.identity,
                               {},
                               nullptr});
    } else {
      check_same_settings(result.groups.back(), trace, reading.mixed);
    }
    result.unended += trace.run.complete ? 0 : 1;
    result.groups.back().runs.push_back(std::move(trace.run));
  }
  if (result.groups.empty()) throw Error(fmt::format("no trace in '{}' has begun yet", folder.string()));
  return result;
}

}  // namespace cellar
