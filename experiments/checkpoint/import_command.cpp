#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/numbers.hpp"
#include "experiments/checkpoint/imported_trace.hpp"
#include "experiments/checkpoint/subcommands.hpp"
#include "experiments/report/output_file.hpp"
#include "experiments/report/report_options.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;
namespace po = boost::program_options;
using Strings = std::vector<std::string>;

ImportRequest request_of(const po::variables_map& values) {
  ImportRequest request;
  request.dataset = given(values, "dataset").value_or("");
  request.searcher = given(values, "searcher").value_or("");
  if (const auto text = given(values, "seed")) {
    request.seed = parse_number<std::int64_t>(*text);
    if (!request.seed || *request.seed < 0)
      throw Error(fmt::format("--seed '{}' is not an integer of 0 or more", *text));
  }
  const fs::path table = values["table"].as<std::string>();
  if (table.string().find('/') != std::string::npos || table.extension() == ".table") {
    request.table_file = fs::absolute(table).lexically_normal().string();
  }
  if (const auto text = given(values, "epoch-seconds")) {
    request.epoch_seconds = parse_number<double>(*text);
    if (!request.epoch_seconds || *request.epoch_seconds <= 0)
      throw Error(fmt::format("--epoch-seconds '{}' is not a number above 0", *text));
  }
  return request;
}

std::vector<ImportedTrace> traces_of(const std::string& name, const Judge& judge, const ImportRequest& request) {
  const OpenedFile file = open_file(name);
  return in_file(name, [&]() -> std::vector<ImportedTrace> {
    if (const auto* checkpoint = std::get_if<SearchCheckpoint>(&file.content))
      return {import_trace(*checkpoint, judge, request)};
    if (const auto* runs = std::get_if<std::vector<MultiTrialRun>>(&file.content))
      return import_traces(*runs, name, judge, request);
    throw Error("it holds only the last cells of runs and nothing of time: there is no curve to make");
  });
}

// Whether the trace is there already, the same to the byte; an Error if another one is.
bool is_there(const fs::path& file, const ImportedTrace& trace) {
  std::error_code none;
  if (!fs::exists(file, none)) return false;
  std::stringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  if (text.str() == trace.text) return true;
  throw Error(
      fmt::format("{} is there and differs from what would be imported; use another --out folder", file.string()));
}

void write(const fs::path& folder, const std::vector<ImportedTrace>& traces) {
  std::set<fs::path> places;
  for (const ImportedTrace& trace : traces) {
    if (!places.insert(trace.place).second)
      throw Error(fmt::format("two of the files are runs of one seed, {}", trace.place.string()));
    is_there(folder / trace.place, trace);
  }
  for (const ImportedTrace& trace : traces) {
    const fs::path file = folder / trace.place;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) throw Error(fmt::format("cannot make {}: {}", file.parent_path().string(), error.message()));
    if (!is_there(file, trace)) write_output(file.string(), trace.text);
  }
}

}  // namespace

int import_checkpoint(const Program& program, const Strings& args) {
  CommandLine line(
      "checkpoint import FILE… --out DIR",
      "Makes traces of checkpoints and of results.pth, for cellar summary, curve and plot: which cell the\n"
      "search would have handed over after each epoch or evaluation. Checkpoints record no time: an epoch\n"
      "is charged the table's mean training epoch of one cell, or --epoch-seconds; the head of the trace\n"
      "says which. Searcher and data set of a results.pth are told by its folders, cifar10-T20000/BOHB.");
  line.positional("words", -1, "files");
  add_table_options(line);
  line.options().add_options()("out", po::value<std::string>()->value_name("DIR"), "the folder for the traces")(
      "dataset", po::value<std::string>()->value_name("D"), "what was searched on, instead of what the file says")(
      "searcher", po::value<std::string>()->value_name("NAME"), "who searched, instead of what the file says")(
      "seed", po::value<std::string>()->value_name("N"), "of a checkpoint, instead of what the file says")(
      "epoch-seconds", po::value<std::string>()->value_name("S"), "what an epoch of a checkpoint is charged");
  const auto values = line.parse(args);
  if (!values) return 0;
  const Strings names = words(*values, "cellar checkpoint import needs a FILE");
  const auto folder = given(*values, "out");
  if (!folder || folder->empty()) throw Error("cellar checkpoint import needs --out DIR");
  const ImportRequest request = request_of(*values);
  const Judge judge = find_judge(program, *values);
  std::vector<ImportedTrace> traces;
  for (const std::string& name : names) {
    for (ImportedTrace& trace : traces_of(name, judge, request)) traces.push_back(std::move(trace));
  }
  write(*folder, traces);
  fmt::print("{}: {} trace{}, {}{}\n", *folder, traces.size(), traces.size() == 1 ? "" : "s",
             traces.front().place.string(), traces.size() == 1 ? "" : ", …");
  return 0;
}

}  // namespace cellar
