#include "experiments/program/official_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "core/errors.hpp"
#include "core/formats/md5_name.hpp"
#include "core/formats/nas_bench/record_import.hpp"
#include "core/printable.hpp"
#include "experiments/campaign/interrupt.hpp"
#include "experiments/program/import_progress.hpp"

namespace cellar {

namespace {

// The space whose spelling this is: cells are "|op~0|+…", channels "8:16:…".
std::shared_ptr<const SearchSpace> space_of(const Program& program, std::string_view spelling) {
  for (const char* name : {"nb201", "nats-size"}) {
    auto space = program.spaces.create(name);
    try {
      static_cast<void>(space->parse(spelling));
      return space;
    } catch (const Error&) {
      continue;
    }
  }
  throw Error(fmt::format("'{}' is neither a cell of nb201 nor a network of nats-size", printable(spelling)));
}

std::filesystem::path torch_home() {
  if (const char* home = std::getenv("TORCH_HOME")) return home;
  const char* home = std::getenv("HOME");
  return home ? std::filesystem::path(home) / ".torch" : std::filesystem::path();
}

}  // namespace

std::filesystem::path find_data(const std::string& name) {
  const std::filesystem::path here(name);
  if (std::filesystem::exists(here) || here.has_parent_path() || torch_home().empty()) return here;
  const auto there = torch_home() / here;
  return std::filesystem::exists(there) ? there : here;
}

std::string table_name(const std::filesystem::path& from) {
  const auto clean = from.lexically_normal();
  std::string name = (clean.has_filename() ? clean : clean.parent_path()).filename().string();
  for (const char* ending : {".gz", ".csv", ".pbz2", ".pickle", ".pth", ".pt"}) {
    if (name.ends_with(ending)) name.erase(name.size() - std::string_view(ending).size());
  }
  return name + ".table";
}

void import_official(const Program& program, const OfficialImport& official) {
  const InterruptGuard interrupt;
  ImportProgress progress;
  RecordImport job;
  job.from = official.from;
  job.out = official.out;
  job.curves = official.curves;
  job.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  job.space_of = [&](std::string_view spelling) { return space_of(program, spelling); };
  job.progress = [&](double share) {
    if (interrupt.interrupted()) throw Stopped(fmt::format("interrupted; {} was not written", official.out.string()));
    progress.show(share);
  };
  if (official.verify) verify_md5_name(official.from, job.progress);
  const RecordReport report = import_records(job);
  progress.clear();
  if (official.quiet) return;
  fmt::print("{}\n", official.out.string());
  for (const std::string& line : report.lines()) fmt::print("  {}\n", line);
}

}  // namespace cellar
