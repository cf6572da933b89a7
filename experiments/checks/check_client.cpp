#include <fmt/format.h>

#include <map>
#include <vector>

#include "core/errors.hpp"
#include "core/formats/text_file.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/checks/client_answers.hpp"
#include "experiments/checks/client_comparison.hpp"

namespace cellar {

namespace {

constexpr std::size_t kDifferencesShown = 10;

// How many queries of each kind gave what was recorded, and the first that did not.
class Tally {
 public:
  void equal(const std::string& kind) { ++of(kind).equal; }
  void skipped(const std::string& kind) { ++of(kind).skipped; }
  void different(const std::string& kind, const std::string& what) {
    ++of(kind).different;
    if (differences_.size() < kDifferencesShown) differences_.push_back(what);
  }
  void compare(const std::string& kind, const PythonValue& ours, const PythonValue& theirs) {
    const auto found = client_difference(ours, theirs);
    if (found)
      different(kind, kind + *found);
    else
      equal(kind);
  }

  bool print(const std::string& file) const {
    fmt::print("{:<24}{:>8}{:>11}{:>9}\n", "", "equal", "different", "skipped");
    Counts all;
    for (const auto& [kind, counts] : kinds_) {
      print_line(kind, counts);
      all.equal += counts.equal;
      all.different += counts.different;
      all.skipped += counts.skipped;
    }
    print_line("all", all);
    for (const std::string& difference : differences_) fmt::print("different: {}\n", difference);
    if (all.different > differences_.size())
      fmt::print("and {} more differences\n", all.different - differences_.size());
    if (all.skipped > 0)
      fmt::print("skipped: weights need --archive with the files of these cells; or the cells are not in the table\n");
    fmt::print("{}  {}\n", all.different == 0 ? "as recorded" : "NOT as recorded", file);
    return all.different == 0;
  }

 private:
  struct Counts {
    std::size_t equal = 0, different = 0, skipped = 0;
  };
  static void print_line(const std::string& kind, const Counts& counts) {
    fmt::print("{:<24}{:>8}{:>11}{:>9}\n", kind, counts.equal, counts.different, counts.skipped);
  }
  Counts& of(const std::string& kind) {
    for (auto& [known, counts] : kinds_) {
      if (known == kind) return counts;
    }
    return kinds_.emplace_back(kind, Counts()).second;
  }

  std::vector<std::pair<std::string, Counts>> kinds_;  // in order of appearance
  std::vector<std::string> differences_;
};

// A repr without the name of the file, which may have been another copy.
std::string without_file(const std::string& repr) { return repr.substr(0, repr.find(", file=")); }

void check_whole(const PythonValue& recorded, OriginalClient& client, Tally& tally) {
  if (recorded.contains("len")) tally.compare("len", client.size(), recorded["len"]);
  if (recorded.contains("repr"))
    tally.compare("repr", without_file(client.repr()), without_file(recorded["repr"].get<std::string>()));
  if (recorded.contains("evaluated_indexes_count"))
    tally.compare("evaluated_indexes", client.evaluated_count(), recorded["evaluated_indexes_count"]);
  if (!recorded.contains("arch")) return;
  for (const auto& [index, arch] : recorded["arch"].items()) tally.compare("arch", client.arch(std::stoi(index)), arch);
}

// The records hold the mean of a trial's latencies, so a recorded list of several is compared by its mean.
void replace_latencies(PythonValue& curves) {
  for (auto& [seed, trial] : curves.items()) {
    PythonValue& latency = trial["latency"];
    if (latency.size() < 2) continue;
    double sum = 0;
    for (const PythonValue& value : latency) sum += value.get<double>();
    latency = PythonValue::array({sum / static_cast<double>(latency.size())});
  }
}

// What a raised exception printed before is compared only where it was recorded.
std::optional<std::string> result_difference(PythonValue ours, const std::string& function, PythonValue theirs) {
  if (ours.contains("error") && !theirs.contains("stdout")) ours.erase("stdout");
  if (function == "curves" && theirs.contains("ok")) replace_latencies(theirs["ok"]);
  return client_difference(ours, theirs);
}

void check_queries(const PythonValue& queries, ClientAnswers& answers, Tally& tally) {
  std::size_t number = 0;
  for (const PythonValue& query : queries) {
    const std::string function = query.at("fn").get<std::string>();
    const std::optional<PythonValue> ours = answers.answer(query);
    if (!ours) {
      tally.skipped(function);
    } else if (const auto found = result_difference(*ours, function, query.at("result"))) {
      tally.different(function, fmt::format("query {}: {}({}, {}){}", number, function, python_repr(query["args"]),
                                            python_repr(query["kwargs"]), *found));
    } else {
      tally.equal(function);
    }
    ++number;
  }
}

}  // namespace

int check_client(const std::string& file, const std::shared_ptr<const Table>& table, const std::string& archive) {
  ClientAnswers answers(std::make_shared<Records>(table), archive);
  Tally tally;
  try {
    const PythonValue recorded = parse_python_json(read_text(file));
    check_whole(recorded, answers.client(), tally);
    check_queries(recorded.at("queries"), answers, tally);
  } catch (const nlohmann::json::exception& error) {
    const std::string_view said = error.what();  // "[json.exception.parse_error.101] parse error at line 1, …"
    throw Error(fmt::format("{}: is no file of recorded queries: {}", file, said.substr(said.find("] ") + 2)));
  }
  return tally.print(file) ? 0 : 1;
}

}  // namespace cellar
